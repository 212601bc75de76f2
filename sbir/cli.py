"""The command line: `retrieve`, `adapt`, `index`, `train`, `average`, `evaluate`, `info`.

`--json` prints one JSON object on stdout and nothing else; logs and progress go to stderr. Exit status 0 on success, 2 on
bad usage or bad input, with one line that says what was wrong with which file.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sbir.drawing.files import read_sketches, sketch_files
from sbir.gallery.store import STORES
from sbir.images import read_image
from sbir.types import InputError, Sketch

if TYPE_CHECKING:
    from sbir.config import DomainConfig
    from sbir.engine import Engine
    from sbir.session import Query
    from sbir.types import Pair

MAX_PAIRS_FILE = 4 * 2**20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    args = _parsed(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(message)s")
    try:
        answer, lines = args.run(args)
    except InputError as error:
        print(f"sbir {args.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"sbir {args.command}: stopped", file=sys.stderr)
        return 130
    if args.json:
        print(json.dumps(answer))
    else:
        print("\n".join(lines))
    return 0


Answer = tuple[dict[str, Any], list[str]]


def retrieve(args: argparse.Namespace) -> Answer:
    """Rank the gallery for every drawing."""
    drawings, skipped = _drawings(args.sketch)
    engine = _engine(args)
    session = engine.load_profile(args.profile) if args.profile else engine.session()
    hits, totals = [], {"raster": 0.0, "backbone": 0.0, "head": 0.0, "search": 0.0}
    lines: list[str] = []
    for name, sketch in drawings:
        found = engine.retrieve(engine.query(sketch), session, args.top, args.category, args.domain)
        ranked = [{"photo": h.photo, "category": h.category, "distance": round(h.distance, 5)} for h in found.ranked]
        hits.append({"sketch": name, "ranked": ranked})
        for part in totals:
            totals[part] += getattr(found.timing, part) / len(drawings)
        lines.append(f"{name}:")
        lines += [f"  {i + 1:3d}  {h.photo:<32} {h.distance:.3f}" for i, h in enumerate(found.ranked)]
    answer = {
        "hits": hits,
        "adapted": session.adapted,
        "provider": engine.backbone.provider,
        "ms": {part: round(value, 3) for part, value in totals.items()},
        "skipped": skipped,
    }
    return answer, lines


def adapt(args: argparse.Namespace) -> Answer:
    """Adapt to the pairs of a file and write the style profile."""
    listed = _read_pairs(args.pairs)
    if args.out.is_dir():
        raise InputError(f"{args.out}: this is a folder; a file is expected for the profile")
    if not args.out.resolve().parent.is_dir():
        raise InputError(f"{args.out}: the folder for the profile does not exist")
    engine = _engine(args)
    pairs = [_pair(engine, i, item, args.pairs.parent) for i, item in enumerate(listed)]
    done = engine.adapt(engine.session(), pairs, args.steps)
    engine.save_profile(done.session, args.out)
    margins = {margin.category: round(margin.value, 4) for margin in done.margins}
    answer = {
        "pairs": len(pairs),
        "margins": margins,
        "loss_before": done.loss_before,
        "loss_after": done.loss_after,
        "ranks_before": list(done.ranks_before),
        "ranks_after": list(done.ranks_after),
        "steps": done.steps,
        "ms": round(done.ms, 2),
        "profile": str(args.out),
    }
    moved = zip(pairs, done.ranks_before, done.ranks_after, strict=True)
    return answer, [
        f"{len(pairs)} pairs, {done.steps} step(s) in {done.ms:.0f} ms: loss {done.loss_before:.3f} -> {done.loss_after:.3f}",
        *(f"  {pair.photo:<32} rank {before} -> {after}" for pair, before, after in moved),
        *(f"  margin of {category}: {value:.2f}" for category, value in margins.items()),
        f"profile: {args.out}",
    ]


def index(args: argparse.Namespace) -> Answer:
    """Index a folder of pictures into a gallery."""
    from sbir.engine import Engine

    if not args.folder.exists():
        raise InputError(f"{args.folder}: there is no such folder")
    engine = Engine.open(args.model, device=args.device, bare=True)
    done = engine.index(args.folder, args.out, progress=not args.quiet, store=args.store)
    skipped = [{"file": file, "why": why} for file, why in done.skipped]
    gallery = done.gallery
    answer = {
        "photos": len(gallery.photos),
        "categories": len(gallery.categories),
        "store": gallery.store,
        "skipped": skipped,
        "reused": done.reused,
        "seconds": round(done.seconds, 2),
        "gallery": str(args.out),
    }
    return answer, [
        f"{len(gallery.photos)} photos of {len(gallery.categories)} categories in {args.out} "
        f"({done.reused} taken over, {done.seconds:.1f} s; store: {gallery.store})",
        *(f"  left out: {why}" for _, why in done.skipped),
    ]


def train(args: argparse.Namespace) -> Answer:
    """Train a model by a config."""
    from sbir.config import DomainConfig, FigureConfig, read_training
    from sbir.learn.figure import train_figure
    from sbir.learn.trainer import train as run_training

    config = read_training(args.config, tuple(args.overrides))
    run = args.resume or Path("runs") / Path(args.config).stem
    if isinstance(config, DomainConfig):
        return _sweep(config, run / "runs.jsonl")
    if isinstance(config, FigureConfig):
        weights, overlap = train_figure(config, run)
        shown = ", ".join(f"{name} {value:.3f}" for name, value in overlap.items())
        answer = {"weights": str(weights), "overlap": overlap}
        return answer, [f"{weights}: mean overlap with the teacher's masks {shown}"]
    best = run_training(config, run)
    notes = json.loads((best / "config.json").read_text())["notes"]
    answer = {"run": str(run), "best": str(best), "epoch": notes["epoch"], "score": notes["score"], "val": notes["val"]}
    return answer, [f"best model after epoch {notes['epoch']}: {best} (mean val acc@1 {notes['score']:.3f})"]


def _sweep(config: DomainConfig, kept: Path) -> Answer:
    """A sweep of domain generalisation: what its runs say, a row a method and selection."""
    from sbir.evaluate.domainbed import sweep, table

    rows = table(sweep(config, kept))
    return {"runs": str(kept), "rows": rows}, [_domain_row(row) for row in rows]


def _domain_row(row: dict[str, Any]) -> str:
    from sbir.evaluate.domainbed import with_error

    left_out = ", ".join(f"{domain} {value:.1f}" for domain, value in row["left_out"].items())
    return f"{row['method']:<10} {with_error(row)} ({left_out}; {row['selection']}, {row['seeds']} seeds)"


def average(args: argparse.Namespace) -> Answer:
    """Average a model with the one that it was fine-tuned from."""
    from sbir.learn.soup import average as mix

    fingerprint = mix(args.one, args.other, args.share, args.out)
    return {"fingerprint": fingerprint, "model": str(args.out)}, [f"{args.out}: model {fingerprint}"]


def evaluate(args: argparse.Namespace) -> Answer:
    """Measure a method on a benchmark of people's drawings."""
    from sbir.engine import MODEL
    from sbir.evaluate.run import evaluate as measure

    if args.benchmark == "pacs":
        if args.failures:
            raise InputError("pacs is about classes, not photos that are meant: there is no picture of its failures")
        return _pacs(args.method, args.seeds)
    model = args.model or MODEL
    failed: dict[str, Any] = {}
    if args.failures:
        from sbir.evaluate.failures import failures

        # First, so that a picture that cannot be is refused before anything is measured.
        failed["failures"] = failures(args.benchmark, args.method, args.k, model, args.device, args.failures)
    answer = measure(args.benchmark, args.method, args.k, args.seeds, model, args.device, args.against, args.adapt)
    low, high = answer["ci95"]
    compared = [
        f"  against {other}: {100 * seen['difference']:+.1f} points "
        f"[{100 * seen['ci95'][0]:+.1f}, {100 * seen['ci95'][1]:+.1f}], p = {seen['p']:.3f}"
        for other, seen in answer["against"].items()
    ]
    if failed:
        compared.append(
            f"  {args.failures}: some of the {failed['failures']} drawings of the first seed whose photo is not first"
        )
    return answer | failed, [
        f"{args.benchmark}, {args.method}, k = {args.k}: acc@1 {answer['acc@1']:.3f} [{low:.3f}, {high:.3f}], "
        f"acc@5 {answer['acc@5']:.3f}, mAP {answer['map']:.3f} "
        f"({answer['queries']} queries, {answer['episodes']} episodes, seeds {answer['seeds']})",
        *compared,
    ]


