"""Sources: the list and its filters, what a locator names, where words stand, what rests on a page, who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import deciding
from graph.case import Case, create_case
from graph.errors import CaseError
from graph.evidence import Actor, Draft, LoadInfo, PageText
from graph.model.levels import Level
from queries import sources
from queries.sources import Filters, pages_named, segments
from queries.sources.marks import Marking
from tests.builders import document, incident, person, posting, source, unit

ANN = Actor(name="ann")
FIRST = "The Northern Battalion held the eastern road.\nكانت الحسبة في السوق، وقال الشاهد إنّه رأى الأمير."
SECOND = "Its commander was Karim, from March until the autumn of that year. He signed for nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An open case and the threads of its rows, by key."""

    case: Case
    thread: dict[str, str]

    def code(self, key: str) -> str:
        return self.case.evidence.codes([self.thread[key]])[self.thread[key]]


def rows() -> list[Draft]:
    public = {"level": "public"}
    return [
        source(level="public"),
        source("paper", kind="outlet", name="صحيفة الشمال", level="public"),
        document("report", title="A report on the province", language="en", date="2015-06", level="public"),
        document("article", source="paper", kind="news", title="مقال عن الشمال", language="ar", date="2014", **public),
        document("translated", kind="other", title="The article in English", language="en", translation_of="article",
                 translation_status="human", level="restricted"),
        document("secret", kind="testimony", title="A sealed testimony", language="ar", level="sealed"),
        document("plain", kind="dataset", title="", level="public"),
        unit("battalion", names="Northern Battalion", locator="p. 1", quote="The Northern  battalion", **public),
        person("karim", names="Karim Example", locator="p. 2", quote="Its commander was Karim … from March", **public),
        posting("post", person="karim", unit="battalion", role="commander", locator="page ٢",
                quote="from March until the autumn of that year", **public),
        person("emir", names="الأمير", locator="", quote="رأى الأمير", **public),
        person("hidden", names="Nadir Hidden", locator="p. 2", quote="He signed for nothing", level="sealed"),
        incident("row", locator="row 12", level="public"),
        incident("cited", document="article", cites="report", locator="p. 9", level="public"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("sources")
    with create_case(folder / "case", title="Sources", key_file=folder / "key") as case:
        batch = rows()
        with case.evidence.writing(ANN, load=LoadInfo(dataset="table", file="table.xlsx")) as change:
            thread = dict(zip((row.key for row in batch), change.add(batch).threads, strict=True))
            change.add_pages(
                thread["report"],
                [PageText(number=1, label="p. 1", text=FIRST, language="en"),
                 PageText(number=2, label="p. 2", text=SECOND, language="en")],
            )  # fmt: skip
            change.add_pages(thread["secret"], [PageText(number=1, label="p. 1", text="السر في السوق", language="ar")])
        case.refresh()
        yield Made(case=case, thread=thread)


def keys(made: Made, found: sources.Listed) -> set[str]:
    of = {thread: key for key, thread in made.thread.items()}
    return {of[row.thread] for row in found.rows}


# --- the list


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"report", "article", "translated", "secret", "plain"}),
        (Filters(kinds=frozenset({"news", "dataset"})), {"article", "plain"}),
        (Filters(languages=frozenset({"ar"})), {"article", "secret"}),
        (Filters(languages=frozenset({"not_stated"})), {"plain"}),
        (Filters(levels=frozenset({"sealed", "restricted"})), {"secret", "translated"}),
        (Filters(since="2015-01-01"), {"report"}),
        (Filters(until="2014-06-30"), {"article"}),
        (Filters(since="2014-12-31", until="2015-06-01"), {"report", "article"}),
        (Filters(text=True), {"report", "secret"}),
        (Filters(picture=True), set()),
        (Filters(group="any"), set()),
        (Filters(typed="report province"), {"report"}),
        (Filters(typed="صحيفه"), {"article"}),
        (Filters(typed="PROVINCE", kinds=frozenset({"news"})), set()),
    ],
)
def test_a_filter_keeps_what_meets_it(made: Made, filters: Filters, expected: set[str]) -> None:
    assert keys(made, sources.list_documents(made.case.reader(), filters)) == expected


