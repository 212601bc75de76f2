"""The page: canvas, results, personal pairs and tabs, and the same things as named endpoints."""

from sbir.ui.page import build_page, launch_page

__all__ = ["build_page", "launch_page"]
