"""Ids of the page Add."""


class Ids:
    """Stores carry ids and what was asked, never records."""

    ASK = "add-ask"
    ANSWERED = "add-answered"
    REDRAW = "add-redraw"
    POLL = "add-poll"
    DOWNLOAD = "add-download"
    BROUGHT = "add-brought"
    LOADS = "add-loads"
    WHAT = "add-what"
    TABLE = "add-table"
    SHOWN = "add-shown"
    CHECKS = "add-checks"
    RUN = "add-run"
    PROGRESS = "add-progress"
    DONE = "add-done"
