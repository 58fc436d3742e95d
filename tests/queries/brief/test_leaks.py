"""No name of a protected person and nothing above the audience's level is in any file; the check fails closed."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from graph.folding import fold, folded_words
from queries.brief import releasing
from queries.brief.checking import Forbidden, Texts, findings, views_of
from queries.brief.errors import Leaked
from queries.brief.protected import _describes
from queries.brief.released import Brief, Value
from queries.brief.spellings import Spellings
from tests.builders import DOCUMENT, document, draft, incident, location, person, source, unit, victim
from tests.queries.brief.brief_case import PROTECTED, SEALED_WORDS, BriefCase, BriefReport, everything, table

HIDDEN = (*PROTECTED, "Salma Speaker Hidden", "Wafa Watcher Hidden", "Huda Helper Hidden")
AUDIENCES = ("internal", "counsel", "un_mechanism", "national_prosecutor", "public")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_protected_name_is_in_any_file(shared: BriefCase, audience: str, language: str) -> None:
    report = shared.brief(audience=audience, language=language)
    text = fold(everything(report))
    assert not [name for name in HIDDEN if fold(name) in text]
    assert fold("Karim Abu Omar") in text, "who is drawn by name is there, so the test can see"


def test_a_name_inside_quoted_words_is_taken_out_and_that_is_said(english: BriefReport) -> None:
    (fact,) = [row for row in table(english, "facts") if row["cite"] == "Ex. 3, answer 3"]
    assert fact["quote"] == "قُتل [حُجب الاسم] مع ثمانية آخرين"
    assert fact["translation"] == "[name withheld] was killed with eight others"
    assert any(row["why"].startswith("Names withheld") and row["count"] == "2" for row in table(english, "left_out"))


def test_a_sealed_record_is_in_no_file_below_its_level_and_in_all_above(made: BriefCase) -> None:
    below, above = everything(made.brief(audience="un_mechanism")), everything(made.brief(audience="counsel"))
    assert "forty people" not in below and made.code["f_sealed"] not in below
    assert SEALED_WORDS in above and made.code["f_sealed"] in above


def test_files_hold_no_user_no_machine_and_no_moment(english: BriefReport) -> None:
    text = everything(english)
    assert "ann" not in text.split() and str(Path.home()) not in text and str(english.folder) not in text


def _leaking(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let one value slip into the released model behind the back of everything that should stop it."""
    whole = releasing.Releasing.brief

    def slips(self: releasing.Releasing) -> Brief:
        brief = whole(self)
        section = brief.sections[0]
        group = section.groups[0]
        fact = dataclasses.replace(group.facts[0], values=(Value(label="Slip", text=text),))
        group = dataclasses.replace(group, facts=(fact, *group.facts[1:]))
        section = dataclasses.replace(section, groups=(group, *section.groups[1:]))
        return dataclasses.replace(brief, sections=(section, *brief.sections[1:]))

    monkeypatch.setattr("queries.brief.package.Releasing.brief", slips)


