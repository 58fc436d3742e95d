"""What the first answers need, made while the browser opens: nobody waits for it on a page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.case import Case


def warm(case: Case) -> threading.Thread:
    """Start reading what is kept in memory once it has been asked for: the list of documents.

    Returns:
        The thread that reads; join it before the case is closed.
    """

    def read() -> None:
        with case.reader() as reader:
            reader.documents()

    thread = threading.Thread(target=read, name="warming", daemon=True)
    thread.start()
    return thread
