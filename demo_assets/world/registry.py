# SPDX-License-Identifier: GPL-3.0-or-later
"""The categories there are: every module in `categories` that has a `CATEGORY`."""

from __future__ import annotations

import importlib
import pkgutil

from . import categories
from .category import Category

_MODULES = sorted(module.name for module in pkgutil.iter_modules(categories.__path__) if not module.name.startswith("_"))
CATEGORIES: dict[str, Category] = {name: importlib.import_module(f"{categories.__name__}.{name}").CATEGORY for name in _MODULES}
