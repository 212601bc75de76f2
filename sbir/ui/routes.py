"""Routes of our own beside gradio's: the page's files, the gallery's pictures, and pictures of drawings sent in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sbir.drawing import sketch_from_image, sketch_to_value
from sbir.images import read_image
from sbir.types import InputError
from sbir.ui.sheets import COLUMNS, LINES, PER_SHEET, TILE, Sheets

STATIC = Path(__file__).parent / "static"
MAX_SIDE = 1024
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
# Named here: what the system's tables and other packages say of scripts differs.
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}


@cache
def static_files() -> dict[str, bytes]:
    """Every file of the page by its name below `static/`. Read once: an address can name only what is in here."""
    return {p.relative_to(STATIC).as_posix(): p.read_bytes() for p in sorted(STATIC.rglob("*")) if p.is_file()}


@cache
def static_version() -> str:
    """A digest of the page's files: part of their address, so that they may be cached for ever."""
    digest = hashlib.blake2b(digest_size=6)
    for name, content in static_files().items():
        digest.update(name.encode() + b"\0" + content)
    return digest.hexdigest()


def routes(sheets: Mapping[str, Sheets]) -> list[Route]:
    """The routes for the sheets of each domain."""
    # Written out once: of a large gallery it is megabytes.
    galleries = JSONResponse(_galleries_json(sheets)).body

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in static_files():
            return Response("there is no such file", 404)
        return Response(static_files()[name], media_type=_TYPES.get(Path(name).suffix), headers=_FOR_EVER)

    async def listing(request: Request) -> Response:
        # The one address without a digest: it tells the others.
        return Response(galleries, media_type="application/json", headers={"Cache-Control": "no-cache"})

    async def sheet(request: Request) -> Response:
        return await _picture(lambda: sheets[request.path_params["domain"]].sheet(request.path_params["number"]))

    async def kinds(request: Request) -> Response:
        return await _picture(lambda: sheets[request.path_params["domain"]].kinds)

    async def photo(request: Request) -> Response:
        return await _picture(lambda: sheets[request.path_params["domain"]].photo(request.path_params["row"]))

    return [
        Route("/inkling/static/{digest}/{name:path}", static),
        Route("/inkling/gallery.json", listing),
        Route("/inkling/gallery/{domain}/{digest}/sheet/{number:int}.webp", sheet),
        Route("/inkling/gallery/{domain}/{digest}/kinds.webp", kinds),
        Route("/inkling/gallery/{domain}/{digest}/photo/{row:int}.webp", photo),
        Route("/inkling/drawing", drawing, methods=["POST"]),
    ]


async def drawing(request: Request) -> Response:
    """Strokes of the drawing in a picture file, which is the body of the request; or `{"error": sentence}`."""
    try:
        data = await request.body()
        return JSONResponse(await run_in_threadpool(_strokes, data))
    except InputError as error:
        return JSONResponse({"error": str(error)})
    except ClientDisconnect:
        return JSONResponse({"error": "the picture is too large"}, 413)


def _strokes(data: bytes) -> dict[str, Any]:
    return sketch_to_value(sketch_from_image(read_image(data, MAX_SIDE)))


async def _picture(find: Callable[[], bytes]) -> Response:
    try:
        return Response(await run_in_threadpool(find), media_type="image/webp", headers=_FOR_EVER)
    except (LookupError, InputError):
        return Response("there is no such picture", 404)


def _galleries_json(sheets: Mapping[str, Sheets]) -> dict[str, Any]:
    searched = [_gallery_json(domain, one) for domain, one in sheets.items() if domain != LINES]
    return {"tile": TILE, "columns": COLUMNS, "per_sheet": PER_SHEET, "domains": searched}


def _gallery_json(domain: str, sheets: Sheets) -> dict[str, Any]:
    categories = list(sheets.gallery.categories)
    place = {category: number for number, category in enumerate(categories)}
    return {
        "domain": domain,
        "version": sheets.version,
        "sheets": sheets.count,
        "icons": sheets.icons,
        "categories": categories,
        "photos": [[photo.id, place[photo.category]] for photo in sheets.gallery.photos],
    }
