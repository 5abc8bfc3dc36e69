"""The room put together: kinds, content check, cache, LibreOffice and pictures behind the one method of the port."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from service.convert.cache import ConversionCache
from service.convert.content import check_content, damaged_document
from service.convert.digest import conversion_key, font_fingerprint
from service.convert.kinds import Container, DocumentKind, find_kind
from service.convert.normalise import normalise
from service.convert.pool import OfficePool
from service.convert.port import Converter
from service.convert.process import Job, Unopenable
from service.convert.soffice import SofficeVersion, export_options, probe
from service.convert.turns import Turns
from service.convert.version_kept import kept_version
from service.errors import BilagaRejected, ToolError
from service.settings import Settings

CACHE_SHELF = "konverteringar"
"""The folder of this room inside the cache folder of the settings."""


class DocumentConverter:
    """The `Converter` of the service."""

    def __init__(self, settings: Settings, pool: OfficePool, cache: ConversionCache) -> None:
        self._settings = settings
        self._pool = pool
        self._cache = cache
        self._turns = Turns()
        self._probing = threading.Lock()
        self._found: SofficeVersion | None = None

    def convert(self, source: Path, *, created: datetime) -> Path:
        """Return a finished PDF of the document; see `port.Converter`."""
        kind = find_kind(source)
        try:
            key = conversion_key(source, created=created, circumstances=self._circumstances(kind))
        except (ToolError, OSError):
            check_content(source, kind)  # what is wrong with the document is told first
            raise
        with self._turns.take(key):
            return self._cache.find(key) or self._cache.keep(key, self._make(source, kind, created))

    def _circumstances(self, kind: DocumentKind) -> tuple[str, ...]:
        if kind.container is Container.IMAGE:
            from service.convert.images import LIBRARIES  # most meetings have no pictures

            return (kind.name, LIBRARIES)
        options = export_options(kind.export_filter)
        return (kind.name, kind.export_filter, *options, self._version().text, font_fingerprint())

    def _version(self) -> SofficeVersion:
        with self._probing:  # asked once, and only when a document needs LibreOffice
            if self._found is None:
                self._found = kept_version(self._settings, probe)
            return self._found

    def _make(self, source: Path, kind: DocumentKind, created: datetime) -> bytes:
        check_content(
            source, kind
        )  # what is in the cache has been through it: the key is the content's digest
        if kind.container is Container.IMAGE:
            from service.convert.images import convert_image

            return convert_image(source, created=created, settings=self._settings)
        with tempfile.TemporaryDirectory(prefix="samlad-pdf-") as folder:
            target = Path(folder, "ut.pdf")
            try:
                self._pool.convert(
                    Job(source, kind.export_filter, export_options(kind.export_filter)), target
                )
            except Unopenable as error:
                raise BilagaRejected(damaged_document(source, kind)) from error
            return normalise(target.read_bytes(), created)


@contextmanager
def open_converter(settings: Settings) -> Iterator[Converter]:
    """A converter for as long as the block lasts; no process is left after it.

    LibreOffice is started by the first document that needs it, not here.
    """
    pool = OfficePool(settings)
    try:
        yield DocumentConverter(settings, pool, ConversionCache(settings.cache_folder() / CACHE_SHELF))
    finally:
        pool.close()