@pytest.mark.parametrize("spelling", [*PROTECTED, "NADIR  saleh\nhidden", "نَادِر صَالِح المَخفي", "Wafa Watcher Hidden"])
def test_a_planted_name_is_found_in_the_finished_files_and_the_folder_is_gone(
    made: BriefCase, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    _leaking(monkeypatch, f"before {spelling} after")
    with pytest.raises(Leaked) as stopped:
        made.brief()
    files = {finding.split(":")[0] for finding in stopped.value.findings}
    vocalised = "\N{ARABIC FATHA}" in spelling  # pdfium gives the letters of such a line in another order
    assert {"brief.docx", "brief.xlsx", "values.csv", "released text"} <= files, "found in each kind of file by itself"
    assert vocalised or "brief.pdf" in files
    assert fold(spelling) not in fold(str(stopped.value))
    assert not [path for path in made.folder.iterdir() if "out" in path.name]
    assert made.case.evidence.packages() == []


def test_planted_words_above_the_level_are_found(made: BriefCase, monkeypatch: pytest.MonkeyPatch) -> None:
    _leaking(monkeypatch, f"It says: {SEALED_WORDS}.")
    with pytest.raises(Leaked) as stopped:
        made.brief(audience="un_mechanism")
    assert "above the level" in str(stopped.value) and "forty" not in str(stopped.value)


def test_a_planted_code_is_found(made: BriefCase, monkeypatch: pytest.MonkeyPatch) -> None:
    _leaking(monkeypatch, f"see {made.code['watcher']}")
    with pytest.raises(Leaked):
        made.brief()


def test_a_file_that_cannot_be_read_back_fails(english: BriefReport) -> None:
    nothing = Forbidden(names=Spellings([]), codes=())
    assert findings({"brief.docx": _empty_zip()}, nothing, probes=["A test of the brief"])
    content = (english.folder / "brief.docx").read_bytes()
    assert not [
        one for one in findings({"brief.docx": content}, nothing, probes=["A test of the brief"]) if "read" in one
    ]


def _empty_zip() -> bytes:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["brief.pdf", "brief.docx", "brief.xlsx", "facts.csv", "graph.graphml", "figure.svg"])
def test_the_scanner_sees_latin_and_arabic_in_each_kind_of_file(arabic: BriefReport, name: str) -> None:
    """A planted control: what stands in the files in plain sight is found there."""
    content = (arabic.folder / name).read_bytes()
    for control in ("كتيبة الشمال المتخيلة", "nine boys and men"):
        sought = Texts(Forbidden(names=Spellings([control]), codes=()))
        kinds = {kind for view in views_of(name, content) for kind in sought.kinds_in(view)}
        assert "a name of a protected person" in kinds, (name, control)


def test_a_name_of_one_word_is_told_from_an_arabic_preposition() -> None:
    names = Spellings(["علي"])
    assert names.count("قال علي ذلك") == 1 and names.count("على الطريق") == 0


def test_initials_are_found_as_they_are_written_only() -> None:
    names = Spellings(["M.", "ك."])
    assert names.withheld("They took M. and went at 5 m. to ك.") == (
        "They took [name withheld] and went at 5 m. to [حُجب الاسم]", 2,
    )  # fmt: skip


def test_a_single_name_inside_a_longer_one_that_is_drawn_is_no_hit() -> None:
    names = Spellings(["Yusuf"], excused=["Brigade of Yusuf"])
    assert names.count("the Brigade of Yusuf came") == 0 and names.count("Yusuf came") == 1


def test_given_name_and_fathers_name_of_a_longer_spelling_are_found() -> None:
    names = Spellings(["Nadir Saleh Qasim Hidden"])
    assert names.count("nadir saleh was there") == 1 and names.count("Nadir Hidden") == 1
    assert Spellings(["Abd al-Rahman Saleh"]).count("Abd al-Karim") == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "وسامر الدالاتي معهم", "قلت لسامر الدالاتي", "ولسامر دالاتي", "كنا نناديه أبا سليم", "بيت أبي سليم",
        "لأبي سليم",
        "Samer Dalati's house", "Samer Dalati’s house", "SAMER AL-DALATI", "of Abou Dilan", "Jamil's arm", "قال لجميل",
    ],
)  # fmt: skip
def test_a_name_is_found_in_the_forms_that_it_takes_in_a_sentence(sentence: str) -> None:
    names = Spellings(["سامر عدنان الدالاتي", "Samer Adnan al-Dalati", "أبو سليم", "Abu Dilan", "Jamil", "جميل"])
    cleaned, count = names.withheld(sentence)
    assert count == 1
    assert not {"Samer", "Dalati", "Dilan", "Jamil", "سامر", "سليم", "جميل"} & set(cleaned.replace("'", " ").split())
    assert names.stands_in(sentence, folded_words(fold(sentence)))


def test_forms_of_a_sentence_do_not_make_another_name_a_hit() -> None:
    names = Spellings(["ريم القصري", "Abu Dilan"], excused=["كريم القصري"])
    assert names.count("مع كريم القصري") == 0 and not names.stands_in("كريم القصري", fold("كريم القصري").split())
    assert names.count("هو وأبو أحمد") == 0 and names.count("Abu Dil") == 0


