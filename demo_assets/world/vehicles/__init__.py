# SPDX-License-Identifier: GPL-3.0-or-later
"""What cars, aeroplanes and bicycles have in common: wheels, and lines and panes that lie on a curved skin."""