def _pacs(method: str, seeds: int) -> Answer:
    """One method under the DomainBed protocol; the runs that `train pacs-small` has done already are not done again."""
    from sbir.config import DomainConfig, read_config
    from sbir.evaluate.domainbed import sweep, table

    config = read_config(DomainConfig, "pacs-small", (f"methods=[{method}]", f"seeds={seeds}"))
    rows = table(sweep(config, Path("runs") / "pacs-small" / "runs.jsonl"))
    return {"benchmark": "pacs", "method": method, "rows": rows}, [_domain_row(row) for row in rows]


def info(args: argparse.Namespace) -> Answer:
    """Versions, provider, model and gallery."""
    engine = _engine(args)
    answer = engine.info()
    model, gallery = answer["model"], answer["gallery"]
    return answer, [
        f"Inkling {answer['version']} on Python {answer['python']}",
        f"backbone: {model['backbone']} at {model['size']} px, {answer['provider']}"
        + (f" ({answer['fallback']})" if answer["fallback"] else "")
        + f", {answer['precision']}, CPU threads: {answer['threads']}",
        f"head: {model['features']} -> {model['width']}, {answer['head']}",
        f"model: {model['fingerprint']}",
        f"gallery: {gallery['photos']} photos of {', '.join(gallery['names'])}; store: {gallery['store']}",
        ", ".join(f"{name} {version}" for name, version in answer["versions"].items()),
    ]


