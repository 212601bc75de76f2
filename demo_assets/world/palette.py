# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours as shops sell them, by name."""

WOOD = {"beech": "#c89a66", "oak": "#a87b4b", "walnut": "#5d3b24", "black": "#23201f", "white": "#c9c3b7", "cherry": "#8c4a2b"}
METAL = {"chrome": "#d2d4d6", "black": "#1c1c1e", "brass": "#b58c4a", "steel": "#9a9da1"}
TEXTILE = {
    "grey": "#7d8085",
    "navy": "#27375a",
    "mustard": "#c9962f",
    "teal": "#24706f",
    "brick": "#a4452f",
    "sand": "#cbb692",
    "green": "#56704a",
    "black": "#2a2a2c",
    "rose": "#c58a8a",
}
PLASTIC = {
    "white": "#cdcac1",
    "red": "#b52b27",
    "yellow": "#dfae2e",
    "blue": "#2f6ba3",
    "mint": "#92c0a8",
    "charcoal": "#36383b",
}
LEATHER = {
    "black": "#1d1b1b",
    "brown": "#5a3420",
    "tan": "#a9703c",
    "burgundy": "#5b1b22",
    "navy": "#232f4d",
    "white": "#cac4b9",
    "red": "#a82725",
    "nude": "#cfa68a",
    "olive": "#5c5a38",
    "grey": "#77777a",
}
SOLE = {"white": "#d0cbc1", "black": "#222222", "gum": "#a8713d", "cream": "#d9ccb0"}
GLAZE = {
    "white": "#c9c3b7",
    "cream": "#dccfb4",
    "blue": "#2d5c93",
    "teal": "#2c7f83",
    "red": "#b1352b",
    "yellow": "#dfb13c",
    "sage": "#8ea487",
    "charcoal": "#3c3e42",
    "pink": "#d9a3a0",
    "terracotta": "#b3643f",
}
