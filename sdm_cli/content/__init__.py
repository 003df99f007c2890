"""Reading what teachers write: YAML with places, converted strictly; and finding it by id or path."""
