"""The file way of reviewing: the queue as a workbook that is filled offline, and its verdicts brought back."""

from ingest.queue_file.reading import Loaded, load_queue
from ingest.queue_file.writing import Written, write_queue

__all__ = ["Loaded", "Written", "load_queue", "write_queue"]
