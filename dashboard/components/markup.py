"""Dash's components as the pages use them.

Their generated types know no ``data-`` and ``aria-`` attributes beside the typed ones, so they are ``Any`` here,
and so is a ``Component`` made of them.
"""

from __future__ import annotations

from typing import Any

import dash
import dash_ag_grid
import dash_cytoscape

__all__ = ["Component", "cyto", "dcc", "grid", "html", "in_browser"]

Component = Any
html: Any = dash.html
dcc: Any = dash.dcc
cyto: Any = dash_cytoscape  # its extra layouts are never loaded: one of them is GPL
grid: Any = dash_ag_grid


def in_browser(app: dash.Dash) -> Any:
    """How a callback is registered that runs in the browser, from ``assets/``."""
    return app.clientside_callback
