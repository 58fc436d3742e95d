"""What the first answers need, made while the browser opens: nobody waits for it on a page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.case import Case


def warm(case: Case) -> threading.Thread:
    """Start reading what is kept in memory once it has been asked for: the list of documents, names and their rarity.

    Returns:
        The thread that reads; join it before the case is closed.
    """

    def read() -> None:
        with case.reader() as reader:
            reader.documents()
            reader.search_names("محمد", limit=1)  # any name: the first search makes the index, reads the tables

    thread = threading.Thread(target=read, name="warming", daemon=True)
    thread.start()
    return thread