def test_the_source_and_the_load_are_filters_too(made: Made) -> None:
    reader = made.case.reader()
    offered = sources.choices(reader)
    (paper,) = (thread for thread, (name, _) in offered.sources.items() if name == "صحيفة الشمال")
    assert keys(made, sources.list_documents(reader, Filters(sources=frozenset({paper})))) == {"article"}
    (load,) = offered.loads
    assert sources.list_documents(reader, Filters(loads=frozenset({load}))).total == 5
    assert sources.list_documents(reader, Filters(loads=frozenset({"another"}))).total == 0


def test_a_document_is_found_by_its_code_with_or_without_blanks(made: Made) -> None:
    code = made.code("report")
    for typed in (code, code.replace(" ", ""), code.lower()):
        assert keys(made, sources.list_documents(made.case.reader(), Filters(typed=typed))) == {"report"}


def test_a_clearance_lists_only_what_it_sees(made: Made) -> None:
    reader = made.case.reader(clearance=Level.PUBLIC)
    assert keys(made, sources.list_documents(reader)) == {"report", "article", "plain"}
    offered = sources.choices(reader)
    assert offered.levels == {"public": 3}
    assert "testimony" not in offered.kinds


@pytest.mark.parametrize(
    ("sort", "first"), [("title", "report"), ("date", "article"), ("level", "secret"), ("kind", "plain")]
)
def test_the_list_is_sorted(made: Made, sort: str, first: str) -> None:
    listed = sources.list_documents(made.case.reader(), sort=sort)
    assert listed.rows[0].thread == made.thread[first]


