"""Documents as text by page: PDF, DOCX, web pages, e-mail, plain text, message threads, pictures.

``sniff`` says what a file is, ``read_document`` reads it, ``read_attachment`` reads what came inside another one;
tables are ``ingest.readers.tables``. Parsing happens in a locked process (``ingest.sandbox``).
"""

from ingest.readers.document import Attachment, Page, ReadDocument, ReadLimits
from ingest.readers.reading import read_attachment, read_document
from ingest.readers.sniffing import sniff

__all__ = ["Attachment", "Page", "ReadDocument", "ReadLimits", "read_attachment", "read_document", "sniff"]
