"""What counts as the same thing, and as seen: across data sets, for kinds, and for every category that is called unseen."""

from collections import defaultdict

import pytest

from sbir.data.names import KINDS, SAME, related, seen, thing
from sbir.data.pairs import data_root, split_names
from sbir.data.sources import PACS_CATEGORIES
from sbir.data.world import unseen_categories, world_categories

SKETCHY = split_names("sketchy")
SKETCHPAD = ("bird", "car", "chair", "dog")
QMUL = ("shoe", "chair", "handbag")
REAL = (*SKETCHY["train"], *SKETCHPAD, "shoe", *PACS_CATEGORIES)
WORLD = tuple(category for category in world_categories() if category not in unseen_categories())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("car_(sedan)", "car"),
        ("alarm_clock", "Alarm clocks"),
        ("hotdog", "hot dog"),
        ("teddy_bear", "teddy-bear"),
        ("couch", "sofa"),
        ("benches", "bench"),
        ("umbrellas", "umbrella"),
        ("cup", "mug"),
        ("coffee cup", "mug"),
        ("crocodilian", "crocodile"),
        ("eyeglasses", "glasses"),
        ("racket", "tennis racquet"),
        ("motorcycle", "motorbike"),
        ("ape", "monkey"),
        ("handbag", "purse"),
        ("houseplant", "house plant"),
        ("plane", "airplane"),
    ],
)
def test_sets_name_the_same_thing_differently(one, other):
    assert thing(one) == thing(other) == thing(thing(one))


def test_names_stay_plain_words():
    assert thing("car_(sedan)") == "car" and thing("jack-o-lantern") == "jackolantern" and thing("t-shirt") == "tshirt"
    assert [thing(name) for name in ("bus", "cactus", "rhinoceros", "hourglass")] == [
        "bus",
        "cactus",
        "rhinoceros",
        "hourglass",
    ]


def test_names_without_a_latin_letter_stay_apart():
    assert not related("01", "02") and not related("стул", "стол") and not related("(a)", "(b)")


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("alarm_clock", "clock"),
        ("songbird", "bird"),
        ("seagull", "bird"),
        ("penguin", "bird"),
        ("chicken", "bird"),
        ("flamingo", "bird"),
        ("sneakers", "shoe"),
        ("high heel", "shoe"),
        ("pickup_truck", "car"),
        ("pickup truck", "truck"),
        ("police car", "car"),
        ("armchair", "chair"),
        ("armchair", "sofa"),
        ("wheelchair", "chair"),
        ("wine_bottle", "bottle"),
        ("shark", "fish"),
        ("sea_turtle", "turtle"),
        ("cabin", "house"),
        ("hermit_crab", "crab"),
        ("floor lamp", "lamp"),
        ("teddy_bear", "bear"),
    ],
)
def test_a_kind_and_what_it_is_a_kind_of_count_both_ways(kind, of):
    assert thing(kind) != thing(of)
    assert seen(kind, [of]) and seen(of, [kind])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("duck", "owl"),
        ("chair", "sofa"),
        ("bench", "chair"),
        ("tiger", "cat"),
        ("violin", "guitar"),
        ("hourglass", "alarm_clock"),
        ("wineglass", "eyeglasses"),
        ("teapot", "cup"),
        ("hamburger", "hotdog"),
        ("starfish", "fish"),
        ("jack-o-lantern", "lantern"),
        ("baseball bat", "bat"),
        ("houseplant", "flower"),
        ("cactus", "tree"),
        ("car", "cat"),
    ],
)
def test_what_is_only_alike_is_another_thing(one, other):
    assert not related(one, other) and not related(other, one)


def test_the_tables_hold_together():
    names = [name for same, others in SAME.items() for name in (same, *others)]
    assert len(names) == len(set(names)), "a name stands for two things"
    assert all(thing(other) == thing(same) for same, others in SAME.items() for other in others)
    below = {thing(name): {thing(kind) for kind in kinds} for name, kinds in KINDS.items()}
    assert len(below) == len(KINDS)
    for name in below:
        reached, todo = set(), list(below[name])
        while todo:
            kind = todo.pop()
            reached.add(kind)
            todo += below.get(kind, ())
        assert name not in reached, f"{name} is a kind of itself"


def test_what_the_world_keeps_out_is_in_no_training_set():
    assert len(unseen_categories()) == 6
    for category in unseen_categories():
        assert not seen(category, [*REAL, *SKETCHY["val"], *WORLD]), category


def test_which_of_sketchys_test_categories_are_unseen():
    assert not {c for c in SKETCHY["test"] if seen(c, SKETCHY["train"])} - {"chair"}, "a wheelchair is a chair"
    assert {c for c in SKETCHY["test"] if seen(c, REAL)} == {"cabin", "car_(sedan)", "chair", "dog", "shoe"}
    assert {c for c in SKETCHY["test"] if not seen(c, [*REAL, *SKETCHY["val"], *WORLD])} == {
        *("airplane", "ape", "bell", "bread", "camel", "cow", "hamburger", "hermit_crab", "hourglass", "strawberry"),
        *("sword", "teapot", "tiger", "violin", "volcano"),
    }


def test_what_is_asked_elsewhere_was_seen_but_for_handbags():
    assert [category for category in (*SKETCHPAD, *QMUL, *WORLD) if not seen(category, [*REAL, *WORLD])] == ["handbag"]


@pytest.mark.data
def test_no_two_of_quick_draws_names_fall_together_by_their_spelling():
    folder = data_root() / "quickdraw"
    if not folder.is_dir():
        pytest.skip(f"Quick, Draw! is not in {data_root()} (set SBIR_DATA)")
    named = defaultdict(set)
    for path in folder.glob("*.ndjson"):
        named[thing(path.stem)].add(path.stem)
    assert [names for names in named.values() if len(names) > 1] == [{"cup", "mug", "coffee cup"}]
