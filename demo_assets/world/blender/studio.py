# SPDX-License-Identifier: GPL-3.0-or-later
"""The studio: a backdrop that curves up behind the object, and three lights."""

from __future__ import annotations

import math

import bpy
import numpy as np
from mathutils import Vector

from ..picture import Setup
from ..shapes.loft import sheet
from .materials import linear


def build_studio(setup: Setup, height: float) -> None:
    """Backdrop and lights round an object of about unit size that stands on the origin; `height` is its own."""
    _backdrop(setup)
    turn = setup.azimuth
    aim = Vector((0.0, 0.0, height * 0.45))
    _area("key", 125.0 * setup.key_strength, 1.5, turn + setup.key_angle, 48.0, 2.7, aim)
    _area("fill", 30.0 * setup.fill_strength, 2.6, turn + 62.0, 24.0, 3.2, aim)
    _area("rim", 55.0 * setup.rim_strength, 1.2, turn + 165.0, 52.0, 2.8, aim)
    world = bpy.data.worlds.new("air")
    background = world.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = (1.0, 1.0, 1.0, 1.0)
    background.inputs["Strength"].default_value = 0.3
    bpy.context.scene.world = world


def _backdrop(setup: Setup) -> None:
    angle = np.linspace(0.0, np.pi / 2, 24)
    radius, near, far = 2.0, -9.0, 2.2
    y = np.concatenate([[near], far + radius * np.sin(angle), [far + radius]])
    z = np.concatenate([[0.0], radius * (1 - np.cos(angle)), [12.0]])
    profile = np.stack([np.zeros_like(y), y, z], axis=1)
    grid = np.stack([profile + np.array([x, 0.0, 0.0]) for x in np.linspace(-12.0, 12.0, 3)], axis=1)
    mesh = sheet(grid).turned(setup.azimuth)
    data = bpy.data.meshes.new("backdrop")
    data.from_pydata(mesh.vertices.tolist(), [], [list(face) for face in mesh.faces])
    data.polygons.foreach_set("use_smooth", np.ones(len(data.polygons), dtype=bool))
    material = bpy.data.materials.new("backdrop")
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(setup.backdrop)
    shader.inputs["Roughness"].default_value = 0.9
    data.materials.append(material)
    bpy.context.collection.objects.link(bpy.data.objects.new("backdrop", data))


def _area(name: str, watts: float, size: float, azimuth: float, elevation: float, far: float, aim: Vector) -> None:
    a, e = math.radians(azimuth), math.radians(elevation)
    light = bpy.data.lights.new(name, "AREA")
    light.energy, light.size = watts, size
    thing = bpy.data.objects.new(name, light)
    thing.location = aim + far * Vector((math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e)))
    thing.rotation_euler = (aim - thing.location).to_track_quat("-Z", "Y").to_euler()
    bpy.context.collection.objects.link(thing)
