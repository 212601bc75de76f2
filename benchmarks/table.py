"""The tables of the README and of the report out of `results/`: `python -m benchmarks.table` prints, `--write` puts them in
place."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.record import RESULTS
from sbir.evaluate.domainbed import with_error

REPORT = Path(__file__).parent / "README.md"
README = REPORT.parent.parent / "README.md"
PARTS = {
    "strict": "**Strict**: categories that no training set showed, real or made.",
    "open": "**Open**: categories of which training sets held examples, of other drawings and other photos.",
}
COLUMNS = (
    *("benchmark", "method", "k", "acc@1", "95 %", "acc@5", "against baseline", "against ANIL"),
    *("support photos out", "drawn again", "drawings"),
)
WORLD = {
    "world-unseen": ("simulated people", "6, in no training set"),
    "world-hands": ("simulated people", "19, of which other instances were trained on"),
    "sketchy-unseen": ("real people", "20, 15 of them in no training set; 25 photos each"),
}
# What is shown of a part before all of it is unfolded: methods and their k.
SHORT = {"baseline": (10,), "centred": (10,), "anil": (5,), "paper": (5,), "ours": (1, 5, 10)}


def retrieval() -> str:
    """Two parts that share no figure, strict and open; in each a short table, and one to unfold with a row a benchmark, method
    and k."""
    rows = json.loads((RESULTS / "retrieval.json").read_text())["rows"]
    tables = []
    for part, title in PARTS.items():
        whole = [row for row in rows if row[part]]
        short = [row for row in whole if row["k"] in SHORT.get(row["method"], ())]
        first, every = (_grid(list(COLUMNS), [_cells(row, row[part]) for row in some]) for some in (short, whole))
        unfold = f"<details>\n<summary>All {len(whole)} rows: every method and k</summary>\n\n{every}\n\n</details>"
        tables.append("\n\n".join([title, first, unfold]))
    return "\n\n".join(tables)


def summary() -> str:
    """The figures of a benchmark and part in one row: without pairs, adapted to so many, and the neighbours' with five."""
    rows = json.loads((RESULTS / "retrieval.json").read_text())["rows"]
    body = []
    for part in PARTS:
        for name in dict.fromkeys(row["benchmark"] for row in rows if row[part]):
            of = {(row["method"], row["k"]): row[part] for row in rows if row["benchmark"] == name and row[part]}
            none = of["baseline", 10]
            asked = [of["ours", k] for k in (1, 5, 10)] + [of[other, 5] for other in ("anil", "paper")]
            first = f"{100 * none['acc@1']:.1f} / {100 * none['acc@5']:.1f}"
            body.append([f"{name}, {part}", first, *(f"{100 * one['acc@1']:.1f}" for one in asked), none["queries"]])
    head = ["benchmark", "without pairs, acc@1 / @5", *(f"k = {k}" for k in (1, 5, 10)), "ANIL, k = 5", "published step, k = 5"]
    return _grid([*head, "drawings"], body)


def world() -> str:
    """Made things and simulated people beside real ones: the head as it is, one kind as the gallery."""
    rows = [row for row in json.loads((RESULTS / "world.json").read_text())["rows"] if row["method"] == "baseline"]
    body = [
        [
            row["benchmark"],
            *WORLD[row["benchmark"]],
            f"{100 * row['acc@1']:.1f}",
            " to ".join(f"{100 * value:.1f}" for value in row["ci95"]),
            f"{100 * row['acc@5']:.1f}",
        ]
        for row in rows
    ]
    return _grid(["benchmark", "drawn by", "categories", "acc@1", "95 %", "acc@5"], body)


def unseen() -> str:
    """A kind that training never showed, by the same training with and without it: acc@1, and the difference."""
    return _arms("unseen", "trained", queries=True)


def _cells(row: dict[str, Any], part: dict[str, Any]) -> list[Any]:
    low, high = (f"{100 * value:.1f}" for value in part["ci95"])
    again = part["again"]
    return [
        row["benchmark"],
        _bold(row, row["method"]),
        {"baseline": "", "centred": "", "upper": "all"}.get(row["method"], row["k"]),
        f"{100 * part['acc@1']:.1f}",
        f"{low} to {high}",
        f"{100 * part['acc@5']:.1f}",
        *(_difference(part["against"].get(other)) for other in ("baseline", "anil")),
        f"{100 * part['without_support']['acc@1']:.1f}",
        f"{100 * again['acc@1']:.1f}" if again else "",
        part["queries"],
    ]


def _difference(compared: dict[str, Any] | None) -> str:
    if compared is None:
        return ""
    return f"{100 * compared['difference']:+.1f} (p {compared['p']:.3f})"


