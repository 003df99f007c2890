"""The rules for authors: what makes an option set clear, honest and fair."""
