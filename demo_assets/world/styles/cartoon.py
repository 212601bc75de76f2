# SPDX-License-Identifier: GPL-3.0-or-later
"""Flat tones and ink lines."""

from __future__ import annotations

import cv2
import numpy as np

from sbir.drawing.trace import LineWork

from ..colour import channels
from ..lines import draw
from ..passes import Passes

GROUNDS = ("#f3e3c3", "#cfe5ea", "#dbe8cf", "#f2d3cb", "#e3d9ec", "#f6efe4")
INK = (34, 30, 38)
TONES = (0.62, 0.9, 1.06)
SUPERSAMPLING = 3


def cartoon(passes: Passes, work: LineWork, seed: int) -> np.ndarray:
    """The object in three flat tones of its own colours, inked, on one plain colour: uint8 RGB [side, side, 3]."""
    random = np.random.default_rng(seed)
    large = passes.side * SUPERSAMPLING
    colour = _vivid(cv2.medianBlur((passes.colour * 255).astype(np.uint8), 5), random.uniform(1.25, 1.6))
    flat = colour * _tones(passes)[..., None]
    ground = np.array(channels(str(random.choice(GROUNDS))), np.float32)
    floor = np.broadcast_to(ground, flat.shape) * _floor_shadow(passes)[..., None]
    wide = cv2.resize(np.clip(flat, 0, 255), (large, large), interpolation=cv2.INTER_CUBIC)
    below = cv2.resize(floor.astype(np.float32), (large, large), interpolation=cv2.INTER_LINEAR)
    mask = cv2.resize(passes.thing.astype(np.float32), (large, large), interpolation=cv2.INTER_CUBIC) > 0.5
    picture = np.where(mask[..., None], wide, below)
    ink = np.full((large, large), 255, np.uint8)
    draw(work, ink, width=random.uniform(1.6, 2.6) * SUPERSAMPLING)
    picture = picture * (ink[..., None] / 255.0) + np.array(INK) * (1 - ink[..., None] / 255.0)
    small = cv2.resize(picture.astype(np.float32), (passes.side, passes.side), interpolation=cv2.INTER_AREA)
    return np.clip(small, 0, 255).astype(np.uint8)


def _vivid(colour: np.ndarray, factor: float) -> np.ndarray:
    """Saturation times `factor`, a little lighter: float32 [0, 255]."""
    hsv = cv2.cvtColor(colour, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 1] = np.clip(hsv[..., 1] * factor, 0, 235)
    hsv[..., 2] = np.clip(hsv[..., 2] * 1.06 + 8, 0, 250)
    return cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB).astype(np.float32)


def _tones(passes: Passes) -> np.ndarray:
    """How brightly each pixel is lit, in three steps."""
    thing = passes.thing
    if not thing.any():
        return np.ones(thing.shape, np.float32)
    own = passes.colour.mean(axis=-1) ** 2.2
    lit = cv2.GaussianBlur(passes.light.mean(axis=-1) / (own + 0.08), (0, 0), 1.6)
    dark, bright = np.percentile(lit[thing], (28, 82))
    return np.select([lit < dark, lit < bright], TONES[:2], TONES[2]).astype(np.float32)


def _floor_shadow(passes: Passes) -> np.ndarray:
    """One flat shadow where the floor is darker than elsewhere in its row."""
    floor = ~passes.thing
    light = cv2.GaussianBlur(passes.light.mean(axis=-1), (0, 0), 2.0)
    usual = np.array([np.percentile(row[free], 80) if free.any() else np.inf for row, free in zip(light, floor, strict=True)])
    dark = floor & (light < 0.7 * usual[:, None])
    return np.where(dark, 0.84, 1.0).astype(np.float32)