def test_fifty_at_a_time(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", title="Many", key_file=tmp_path / "key") as case:
        assert sources.list_documents(case.reader()).rows == ()
        with case.evidence.writing(ANN) as change:
            change.add([source(), *(document(f"d{n}", title=f"Report {n:03}") for n in range(120))])
        reader = case.reader()
        pages = [sources.list_documents(reader, sort="title", number=number) for number in (1, 2, 3, 99, -4)]
    assert [len(page.rows) for page in pages] == [50, 50, 20, 20, 50]
    assert [page.number for page in pages] == [1, 2, 3, 3, 1]
    titles = [row.title for page in pages[:3] for row in page.rows]
    assert titles == sorted(titles) and len(set(titles)) == 120


def test_the_list_follows_what_is_entered_decided_and_taken_back(tmp_path: Path) -> None:
    """The list is kept between questions: whatever it shows must make it anew."""
    with create_case(tmp_path / "case", title="Moving", key_file=tmp_path / "key") as case:
        reader = case.reader()

        def titles() -> list[str]:
            return sorted(row.title for row in reader.documents())

        with case.evidence.writing(ANN) as change:
            first = change.add([source(), document("one", title="one"), document("two", title="two")]).threads
        assert titles() == ["one", "two"]
        with case.evidence.writing(ANN) as change:
            change.add_pages(first[1], [PageText(number=1, label="p. 1", text="words")])
        assert [row.has_text for row in reader.documents() if row.title == "one"] == [True]
        with case.evidence.writing(ANN, load=LoadInfo(dataset="later")) as change:
            change.add([document("three", title="three")])
            load = change.load_id
        assert titles() == ["one", "three", "two"]
        case.evidence.undo_load(load, ANN)
        assert titles() == ["one", "two"]
        with case.evidence.writing(ANN) as change:
            change.correct(first[1], {"title": "one, corrected"}, why="misread")
        assert titles() == ["one, corrected", "two"]
        case.refresh()
        written = deciding.one_origin(case, first[1:], actor=ANN, why="The one quotes the other.")
        assert all(row.one_origin == tuple(sorted(first[1:])) for row in reader.documents())
        deciding.take_back(case, written, actor=ANN)
        assert not any(row.one_origin for row in reader.documents())
        with case.evidence.writing(ANN) as change:
            change.add([person("p", names="Nobody of this list", document="one")])
        kept = reader.documents()
        assert reader.documents() is kept  # nothing that it shows was touched


def test_documents_of_one_origin_stand_in_one_group(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", title="Groups", key_file=tmp_path / "key") as case:
        with case.evidence.writing(ANN) as change:
            _, *documents = change.add([source(), *(document(f"d{n}", title=str(n)) for n in range(5))]).threads
        case.refresh()
        deciding.one_origin(case, documents[:2], actor=ANN, why="One letter.")
        deciding.one_origin(case, documents[1:3], actor=ANN, why="The same letter.")
        listed = sources.list_documents(case.reader(), Filters(group="any"), sort="group")
        assert {row.thread for row in listed.rows} == set(documents[:3])
        assert set(listed.groups.values()) == {1}
        found = sources.document(case.reader(), listed.rows[0].code)
        assert found is not None
        assert {one.document.thread for one in found.partners} == set(documents[:3]) - {listed.rows[0].thread}
        assert {decision.why for one in found.partners for decision in one.decisions} <= {
            "One letter.",
            "The same letter.",
        }


# --- what a locator names

PAGES = [(n, f"p. {n}") for n in range(1, 13)]
MESSAGES = [
    (1, "headers"),
    (2, "message 4 (2015-03-02 18:04)"),
    (3, "message 40 (2015-03-03)"),
    (4, "attachment 1, section 1"),
]


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("p. 4", (4,)), ("P.4", (4,)), ("page 4", (4,)), ("pp. 3–5", (3, 4, 5)), ("ص ٤", (4,)), ("الصفحة 12", (12,)),
        ("p. 4, line 12", (4,)), ("4", (4,)), ("3-4", (3, 4)), ("row 12", ()), ("00:03:10", ()), ("", ()),
        ("p. 99", ()), ("p. 4-2", (4,)), ("box 4", ()), ("p. 1-999999", tuple(range(1, 13))),
    ],
)  # fmt: skip
def test_a_locator_names_pages(locator: str, expected: tuple[int, ...]) -> None:
    assert pages_named(locator, PAGES) == expected


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("message 4", (2,)), ("message 4 (2015-03-02 18:04)", (2,)), ("الرسالة ٤٠", (3,)), ("headers", (1,)),
        ("attachment 1, section 1, line 3", (4,)), ("p. 4", ()), ("attachment 1, section 11", ()),
    ],
)  # fmt: skip
def test_a_label_counts_before_a_number(locator: str, expected: tuple[int, ...]) -> None:
    assert pages_named(locator, MESSAGES) == expected


# --- where words stand


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("northern  BATTALION", ["Northern Battalion"]),
        ("وقال الشاهد انه راى الامير", ["وقال الشاهد إنّه رأى الأمير"]),
        ("The Northern … eastern road", ["The Northern", "eastern road"]),
        ("The Northern [...] eastern road.", ["The Northern", "eastern road."]),
        ("attalion", []),
        ("eastern roads", []),
        ("The Northern … western road", []),
        ("", []),
        ("…", []),
    ],
)
def test_quoted_words_are_found_as_they_are_written(quote: str, said: list[str]) -> None:
    assert [FIRST[start:end] for start, end in Marking(FIRST).quoted(quote)] == said


def test_an_arabic_word_is_found_without_its_article() -> None:
    assert [FIRST[start:end] for start, end in Marking(FIRST).searched("حسبة")] == ["الحسبة"]


@given(
    st.text(alphabet="ab\u0645\u064e\u0629 \n\u200f", max_size=60),
    st.lists(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), max_size=4),
)
def test_segments_put_together_are_the_text(text: str, places: list[list[tuple[int, int]]]) -> None:
    inside = [[(min(a, len(text)), min(b, len(text))) for a, b in spans] for spans in places]
    cut = segments(text, inside, [])
    assert "".join(each.text for each in cut) == text
    at = 0
    for each in cut:
        for index, spans in enumerate(inside):
            covered = any(start <= at and at + len(each.text) <= end for start, end in spans if start < end)
            assert covered == (index in each.records)
        at += len(each.text)


