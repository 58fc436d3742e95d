"""Two records as one table: each value in its own direction, what it is and how it weighs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.components.icons import kind_mark
from dashboard.components.markup import Component, html
from dashboard.wording import Words
from graph.evidence import Load
from graph.evidence.pairs import PairVerdict
from graph.model.words import code_label, field_label, kind_label
from graph.verdicts import same_person
from ingest.names import said
from ingest.names.compare import Aligned
from ingest.names.flags import flags
from ingest.reviewing import MATCHER, PEOPLE, WHOSE, Place, WaitingPair
from ingest.reviewing_acts import Sitting
from ingest.reviewing_lines import Line, Shown, Weighs
from ingest.reviewing_pair import Compared, Said, Side

LONGEST = 700
"""Letters of a quotation that stand there at once."""
MOST_VALUES, MOST_SAID, MOST_BESIDE = 8, 6, 3
_NAME_TYPES = {"person": "person_name_type", "unit": "unit_name_type", "location": "place_name_type"}
_GROUPS: tuple[Weighs, ...] = ("against", "for", "open")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What must be said around a pair.

    Attributes:
        n_open: open pairs of the left record, and of the right one; this pair is one of them.
        because: where its *same* has no effect, codes of the two that were judged different.
        two_people: whether the case asks for a second person; ``me`` is who reviews.
    """

    n_open: tuple[int, int] = (0, 0)
    because: tuple[str, ...] = ()
    two_people: bool = False
    me: str = ""


def pair(
    found: Compared,
    verdict: WaitingPair | PairVerdict | None,
    beside: Sequence[WaitingPair],
    about: About,
    words: Words,
) -> list[Component]:
    """Both records: names part by part, what speaks against, what for, the rest, and who says so."""
    sections = [_names(found, words), *(_lines(found, weighs, words) for weighs in _GROUPS), _sources(found, words)]
    head = html.Tr(
        [
            _record(found.left, found.kind, "only_left", about.n_open[0], words),
            html.Td(_alike(found, words)),
            _record(found.right, found.kind, "only_right", about.n_open[1], words),
        ]
    )
    widths = html.Colgroup([html.Col(className="value"), html.Col(className="what"), html.Col(className="value")])
    return [
        _standing(verdict, about, words),
        _beside(beside, words),
        html.Table(
            [widths, html.Thead(head), *(section for section in sections if section is not None)],
            className="review-table",
        ),
    ]


def _standing(verdict: WaitingPair | PairVerdict | None, about: About, words: Words) -> Component:
    """Whose verdict stands, and why the matcher put the pair here; who else must agree, and what stands against it."""
    because = about.because or getattr(verdict, "because", ())
    if because:
        links = [_to_pair(because[0], because[1], words)]
        return html.P([words("review.has_no_effect"), " ", *links], className="review-standing refused")
    waits = getattr(verdict, "waits", "")
    if waits:
        mine = same_person(waits) == same_person(about.me)
        text = words("review.waits_for_another") if mine else words("review.waits_for_you", by=waits)
        return html.P(text, className="review-standing waits", dir="auto")
    return html.P(
        words.directed(
            " · ".join([*_who(verdict, words), *([words("review.two_people")] if about.two_people else [])])
        ),
        className="note review-standing",
    )


def _who(verdict: WaitingPair | PairVerdict | None, words: Words) -> list[str]:
    if verdict is None:
        return [words("review.stands_none")]
    by_machine = (verdict.who == MATCHER) if isinstance(verdict, WaitingPair) else verdict.actor != "person"
    if not by_machine:
        which = verdict.verdict if isinstance(verdict, PairVerdict) else "unsure"
        return [words("review.stands_person", by=verdict.by, verdict=words(f"review.verdict_{which}"))]
    score = "" if verdict.score is None else words("review.score", score=f"{verdict.score:.2f}")
    codes = [code for code in verdict.reasons if ":" not in code]
    told = [text for code in codes if (text := words.maybe(f"review.code_{code}", ""))]
    joined = isinstance(verdict, PairVerdict) and verdict.verdict == "same"
    first = words("review.stands_matcher_same" if joined else "review.stands_matcher")
    return [part for part in (first, score, *told) if part]


def _to_pair(left: str, right: str, words: Words) -> Component:
    address = f"/{words.language}/review/{_address(left)}/{_address(right)}"
    return html.A([html.Bdi(left), " – ", html.Bdi(right)], href=address, **{"data-href": address})


def _beside(beside: Sequence[WaitingPair], words: Words) -> Component:
    """Other pairs that share a record: judged together they make one cluster. Without any, the line keeps its place."""
    if not beside:
        return html.P(className="note review-beside")
    links = [
        _to_pair(one.left_code, one.right_code, words)
        for one in beside[:MOST_BESIDE]
        if one.left_code and one.right_code
    ]
    text = words.directed(words("review.beside", n=len(beside)))
    return html.P([html.Span(text), *links], className="note review-beside")


def _address(code: str) -> str:
    return code.replace(" ", "")


