# SPDX-License-Identifier: GPL-3.0-or-later
"""What figurines of animals share: skins to lay things on, eyes, feathers, stands."""
