"""What cannot be done is said in Arabic on an Arabic page: every sentence of an error in the source has its Arabic."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard import canvas
from dashboard.app import create_app, desk_of
from dashboard.card_forms import draw_join
from dashboard.components.own_form import check_text
from dashboard.pages.brief.making import result
from dashboard.wording import Words
from dashboard.worker import INTERRUPTED, STOPPED
from graph.errors import BadValue, QueryTimeout
from graph.evidence import Job
from graph.settings import Settings
from ingest.sandbox import SENTENCES
from queries.brief.errors import Leaked, NoSource, UnacceptedMerges
from queries.errors import CannotRunAgain, UnknownQuery
from queries.own import Check
from tests.dashboard.small_case import SmallCase

ROOT = Path(__file__).resolve().parents[2]
ARABIC = re.compile("[\u0600-\u06ff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")
"""Three words in a row: names of commands, formats and keys stay as they are in Arabic."""

# Modules of the readers whose errors the pages show; what a mapping written by hand may get wrong is told where
# mappings are written by hand, on the command line.
READERS = (
    "arrival", "arrivals", "composing", "documents", "entry", "layout", "load", "own_mappings", "pictures",
    "unpacking", "writing", "readers/csvs", "readers/jsonl", "readers/reading", "readers/sniffing", "readers/tables",
)  # fmt: skip

COMMAND_LINE = {
    # making and opening a case, its keys and its database
    "The key file … cannot be read.",
    "The passphrase is too short: at least … characters, better four words.",
    "… cannot be read.",
    "… exists already; a key file is never written over.",
    "… holds a case already.",
    "… is not a case: it has no …. 'dossier new' makes one.",
    "… is not empty; a case is made in a new or empty folder.",
    "… is opened by a key file, not by a passphrase.",
    "This graph database is not empty: a new case needs an empty one.",
    "A database URL may not carry a password: it would end in settings and logs.",
    "A database URL names a host, for example bolt://127.0.0.1:7687.",
    "A graph database is named by 'kglite:FILE', 'memory:', 'bolt://HOST' or 'neo4j://HOST'.",
    "No port from … to … is free; name another with --port.",
}
PROGRAM = {
    # what only a fault of the program's own could give the store
    "A clearance is a whole number from 0 to 3.",
    "A link's type is in capitals, and both its ends carry a label of the model.",
    "A link's type or a label is a plain word.",
    "A node's label must be one of ….",
    "A … must be identified as 'code@clear_min', by a code of its own kind.",
    "An embedded graph cannot be used by a forked process: open it there.",
    "….…: expected text, a number, yes or no, or a list of texts.",
    "…: a property's name is lower-case, and not id, title, type or label.",
    "…: clear_min and clear_max must be a span of clearances within 0..3.",
}
FRAMES = {
    # put together of clauses, each of which is known together with its frame (tests/ingest/test_sentences.py)
    "…: ….",
    "…: row … (line …) ….",
    "…: the archive ….",
    "…: the file ….",
    "…: the workbook ….",
}
EXCEPTIONS = COMMAND_LINE | PROGRAM | FRAMES


@cache
def _modules() -> dict[str, ast.Module]:
    paths = [path for top in ("graph", "queries", "dashboard") for path in sorted((ROOT / top).rglob("*.py"))]
    paths += [ROOT / "ingest" / f"{name}.py" for name in READERS]
    return {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


@cache
def _errors() -> frozenset[str]:
    """Names of DossierError and of every class that is made from it."""
    made_from = {
        node.name: {getattr(base, "id", "") for base in node.bases}
        for tree in _modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"DossierError"}
    while more := {name for name, bases in made_from.items() if bases & found} - found:
        found |= more
    return frozenset(found)


def _raised(tree: ast.Module) -> Iterator[ast.expr]:
    """The last argument wherever an error is made, and the sentence of one that words itself; checks of own queries,
    of which the first is raised, word theirs in ``_error``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in _errors():
            yield from _last_arguments(node, {"__init__"})
    yield from _last_arguments(tree, {*_errors(), "_error"})


def _last_arguments(tree: ast.AST, names: set[str]) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if called in names:
                yield node.args[-1]


def _sentence(made: ast.expr, module: str, tree: ast.Module) -> str:
    """What an expression says, with something in each place that is filled in; "" for one that is known at run only."""
    if isinstance(made, ast.Constant):
        return str(made.value)
    if isinstance(made, ast.JoinedStr):
        return "".join(_sentence(part, module, tree) for part in made.values)
    if isinstance(made, ast.FormattedValue):
        choice = made.value
        return (
            str(choice.body.value) if isinstance(choice, ast.IfExp) and isinstance(choice.body, ast.Constant) else "…"
        )
    if isinstance(made, ast.Name):
        return str(getattr(importlib.import_module(module), made.id, ""))
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
        returned = [
            node.body[-1].value
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == made.func.id and isinstance(node.body[-1], ast.Return)
        ]
        return _sentence(returned[0], module, tree) if returned and returned[0] is not None else ""
    return ""