def _record(side: Side, kind: str, act: str, n_open: int, words: Words) -> Component:
    code = html.Button(side.code, type="button", className="review-code", **{"data-card": side.code}, dir="ltr")
    mark = [kind_mark(kind)] if side.code else []
    level = html.Span(words(f"level.{_LEVELS[side.level]}"), className="review-level")
    called = code if side.code else kind_label(kind, words.language)
    return html.Th([html.Div([*mark, called, level, _only(act, n_open, words)])], scope="col")


def _only(act: str, n_open: int, words: Words) -> Component | None:
    """All open pairs of this one, where there are more than the one on the screen."""
    if n_open < 2:
        return None
    key = "1" if act == "only_left" else "2"
    return html.Button(
        [html.Span(words.directed(words("review.only", n=n_open))), html.Kbd(key, **{"aria-hidden": "true"})],
        type="button",
        className="review-only",
        **{"data-review": act, "aria-keyshortcuts": key},
    )


_LEVELS = ("public", "restricted", "confidential", "sealed")


def _alike(found: Compared, words: Words) -> Component:
    if found.name_score is None:
        return None
    return html.Span(words.directed(words("review.names_alike", score=f"{found.name_score:.2f}")), className="note")


# --- names


def _names(found: Compared, words: Words) -> Component | None:
    if not found.left.names and not found.right.names:
        return None
    middle = html.Td(html.Span(words("review.names"), className="label"), className="what")
    sides = [_spellings(side, found.kind, words) for side in (found.left, found.right)]
    whole = html.Tr([sides[0], middle, sides[1]], className="review-names")
    return html.Tbody([whole, *(_token(row, words) for row in found.tokens)])


def _spellings(side: Side, kind: str, words: Words) -> Component:
    vocabulary, told = _NAME_TYPES.get(kind, ""), said.words(words.language)
    lines = [
        html.Div(
            [
                html.Bdi(name.words, className="compared" if name.compared else ""),
                html.Span(code_label(vocabulary, name.type, words.language), className="hint")
                if vocabulary and name.type
                else None,
                *(html.Span(told["flag"][flag.value], className="flag") for flag in sorted(flags(name.words))),
            ]
        )
        for name in side.names[:MOST_VALUES]
    ]
    return html.Td(lines)


def _token(row: Aligned, words: Words) -> Component:
    both = bool(row.left and row.right)
    told = said.words(words.language)
    how = f"{row.similarity:.2f}" if both and row.reason != "exact" else ""
    middle = [html.Span(told["role"][row.role.value], className="hint"),
              html.Span(told["reason"][row.reason], className=f"token {row.reason}"),
              html.Span(how, className="number")]  # fmt: skip
    return html.Tr([_part(row.left), html.Td(middle, className="what"), _part(row.right)], className="review-token")


def _part(text: str) -> Component:
    return html.Td(html.Bdi(text) if text else html.Span("—", className="missing"))


# --- lines


def _lines(found: Compared, weighs: Weighs, words: Words) -> Component | None:
    lines = found.weighing(weighs)
    title = html.Tr(html.Th(words(f"review.{weighs}"), colSpan=3, scope="colgroup"), className="review-group")
    if not lines:
        if weighs == "open":
            return None
        none = html.Tr(html.Td(words(f"review.{_nothing(found, weighs)}"), colSpan=3, className="note"))
        return html.Tbody([title, none], className=f"weighs-{weighs}")
    return html.Tbody([title, *(_line(line, found.kind, words) for line in lines)], className=f"weighs-{weighs}")


def _nothing(found: Compared, weighs: Weighs) -> str:
    """What an empty section says: where parts of the names contradict each other, that is against too."""
    return "against_names" if weighs == "against" and found.names_contradict else f"{weighs}_none"


def _line(line: Line, kind: str, words: Words) -> Component:
    label = _label(line, kind, words)
    middle = [html.Span(label, className="label"), html.Span(words(f"review.reason_{line.reason}"), className="reason")]
    return html.Tr([_values(line.left, words), html.Td(middle, className="what"), _values(line.right, words)])


def _label(line: Line, kind: str, words: Words) -> str:
    """The field, and before it the kind of record that says it where it is another one."""
    language = words.language
    if line.reason == "related":
        return kind_label(line.kind, language)
    if line.field == "lat":
        return words("review.point")
    field = field_label(line.field, language, kind=line.kind) if line.field else ""
    if line.kind == kind and line.field:
        return field
    return " · ".join(part for part in (kind_label(line.kind, language), field) if part)


def _values(values: Sequence[Shown], words: Words) -> Component:
    if not values:
        return html.Td(html.Span("—", className="missing"))
    shown = [_value(one) for one in values[:MOST_VALUES]]
    if len(values) > MOST_VALUES:
        shown.append(html.Div(words("review.more", n=len(values) - MOST_VALUES), className="hint"))
    return html.Td(shown)


def _value(one: Shown) -> Component:
    parts: list[Component] = [html.Bdi(one.text)] if one.text else []
    if one.code:
        parts.append(
            html.Button(one.code, type="button", className="review-code", dir="ltr", **{"data-card": one.code})
        )
    if one.more:
        parts.append(html.Bdi(one.more, className="hint"))
    return html.Div(parts)


