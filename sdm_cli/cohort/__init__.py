"""Many sessions at once: as tidy tables, and counted. Nobody in them has a name."""
