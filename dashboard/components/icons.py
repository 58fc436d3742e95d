"""Small drawings: one a kind of entity (never colour alone), and those of the tools."""

from __future__ import annotations

from urllib.parse import quote

from dashboard.components.markup import Component, html

# Contrast of each on white is at least 4.5 : 1.
COLOURS: dict[str, str] = {
    "person": "#1b6ca8",
    "group": "#0d6e78",
    "unit": "#3b6e22",
    "location": "#7a4fa3",
    "incident": "#b3261e",
    "figure": "#4f5b67",
    "document": "#6b5b2a",
    "page": "#6b5b2a",
}

# On a field of 24 by 24; drawn as lines of width 2 with round ends.
PATHS: dict[str, str] = {
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20c.8-4.2 3.7-6 7.5-6s6.7 1.8 7.5 6"/>',
    "group": '<circle cx="8.5" cy="9" r="3.2"/><circle cx="16.5" cy="9.5" r="2.6"/>'
    '<path d="M2.5 19c.6-3.4 2.9-5 6-5s5.4 1.6 6 5M16 14.2c2.9 0 4.9 1.3 5.5 4.3"/>',
    "unit": '<path d="M12 3l7.5 2.8v5.7c0 4.6-3 7.9-7.5 9.5-4.5-1.6-7.5-4.9-7.5-9.5V5.8z"/>',
    "location": '<path d="M12 21s6.5-6 6.5-11a6.5 6.5 0 0 0-13 0c0 5 6.5 11 6.5 11z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "incident": '<path d="M12 3.5 21.5 20H2.5z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "figure": '<path d="M9.5 4 7.5 20M16.5 4l-2 16M4.5 9h16M3.5 15h16"/>',
    "document": '<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M14 3v5h5M9 13h7M9 17h7"/>',
    "page": '<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M9 11h7M9 14.5h7M9 18h4"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "refresh": '<path d="M20 12a8 8 0 1 1-2.6-5.9"/><path d="M20.5 3v5h-5"/>',
    "undo": '<path d="M8 5 4 9l4 4"/><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-3"/>',
    "redo": '<path d="m16 5 4 4-4 4"/><path d="M20 9H10a5.5 5.5 0 0 0 0 11h3"/>',
    "expand": '<circle cx="12" cy="12" r="3"/><path d="M12 3v4M12 17v4M3 12h4M17 12h4"/>',
    "hide": '<path d="M3 3l18 18M10.5 6.2A9.9 9.9 0 0 1 21.5 12a11 11 0 0 1-3 3.8M6.5 7.5A11.5 11.5 0 0 0 2.5 12'
    'a10 10 0 0 0 12.5 5.3"/>',
    "only": '<path d="M2.5 12a10.5 10.5 0 0 1 19 0 10.5 10.5 0 0 1-19 0z"/><circle cx="12" cy="12" r="3"/>',
    "pin": '<path d="M9 3h6l-1 6 3.5 3.5h-11L10 9zM12 12.5V21"/>',
    "fit": '<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>',
    "arrange": '<circle cx="12" cy="5" r="2"/><circle cx="5" cy="18" r="2"/><circle cx="19" cy="18" r="2"/>'
    '<path d="M11 6.8 6 16.2M13 6.8l5 9.4"/>',
    "table": '<path d="M3.5 5h17v14h-17zM3.5 10h17M9.5 10v9"/>',
    "save": '<path d="M12 3.5v11M7.5 10.5l4.5 4.5 4.5-4.5M4 20h16"/>',
    "clear": '<path d="M5 6.5h14M9.5 6V4h5v2M7 6.5 8 20h8l1-13.5"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.6 2.6 0 1 1 3.8 2.3c-.9.5-1.3 1-1.3 2M12 17v.1"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "path": '<circle cx="5" cy="18" r="2.3"/><circle cx="19" cy="6" r="2.3"/><path d="M7.3 17.5c6-1 3.4-9.7 9.4-11"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "ask": '<path d="M4 5h16v11H10l-4.5 4v-4H4z"/><path d="M8 9h8M8 12.2h5"/>',
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "warning": '<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.3v.1"/>',
    "note": '<path d="M4.5 4.5h15v10.5l-4.5 4.5H4.5z"/><path d="M19.5 15H15v4.5M8 9h8M8 12.2h5"/>',
    "view": '<path d="M6 3.5h12V21l-6-4-6 4z"/>',
    "present": '<path d="M3.5 4.5h17v11h-17zM12 15.5v3M8 21l4-2.5 4 2.5"/>',
    "page-overview": '<path d="M4 11.5 12 4l8 7.5M6.5 10v10h11V10M10 20v-5.5h4V20"/>',
    "page-add": '<path d="M12 4v11M7.5 8.5 12 4l4.5 4.5M4 14v6h16v-6"/>',
    "page-sources": '<path d="M5 4h10l4 4v12H5zM14.5 4v4.5H19M8.5 12.5h7M8.5 16h7"/>',
    "page-vetting": '<path d="M4 6.5l1.8 1.8L9 5M4 16.5l1.8 1.8L9 15M12.5 7H20M12.5 17H20"/>',
    "page-review": '<path d="M4 4.5h6.5v15H4zM13.5 4.5H20v15h-6.5zM6 8.5h2.5M15.5 8.5H18M6 12h2.5M15.5 12H18"/>',
    "page-explore": '<circle cx="6" cy="17" r="2.6"/><circle cx="18" cy="17.5" r="2.6"/>'
    '<circle cx="12" cy="6" r="2.6"/><path d="m10.8 8.4-3.6 6.2M13.2 8.4l3.6 6.7M8.6 17.1h6.8"/>',
    "page-queries": '<path d="M4 5h16v11H10l-4.5 4v-4H4z"/><path d="M8 9h8M8 12.2h5"/>',
    "page-brief": '<path d="M7 3h10v18l-5-3.5L7 21z"/><path d="M10 8h4M10 11.5h4"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
}


def drawing(name: str, colour: str, *, width: float = 2) -> str:
    """A drawing as the address of an image, which holds all of it."""
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
        f'stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round">{PATHS[name]}</svg>'
    )
    return "data:image/svg+xml;utf8," + quote(image)


def icon(name: str, colour: str = "#4a5663") -> Component:
    """A drawing beside words that say the same."""
    return html.Img(src=drawing(name, colour), alt="", className="icon", width=18, height=18)


def kind_mark(kind: str) -> Component:
    """The mark of a kind as the canvas draws it: its shape, colour and drawing."""
    return html.Span(
        html.Img(src=drawing(kind, "#ffffff"), alt="", width=14, height=14),
        className=f"kind-mark {kind}",
        style={"backgroundColor": COLOURS.get(kind, "#4f5b67")},
    )
