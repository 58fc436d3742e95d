"""The card of an entity, a link or a single record: every value with who says so, in which words, and where it stands.

Values come from the records themselves, as far as the reader sees them; nothing is chosen away. With two sources
that differ both stand on the card, the better graded first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.model.words import code_label
from queries.behind import Behind, behind_of
from queries.bundles import Bundle, bundles
from queries.claims import merged
from queries.facts import Alternative, Fact, facts_of, facts_of_node
from queries.naming import name_of, period_in_words, period_of, span_of, title_of
from queries.parameters import resolve_code
from queries.reading import Reading, Row, label_of
from queries.records import links_between, views_of
from queries.sayings import label, saying
from queries.sources.locators import Labels

LONGEST_NAME = 64
"""Letters of a code or thread; nothing longer names anything."""
MOST_DOCUMENTS = 40
"""Documents of one card whose pages are looked up; a link may rest on sixty."""
STATUS_ORDER = ("confirmed", "vetted", "unvetted", "", "disputed", "retracted")
GRADE_ORDER = ("A", "B", "C", "F", "", "D", "E")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One record behind a value: who says so, where it stands and in which words.

    Attributes:
        thread, code: the record; ``document`` is the code of its document, ``page`` the number of the page that the
            locator names, 0 where it names none.
        quote: words of the source in ``quote_language``; ``translation`` beside them.
        status, grade_source, grade_information: "" where nobody decided.
        version: number of the version shown, for whoever corrects it.
    """

    thread: str
    code: str
    kind: str
    document: str
    document_title: str
    source: str
    locator: str
    quote: str
    translation: str
    basis: str
    status: str
    grade_source: str
    grade_information: str
    level: int
    entered_by: str
    entered_at: str
    page: int = 0
    quote_language: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityCard:
    """The card of an entity.

    Attributes:
        name: as the graph draws it, "" for everybody protected; names from the records are among ``facts``.
        figures: for an incident or group, each source's count as a line of text with its code.
        links: how many links of which type and direction to which kind.
    """

    code: str
    kind: str
    title: str
    name: str
    protected: bool
    aliases: tuple[str, ...]
    vetting: str
    n_records: int
    n_documents: int
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]
    figures: tuple[tuple[str, str], ...]
    links: tuple[Row, ...]
    behind: Behind


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCard:
    """The card of one record that is nothing in the graph of its own: a victim, a posting, a source, one that waits.

    Attributes:
        text: what it says, in one sentence.
        entity: code of the entity that it is a record of, "" where it is none.
        entities: code and name of what it refers to.
    """

    thread: str
    code: str
    kind: str
    text: str
    status: str
    entity: str
    entities: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]
    behind: Behind


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkCard:
    """The card of a link: the whole bundle between two entities.

    Attributes:
        alleged: shown as alleged involvement, never as a fact.
        periods: each period once, with the records that give it.
        n_independent: independent origins, at least; ``several`` says that there may be more.
    """

    type: str
    start: str
    start_title: str
    end: str
    end_title: str
    of: str
    of_words: str
    alleged: bool
    vetting: str
    n_independent: int
    several: bool
    documents: tuple[str, ...]
    periods: tuple[Alternative, ...]
    facts: tuple[Fact, ...]
    citations: tuple[Citation, ...]
    behind: Behind


AnyCard = EntityCard | LinkCard | RecordCard


def card_of(reader: Any, name: str, *, language: str = "en", files: Mapping[str, str] | None = None) -> AnyCard | None:
    """The card of what somebody names, None where this reader sees no such thing.

    Args:
        name: a code, the id of a line on the canvas (``Bundle.id``), or the thread of a record.
        files: load to the name of its file, for the history.
    """
    ends = name.split("|")
    if len(ends) == 4:
        return link_card(reader, ends[0], ends[1], ends[3], of=ends[2], language=language, files=files)
    if not name or len(name) > LONGEST_NAME:
        return None
    entity = entity_card(reader, name, language=language, files=files)
    return entity or record_card(reader, name, language=language, files=files)


def records_behind(reader: Any, name: str) -> tuple[str, ...]:
    """Threads of the records behind what somebody names (as in :func:`card_of`), as far as this reader sees them."""
    ends = name.split("|")
    if len(ends) == 4:
        found = [link for link in links_between(reader, ends[0], ends[3], ends[1]) if link["start"] == ends[0]]
        bundle = next((each for each in bundles(found) if each.of == ends[2]), None)
        threads = merged(link["properties"].get("records") or () for link in bundle.links) if bundle else ()
    elif not name or len(name) > LONGEST_NAME:
        return ()
    elif code := resolve_code(reader, name):
        threads = merged(node["properties"].get("records") or () for node in reader.nodes([code]))
    else:
        threads = (next(iter(reader.threads_by_code([name]).values()), name),)
    return tuple(view.thread for view in _ordered(views_of(reader, threads).values()))


def record_card(
    reader: Any, name: str, *, language: str = "en", files: Mapping[str, str] | None = None
) -> RecordCard | None:
    """The card of one record, named by its thread or its code; None where this reader sees none."""
    if not hasattr(reader, "records"):
        return None
    thread = next(iter(reader.threads_by_code([name]).values()), name)
    view = next(iter(reader.records([thread])), None)
    if view is None:
        return None
    pointed = merged(view.references.values())
    targets = views_of(reader, [each for each in pointed if each != view.document])
    labels = {each: label(target, language) for each, target in targets.items()}
    return RecordCard(
        thread=thread,
        code=view.code,
        kind=view.kind,
        text=saying(view, labels, language),
        status=view.status,
        entity=resolve_code(reader, view.code) if view.code else "",
        entities=tuple(
            (targets[each].code, labels[each]) for each in pointed if each in targets and targets[each].code
        ),
        facts=facts_of(reader, [view], language),
        citations=_citations(reader, [view]),
        behind=behind_of(reader, [view], language, files, resting=view.kind not in ("source", "document")),
    )


