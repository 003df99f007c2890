"""Rehearse a shared decision in a terminal."""

__version__ = "0.1.0"
