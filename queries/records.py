"""What an entity or a link rests on: its records, with document, place in it, status and grades. Never their words:
these stand on the card, for they are not for tables that leave the case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from queries.claims import merged
from queries.errors import BadParameter
from queries.naming import period_of
from queries.reading import Reading, Row


def behind(reader: Any, statements: Sequence[str], params: Mapping[str, Any]) -> list[Row]:
    """Records behind an entity, or behind the links of a type from it to another entity.

    Args:
        params: entity; to ("" for the entity itself); link ("" for any type).
    """
    entity, to, link = params["entity"], params["to"], params["link"].upper()
    if link and not to:
        raise BadParameter("to", "the other end of the link, where a link's type is given")
    if to:
        found = links_between(reader, entity, to, link)
        rows = [(each["type"], period_of(each["properties"]), each["properties"]) for each in found]
    else:
        rows = [("", "", node["properties"]) for node in reader.nodes([entity])]
    threads = merged(properties.get("records") or () for _, _, properties in rows)
    views = views_of(reader, threads)
    return [
        {"link": type_, "dates": dates, **_line(thread, views.get(thread))}
        for type_, dates, properties in rows
        for thread in sorted(properties.get("records") or ())
    ]


def links_between(reader: Reading, a: str, b: str, type_: str = "") -> list[Row]:
    """Links between two entities in either direction, of one type or any."""
    pair = {a, b}
    return [
        link
        for link in reader.links_among([a, b])
        if {link["start"], link["end"]} == pair and type_ in ("", link["type"])
    ]


def views_of(reader: Any, threads: Sequence[str]) -> dict[str, Any]:
    """The records that this reader may see, by thread; {} for a view over a bare graph."""
    known = [thread for thread in threads if thread]  # "" stands for a row that has not been loaded
    if not known or not hasattr(reader, "records"):
        return {}
    return {view.thread: view for view in reader.records(known)}


def _line(thread: str, view: Any) -> Row:
    return {
        "record": thread,
        "code": str(getattr(view, "code", "") or ""),
        "kind": str(getattr(view, "kind", "") or ""),
        "document": str(getattr(view, "document_code", "") or ""),
        "locator": str(getattr(view, "locator", "") or ""),
        "level": int(getattr(view, "level", -1)),
        "status": str(getattr(view, "status", "") or ""),
        "grade_source": str(getattr(view, "grade_source", "") or ""),
        "grade_information": str(getattr(view, "grade_information", "") or ""),
        "load": str(getattr(view, "load", "") or ""),
        "entered_at": str(getattr(view, "entered_at", "") or ""),
    }
