"""The check of the finished files: none holds what may not leave. It fails closed.

Every file is read as others read it: the text of the PDF, the XML inside DOCX and XLSX with and without its tags,
CSV and GraphML as they are, the document properties, and the file names.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2

from graph.folding import fold
from queries.brief.spellings import Spellings

_CODE = re.compile(r"(?<![\w-])[PGULIFD]-\d{3,4}(?:\s\d{3,4})*-\d(?!\d)")
_EXTRACTED = (".pdf", ".docx", ".xlsx")
"""Files that others read through a program: for these it must be shown that ours reads them too."""
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """What no file may hold.

    Attributes:
        names: of protected people, in every stored spelling.
        codes: the only ones that may stand in a file; any other code is a finding.
        values: texts above the level of the audience, each with the number of words from which it is looked for.
        seen: texts that the audience's own reader was given: what stands in one of these is no secret.
        written: (where it stands, text) of all that people wrote and a brief prints. A single given name is looked
            for more closely here than in whole files, where it may be a label.
        whose: codes of the protected people of the brief who bear a name that stands in a text.
    """

    names: Spellings
    codes: Collection[str]
    values: Iterable[tuple[str, int]] = ()
    seen: Iterable[str] = ()
    written: Iterable[tuple[str, str]] = ()
    whose: Callable[[str], Sequence[str]] = lambda _: ()


NAME = "a name of a protected person"


def findings(files: Mapping[str, bytes], forbidden: Forbidden, *, probes: Collection[str]) -> list[str]:
    """What the files hold that they may not, each as place and kind; never the text itself. Where a brief prints what
    people wrote comes first, for there it is put right.

    Args:
        probes: texts of which each file that needs an extractor must show one; where none is found, it was not read.
    """
    found = [
        f"{where}: {NAME}{_of(forbidden.whose(text))}"
        for where, text in forbidden.written
        if forbidden.names.count(text)
    ]
    sought = Texts(forbidden)
    wanted = [fold(probe) for probe in probes if probe.strip()]
    for name, content in files.items():
        seen = False
        for view in (name, *views_of(name, content)):
            found += (f"{name}: {kind}" for kind in sought.kinds_in(view))
            folded = fold(view)
            seen = seen or any(probe in folded for probe in wanted)
        if not seen and name.endswith(_EXTRACTED):
            found.append(f"{name}: it cannot be read back, so it was not checked")
    return list(dict.fromkeys(found))


def _of(codes: Sequence[str]) -> str:
    return f", that of {', '.join(codes)}" if codes else ""


class Texts:
    """Looks for what is forbidden in one text after another."""

    def __init__(self, forbidden: Forbidden) -> None:
        self._forbidden = forbidden
        self._codes = {_digits(code) for code in forbidden.codes}
        seen = " \n ".join(" ".join(_WORD.findall(fold(text))) for text in dict.fromkeys(forbidden.seen))
        self._values: dict[str, set[tuple[str, ...]]] = {}
        for value, shortest in forbidden.values:
            words = tuple(_WORD.findall(fold(value)))
            if len(words) >= shortest and " ".join(words) not in seen:
                self._values.setdefault(words[0], set()).add(words)

    def kinds_in(self, text: str) -> Iterator[str]:
        """What kinds of forbidden things stand in a text."""
        # An extractor may give the words of a right-to-left line from the left: both orders are looked at.
        words = _WORD.findall(fold(text))
        if self._forbidden.names.stands_in(text, words):
            yield NAME
        if any(_digits(code) not in self._codes for code in _CODE.findall(text)):
            yield "a code that is not part of the brief"
        if self._values and (self._holds_value(words) or self._holds_value(words[::-1])):
            yield "a text above the level of the audience"

    def _holds_value(self, words: list[str]) -> bool:
        return any(
            tuple(words[at : at + len(value)]) == value
            for at, word in enumerate(words)
            if word in self._values
            for value in self._values[word]
        )


def _digits(code: str) -> str:
    return code[0] + "".join(filter(str.isdigit, code))


def views_of(name: str, content: bytes) -> Iterator[str]:
    """The texts that others can read in a file."""
    if name.endswith(".pdf"):
        yield from _pdf(content)
    elif name.endswith((".docx", ".xlsx")):
        yield from _zipped(content)
    elif name.endswith(".png"):
        return
    else:
        text = content.decode("utf-8-sig", "replace")
        yield text
        if "<" in text:
            yield html.unescape(_TAG.sub(" ", text))


def _pdf(content: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_range()
            text.close()
            page.close()
        yield " \n ".join(map(str, document.get_metadata_dict().values()))
    finally:
        document.close()


def _zipped(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield " \n ".join(archive.namelist())
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            text = archive.read(part).decode("utf-8", "replace")
            yield html.unescape(_TAG.sub("", text.replace("</w:p>", "\n").replace("</si>", "\n").replace("</t>", "\n")))
            yield html.unescape(_TAG.sub(" ", text))
            yield " ".join(re.findall(r'"([^"]*)"', text))
