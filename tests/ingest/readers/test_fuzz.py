"""Any bytes at all: a document or one sentence, never another error."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import LoadError
from ingest.readers import read_document
from ingest.readers.tables import read_sheets
from ingest.readers.text import clean, decode, paginate
from tests.ingest.readers import builders as make

SEEDS = (
    make.pdf(["The words", "قال الشاهد"], title="x"),
    make.docx(make.paragraph("عنوان", style="Berschrift1") + make.paragraph("text")),
    make.xlsx(f'<row r="1">{make.cell("A1", "a")}<c r="B1"><f>1+1</f><v>2</v></c></row>'),
    make.letter("شهادة", "words", html="<p>words</p>").as_bytes(),
    "\u200e[13/3/15, 6:04:33 PM] Omar: first\n[14/3/15, 12:00:01 AM] Sara: second\n".encode(),
    json.dumps(
        {"type": "private_group", "messages": [{"id": 1, "date": "2015-03-02T18:04:05", "text": ["a"]}]}
    ).encode(),
    b"<html><title>x</title><article><p>words</article>",
    'id,name\n1,"two\nlines"\n2,عمر\n'.encode(),
    make.png_of(30, 30),
)
ONE_CHANGE = st.tuples(st.integers(0, 3), st.integers(0, 1 << 20), st.binary(max_size=12))


def changed(seed: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """The seed with bytes overwritten, put in, cut out, or its end cut off."""
    for way, place, piece in changes:
        at = place % (len(seed) + 1)
        if way == 0:
            seed = seed[:at] + piece + seed[at + len(piece) :]
        elif way == 1:
            seed = seed[:at] + piece + seed[at:]
        elif way == 2:
            seed = seed[:at] + seed[at + len(piece) :]
        elif place % 7 == 0:
            seed = seed[:at]
    return seed


@given(st.sampled_from(SEEDS), st.lists(ONE_CHANGE, min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=250)
def test_a_damaged_file_is_a_document_a_table_or_a_sentence(
    tmp_path: Path, seed: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(changed(seed, changes))
    for read in (read_document, read_sheets):
        try:
            found = read(path)
        except LoadError as error:
            assert "\n" not in str(error)  # one sentence for people
        else:
            assert found


@given(st.binary(max_size=400))
def test_any_bytes_decode_to_text_that_can_be_stored(data: bytes) -> None:
    text = clean(decode(data).text)
    assert text.encode().decode() == text
    assert clean(text) == text
    assert "\0" not in text


@given(st.text(st.sampled_from("ab \n.م؟"), max_size=9_000))
def test_pages_lose_nothing_but_blank_space(text: str) -> None:
    pages = paginate(text, 500)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(len(page) <= 651 for page in pages)
