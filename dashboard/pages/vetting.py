"""Vetting: the queue of records by status, kind and load; confirm or dispute with a reason, one by one or many."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.cards import files_of_loads
from dashboard.components import vetting_list as drawing
from dashboard.components.card_actions import LONGEST_REASON, STATUS
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.desk import Desk
from dashboard.wording import Words, words_of
from graph.deciding import set_status
from graph.errors import DossierError
from graph.model.kinds import KINDS
from queries.vetting import MOST, ORDERS, STATUSES, Choice, chosen_threads, vetting_page

NAME = "vetting"


class Ids:
    """Ids of this page: ``CHOICE`` what of the queue is looked at, ``DO`` what is to be written on which records."""

    CHOICE, DO = "vet-choice", "vet-do"
    FILTERS, HEAD, LIST, WHY, SAYS = "vet-filters", "vet-head", "vet-list", "vet-why", "vet-says"


def layout(desk: Desk, words: Words) -> Component:
    """The page in a language."""
    return html.Div(
        [
            dcc.Store(id=Ids.CHOICE, data={}),
            dcc.Store(id=Ids.DO),
            html.Div(
                id=Ids.FILTERS, className="vet-side", role="group", **{"aria-label": words("vetting_page.choose")}
            ),
            html.Div(
                [
                    html.Div(id=Ids.HEAD, className="vet-head"),
                    drawing.decide_bar(words, why=Ids.WHY, says=Ids.SAYS, longest=LONGEST_REASON),
                    html.Div(
                        id=Ids.LIST,
                        className="vet-list",
                        role="listbox",
                        **{"aria-label": words("vetting_page.queue"), "aria-multiselectable": "true"},
                    ),
                ],
                className="vet-middle",
            ),
        ],
        className="vetting",
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of this page."""

    @app.callback(
        Output(Ids.FILTERS, "children"),
        Output(Ids.HEAD, "children"),
        Output(Ids.LIST, "children"),
        Input("here-vetting", "data"),
        Input(Ids.CHOICE, "data"),
        Input("revision", "data"),
        State("words", "data"),
    )
    def draw(here: Any, chosen: Any, _: Any, told: Any) -> Any:
        if not isinstance(here, dict) or here.get("page") != NAME:
            return (no_update,) * 3
        words, choice = words_of(told), read_choice(chosen)
        page = vetting_page(desk.reader(), choice, language=words.language)
        files = files_of_loads(desk)
        return drawing.filters(page, choice, files, words), drawing.head(page, words), drawing.rows(page, words)

    @app.callback(
        Output(Ids.SAYS, "children"),
        Output("notice", "data", allow_duplicate=True),
        Output("revision", "data", allow_duplicate=True),
        Input(Ids.DO, "data"),
        State(Ids.WHY, "value"),
        State(Ids.CHOICE, "data"),
        State("words", "data"),
        prevent_initial_call=True,
    )
    def decide(asked: Any, why: Any, chosen: Any, told: Any) -> Any:
        words = words_of(told)
        said, decisions, problem = write(desk, asked, str(why or ""), read_choice(chosen), words)
        if problem:
            return problem, no_update, no_update
        if not decisions:
            return [], no_update, no_update
        return [], {"text": said, "kind": "done", "undo": {"decisions": decisions}}, desk.reader().revision

    in_browser(app)(
        ClientsideFunction("dossier", "vettingDrawn"),
        Output(Ids.LIST, "data-drawn"),
        Input(Ids.LIST, "children"),
        prevent_initial_call=True,
    )


def read_choice(given: Any) -> Choice:
    """What of the queue the browser asks for; what it may not ask for is left as it is at first."""
    given = given if isinstance(given, dict) else {}
    status, kind, load, order, page = (given.get(name) for name in ("status", "kind", "load", "order", "page"))
    return Choice(
        status=status if status in STATUSES else STATUSES[0],
        kind=kind if isinstance(kind, str) and kind in KINDS else "",
        load=load if isinstance(load, str) and len(load) <= 64 else "",
        order=order if order in ORDERS else ORDERS[0],
        page=page if isinstance(page, int) and 0 <= page <= 1_000_000 else 0,
    )


def write(desk: Desk, asked: Any, why: str, choice: Choice, words: Words) -> tuple[str, list[str], str]:
    """Give records the status asked for: what was done, ids of the decisions, or why nothing was."""
    asked = asked if isinstance(asked, dict) else {}
    do = asked.get("do")
    status = STATUS.get(do) if isinstance(do, str) else None
    if status is None:
        return "", [], ""
    reader = desk.reader()
    if asked.get("all") is True:
        threads = chosen_threads(reader, choice)
    else:
        given = asked.get("threads")
        named = [each for each in given if isinstance(each, str)][:MOST] if isinstance(given, list) else []
        seen = reader.visible(named)
        threads = [each for each in named if each in seen]
    if not threads:
        return "", [], words("vetting_page.nothing_chosen")
    reason = why.strip()[:LONGEST_REASON]
    if not reason:
        return "", [], words("card.need_why")
    try:
        made = set_status(desk.case, threads, status, actor=desk.actor(), why=reason)
    except DossierError as error:
        return "", [], words.said(error)
    label = words(f"vetting.{status}")
    said = words("card.done_status", n=f"{len(threads):,}", status=label)
    return said if len(threads) > 1 else words("card.done_status_one", status=label), made, ""
