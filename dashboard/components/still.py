"""What a callback draws, with everything in it that no callback can change folded into a few components.

Dash's renderer asks every component that stands on any page whether it has changed, many times a callback, and once
for every component that is drawn anew: a list of fifty rows took it seconds. What has no id takes no part in
callbacks, so it is sent as plain nested lists and drawn by one component (``assets/05-still.js``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from dash.dcc import Link
from dash.development.base_component import Component

Node: TypeAlias = "str | list[Any]"
"""A text, or ``[tag, attributes, *nodes]``."""

_HTML = "dash_html_components"
_TYPED = frozenset(("Textarea", "Iframe", "Script", "ObjectEl", "MapEl"))
"""Elements that hold a state of their own, or whose tag is not their name."""


class Still(Component):
    """Elements that never change after they were drawn, until what holds them is drawn anew.

    Args:
        nodes: what is drawn.
    """

    nodes: list[Node]

    _namespace = "dossier"
    _type = "Still"
    _children_props, _base_nodes, _valid_wildcard_attributes, available_wildcard_properties = [], [], [], []
    _prop_names = available_properties = ["nodes"]  # noqa: RUF012 - the framework asks for lists

    def __init__(self, nodes: Sequence[Node]) -> None:
        begin: Any = super().__init__
        begin(nodes=list(nodes))


def folded(value: Any) -> Any:
    """What a callback returns, the components in it folded; every other value as it is."""
    if isinstance(value, Component):
        return _one(value)
    if isinstance(value, tuple):
        return tuple(folded(each) for each in value)
    if isinstance(value, list) and any(isinstance(each, Component) for each in value):
        return _row(value)
    return value


def _one(component: Component) -> Component:
    node = _node(component)
    if node is not None:
        return Still([node])
    children = getattr(component, "children", None)
    if isinstance(children, list | tuple):
        component.children = _row(children)
    elif isinstance(children, Component):
        component.children = _one(children)
    return component


def _row(children: Iterable[Any]) -> list[Any]:
    """Neighbours that can be folded become one component."""
    drawn: list[Any] = []
    run: list[Node] = []
    for child in children:
        node = _node(child)
        if node is not None:
            run.append(node)
            continue
        drawn += [Still(run)] if run else []
        run = []
        drawn.append(_one(child) if isinstance(child, Component) else child)
    return [*drawn, Still(run)] if run else drawn


def _node(child: Any) -> Node | None:
    """The plain form of a child, None where it takes part in callbacks or is more than an element."""
    if child is None or isinstance(child, bool):
        return ""
    if isinstance(child, str | int | float):
        return str(child)
    if not isinstance(child, Component) or getattr(child, "id", None) is not None:
        return None
    if isinstance(child, Link):
        return _link(child)
    if child._namespace != _HTML or child._type in _TYPED:
        return None
    return _element(child._type.lower(), child, {})


def _link(link: Link) -> Node | None:
    """A link within the workspace: the shell's script follows it as the framework's own would."""
    href = getattr(link, "href", None)
    if (
        not isinstance(href, str)
        or not href.startswith("/")
        or getattr(link, "target", None)
        or getattr(link, "refresh", False)
    ):
        return None
    return _element("a", link, {"data-href": href})


def _element(tag: str, component: Component, more: dict[str, str]) -> Node | None:
    children = getattr(component, "children", None)
    nodes = [_node(each) for each in (children if isinstance(children, list | tuple) else [children])]
    if any(node is None for node in nodes):
        return None
    told: Any = component.to_plotly_json
    attributes = {name: value for name, value in told()["props"].items() if name not in ("children", "key")}
    return [tag, {**attributes, **more}, *(node for node in nodes if node != "")]
