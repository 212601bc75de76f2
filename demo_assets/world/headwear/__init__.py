# SPDX-License-Identifier: GPL-3.0-or-later
"""Styles of hat, their crowns and their trimmings."""