def _engine(args: argparse.Namespace) -> Engine:
    from sbir.engine import Engine

    return Engine.open(args.model, args.gallery, args.device)


def _drawings(paths: Sequence[Path]) -> tuple[list[tuple[str, Sketch]], list[dict[str, str]]]:
    """Every drawing of the files and folders; a bad one is fatal where it was named, and listed where a folder held it."""
    drawings, skipped = [], []
    for path in paths:
        files = sketch_files(path)
        for file in files:
            try:
                drawings += read_sketches(file)
            except InputError as error:
                if not path.is_dir():
                    raise
                skipped.append({"file": str(file), "why": str(error)})
                print(f"left out: {error}", file=sys.stderr)
        if path.is_dir() and len(skipped) == len(files):
            raise InputError(f"{path}: none of its {len(files)} drawings can be read; the first: {skipped[0]['why']}")
    return drawings, skipped


def _read_pairs(path: Path) -> list[dict[str, str]]:
    try:
        if path.stat().st_size > MAX_PAIRS_FILE:
            raise InputError(f"{path}: too large for a list of pairs")
        listed = json.loads(path.read_text())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError):
        raise InputError(f"{path}: not JSON; a list of {{sketch, photo}} is expected") from None
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{path}: a list of {{sketch, photo}} with at least one pair is expected")
    for i, item in enumerate(listed):
        if not isinstance(item, dict) or not all(isinstance(item.get(key), str) for key in ("sketch", "photo")):
            raise InputError(f"{path}: pair {i + 1} should have a 'sketch' and a 'photo', both text")
    return listed


