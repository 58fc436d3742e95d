"""How an entity is called on a canvas, in a table and in a picture: by its name where it is drawn by name,
else by
what it is, always with nothing that lies in the vault."""

import unicodedata
from collections.abc import Callable
from typing import Any

from graph.dates import Period, parse_period, show
from graph.dates.showing import Language
from graph.errors import BadDate
from graph.model.words import code_label
from queries.reading import OPEN_END, OPEN_START, Reading, Row, label_of

_RLI, _LRI, _FSI, _PDI = "\u2067", "\u2066", "\u2068", "\u2069"


def isolated(text: str) -> str:
    """Text between marks that keep its direction from reordering what stands beside it; "" stays "".

    Marks within it open and close in pairs: with one too many, a name would reach what stands beside it.
    """
    if not text:
        return ""
    text = _paired(text)
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return f"{_RLI}{text}{_PDI}"
        if direction == "L":
            break
    return f"{_LRI}{text}{_PDI}"


def _paired(text: str) -> str:
    if not any(mark in text for mark in (_LRI, _RLI, _FSI, _PDI)):
        return text
    kept, opened = [], 0
    for letter in text:
        if letter == _PDI and not opened:
            continue
        opened += (letter in (_LRI, _RLI, _FSI)) - (letter == _PDI)
        kept.append(letter)
    return "".join(kept) + _PDI * opened


def name_of(label: str, properties: Row) -> str:
    """The name the graph holds, "" for everybody protected and everything that has none."""
    return str(properties.get("name") or "") if label in ("Person", "Unit", "Location") else ""


def title_of(label: str, properties: Row, language: str = "en") -> str:
    """One short line for an entity, with names isolated: its name, else what it is and its code."""
    code = str(properties["code"])
    name = name_of(label, properties)
    if name:
        return isolated(name)
    words = _WORDS[label](properties, language) if label in _WORDS else ""
    return f"{words}\n{code}" if words else code


def _incident(properties: Row, language: str) -> str:
    methods = properties.get("methods") or []
    if methods:
        what = ", ".join(code_label("method", method, language) for method in methods[:2])
    else:
        what = code_label("incident_class", str(properties.get("class") or ""), language)
    return " · ".join(part for part in (what, date_in_words(str(properties.get("date_edtf") or ""), language)) if part)


def _group(properties: Row, language: str) -> str:
    return span_of(properties.get("count_min"), properties.get("count_max"))


def _figure(properties: Row, language: str) -> str:
    what = code_label("figure_what", str(properties.get("what") or ""), language)
    return f"{what} {span_of(properties.get('low'), properties.get('high'))}"


def _unit(properties: Row, language: str) -> str:
    classes = properties.get("classes") or []
    return (
        isolated(str(classes[0])) if classes else code_label("unit_kind", str(properties.get("kind") or ""), language)
    )


def _document(properties: Row, language: str) -> str:
    return code_label("document_kind", str(properties.get("kind") or ""), language)


def _location(properties: Row, language: str) -> str:
    return code_label("location_kind", str(properties.get("kind") or ""), language)


_WORDS: dict[str, Callable[[Row, str], str]] = {
    "Incident": _incident,
    "Group": _group,
    "Figure": _figure,
    "Unit": _unit,
    "Document": _document,
    "Location": _location,
}


def span_of(low: Any, high: Any) -> str:
    """A range of counts as text, where -1 or None is "not stated": ``9``, ``4–8``, ``6+``, ``≤ 5``, ``?``."""
    low = None if low in (-1, None) else int(low)
    high = None if high in (-1, None) else int(high)
    if low is None and high is None:
        return "?"
    if high is None:
        return f"{low}+"
    if low is None:
        return f"≤ {high}"
    return str(low) if low == high else f"{low}–{high}"


def period_of(properties: Row) -> str:
    """The period of a link in few signs: EDTF as given, else its bounds; "" where nothing is known."""
    edtf = str(properties.get("edtf") or "")
    if edtf and edtf not in ("../..", "/"):
        return edtf
    start = _shown(properties.get("since_min"), properties.get("since_max"))
    end = _shown(properties.get("until_min"), properties.get("until_max"))
    return f"{start}/{end}" if start or end else ""


def date_in_words(edtf: str, language: str = "en") -> str:
    """A date as EDTF in words; the signs themselves where they cannot be read, "" for none."""
    try:
        return show(parse_period(edtf), _language(language)) if edtf else ""
    except BadDate:
        return edtf


def period_in_words(properties: Row, language: str = "en") -> str:
    """The period of a link in words, "" where nothing is known of it."""
    if not period_of(properties):
        return ""
    edtf = str(properties.get("edtf") or "")
    if edtf not in ("", "../..", "/") and (told := date_in_words(edtf, language)) != edtf:
        return told
    names = ("since_min", "since_max", "until_min", "until_max")
    since_min, since_max, until_min, until_max = (str(properties.get(name) or "") for name in names)
    return show(
        Period(
            edtf="/",
            since_min=since_min or OPEN_START,
            since_max=since_max or OPEN_END,
            until_min=until_min or OPEN_START,
            until_max=until_max or OPEN_END,
        ),
        _language(language),
    )


def _language(name: str) -> Language:
    return "ar" if name == "ar" else "en"


def _shown(earliest: object, latest: object) -> str:
    first = "" if earliest in (None, "", OPEN_START) else str(earliest)
    last = "" if latest in (None, "", OPEN_END) else str(latest)
    if first == last:
        return first
    return f"[{first}..{last}]"


def names_in_graph(reader: Reading, codes: list[str]) -> dict[str, str]:
    """Code to name, for those that the graph draws by name within this clearance."""
    known = sorted({code for code in codes if label_of(code)})
    return {
        row["properties"]["code"]: name
        for row in reader.nodes(known)
        if (name := name_of(row["label"], row["properties"]))
    }