# --- sources


def _sources(found: Compared, words: Words) -> Component:
    title = html.Tr(html.Th(words("review.sources"), colSpan=3, scope="colgroup"), className="review-group")
    both = html.Tr([_said_by(found.left, words), html.Td(), _said_by(found.right, words)], className="review-said")
    return html.Tbody([title, both])


def _said_by(side: Side, words: Words) -> Component:
    lines = [_said(one, words) for one in side.said[:MOST_SAID]]
    if len(side.said) > MOST_SAID:
        lines.append(html.Div(words("review.more", n=len(side.said) - MOST_SAID), className="hint"))
    return html.Td(lines)


def _said(one: Said, words: Words) -> Component:
    where: list[Any] = [html.Bdi(one.title or one.source)]
    if one.document:
        where.append(
            html.Button(one.document, type="button", className="review-code", dir="ltr", **{"data-card": one.document})
        )
    if one.locator:
        where.append(html.Bdi(words.stored(one.locator), className="hint"))
    quote = _whole_or_folded(html.Blockquote(one.quote, dir="auto"), one.quote, words)
    translation = _whole_or_folded(html.P(one.translation, className="note", dir="auto"), one.translation, words)
    return html.Div([html.Div(where), *quote, *translation], className="review-cite")


def _whole_or_folded(drawn: Component, text: str, words: Words) -> list[Component]:
    """Quoted words; of very long ones the beginning, which unfolds."""
    if len(text) <= LONGEST:
        return [drawn] if text else []
    start = html.Bdi(f"{text[:LONGEST].rstrip()}…")
    return [html.Details([html.Summary([start, html.Span(words("card.show_all"))]), drawn], className="long")]


# --- around the pair


def progress(where: Place, now: Sitting, of: str, words: Words) -> list[Component]:
    """How far: the place in the queue, whose pairs alone are looked at, and what was done in this sitting."""
    if not where.total:
        text = words("review.progress_none")
    elif where.number:
        text = words("review.progress", number=where.number, total=where.total)
    else:
        text = words("review.progress_beside", total=where.total)
    done = words("review.done", n=now.count) if now.count else ""
    shown: list[Component] = [html.Span(words.directed(" · ".join(part for part in (text, done) if part)))]
    if now.chosen.of:
        inside = [html.Span(words("review.only_of")), html.Bdi(of), html.Kbd("0", **{"aria-hidden": "true"}), " ✕"]
        shown.append(
            html.Button(
                inside,
                type="button",
                className="review-only",
                title=words("review.everybody"),
                **{"data-review": "everybody", "data-of": of, "aria-keyshortcuts": "0"},
            )
        )
    return shown


def whose(counts: Mapping[str, int], words: Words) -> list[dict[str, str]]:
    """Why pairs are looked at, with how many there are."""
    return [
        {"value": who, "label": words.directed(f"{words(f'review.who_{who}')} ({counts.get(who, 0)})")}
        for who in WHOSE
        if counts.get(who) or who in (MATCHER, PEOPLE)
    ]


def kinds(pairs: Sequence[WaitingPair], words: Words) -> list[dict[str, str]]:
    """Kinds with how many pairs of each wait."""
    counted = Counter(one.kind for one in pairs)
    every = [{"value": "", "label": words.directed(f"{words('review.every_kind')} ({len(pairs)})")}]
    return every + [
        {"value": kind, "label": words.directed(f"{kind_label(kind, words.language)} ({number})")}
        for kind, number in sorted(counted.items())
    ]


def loads(pairs: Sequence[WaitingPair], known: Sequence[Load], words: Words) -> list[dict[str, str]]:
    """Loads with how many pairs have a record of each, the latest first."""
    counted = Counter(load for one in pairs for load in one.loads)
    named = {one.id: one.file or one.dataset for one in known}
    latest = [one.id for one in reversed(known) if one.id in counted]
    every = [{"value": "", "label": words("review.every_load")}]
    return every + [{"value": own, "label": f"\u2068{named[own]}\u2069 ({counted[own]})"} for own in latest]


def empty(now: Sitting, doubted: int, words: Words) -> Component:
    """Nothing waits under this filter: what can be done. ``doubted``: pairs on which people were unsure."""
    filtered = bool(now.chosen.kind or now.chosen.load or now.chosen.of or now.chosen.who != MATCHER)
    key = "filtered" if filtered else "empty"
    match = html.Button(words("review.match"), type="button", className="primary", **{"data-review": "match"})
    people = html.Button(
        words.directed(words("review.look_at_doubts", n=doubted)),
        type="button",
        className="secondary",
        **{"data-review-who": PEOPLE},
    )
    return html.Div(
        [
            html.H2(words(f"review.{key}")),
            html.P(words(f"review.{key}_text"), className="note"),
            None if filtered else match,
            people if doubted and now.chosen.who != PEOPLE else None,
        ],
        className="review-empty",
    )
