"""The page put together: one component of our own, the named endpoints, and how it is served."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from sbir.engine import Engine
from sbir.ui.calls import server_functions
from sbir.ui.endpoints import add_endpoints
from sbir.ui.guard import Guard
from sbir.ui.heap import give_large_blocks_back
from sbir.ui.routes import STATIC, routes, static_files, static_version
from sbir.ui.service import Service
from sbir.ui.sheets import Sheets, sheets_of
from sbir.ui.theme import theme

TITLE = "Inkling"
log = logging.getLogger(__name__)


def build_page(engine: Engine, service: Service | None = None) -> gr.Blocks:
    """The page as gradio Blocks, not yet served."""
    service = service or Service(engine)
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 86400)) as page:
        gr.HTML(
            html_template=static_files()["page.html"].decode(),
            js_on_load=_start(),
            server_functions=server_functions(service),
            apply_default_css=False,
            elem_id="inkling",
        )
        free = add_endpoints(service)

        def leave(request: gr.Request) -> None:
            if request.session_hash:
                service.visitors.forget(request.session_hash)
                free(request.session_hash)

        page.unload(leave)
    return page


def launch_page(page: gr.Blocks, engine: Engine, host: str = "127.0.0.1", port: int | None = None, wait: bool = True) -> str:
    """Serve the page and return its address; with `wait`, only when it has been stopped."""
    give_large_blocks_back()
    sheets = sheets_of(engine)
    threading.Thread(target=_warm, args=(sheets,), daemon=True).start()
    # Of routes of gradio's own, with a recent pydantic: nothing for who starts the page to act on.
    warnings.filterwarnings("ignore", message="The 'alias' attribute with value .* was provided to the .Field")
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
        quiet=True,
        theme=theme(),
        head=_head(),
        favicon_path=str(STATIC / "favicon.svg"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        share=False,
        inbrowser=False,
        pwa=False,
        max_file_size="30mb",
        app_kwargs=_app_options(sheets),
    )
    print(f"Inkling is at {address}", flush=True)
    if wait:
        page.block_thread()
    return address


def _app_options(sheets: Mapping[str, Sheets]) -> dict[str, Any]:
    return {"routes": routes(sheets), "middleware": [Middleware(Guard)]}


def _warm(sheets: Mapping[str, Sheets]) -> None:
    """Encode the sheets before the first visitor asks for them."""
    try:
        for one in sheets.values():
            one.warm()
    except Exception:
        log.exception("the gallery's thumbnails could not be prepared")


def _start() -> str:
    # Code that gradio runs has no address of its own to resolve "./main.js" against, so the page's is named.
    module = f"inkling/static/{static_version()}/js/main.js"
    return f"import(new URL({module!r}, document.baseURI)).then((page) => page.start(element, server));"


def _head() -> str:
    folder = f"inkling/static/{static_version()}"
    styles = [name for name in static_files() if Path(name).suffix == ".css"]
    links = [f'<link rel="stylesheet" href="{folder}/{name}">' for name in styles]
    scripts = [name for name in static_files() if Path(name).suffix == ".js"]
    return "\n".join([*links, *(f'<link rel="modulepreload" href="{folder}/{name}">' for name in scripts)])
