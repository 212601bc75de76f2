"""What a category shows, whatever a data set calls it, and whether a model has seen such things.

The rule: a category counts as seen as soon as a model was trained on a picture that a person would name by that category. So
kinds count both ways: whoever learned owls has seen birds, and whoever learned birds may have seen owls (sketchpad's and the
world's birds are of many kinds). Two kinds of one thing do not: an owl is no duck. Neither do parts (wheel, face), nor things
that only look or work alike: a tiger is no cat here, a violin no guitar, a bench no chair, an hourglass no clock, a flower no
houseplant. Where one may argue whether a person would use the name (van and car, barn and house), the tables say seen.

The tables hold what meets across Sketchy, sketchpad, QMUL, PACS, the world and Quick, Draw!; names that differ in case,
punctuation, brackets or a plain plural need no entry. `seen` is about training sets: the ImageNet weights that a backbone
starts from know most things, for every method alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

# Other names of the same thing.
SAME = {
    "airplane": ("aeroplane", "plane"),
    "ape": ("monkey",),
    "bicycle": ("bike",),
    "car": ("automobile", "sedan"),
    "crocodile": ("alligator", "crocodilian"),
    "eyeglasses": ("glasses", "spectacles"),
    "hamburger": ("burger",),
    "handbag": ("purse",),
    "houseplant": ("potted plant",),
    "jack-o-lantern": ("pumpkin",),
    "knife": ("knives",),
    "motorcycle": ("motorbike",),
    "mouse": ("mice",),
    "mug": ("coffee cup", "cup", "teacup"),
    "person": ("people",),
    "racket": ("racquet", "tennis racket", "tennis racquet"),
    "rhinoceros": ("rhino",),
    "sofa": ("couch", "settee"),
    # The world's teapots pour coffee and boil water too.
    "teapot": ("coffee pot", "kettle"),
    "turtle": ("tortoise",),
}

# Kinds of a thing. A kind may have kinds, and may be a kind of two things.
KINDS = {
    "bear": ("panda", "teddy bear"),
    "bird": ("chicken", "duck", "owl", "parrot", "penguin", "seagull", "songbird", "swan", "wading bird"),
    "bottle": ("wine bottle",),
    "car": ("pickup truck", "police car", "van"),
    "chair": ("armchair", "wheelchair"),
    "clock": ("alarm clock", "wristwatch"),
    "crab": ("hermit crab",),
    "fan": ("ceiling fan",),
    "fish": ("ray", "shark"),
    "hat": ("helmet",),
    "house": ("barn", "cabin"),
    "houseplant": ("cactus",),
    "lamp": ("chandelier", "flashlight", "floor lamp", "lantern", "light bulb", "streetlight"),
    "mountain": ("volcano",),
    "sandwich": ("hamburger",),
    "shoe": ("boot", "flip flop", "high heel", "roller skate", "sandal", "sneaker"),
    # The world's sofas seat one to three.
    "sofa": ("armchair",),
    "table": ("desk",),
    "tree": ("palm tree",),
    "truck": ("fire truck", "pickup truck"),
    "turtle": ("sea turtle",),
    "violin": ("cello",),
    "wading bird": ("flamingo",),
}


def thing(category: str) -> str:
    """The one name of what `category` shows: "car_(sedan)" and "cars" are both "car", "couch" is "sofa"."""
    plain = _plain(category)
    for name in (plain, _singular(plain)):
        if name in _ONE_NAME:
            return _ONE_NAME[name]
    return _singular(plain)


def related(one: str, other: str) -> bool:
    """Whether two categories show the same thing, or either shows a kind of the other."""
    a, b = thing(one), thing(other)
    return a in _named(b) or b in _named(a)


def seen(category: str, trained: Collection[str]) -> bool:
    """Whether a model that was trained on these categories has seen things that a person would call `category`."""
    return any(related(category, other) for other in trained)


def _plain(name: str) -> str:
    """Letters and digits only, in lower case, without what stands in brackets."""
    return re.sub(r"[\W_]", "", re.sub(r"\(.*?\)", "", name).lower()) or name


def _singular(name: str) -> str:
    """Without the ending of a plain plural; "bus", "tennis" and "hourglass" have none."""
    return re.sub(r"(?<=ch|sh|ss)es$|(?<=x)es$|(?<=[^isu])s$", "", name)


@cache
def _named(name: str) -> frozenset[str]:
    """What a thing may be called: its own name and whatever it is a kind of."""
    return frozenset({name}).union(*(_named(above) for above in _KIND_OF.get(name, ())))


def _one_name(same: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_plain(other): _plain(name) for name, others in same.items() for other in (name, *others)}


def _kind_of(kinds: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """The things that each kind is a kind of, by their one name."""
    above: dict[str, list[str]] = {}
    for name, below in kinds.items():
        for kind in below:
            above.setdefault(thing(kind), []).append(thing(name))
    return above


_ONE_NAME = _one_name(SAME)
_KIND_OF = _kind_of(KINDS)
