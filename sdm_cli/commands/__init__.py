"""What the commands do: call the floors below, and choose the exit code."""
