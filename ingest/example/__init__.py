"""The example case: published facts in our own words, and one openly invented province.

``write_example`` writes its source files; ``demo_case`` makes the case from them through the same functions that
users have. Everything in it is training material and says so.
"""

from ingest.example.case import demo_case
from ingest.example.files import write_example

__all__ = ["demo_case", "write_example"]