def pacs() -> str:
    """Methods in the order of their averages by training-domain validation, the oracle's beside; then what a search found."""
    result = json.loads((RESULTS / "pacs.json").read_text())
    rows, oracle = ([r for r in result["rows"] if r["selection"].startswith(kind)] for kind in ("train", "oracle"))
    oracles = {row["method"]: row for row in oracle}
    domains = sorted(rows[0]["left_out"])
    head = ["method", *(f"without {d.replace('_', ' ')}" for d in domains), "average", "oracle", "seeds"]
    body = [
        [
            _bold(row, row["method"]),
            *(f"{row['left_out'][d]:.1f}" for d in domains),
            _bold(row, with_error(row)),
            with_error(oracles[row["method"]]),
            row["seeds"],
        ]
        for row in sorted(rows, key=lambda row: -row["average"])
    ]
    found = [row for row in result["search"] if row["selection"].startswith("train")]
    searched = sorted(found[0]["found"]) if found else []
    other = [
        [_bold(row, row["method"]), *(f"{row['found'][d]['p@1']:.1f} / {row['found'][d]['map']:.1f}" for d in searched)]
        for row in sorted(found, key=lambda row: -sum(row["found"][d]["map"] for d in searched))
    ]
    parts = [_grid(head, body)]
    if other:
        parts.append(_grid(["searched in (P@1 / mAP)", *(d.replace("_", " ") for d in searched)], other))
    return "\n\n".join(parts)


def ablations() -> str:
    """What each part of ours is worth: average over left-out domains, one seed."""
    result = json.loads((RESULTS / "pacs.json").read_text())
    rows = [row for row in result["ablations"] if row["selection"].startswith("train")]
    first = [[row["method"], "as it is", f"{row['average']:.1f}"] for row in result["first_seed"]]
    told = [[row["method"], _settings(row["settings"]), f"{row['average']:.1f}"] for row in rows]
    return _grid(["method", "changed", "average, first seed"], first + told)


def choice() -> str:
    """What ours might be: accuracy where two domains are left out, told for each without looking at it."""
    rows = json.loads((RESULTS / "pacs.json").read_text())["choice"]
    domains = sorted(rows[0]["without"]) if rows else []
    head = ["method", "settings", *(f"for {d.replace('_', ' ')}, without it" for d in domains), "average"]
    body = [
        [
            row["method"],
            _settings(row["settings"]) or "as it is",
            *(f"{row['without'][d]:.1f}" for d in domains),
            f"{row['average']:.1f}",
        ]
        for row in rows
    ]
    return _grid(head, body)


def stages() -> str:
    """F with and without its stage of Fuse and Attend: acc@1, and differences on the same drawings."""
    rows = json.loads((RESULTS / "stages.json").read_text())["rows"]
    asked = list(dict.fromkeys((row["benchmark"], row["method"], row["k"]) for row in rows))
    body = []
    for name, method, k in asked:
        of = {row["f"]: row for row in rows if (row["benchmark"], row["method"], row["k"]) == (name, method, k)}
        began, without, fused = of
        body.append(
            [
                name,
                _head(method, k),
                *(f"{100 * row['acc@1']:.1f}" for row in of.values()),
                _difference(of[fused]["against"][without]),
                _difference(of[fused]["against"][began]),
            ]
        )
    arms = list(dict.fromkeys(row["f"] for row in rows))
    return _grid(["benchmark", "head", *(f"F {arm}" for arm in arms), "with against without", "with against the start"], body)


def regularisers() -> str:
    """Short trainings with one setting changed: acc@1 by benchmark, and the difference to none changed."""
    return _arms("regularisers", "trained")


def head() -> str:
    """The last stage, one part more at a time: acc@1 by benchmark, and the difference to the trained head alone."""
    return _arms("head", "M")


def everywhere() -> str:
    """The whole gallery searched: how often the right kind comes first with so many pairs, then how often the very photo does,
    and the right kind for drawings of other kinds, without pairs and with the most."""
    rows = json.loads((RESULTS / "everywhere.json").read_text())["rows"]
    pairs = sorted({row["k"] for row in rows} - {0})
    body = []
    for question, part, arm in dict.fromkeys((row["question"], row["part"], row["arm"]) for row in rows if row["k"]):
        of = {
            row["k"]: row
            for row in rows
            if (row["question"], row["part"]) == (question, part) and row["arm"] in (arm, "as it is")
        }
        last = of[pairs[-1]]
        body.append(
            [
                f"{question}, {part}",
                f"**{arm}**" if arm == "ours" else arm,
                *(f"{100 * of[k]['kind@1']:.1f}" for k in (0, *pairs)),
                _difference(last["against"]),
                _from_to(of[0], last, "photo", "acc@1"),
                _from_to(of[0], last, "others", "kind@1"),
                last["queries"],
            ]
        )
    head = ["asked", "method", "right kind first", *(f"k = {k}" for k in pairs), "against none"]
    return _grid([*head, "the photo first", "other kinds", "drawings"], body)


def figure() -> str:
    """Photos cut out in several ways: the figures of each, and the difference to whole photos on the same drawings."""
    rows = json.loads((RESULTS / "figure.json").read_text())["rows"]
    body = [
        [
            row["benchmark"],
            row["photos"],
            *(f"{100 * row[name]:.1f}" for name in ("acc@1", "acc@5", "map")),
            _difference(row["against"]),
            _difference(row["against_5"]),
            row["queries"],
        ]
        for row in rows
    ]
    head = ["benchmark", "photos", "acc@1", "acc@5", "mAP", "acc@1 against whole", "acc@5 against whole", "drawings"]
    return _grid(head, body)


