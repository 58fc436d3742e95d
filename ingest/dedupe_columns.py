"""Which columns of a table say who a row is about: found by their headings, or given."""

from collections.abc import Mapping, Sequence

from graph.errors import LoadError
from graph.folding import fold

FIELDS = ("record_id", "name", "alias", "birth_year", "birth_approx", "place", "unit", "source", "sex")
"""What a column can be; only ``name`` must be there."""

_HEADINGS = {
    "record_id": "record id;id;record;key;code;no;nr;number;#;ref;reference;case no;الرقم;رقم;الرمز;رمز;ت;م;رقم السجل",
    "name": "name;names;full name;person;person name;victim;victim name;member;nom;nom complet;nombre;الاسم;"
    "الاسم الكامل;الاسم الثلاثي;اسم الضحية;الضحية;ناو",
    "alias": "alias;aliases;aka;also known as;kunya;nickname;nom de guerre;other names;"
    "الكنية;اللقب;الاسم الحركي;الشهرة",
    "birth_year": "birth year;year of birth;born;yob;birth date;date of birth;dob;سنة الميلاد;تاريخ الميلاد;المواليد;"
    "سنة الولادة;annee de naissance;date de naissance",
    "birth_approx": "birth approx;birth year approx;approx;approximate;year approximate;تقريبي;السنة تقريبية",
    "place": "place;town;city;village;location;home town;residence;place of origin;lieu;ville;lugar;المكان;البلدة;"
    "المدينة;القرية;مكان السكن;مكان الإقامة",
    "unit": "unit;group;armed group;battalion;brigade;formation;unite;unidad;الوحدة;الكتيبة;"
    "الفصيل;الجماعة;اللواء;السرية",
    "source": "source;sources;origin;list;dataset;document;fuente;المصدر;الجهة;القائمة",
    "sex": "sex;gender;sexe;sexo;الجنس",
}
_KNOWN = {fold(word): field for field, words in _HEADINGS.items() for word in words.split(";")}
SEARCHED = 20
"""Rows in which headings are looked for."""


def field_of(heading: object) -> str:
    """What a column with this heading is taken for, "" if nothing."""
    if not isinstance(heading, str):
        return ""
    return _KNOWN.get(" ".join(fold(heading).replace("_", " ").replace("-", " ").strip(" :.").split()), "")


def read_given(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """``["name=First+Last,birth_year=Born"]`` as ``{"name": ("First", "Last"), ...}``.

    Raises:
        LoadError: an entry is no ``field=heading``, or its field is unknown.
    """
    given: dict[str, tuple[str, ...]] = {}
    for entry in (part for text in texts for part in text.split(",")):
        field, equals, headings = entry.partition("=")
        field = field.strip()
        columns = tuple(heading.strip() for heading in headings.split("+") if heading.strip())
        if not equals or field not in FIELDS or not columns:
            raise LoadError(
                f"--columns: write field=heading with commas between, and + between headings that together make one; "
                f"the fields are {', '.join(FIELDS)}."
            )
        given[field] = columns
    return given


def place_columns(
    rows: Sequence[Sequence[object]], given: Mapping[str, tuple[str, ...]], table: str
) -> tuple[int, dict[str, tuple[int, ...]]]:
    """The row of headings (0-based), and where each field's columns stand.

    Args:
        rows: the first rows of the table.
        given: what the user said; it replaces what headings say.
        table: how messages speak of the table.

    Raises:
        LoadError: a heading that was given is not there, or nothing says which column holds names.
    """
    wanted = {_plain(heading) for headings in given.values() for heading in headings}
    best: tuple[int, int] = (0, -1)
    for number, row in enumerate(rows[:SEARCHED]):
        cells = [_plain(cell) for cell in row]
        known = len({field_of(cell) for cell in row} - {""}) + 2 * len(wanted & set(cells))
        if known > best[0]:
            best = (known, number)
    header = best[1]
    if header < 0:
        raise LoadError(f"{table}: no row near the top holds a heading that is known; say --columns name=HEADING.")
    headings = [_plain(cell) for cell in rows[header]]
    placed: dict[str, tuple[int, ...]] = {}
    for at, cell in enumerate(rows[header]):
        field = field_of(cell)
        if field and field not in placed:
            placed[field] = (at,)
    for field, columns in given.items():
        for column in columns:
            if _plain(column) not in headings:
                raise LoadError(f"{table}: no column is headed '{column}' in row {header + 1} (wanted for {field}).")
        placed[field] = tuple(headings.index(_plain(column)) for column in columns)
    if "name" not in placed:
        raise LoadError(f"{table}: row {header + 1} has no heading known for names; say --columns name=HEADING.")
    return header, placed


def _plain(cell: object) -> str:
    return " ".join(fold(cell).split()) if isinstance(cell, str) else ""
