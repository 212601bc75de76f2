# SPDX-License-Identifier: GPL-3.0-or-later
"""What shoes are built round: the last, the sole under it, the upper over it. Centimetres; heel at x = 0, toe at +x."""
