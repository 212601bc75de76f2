# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts to a picture and its passes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import bpy
import cv2
import numpy as np
import OpenEXR
from mathutils import Matrix

from ..colour import channels
from ..framing import FOCAL_OVER_SENSOR, Camera, frame
from ..part import Part
from ..passes import Passes
from ..picture import Setup
from ..placement import place
from .objects import make_object
from .studio import build_studio

# Up to so many samples a picture is to learn from, not to look at.
DRAFT = 4
# These show no colour of their own in the pass of diffuse colour.
WITHOUT_DIFFUSE = ("metal", "glass", "liquid", "glow")


def render(parts: Sequence[Part], setup: Setup, size: int, samples: int, seed: int) -> Passes:
    """Photograph `parts`, `size` px square. One thread: whoever wants more starts more processes.

    With 0 `samples` the picture is one noisy sample; all else that `Passes` holds is as good as ever.
    """
    bpy.ops.wm.read_factory_settings(use_empty=True)
    placed = place(parts)
    for number, part in enumerate(placed):
        make_object(part, number).pass_index = number + 1
    vertices = np.concatenate([part.mesh.vertices for part in placed])
    build_studio(setup, float(vertices[:, 2].max()))
    _add_camera(frame(vertices, setup.azimuth, setup.elevation))
    _configure(size, samples, seed)
    bpy.ops.render.render()
    with tempfile.TemporaryDirectory() as folder:
        return _read(Path(folder), placed)


def _read(folder: Path, parts: Sequence[Part]) -> Passes:
    scene = bpy.context.scene
    result = bpy.data.images["Render Result"]
    scene.render.image_settings.file_format = "PNG"
    scene.render.image_settings.color_mode = "RGB"
    result.save_render(str(folder / "photo.png"), scene=scene)
    photo = cv2.cvtColor(cv2.imread(str(folder / "photo.png")), cv2.COLOR_BGR2RGB)
    scene.render.image_settings.media_type = "MULTI_LAYER_IMAGE"
    scene.render.image_settings.file_format = "OPEN_EXR_MULTILAYER"
    scene.render.image_settings.color_depth = "32"
    scene.render.image_settings.exr_codec = "NONE"
    result.save_render(str(folder / "passes.exr"), scene=scene)
    layers: dict[str, np.ndarray] = {}
    with OpenEXR.File(str(folder / "passes.exr")) as file:
        for layer in file.parts:
            layers |= {name: channel.pixels.copy() for name, channel in layer.channels.items()}
    part = np.rint(layers["ViewLayer.Object Index.X"]).astype(np.int32)
    normal = np.stack([layers[f"ViewLayer.Normal.{axis}"] for axis in "XYZ"], axis=-1)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    return Passes(
        photo=photo,
        light=layers["ViewLayer.Combined"][..., :3].astype(np.float32),
        colour=_own_colour(layers["ViewLayer.Diffuse Color"], part, parts),
        normal=normal.astype(np.float32),
        depth=layers["ViewLayer.Depth.Z"].astype(np.float32),
        part=part,
    )


def _own_colour(diffuse: np.ndarray, part: np.ndarray, parts: Sequence[Part]) -> np.ndarray:
    """sRGB float32 [side, side, 3]: the pass of diffuse colour, or the finish's where that pass stays dark."""
    clipped = np.clip(diffuse, 0, 1)
    colour = np.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055).astype(np.float32)
    for number, made in enumerate(parts, start=1):
        if made.finish.kind in WITHOUT_DIFFUSE:
            colour[part == number] = np.array(channels(made.finish.colour)) / 255
    return colour


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
    scene.render.threads_mode, scene.render.threads = "FIXED", 1
    cycles = scene.cycles
    cycles.device = "CPU"
    cycles.samples, cycles.seed = max(samples, 1), seed % 2**31
    cycles.use_denoising, cycles.denoiser = samples > 0, "OPENIMAGEDENOISE"
    # Half a second in place of four; at this size no difference to be seen.
    cycles.denoising_prefilter = "FAST"
    if samples <= DRAFT:
        cycles.denoising_quality = "FAST"
    # After the first bounce, what surrounds a point stands in for further light: a third faster, deeper contact shadows.
    cycles.max_bounces, cycles.use_fast_gi, cycles.ao_bounces_render = 4, True, 1
    cycles.use_light_tree = False
    scene.world.cycles.sampling_method = "NONE"
    layer = bpy.context.view_layer
    layer.use_pass_normal = layer.use_pass_z = layer.use_pass_object_index = layer.use_pass_diffuse_color = True
    scene.render.resolution_x = scene.render.resolution_y = size
    scene.render.resolution_percentage = 100
    scene.view_settings.view_transform = "AgX"
    scene.view_settings.look = "AgX - Medium High Contrast"
    scene.view_settings.exposure = 0.12
