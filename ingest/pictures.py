"""A page of a document as one sees it: a PNG made from the encrypted original in the locked process.

The picture is made anew from the dots, so that nothing else of the file reaches a browser; it is kept in memory for
a while and never on a disk. Documents that have no pages to be seen (text, e-mail, DOCX, HTML) have no pictures.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Protocol

from graph.errors import LoadError
from graph.evidence import CustodyLine
from graph.evidence.listing import pictured
from ingest.sandbox import MEGABYTE, run_confined


class NoPicture(LoadError):
    """There is no picture to show: no such page, no original, or one that has no pages to be seen."""

    def __init__(self) -> None:
        super().__init__("There is no picture of this page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLimits:
    """What showing one page may cost.

    Attributes:
        original: bytes of the file; a larger one is downloaded, not shown.
        picture: bytes of the PNG; ``pixels`` of an image file.
        kept: bytes of pictures kept in memory.
        memory, seconds: of the process that draws; ``at_once`` how many draw at a time.
    """

    original: int = 256 * MEGABYTE
    picture: int = 8 * MEGABYTE
    pixels: int = 120_000_000
    kept: int = 48 * MEGABYTE
    memory: int = 2048 * MEGABYTE
    seconds: float = 30.0
    at_once: int = 2


class Sight(Protocol):
    """What is asked of a reader: ``graph.reader.Reader`` is the real one."""

    def custody(self, document: str) -> list[CustodyLine]:
        """Steps with the original, oldest first; [] where this reader does not see the document."""

    def original(self, document: str) -> bytes | None:
        """The original."""


class Pictures:
    """Pictures of pages, drawn when asked for; the latest are kept in the memory of this process."""

    def __init__(self, limits: PictureLimits | None = None) -> None:
        self._limits = limits or PictureLimits()
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._guard = threading.Lock()
        self._drawing = threading.Semaphore(self._limits.at_once)

    def page(self, reader: Sight, document: str, number: int) -> bytes:
        """A page of a document (by thread) as PNG.

        Raises:
            NoPicture: there is none to show, or this reader does not see the document.
            LoadError: the page cannot be drawn; one clause that says why.
            Damaged: the original is not as it was stored.
        """
        steps = reader.custody(document)  # asked before the memory is: what is kept is not for everybody
        if not steps or not pictured(steps[-1].media_type) or number < 1:
            raise NoPicture
        if steps[-1].size > self._limits.original:
            raise LoadError("The original is too large to be shown here; download it instead.")
        key = (steps[-1].sha256, number)
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._drawing:
            drawn = self._draw(reader, document, steps[-1].media_type, number)
        self._keep(key, drawn)
        return drawn

    def _draw(self, reader: Sight, document: str, media_type: str, number: int) -> bytes:
        content = reader.original(document)
        if content is None:
            raise NoPicture
        limits = self._limits
        options: dict[str, Any] = {"page": number, "bytes": limits.picture, "pixels": limits.pixels}
        function = "picture_of_pdf" if media_type == "application/pdf" else "picture_of_image"
        return run_confined(function, content, options, memory=limits.memory, seconds=limits.seconds).blobs[0]

    def _keep(self, key: tuple[str, int], drawn: bytes) -> None:
        with self._guard:
            self._kept[key] = drawn
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(map(len, self._kept.values())) > self._limits.kept:
                self._kept.popitem(last=False)

    def forget(self) -> None:
        """Let go of every picture that is kept."""
        with self._guard:
            self._kept.clear()