def _pair(engine: Engine, i: int, item: dict[str, str], folder: Path) -> Pair:
    """One pair of a pairs file; its paths are relative to the file, its photo an id of the gallery or a picture."""
    try:
        drawings = read_sketches(folder / item["sketch"])
        if len(drawings) != 1:
            raise InputError(f"{item['sketch']}: one drawing is expected, there are {len(drawings)}")
        query: Query = engine.query(drawings[0][1])
        photo = folder / item["photo"]
        if item["photo"] not in engine.gallery.index and photo.is_file():
            category = item.get("category", photo.resolve().parent.name)
            return engine.pair_with_image(query, item["photo"], category, read_image(photo))
        return engine.pair(query, item["photo"])
    except InputError as error:
        raise InputError(f"pair {i + 1}: {error}") from None


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for; settings of a training may also follow its options, where argparse alone would not take them."""
    parser = _parser()
    args, rest = parser.parse_known_args(arguments)
    if rest and (args.command != "train" or any(text.startswith("-") for text in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        args.overrides = [*args.overrides, *rest]
    return args


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sbir", description="Inkling: sketch search that learns your hand")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, run: Any, gallery: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        sub.set_defaults(run=run)
        sub.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        sub.add_argument("--model", type=Path, help="folder of a trained model (default: the shipped one)")
        sub.add_argument("--device", choices=("auto", "cpu", "cuda", "tensorrt"), default="auto", help="what runs the backbone")
        if gallery:
            sub.add_argument("--gallery", type=Path, help="gallery, or any folder of pictures (default: the shipped one)")
        return sub

    sub = command("retrieve", retrieve)
    sub.add_argument("--sketch", type=Path, nargs="+", required=True, help="pictures, strokes as JSON, or folders of them")
    sub.add_argument("--profile", type=Path, help="a style profile made by adapt")
    sub.add_argument("--category", help="search only this category")
    sub.add_argument("--domain", default="photo", help="which pictures to search: photo, art or cartoon (default photo)")
    sub.add_argument("--top", type=_positive, default=5, help="how many photos to list (default 5)")
    sub = command("adapt", adapt)
    sub.add_argument("--pairs", type=Path, required=True, help='JSON: [{"sketch": FILE, "photo": "category/id"}, ...]')
    sub.add_argument("--out", type=Path, required=True, help="style profile to write")
    sub.add_argument("--steps", type=_positive, help="steps of the inner loop (default 1)")
    sub = command("index", index, gallery=False)
    sub.add_argument("folder", type=Path, help="folder of pictures; its subfolders are categories")
    sub.add_argument("--out", type=Path, required=True, help="gallery folder to write")
    sub.add_argument("--store", choices=STORES, help="how the nearest are found (default: exact; faiss past 50,000)")
    sub.add_argument("--quiet", action="store_true", help="no progress bar")
    sub = command("train", train, gallery=False)
    sub.add_argument("config", help="YAML file, or the name of a preset")
    sub.add_argument("overrides", nargs="*", help="key.sub=value")
    sub.add_argument("--resume", type=Path, help="run folder to go on in (default: runs/CONFIG)")
    sub = command("average", average, gallery=False)
    sub.add_argument("one", type=Path, help="folder of a model")
    sub.add_argument("other", type=Path, help="folder of a model that was trained on from it")
    sub.add_argument("--share", type=float, default=0.5, help="share of the second (default 0.5)")
    sub.add_argument("--out", type=Path, required=True, help="model folder to write")
    sub = command("evaluate", evaluate, gallery=False)
    sub.add_argument("--benchmark", required=True, help="qmul-shoes, sketchy-unseen, sketchpad-people, pacs, ...")
    sub.add_argument(
        "--method", default="ours", help="baseline, centred, finetune, separate, anil, sign-anil, paper, ours, upper"
    )
    sub.add_argument("--against", nargs="*", default=(), metavar="METHOD", help="compare on the same queries with these")
    sub.add_argument("--adapt", nargs="*", default=(), metavar="KEY=VALUE", help="settings of the inner loop, for ablations")
    sub.add_argument("--failures", type=Path, metavar="FILE", help="draw what is not found, and what came instead, as a WebP")
    sub.add_argument("--k", type=_positive, default=5, help="pairs to adapt to (default 5)")
    sub.add_argument("--seeds", type=_positive, default=3, help="how many seeds of episodes (default 3)")
    command("info", info)
    return parser


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("at least 1 is expected")
    return value
