# SPDX-License-Identifier: GPL-3.0-or-later
"""Meshes from curves: loft, lathe, sweep, slab. Pure numpy."""
