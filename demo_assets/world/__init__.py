# SPDX-License-Identifier: GPL-3.0-or-later
"""The generator of the gallery: objects made by code, photographed in a made-up studio.

Sampling parameters and building shapes needs numpy alone; only `world.blender` imports Blender.
"""

GENERATOR_VERSION = "2.0"
