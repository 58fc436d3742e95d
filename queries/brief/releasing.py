"""The released model made from what was gathered: new objects, allowed fields, finished words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.evidence.drafts import RecordView
from graph.folding import BIDI_CONTROLS, isolate
from graph.model.words import code_label, field_label
from queries.brief.allowed import REASONS, allowed
from queries.brief.charting import draw
from queries.brief.contradictions import Weakness, same_thing
from queries.brief.errors import NoSource
from queries.brief.gathering import POSTS, TOLD, Gathered, Told
from queries.brief.ordering import cited_documents, in_order, standing, without_source
from queries.brief.released import (
    Brief,
    Chain,
    Cite,
    Count,
    Doubt,
    Exhibit,
    Fact,
    FactGroup,
    LeftOut,
    Party,
    Quote,
    Section,
    Step,
)  # fmt: skip
from queries.brief.saying import Saying, capital, days, drawn_names, flees, is_named
from queries.brief.spellings import Spellings
from queries.brief.wording import Words, runs, words_in
from queries.claims import merged
from queries.figures import NOT_STATED, ranges
from queries.reading import label_of

QUOTE_LENGTH = 1_500
"""Characters of a quotation, and of its translation, that a brief prints."""
_LINES = {"confirmed": "solid", "disputed": "dotted"}
_MADE_FROM = ("translation_of", "transcript_of", "copy_of", "redaction_of", "derived_from")
_CITES = 3
_CITED_WITHIN = frozenset({"values_differ", "fates_differ", "figures_differ", "same_origin", "one_origin"})
"""Doubts whose sentence says where each part of it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the title page says, and what the case adds.

    Attributes:
        level: the audience's level.
        names: every spelling of every protected name of the case.
        hidden: counts of what the audience does not see: above, against, witness, waiting.
        reasons: (thread, type of decision) to the words in which a reviewer gave the reason.
    """

    audience: str
    level: str
    purpose: str
    language: str
    title: str
    day: str
    training: bool
    names: Spellings
    hidden: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Releasing:
    """Makes one brief; use it once."""

    def __init__(self, gathered: Gathered, doubts: Mapping[str, Sequence[Weakness]], wanted: Wanted,
                 numbers: Mapping[str, int]) -> None:  # fmt: skip
        self._of, self._doubts, self._wanted, self._exhibit = gathered, doubts, wanted, numbers
        self.words: Words = words_in(wanted.language)
        self._fields = allowed(wanted.audience)
        self._left: Counter[str] = Counter()
        self._withheld: dict[str, None] = {}
        self._number: dict[str, str] = {}
        self._facts: dict[str, Fact] = {}
        self._cited: dict[str, Cite] = {}
        self._coded = frozenset(
            code for code, node in gathered.nodes.items()
            if any(wanted.names.borne_by(name) for name in drawn_names(gathered, node))
        )  # fmt: skip
        self._repeated = _repeated(gathered, doubts)
        self._say = Saying(
            gathered, self.words, wanted.language, self._fields, clean=self._clean, coded=self._coded
        )  # fmt: skip

    def brief(self) -> Brief:
        """The released model.

        Raises:
            NoSource: facts without a document or a place in it.
        """
        lacking = without_source(self._of)
        if lacking:
            raise NoSource(lacking)
        self._number_facts()
        wanted = self._wanted
        sections = tuple(self._section(place, told) for place, told in enumerate(self._of.told, 1))
        figure = draw(self._of, self._say, self._labels_of)
        self._left["boxes"] = figure.left_out
        return Brief(
            language=wanted.language, title=wanted.title or self.words("brief"),
            audience=code_label("purpose", wanted.audience, wanted.language), purpose=wanted.purpose,
            as_of=wanted.day, revision=self._of.revision,
            training=self.words("training") if wanted.training else "",
            sections=sections, figure=figure.released, exhibits=self._exhibits(), parties=self._parties(),
            left_out=self._left_out(), level=self._level(),
        )  # fmt: skip

    def _level(self) -> str:
        """Up to which level the case was read: on the title page, for whoever hands the brief on."""
        label = code_label("level", self._wanted.level, self._wanted.language)
        key = "level_all" if self._wanted.level == "sealed" else "level_up_to"
        return self.words(key, level=label)

    def _number_facts(self) -> None:
        for place, told in enumerate(self._of.told, 1):
            fresh = [thread for thread in in_order(told, self._of) if thread not in self._number]
            self._number |= {thread: f"{place}.{count}" for count, thread in enumerate(fresh, 1)}

    def _clean(self, text: str) -> str:
        """Text that people wrote, without the names of protected people, nor controls that would turn a line around."""
        cleaned, count = self._wanted.names.withheld(text.translate(BIDI_CONTROLS))
        self._left["names"] += count
        return cleaned

    # --- sections

    def _section(self, place: int, told: Told) -> Section:
        node = self._of.nodes[told.code]
        if label_of(told.code) == "Incident":
            when = str(node["properties"].get("date_edtf") or "") or self.words("not_stated")
            title = self.words("section_incident", what=self._say.what(node["properties"]), when=when)
            title = capital(title)
        else:
            posts = any(told.records.get(kind) for kind in POSTS)
            who = self._say.name(told.code) or self._say.described(told.code)  # its code stands beside the title anyway
            who = who or self.words(f"one_{label_of(told.code).lower()}")
            title = self.words("section_posts" if posts else "section_people", who=isolate(who))
        own = [thread for thread in in_order(told, self._of) if self._number[thread].split(".")[0] == str(place)]
        groups = []
        for kind in (*TOLD, *POSTS):
            facts = tuple(self._fact(self._of.views[one]) for one in own if self._of.views[one].kind == kind)
            if facts:
                groups.append(FactGroup(title=self.words(f"group_{kind}"), facts=facts))
        return Section(
            number=str(place), code=told.code, title=title, groups=tuple(groups), counts=self._counts(told),
            chains=tuple(self._chains(told)), doubts=tuple(map(self._doubt, self._doubts.get(told.code, ()))),
        )  # fmt: skip

    def _fact(self, view: RecordView) -> Fact:
        self._withheld.update(dict.fromkeys(self._say.withheld(view)))
        ends = merged(
            self._of.codes_of(view, name) for name in view.references if not (name == "place" and flees(view))
        )
        # A fate without a place has a node of its own for it, which names nothing.
        own = "" if view.kind == "fate" else self._of.entity.get(view.thread, "")
        why = self._wanted.reasons if self._wanted.audience in REASONS else {}
        source = next(iter(self._of.views[view.document].references.get("source", ())), "")
        basis = str(view.values.get("basis") or "")
        fact = Fact(
            number=self._number[view.thread], kind=self._say.kind(view), said=self._say.says(view),
            values=self._say.values(view), cite=self.cite(view), quote=self._quote(view),
            basis="" if basis in ("", "not_stated") else self._say.code("basis", basis),
            status=self._say.code("vetting_status", view.status), line=_LINES.get(view.status, "dashed"),
            grade_source=view.grade_source,
            grade_source_why=self._clean(
                why.get((view.thread, "grade_source")) or why.get((source, "grade_source"), "")
            ),
            grade_information=view.grade_information,
            grade_information_why=isolate(self._clean(why.get((view.thread, "grade_information"), ""))),
            origins=self._of.origins.get(view.thread, 0),
            codes=tuple(dict.fromkeys(filter(None, (own, *ends)))),
            same_origin=self._numbers(self._repeated.get(view.thread, ())),
        )  # fmt: skip
        self._facts[view.thread] = fact
        return fact

    def cite(self, view: RecordView) -> Cite:
        """The pinpoint of a record: "Ex. 12, p. 4"."""
        if view.thread not in self._cited:
            self._cited[view.thread] = self._cite(view)
        return self._cited[view.thread]

    def _cite(self, view: RecordView) -> Cite:
        document, *cited = self._of.documents_of(view)
        number = self._exhibit[document.thread]
        locator = self._clean(view.locator.strip())
        shown = self.words("cite", exhibit=self.words("exhibit", number=number), locator=isolate(locator))
        others = [self.words("exhibit", number=self._exhibit[one.thread]) for one in cited]
        if others:
            shown = self.words("citing", cite=shown, others=self.words("and").join(others))
        return Cite(exhibit=number, locator=locator, shown=shown)

    def _quote(self, view: RecordView) -> Quote | None:
        if "quote" not in self._fields[view.kind] or not (view.quote.strip() or view.translation.strip()):
            return None
        words, translation = (self._cut(self._clean(text.strip())) for text in (view.quote, view.translation))
        cut = len(view.quote.strip()) > QUOTE_LENGTH or len(view.translation.strip()) > QUOTE_LENGTH
        self._left["cut"] += cut
        return Quote(
            words=words, language=str(view.values.get("quote_language") or ""), translation=translation, cut=cut
        )

    def _cut(self, text: str) -> str:
        if len(text) <= QUOTE_LENGTH:
            return text
        return f"{text[:QUOTE_LENGTH].rsplit(maxsplit=1)[0]} {self.words('cut')}"

    # --- counts: each source's figure, and the range

    def _counts(self, told: Told) -> tuple[Count, ...]:
        figures = [self._of.views[one] for one in in_order(told, self._of) if self._of.views[one].kind == "figure"]
        rows = [_figure_row(view) for view in figures]
        found = []
        for row in ranges(rows):
            own = [view for view in figures if _what(view) == (row["what"], row["counted_in"])]
            what = self._say.code("figure_what", row["what"])
            key = "range_text" if len(own) > 1 else "range_one"
            found.append(Count(
                what=what, range=self.words(key, what=capital(what), range=row["range"], sources=len(own)),
                figures=tuple((self._number[view.thread], self._say.says(view), self.cite(view).shown) for view in own),
            ))  # fmt: skip
        return tuple(found)

    # --- chains

    def _chains(self, told: Told) -> Iterable[Chain]:
        told_already: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        for above in told.above:
            span = days(above.first, above.last)
            degree = self.words("or").join(self._say.code("degree", one) for one in above.degrees)
            who = self._say.who(above.involved) if above.involved else self._class_words(told)
            steps = []
            for rows in _by_unit(above.rows):
                told_of = [_told_of(row) for row in rows]
                known = told_already.setdefault((span, rows[0]["unit"]), told_of) is not told_of
                same = known and len(rows) > 1 and told_already[span, rows[0]["unit"]] == told_of
                shown = [row for row in rows if row["level"] == 0] if same else rows
                steps += [self._step(row) for row in shown]
                if same:
                    steps[-1] = self._and_above(steps[-1], rows)
            note = self.words(f"why_{above.why}", words=self._class_words(told)) if above.why == "class_only" else ""
            if above.why and not note:
                note = self.words(f"why_{above.why}")
            yield Chain(
                involved=self.words("chain_of", who=who, degree=degree, days=span or self.words("not_stated")),
                as_of=span, steps=tuple(steps), note=note,
            )  # fmt: skip

    def _and_above(self, step: Step, rows: Sequence[Mapping[str, Any]]) -> Step:
        """The last holder in a unit whose chain further up was told already: what it rests on stands here too."""
        facts = self._numbers(thread for row in rows for thread in row["records"])
        remarks = self.words("and").join(filter(None, (step.remarks, self.words("as_above"))))
        return replace(step, remarks=remarks, facts=facts)

    def _class_words(self, told: Told) -> str:
        given = (
            str(self._of.views[thread].values.get("class_words") or "")
            for thread in told.records.get("perpetrator", ()) if not self._of.views[thread].references.get("who")
        )  # fmt: skip
        return self._clean("; ".join(dict.fromkeys(filter(None, given)))) or self.words("not_stated")

    def _step(self, row: Mapping[str, Any]) -> Step:
        views = [self._of.views[one] for one in row["records"] if one in self._of.views]
        role = self._say.code("role", row["role"])
        post = f"{self._say.who(row['person'])}: {role}" if row["person"] else self.words("none_known")
        answer, weakest = row["posting_status"] or row["status"], row["status"]
        remarks = [self.words(f"flag_{flag}") for flag in row["flags"]]
        if weakest != answer:
            remarks.append(self.words("chain_answer", answer=self.words(f"answer_{weakest}")))
        return Step(
            level=int(row["level"]), unit=self._say.who(row["unit"]), unit_dates=self._spans(row["link_dates"]),
            post=post, post_dates=self._spans(row["posting_dates"]), answer=self.words(f"answer_{answer}"),
            remarks=self.words("and").join(remarks), cites=self._cites(views), facts=self._numbers(row["records"]),
        )  # fmt: skip

    def _spans(self, dates: str) -> str:
        """Periods of several claims side by side."""
        return isolate(self.words("or").join(dates.split(" | ")))

    def _cites(self, views: Iterable[RecordView]) -> tuple[str, ...]:
        shown = [self.cite(view).shown for view in views if view.document in self._exhibit and view.locator.strip()]
        return tuple(dict.fromkeys(shown))

    def _numbers(self, threads: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._number[one] for one in threads if one in self._number))

    # --- what speaks against

    def _doubt(self, weak: Weakness) -> Doubt:
        views = [self._of.views[one] for one in weak.threads if one in self._of.views]
        cites = () if weak.kind in _CITED_WITHIN else self._cites(views)
        if len(cites) > _CITES:
            cites = (*cites[:_CITES], self.words("more_cites", count=len(cites) - _CITES))
        return Doubt(
            kind=self.words(f"doubt_{weak.kind}"), said=capital(self._against(weak, views)), cites=cites,
            facts=self._numbers(weak.threads), codes=weak.codes,
        )  # fmt: skip

    def _against(self, weak: Weakness, views: Sequence[RecordView]) -> str:
        key = f"against_{weak.kind}"
        match weak.kind:
            case "values_differ":
                kind, name = weak.field.split(".")
                label, who = field_label(name, self._wanted.language, kind=kind), self._say.all_of(weak.codes)
                label = self.words("and").join(filter(None, (label, who)))
                return self.words(key, field=label, values=self._side_by_side(weak, name))
            case "figures_differ":
                label = self._say.code("figure_what", weak.field)
                return self.words(key, field=label, values=self._side_by_side(weak, "count"))
            case "fates_differ":
                views = [self._of.views[one] for one in weak.threads]
                said = self.words("or").join(f"{self._say.says(view)} ({self.cite(view).shown})" for view in views)
                return self.words(key, values=said)
            case "same_origin":
                return self.words(key, exhibits=self._exhibits_behind(views), count=len(self._numbers(weak.threads)))
            case "one_origin":
                return f"{self.words(key)} {self.words('by_origin', origins=self._by_origin(views))}"
            case "retracted":
                return self.words(key, what=self.words("and").join(dict.fromkeys(map(self._say.kind, views))))
            case "may_be_one":
                return self.words(key, first=self._say.who(weak.codes[0]), other=self._say.who(weak.codes[1]))
            case "only_possible":
                person, unit = (self._say.who(code) for code in weak.codes)
                return self.words(key, codes=self.words("held_post", person=person, unit=unit))
            case _:
                codes = self._say.all_of(weak.codes)
                return self.words(key, codes=codes) if codes else self.words(key)

    def _side_by_side(self, weak: Weakness, name: str) -> str:
        """Every value with the places that give it."""
        values = []
        for group in weak.values:
            views = [self._of.views[one] for one in group]
            cites = self.words("semicolon").join(self._cites(views))
            values.append(f"{self._say.text_of(views[0], name)} ({cites})")
        return self.words("or").join(values)

    def _exhibits_behind(self, views: Iterable[RecordView]) -> str:
        """The exhibits that records stand in or cite: "Ex. 2, Ex. 3"."""
        documents = merged([one.thread for one in self._of.documents_of(view)] for view in views)
        numbers = sorted(self._exhibit[one] for one in documents if one in self._exhibit)
        return self.words("and").join(self.words("exhibit", number=number) for number in numbers)

    def _by_origin(self, views: Iterable[RecordView]) -> str:
        """Which facts rest on which origin: "Ex. 2, Ex. 3: 1.4, 1.5; Ex. 1: 1.1–1.3"."""
        groups: dict[frozenset[str], list[RecordView]] = {}
        for view in sorted(views, key=lambda view: self._exhibit[view.document]):
            groups.setdefault(self._of.origins_behind(view), []).append(view)
        lines = [
            self.words("origin_facts", exhibits=self._exhibits_behind(group), facts=runs(self._numbers(threads)))
            for group in groups.values()
            if (threads := [view.thread for view in group])
        ]
        return self.words("semicolon").join(lines)

    # --- the end pages

    def _labels_of(self, threads: Sequence[str]) -> tuple[str, str]:
        """Exhibits and grades of the records behind a line of the figure, in few signs."""
        views = [self._of.views[one] for one in threads if one in self._number]
        numbers = sorted({self._exhibit[view.document] for view in views})
        shown = self.words("exhibit", number=", ".join(map(str, numbers[:3]))) if numbers else ""
        if len(numbers) > 3:
            shown += f" +{len(numbers) - 3}"
        best = min(views, key=standing, default=None)
        grade = f"{best.grade_source or '–'}/{best.grade_information or '–'}" if best else ""
        return shown, grade

    def _exhibits(self) -> tuple[Exhibit, ...]:
        cited = cited_documents(self._of)
        found = [self._exhibit_of(self._of.views[thread]) for thread in cited]
        return tuple(sorted(found, key=lambda exhibit: exhibit.number))

    def _exhibit_of(self, view: RecordView) -> Exhibit:
        published = view.values.get("obtained") == "published"
        title = self._clean(str(view.values.get("title") or "")) if published else ""
        self._left["titles"] += not published and bool(view.values.get("title"))
        source = self._of.source_of(view)
        name = self._say.source_name(source)
        self._left["sources"] += not name
        made_from = [
            self.words(how, number=self._exhibit[target])
            for how in _MADE_FROM for target in view.references.get(how, ()) if target in self._exhibit
        ]  # fmt: skip
        said = []
        if view.values.get("recanted") == "yes":
            said.append(self.words("doubt_recanted"))
        if view.values.get("coercion") in ("alleged", "indicated"):
            label = field_label("coercion", self._wanted.language)
            said.append(f"{label}: {self._say.code('coercion', view.values['coercion'])}")
        if view.values.get("translation_status"):
            said.append(self._say.code("translation_status", view.values["translation_status"]))
        kind = source.values.get("kind") if source else ""
        grade, why = self._grade_of(view, source)
        return Exhibit(
            number=self._exhibit[view.thread], code=view.code,
            kind=self._say.code("document_kind", str(view.values.get("kind") or "")),
            title=isolate(title) or self.words("withheld_title"),
            source=name or f"{self._say.code('source_kind', str(kind or ''))} {self.words('withheld_source')}",
            date=self._say.when(view.values.get("date")),
            language=self._say.code("language", str(view.values.get("language") or "")),
            made_from=self.words("and").join(made_from), remarks=self.words("and").join(said),
            grade_source=grade, grade_source_why=isolate(self._clean(why)),
        )  # fmt: skip

    def _grade_of(self, document: RecordView, source: RecordView | None) -> tuple[str, str]:
        """Grade of whoever speaks in a document, and the reason for it."""
        told = (self._of.views[thread] for thread in self._facts)
        grades = [view.grade_source for view in told if view.document == document.thread and view.grade_source]
        why = self._wanted.reasons.get((source.thread if source else "", "grade_source"), "")
        return (grades[0] if grades else ""), (why if self._wanted.audience in REASONS else "")

    def _parties(self) -> tuple[Party, ...]:
        spoken = merged(fact.codes for fact in self._facts.values())
        found = []
        for code in sorted(filter(is_named, spoken)):
            names = self._say.names(code)
            if names:
                kind = self.words(f"one_{label_of(code).lower()}")
                found.append(Party(code=code, kind=kind, names=tuple(map(isolate, names))))
        return tuple(found)

    def _left_out(self) -> tuple[LeftOut, ...]:
        hidden = self._wanted.hidden
        lines = [
            ("out_above", hidden.get("above", 0)), ("out_above_against", hidden.get("against", 0)),
            ("out_witness", hidden.get("witness", 0)), ("out_waiting", hidden.get("waiting", 0)),
            ("out_names", self._left["names"]), ("out_coded", len(self._coded)), ("out_titles", self._left["titles"]),
            ("out_sources", self._left["sources"]), ("out_unseen", self._of.unseen), ("out_unused", self._of.unused),
            ("out_boxes", self._left["boxes"]),
        ]  # fmt: skip
        found = [LeftOut(why=self.words(key), count=count) for key, count in lines if count]
        if self._left["cut"]:
            found.append(LeftOut(why=self.words("out_cut", length=QUOTE_LENGTH), count=self._left["cut"]))
        if self._withheld:
            fields = self.words("and").join(self._withheld)
            found.append(LeftOut(why=self.words("out_fields", fields=fields), count=len(self._withheld)))
        return tuple(found)


def _by_unit(rows: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The rows of a chain in parts, each of which begins with one unit at the bottom and all who held its posts."""
    parts: list[list[Mapping[str, Any]]] = []
    for row in rows:
        if row["level"] == 0 and not (parts and parts[-1][-1]["level"] == 0 and parts[-1][-1]["unit"] == row["unit"]):
            parts.append([])
        parts[-1].append(row)
    return parts


