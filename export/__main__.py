"""`python -m export --model DIR --out backbone.onnx [--precision fp32|fp16] [--check]`, or `--figure FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from export.onnx_file import PRECISIONS, check_parity, export_backbone, export_figure
from sbir.types import InputError

LIMIT = {"fp32": 1e-4, "fp16": 2e-2}


def main() -> int:
    """Export and, with `--check`, compare with torch; 0 if it worked, 1 if they differ too much, 2 for bad input."""
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("demo_assets/model"), help="folder of a trained model")
    parser.add_argument("--out", type=Path, help="file to write (default: backbone.onnx in the model's folder)")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32")
    parser.add_argument("--check", action="store_true", help="compare ONNX Runtime's features with torch's")
    parser.add_argument(
        "--figure", type=Path, help="export this figure network (safetensors) instead, to figure.onnx beside it"
    )
    args = parser.parse_args()
    figure: Path | None = args.figure
    out = args.out or (args.model / "backbone.onnx" if figure is None else figure.with_suffix(".onnx"))
    try:
        size = export_backbone(args.model, out, args.precision) if figure is None else export_figure(figure, out)
    except InputError as error:
        print(f"export: {error}", file=sys.stderr)
        return 2
    print(f"{out}: {size / 2**20:.1f} MB, computes in {args.precision if figure is None else PRECISIONS[0]}", file=sys.stderr)
    if figure is not None or not args.check:
        return 0
    differences = check_parity(args.model, out)
    worst = max(differences.values())
    print(", ".join(f"{name} differs by at most {value:.1e}" for name, value in differences.items()), file=sys.stderr)
    return 0 if worst <= LIMIT[args.precision] else 1


if __name__ == "__main__":
    sys.exit(main())
