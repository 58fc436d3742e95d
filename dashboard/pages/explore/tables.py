"""What is on the canvas as tables, in step with it: the accessible view."""

from __future__ import annotations

from typing import Any

from dashboard.components.markup import Component, grid, html
from dashboard.pages.explore.ids import Ids
from dashboard.wording import Words


def tables(words: Words) -> Component:
    names = (("nodes", Ids.TABLE_NODES), ("links", Ids.TABLE_LINKS), ("answer", Ids.TABLE_ANSWER))
    columns = {
        "nodes": ("kind", "label", "code", "links"),
        "links": ("start", "what", "end", "dates", "independent", "vetting"),
        "answer": (),
    }
    tabs = [
        html.Button(
            words(f"table.{name}"),
            type="button",
            className="table-tab",
            role="tab",
            **{"data-table": name, "aria-selected": str(name == "nodes").lower()},
        )
        for name, _ in names
    ]
    views = [
        html.Div(
            [
                *([html.Div(id="answer-head", className="answer-head")] if name == "answer" else []),
                grid.AgGrid(
                    id=table,
                    columnDefs=[_column(each, words) for each in columns[name]],
                    rowData=[],
                    defaultColDef={"sortable": True, "filter": True, "resizable": True, "minWidth": 110, "flex": 1},
                    dashGridOptions={
                        "enableRtl": words.direction == "rtl",
                        "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
                        "animateRows": False,
                        "headerHeight": 34,
                        "rowHeight": 32,
                        "localeText": {"noRowsToShow": words("table.empty")},
                        "suppressCellFocus": False,
                    },
                    getRowId="params.data.id" if name != "answer" else None,
                    className="ag-theme-quartz grid",
                    style={"height": "100%", "width": "100%"},
                ),
            ],
            className="table-view",
            hidden=name != "nodes",
            role="tabpanel",
            **{"data-table": name},
        )
        for name, table in names
    ]
    return html.Div(
        [html.Div(tabs, className="table-tabs", role="tablist"), html.Div(views, className="table-views")],
        className="tables",
        id="tables",
        role="region",
        **{"aria-label": words("act.table")},
    )


def _column(name: str, words: Words) -> dict[str, Any]:
    return {"field": name, "headerName": words(f"column.{name}"), "tooltipField": name}
