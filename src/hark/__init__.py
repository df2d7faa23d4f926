"""Hark: the open desk for customers who speak in public."""

__version__ = "0.1.0"
