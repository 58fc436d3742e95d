"""Names of the page's parts."""

from __future__ import annotations


class Ids:
    """Ids of Sources. Stores hold codes, numbers and marks, never words of a source."""

    LIST, VIEW = "sources-list", "sources-view"
    SEARCH = "sources-search"
    ROWS, COUNT, PAGER = "sources-rows", "sources-count", "sources-pager"
    SORT = "sources-sort"
    TYPED, SINCE, UNTIL = "sources-typed", "sources-since", "sources-until"
    KINDS, SOURCES, LANGUAGES = "sources-kinds", "sources-sources", "sources-languages"
    LEVELS, LOADS = "sources-levels", "sources-loads"
    TEXT, PICTURE, ORIGIN = "sources-has-text", "sources-has-picture", "sources-one-origin"
    DATES_SAY = "sources-dates-say"
    # Stores
    NUMBER = "sources-number"  # of the page of the list
    CHOSEN = "sources-chosen"  # codes of documents
    BESIDE = "sources-beside"  # what stands beside the text: "picture" or a document's code
    SHOWN = "sources-shown"  # a mark of what is drawn
    QUOTE = "sources-quote"  # place of selected words, and the kind of record they are for
    CHECK = "sources-check"  # code of a translation that was checked
    # One origin
    TRAY, TRAY_LIST, TRAY_WHY, TRAY_DO = (
        "sources-tray",
        "sources-tray-list",
        "sources-tray-why",
        "sources-tray-do",
    )
    # A document
    TEXT_BOX, JUMP = "sources-text", "sources-jump"
