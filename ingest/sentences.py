"""What a load says of itself, in each language; and what readers and checks say in English, said in another.

``told`` words what :mod:`ingest.telling` reports. ``in_language`` takes a sentence or clause that was made elsewhere
in English and gives it in another language where it is known, else as it is: better in English than not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

import yaml

from graph.model.vocabularies import VOCABULARIES
from graph.model.words import code_label, field_label, kind_label, plain

_TOLD: dict[str, dict[str, str]] = {
    "read": {
        "en": "{name}: {rows} read as {mapping} ({tables}).",
        "ar": "{name}: عدد الأسطر المقروءة {number}، بحسب {mapping} ({tables}).",
    },
    "sheets": {"en": "{n} sheets", "ar": "عدد الأوراق {n}"},
    "new": {"en": "New: {listed}.", "ar": "جديد: {listed}."},
    "would_new": {"en": "Would be new: {listed}.", "ar": "سيكون جديداً: {listed}."},
    "changed": {"en": "Changed: {listed}.", "ar": "تغيّر: {listed}."},
    "would_changed": {"en": "Would be changed: {listed}.", "ar": "سيتغيّر: {listed}."},
    "unchanged": {"en": "Unchanged: {listed}.", "ar": "بلا تغيير: {listed}."},
    "vanished": {
        "en": "No longer in this file: {records} of earlier loads; nothing is done about them.",
        "ar": "سجلات من عمليات إدخال سابقة لم تعد في هذا الملف: {number}؛ لا يُتخذ بشأنها أي إجراء.",
    },
    "refused": {"en": "Refused: {rows}.", "ar": "عدد الأسطر المرفوضة: {number}."},
    "expected": {"en": "{place}: expected {right}.", "ar": "{place}: المطلوب {right}."},
    "in_sheet": {"en": ", sheet {sheet}", "ar": "، الورقة {sheet}"},
    "in_row": {"en": ", row {row}", "ar": "، السطر {row}"},
    "in_column": {"en": ", column {column}", "ar": "، العمود {column}"},
    "order_shown": {
        "en": "Dates such as 12/03/2015 in column {column} are read as {order}: row {row} can be nothing else.",
        "ar": "التواريخ مثل 12/03/2015 في العمود {column} تُقرأ {order}: السطر {row} لا يحتمل غير ذلك.",
    },
    "order_said": {
        "en": "Dates such as 12/03/2015 in column {column} are read as {order}, as the mapping says.",
        "ar": "التواريخ مثل 12/03/2015 في العمود {column} تُقرأ {order}، كما اختير لهذا الجدول.",
    },
    "dmy": {"en": "day, month, year", "ar": "يوماً ثم شهراً ثم سنة"},
    "mdy": {"en": "month, day, year", "ar": "شهراً ثم يوماً ثم سنة"},
    "events": {"en": "events", "ar": "وقائع"},
    "people": {"en": "people", "ar": "أشخاص"},
    "posts": {"en": "posts", "ar": "مناصب"},
    "a_person": {"en": "Person:", "ar": "شخص:"},
    "father": {"en": "father", "ar": "اسم الأب"},
    "age": {"en": "aged", "ar": "العمر"},
    "unnamed": {"en": "Not named:", "ar": "غير مسمّين:"},
    "victim": {"en": "Victim:", "ar": "ضحية:"},
    "alleged": {"en": "Alleged perpetrator:", "ar": "المرتكب المزعوم:"},
    "accused": {"en": "Accused of", "ar": "اتُّهم بـ"},
    "accused_by": {"en": "by", "ar": "من قبل"},
    "a_post": {"en": "Post:", "ar": "منصب:"},
    "row": {"en": "Row {row}: {said}", "ar": "السطر {row}: {said}"},
    "waits": {
        "en": "{place}: '{field}' names {wanted} that {have} not been loaded.",
        "ar": "{place}: الحقل «{field}» يشير إلى {wanted} لم يُدخل بعد (العدد {number}).",
    },
    "shared": {"en": "what several rows share", "ar": "ما تشترك فيه أسطر عدة"},
    "a_row": {"en": "row", "ar": "سطر"},
    "waiting": {
        "en": "Waiting for rows that have not been loaded; until then these records are not drawn:",
        "ar": "بانتظار أسطر لم تُدخل بعد؛ وإلى ذلك الحين لا تُرسم هذه السجلات:",
    },
    "more": {"en": "… and {n} more", "ar": "… و{n} غيرها"},
    "document": {
        "en": "{name}: a document of {pages}, language {language}.",
        "ar": "{name}: وثيقة، عدد صفحاتها {number}، ولغتها {language}.",
    },
    "archive": {
        "en": "{name}: an archive of {n} files; each document in it is read by itself.",
        "ar": "{name}: أرشيف فيه {n} من الملفات؛ وتُقرأ كل وثيقة فيه على حدة.",
    },
    "member_path": {
        "en": "{name}: left out, for its name leads out of the archive.",
        "ar": "{name}: تُرك، لأن اسمه يقود إلى خارج الأرشيف.",
    },
    "member_link": {
        "en": "{name}: left out, for it is a link and no file.",
        "ar": "{name}: تُرك، لأنه رابط وليس ملفاً.",
    },
    "member_table": {
        "en": "{name}: left out, for it is a table; load it by itself, so that its columns can be looked at.",
        "ar": "{name}: تُرك، لأنه جدول؛ أدخله وحده كي تُراجع أعمدته.",
    },
    "member_archive": {
        "en": "{name}: left out, for it is an archive within the archive; unpack it and load it by itself.",
        "ar": "{name}: تُرك، لأنه أرشيف داخل الأرشيف؛ فُكّ ضغطه وأدخله وحده.",
    },
    "archive_empty": {
        "en": "{name}: no document in this archive can be read; unpack it and look at its files.",
        "ar": "{name}: لا وثيقة في هذا الأرشيف يمكن قراءتها؛ فُكّ ضغطه وانظر في ملفاته.",
    },
    "same_key": {
        "en": "{second}: not loaded, for {first} has the same key and says else.",
        "ar": "{second}: لم يُدخل، لأن {first} له المفتاح نفسه ويقول غير ذلك.",
    },
    "earlier_row": {"en": "an earlier row", "ar": "سطراً سابقاً"},
    "no_copy": {
        "en": "Loaded, but no copy of the evidence could be kept: {why}",
        "ar": "تمّ الإدخال، ولكن تعذّر حفظ نسخة من الأدلة: {why}",
    },
}


_OWN = frozenset(("name", "mapping", "column", "sheet"))
_MORE = re.compile(r" and (\d+) more$")
_LATIN = re.compile("[A-Za-z]")
_ARABIC = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def told(language: str, key: str, /, **values: object) -> str:
    """A sentence of a load in a language, English where it is not one of ours."""
    entry = _TOLD[key]
    said = {name: own(value, language) if name in _OWN and isinstance(value, str) else value
            for name, value in values.items()}  # fmt: skip
    return entry.get(language, entry["en"]).format(**said)


def own(words: str, language: str) -> str:
    """The user's own words within a sentence of ours: kept apart where their script runs the other way."""
    turned = _LATIN.search(words) if language == "ar" else _ARABIC.search(words)
    return f"\u2068{words}\u2069" if turned else words


