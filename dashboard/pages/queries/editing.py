"""A query of the case's own: checked as one types, kept, removed."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard.components.own_form import check_lines, draft_from, parameter_lines, with_parameters
from dashboard.desk import Desk
from dashboard.pages.queries.ids import Ids
from dashboard.wording import Words, words_of
from graph.errors import DossierError
from queries import own
from queries.own import Draft


def register(app: Dash, desk: Desk) -> None:
    """What is typed comes from the page's script, four tenths of a second after the last key."""
    told = State("words", "data")

    @app.callback(
        Output(Ids.CHECKS, "children"),
        Output(Ids.PARAMETERS, "children"),
        Input(Ids.TYPED, "data"),
        told,
        prevent_initial_call=True,
    )
    def typed(data: Any, told: Any) -> tuple[Any, Any]:
        if not isinstance(data, dict):
            return no_update, no_update
        words, draft = words_of(told), draft_from(data)
        full = with_parameters(draft)
        checks = own.check(_named(full, desk), desk.reader(), desk.folder, replaces=_replaces(data))
        same = [each.name for each in full.parameters] == [each.name for each in draft.parameters]
        lines = no_update if same else parameter_lines(full.parameters, words)
        return check_lines(checks, words), lines

    @app.callback(
        Output("goto", "data", allow_duplicate=True),
        Output("notice", "data", allow_duplicate=True),
        Output(Ids.DONE, "data", allow_duplicate=True),
        Input(Ids.KEEP, "data"),
        told,
        prevent_initial_call=True,
    )
    def keep(data: Any, told: Any) -> tuple[Any, Any, Any]:
        if not isinstance(data, dict):
            return no_update, no_update, no_update
        words = words_of(told)
        try:
            path, text = _remove(desk, data, words) if data.get("act") == "remove" else _save(desk, data, words)
        except DossierError as error:
            return no_update, {"text": words.said(error), "kind": "problem"}, no_update
        return path, {"text": text, "kind": "done"}, {"at": str(data.get("t"))}


def _replaces(data: dict[str, Any]) -> str:
    return str(data.get("replaces") or "")[:100]


def _named(draft: Draft, desk: Desk) -> Draft:
    """Without a name of its own a query takes one from its title."""
    if draft.name or not draft.title.strip():
        return draft
    name = own.name_for(draft.title, desk.folder)
    return Draft(name=name, title=draft.title, help=draft.help, parameters=draft.parameters, cypher=draft.cypher)


def _save(desk: Desk, data: dict[str, Any], words: Words) -> tuple[str, str]:
    draft = _named(with_parameters(draft_from(data)), desk)
    query = own.save(draft, desk.folder, replaces=_replaces(data))
    return f"/{words.language}/queries/{query.name}", words("queries.saved")


def _remove(desk: Desk, data: dict[str, Any], words: Words) -> tuple[str, str]:
    own.remove(_replaces(data), desk.folder)
    return f"/{words.language}/queries", words("queries.removed")
