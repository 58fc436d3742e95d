"""Ids of the page Enter."""

from __future__ import annotations

NAME = "enter"
PREFIX = "enter"


class Ids:
    """Ids of this page."""

    CONTENT = "enter-content"
    FORM = "enter-form"  # store: kind, key, id, version and window of the form that is shown
    KEPT = "enter-kept"  # store: what became of the last change
    SUBMIT = "enter-submit"
    FORK = "enter-fork"
    KNOWN = "enter-known"