@given(st.text(max_size=200), st.text(min_size=1, max_size=8))
def test_a_quotation_that_stands_is_found_and_nothing_else_is(text: str, quote: str) -> None:
    from graph.folding import fold

    for start, end in Marking(f"{text} {quote} {text}").quoted(quote):
        assert fold(f"{text} {quote} {text}"[start:end]).strip() in fold(quote)


# --- a page


def test_a_page_says_what_rests_on_it(made: Made) -> None:
    page = sources.page(made.case.reader(), made.code("report"), 2)
    assert page is not None
    assert (page.at, page.total, page.previous, page.next) == (2, 2, 1, 0)
    assert {record.thread for record in page.records} == {made.thread[key] for key in ("karim", "post", "hidden")}
    marked = {
        record.thread: [segment.text for segment in page.segments if index in segment.records]
        for index, record in enumerate(page.records)
    }
    assert "".join(marked[made.thread["post"]]) == "from March until the autumn of that year"
    assert marked[made.thread["karim"]] == ["Its commander was Karim", "from March"]
    (post,) = (record for record in page.records if record.kind == "posting")
    assert {(end.code, end.name) for end in post.ends} == {
        (made.code("karim"), "Karim Example"),
        (made.code("battalion"), "Northern Battalion"),
    }


def test_a_record_without_a_locator_rests_where_its_words_stand(made: Made) -> None:
    page = sources.page(made.case.reader(), made.code("report"), 1)
    assert page is not None
    assert made.thread["emir"] in {record.thread for record in page.records}
    assert "رأى الأمير" in [segment.text for segment in page.segments if segment.records]


def test_a_page_without_a_number_is_the_first(made: Made) -> None:
    page = sources.page(made.case.reader(), made.code("report").replace(" ", ""))
    assert page is not None and page.number == 1


@pytest.mark.parametrize(("key", "number"), [("report", 3), ("report", -1), ("plain", 0), ("plain", 1)])
def test_a_page_that_there_is_not(made: Made, key: str, number: int) -> None:
    assert sources.page(made.case.reader(), made.code(key), number) is None


def test_what_rests_on_the_document_without_a_page_is_told_apart(made: Made) -> None:
    found = sources.document(made.case.reader(), made.code("report"))
    assert found is not None
    assert {record.thread for record in found.on_whole} == {made.thread[key] for key in ("emir", "row", "cited")}
    assert [(line.number, line.records) for line in found.pages] == [(1, 1), (2, 3)]
    assert found.n_records == 7


def test_a_sealed_record_marks_no_word_for_others(made: Made) -> None:
    page = sources.page(made.case.reader(clearance=Level.CONFIDENTIAL), made.code("report"), 2)
    assert page is not None
    assert made.thread["hidden"] not in {record.thread for record in page.records}
    assert not any("signed" in segment.text and segment.records for segment in page.segments)
    found = sources.document(made.case.reader(clearance=Level.CONFIDENTIAL), made.code("report"))
    assert found is not None
    assert found.n_records == 6 and found.pages[1].records == 2


def test_a_sealed_document_is_not_there_for_others(made: Made) -> None:
    reader = made.case.reader(clearance=Level.CONFIDENTIAL)
    assert sources.document(reader, made.code("secret")) is None
    assert sources.page(reader, made.code("secret"), 1) is None
    assert sources.words_at(reader, made.code("secret"), 1, 0, 4) is None
    assert all(hit.document.thread != made.thread["secret"] for hit in sources.contexts(reader, "السوق"))


def test_a_translation_and_its_original_know_each_other(made: Made) -> None:
    reader = made.case.reader()
    below, above = (sources.document(reader, made.code(key)) for key in ("article", "translated"))
    assert below is not None and above is not None
    assert [(one.how, one.made_from_it, one.document.thread) for one in below.related] == [
        ("translation_of", True, made.thread["translated"])
    ]
    assert [(one.how, one.made_from_it, one.document.thread) for one in above.related] == [
        ("translation_of", False, made.thread["article"])
    ]
    assert below.related[0].checked is None and above.checked is None