def test_one_word_of_a_name_is_withheld_and_looked_for_in_the_files() -> None:
    names = Spellings([], parts=["Samer Hope al-Dalati", "سامر الدالاتي", "أبو سليم"])
    assert names.count("my brother Samer") == names.count("أخي سامر") == names.count("Hope came") == 1
    assert names.count("in the hope of it") == names.count("قلب سليم") == 0
    for found in ("my brother Samer", "Samer’s house", "وسامر معهم", "قلت لسامر", "DALATI"):
        assert names.stands_in(found, folded_words(fold(found))), found
    for other in ("in the hope of it", "قلب سليم", "Sameria", "مسامرة"):
        assert not names.stands_in(other, folded_words(fold(other))), other


def test_a_name_that_is_also_a_label_is_taken_out_of_quoted_words_and_stops_no_file() -> None:
    names = Spellings(["أمير"], parts=["Amiri Source"], labels=["أمير", "Noto Serif, Amiri", "Source"])
    assert names.count("رأيت أمير هناك") == 1 and names.count("Amiri was there") == 1
    for label in ("أمير", "Amiri", "Source"):
        assert not names.stands_in(label, folded_words(fold(label)))


@pytest.mark.parametrize("audience", ["counsel", "public"])
def test_a_victim_called_by_one_name_in_quoted_words_is_not_named(made: BriefCase, audience: str) -> None:
    made.load(
        person("brother", names="Samir Adnan Hidden | سمير عدنان المخفي", locator="p. 9", level="confidential"),
        victim("late_victim", incident="later", who="person:brother", locator="p. 9", level="confidential"),
        draft(
            "figure", "late_figure", about="incident:later", what="killed", count="2", locator="p. 9", level="public",
            quote="رجموا أخي سمير في الساحة", translation="They stoned my brother Samir in the square",
        ),
    )  # fmt: skip
    report = made.brief("later", audience=audience)
    text = fold(everything(report))
    assert "in the square" in text and "samir" not in text and fold("سمير") not in text


