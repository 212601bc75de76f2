# SPDX-License-Identifier: GPL-3.0-or-later
"""The categories there are. A new one is a file in `categories` and a name here."""

from __future__ import annotations

from .categories import chair, mug, shoe
from .category import Category

CATEGORIES: dict[str, Category] = {module.CATEGORY.name: module.CATEGORY for module in (chair, shoe, mug)}
