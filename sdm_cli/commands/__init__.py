"""The commands: read arguments, call the floors below, choose the exit code."""