@cache
def sentences() -> frozenset[str]:
    """Everything in the source that an error says, sentences and the clauses of those that say what would be right."""
    said = {_sentence(made, module, tree) for module, tree in _modules().items() for made in _raised(tree)}
    return frozenset(one for one in said if " " in one)


def in_arabic(sentence: str) -> bool:
    """Whether an Arabic page says this in Arabic, with no clause of it left in English."""
    said = Words("ar").said(sentence)
    return bool(ARABIC.search(said)) and not ENGLISH.search(said)


def test_every_error_that_a_page_may_show_is_known_in_arabic() -> None:
    found = sentences()
    assert len(found) > 250, "the source is no longer read"
    assert not sorted(one for one in found - EXCEPTIONS if not in_arabic(one))


def test_no_exception_stands_for_a_sentence_that_is_gone_or_known() -> None:
    assert not sorted(EXCEPTIONS - sentences())
    assert not sorted(one for one in EXCEPTIONS if in_arabic(one))


@pytest.mark.parametrize(
    "sentence",
    [INTERRUPTED["error"], STOPPED["error"], QueryTimeout("The query took longer: narrow it."), UnknownQuery([]),
     UnknownQuery(["chain"]), UnknownQuery(["chain", "path"]), UnknownQuery(["chain", "path", "under"]),
     *(CannotRunAgain(why) for why in ("gone", "free", "other", "broken")),
     *(f"sheet.csv: the archive {clause}." for clause in SENTENCES.values()),
     "A fault of Dossier's own (KeyError in compare.py, line 12): what was committed stays.",
     "Something went wrong in Dossier (KeyError in compare.py, line 12); nothing was changed."],
)  # fmt: skip
def test_what_is_put_together_at_run_is_known_in_arabic(sentence: Exception | str) -> None:
    assert in_arabic(str(sentence))


def test_english_pages_say_it_as_it_is() -> None:
    assert Words("en").said(BadValue("level", "one of: public, sealed")) == "level: expected one of: public, sealed."


def test_a_field_and_the_words_of_a_list_are_said_as_the_forms_say_them() -> None:
    assert Words("ar").said(BadValue("level", "one of: public, sealed")) == (
        "مستوى السرية: المطلوب إحدى هذه: علني، مختوم."
    )


def test_what_nobody_put_into_arabic_is_said_in_english() -> None:
    assert Words("ar").said("A sentence that nobody wrote down.") == "A sentence that nobody wrote down."


# --- on the pages


def test_the_canvas_says_in_arabic_what_it_cannot_show() -> None:
    change, _ = canvas.answer(None, {"do": "nothing of ours"}, Words("ar"), most=10)
    assert change["error"] == "لا يمكن عرض هذا؛ يُرجى تحميل الصفحة من جديد."


def test_a_card_says_in_arabic_why_two_cannot_be_one(small: SmallCase) -> None:
    desk = desk_of(create_app(small.case, Settings()))
    code = desk.reader().documents()[0].code
    (shown,) = draw_join(desk, code, code, Words("ar"))
    assert shown.children == "هذان واحد أصلًا."


def test_a_brief_that_was_not_made_says_why_in_arabic() -> None:
    error = str(UnacceptedMerges([("P-417 208-1", "P-417 209-9")] * 14))
    job = Job(id="j", kind="brief", owner="o", state="failed", done=1, total=2, request={}, result={"error": error},
              made_at="2026-01-01T00:00:00Z", changed_at="2026-01-01T00:00:00Z")  # fmt: skip
    shown = str(result(job, Words("ar"))[0])
    assert "المطابقة الآلية" in shown and "P-417 208-1" in shown and "غيرها" in shown
    assert not any(word in shown for word in ("merge", " and ", "more"))


@pytest.mark.parametrize(
    "error",
    [NoSource(["victim of I-417 208-1 in D-417 208-1 (record 01ab)", "unit_relation of U-417 208-1 (record 02cd)"]),
     Leaked(["brief.pdf: a name of a protected person", "brief.pdf: it cannot be read back, so it was not checked"]),
     Leaked(["the purpose: a name of a protected person, that of P-417 208-8",
             "quoted words of D-417 208-1 (fact 1.4): a name of a protected person"]),
     Leaked(["data.csv: a code that is not part of the brief", "data.csv: a text above the level of the audience"])],
)  # fmt: skip
def test_what_stops_a_brief_is_listed_in_arabic(error: Exception) -> None:
    said = Words("ar").said(error)
    assert in_arabic(str(error)) and not re.search(r"\b(of|record|name|code|text|read|victim|relation)\b", said)


def test_an_editor_of_queries_says_in_arabic_what_the_database_refused() -> None:
    check = Check(
        kind="error", what="refused", sentence="", told={"sentence": "The graph engine refused the query (1)."}
    )
    assert in_arabic(check_text(check, Words("ar")))
