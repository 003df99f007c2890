"""What can be typed: one file a command, or a group of commands, with its arguments and its help."""
