"""Inkling: sketch search that learns your hand."""

__version__ = "0.1.0"
