"""The page served and a browser in front of it: for pictures of the page, for timing it, and for its tests."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sbir.types import InputError

ROOT = Path(__file__).parent.parent
PATIENCE = 180.0
MAX_LOG = 2**20
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


@contextmanager
def a_browser() -> Iterator[Any]:
    """A chromium for the length of a block; `InputError` where there is none."""
    path = chromium()
    if path is None:
        raise InputError("there is no chromium on this machine (apt install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise InputError("playwright is not installed (pip install -r requirements-dev.txt)") from None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def opened(browser: Any, address: str, **options: Any) -> Any:
    """Our page at `address`, ready to be drawn on, in a context of its own with these `options`."""
    page = browser.new_context(**options).new_page()
    page.goto(address)
    page.wait_for_selector('.ink[data-ready="yes"]', timeout=60_000)
    return page


def on_sheet(page: Any, line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points of a line in fractions of the sheet, as pixels of the page."""
    box = page.locator(".ink-sheet canvas").bounding_box()
    return [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in line]


@dataclass(frozen=True)
class Running:
    """A program that serves: its address, the process, and the file that it writes to."""

    address: str
    process: subprocess.Popen
    log: IO[str]

    def said(self) -> str:
        """What it has written until now, on stdout and stderr."""
        # Read by position: the process writes on at the one that it shares with this file.
        return os.pread(self.log.fileno(), MAX_LOG, 0).decode(errors="replace")


@contextmanager
def served(arguments: Sequence[str] = ()) -> Iterator[str]:
    """`python app.py` with these arguments on a free port of this machine; gives its address, and stops it in the end."""
    with running(["app.py", *arguments]) as program:
        yield program.address


@contextmanager
def running(command: Sequence[str], page: str = "inkling/gallery.json", poll: float = 0.25) -> Iterator[Running]:
    """`python COMMAND --port FREE`, from when it answers at `page`, asked every `poll` seconds, until the end of the block.

    Raises `RuntimeError` with the end of what it wrote if it does not come up.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, *command, "--port", str(port)]
    # A file, not a pipe: a pipe that nobody empties would stop the server when it is full.
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, env=os.environ | {"NO_PROXY": "*"})
        try:
            _await(address + page, process, poll)
            yield Running(address, process, log)
        except _Gone:
            log.seek(0)
            raise RuntimeError(f"{' '.join(command[1:3])} did not come up: {log.read()[-2000:]}") from None
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def warmed(address: str) -> None:
    """Fetch every sheet of thumbnails of a page that is served: the server makes them when it starts, which takes its time."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{address}inkling/gallery.json", timeout=PATIENCE) as listing:
        galleries = json.load(listing)["domains"]
    for one in galleries:
        for number in range(one["sheets"]):
            opener.open(
                f"{address}inkling/gallery/{one['domain']}/{one['version']}/sheet/{number}.webp", timeout=PATIENCE
            ).close()


class _Gone(Exception):
    """The server ended, or never answered."""


def _await(address: str, process: subprocess.Popen, poll: float) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            opener.open(address, timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(poll)
    raise _Gone
