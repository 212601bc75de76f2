# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of bottles: the body and its finishes, labels, what closes the neck."""
