# SPDX-License-Identifier: GPL-3.0-or-later
"""What tables, beds, benches and sofas share: boards, cushions, legs, drawers. In centimetres."""