def _brother(made: BriefCase) -> None:
    """A protected victim of the second incident, and another person of the same page whom no record joins to it."""
    made.load(
        person("brother", names="Samir Adnan Hidden | سمير عدنان المخفي | Zozo (alias)", father="Marwan",
               locator="p. 9", level="confidential"),
        person("beside", names="Ghassan Bystander", locator="p. 9", level="sealed"),
        victim("late_victim", incident="later", who="person:brother", locator="p. 9", level="confidential"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", ["Samir’s case", "ADNAN", "the file on Zozo", "ملف سمير", "وسمير معهم", "Marwan", "قضية عدنان"]
)
def test_a_single_given_name_in_the_purpose_stops_the_brief_and_is_told_by_code(made: BriefCase, words: str) -> None:
    _brother(made)
    with pytest.raises(Leaked) as stopped:
        made.brief("later", purpose=words)
    code = made.code["brother"]
    first = stopped.value.findings[0]
    assert first.startswith("the purpose: a name of a protected person") and (words == "Marwan" or code in first)
    assert words not in str(stopped.value)
    assert not [path for path in made.folder.iterdir() if "out" in path.name]


@pytest.mark.parametrize("name", ["Samir", "وسمير", "Zozo's"])
def test_a_single_given_name_that_slips_by_is_found_in_the_finished_files(
    made: BriefCase, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _brother(made)
    _leaking(monkeypatch, f"before {name} after")
    with pytest.raises(Leaked) as stopped:
        made.brief("later")
    assert {"brief.docx", "brief.xlsx", "values.csv"} <= {one.split(":")[0] for one in stopped.value.findings}


def test_a_name_that_slips_into_quoted_words_is_told_by_fact_and_exhibit(
    made: BriefCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    _brother(made)
    monkeypatch.setattr(releasing.Releasing, "_clean", lambda self, text: text)
    made.load(draft("figure", "loose", about="incident:later", what="killed", count="2", locator="p. 9", level="public",
                    quote="They stoned my brother Samir"))  # fmt: skip
    with pytest.raises(Leaked) as stopped:
        made.brief("later")
    where = f"quoted words of {made.code[DOCUMENT]} (fact 1."
    assert any(one.startswith(where) and made.code["brother"] in one for one in stopped.value.findings)


def test_people_of_the_same_page_and_fathers_are_withheld_by_each_word(made: BriefCase) -> None:
    _brother(made)
    made.load(draft("figure", "loose", about="incident:later", what="killed", count="2", locator="p. 9", level="public",
                    quote="Marwan and Ghassan saw it in the hope of help"))  # fmt: skip
    text = everything(made.brief("later"))
    assert "in the hope of help" in text and "Marwan" not in text and "Ghassan" not in text


def test_a_victim_whose_name_is_also_a_word_of_the_form_stops_no_brief(made: BriefCase) -> None:
    made.load(
        person("common", names="Normal Amiri | أمير حادثة", locator="p. 9", level="confidential"),
        victim("v_common", incident="later", who="person:common", locator="p. 9", level="confidential",
               quote="Amiri was there, and أمير"),
    )  # fmt: skip
    for language in ("en", "ar"):
        (row,) = [row for row in table(made.brief("later", language=language), "facts") if "9" in row["locator"]]
        assert "Amiri" not in row["quote"] and "أمير" not in row["quote"]


def test_a_unit_that_bears_a_protected_name_is_called_by_its_code(made: BriefCase) -> None:
    made.load(
        unit("named_after", names=PROTECTED[0], locator="p. 1", level="public"),
        draft("perpetrator", "by_namesake", incident="later", who="unit:named_after", locator="p. 1", level="public"),
    )
    report = made.brief("later")
    assert made.code["named_after"] in everything(report) and fold(PROTECTED[0]) not in fold(everything(report))
    assert any("bears the same" in row["why"] for row in table(report, "left_out"))


def test_a_title_or_purpose_that_names_somebody_protected_is_caught(made: BriefCase) -> None:
    with pytest.raises(Leaked):
        made.brief(purpose=f"The case of {PROTECTED[0]}")


def test_initials_and_sealed_people_of_the_case_do_not_stop_other_briefs(made: BriefCase) -> None:
    made.load(
        source("t", kind="person", name="T.", level="sealed"), document("t_doc", source="t", level="sealed"),
        person("t_person", names="T. (initials)", document="t_doc", locator="p. 1", level="sealed"),
        location("street", names="Karama", locator="p. 1", level="public"),
        person("karama", names="Karama (as spelled)", locator="p. 1", level="restricted"),
        incident("there", date="2015", place="street", locator="p. 1", level="public"),
        victim("v_there", who="person:karama", incident="there", locator="p. 1", level="restricted"),
    )  # fmt: skip
    report = made.brief("there")
    assert made.code["street"] in everything(report) and "Karama" not in everything(report)


@pytest.mark.parametrize(
    ("name", "describes"),
    [
        ("A man from Damascus", True), ("One of the two men", True), ("A former guard (invented)", True),
        ("A mother", False), ("The Nadir Saleh", False), ("Salma Speaker Hidden", False), ("A. Nadir", False),
        ("One نادر of them", False),
    ],
)  # fmt: skip
def test_a_description_in_a_names_place_is_told_from_a_name_and_in_doubt_is_one(name: str, *, describes: bool) -> None:
    assert _describes(name) is describes


@pytest.mark.parametrize(
    ("recorded", "sentence", "kept"),
    [
        ("سامر عدنان الحلبي", "They stoned Samir in the square", "They stoned [name withheld] in the square"),
        ("سامر عدنان الحلبي", "the al-Halabi family", "the al-[name withheld] family"),
        ("رنا المخفية", "my sister Rana's house", "my sister [name withheld]'s house"),
        ("ك.", "K. stayed with us", "[name withheld] stayed with us"),
        ("Qasim Dalati", "أخذوا قاسم إلى هناك", "أخذوا [حُجب الاسم] إلى هناك"),
        ("Qasim Dalati", "وقاسم معهم", "[حُجب الاسم] معهم"),
    ],
)  # fmt: skip
def test_a_name_recorded_in_one_script_is_withheld_in_the_other(recorded: str, sentence: str, kept: str) -> None:
    assert Spellings([], parts=[recorded]).withheld(sentence)[0] == kept


def test_the_other_script_stops_no_file_and_spares_who_is_drawn() -> None:
    names = Spellings([], excused=["Abu Samer al-Openly"], parts=["سامر عدنان"])
    assert names.count("Summary for counsel") == 0 and not names.stands_in("Summary", ["summary"])
    assert names.withheld("Abu Samer al-Openly came, and the men")[1] == 0
    assert names.withheld("In the summer they came")[1] == 0
