"""Static files: read once, compressed once, and named by their content so that a browser keeps them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Response, request

from service.errors import ConfigError, Problem
from service.model.colour import readable_pair
from service.settings import Settings

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
_YEAR = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    packed: bytes
    kind: str
    digest: str


def load_assets(settings: Settings) -> Mapping[str, Asset]:
    """Every static file, the operator's logo among them.

    Raises:
        ConfigError: the logo cannot be read.
    """
    found = {
        path.relative_to(FOLDER).as_posix(): _asset(path.read_bytes(), path.suffix)
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in KINDS
    }
    if settings.logotyp:
        found[logo_name(settings)] = _logo(Path(settings.logotyp))
    return found


def logo_name(settings: Settings) -> str:
    """The logo's name among the static files; empty without one."""
    return f"logotyp{Path(settings.logotyp).suffix.lower()}" if settings.logotyp else ""


def colours(colour: str) -> Asset:
    """The municipality's colour as a style, for light and dark."""
    light, dark = readable_pair(colour)
    text = (
        f":root{{--kommun:{light}}}@media screen and (prefers-color-scheme:dark){{:root{{--kommun:{dark}}}}}"
    )
    return _asset(text.encode(), ".css")


def picture(content: bytes) -> Asset:
    """A logo that was taken in and drawn anew."""
    return _asset(content, ".png")


def asset_response(asset: Asset) -> Response:
    """The file, packed for who takes it so."""
    packs = "gzip" in request.headers.get("Accept-Encoding", "") and len(asset.packed) < len(asset.content)
    response = Response(asset.packed if packs else asset.content, content_type=asset.kind)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    # An address with an old digest gets the present file, but may not keep it under that name; a font has no digest
    # in its address, and hardly ever changes.
    same = request.args.get("v") == asset.digest
    kept = _YEAR if same else "public, max-age=86400" if asset.kind == KINDS[".woff2"] else "no-cache"
    response.headers["Cache-Control"] = kept
    response.set_etag(f"{asset.digest}{'-gz' if packs else ''}")
    response.make_conditional(request)
    return response


def _asset(content: bytes, suffix: str) -> Asset:
    packed = gzip.compress(content, 9, mtime=0)
    return Asset(content, packed, KINDS[suffix], hashlib.sha256(content).hexdigest()[:16])


def _logo(path: Path) -> Asset:
    suffix = path.suffix.lower()
    try:
        if suffix in (".svg", ".png"):
            return _asset(path.read_bytes(), suffix)
        told = "är varken SVG eller PNG"
    except OSError as fault:
        told = f"går inte att läsa: {fault.strerror}"
    raise ConfigError(
        Problem(
            "invalid_setting",
            f"Logotypen ”{path}” {told}.",
            "SAMLAD_LOGOTYP",
            "Ange en SVG- eller PNG-fil som tjänsten får läsa.",
        )
    )
