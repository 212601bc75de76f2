# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts to a picture on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix

from ..framing import FOCAL_OVER_SENSOR, Camera, frame
from ..part import Part
from ..picture import Setup
from ..placement import place
from .objects import make_object
from .studio import build_studio


def render(parts: Sequence[Part], setup: Setup, target: Path, size: int, samples: int, seed: int) -> None:
    """Photograph `parts` and write `target` (WebP, `size` px square) in one step: it is there whole or not at all."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    placed = place(parts)
    for number, part in enumerate(placed):
        make_object(part, number)
    vertices = np.concatenate([part.mesh.vertices for part in placed])
    build_studio(setup, float(vertices[:, 2].max()))
    _add_camera(frame(vertices, setup.azimuth, setup.elevation))
    _configure(size, samples, seed)
    target.parent.mkdir(parents=True, exist_ok=True)
    half_written = target.with_suffix(".part")
    bpy.context.scene.render.filepath = str(half_written)
    bpy.ops.render.render(write_still=True)
    half_written.replace(target)


def _add_camera(camera: Camera) -> None:
    data = bpy.data.cameras.new("camera")
    data.sensor_width, data.lens = 36.0, 36.0 * FOCAL_OVER_SENSOR
    thing = bpy.data.objects.new("camera", data)
    rotation = Matrix(camera.axes.T.tolist()).to_4x4()
    thing.matrix_world = Matrix.Translation(camera.position.tolist()) @ rotation
    bpy.context.collection.objects.link(thing)
    bpy.context.scene.camera = thing


def _configure(size: int, samples: int, seed: int) -> None:
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples, scene.cycles.seed = samples, seed % 2**31
    scene.cycles.use_denoising, scene.cycles.denoiser = True, "OPENIMAGEDENOISE"
    scene.cycles.max_bounces = 6
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.render.use_file_extension = False
    scene.render.image_settings.file_format = "WEBP"
    scene.render.image_settings.color_mode = "RGB"
    scene.render.image_settings.quality = 85
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.12
