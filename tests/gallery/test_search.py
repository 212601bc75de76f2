"""Searching: exact is what a naive search finds, the index finds the same, and no file that is damaged can do harm."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from sbir.cli import main
from sbir.drawing import draw_traced, random_hand, trace
from sbir.engine import Engine
from sbir.gallery import inverted
from sbir.gallery import search as search_module
from sbir.gallery.inverted import Inverted, Lists, keep_index, open_index, read_lists, sort_into_lists
from sbir.gallery.search import ExactSearch, IndexedSearch, open_search
from sbir.gallery.store import FEATURES, INDEX, SORTED, Gallery, open_gallery
from sbir.types import InputError, Photo
from tests import reference
from tests.conftest import picture

WIDTH = 24


def some(photos: int, seed: int = 0, kinds: int = 8) -> torch.Tensor:
    """Vectors in clumps, float32 `[photos, WIDTH]` of length 1."""
    rng = np.random.default_rng(seed)
    clumps = rng.normal(size=(kinds, WIDTH))
    vectors = clumps[rng.integers(kinds, size=photos)] + 0.4 * rng.normal(size=(photos, WIDTH))
    return torch.from_numpy((vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32))


def gallery_of(folder: Path, photos: int, store: str = "faiss") -> Gallery:
    names = [f"kind/{row:05d}" for row in range(photos)]
    blank = np.zeros((photos, 1, 1), np.float32)
    listed = tuple(Photo(name, "kind") for name in names)
    return Gallery(folder, listed, tuple(names), tuple(names), blank[:, 0], blank, blank[:, 0], "model", store)


@pytest.fixture(params=["cpu", "as a GPU", pytest.param("cuda", marks=pytest.mark.gpu)], scope="module")
def device(request):
    """Where vectors stay; "as a GPU" goes the way of a GPU on the CPU."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("no NVIDIA GPU")
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "as a GPU":
            patch.setattr(search_module, "_PARTITIONED", ())
        yield "cuda" if request.param == "cuda" else "cpu"


@given(st.integers(1, 40), st.integers(1, 45), st.integers(0, 10_000), st.booleans())
def test_exact_is_what_a_naive_search_finds(device, photos, top, seed, some_rows):
    rng = np.random.default_rng(seed)
    # Whole numbers, so that ties are many and true ones.
    vectors = rng.integers(-2, 3, (photos, 3)).astype(np.float32) / 8
    drawing = rng.integers(-2, 3, 3).astype(np.float32) / 4
    rows = np.flatnonzero(rng.random(photos) < 0.5) if some_rows else None
    found, far = ExactSearch(torch.from_numpy(vectors), device).search(torch.from_numpy(drawing), top, rows)
    listed = None if rows is None else rows.tolist()
    assert found.tolist() == reference.nearest(drawing.tolist(), vectors.tolist(), top, listed)
    assert far.dtype == np.float32
    assert far == pytest.approx(np.sqrt(np.maximum(0, 2 - 2 * vectors[found].astype(float) @ drawing)), abs=1e-6)


def test_copies_of_a_picture_are_tied_wherever_they_stand(device):
    vectors = some(1001)
    copies = np.sort(np.random.default_rng(1).permutation(1001)[:301])
    vectors[copies] = vectors[copies[0]].clone()
    found, far = ExactSearch(vectors, device).search(vectors[copies[0]] * 0.9, 40)
    assert found.tolist() == copies[:40].tolist() and len(set(far.tolist())) == 1
    index = Inverted(vectors.numpy(), sort_into_lists(vectors.numpy()))
    assert IndexedSearch(vectors, index).search(vectors[copies[0]] * 0.9, 40)[0].tolist() == copies[:40].tolist()


def test_what_is_not_a_number_comes_last_and_is_not_lost(device):
    vectors = some(9)
    vectors[4] = float("nan")
    exact = ExactSearch(vectors, device).over(vectors)
    for top in (3, 9):
        found, _ = exact.search(some(1, 5)[0], top)
        assert len(found) == top and (top == 3 or found[-1] == 4)
    assert 4 not in exact.search(some(1, 5)[0], 8)[0]


