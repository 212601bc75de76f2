"""A gate before the server: no posts from foreign pages, none that are too large."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sbir.images import MAX_BYTES as MAX_PICTURE

MAX_BODY = 14 * 2**20
# A page elsewhere may post these without the browser asking us first, so the calls of our own page are never sent so.
_SIMPLE_TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")


class Guard:
    """ASGI middleware. Uploads of gradio's own are left to its `max_file_size`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it in one sentence."""
        if scope["type"] != "http" or scope["method"] != "POST" or scope["path"].rstrip("/").endswith("/upload"):
            await self.app(scope, receive, send)
            return
        path, headers = scope["path"], Headers(scope=scope)
        ours = "/component_server" in path or path.startswith("/inkling/")
        limit = MAX_PICTURE + 4096 if path.startswith("/inkling/drawing") else MAX_BODY
        reason, status = None, 403
        if ours and _foreign(headers):
            reason = "this page was not served from here"
        elif ours and headers.get("content-type", "text/plain").split(";")[0].strip().lower() in _SIMPLE_TYPES:
            reason, status = "send application/json or application/octet-stream", 415
        elif _length(headers) > limit:
            reason, status = f"{_length(headers) / 2**20:.0f} MB is more than the {limit // 2**20} MB allowed", 413
        if reason is not None:
            await JSONResponse({"error": reason, "detail": reason}, status)(scope, receive, send)
            return
        await self.app(scope, _bounded(receive, limit), send)


def _foreign(headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is None:
        return False
    here = headers.get("x-forwarded-host") or headers.get("host", "")
    return urlsplit(origin).netloc.lower() != here.lower()


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "0")
    return int(text) if text.isdigit() else 0


def _bounded(receive: Receive, limit: int) -> Receive:
    """A body without a declared length is counted as it comes, and cut where it exceeds the limit."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > limit else message

    return bounded
