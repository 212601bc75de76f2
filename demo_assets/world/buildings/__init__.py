# SPDX-License-Identifier: GPL-3.0-or-later
"""Walls, roofs, openings and kinds of houses."""
