# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts as Blender objects."""

from __future__ import annotations

import math

import bpy
import numpy as np

from ..part import Part
from .materials import make_material

SMOOTH_BELOW = math.radians(38.0)


def make_object(part: Part, number: int) -> bpy.types.Object:
    """An object in the current scene with the part's mesh, finish, bevel, wall and smoothing."""
    data = bpy.data.meshes.new(f"part-{number}")
    data.from_pydata(part.mesh.vertices.tolist(), [], [list(face) for face in part.mesh.faces])
    data.validate()
    data.polygons.foreach_set("use_smooth", np.ones(len(data.polygons), dtype=bool))
    data.set_sharp_from_angle(angle=SMOOTH_BELOW)
    along = int(np.ptp(part.mesh.vertices, axis=0).argmax())
    data.materials.append(make_material(part.finish, along, offset=0.37 * number))
    thing = bpy.data.objects.new(f"part-{number}", data)
    bpy.context.collection.objects.link(thing)
    if part.subdivision:
        smoothing = thing.modifiers.new("smoothing", "SUBSURF")
        smoothing.levels = smoothing.render_levels = part.subdivision
    if part.thickness:
        wall = thing.modifiers.new("wall", "SOLIDIFY")
        wall.thickness, wall.offset = part.thickness, -1.0
        if part.lining is not None:
            data.materials.append(make_material(part.lining, along))
            wall.material_offset = 1
    if part.bevel:
        edge = thing.modifiers.new("edge", "BEVEL")
        edge.width, edge.segments = part.bevel, 3
        edge.limit_method, edge.angle_limit = "ANGLE", SMOOTH_BELOW
        edge.harden_normals = True
    return thing
