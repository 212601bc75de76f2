# SPDX-License-Identifier: GPL-3.0-or-later
"""Principled materials for each kind of finish."""

from __future__ import annotations

from dataclasses import dataclass

import bpy
import numpy as np

from ..colour import channels
from ..finish import Finish, Print


@dataclass(frozen=True)
class Look:
    """Inputs of the principled shader, and the relief of the surface: scale, strength and stretch of its noise."""

    roughness: float
    metallic: float = 0.0
    coat: float = 0.0
    sheen: float = 0.0
    specular: float = 0.5
    relief: str = ""
    relief_scale: float = 0.0
    relief_strength: float = 0.0
    transmission: float = 0.0
    emission: float = 0.0
    subsurface: float = 0.0


LOOKS = {
    "wood": Look(0.42, coat=0.15, relief="grain", relief_scale=9.0, relief_strength=0.04),
    "leather": Look(0.40, specular=0.5, relief="pebble", relief_scale=160.0, relief_strength=0.06),
    "fabric": Look(0.92, sheen=0.35, specular=0.15, relief="weave", relief_scale=130.0, relief_strength=0.18),
    "ceramic": Look(0.18, coat=0.6, relief="pebble", relief_scale=6.0, relief_strength=0.015),
    "plastic": Look(0.34, specular=0.5),
    "metal": Look(0.22, metallic=1.0),
    "rubber": Look(0.62, specular=0.35),
    "liquid": Look(0.08, specular=0.5),
    "glass": Look(0.03, specular=0.5, transmission=0.85),
    "paint": Look(0.25, specular=0.5, coat=1.0),
    "stone": Look(0.75, specular=0.3, relief="pebble", relief_scale=40.0, relief_strength=0.12),
    "plant": Look(0.48, specular=0.4, relief="pebble", relief_scale=30.0, relief_strength=0.05, subsurface=0.05),
    "fur": Look(0.95, sheen=0.5, specular=0.1, relief="pebble", relief_scale=110.0, relief_strength=0.3),
    "skin": Look(0.5, specular=0.4, relief="pebble", relief_scale=60.0, relief_strength=0.03, subsurface=0.1),
    "paper": Look(0.85, specular=0.2, relief="pebble", relief_scale=90.0, relief_strength=0.04),
    "straw": Look(0.7, specular=0.3, relief="weave", relief_scale=60.0, relief_strength=0.35),
    "glow": Look(0.6, emission=1.1),
}


