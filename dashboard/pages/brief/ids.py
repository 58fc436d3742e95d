"""Ids of the Brief page."""

from __future__ import annotations


class Ids:
    """Ids of this page."""

    BODY, PROBLEM = "brief-body", "brief-problem"
    OWN, CHOSEN = "brief-own", "brief-chosen"
    LIST, ADD, CANVAS, CLEAR = "brief-list", "brief-add", "brief-canvas", "brief-clear"
    ADDED = "brief-added"
    AUDIENCE, LANGUAGE = "brief-audience", "brief-language"
    PURPOSE, TITLE = "brief-purpose", "brief-title"
    PREVIEW, MAKE, STOP = "brief-preview", "brief-make", "brief-stop"
    JOB, POLL, RESULT, DOWNLOAD = "brief-job", "brief-poll", "brief-result", "brief-download"
