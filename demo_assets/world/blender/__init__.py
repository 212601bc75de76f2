# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that needs Blender's module, bpy."""