@cache
def _patterns(package: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = yaml.safe_load((files(package) / "said_ar.yaml").read_text(encoding="utf-8"))
    return tuple(
        (re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(english)), re.DOTALL), arabic)
        for english, arabic in pairs.items()
    )


@cache
def _codes() -> dict[str, str]:
    return {plain(code): code_label(name, code, "ar") for name, codes in VOCABULARIES.items() for code in codes}


def _filled(name: str, value: str, lists: tuple[str, ...]) -> str:
    """What stands at a place of a sentence in Arabic."""
    if name == "codes":
        return "، ".join(_codes().get(one, one) for one in value.split(", "))
    if name == "field":
        kind, _, field = value.rpartition(".")
        return field_label(field, "ar", kind=kind)
    if name == "kind":
        return kind_label(value, "ar")
    if name == "clause":
        return in_language("ar", value, lists=lists)
    if name == "clauses":
        return _several(value, lambda one: in_language("ar", one, lists=lists))
    if name == "pairs":
        return _several(value, lambda one: one.replace(" and ", " و"))
    return own(value, "ar")


def _several(listed: str, in_arabic: Callable[[str], str]) -> str:
    shown = _MORE.sub("", listed)
    more = [f"و{left[1]} غيرها" for left in _MORE.finditer(listed)]
    return "؛ ".join([*map(in_arabic, shown.split("; ")), *more])


def in_language(language: str, sentence: str, *, lists: tuple[str, ...] = ("ingest",)) -> str:
    """A sentence or clause of ours in a language; as it is where it is not known in that.

    Args:
        lists: packages whose ``said_ar.yaml`` is asked, one after the other; the first line that fits is taken.
            In a line, ``{codes}`` are words of the model's lists, ``{field}`` and ``{kind}`` are of the model too,
            and ``{clause}``, ``{clauses}`` and ``{pairs}`` are again ours, to be said in that language, with "; "
            between them; all others stay as they are, kept apart.
    """
    if language != "ar":
        return sentence
    for pattern, said in (each for package in lists for each in _patterns(package)):
        found = pattern.fullmatch(sentence) or pattern.fullmatch(sentence.removesuffix("."))
        if found:
            return said.format(**{name: _filled(name, value, lists) for name, value in found.groupdict().items()})
    return sentence