def test_a_translation_is_checked_and_unchecked(tmp_path: Path) -> None:
    with create_case(tmp_path / "case", title="Checked", key_file=tmp_path / "key") as case:
        batch = [source(), document("article"), document("english", translation_of="article")]
        with case.evidence.writing(ANN) as change:
            _, original, translation = change.add(batch).threads
        case.refresh()
        code = case.evidence.codes([translation])[translation]

        def check() -> str:
            found = sources.document(case.reader(), code)
            assert found is not None
            return found.checked.by if found.checked else ""

        assert check() == ""
        written = deciding.check_translation(case, translation, actor=ANN)
        assert check() == "ann"
        deciding.take_back(case, written, actor=ANN)
        assert check() == ""
        with pytest.raises(CaseError, match="translation"):
            deciding.check_translation(case, original, actor=ANN)


# --- words in context, and words that are selected


def test_words_are_found_in_their_context(made: Made) -> None:
    (hit,) = [one for one in sources.contexts(made.case.reader(), "حسبة") if one.document.kind == "report"]
    assert (hit.number, hit.label, hit.matches) == (1, "p. 1", 1)
    assert [segment.text for segment in hit.segments if segment.found] == ["الحسبة"]
    assert "".join(segment.text for segment in hit.segments) in FIRST


def test_filters_narrow_a_search(made: Made) -> None:
    reader = made.case.reader()
    assert {hit.document.thread for hit in sources.contexts(reader, "السوق")} == {
        made.thread["report"],
        made.thread["secret"],
    }
    only = sources.contexts(reader, "السوق", Filters(languages=frozenset({"ar"})))
    assert {hit.document.thread for hit in only} == {made.thread["secret"]}
    assert sources.contexts(reader, "  ") == ()


def test_searched_words_are_marked_on_the_page(made: Made) -> None:
    page = sources.page(made.case.reader(), made.code("report"), 1, searched="حسبة")
    assert page is not None
    assert [segment.text for segment in page.segments if segment.found] == ["الحسبة"]


def test_selected_words_are_cut_from_the_page_itself(made: Made) -> None:
    reader, code = made.case.reader(), made.code("report")
    start = FIRST.index("كانت")
    found = sources.words_at(reader, code, 1, start - 1, start + len("كانت الحسبة "))
    assert found is not None
    page, words = found
    assert (words, page.label) == ("كانت الحسبة", "p. 1")
    assert sources.language_of_words("كانت الحسبة في السوق القديم", page) == "ar"
    assert sources.language_of_words("M.", page) == "en"  # too short to tell: the page's own


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (-1, 4), (0, 100_000), (45, 46)])
def test_no_words_no_record(made: Made, start: int, end: int) -> None:
    assert sources.words_at(made.case.reader(), made.code("report"), 1, start, end) is None


def test_a_page_of_a_hundred_thousand_letters(tmp_path: Path) -> None:
    lines = [f"{n}. رأى الشاهد كتيبة الشمال عند الجسر.\n" for n in range(3_000)]
    text, quote = "".join(lines), "".join(lines[:2_500]).strip()
    with create_case(tmp_path / "case", title="Long", key_file=tmp_path / "key") as case:
        batch = [source(), document(), person("p", names="الشاهد", quote=quote, locator="p. 1")]
        with case.evidence.writing(ANN) as change:
            change.add_pages(change.add(batch).threads[1], [PageText(number=1, label="p. 1", text=text)])
        code = sources.list_documents(case.reader()).rows[0].code
        page = sources.page(case.reader(), code, 1, searched="كتيبة")
    assert page is not None and len(page.text) > 100_000
    assert sum(segment.found for segment in page.segments) == 3_000
    assert "".join(segment.text for segment in page.segments) == text
    assert sum(len(segment.text) for segment in page.segments if segment.records) == len(quote)
