"""The small case that every shipped query's own example asks about."""

from __future__ import annotations

from graph.stores.store import Store
from tests.queries.builders import CaseGraph, Viewer, exact, first_cited


def draw(graph: CaseGraph) -> dict[str, str]:
    """Draw the case; returns what each code stands for."""
    unit, brigade = graph.unit("Invented Battalion"), graph.unit("Invented Brigade")
    emir, judge = graph.person("Invented Emir"), graph.person("Invented Judge")
    town = graph.location("Invented Town")
    first = graph.incident("2015-03-10", methods=["stoning"])
    # Two pictures of one thing side by side, as a server holds them: no row may come twice.
    graph.seen_otherwise(unit, 1, n_records=2)
    graph.seen_otherwise(first, 2, n_records=2)
    graph.seen_otherwise(town, 1, n_records=2)
    graph.seen_otherwise(judge, 3, n_records=2)
    second = graph.incident("2015-03-01", "2015-03-31", methods=["stoning", "thrown_from_height"])
    vague = graph.incident("2015-01-01", "2015-12-31")
    victim, men = graph.person(), graph.group(8, 9)
    graph.under(unit, brigade, exact("2014-01-01", "2016-12-31"))
    graph.commanded(emir, unit, exact("2014-05-01", "2015-05-01"), n_independent=2)
    graph.commanded(judge, brigade, first_cited("2014-02-01", "2015-12-31"))
    graph.member(judge, unit, first_cited("2015-01-01", "2015-06-01"), role="judge")
    graph.victim(victim, first)
    graph.victim(men, first)
    graph.victim(victim, second)
    graph.perpetrator(unit, first)
    for incident in (first, second, vague):
        graph.at(incident, town)
    figure = graph.figure("killed", 8, -1, 9)
    graph.about(figure, first)
    graph.link("BASED_AT", unit, town, exact("2014-06-01", "2015-12-31"))
    order = graph.incident("2015-03-09", **{"class": "order_or_listing"})
    graph.link("ADDRESSED_TO", order, unit, speaks="for", speaks_to="knowledge")
    return {
        "unit": unit, "brigade": brigade, "emir": emir, "judge": judge, "town": town, "first": first,
        "second": second, "vague": vague, "victim": victim, "men": men, "figure": figure,
    }  # fmt: skip


def draw_sealed(graph: CaseGraph, code: dict[str, str]) -> None:
    """Add sealed neighbours everywhere: below full clearance nothing may change."""
    sealed = graph.person("Sealed", levels=(3, 3))
    hidden = graph.unit("Hidden", levels=(3, 3))
    graph.commanded(sealed, code["unit"], exact("2014-01-01", "2016-01-01"))
    graph.under(code["unit"], hidden, exact("2014-01-01", "2016-01-01"))
    graph.victim(sealed, code["first"])
    graph.victim(sealed, code["second"])
    graph.perpetrator(hidden, code["first"])
    graph.about(graph.figure("killed", 40, 40, 40, levels=(3, 3)), code["first"])
    graph.at(graph.incident("2015-03-11", methods=["stoning"], levels=(3, 3)), code["town"])
    graph.link("BASED_AT", hidden, code["town"], exact("2014-01-01", "2016-01-01"))
    graph.perpetrator(code["unit"], graph.incident("2015-03-12", levels=(3, 3)))
    graph.under(code["unit"], code["brigade"], exact("2015-01-01", "2015-06-30"), levels=(3, 3))
    notice = graph.incident("2015-03-12", levels=(3, 3), **{"class": "notice"})
    graph.link("ADDRESSED_TO", notice, code["unit"], speaks="for", speaks_to="knowledge")
    measure = graph.incident("2015-03-20", levels=(3, 3), **{"class": "measure"})
    graph.link("CONCERNS", measure, code["first"], speaks="for", speaks_to="measures")


def example_case(store: Store, *, sealed: bool = False) -> tuple[Viewer, dict[str, str]]:
    """The case in a store, and what each code stands for."""
    graph = CaseGraph()
    code = draw(graph)
    if sealed:
        draw_sealed(graph, code)
    return graph.write(store), code
