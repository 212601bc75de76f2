# SPDX-License-Identifier: GPL-3.0-or-later
"""What plants share: leaves, pots, and small things strewn over a surface."""
