# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of teapots: the body and its finishes, spouts, handles, lids."""
