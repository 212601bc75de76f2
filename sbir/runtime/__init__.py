"""The exported networks in ONNX Runtime."""

from sbir.runtime.backbone import FULL, Backbone, backbone_file
from sbir.runtime.figures import Figures
from sbir.runtime.sessions import DEVICES, HALF, default_threads, providers

__all__ = ["DEVICES", "FULL", "HALF", "Backbone", "Figures", "backbone_file", "default_threads", "providers"]
