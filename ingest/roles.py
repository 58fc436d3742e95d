"""What a column of somebody's own table can be taken for, and the headings by which it is guessed.

A *role* is what a column says of a row: when, where, who. Which records a row gives follows from the roles and from
what the rows of the table are: events, people, or posts that people held (see :mod:`ingest.composing`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from graph.folding import fold
from graph.model.words import LANGUAGES, code_lookup, field_label, kind_label
from ingest.mapping.cells import text

EVENTS, PEOPLE, POSTS = "events", "people", "posts"
ROWS = (EVENTS, PEOPLE, POSTS)
"""What the rows of a table can be."""

_OF_PERSONS = ("names", "alias", "father", "sex", "age", "born", "occupation", "town")
_ANYWHERE = ("key", "source", "document", "remarks")
ROLES: dict[str, tuple[str, ...]] = {
    EVENTS: (
        "key", "date", "until", "place", "province", "description", "method", *_OF_PERSONS, "group", "act", "outcome",
        "charge", "unit", "perpetrator", "killed", "injured", "missing", "held", "source", "document", "remarks",
    ),
    PEOPLE: ("key", *_OF_PERSONS, "source", "document", "remarks"),
    POSTS: ("key", *_OF_PERSONS, "unit", "post", "rank", "since", "until", "source", "document", "remarks"),
}  # fmt: skip
"""What a column may be, by what the rows are, in the order in which a page offers it."""
DATED = ("date", "until", "born", "since")
"""Roles of columns that hold dates."""
MANY = ("remarks",)
"""Roles that several columns may have."""
COUNTED = ("killed", "injured", "missing", "held")
"""Roles of columns that hold a number of people."""
CODED = {"sex": "sex", "method": "method", "act": "act", "outcome": "outcome"}
"""Roles whose cells must be words of a closed list, by that list."""

# Words that people head their columns with, beside the labels of the model. Folded when compared.
_KNOWN: dict[str, tuple[str, ...]] = {
    "key": ("id", "no", "no.", "nr", "number", "#", "case no", "ref", "الرقم", "رقم", "ت", "م", "التسلسل", "رمز",
            "رقم الحالة", "رقم الملف"),
    "date": ("day", "when", "date of incident", "incident date", "event date", "تاريخ", "تاريخ الحادث", "تاريخ الحادثة",
             "اليوم", "تاريخ الواقعة", "fecha", "date de l'incident", "date of death", "تاريخ الوفاة", "بەروار"),
    "until": ("end date", "date to", "until", "تاريخ الانتهاء", "تاريخ النهاية", "حتى", "إلى"),
    "place": ("where", "location", "town", "city", "village", "site", "المكان", "الموقع", "البلدة", "المدينة", "القرية",
              "المنطقة", "مكان الحادث", "مكان الواقعة", "lieu", "lugar", "شوێن"),
    "province": ("governorate", "province", "district", "region", "المحافظة", "الولاية", "القضاء", "پارێزگا"),
    "description": ("what happened", "summary", "details", "notes", "event", "incident", "الوصف", "ما حدث", "التفاصيل",
                    "الحادثة", "الحادث", "ملخص", "الوقائع", "descripcion"),
    "method": ("method", "how", "means", "الطريقة", "الوسيلة", "طريقة القتل", "weapon", "السلاح"),
    "names": ("name", "full name", "victim", "victim name", "name of victim", "person", "الاسم", "الاسم الكامل",
              "اسم الضحية", "الضحية", "الاسم الثلاثي", "nom", "nombre", "ناو"),
    "alias": ("alias", "aliases", "also known as", "aka", "nickname", "kunya", "nom de guerre", "اللقب", "الكنية",
              "الاسم الحركي", "الشهرة"),
    "father": ("father", "father's name", "name of father", "اسم الأب", "الأب", "اسم الوالد"),
    "sex": ("sex", "الجنس", "m f", "sexe", "sexo"),
    "age": ("age", "age at death", "العمر", "السن", "edad", "تەمەن"),
    "born": ("date of birth", "birth date", "year of birth", "dob", "born", "تاريخ الميلاد", "سنة الميلاد",
             "تاريخ الولادة", "المواليد"),
    "occupation": ("occupation", "profession", "job", "work", "المهنة", "العمل", "الوظيفة"),
    "town": ("home town", "hometown", "residence", "place of residence", "مكان السكن", "مكان الإقامة", "السكن"),
    "group": ("victims described", "who they were", "group of victims", "وصف الضحايا", "من هم"),
    "act": ("act", "violation", "type of violation", "violation type", "الفعل", "الانتهاك", "نوع الانتهاك"),
    "outcome": ("outcome", "result", "status of victim", "النتيجة", "المصير", "مصير الضحية"),
    "charge": ("charge", "accusation", "accused of", "alleged charge", "التهمة", "الاتهام", "تهمة"),
    "unit": ("perpetrator", "group", "armed group", "responsible", "actor", "perpetrator group", "unit", "الجهة",
             "الجهة المسؤولة", "الفاعل", "الجاني", "الجهة المنفذة", "الجماعة", "الفصيل", "التنظيم"),
    "perpetrator": ("perpetrator name", "name of perpetrator", "اسم الجاني", "اسم المرتكب", "اسم الفاعل"),
    # not "victims" alone: who was detained or threatened is a victim too, and must not be counted among the dead
    "killed": ("killed", "dead", "deaths", "number killed", "fatalities", "القتلى", "عدد القتلى", "الوفيات"),
    "injured": ("injured", "wounded", "number injured", "الجرحى", "عدد الجرحى", "المصابون"),
    "missing": ("missing", "number missing", "disappeared", "المفقودون", "عدد المفقودين"),
    "held": ("detained", "arrested", "number held", "number detained", "held", "المعتقلون", "عدد المعتقلين"),
    "post": ("post", "position", "role", "title", "function", "المنصب", "الصفة", "الدور"),
    "rank": ("rank", "الرتبة"),
    "since": ("since", "start date", "date from", "in post since", "من تاريخ", "منذ", "تاريخ البدء"),
    "source": ("source", "reported by", "informant", "witness", "المصدر", "الشاهد", "المبلغ", "سەرچاوە"),
    "document": ("document", "documents", "file", "link", "evidence", "الوثيقة", "المستند", "الرابط"),
    "remarks": ("remarks", "remark", "comments", "comment", "ملاحظات", "ملاحظة"),
}  # fmt: skip
_LABELLED = {field: field for field in ("key", "date", "place", "description", "names", "father", "age", "born",
                                        "occupation", "rank")}  # fmt: skip


def bare(heading: object) -> str:
    """A heading for comparing: folded, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w#\s]", " ", fold(text(heading)))).strip()


