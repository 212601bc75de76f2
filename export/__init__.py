"""The trained backbone as an ONNX file: `python -m export`."""
