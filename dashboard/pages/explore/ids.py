"""Ids of the Explore page."""

from __future__ import annotations


class Ids:
    """Ids of this page."""

    CANVAS = "canvas"
    ASK, CHANGE = "ask", "change"
    PICKER = "picker"
    KEEP, KEPT = "keep", "kept"
    QUESTION, FORM, ANSWERED = "question", "form", "answered"
    TABLE_NODES, TABLE_LINKS, TABLE_ANSWER = "table-nodes", "table-links", "table-answer"
    SAVE, DOWNLOAD = "save", "download"
    RUN = "run-question"
    VIEW, VIEWS = "view-save", "views"
