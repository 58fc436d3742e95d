"""Queries of a case's own: checks as one types, files that are whole or not there, broken ones beside good ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.case import Case, create_case
from graph.errors import QueryRefused
from graph.model.levels import Level
from queries import own
from queries.errors import BadName, BadParameter, BadQueryFile, UnknownQuery
from queries.own import Check, Draft, DraftParameter
from queries.saved_query import MAX_ROWS, find, load_all, parse

GOOD = """MATCH (u:Unit)
WHERE u.clear_min <= $clearance AND $clearance <= u.clear_max AND u.kind = $kind
RETURN u.code AS code, u.kind AS kind
ORDER BY code"""
DRAFT = Draft(
    name="units_of_a_kind", title="Units of a kind", help="Every unit of one kind.",
    parameters=(DraftParameter(name="kind", type="text", help="the kind"),), cypher=GOOD,
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """An empty case; tests that keep files use a folder of their own."""
    folder = tmp_path_factory.mktemp("own") / "case"
    made = create_case(folder, title="Invented", key_file=folder.with_suffix(".key"))
    yield made
    made.close()


def _checks(case: Case, folder: Path, draft: Draft, replaces: str = "") -> dict[str, Check]:
    return {each.what: each for each in own.check(draft, case.reader(), folder, replaces=replaces)}


def test_a_good_draft_has_nothing_but_good_news(case: Case, tmp_path: Path) -> None:
    found = own.check(DRAFT, case.reader(), tmp_path)
    assert {each.kind for each in found} == {"fine"}
    assert {each.what: each.told for each in found} == {"columns": {"columns": "code, kind"}, "reads": {}}


@pytest.mark.parametrize(("change", "what"), [
    ({"name": ""}, "name"), ({"name": "Not A Name"}, "name"), ({"name": "../escape"}, "name"),
    ({"name": "con"}, "name"), ({"name": "chain_above"}, "name_taken"), ({"title": "  "}, "title"),
    ({"title": "x" * 201}, "words_long"),
    ({"cypher": ""}, "empty"), ({"cypher": "x" * 100_000}, "long"),
    ({"cypher": GOOD + "\nLIMIT $most"}, "undeclared"), ({"cypher": GOOD.replace("$kind", "'army'")}, "unused"),
    ({"cypher": "MATCH (u:Unit) WHERE u.kind = $kind RETURN u.code ORDER BY u.code"}, "unnamed"),
    ({"cypher": "MATCH (u:Unit) WHERE u.kind = $kind RETURN * ORDER BY u.code"}, "unnamed"),
    ({"cypher": "MATCH (u:Unit) WHERE u.kind = $kind"}, "no_columns"),
    ({"cypher": "MATCH (u:Unit)\nWHERE u.kind = $kind\nRETRUN u.code AS code"}, "misread"),
    ({"cypher": "CREATE (u:Unit {kind: $kind}) RETURN u.kind AS kind ORDER BY kind"}, "refused"),
    ({"cypher": "LOAD CSV FROM 'file:///etc/passwd' AS r RETURN r, $kind AS kind ORDER BY kind"}, "refused"),
    ({"cypher": "CALL dbms.listConfig() YIELD name RETURN name, $kind AS kind ORDER BY name"}, "refused"),
    ({"parameters": (DraftParameter(name="kind", type="secret"),)}, "parameter_type"),
    ({"parameters": (DraftParameter(name="kind", type="text"), DraftParameter(name="kind", type="text"))},
     "parameter_name"),
    ({"parameters": (DraftParameter(name="clearance", type="int"),)}, "parameter_name"),
    ({"parameters": tuple(DraftParameter(name=f"p{n}", type="int") for n in range(21))}, "many_parameters"),
])  # fmt: skip
def test_each_mistake_is_an_error_of_its_own(case: Case, tmp_path: Path, change: dict[str, object], what: str) -> None:
    draft = Draft(**{**{name: getattr(DRAFT, name) for name in DRAFT.__slots__}, **change})
    found = _checks(case, tmp_path, draft)
    assert found[what].kind == "error" and found[what].sentence


def test_a_mistake_is_placed(case: Case, tmp_path: Path) -> None:
    text = "MATCH (u:Unit)\nWHERE u.kind = $kind\nRETRUN u.code AS code"
    found = _checks(case, tmp_path, Draft(name="x", title="x", parameters=DRAFT.parameters, cypher=text))["misread"]
    assert found.at is not None and found.at[0] in (2, 3) and found.told["line"] == str(found.at[0])


def test_what_is_merely_unwise_is_a_warning_and_can_be_kept(case: Case, tmp_path: Path) -> None:
    draft = Draft(name="x", title="x", cypher="MATCH (u:Unit) RETURN u.code AS code")
    found = _checks(case, tmp_path, draft)
    assert {what for what, each in found.items() if each.kind == "warning"} == {"order", "spans"}
    assert own.save(draft, tmp_path).columns == ("code",)


def test_a_reader_without_full_clearance_may_not_ask_own_queries(case: Case, tmp_path: Path) -> None:
    found = {each.what: each for each in own.check(DRAFT, case.reader(Level.CONFIDENTIAL), tmp_path)}
    assert found["refused"].kind == "error" and "sealed" in found["refused"].sentence
    own.save(DRAFT, case.folder)
    with pytest.raises(QueryRefused, match="full clearance"):
        find("units_of_a_kind", case.folder).run(case.reader(Level.CONFIDENTIAL), kind="army")
    own.remove("units_of_a_kind", case.folder)


@pytest.mark.parametrize(("text", "columns"), [
    ("RETURN a AS b, count(*) AS n ORDER BY n", ("b", "n")),
    ("MATCH (a) WITH a RETURN DISTINCT a.code AS code, [x IN a.l | {y: x, z: 1}] AS l LIMIT 3", ("code", "l")),
    ("MATCH (a) RETURN 'RETURN x AS y, z' AS words // RETURN nothing AS all\nORDER BY words", ("words",)),
    ("RETURN 1 AS a UNION RETURN 2 AS a", ("a",)),
    ("MATCH (code) RETURN code", ("code",)),
    ("MATCH (a) WHERE a.x = 1", ()),
])  # fmt: skip
def test_the_columns_are_found_in_the_last_return(text: str, columns: tuple[str, ...]) -> None:
    assert own.returned(text) == (columns, False)


# Files


def test_a_kept_query_is_listed_run_edited_renamed_and_removed(case: Case) -> None:
    folder = case.folder
    own.save(DRAFT, folder)
    kept = find("units_of_a_kind", folder)
    assert not kept.shipped and kept.title("ar") == "Units of a kind" and kept.parameters[0].help["en"] == "the kind"
    assert kept.run(case.reader(), kind="army").rows == []
    assert own.draft_of(kept) == DRAFT
    with pytest.raises(BadName, match="this case has this name"):
        own.save(DRAFT, folder)
    renamed = Draft(name="kinds", title="Kinds", parameters=DRAFT.parameters, cypher=GOOD)
    own.save(renamed, folder, replaces="units_of_a_kind")
    assert [path.name for path in (folder / "queries").iterdir()] == ["kinds.cypher"]
    assert (folder / "queries" / "kinds.cypher").stat().st_mode & 0o777 == 0o600
    own.remove("kinds", folder)
    assert list((folder / "queries").iterdir()) == []
    with pytest.raises(UnknownQuery):
        own.remove("kinds", folder)


def test_a_shipped_query_is_never_overwritten_or_removed_but_copied(tmp_path: Path) -> None:
    with pytest.raises(BadName, match="shipped"):
        own.save(Draft(name="people_in_two_incidents", title="x", cypher="RETURN 1 AS n ORDER BY n"), tmp_path)
    with pytest.raises(UnknownQuery):
        own.remove("people_in_two_incidents", tmp_path)
    copied = own.draft_of(find("people_in_two_incidents"), copy=True, language="ar")
    name = own.name_for(copied.title, tmp_path)
    saved = own.save(Draft(**{**{each: getattr(copied, each) for each in copied.__slots__}, "name": name}), tmp_path)
    assert name == "query_1" and saved.columns == find("people_in_two_incidents").columns
    with pytest.raises(BadQueryFile, match="put together by Dossier"):
        own.draft_of(find("chain_above"), copy=True)


@pytest.mark.parametrize("content", [
    b"", b"nonsense", b"\xff\xfe", b"// ---\n// title: [\n// ---\nRETURN 1", b"// ---\n// 7\n// ---\nRETURN 1 AS a",
    b"// ---\n// title: x\n// columns: 5\n// ---\nRETURN 1 AS a",
    b"// ---\n// title: x\n// columns: [[a]]\n// ---\nRETURN 1",
    b"// ---\n// title: x\n// columns: [a]\n// params: {x: {type: choice, choices: 3, help: x}}\n// ---\nRETURN 1 AS a",
    b"// ---\n// title: x\n// columns: [a]\n// chart: {of: b}\n// ---\nRETURN 1 AS a",
    b"// ---\n// title: x\n// columns: [a]\n// compute: os.system\n// ---\nRETURN 1 AS a",
    b"// ---\n// title: x\n// columns: [a]\n// ---\nRETURN 1 AS a;\nRETURN 2 AS a", b"x" * 200_000,
])  # fmt: skip
def test_a_file_edited_into_nonsense_is_listed_as_broken_and_the_others_work(tmp_path: Path, content: bytes) -> None:
    own.save(DRAFT, tmp_path)
    (tmp_path / "queries" / "spoilt.cypher").write_bytes(content)
    shelf = own.shelf(tmp_path)
    assert [each.name for each in shelf.broken] == ["spoilt"] and shelf.broken[0].fault
    assert len(shelf.queries) == len(load_all()) + 1
    assert find("units_of_a_kind", tmp_path).name == "units_of_a_kind"
    with pytest.raises(BadQueryFile, match="spoilt"):
        find("spoilt", tmp_path)
    own.remove("spoilt", tmp_path)
    assert own.shelf(tmp_path).broken == ()


def test_a_file_with_a_name_that_is_taken_or_no_name_is_broken(tmp_path: Path) -> None:
    own.save(DRAFT, tmp_path)
    text = (tmp_path / "queries" / "units_of_a_kind.cypher").read_text()
    for name in ("chain_above", "Has Blanks", "new"):
        (tmp_path / "queries" / f"{name}.cypher").write_text(text)
    assert {each.name for each in own.shelf(tmp_path).broken} == {"chain_above", "Has Blanks", "new"}
    assert own.shelf(tmp_path).queries["chain_above"].shipped


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.save(DRAFT, tmp_path)
    path = tmp_path / "queries" / "units_of_a_kind.cypher"
    before = path.read_text()

    def full(_: int) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadQueryFile, match="disk full"):
        own.save(Draft(name="units_of_a_kind", title="y", parameters=DRAFT.parameters, cypher=GOOD), tmp_path,
                 replaces="units_of_a_kind")  # fmt: skip
    assert path.read_text() == before and len(list(path.parent.iterdir())) == 1


def test_more_rows_than_the_limit_are_cut_and_that_is_said(case: Case) -> None:
    text = "UNWIND range(1, 1000000) AS n RETURN n AS n ORDER BY n"
    own.save(Draft(name="million", title="A million", cypher=text), case.folder)
    query = find("million", case.folder)
    result = query.ask(case.reader(), {}, limit=5)
    assert ([row["n"] for row in result.rows], result.truncated) == ([1, 2, 3, 4, 5], True)
    whole = query.run(case.reader())
    assert len(whole.rows) == MAX_ROWS and whole.truncated
    own.remove("million", case.folder)


def test_values_of_the_wrong_type_are_refused_before_anything_runs(case: Case) -> None:
    parameters = (DraftParameter(name="n", type="int"), DraftParameter(name="on", type="period", default=""))
    text = "UNWIND [$n, $on_first, $on_last] AS x RETURN toString(x) AS x ORDER BY x"
    own.save(Draft(name="typed", title="Typed", parameters=parameters, cypher=text), case.folder)
    query = find("typed", case.folder)
    for wrong in ("many", "-1", "1e9", ["1", "2"], {"a": 1}):
        with pytest.raises(BadParameter):
            query.run(case.reader(), n=wrong)
    with pytest.raises(BadParameter):
        query.run(case.reader(), n=1, on="the day after")
    assert [row["x"] for row in query.run(case.reader(), n="٣", on="2015").rows] == ["2015-01-01", "2015-12-31", "3"]
    own.remove("typed", case.folder)


@given(title=st.text(max_size=80), help_=st.text(max_size=80), default=st.none() | st.text(max_size=20))
def test_whatever_the_words_the_file_reads_back_as_it_was_written(title: str, help_: str, default: str | None) -> None:
    draft = Draft(name="x", title=title or "x", help=help_, cypher=GOOD,
                  parameters=(DraftParameter(name="kind", type="text", help=help_, default=default),))  # fmt: skip
    query = parse("x", own.written(draft), shipped=False)
    assert query.title() == " ".join("".join(" " if ord(a) < 32 or 127 <= ord(a) < 160 else a for a in draft.title)
                                     .split())  # fmt: skip
    assert query.statements == (GOOD,)
    assert query.parameters[0].required is (default is None)


@given(st.text(max_size=300))
def test_no_text_makes_the_checks_fail(text: str) -> None:
    own.returned(text)
    list(own._about_cypher(Draft(cypher=text)))


def test_the_command_line_lists_and_shows_the_queries_of_a_case(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from dossier import app

    own.save(DRAFT, tmp_path)
    listed = CliRunner().invoke(app, ["query", "list", str(tmp_path), "--json"])
    assert listed.exit_code == 0 and "units_of_a_kind" in listed.stdout
    shown = CliRunner().invoke(app, ["query", "show", "units_of_a_kind", str(tmp_path)])
    assert shown.exit_code == 0 and "u.kind = $kind" in shown.stdout


@pytest.mark.parametrize("name", ["limit", "record", "given", "reader"])
def test_a_parameter_may_be_called_as_asking_calls_its_own(case: Case, tmp_path: Path, name: str) -> None:
    own.save(
        Draft(
            name="units_of_a_kind", title="Units", cypher=GOOD.replace("$kind", f"${name}"),
            parameters=(DraftParameter(name=name, type="text", help="the kind"),),
        ),
        tmp_path,
    )  # fmt: skip
    assert find("units_of_a_kind", tmp_path).run(case.reader(), **{name: "army"}).rows == []