def test_on_a_gpu_with_room_everything_is_compared_whatever_the_store(tmp_path, monkeypatch):
    resident, vectors = [], some(90)
    monkeypatch.setattr(search_module, "ExactSearch", lambda *given: resident.append(given))
    monkeypatch.setattr(search_module, "IndexedSearch", lambda *_: "the index")
    for free, store, expected in ((2**30, "faiss", (vectors, "cuda")), (2**30, "exact", (vectors, "cuda")),
                                  (vectors.nbytes, "exact", (vectors,)), (vectors.nbytes, "faiss", "the index")):  # fmt: skip
        monkeypatch.setattr(torch.cuda, "mem_get_info", lambda free=free: (free, 2**33))
        made = open_search(gallery_of(tmp_path, 90, store), vectors, progress=False, device="cuda")
        assert (made or resident.pop()) == expected


@pytest.mark.parametrize("photos", [1, 2, 38, 39, 100, 1500])
def test_the_index_finds_the_exact_order_in_a_small_gallery(photos):
    vectors, drawings = some(photos), some(20, 3)
    both = ExactSearch(vectors), IndexedSearch(vectors, Inverted(vectors.numpy(), sort_into_lists(vectors.numpy())))
    for drawing in drawings:
        for top in (1, 10, 24):
            (rows, far), (found, away) = (one.search(drawing, top) for one in both)
            assert found.tolist() == rows.tolist() and away.tolist() == far.tolist() and len(found) == min(top, photos)


def test_the_index_finds_most_of_a_large_gallery_without_looking_at_it_all(monkeypatch):
    vectors, drawings = some(20_000, kinds=400), some(60, 3, kinds=400)
    index = Inverted(vectors.numpy(), sort_into_lists(vectors.numpy()))
    exact = ExactSearch(vectors)

    def never(*_):
        raise AssertionError("the whole gallery was looked at")

    expected = [set(exact.search(drawing, 10)[0].tolist()) for drawing in drawings]
    monkeypatch.setattr(ExactSearch, "search", never)
    found = [IndexedSearch(vectors, index).search(drawing, 10)[0].tolist() for drawing in drawings]
    assert np.mean([len(a & set(b)) / 10 for a, b in zip(expected, found, strict=True)]) > 0.95


def test_another_heads_vectors_are_put_in_their_own_order_by_the_same_index():
    vectors, drawings = some(3000), some(20, 3)
    moved = vectors + 0.05 * some(1, 9)
    search = IndexedSearch(vectors, Inverted(vectors.numpy(), sort_into_lists(vectors.numpy()))).over(moved)
    assert isinstance(search, IndexedSearch)
    expected = ExactSearch(vectors).over(moved)
    for drawing in drawings:
        assert search.search(drawing, 10)[0].tolist() == expected.search(drawing, 10)[0].tolist()


def test_a_category_and_a_long_list_are_exact_out_of_any_store(monkeypatch):
    vectors, drawing = some(2000), some(1, 3)[0]
    index = Inverted(vectors.numpy(), sort_into_lists(vectors.numpy()))
    monkeypatch.setattr(index, "candidates", lambda *_: np.arange(5))
    search, exact = IndexedSearch(vectors, index), ExactSearch(vectors)
    for rows in (np.arange(300, 700), np.arange(0, 2000, 7), np.arange(0)):
        assert search.search(drawing, 10, rows)[0].tolist() == exact.search(drawing, 10, rows)[0].tolist()
    assert search.search(drawing, 2000)[0].tolist() == exact.search(drawing, 2000)[0].tolist()
    assert search.search(drawing, 9)[0].tolist() == exact.search(drawing, 9)[0].tolist(), "too few candidates"


def test_the_sorting_is_kept_and_read_back(tmp_path, capsys):
    gallery, vectors = gallery_of(tmp_path, 800), some(800).numpy()
    keep_index(gallery, vectors)
    assert "sorting 800 photos" in capsys.readouterr().err
    lists = read_lists(gallery, WIDTH)
    assert isinstance(lists, Lists) and len(lists.centres) == 800 // 39 and lists.of.max() < 800 // 39
    keep_index(gallery, vectors)
    open_index(gallery, vectors)
    assert capsys.readouterr().err == "", "what is kept is not done again"


