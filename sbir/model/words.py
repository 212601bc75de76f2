"""Word vectors of category names, from an npz of `names` and `word2vec` or a GloVe / word2vec text file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sbir.types import InputError


def word_vectors(path: Path, categories: Sequence[str]) -> tuple[Tensor, Tensor]:
    """`vectors` float32 `[n, w]` (zeros where unknown) and `known` bool `[n]` for the category names.

    Of a name of several words that is not in the file, the mean of its words is taken. Raises `InputError` for a file of
    another form.
    """
    if path.suffix == ".npz":
        table = _read_npz(path)
    else:
        table = _read_text(path, {word for name in categories for word in [_plain(name), *_words(name)]})
    width = len(next(iter(table.values()), np.zeros(1)))
    vectors, known = np.zeros((len(categories), width), np.float32), np.zeros(len(categories), bool)
    for i, name in enumerate(categories):
        found = [table[_plain(name)]] if _plain(name) in table else [table[w] for w in _words(name) if w in table]
        if found:
            vectors[i], known[i] = np.mean(found, axis=0), True
    return torch.from_numpy(vectors), torch.from_numpy(known)


def _read_npz(path: Path) -> dict[str, np.ndarray]:
    try:
        with np.load(path, allow_pickle=False) as file:
            return {_plain(str(n)): v for n, v in zip(file["names"], file["word2vec"].astype(np.float32), strict=True)}
    except (OSError, KeyError, ValueError) as error:
        raise InputError(f"{path}: word vectors are expected as an npz with 'names' and 'word2vec' ({error})") from None


def _read_text(path: Path, wanted: set[str]) -> dict[str, np.ndarray]:
    table = {}
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                word, _, rest = line.partition(" ")
                if _plain(word) in wanted:
                    table[_plain(word)] = np.array(rest.split(), np.float32)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: word vectors are expected as lines of a word and its numbers ({error})") from None
    return table


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word]
