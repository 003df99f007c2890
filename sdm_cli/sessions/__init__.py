"""Sessions on disk: a journal that loses nothing, and the folder where journals live."""