def entity_card(
    reader: Any, code: str, *, language: str = "en", files: Mapping[str, str] | None = None
) -> EntityCard | None:
    """The card of the entity with this code (or a code merged into it); None where the reader sees none."""
    code = resolve_code(reader, code)
    if not code:
        return None
    (node,) = reader.nodes([code])
    properties = node["properties"]
    views = _ordered(views_of(reader, properties.get("records") or ()).values())
    return EntityCard(
        code=code,
        kind=node["label"].lower(),
        title=title_of(node["label"], properties, language),
        name=name_of(node["label"], properties),
        protected=properties.get("protected") is True,
        aliases=tuple(properties.get("aliases") or ()),
        vetting=str(properties.get("vetting") or ""),
        n_records=int(properties.get("n_records") or 0),
        n_documents=int(properties.get("n_documents") or 0),
        facts=facts_of(reader, views, language) if views else facts_of_node(node, language),
        citations=_citations(reader, views),
        figures=_figures(reader, code, language),
        links=tuple(reader.neighbour_counts(code)),
        behind=behind_of(reader, views, language, files, resting=node["label"] != "Document"),
    )


def link_card(
    reader: Any,
    start: str,
    type_: str,
    end: str,
    *,
    of: str | None = None,
    language: str = "en",
    files: Mapping[str, str] | None = None,
) -> LinkCard | None:
    """The card of the links of a type from one entity to another; None where the reader sees none.

    Args:
        of: kind, role, act or charge, as in ``Bundle.of``; None for the first bundle.
    """
    found = [link for link in links_between(reader, start, end, type_) if link["start"] == start]
    bundle = next((each for each in bundles(found) if of in (None, each.of)), None)
    if bundle is None:
        return None
    threads = merged(link["properties"].get("records") or () for link in bundle.links)
    views = _ordered(views_of(reader, threads).values())
    titles = {row["properties"]["code"]: title_of(row["label"], row["properties"], language)
              for row in reader.nodes([start, end])}  # fmt: skip
    return LinkCard(
        type=type_,
        start=start,
        start_title=titles.get(start, start),
        end=end,
        end_title=titles.get(end, end),
        of=bundle.of,
        of_words=bundle.words(language),
        alleged=type_ in ("PERPETRATOR_OF", "ACCUSED"),
        vetting=bundle.vetting,
        n_independent=bundle.n_independent,
        several=len(bundle.links) > 1,
        documents=merged(link["properties"].get("documents") or () for link in bundle.links),
        periods=_periods(bundle, language),
        facts=facts_of(reader, views, language),
        citations=_citations(reader, views),
        behind=behind_of(reader, views, language, files),
    )


def _periods(bundle: Bundle, language: str) -> tuple[Alternative, ...]:
    found: dict[tuple[str, str], list[str]] = {}
    for link in bundle.links:
        properties = link["properties"]
        told = (period_of(properties), period_in_words(properties, language))
        found.setdefault(told, []).extend(properties.get("records") or ())
    return tuple(Alternative(text=words, records=tuple(records)) for (_, words), records in sorted(found.items()))


def _ordered(views: Iterable[Any]) -> list[Any]:
    """The best first: status, grade of the source, time of entry."""
    return sorted(
        views,
        key=lambda view: (
            _place(STATUS_ORDER, view.status), _place(GRADE_ORDER, view.grade_source), view.entered_at, view.thread,
        ),
    )  # fmt: skip


def _place(order: Sequence[str], value: str) -> int:
    return order.index(value) if value in order else len(order)


def _citations(reader: Any, views: Sequence[Any]) -> tuple[Citation, ...]:
    """One for each record, the best first, with the page that its locator names."""
    documents = merged([view.document] for view in views if view.document and view.locator)
    labels = {
        one: Labels((page.number, page.label) for page in reader.pages(one)) for one in documents[:MOST_DOCUMENTS]
    }
    named = {view.thread: labels[view.document].named(view.locator) for view in views if view.document in labels}
    return tuple(_citation(view, next(iter(named.get(view.thread, ())), 0)) for view in views)


def _citation(view: Any, page: int) -> Citation:
    basis = str(view.values.get("basis") or "")
    return Citation(
        thread=view.thread, code=view.code, kind=view.kind, document=view.document_code,
        document_title=view.document_title, source=view.source_name, locator=view.locator, quote=view.quote,
        translation=view.translation, basis=basis, status=view.status, grade_source=view.grade_source,
        grade_information=view.grade_information, level=view.level, entered_by=view.entered_by,
        entered_at=view.entered_at, page=page,
        quote_language=str(view.values.get("quote_language") or ""), version=view.history[-1].number,
    )  # fmt: skip


_FIGURES = """
MATCH (f:Figure)-[r:ABOUT]->(x:{label} {{code: $code}})
WHERE r.clear_min <= $clearance AND $clearance <= r.clear_max
RETURN f.code AS code, f.what AS what, f.low AS low, f.high AS high
ORDER BY what, low, code
"""


def _figures(reader: Reading, code: str, language: str) -> tuple[tuple[str, str], ...]:
    label = label_of(code)
    if label not in ("Incident", "Group", "Unit", "Location"):
        return ()
    return tuple(
        (row["code"], f"{code_label('figure_what', row['what'], language)} {span_of(row['low'], row['high'])}")
        for row in reader.rows(_FIGURES.format(label=label), code=code)
    )
