"""Every text of the pages stands in one file a language, and the files say the same things."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from dashboard.shell import script_texts
from dashboard.wording import LANGUAGES, Words, texts

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
MODULES = [path for path in sorted(DASHBOARD.rglob("*.py")) if path.name not in ("sessions.py", "serve.py", "desk.py")]
SCRIPTS = sorted((DASHBOARD / "assets").glob("*.js"))
# Properties of components that people read.
READ = {"placeholder", "title", "label", "headerName", "aria-label", "alt"}
TEXT = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_hold_the_same_keys(language: str) -> None:
    assert texts(language).keys() == texts("en").keys()


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_all_languages_fill_the_same_places(language: str) -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    differ = {key for key, text in texts("en").items() if places(text) != places(texts(language)[key])}
    assert differ == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing(language: str) -> None:
    assert {key for key, text in texts(language).items() if not text} == {"search.by_"}


def test_arabic_is_written_in_arabic() -> None:
    latin = {key for key, text in texts("ar").items() if text and not re.search(r"[\u0600-\u06ff]", text)}
    assert latin == {"app.name"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(DASHBOARD)))
def test_no_page_holds_a_text_of_its_own(path: Path) -> None:
    assert literals(ast.parse(path.read_text(encoding="utf-8"))) == []


def literals(tree: ast.Module) -> list[str]:
    """Texts given to a component as something to read: its children, or one of the properties that are read."""
    found: list[str] = []
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)):
            continue
        if call.func.value.id not in ("html", "dcc"):
            continue
        given = [*call.args, *(each.value for each in call.keywords if each.arg in READ | {"children"})]
        for each in call.keywords:
            if each.arg is None and isinstance(each.value, ast.Dict):
                pairs = zip(each.value.keys, each.value.values, strict=True)
                given += [value for key, value in pairs if isinstance(key, ast.Constant) and key.value in READ]
        for part in given:
            parts = part.elts if isinstance(part, ast.List) else [part]
            found += [one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return [text for text in found if TEXT.search(text) and not text.startswith("dossier ")]


def test_a_text_in_a_page_would_be_seen() -> None:
    bad = ast.parse('html.Div([html.Span("Look here")], title="And here", **{"aria-label": "Here too"}, id="fine")')
    assert sorted(literals(bad)) == ["And here", "Here too", "Look here"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_say_only_words_they_were_given(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert re.findall(r"""D\.say\(\s*["'`]""", source) == []
    asked = set(re.findall(r"""D\.word\("([a-z_]+)\"""", source))
    assert asked <= script_texts(Words("en")).keys()


def test_numbers_keep_their_order_in_a_right_to_left_text() -> None:
    said = Words("ar").directed("من 2015-03-01/2015-03-31 إلى 8–9: I-417 208-8")
    assert said == "من \u20662015-03-01/2015-03-31\u2069 إلى \u20668–9\u2069: \u2066I-417 208-8\u2069"
    assert Words("en").directed("from 2015-03 to 8–9") == "from 2015-03 to 8–9"


@pytest.mark.parametrize(
    ("stored", "english", "arabic"),
    [
        ("entered by hand", "entered by hand", "أُدخل يدويًا"),
        ("Source not stated", "Source not stated", "المصدر غير مذكور"),
        ("row 12", "row 12", "الصف \u206612\u2069"),
        ("p. 4", "p. 4", "ص. \u20664\u2069"),
        ("pp. 4-5, row 2", "pp. 4-5, row 2", "ص. \u20664-5\u2069، الصف \u20662\u2069"),
        ("p. 4 of the annex", "p. 4 of the annex", "p. 4 of the annex"),
        ("ص. ٤", "ص. ٤", "ص. ٤"),
        ("", "", ""),
    ],
)
def test_what_the_workspace_wrote_is_in_the_page_s_language_and_people_s_words_stay(
    stored: str, english: str, arabic: str
) -> None:
    assert (Words("en").stored(stored), Words("ar").stored(stored)) == (english, arabic)