def _from_to(was: dict[str, Any], now: dict[str, Any], what: str, figure: str) -> str:
    if what not in now:
        return ""
    p = now[what]["against"]["p"]
    return f"{100 * was[what][figure]:.1f} to {100 * now[what][figure]:.1f} (p {p:.3f})"


def _arms(name: str, what: str, queries: bool = False) -> str:
    rows = json.loads((RESULTS / f"{name}.json").read_text())["rows"]
    names = list(dict.fromkeys(row["benchmark"] for row in rows))
    body = []
    for f, method, k in dict.fromkeys((row["f"], row["method"], row["k"]) for row in rows):
        of = {row["benchmark"]: row for row in rows if (row["f"], row["method"], row["k"]) == (f, method, k)}
        told = [
            f"{100 * of[name]['acc@1']:.1f} {_difference(next(iter(of[name]['against'].values()), None))}" for name in names
        ]
        body.append([f, _head(method, k), *(text.strip() for text in told)])
    asked = {row["benchmark"]: f" ({row['queries']} drawings)" if queries else "" for row in rows}
    return _grid([what, "head", *(f"{name}{asked[name]}" for name in names)], body)


def _head(method: str, k: int) -> str:
    return "as it is" if method == "baseline" else f"adapted, k = {k}"


def _settings(settings: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in settings.items())


def _bold(row: dict[str, Any], text: str) -> str:
    return f"**{text}**" if row["method"] == "ours" else text


def _grid(head: list[str], body: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def speed() -> str:
    """What a person waits for: a row a figure, with its limit and its ratio to a peer."""
    page, start, crowd, step, network, found = (
        json.loads((RESULTS / f"{name}.json").read_text())
        for name in ("page", "startup", "class30", "adaptation", "backbone", "search")
    )
    inner, meta = step["rows"][0], step["rows"][1]
    body = [
        ["pen up to the new order on the page", _ms(page), "50", f"{page['ratio']} times the speed of {page['peer']}", "page"],
        ["the same, painted", f"{page['painted_p50_ms']:.0f}", "90", "", "page"],
        ["a pair given to the new order", f"{page['pair_p50_ms']:.0f}", "100", "", "page"],
        [
            "adapting to five pairs, features in hand",
            _ms(inner),
            "30",
            f"one step of MAML takes {meta['ratio']['time']:.0f} times as long",
            "adaptation",
        ],
        ["the network on one picture, one thread", _ms(network), "", _against(network["ratios"]), "backbone"],
        *(
            [f"search among {row['photos']:,} photos, {row['store']}", _ms(row), "", _found(row), "search"]
            for row in found["rows"]
        ),
        ["first page, after imports", f"{1000 * start['after_imports_p50_s']:.0f}", "3,000", "", "startup"],
        ["first page, from the start", _ms(start), "", f"{1 / start['ratio']:.1f} times {start['peer']}", "startup"],
        [
            "pen up, 30 people drawing at once",
            _ms(crowd),
            "500 (p95)",
            f"{crowd['ratio']} times the speed of {crowd['peer']}",
            "class30",
        ],
    ]
    linked = [[*row[:4], f"[{row[4]}](benchmarks/results/{row[4]}.json)"] for row in body]
    return _grid(["what", "ms, p50 (p95)", "limit", "against", "`python -m benchmarks`"], linked)


def _ms(row: dict[str, Any]) -> str:
    return f"{row['p50_ms']:.3g} ({row['p95_ms']:.3g})" if row["p50_ms"] < 100 else f"{row['p50_ms']:.0f} ({row['p95_ms']:.0f})"


def _against(ratios: dict[str, float]) -> str:
    return ", ".join(f"{ratio} times the speed of {peer}" for peer, ratio in ratios.items())


def _found(row: dict[str, Any]) -> str:
    return f"{row['ratio']} times the speed of {row['peer']}; recall@10 {row['recall@10']:.3f}"


# Each file has a pair of marks for each of its tables, `<!-- NAME: begin -->` and `<!-- NAME: end -->`.
TABLES: dict[Path, dict[str, Callable[[], str]]] = {
    README: {"summary": summary, "speed": speed},
    REPORT: {
        "retrieval": retrieval,
        "everywhere": everywhere,
        "unseen": unseen,
        "figure": figure,
        "head": head,
        "regularisers": regularisers,
        "world": world,
        "pacs": pacs,
        "pacs-choice": choice,
        "pacs-ablations": ablations,
        "stages": stages,
    },
}


def main() -> int:
    """Print the tables, or write them between the marks of the files that have them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.table", description=__doc__)
    parser.add_argument("--write", action="store_true")
    if not parser.parse_args().write:
        print("\n\n".join(make() for tables in TABLES.values() for make in tables.values()))
        return 0
    for path, tables in TABLES.items():
        text = path.read_text()
        for name, make in tables.items():
            begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
            head, tail = text.split(begin)[0], text.split(end)[1]
            text = f"{head}{begin}\n{make()}\n{end}{tail}"
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