def linear(colour: str) -> tuple[float, float, float, float]:
    """ "#rrggbb" in sRGB as linear RGBA."""
    shares = [c / 255 for c in channels(colour)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return (r, g, b, 1.0)


def make_material(finish: Finish, along: int = 2, offset: float = 0.0) -> bpy.types.Material:
    """A material; `along` is the axis the grain of wood follows, `offset` shifts its pattern."""
    look = LOOKS[finish.kind]
    material = bpy.data.materials.new(finish.kind)
    tree = material.node_tree
    shader = tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = linear(finish.colour)
    shader.inputs["Roughness"].default_value = look.roughness if finish.roughness is None else finish.roughness
    shader.inputs["Metallic"].default_value = look.metallic
    shader.inputs["Coat Weight"].default_value = look.coat
    shader.inputs["Sheen Weight"].default_value = look.sheen
    shader.inputs["Specular IOR Level"].default_value = look.specular
    shader.inputs["Transmission Weight"].default_value = look.transmission
    shader.inputs["Subsurface Weight"].default_value = look.subsurface
    if look.emission:
        shader.inputs["Emission Color"].default_value = linear(finish.colour)
        shader.inputs["Emission Strength"].default_value = look.emission
    if look.relief:
        _add_relief(tree, shader, look, finish, along, offset)
    if finish.print is not None:
        _add_print(tree, shader, finish.colour, finish.print, offset)
    return material


def _add_print(tree: bpy.types.NodeTree, shader: bpy.types.Node, ground: str, printed: Print, offset: float) -> None:
    """Mix the print's colour over the ground's, in the object's own coordinates."""
    link = tree.links.new
    position = tree.nodes.new("ShaderNodeTexCoord").outputs["Object"]
    if printed.pattern == "check":
        texture = tree.nodes.new("ShaderNodeTexChecker")
        texture.inputs["Scale"].default_value = printed.scale
        link(position, texture.inputs["Vector"])
        share = texture.outputs["Fac"]
    elif printed.pattern in ("stripes", "fade"):
        apart = tree.nodes.new("ShaderNodeSeparateXYZ")
        link(position, apart.inputs[0])
        share = apart.outputs[printed.axis]
        if printed.pattern == "stripes":
            share = _step(tree, _maths(tree, "SINE", share, 2 * np.pi * printed.scale), 0.0, 0.12)
    elif printed.pattern == "marble":
        texture = tree.nodes.new("ShaderNodeTexNoise")
        texture.inputs["Scale"].default_value = printed.scale
        texture.inputs["Detail"].default_value = 6.0
        texture.inputs["Distortion"].default_value = 1.6
        link(position, texture.inputs["Vector"])
        share = _step(tree, texture.outputs[0], 0.5, 0.06)
    else:
        texture = tree.nodes.new("ShaderNodeTexVoronoi")
        texture.inputs["Scale"].default_value = printed.scale * (3.0 if printed.pattern == "speckle" else 1.0)
        texture.inputs["Randomness"].default_value = 1.0 if printed.pattern == "speckle" else 0.15
        link(position, texture.inputs["Vector"])
        share = _step(tree, texture.outputs["Distance"], 0.22 if printed.pattern == "speckle" else 0.3, -0.03)
    mix = tree.nodes.new("ShaderNodeMix")
    mix.data_type = "RGBA"
    link(share, mix.inputs["Factor"])
    below = shader.inputs["Base Color"].links
    if below:
        link(below[0].from_socket, mix.inputs[6])
    else:
        mix.inputs[6].default_value = linear(ground)
    mix.inputs[7].default_value = linear(printed.colour)
    link(mix.outputs[2], shader.inputs["Base Color"])


def _maths(tree: bpy.types.NodeTree, operation: str, value: bpy.types.NodeSocket, factor: float) -> bpy.types.NodeSocket:
    """operation(factor * value)."""
    scaled = tree.nodes.new("ShaderNodeMath")
    scaled.operation = "MULTIPLY"
    tree.links.new(value, scaled.inputs[0])
    scaled.inputs[1].default_value = factor
    node = tree.nodes.new("ShaderNodeMath")
    node.operation = operation
    tree.links.new(scaled.outputs[0], node.inputs[0])
    return node.outputs[0]


def _step(tree: bpy.types.NodeTree, value: bpy.types.NodeSocket, at: float, soft: float) -> bpy.types.NodeSocket:
    """0 below `at`, 1 above, over a ramp `soft` wide; the other way round where `soft` is negative."""
    node = tree.nodes.new("ShaderNodeMapRange")
    tree.links.new(value, node.inputs["Value"])
    node.inputs["From Min"].default_value = at - soft
    node.inputs["From Max"].default_value = at + soft
    return node.outputs["Result"]


def _add_relief(
    tree: bpy.types.NodeTree, shader: bpy.types.Node, look: Look, finish: Finish, along: int, offset: float
) -> None:
    link = tree.links.new
    coordinates = tree.nodes.new("ShaderNodeTexCoord")
    mapping = tree.nodes.new("ShaderNodeMapping")
    link(coordinates.outputs["Object"], mapping.inputs["Vector"])
    mapping.inputs["Location"].default_value = (offset, offset * 0.7, offset * 0.3)
    if look.relief == "grain":
        stretch = np.full(3, look.relief_scale)
        stretch[along] *= 0.12
        mapping.inputs["Scale"].default_value = tuple(stretch)
        texture = tree.nodes.new("ShaderNodeTexNoise")
        texture.inputs["Scale"].default_value = 3.0
        texture.inputs["Detail"].default_value = 5.0
        texture.inputs["Distortion"].default_value = 0.6
        link(mapping.outputs["Vector"], texture.inputs["Vector"])
        height = texture.outputs[0]
        ramp = tree.nodes.new("ShaderNodeValToRGB")
        colour = np.array(linear(finish.colour)[:3])
        for element, place, factor in zip(ramp.color_ramp.elements, (0.35, 0.68), (0.62, 1.12), strict=True):
            element.position = place
            element.color = (*np.clip(colour * factor, 0, 1), 1.0)
        link(height, ramp.inputs["Fac"])
        link(ramp.outputs["Color"], shader.inputs["Base Color"])
    elif look.relief == "weave":
        texture = tree.nodes.new("ShaderNodeTexChecker")
        texture.inputs["Scale"].default_value = look.relief_scale
        link(mapping.outputs["Vector"], texture.inputs["Vector"])
        height = texture.outputs["Fac"]
    else:
        texture = tree.nodes.new("ShaderNodeTexNoise")
        texture.inputs["Scale"].default_value = look.relief_scale
        texture.inputs["Detail"].default_value = 2.0
        link(mapping.outputs["Vector"], texture.inputs["Vector"])
        height = texture.outputs[0]
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = look.relief_strength
    bump.inputs["Distance"].default_value = 0.02
    link(height, bump.inputs["Height"])
    link(bump.outputs["Normal"], shader.inputs["Normal"])
