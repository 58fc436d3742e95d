"""Sources: the documents of a case as a list, one document, one page with what rests on it, words in context."""

from queries.sources.document import Document, Partner, Related, document, find_row
from queries.sources.finding import Context, contexts
from queries.sources.listing import PAGE, SORTS, Choices, Filters, Listed, choices, list_documents
from queries.sources.locators import pages_named
from queries.sources.marks import Segment, segments
from queries.sources.page import Page, language_of_words, page, words_at
from queries.sources.records import Record, records_of

__all__ = [
    "PAGE",
    "SORTS",
    "Choices",
    "Context",
    "Document",
    "Filters",
    "Listed",
    "Page",
    "Partner",
    "Record",
    "Related",
    "Segment",
    "choices",
    "contexts",
    "document",
    "find_row",
    "language_of_words",
    "list_documents",
    "page",
    "pages_named",
    "records_of",
    "segments",
    "words_at",
]