def spoil(path: Path, how: str) -> None:
    tensors = load_file(path)
    metadata = {"gallery": inverted._digest(gallery_of(path.parent, 800))}
    if how == "gone":
        path.unlink()
    elif how == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    elif how == "noise":
        path.write_bytes(np.random.default_rng(0).bytes(9000))
    elif how == "huge":
        with path.open("ab") as file:
            file.truncate(2**34)
    elif how == "stale":
        save_file(tensors, path, {"gallery": "of another gallery"})
    elif how == "nameless":
        save_file(tensors, path)
    else:
        change = {
            "beyond": lambda t: t["of"].__setitem__(5, 10**6),
            "below": lambda t: t["of"].__setitem__(5, -1),
            "nan": lambda t: t["centres"].__setitem__((0, 0), np.nan),
            "short": lambda t: t.update(of=t["of"][:-1].copy()),
            "flat": lambda t: t.update(of=t["of"][:, None].copy()),
            "narrow": lambda t: t.update(centres=t["centres"][:, :-1].copy()),
            "wide": lambda t: t.update(of=t["of"].astype(np.int64)),
            "none": lambda t: t.update(centres=t["centres"][:0].copy()),
            "lacks": lambda t: t.pop("of"),
        }
        change[how](tensors)
        save_file(tensors, path, metadata)


WHY = {
    "there is none": "gone",
    "cannot be read": "cut noise lacks",
    "too large for a gallery of 800 photos": "huge",
    "made for other photos or another model": "stale nameless",
    "damaged": "beyond below nan short flat narrow wide none",
}


@pytest.mark.parametrize(("how", "why"), [(how, why) for why, ways in WHY.items() for how in ways.split()])
def test_a_damaged_index_is_told_and_made_anew(tmp_path, capsys, how, why):
    gallery, vectors = gallery_of(tmp_path, 800), some(800)
    keep_index(gallery, vectors.numpy(), progress=False)
    spoil(tmp_path / SORTED, how)
    assert why in str(read_lists(gallery, WIDTH))
    search = open_search(gallery, vectors)
    told = capsys.readouterr().err
    assert told.startswith(str(tmp_path / SORTED)) and "sorting 800 photos in memory" in told
    for drawing in some(5, 3):
        assert search.search(drawing, 10)[0].tolist() == ExactSearch(vectors).search(drawing, 10)[0].tolist()


def test_an_index_belongs_to_its_model_and_to_its_photos_in_their_order(tmp_path):
    gallery, vectors = gallery_of(tmp_path, 90), some(90).numpy()
    keep_index(gallery, vectors, progress=False)
    assert isinstance(read_lists(gallery, WIDTH), Lists)
    others = (
        replace(gallery, fingerprint="other"),
        replace(gallery, sources=gallery.sources[::-1]),
        replace(gallery, photos=gallery.photos[::-1]),
    )
    for other in others:
        assert "made for other photos or another model" in str(read_lists(other, WIDTH))


def test_without_faiss_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(inverted.sys.modules, "faiss", None)
    with pytest.raises(InputError, match=r"FAISS cannot be loaded .*--store exact"):
        open_search(gallery_of(tmp_path, 90), some(90), progress=False)
    assert isinstance(open_search(gallery_of(tmp_path, 90, "exact"), some(90)), ExactSearch)


@pytest.fixture(scope="module")
def indexed_engine(tiny_model, photo_folder, tmp_path_factory) -> Engine:
    out = tmp_path_factory.mktemp("indexed")
    Engine.open(tiny_model, device="cpu", bare=True).index(photo_folder, out, progress=False, store="faiss")
    return Engine.open(tiny_model, out, device="cpu")


def test_an_engine_finds_the_same_out_of_either_store(indexed_engine, tiny_engine, tmp_path):
    rng = np.random.default_rng(0)
    queries = [tiny_engine.query(draw_traced(trace(picture(i)), random_hand(rng), rng)) for i in range(6)]
    pairs = [tiny_engine.pair(query, f"box/{i:02d}") for i, query in enumerate(queries[:3])]
    found = []
    for engine in (tiny_engine, indexed_engine):
        adapted = engine.adapt(engine.session(), pairs)
        found.append((adapted.ranks_before, adapted.ranks_after))
        for session in (engine.session(), adapted.session):
            for category in (None, "blob"):
                found[-1] += tuple(engine.retrieve(query, session, 5, category).ranked for query in queries)
    assert found[0] == found[1]


