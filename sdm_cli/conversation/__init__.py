"""The conversation: from the answers so far to the next question. No screen, no file, no clock."""
