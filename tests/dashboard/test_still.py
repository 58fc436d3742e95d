"""What callbacks draw is folded: plain lists where nothing can change, components wherever a callback may look."""

from __future__ import annotations

from typing import Any

from dash import dcc, html, no_update
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.still import Still, folded

TEXTS = st.text(max_size=8)
ELEMENTS = st.recursive(
    TEXTS,
    lambda inside: st.builds(
        lambda children, own, made: made(children, **({"id": own} if own else {})),
        st.lists(inside, max_size=4),
        st.sampled_from(["", "", "", "heard", "told"]),
        st.sampled_from([html.Div, html.Span, html.Button, html.Bdi]),
    ),
    max_leaves=20,
)


def said(drawn: Any) -> list[str]:
    """The texts that a reader meets, in their order, whatever form they have."""
    if isinstance(drawn, Still):
        return [text for node in drawn.nodes for text in said_by(node)]
    if isinstance(drawn, list | tuple):
        return [text for each in drawn for text in said(each)]
    if hasattr(drawn, "children"):
        return said(drawn.children)
    return [drawn] if isinstance(drawn, str) and drawn else []


def said_by(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for each in node[2:] for text in said_by(each)]
    return [node] if node else []


def ids(drawn: Any) -> list[str]:
    if isinstance(drawn, list | tuple):
        return [own for each in drawn for own in ids(each)]
    own = [drawn.id] if getattr(drawn, "id", None) else []
    return own + (ids(drawn.children) if hasattr(drawn, "children") else [])


def components(drawn: Any) -> int:
    if isinstance(drawn, list | tuple):
        return sum(map(components, drawn))
    inside = components(drawn.children) if hasattr(drawn, "children") else 0
    return inside + (1 if hasattr(drawn, "to_plotly_json") else 0)


@given(st.lists(ELEMENTS, max_size=5))
def test_the_same_words_stand_there_in_the_same_order_and_every_id_is_a_component_still(drawn: list[Any]) -> None:
    before, named = said(drawn), ids(drawn)
    after = folded(drawn)
    assert said(after) == before
    assert ids(after) == named


def test_a_list_of_rows_becomes_one_component() -> None:
    rows = [html.Div([html.Bdi(str(n)), html.Span(["a", html.B("b")])], className="row") for n in range(50)]
    (one,) = folded(rows)
    assert isinstance(one, Still)
    assert len(one.nodes) == 50
    assert one.nodes[7] == ["div", {"className": "row"}, ["bdi", {}, "7"], ["span", {}, "a", ["b", {}, "b"]]]


def test_a_field_among_rows_stays_a_field_and_its_neighbours_fold_around_it() -> None:
    drawn = folded(html.Div([html.P("one"), html.P("two"), html.Label(["why", dcc.Input(id="why")]), html.P("three")]))
    before, label, after = drawn.children
    assert isinstance(before, Still) and isinstance(after, Still)
    assert len(before.nodes) == 2
    assert label.children[1].id == "why"
    assert components(drawn) == 6


def test_what_is_kept_in_patterns_is_never_folded() -> None:
    button = html.Button("x", id={"brief": "drop", "code": "P-1"})
    drawn = folded([html.Ul([html.Li(button)])])
    assert drawn[0].children[0].children is button or drawn[0].children.children is button


def test_a_link_is_followed_by_the_shell() -> None:
    (one,) = folded([dcc.Link("Add", href="/en/add", className="go")])
    assert one.nodes == [["a", {"href": "/en/add", "className": "go", "data-href": "/en/add"}, "Add"]]


def test_a_link_to_elsewhere_stays_the_frameworks() -> None:
    link = dcc.Link("x", href="https://example.org/")
    assert folded([link]) == [link]


def test_data_options_and_no_answer_pass_as_they_are() -> None:
    for value in ({"page": "add"}, ["a", "b"], [{"label": html.Span("x"), "value": 1}], None, 3, "text", no_update):
        assert folded(value) is value
    assert folded(([], no_update, True)) == ([], no_update, True)
