"""What surrounds the pages: case, search, pages, languages; and the watch for new material."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.components.icons import icon
from dashboard.components.markup import Component, dcc, html, in_browser
from dashboard.components.suggestions import options
from dashboard.desk import Desk
from dashboard.pages import explore, overview
from dashboard.wording import LANGUAGES, RIGHT_TO_LEFT, Words
from queries import explore as asking

POLL_SECONDS = 4


class Ids:
    """Ids of the shell."""

    ADDRESS = "address"
    ROOT = "root"
    WORDS = "words"
    SEARCH = "search"
    FOUND = "found"
    POLL = "poll"
    REVISION = "revision"
    NEW = "new-material"
    SAY = "say"


def outer() -> Component:
    """An empty page that knows its address; the rest is drawn in the address's language."""
    return html.Div([dcc.Location(id=Ids.ADDRESS, refresh=False), dcc.Store(id=Ids.WORDS), html.Div(id=Ids.ROOT)])


def register(app: Dash, desk: Desk) -> None:
    """Callbacks of the shell."""

    @app.callback(
        Output(Ids.ROOT, "children"),
        Output(Ids.WORDS, "data"),
        Input(Ids.ADDRESS, "pathname"),
        State(Ids.WORDS, "data"),
    )
    def draw(path: str | None, drawn: dict[str, str] | None) -> tuple[Any, Any]:
        words = Words((path or "").strip("/").partition("/")[0])
        if drawn and drawn.get("language") == words.language:
            return no_update, no_update  # both pages are there: a change of page is a change of view
        return inner(desk, words), {"language": words.language, **words.part("script")}

    in_browser(app)(
        ClientsideFunction("dossier", "showPage"),
        Output(Ids.ROOT, "data-page"),
        Input(Ids.ADDRESS, "pathname"),
        Input(Ids.ROOT, "children"),
    )

    @app.callback(
        Output(Ids.FOUND, "children"),
        Input(Ids.SEARCH, "value"),
        State(Ids.WORDS, "data"),
        prevent_initial_call=True,
    )
    def search(text: str | None, told: dict[str, str] | None) -> Any:
        words = Words((told or {}).get("language", ""))
        hits = asking.search(desk.reader(), text or "", limit=12, language=words.language)
        return options(hits, words, asked=bool(text and len(text.strip()) > 1))

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
        ClientsideFunction("dossier", "noticeRevision"),
        Output(Ids.NEW, "hidden"),
        Input(Ids.REVISION, "data"),
        prevent_initial_call=True,
    )


def inner(desk: Desk, words: Words) -> Component:
    """Header and both pages in one language."""
    return html.Div(
        [
            html.A(words("app.skip"), href="#main", className="skip"),
            dcc.Store(id=Ids.REVISION, data=desk.reader().revision),
            dcc.Interval(id=Ids.POLL, interval=POLL_SECONDS * 1000),
            _banner(desk, words),
            _header(desk, words),
            html.Main(
                [
                    html.Section(overview.layout(words), id="page-overview", className="page"),
                    html.Section(explore.layout(desk, words), id="page-explore", className="page"),
                ],
                id="main",
                tabIndex=-1,
            ),
            html.Div(id=Ids.SAY, role="status", className="heard", **{"aria-live": "polite"}),
        ],
        className="frame",
        lang=words.language,
        dir=words.direction,
    )


def _banner(desk: Desk, words: Words) -> Component | None:
    if not desk.case.is_example:
        return None
    return html.Div(words("app.training"), className="training", role="note")


def _header(desk: Desk, words: Words) -> Component:
    tabs = [("", "overview"), ("explore", "explore")]
    return html.Header(
        [
            html.Div(
                [
                    html.Span(words("app.name"), className="mark"),
                    html.Span(desk.case.title, className="case", dir="auto"),
                ],
                className="brand",
            ),
            html.Nav(
                [
                    dcc.Link(
                        words(f"app.{name}"),
                        href=f"/{words.language}/{path}",
                        className="tab",
                        id=f"tab-{name}",
                    )
                    for path, name in tabs
                ],
                **{"aria-label": words("app.pages")},
            ),
            _search(words),
            html.Button(
                [icon("refresh"), html.Span(words("app.new_material"))],
                id=Ids.NEW,
                hidden=True,
                className="badge",
                type="button",
            ),
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
            html.Div(id=Ids.FOUND, className="found", role="listbox", **{"aria-label": words("app.search")}),
        ],
        className="search combo",
        role="search",
    )