def _told_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row of a chain tells, whatever stands below it."""
    return (
        row["level"], row["unit"], row["person"], row["role"], row["status"], row["posting_status"],
        row["link_dates"], row["posting_dates"], tuple(row["flags"]),
    )  # fmt: skip


def _repeated(gathered: Gathered, doubts: Mapping[str, Sequence[Weakness]]) -> dict[str, tuple[str, ...]]:
    """Record to the others that say the same thing in another document of the same origin."""
    found: dict[str, tuple[str, ...]] = {}
    for weak in (weak for each in doubts.values() for weak in each if weak.kind == "same_origin"):
        views = [gathered.views[thread] for thread in weak.threads]
        for view in views:
            found[view.thread] = tuple(
                other.thread
                for other in views
                if other.document != view.document and same_thing(gathered, other) == same_thing(gathered, view)
            )
    return found


def _what(view: RecordView) -> tuple[str, str]:
    return str(view.values["what"]), str(view.values.get("counted_in") or "")


def _figure_row(view: RecordView) -> dict[str, Any]:
    low, best, high = (list(view.values.get("count") or ()) + [None] * 3)[:3]
    what, counted_in = _what(view)
    return {
        "what": what, "counted_in": counted_in, "low": _stated(low), "best": _stated(best), "high": _stated(high),
        "counts": view.code, "vetting": view.status, "n_independent": 0, "documents": [], "records": [],
    }  # fmt: skip


def _stated(count: Any) -> int:
    return NOT_STATED if count is None else int(count)
