"""A whole cluster at once: drawn, its records moved from lane to lane, and settled as they stand there."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.components.card_splitting import relied_part
from dashboard.components.markup import Component, html, in_browser
from dashboard.desk import Desk
from dashboard.pages.review import cluster_drawing
from dashboard.pages.review.changing import codes_in, consequence
from dashboard.pages.review.ids import Ids
from dashboard.wording import Words, words_of
from graph.clusters import cluster_of
from graph.deciding import judge_each, take_back
from graph.errors import DossierError
from graph.identity import JOINABLE
from graph.supposing import suppose
from ingest.reviewing_cluster import weakest
from queries.facts import facts_of
from queries.splitting import members_of, plan_parts, relied_on

MOST_FACTS = 5
MOST = 60
"""Records that are drawn at once; of a larger cluster the pairs are looked at one by one."""


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the cluster."""

    @app.callback(
        Output(Ids.CLUSTER, "children"),
        Input(Ids.CLUSTER_ASK, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def draw(ask: Any, told: Any) -> Any:
        return drawn(desk, ask, words_of(told))

    @app.callback(
        Output(Ids.CLUSTER_CHANGE, "children"),
        Input(Ids.CLUSTER_SIDES, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def change(sides: Any, told: Any) -> Any:
        words = words_of(told)
        parts = parts_in(sides)
        if not parts or not _moved(sides):
            return html.P(words("review.cluster_help"), className="note")
        return would_change(desk, parts, words)

    @app.callback(
        Output(Ids.CLUSTER_DONE, "data"),
        Output(Ids.CLUSTER_ASK, "data"),
        Output("notice", "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Input(Ids.CLUSTER_DO, "data"),
        State(Ids.CLUSTER_SIDES, "data"),
        State(Ids.CLUSTER_DONE, "data"),
        State(Ids.CLUSTER_ASK, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def do(wanted: Any, sides: Any, done: Any, ask: Any, told: Any) -> tuple[Any, Any, Any, Any]:
        if not isinstance(wanted, dict):
            return (no_update,) * 4
        words = words_of(told)
        before = [one for one in done if isinstance(one, list)][-50:] if isinstance(done, list) else []
        try:
            kept, notice = settle(desk, wanted, sides, before, words)
        except DossierError as error:
            return no_update, no_update, {"text": words.said(error), "kind": "problem"}, no_update
        again = {**ask, "again": desk.reader().revision, "t": wanted.get("t")} if isinstance(ask, dict) else no_update
        return kept, again, notice, desk.reader().revision

    in_browser(app)(
        ClientsideFunction("dossier", "clusterDrawn"),
        Output(Ids.CLUSTER, "data-drawn"),
        Input(Ids.CLUSTER, "children"),
        prevent_initial_call=True,
    )


def settle(
    desk: Desk, wanted: Any, sides: Any, before: list[list[str]], words: Words
) -> tuple[list[list[str]], dict[str, Any]]:
    """Settle, or undo what was settled last: what is done by now, and the notice."""
    reader = desk.reader()
    what = wanted.get("do") if isinstance(wanted, dict) else ""
    if what == "undo":
        if not before:
            return before, {"text": words("review.told_nothing_to_undo"), "kind": "problem"}
        take_back(desk.case, [str(one) for one in before[-1]], actor=desk.actor())
        return before[:-1], {"text": words("review.cluster_undone"), "kind": "done"}
    parts = parts_in(sides)
    if what != "settle" or not parts or not _moved(sides):
        return before, {"text": words("review.cluster_nothing"), "kind": "problem"}
    planned = plan_parts(desk.case, reader, parts)
    why = str(wanted.get("why") or "").strip()[:2_000]
    made = judge_each(
        desk.case, [(one.left, one.right, one.verdict) for one in planned], actor=desk.actor(), why=why
    )  # fmt: skip
    waits = desk.case.evidence.two_people() and any(one.verdict == "same" for one in planned)
    text = words("review.cluster_waits" if waits else "review.cluster_done", n=len(made))
    return [*before, made], {"text": text, "kind": "done", "undo": {"decisions": made}}


def drawn(desk: Desk, ask: Any, words: Words) -> list[Component]:
    """The cluster of the record that the browser names by its code."""
    code = ask.get("code") if isinstance(ask, dict) else None
    reader = desk.reader()
    thread = next(iter(reader.threads_by_code([code]).values()), "") if isinstance(code, str) else ""
    view = reader.record(thread) if thread else None
    if view is None or view.kind not in JOINABLE:
        return cluster_drawing.gone(words)
    found = cluster_of(desk.case.evidence, thread, int(reader.clearance))
    threads = [*found.threads, *found.around]
    if len(threads) > MOST:
        return [html.P(words("review.cluster_too_large", n=len(threads), most=MOST), className="note")]
    views = reader.records(threads)
    shown = cluster_drawing.Shown(
        kind=view.kind,
        cluster=found,
        cut=weakest(found),
        members=members_of(reader, threads, language=words.language),
        names={one.thread: spelt(one.values) for one in views},
        facts={one.thread: _facts(reader, one, words) for one in views},
        codes=desk.case.evidence.codes({*threads, *(end for one in found.refused for end in one.because)}),
    )
    return cluster_drawing.cluster(shown, words)


def spelt(values: Any) -> list[str]:
    """The spellings of a record's name."""
    names = values.get("names")
    if isinstance(names, list):
        return [str(one["words"]) for one in names if one.get("words")]
    return [str(values["name"])] if values.get("name") else []


def _facts(reader: Any, view: Any, words: Words) -> list[tuple[str, str]]:
    """What the record says of the thing itself, its names apart: label and value."""
    shown = [one for one in facts_of(reader, [view], words.language) if one.field not in ("names", "name", "level")]
    comma = "، " if words.language == "ar" else ", "
    return [(one.label, comma.join(each.text for each in one.alternatives)) for one in shown[:MOST_FACTS]]


def would_change(desk: Desk, parts: list[list[str]], words: Words) -> list[Component]:
    """What would change if the records stood as they are laid out."""
    reader = desk.reader()
    try:
        planned = plan_parts(desk.case, reader, parts)
        found = suppose(desk.case, planned, clearance=reader.clearance)
    except DossierError as error:
        return [html.P(words.said(error), className="error", role="alert")]
    sizes = [words.directed(words("review.part_size", n=len(part))) for part in parts]
    head = html.Div(
        [html.H3(words("review.would_be", n=len(parts))), html.Ul([html.Li(size) for size in sizes])],
        className="change-part",
    )
    relied = relied_part(relied_on(reader, {thread for part in parts for thread in part}), words)
    shown = consequence(found, reader.names_of(codes_in(found)), words)
    return [head, *([relied] if relied is not None else []), *shown]


def parts_in(sides: Any) -> list[list[str]]:
    """The parts that the browser tells of, empty ones left out."""
    if not isinstance(sides, dict):
        return []
    lanes = [sides.get(name) for name in ("first", "second")]
    parts = [[one for one in lane if isinstance(one, str)][:MOST] for lane in lanes if isinstance(lane, list)]
    return [part for part in parts if part]


def _moved(sides: Any) -> bool:
    return isinstance(sides, dict) and sides.get("moved") is True
