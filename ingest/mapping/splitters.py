"""Named ways to part one cell into items; an item is a set of named parts, always with ``text``.

``articles``    what UCDP calls source_article, in both shapes that it has:
                quoted, ``"outlet,date,title";"outlet,date,title"``, and free text parted by ``;`` or `` AND ``.
                Parts: outlet, date (ISO, "" where it is no day of the calendar), title, text.
anything else   the mark itself, for example ``|``. Parts: text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

Items = list[dict[str, str]]

_QUOTED = re.compile(r'"\s*;\s*"')
_THREE = re.compile(r"(?s)(.*?),\s*(\d{4}-\d\d-\d\d)\s*,(.*)")
_FREE = re.compile(r"\s*(?:;|\bAND\b)\s*")
_OUTLET = re.compile(r"""[^\d,;:"“(]+""")
_ISO = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_SPACE = re.compile(r"\s+")


def articles(cell: str) -> Items:
    """The articles of one ``source_article`` cell; one that is named twice comes once."""
    cell = cell.strip()
    quoted = cell.startswith('"') and _THREE.match(cell.lstrip('"')) is not None
    made = [_quoted(part) for part in _QUOTED.split(cell.strip('"'))] if quoted else [_free(p) for p in _parts(cell)]
    return list({item["text"]: item for item in made if item["text"]}.values())


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" \t\n,;")


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _quoted(part: str) -> dict[str, str]:
    match = _THREE.fullmatch(part.strip())
    if match is None:
        return _free(part)
    outlet, day, title = _tidy(match[1]), _day(match[2]), _tidy(match[3])
    text = ", ".join(piece for piece in (outlet, match[2], title) if piece)
    return {"outlet": outlet or "not named", "date": day, "title": title or outlet, "text": text}


def _parts(cell: str) -> list[str]:
    """Free text at its marks, but not inside double quotes that close."""
    pieces: list[str] = []
    held = ""
    for piece in _FREE.split(cell):
        held = f"{held}; {piece}" if held else piece
        if held.count('"') % 2 == 0:
            pieces.append(held)
            held = ""
    return [*pieces, *_FREE.split(held)]


def _free(part: str) -> dict[str, str]:
    text = _tidy(part)
    found = _OUTLET.match(text)
    outlet = _tidy(found[0]) if found else ""
    if not outlet or outlet.lower().startswith("http"):
        outlet = "not named"
    day = _ISO.search(text)
    return {"outlet": outlet, "date": _day(day[0]) if day else "", "title": text, "text": text}


def at_mark(mark: str) -> Callable[[str], Items]:
    """Parts of a cell between marks, each once, in order."""

    def parted(cell: str) -> Items:
        return [{"text": text} for text in dict.fromkeys(part.strip() for part in cell.split(mark)) if text]

    return parted


SPLITTERS: dict[str, Callable[[str], Items]] = {"articles": articles}


def splitter(name: str) -> Callable[[str], Items]:
    """The splitter of that name, or one that parts at the mark."""
    return SPLITTERS.get(name) or at_mark(name)
