"""What is said about a field that cannot be taken, in the language of the page: always what would be right.

A sentence never holds what was typed.
"""

from __future__ import annotations

from graph.model.fields import Field, FieldType
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label, field_label

SENTENCES: dict[str, dict[str, str]] = {
    "en": {
        "required": "{label} is needed.",
        "unknown": "There is no such field in this form.",
        "shape": "{label} was not sent as a form sends it; load the page again.",
        "long": "{label} holds at most {most} characters; keep longer texts as a document.",
        "many": "{label} holds at most {most} entries.",
        "words": "Write some text.",
        "code": "Choose one of: {codes}.",
        "count": "Write a number such as 3, a range such as 4-8, or 6+ for six or more.",
        "rising": "Write the lowest number first, then the highest: 4-8.",
        "integer": "Write a whole number.",
        "number": "Write a number such as 35.95.",
        "lat": "Write degrees from -90 to 90, such as 35.95.",
        "lon": "Write degrees from -180 to 180, such as 39.01.",
        "names": "Write at least one name.",
        "date": "Write a date as the source says it: 14 March 2015, late 2014, 2015-03, before April 2015.",
        "date_order": "Day or month first? Write the month as a word: 12 March 2015, or 2015-03-12.",
        "date_hijri": "Hijri or Gregorian? Add AH or هـ to a Hijri year: 15 Ramadan 1436 AH.",
        "date_swapped": "The end comes before the beginning; write the earlier date first.",
        "date_relative": "Say from when it counts, or write the date itself: March 2015.",
        "date_year": "Write the year with four digits: 2015.",
        "not_chosen": "Choose one from the list, or make a new one.",
        "gone": "This record has been taken back or is no longer visible; choose another one.",
        "kind": "Choose {kinds}.",
        "form": "There is no such form.",
    },
    "ar": {
        "required": "الحقل «{label}» مطلوب.",
        "unknown": "لا يوجد حقل كهذا في هذه الاستمارة.",
        "shape": "لم يصل الحقل «{label}» كما ترسله الاستمارة؛ أعد تحميل الصفحة.",
        "long": "يتسع الحقل «{label}» لـ {most} حرف على الأكثر؛ احفظ النصوص الأطول وثيقةً مستقلة.",
        "many": "يتسع الحقل «{label}» لـ {most} مدخلاً على الأكثر.",
        "words": "اكتب نصاً.",
        "code": "اختر واحداً مما يلي: {codes}.",
        "count": "اكتب عدداً مثل 3، أو مدى مثل 4-8، أو 6+ لستة فأكثر.",
        "rising": "اكتب العدد الأدنى أولاً ثم الأعلى: 4-8.",
        "integer": "اكتب عدداً صحيحاً.",
        "number": "اكتب عدداً مثل 35.95.",
        "lat": "اكتب درجات من -90 إلى 90، مثل 35.95.",
        "lon": "اكتب درجات من -180 إلى 180، مثل 39.01.",
        "names": "اكتب اسماً واحداً على الأقل.",
        "date": "اكتب التاريخ كما يذكره المصدر: 14 آذار 2015، أواخر 2014، 2015-03، قبل نيسان 2015.",
        "date_order": "أيهما أولاً، اليوم أم الشهر؟ اكتب الشهر بالكلمات: 12 آذار 2015، أو 2015-03-12.",
        "date_hijri": "هجري أم ميلادي؟ أضف هـ إلى السنة الهجرية: 15 رمضان 1436 هـ.",
        "date_swapped": "تسبق النهايةُ البدايةَ؛ اكتب التاريخ الأسبق أولاً.",
        "date_relative": "اذكر نقطة بدء الحساب، أو اكتب التاريخ نفسه: آذار 2015.",
        "date_year": "اكتب السنة بأربعة أرقام: 2015.",
        "not_chosen": "اختر من القائمة، أو أنشئ سجلاً جديداً.",
        "gone": "سُحب هذا السجل أو لم يعد ظاهراً؛ اختر غيره.",
        "kind": "اختر {kinds}.",
        "form": "لا توجد استمارة كهذه.",
    },
}

KIND_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "person": "a person",
        "group": "a group",
        "unit": "a unit",
        "location": "a place",
        "incident": "an incident",
        "document": "a document",
        "source": "a source",
        "figure": "a figure",
    },
    "ar": {
        "person": "شخصاً",
        "group": "مجموعة",
        "unit": "وحدة",
        "location": "مكاناً",
        "incident": "حادثة",
        "document": "وثيقة",
        "source": "مصدراً",
        "figure": "عدداً",
    },
}
_OR = {"en": " or ", "ar": " أو "}

# What graph.dates says would be right, by a part of it, and the sentence of ours that says so.
_DATES = (
    ("day or month", "date_order"),
    ("day and month", "date_order"),
    ("order", "date_order"),
    ("Hijri", "date_hijri"),
    ("not after the end", "date_swapped"),
    ("not before the start", "date_swapped"),
    ("count from", "date_relative"),
    ("four digits", "date_year"),
)


def said(key: str, language: str, **values: object) -> str:
    """One sentence, its places filled; English for a language there is not."""
    return SENTENCES.get(language, SENTENCES["en"])[key].format(**values)


def kinds_said(kinds: tuple[str, ...], language: str) -> str:
    """``a person or a group``."""
    words = KIND_WORDS.get(language, KIND_WORDS["en"])
    return _OR.get(language, _OR["en"]).join(words[kind] for kind in kinds)


def sentence(field: Field, right: str, language: str, *, kind: str) -> str:
    """What validation found wrong with a field, as the page says it.

    Args:
        right: what :func:`graph.model.validate` says would be right.
    """
    if right.endswith("it is required"):
        return said("required", language, label=field_label(field.name, language, kind=kind))
    if field.type is FieldType.CODE:
        codes = (code_label(field.vocabulary, code, language) for code in VOCABULARIES[field.vocabulary])
        return said("code", language, codes="، ".join(codes) if language == "ar" else ", ".join(codes))
    if field.type is FieldType.EDTF:
        return said(next((key for part, key in _DATES if part in right), "date"), language)
    if field.type in (FieldType.COUNT, FieldType.ESTIMATE):
        return said("rising" if "rising" in right else "count", language)
    if field.name in ("lat", "lon"):
        return said(field.name, language)
    keys = {
        FieldType.INTEGER: "integer",
        FieldType.NUMBER: "number",
        FieldType.NAMES: "names",
        FieldType.REFERENCE: "not_chosen",
    }
    return said(keys.get(field.type, "words"), language)