@cache
def _words() -> dict[str, str]:
    """Folded heading to role."""
    found: dict[str, str] = {}
    for role, words in _KNOWN.items():
        for word in words:
            found.setdefault(bare(word), role)
    for field, role in _LABELLED.items():
        for kind in ("incident", "person", "posting"):
            for language in LANGUAGES:
                found.setdefault(bare(field_label(field, language, kind=kind)), role)
    for language in LANGUAGES:
        found.setdefault(bare(kind_label("unit", language)), "unit")
    return found


def role_of(heading: object) -> str:
    """What a column of this heading is taken for, "" where its words are not known."""
    return _words().get(bare(heading), "") if isinstance(heading, str) else ""


def fits(role: str, samples: Sequence[Any]) -> bool:
    """Whether most of these cells are words of the role's list; true for a role that has none."""
    vocabulary = CODED.get(role)
    filled = [words for cell in samples if (words := text(cell))]
    if vocabulary is None or not filled:
        return True
    known = code_lookup(vocabulary)
    return 2 * sum(all(fold(part.strip()) in known for part in words.split("|")) for words in filled) > len(filled)


def rows_said_by(roles: Sequence[str]) -> str:
    """What the rows of a table with these columns most likely are."""
    if "date" in roles:
        return EVENTS
    if "names" in roles and "unit" in roles:
        return POSTS
    return PEOPLE if "names" in roles else EVENTS
