"""A result in the form somebody asked for: on the terminal, or as a file."""

from typing import Any

from graph.errors import DossierError
from queries import explore, interchange, tables
from queries.citing import cited
from queries.saved_query import Result

FORMATS = ("table", "csv", "json", "xlsx", "graphml")


class BadFormat(DossierError):
    """A form in which a result cannot be had, or that needs a file."""


def rendered(result: Result, form: str, reader: Any) -> str | bytes:
    """A result as text (csv, json) or bytes (xlsx, graphml: the entities it names with the links among them).
    Records are named by document and place.

    Raises:
        BadFormat: another form.
    """
    match form:
        case "csv":
            return tables.to_csv(cited(result, reader))
        case "json":
            return tables.to_json(cited(result, reader))
        case "xlsx":
            return tables.to_xlsx(cited(result, reader))
        case "graphml":
            return interchange.to_graphml(explore.gather(reader, result.codes))
        case _:
            raise BadFormat(f"A result can be had as one of: {', '.join(FORMATS)}.")