def test_who_adapts_asks_the_index_of_all_and_a_head_that_moved_photos_none(indexed_engine, tmp_path):
    engine = indexed_engine
    query = engine.query(draw_traced(trace(picture(1)), random_hand(np.random.default_rng(0)), np.random.default_rng(0)))
    one, two = (engine.adapt(engine.session(), [engine.pair(query, photo)]).session for photo in ("box/01", "blob/08"))
    searches = [session.view.search("photo") for session in (engine.session(), one, two)]
    assert all(isinstance(search, IndexedSearch) for search in searches)
    assert searches[1] is searches[2] and searches[0].index is searches[1].index
    moved = one.head._replace(weight=one.head.weight * 1.5 + 0.01)
    own = engine._session_of(moved, one.pairs)
    alone = own.view.search("photo")
    assert isinstance(alone, ExactSearch) and alone.vectors is own.embedded
    told = {hit.photo: hit.distance for hit in engine.retrieve(query, own, 12).ranked}
    ranks = engine.ranks_of(query.feature, own, list(told))
    assert list(ranks) == list(range(1, 13)) and list(told.values()) == sorted(told.values())


def test_other_domains_are_seen_once_for_all_who_adapt(domain_engine):
    query = domain_engine.query(draw_traced(trace(picture(1)), random_hand(np.random.default_rng(0)), np.random.default_rng(0)))
    adapted = [
        domain_engine.adapt(domain_engine.session(), [domain_engine.pair(query, p)]).session for p in ("box/01", "blob/08")
    ]
    art = [session.view.search("art") for session in adapted]
    assert art[0] is art[1] is not domain_engine.session().view.search("art")


def test_the_store_stands_in_the_gallery_and_older_ones_are_exact(indexed_engine, tiny_engine, tmp_path):
    home = indexed_engine.gallery.folder
    assert json.loads((home / INDEX).read_text())["store"] == "faiss" and (home / SORTED).is_file()
    assert indexed_engine.info()["gallery"]["store"] == "faiss" and tiny_engine.info()["gallery"]["store"] == "exact"
    index = json.loads((home / INDEX).read_text())
    shutil.copy(home / FEATURES, tmp_path / FEATURES)
    for store, says in (("milvus", "no store 'milvus'; there are exact, faiss"), (["faiss"], "there is no store")):
        (tmp_path / INDEX).write_text(json.dumps(index | {"store": store}))
        with pytest.raises(InputError, match=says):
            open_gallery(tmp_path)
    del index["store"]
    (tmp_path / INDEX).write_text(json.dumps(index))
    assert open_gallery(tmp_path).store == "exact"


def test_past_what_exact_is_good_for_the_store_is_an_index(tiny_model, photo_folder, tmp_path, monkeypatch):
    bare = Engine.open(tiny_model, device="cpu", bare=True)
    assert bare.index(photo_folder, tmp_path / "small", progress=False).gallery.store == "exact"
    monkeypatch.setattr("sbir.gallery.build.EXACT_UP_TO", 11)
    assert bare.index(photo_folder, tmp_path / "large", progress=False).gallery.store == "faiss"
    assert (tmp_path / "large" / SORTED).is_file()
    bare.index(photo_folder, tmp_path / "large", progress=False, store="exact")
    assert not (tmp_path / "large" / SORTED).exists()


def test_the_command_line_chooses_the_store(tiny_model, photo_folder, tmp_path, capsys):
    places = ["index", str(photo_folder), "--out", str(tmp_path / "g"), "--model", str(tiny_model), "--device", "cpu"]
    assert main([*places, "--store", "faiss", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["store"] == "faiss" and "sorting 12 photos for the index" in err
    assert main([*places, "--json", "--quiet"]) == 0
    assert json.loads(capsys.readouterr().out)["store"] == "exact"
    with pytest.raises(SystemExit) as stop:
        main([*places, "--store", "milvus"])
    assert stop.value.code == 2
    told = capsys.readouterr().err
    assert "milvus" in told and "exact" in told and "faiss" in told


def test_features_that_are_not_finite_or_of_another_shape_are_refused(indexed_engine, tmp_path):
    shutil.copy(indexed_engine.gallery.folder / INDEX, tmp_path / INDEX)
    tensors = load_file(indexed_engine.gallery.folder / FEATURES)
    tensors["pooled"][3, 3] = np.nan
    save_file(tensors, tmp_path / FEATURES)
    with pytest.raises(InputError, match="not finite"):
        open_gallery(tmp_path)
    tensors["pooled"] = tensors["pooled"][:, 0].copy()
    save_file(tensors, tmp_path / FEATURES)
    with pytest.raises(InputError, match="another shape"):
        open_gallery(tmp_path)
