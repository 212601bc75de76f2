"""Readers of data sets, and training tasks made of them."""
