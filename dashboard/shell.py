"""What surrounds the pages: case, search, rail, languages, card, notices; and the watch for new material."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard import cards, helping
from dashboard.components import tour
from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.components.suggestions import options
from dashboard.desk import Desk
from dashboard.pages import PAGES, RAIL, Page, address
from dashboard.wording import LANGUAGES, RIGHT_TO_LEFT, Words, words_of
from graph.deciding import take_back
from graph.errors import DossierError
from queries import explore as asking

POLL_SECONDS = 4
LONGEST = 200
"""Letters of a search."""
CLIENT = "dossier"


class Ids:
    """Ids of the shell."""

    ADDRESS = "address"
    HERE, LANGUAGE = "here", "language"
    GOTO = "goto"
    ROOT = "root"
    WORDS = "words"
    SEARCH, VARIANTS = "search", "search-variants"
    FOUND = "found"
    POLL = "poll"
    REVISION = "revision"
    NEW = "new-material"
    NOTICE, UNDO = "notice", "undo-decisions"
    SAY = "say"


def script_texts(words: Words) -> dict[str, str]:
    """What the scripts may say, by their own keys."""
    return {**words.part("script"), **tour.texts(words)}


def outer() -> Component:
    """An empty page that knows its address; the rest is drawn in the address's language."""
    places = (f"{Ids.HERE}-{page.NAME}" for page in PAGES)
    stores = (Ids.WORDS, Ids.HERE, *places, Ids.LANGUAGE, Ids.GOTO, Ids.NOTICE, Ids.UNDO)
    return html.Div(
        [
            dcc.Location(id=Ids.ADDRESS, refresh=False),
            *(dcc.Store(id=name) for name in stores),
            html.Div(id=Ids.ROOT),
        ]
    )


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the shell."""
    _register_places(app, desk)
    _register_notices(app, desk)

    @app.callback(
        Output(Ids.FOUND, "children"),
        Input(Ids.SEARCH, "value"),
        Input(Ids.VARIANTS, "value"),
        State(Ids.WORDS, "data"),
        prevent_initial_call=True,
    )
    def search(given: Any, chosen: Any, told: Any) -> Any:
        words, text, variants = words_of(told), str(given or "")[:LONGEST], bool(chosen)
        hits = asking.search(desk.reader(), text, limit=12, language=words.language, variants=variants)
        return options(hits, words, asked=len(text.strip()) > 1, variants=variants)

    @app.callback(
        Output(Ids.REVISION, "data"),
        Input(Ids.POLL, "n_intervals"),
        State(Ids.REVISION, "data"),
        prevent_initial_call=True,
    )
    def watch(_: int, shown: int) -> Any:
        desk.case.refresh()
        now = desk.reader().revision
        return now if now != shown else no_update

    in_browser(app)(
        ClientsideFunction(CLIENT, "noticeRevision"),
        Output(Ids.NEW, "hidden"),
        Input(Ids.REVISION, "data"),
        prevent_initial_call=True,
    )


def _register_places(app: Dash, desk: Desk) -> None:
    @app.callback(
        Output(Ids.ROOT, "children"),
        Output(Ids.WORDS, "data"),
        Input(Ids.LANGUAGE, "data"),
        State(Ids.WORDS, "data"),
        prevent_initial_call=True,
    )
    def draw(language: Any, drawn: Any) -> tuple[Any, Any]:
        words = Words(str(language or ""))
        if isinstance(drawn, dict) and drawn.get("language") == words.language:
            return no_update, no_update  # a change of page is a change of view
        return inner(desk, words), {"language": words.language, **script_texts(words)}

    # Where the address leads, told to the page that is left and to the one that is shown and to no other: each
    # callback costs the browser time for everything that is drawn.
    in_browser(app)(
        ClientsideFunction(CLIENT, "here"),
        Output(Ids.HERE, "data"),
        Output(Ids.LANGUAGE, "data"),
        Input(Ids.ADDRESS, "pathname"),
        State(Ids.HERE, "data"),
    )
    in_browser(app)(
        ClientsideFunction(CLIENT, "takeWords"),
        Output(Ids.WORDS, "clear_data"),
        Input(Ids.WORDS, "data"),
    )
    in_browser(app)(
        ClientsideFunction(CLIENT, "showPage"),
        Output(Ids.ROOT, "data-page"),
        Input(Ids.HERE, "data"),
        Input(Ids.ROOT, "children"),
    )
    in_browser(app)(
        ClientsideFunction(CLIENT, "go"),
        Output(Ids.GOTO, "clear_data"),
        Input(Ids.GOTO, "data"),
        prevent_initial_call=True,
    )
    for page in PAGES:
        _draw_on_first_visit(app, desk, page)


def _draw_on_first_visit(app: Dash, desk: Desk, page: Page) -> None:
    place = f"page-{page.NAME}"

    @app.callback(
        Output(place, "children"),
        Output(place, "data-drawn"),
        Input(f"{Ids.HERE}-{page.NAME}", "data"),
        State(place, "data-drawn"),  # not its children: the browser would send the whole page back
        State(Ids.WORDS, "data"),
    )
    def draw(here: Any, drawn: Any, told: Any) -> Any:
        if drawn or not isinstance(here, dict) or here.get("page") != page.NAME:
            return no_update, no_update
        return page.layout(desk, words_of(told)), "yes"


def _register_notices(app: Dash, desk: Desk) -> None:
    in_browser(app)(
        ClientsideFunction(CLIENT, "notice"),
        Output(Ids.NOTICE, "clear_data"),
        Input(Ids.NOTICE, "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output(Ids.NOTICE, "data"),
        Output(Ids.REVISION, "data", allow_duplicate=True),
        Input(Ids.UNDO, "data"),
        State(Ids.WORDS, "data"),
        prevent_initial_call=True,
    )
    def undo(asked: Any, told: Any) -> tuple[Any, Any]:
        decisions = asked.get("decisions") if isinstance(asked, dict) else None
        if not isinstance(decisions, list) or not decisions:
            return no_update, no_update
        try:
            take_back(desk.case, [str(each) for each in decisions], actor=desk.actor())
        except DossierError as error:
            return {"text": words_of(told).said(error), "kind": "problem"}, no_update
        return {"text": words_of(told)("app.undone"), "kind": "done"}, desk.reader().revision


def inner(desk: Desk, words: Words) -> Component:
    """Header, rail, pages and card in one language."""
    sections = [html.Section(id=f"page-{page.NAME}", className="page", hidden=True) for page in PAGES]
    return html.Div(
        [
            html.A(words("app.skip"), href="#main", className="skip"),
            dcc.Store(id=Ids.REVISION, data=desk.reader().revision),
            dcc.Interval(id=Ids.POLL, interval=POLL_SECONDS * 1000),
            _banner(desk, words),
            _header(desk, words),
            html.Div(
                [_rail(words), html.Main(sections, id="main", tabIndex=-1), *cards.panel(words)],
                id="below",
                className="below",
            ),
            _toast(words),
            html.Div(id="lost", className="lost", role="alert", hidden=True),
            *([tour.panel(words)] if desk.case.is_example else []),
            html.Div(id=Ids.SAY, role="status", className="heard", **{"aria-live": "polite"}),
        ],
        className="frame",
        lang=words.language,
        dir=words.direction,
    )


def _rail(words: Words) -> Component:
    return html.Nav(
        [
            dcc.Link(
                [icon(f"page-{name}"), html.Span(words(f"app.{name}"))],
                href=address(name, words.language),
                className="tab",
                id=f"tab-{name}",
            )
            for name in RAIL
        ],
        className="rail",
        **{"aria-label": words("app.pages")},
    )


def _toast(words: Words) -> Component:
    return html.Div(
        [
            html.Span(id="toast-text", dir="auto", role="status", **{"aria-live": "polite"}),
            html.Button(words("app.undo"), id="toast-undo", type="button", hidden=True),
            html.Button(
                icon("close", "#ffffff"), id="toast-close", type="button", **{"aria-label": words("app.dismiss")}
            ),
        ],
        id="toast",
        className="toast",
        hidden=True,
    )


def _banner(desk: Desk, words: Words) -> Component | None:
    if not desk.case.is_example:
        return None
    return html.Div(words("app.training"), className="training", role="note")


def _header(desk: Desk, words: Words) -> Component:
    return html.Header(
        [
            html.Div(
                [
                    html.Span(words("app.name"), className="mark"),
                    html.Span(desk.case.title, className="case", dir="auto"),
                ],
                className="brand",
            ),
            _search(words),
            html.Button(
                [icon("refresh"), html.Span(words("app.new_material"))],
                id=Ids.NEW,
                hidden=True,
                className="badge",
                type="button",
            ),
            *helping.button(words),
            html.Div(
                [
                    html.A(
                        Words(each)("app.language"),
                        href=f"/{each}/",
                        lang=each,
                        dir="rtl" if each in RIGHT_TO_LEFT else "ltr",
                        hrefLang=each,
                        className="language" + (" chosen" if each == words.language else ""),
                        **{"aria-current": "true"} if each == words.language else {},
                    )
                    for each in LANGUAGES
                ],
                className="languages",
                role="group",
                **{"aria-label": words("app.languages")},
            ),
        ],
        className="top",
    )


def _search(words: Words) -> Component:
    return html.Div(
        [
            icon("search"),
            dcc.Input(
                id=Ids.SEARCH,
                type="text",
                value="",
                debounce=False,
                placeholder=words("app.search"),
                autoComplete="off",
                spellCheck="false",
            ),
            html.Kbd("/"),
            html.Div(
                [
                    html.Div(id=Ids.FOUND, role="listbox", **{"aria-label": words("app.search")}),
                    dcc.Checklist(
                        id=Ids.VARIANTS,
                        options=[{"value": "yes", "label": words("search.variants")}],
                        value=["yes"],
                        className="variants",
                    ),
                ],
                className="found",
            ),
        ],
        className="search combo",
        role="search",
    )
