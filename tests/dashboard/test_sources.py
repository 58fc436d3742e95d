"""The page Sources, without a browser: what is drawn, what the addresses give, what is written, and to whom."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dashboard.app import create_app, desk_of
from dashboard.desk import Desk
from dashboard.pages.sources import acting, listing, viewing
from dashboard.pages.sources.ids import Ids
from dashboard.pages.sources.places import Place, address, bare, is_here, place_of
from dashboard.wording import Words
from graph.deciding import take_back
from graph.model.levels import Level
from graph.settings import Settings
from tests.dashboard.small_case import SmallCase
from tests.dashboard.source_case import ENGLISH, LONG, PAGES, RULING, make_source_case

EN, AR = Words("en"), Words("ar")
HERE = {"Host": "127.0.0.1:8050"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCase]:
    found = make_source_case(tmp_path_factory.mktemp("sources") / "case")
    yield found
    found.case.close()


@pytest.fixture(scope="module")
def app(made: SmallCase) -> Any:
    return create_app(made.case, Settings())


@pytest.fixture
def desk(app: Any) -> Desk:
    return desk_of(app)


@pytest.fixture(scope="module")
def client(app: Any) -> FlaskClient:
    """A client whose session has begun."""
    opened: FlaskClient = app.server.test_client()
    assert opened.get(f"/?token={desk_of(app).sessions.token}", headers=HERE).status_code == 302
    return opened


def text_of(drawn: Any) -> str:
    """Everything that a drawn part holds, as the browser gets it."""
    import dash._utils as framework

    to_json: Any = framework.to_json  # its own way to a browser; untyped
    return json.dumps(json.loads(to_json(drawn)), ensure_ascii=False)


def view(desk: Desk, code: str, number: int = 0, words: Words = EN, beside: str = "", searched: str = "") -> str:
    return text_of(viewing.drawn(desk, Place(code=code, number=number), words, beside_it=beside, searched=searched)[0])


def rows(desk: Desk, **given: Any) -> str:
    text, sort = given.pop("text", ""), given.pop("sort", "")
    return text_of(listing.drawn(desk, given, EN, text=text, sort=sort, number=1, chosen=[])[0])


# --- addresses


@pytest.mark.parametrize(
    ("parts", "place"),
    [
        ([], Place()),
        (["D-1547522"], Place(code="D-154 752-2")),
        (["D-1547522", "12"], Place(code="D-154 752-2", number=12)),
        (["D-1547522", "x"], Place(code="D-154 752-2", wrong=True)),
        (["D-1547522", "٣"], Place(code="D-154 752-2", wrong=True)),
        (["P-4172088"], Place(code="P-4172088", wrong=True)),
        (["nothing"], Place(code="nothing", wrong=True)),
    ],
)
def test_an_address_names_a_document_and_a_page(parts: list[str], place: Place) -> None:
    assert place_of({"page": "sources", "parts": parts}) == place


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["page", "parts"]), inner),
        max_leaves=8,
    )
)
def test_whatever_a_browser_says_of_its_address_is_some_place(here: Any) -> None:
    assert isinstance(place_of(here), Place)
    assert is_here(here) in (True, False)


def test_an_address_holds_a_code_and_nothing_else() -> None:
    assert address("ar", "D-154 752-2", 3) == "/ar/sources/D-1547522/3"
    assert bare("D-1 154 752-2") == "D-11547522"


# --- the list


def test_the_list_shows_every_document_with_its_code(desk: Desk, made: SmallCase) -> None:
    drawn = rows(desk)
    for key in ("report", "photo", "ruling", "human", "machine", "long", "bare", "sealed"):
        assert made.code[key] in drawn


@pytest.mark.parametrize(
    "given_",
    [
        {Ids.KINDS: "report"}, {Ids.KINDS: [None, 3, {}]}, {Ids.SINCE: 12}, {Ids.TYPED: ["x"]}, {Ids.TEXT: {}},
        {Ids.LEVELS: ["no such"]}, {Ids.ORIGIN: "any"}, {Ids.SINCE: "no date"},
    ],
)  # fmt: skip
def test_filters_that_make_no_sense_harm_nothing(desk: Desk, given_: dict[str, Any]) -> None:
    drawn = listing.drawn(desk, given_, EN, text="", sort="no such", number=-7, chosen=[])
    assert len(drawn) == 4


def test_a_date_that_cannot_be_read_is_said_at_the_field(desk: Desk) -> None:
    *_, said = listing.drawn(desk, {Ids.SINCE: "the other day"}, AR, text="", sort="", number=1, chosen=[])
    assert said == AR("sources.bad_date")


def test_a_period_is_read_as_people_write_it(desk: Desk, made: SmallCase) -> None:
    drawn = rows(desk, **{Ids.SINCE: "June 2015"})
    assert made.code["report"] in drawn and made.code["ruling"] not in drawn


def test_a_search_shows_words_in_context_with_a_way_to_the_page(desk: Desk, made: SmallCase) -> None:
    drawn = rows(desk, text="جسر")
    assert address("en", made.code["report"], 1) in drawn
    assert '"children": "الجسر", "className": "hit"' in drawn
    assert EN("sources.found_none") in rows(desk, text="nowhere")


def test_the_filters_offer_what_the_case_has(desk: Desk) -> None:
    kinds, sources, languages, levels, loads = listing.offers(desk, AR)
    assert {one["value"] for one in kinds} == {
        "report", "photograph", "official_record", "other", "letter", "testimony"
    }  # fmt: skip
    assert any(one["label"] == "محكمة المثال (1)" for one in sources)
    assert {"ar", "en", "not_stated"} == {one["value"] for one in languages}
    assert {"public", "sealed"} == {one["value"] for one in levels}
    assert "table.xlsx" in loads[0]["label"]


def test_a_case_without_documents_says_what_to_do(tmp_path: Path) -> None:
    from graph.case import create_case

    with create_case(tmp_path / "case", title="Empty", key_file=tmp_path / "key") as case:
        desk = desk_of(create_app(case, Settings()))
        assert EN("sources.to_add") in rows(desk)
        assert EN("sources.gone") in view(desk, "D-154 752-2")


# --- a document and its pages


def test_a_page_stands_beside_its_picture_with_its_records(desk: Desk, made: SmallCase) -> None:
    drawn = view(desk, made.code["report"], 2)
    assert f"/picture/{bare(made.code['report'])}/2" in drawn
    assert "Karim Example" in drawn and made.code["karim"] in drawn
    assert '"className": "quoted"' in drawn and '"data-words": "0"' in drawn
    assert "graphic" not in drawn.replace("May be graphic", "")


def test_a_photograph_is_covered_until_asked_for(desk: Desk, made: SmallCase) -> None:
    drawn = view(desk, made.code["photo"])
    assert "page-picture graphic" in drawn and EN("sources.show_graphic") in drawn
    assert EN("sources.no_words") in drawn


@pytest.mark.parametrize("key", ["bare", "long", "ruling", "human", "sealed"])
@pytest.mark.parametrize("words", [EN, AR], ids=["en", "ar"])
def test_every_kind_of_document_is_drawn(desk: Desk, made: SmallCase, key: str, words: Words) -> None:
    assert made.code[key] in view(desk, made.code[key], words=words)


def test_a_document_without_pages_tells_what_rests_on_it(desk: Desk, made: SmallCase) -> None:
    drawn = view(desk, made.code["bare"])
    assert EN("sources.no_pages") in drawn and "row 12" in drawn


def test_a_page_that_there_is_not_is_said(desk: Desk, made: SmallCase) -> None:
    assert EN("sources.no_such_page") in view(desk, made.code["report"], 9)


def test_the_most_reliable_translation_stands_beside_first(desk: Desk, made: SmallCase) -> None:
    drawn = view(desk, made.code["ruling"])
    assert ENGLISH.splitlines()[0] in drawn
    assert drawn.index("The ruling, by a person") < drawn.index("The ruling, by a machine")
    assert f'"data-check": "{made.code["human"]}"' in drawn
    other = view(desk, made.code["ruling"], beside=made.code["machine"])
    assert f'"data-check": "{made.code["machine"]}"' in other
    assert view(desk, made.code["ruling"], beside=made.code["sealed"]) == drawn  # nothing else can be put there


def test_the_original_stands_beside_a_translation(desk: Desk, made: SmallCase) -> None:
    assert "حكمت المحكمة" in view(desk, made.code["human"])


def test_the_view_is_known_again_while_nothing_of_it_changes(desk: Desk, made: SmallCase) -> None:
    def sign(key: str) -> str:
        return viewing.drawn(desk, Place(code=made.code[key]), EN, beside_it="", searched="")[1]

    before = sign("report")
    threads = made.case.evidence.threads_by_code([made.code["human"]])
    _, written = acting.check_translation(desk, made.code["human"], EN)[0], made.case.evidence.decisions_on(
        threads.values(), clearance=Level.SEALED
    )  # fmt: skip
    assert sign("report") == before
    checked = sign("ruling")
    take_back(made.case, [written[-1].id], actor=desk.actor())
    assert sign("ruling") != checked


# --- pictures and originals


def test_a_page_is_given_as_a_picture(client: FlaskClient, made: SmallCase) -> None:
    answer = client.get(f"/picture/{bare(made.code['report'])}/2", headers=HERE)
    assert answer.status_code == 200 and answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(answer.data)).format == "PNG"


def test_an_original_is_given_whole_under_a_name_that_says_nothing(client: FlaskClient, made: SmallCase) -> None:
    answer = client.get(f"/picture/{bare(made.code['ruling'])}/original", headers=HERE)
    assert answer.data == RULING.encode()
    code = made.code["ruling"].replace(" ", "")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{code}.txt"'
    assert answer.mimetype == "application/octet-stream" and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["/picture/D-1547522/1", "/picture/nothing/1", "/picture/{report}/9", "/picture/{ruling}/1", "/picture/{bare}/1",
     "/picture/{bare}/original", "/picture/{karim}/1", "/picture/{report}/-1", "/picture/{report}/x",
     "/picture/{report}", "/picture/", "/picture/../originals/1"],
)  # fmt: skip
def test_what_is_no_picture_is_not_there(client: FlaskClient, made: SmallCase, path: str) -> None:
    answer = client.get(path.format(**{key: bare(code) for key, code in made.code.items()}), headers=HERE)
    assert answer.status_code == 404
    assert b"Secret" not in answer.data and b"Karim" not in answer.data


def test_pictures_and_originals_need_a_session(app: Any, made: SmallCase) -> None:
    stranger = app.server.test_client()
    for last in ("2", "original"):
        assert stranger.get(f"/picture/{bare(made.code['report'])}/{last}", headers=HERE).status_code == 403


def test_a_reader_of_a_lower_level_gets_neither_text_nor_picture(
    desk: Desk, made: SmallCase, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = made.case.reader(clearance=Level.CONFIDENTIAL)
    monkeypatch.setattr(Desk, "reader", lambda _: reader)
    assert EN("sources.gone") in view(desk, made.code["sealed"])
    assert made.code["sealed"] not in rows(desk)
    assert "testimony" not in text_of(listing.offers(desk, EN))
    assert client.get(f"/picture/{bare(made.code['sealed'])}/original", headers=HERE).status_code == 404
    assert not acting.draft_of(desk, {"kind": "person", "start": 0, "end": 4}, at(made, "sealed"))
    assert acting.chosen_rows(desk, [made.code["sealed"]]) == []


# --- a record from selected words


def at(made: SmallCase, key: str, *more: str) -> dict[str, Any]:
    return {"page": "sources", "parts": [bare(made.code[key]), *more], "language": "en"}


def test_selected_words_become_a_draft_with_quote_and_locator(desk: Desk, made: SmallCase) -> None:
    start = PAGES[0].index("كتيبة الشمال")
    quote = {"kind": "unit", "start": start, "end": start + len("كتيبة الشمال كانت عند الجسر ")}
    own = acting.draft_of(desk, quote, at(made, "report", "1"))
    kept = made.case.evidence.work(own, owner=desk.user)
    assert kept is not None and kept.kind == "draft"
    assert kept.body == {
        "form": "unit", "values": {}, "document": made.code["report"], "locator": "p. 1",
        "quote": "كتيبة الشمال كانت عند الجسر", "quote_language": "ar",
    }  # fmt: skip
    assert made.case.evidence.work(own, owner="somebody else") is None


def test_a_quotation_of_a_hundred_thousand_letters(desk: Desk, made: SmallCase) -> None:
    own = acting.draft_of(desk, {"kind": "incident", "start": 0, "end": len(LONG)}, at(made, "long"))
    kept = made.case.evidence.work(own, owner=desk.user)
    assert kept is not None and kept.body["quote"] == LONG.strip() and len(LONG) > 100_000


@pytest.mark.parametrize(
    "quote",
    [
        {}, {"kind": "person"}, {"kind": "person", "start": 3, "end": 3}, {"kind": "person", "start": "0", "end": 5},
        {"kind": "person", "start": True, "end": 5}, {"kind": "document", "start": 0, "end": 5},
        {"kind": "no such", "start": 0, "end": 5}, {"kind": "person", "start": 0, "end": 10**9},
        {"kind": "person", "start": 0.0, "end": 5.0}, {"kind": ["person"], "start": 0, "end": 5},
    ],
)  # fmt: skip
def test_no_words_no_draft(desk: Desk, made: SmallCase, quote: dict[str, Any]) -> None:
    before = len(made.case.evidence.works("draft", owner=desk.user))
    assert acting.draft_of(desk, quote, at(made, "report", "1")) == ""
    assert acting.draft_of(desk, {"kind": "person", "start": 0, "end": 5}, {"page": "sources", "parts": ["x"]}) == ""
    assert len(made.case.evidence.works("draft", owner=desk.user)) == before


# --- one origin, checked translations


def test_documents_are_marked_as_one_origin_and_unmarked(desk: Desk, made: SmallCase) -> None:
    chosen = [made.code["report"], made.code["bare"]]
    notice, revision, left, why = acting.mark_one_origin(desk, chosen, "The letter copies the report.", EN)
    assert notice["kind"] == "done" and (left, why) == ([], "")
    assert revision == made.case.evidence.revision()
    assert EN("sources.group", n=1) in rows(desk, **{Ids.ORIGIN: "any"})
    drawn = view(desk, made.code["report"])
    assert EN("sources.one_origin_with") in drawn and "The letter copies the report." in drawn
    take_back(made.case, notice["undo"]["decisions"], actor=desk.actor())
    assert EN("sources.one_origin_with") not in view(desk, made.code["report"])


@pytest.mark.parametrize(
    ("chosen", "why"),
    [([], "why"), (["report"], "why"), (["report", "bare"], ""), (["report", "karim"], "why"), (None, "why"),
     (["report", "report"], "why"), ([{}, 3], "why")],
)  # fmt: skip
def test_one_origin_is_said_of_two_documents_with_a_reason(
    desk: Desk, made: SmallCase, chosen: list[str] | None, why: str
) -> None:
    before = made.case.evidence.revision()
    named = [made.code.get(str(key), str(key)) for key in chosen] if chosen is not None else None
    notice, *_ = acting.mark_one_origin(desk, named, why, EN)
    assert notice["kind"] == "problem" and notice["text"]
    assert made.case.evidence.revision() == before


def test_a_translation_is_said_to_be_checked(desk: Desk, made: SmallCase) -> None:
    notice, _ = acting.check_translation(desk, made.code["machine"], EN)
    assert notice["kind"] == "done"
    drawn = view(desk, made.code["ruling"], beside=made.code["machine"])
    assert f"checked by {desk.user}" in drawn and f'"data-check": "{made.code["machine"]}"' not in drawn
    take_back(made.case, notice["undo"]["decisions"], actor=desk.actor())
    assert f"checked by {desk.user}" not in view(desk, made.code["ruling"], beside=made.code["machine"])
    for wrong in (made.code["ruling"], made.code["karim"], "D-154 752-2", ""):
        assert acting.check_translation(desk, wrong, EN)[0]["kind"] == "problem"


def test_a_document_whose_load_is_undone_is_gone_from_an_open_page(tmp_path: Path) -> None:
    other = make_source_case(tmp_path / "case")
    with other.case:
        desk = desk_of(create_app(other.case, Settings()))
        assert other.code["report"] in view(desk, other.code["report"])
        (load,) = other.case.evidence.loads()
        other.case.evidence.undo_load(load.id, desk.actor())
        other.case.refresh()
        assert EN("sources.gone") in view(desk, other.code["report"])
        assert not acting.draft_of(desk, {"kind": "person", "start": 0, "end": 5}, at(other, "report", "1"))
        notice, *_ = acting.mark_one_origin(desk, [other.code["report"], other.code["bare"]], "why", EN)
        assert notice["kind"] == "problem"
        assert EN("sources.empty") in rows(desk)
