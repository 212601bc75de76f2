"""The page served once for all browser tests, a browser, and a page in it.

INKLING_REQUIRE_BROWSER=1 makes a missing browser or model a failure instead of a skip. INKLING_APP_FLAGS are flags for
app.py, to drive another model or gallery than the shipped ones.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from benchmarks.browser import ROOT, a_browser, chromium, served
from sbir.types import InputError
from tests.page.sheet import Sheet


def unavailable(reason: str) -> None:
    if os.environ.get("INKLING_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    flags = shlex.split(os.environ.get("INKLING_APP_FLAGS", ""))
    if not flags and not (ROOT / "demo_assets" / "model").is_dir():
        unavailable("there is no model in demo_assets/model to serve the page with")
    if chromium() is None:
        unavailable("there is no chromium on this machine")
    with served(flags) as found:
        yield found


@pytest.fixture(scope="package")
def browser(address: str) -> Iterator[Any]:
    # Its loop runs in this thread until it is left: with the last test in here, before others start loops of their own.
    try:
        with a_browser() as opened:
            yield opened
    except InputError as error:
        unavailable(str(error))


@pytest.fixture
def sheet(browser: Any, address: str) -> Iterator[Sheet]:
    opened = Sheet(browser, address)
    yield opened
    opened.context.close()
    assert opened.complaints == []
    assert {urlsplit(url).hostname for url in opened.requests if urlsplit(url).scheme in ("http", "https")} == {"127.0.0.1"}
