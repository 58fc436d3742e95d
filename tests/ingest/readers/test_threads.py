"""Message threads: one page a message, dates read as the thread itself settles them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.readers import ReadDocument, read_document
from tests.ingest.readers import builders as make


def read(folder: Path, name: str, content: bytes | str) -> ReadDocument:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_document(path)


def test_an_android_export(tmp_path: Path) -> None:
    found = read(tmp_path, "WhatsApp Chat with X.txt", (
        "02/03/2015, 18:04 - Messages are encrypted\n"
        "02/03/2015, 18:05 - عمر: رأيت الرجل\nفي السوق\n"
        "13/03/2015, 07:10 - Sara: IMG-1.jpg (file attached)\n"))  # fmt: skip
    assert found.kind == "message_thread"
    assert [(page.label, page.text) for page in found.pages] == [
        ("message 1 (2015-03-02 18:04)", "Messages are encrypted"),
        ("message 2 (2015-03-02 18:05)", "عمر: رأيت الرجل\nفي السوق"),
        ("message 3 (2015-03-13 07:10)", "Sara: IMG-1.jpg (file attached)"),
    ]
    assert found.date == "2015-03-02/2015-03-13"
    assert "dates are day first, as message 3 shows" in found.notes


def test_an_iphone_export_with_marks_seconds_and_am_pm(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "_chat.txt",
        ("\u200e[3/2/15, 6:04:33\u202fPM] Omar: first\n\u200e[3/14/15, 12:00:01\u202fAM] Sara: \u200fثانيا\n"),
    )
    assert [(page.label, page.text) for page in found.pages] == [
        ("message 1 (2015-03-02 18:04)", "Omar: first"),
        ("message 2 (2015-03-14 00:00)", "Sara: \u200fثانيا"),
    ]
    assert "dates are month first, as message 2 shows" in found.notes


def test_an_arabic_export_keeps_the_writers_own_digits(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "chat.txt",
        ("\u200f١٣\u200f/٣\u200f/٢٠١٥، ٦:٠٤ م - عمر: كانوا ٣ رجال\n\u200f١٤\u200f/٣\u200f/٢٠١٥، ١٢:٣٠ ص - سارة: نعم\n"),
    )
    assert [(page.label, page.text) for page in found.pages] == [
        ("message 1 (2015-03-13 18:04)", "عمر: كانوا ٣ رجال"),
        ("message 2 (2015-03-14 00:30)", "سارة: نعم"),
    ]


def test_dates_that_the_thread_does_not_settle_stay_as_written(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "02/03/2015, 18:04 - A: x\n02/03/2015, 18:05 - B: y\n")
    assert [page.label for page in found.pages] == ["message 1 (2/3/2015 18:04)", "message 2 (2/3/2015 18:05)"]
    assert found.date == ""
    assert any("cannot be told" in note for note in found.notes)


def test_the_order_of_messages_settles_what_no_single_date_does(tmp_path: Path) -> None:
    days = ("11/03/2015", "12/03/2015", "01/04/2015", "02/04/2015")
    found = read(tmp_path, "a.txt", "".join(f"{day}, 10:00 - A: x\n" for day in days))
    assert [page.label for page in found.pages][2] == "message 3 (2015-04-01 10:00)"
    assert any("only so do the messages follow each other" in note for note in found.notes)


def test_signal_like_lines_year_first(tmp_path: Path) -> None:
    found = read(tmp_path, "a.txt", "[2015-03-02 18:04] A: x\n[2015-03-02 18:05] B: [1] y\n")
    assert found.pages[1].label == "message 2 (2015-03-02 18:05)"
    assert found.pages[1].text == "B: [1] y"


def test_an_impossible_clock_is_no_head(tmp_path: Path) -> None:
    found = read(
        tmp_path, "a.txt", "13/03/2015, 18:04 - A: x\n13/03/2015, 99:99 - not a head\n14/03/2015, 18:05 - B: y\n"
    )
    assert [page.text for page in found.pages] == ["A: x\n13/03/2015, 99:99 - not a head", "B: y"]


def test_a_zipped_export_brings_its_media(tmp_path: Path) -> None:
    png = make.png_of(4, 4)
    found = read(tmp_path, "export.zip", make.zipped({
        "_chat.txt": b"13/03/2015, 18:04 - A: x\n", "IMG-1.png": png}))  # fmt: skip
    assert found.pages[0].label == "message 1 (2015-03-13 18:04)"
    assert [(one.name, one.media_type, one.content) for one in found.attachments] == [("IMG-1.png", "image/png", png)]


TELEGRAM = {
    "name": "قناة", "type": "private_group", "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2015-03-02T18:00:00", "action": "create_group", "text": ""},
        {"id": 7, "type": "message", "date": "2015-03-02T18:04:05", "from": "عمر",
         "text": ["see ", {"type": "link", "text": "https://example.org"}, " الآن"], "reply_to_message_id": 5},
        {"id": 9, "type": "message", "date": "2015-03-05T10:00:00", "from": None, "text": "", "photo": "photos/1.jpg",
         "forwarded_from": "B"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1])
def test_a_telegram_export_keeps_its_own_numbers(tmp_path: Path, indent: int | None) -> None:
    found = read(tmp_path, "result.json", json.dumps(TELEGRAM, ensure_ascii=False, indent=indent))
    assert [(page.label, page.text) for page in found.pages] == [
        ("message 7 (2015-03-02 18:04)", "عمر: [answers message 5]\nsee https://example.org الآن"),
        ("message 9 (2015-03-05 10:00)", "not named: [forwarded from B]\n[photo: photos/1.jpg]"),
    ]
    assert (found.kind, found.title, found.date) == ("message_thread", "قناة", "2015-03-02/2015-03-05")
