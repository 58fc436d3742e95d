"""What a reader sees as py2neo objects, for those who still work in py2neo (``pip install dossier[py2neo]``).

py2neo 2021.2.4 is the last there will be. Nothing else depends on it: this module makes plain ``Node`` and
``Relationship`` objects out of rows, bound to no server until their user merges them into one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from py2neo import Node, Relationship, Subgraph

from graph.reader import Reader
from graph.stores.store import Rows

KEY = "code"
"""The property by which py2neo merges an entity: unique within what one reader sees."""


def selection(reader: Reader, codes: Sequence[str]) -> Subgraph:
    """The entities with these codes, such as a query's ``result.codes``, and every link among them, as far as the
    reader sees them."""
    return to_subgraph(reader.nodes(codes), reader.links_among(codes))


def to_subgraph(nodes: Rows, links: Rows) -> Subgraph:
    """Rows of a reader as one subgraph.

    Args:
        nodes: rows of ``label`` and ``properties``, as :meth:`graph.reader.Reader.nodes` gives them.
        links: rows of ``type``, ``start``, ``end``, ``properties``, as ``links_among`` gives them; a link one end of
            which is not among the nodes is left out.

    Returns:
        A ``py2neo.Subgraph``. ``Graph.merge(subgraph)`` works as it is, for every node knows its label and key.
    """
    made = {row["properties"][KEY]: _node(row) for row in nodes}
    lines = [
        Relationship(made[link["start"]], link["type"], made[link["end"]], **_kept(link["properties"]))
        for link in links
        if link["start"] in made and link["end"] in made
    ]
    return Subgraph(list(made.values()), lines)


def _node(row: dict[str, Any]) -> Node:
    node = Node(row["label"], **_kept(row["properties"]))
    node.__primarylabel__, node.__primarykey__ = row["label"], KEY
    return node


def _kept(properties: dict[str, Any]) -> dict[str, Any]:
    """Without what is not there: to py2neo a property that is None is one to be removed."""
    return {name: value for name, value in properties.items() if value is not None}
