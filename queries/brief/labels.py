"""Words that stand in the files of every brief: labels of the model, and what the file formats bring along.

A protected person may bear one of them as a name (Amir is also "emir", Amiri a font): standing there it names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from graph.model.kinds import KINDS
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import LANGUAGES, code_label, field_label
from queries.brief.blank import blank_docx
from queries.brief.checking import views_of
from queries.brief.data import to_xlsx
from queries.brief.figure import FONTS
from queries.brief.released import Brief, Figure

_PICTURE = "Picture Graphic Image"
"""How Word and Typst call what they hold."""


@cache
def labels() -> tuple[str, ...]:
    """Every label of a code or a field in each language, and the words of empty files."""
    return tuple(dict.fromkeys((*_of_the_model(), *_of_the_files())))


def _of_the_model() -> Iterator[str]:
    for language in LANGUAGES:
        for vocabulary, codes in VOCABULARIES.items():
            yield from (code_label(vocabulary, code, language) for code in codes)
        for kind in KINDS.values():
            yield from (field_label(field.name, language, kind=kind.name) for field in kind.all_fields)


def _of_the_files() -> Iterator[str]:
    yield from (FONTS, _PICTURE)
    yield from views_of("blank.docx", blank_docx())
    yield from views_of("blank.xlsx", to_xlsx(_nothing()))


def _nothing() -> Brief:
    figure = Figure(title="", as_of="", boxes=(), lines=(), note="", alt="")
    return Brief(
        language="en", title="", audience="", purpose="", as_of="2000-01-01", revision=0, training="", sections=(),
        figure=figure, exhibits=(), parties=(), left_out=(),
    )  # fmt: skip
