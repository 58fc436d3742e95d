"""Files on their way in: encrypted, in order, their owner's alone, and plain only while they are read."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import CaseError, Damaged
from graph.evidence import Evidence
from graph.evidence.incoming import FOLDER, KEPT, LARGEST, LONGEST_NAME, PIECE, Upload, plain_name, private_folder
from tests.graph.evidence.stores import Clock, new_store, reopened

ROOT = Path(__file__).resolve().parents[3]
WORDS = b"Nevermore, an invented line. "
CONTENT = WORDS * (2 * PIECE // len(WORDS) + 100)
NAME = "قائمة karim.csv"


def _send(store: Evidence, content: bytes = CONTENT, name: str = NAME, owner: str = "ann") -> Upload:
    upload = store.begin_upload(name, len(content), owner=owner)
    for number in range(upload.pieces):
        piece = content[number * PIECE : (number + 1) * PIECE]
        upload = store.add_piece(upload.id, number, piece, owner=owner)
    return upload


def test_a_file_comes_back_as_it_was_sent(store: Evidence) -> None:
    upload = _send(store)
    assert upload.complete and upload.pieces == 3
    again = reopened(store)
    assert again.upload(upload.id, owner="ann") == upload
    assert b"".join(again.upload_bytes(upload.id, owner="ann")) == CONTENT
    with again.materialise(upload.id, owner="ann") as path:
        assert (path.name, path.read_bytes()) == (NAME, CONTENT)
    again.close()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1])
def test_a_file_of_any_size_has_all_its_bytes(store: Evidence, size: int) -> None:
    content = os.urandom(size)
    upload = _send(store, content)
    assert upload.complete and upload.size == size
    with store.materialise(upload.id, owner="ann") as path:
        assert path.read_bytes() == content


def test_neither_its_words_nor_its_name_are_readable_on_disk(store: Evidence) -> None:
    _send(store, name="Nevermore.csv")
    store.close()
    files = [path for path in store.folder.rglob("*") if path.is_file()]
    assert len([path for path in files if path.parent.name == FOLDER]) == 3
    for path in files:
        assert b"Nevermore" not in path.read_bytes() and "Nevermore" not in path.name
        assert path.parent.name != FOLDER or path.stat().st_mode & 0o077 == 0


def test_pieces_come_in_order_once_and_of_their_size(store: Evidence) -> None:
    upload = store.begin_upload(NAME, len(CONTENT), owner="ann")
    first, second = CONTENT[:PIECE], CONTENT[PIECE : 2 * PIECE]
    with pytest.raises(CaseError, match="Piece 0 of 3 is the next"):
        store.add_piece(upload.id, 1, second, owner="ann")
    with pytest.raises(CaseError, match=f"should have {PIECE} bytes"):
        store.add_piece(upload.id, 0, first + b"x", owner="ann")
    with pytest.raises(CaseError, match=f"should have {PIECE} bytes"):
        store.add_piece(upload.id, 0, first[:-1], owner="ann")
    store.add_piece(upload.id, 0, first, owner="ann")
    with pytest.raises(CaseError, match="Piece 1 of 3 is the next"):
        store.add_piece(upload.id, 0, second, owner="ann")
    for number in (-1, 2, 3, 10**9):
        with pytest.raises(CaseError, match="is the next"):
            store.add_piece(upload.id, number, second, owner="ann")
    with pytest.raises(CaseError, match="in whole"):
        list(store.upload_bytes(upload.id, owner="ann"))


def test_nothing_comes_after_the_last_piece(store: Evidence) -> None:
    upload = _send(store)
    with pytest.raises(CaseError):
        store.add_piece(upload.id, upload.pieces, b"more", owner="ann")


def test_an_upload_is_its_owners_alone(store: Evidence) -> None:
    upload = _send(store)
    assert store.upload(upload.id, owner="bob") is None
    with pytest.raises(CaseError, match="no longer there"):
        store.add_piece(upload.id, 0, b"", owner="bob")
    with pytest.raises(CaseError, match="no longer there"), store.materialise(upload.id, owner="bob"):
        raise AssertionError("given to somebody else")
    store.drop_upload(upload.id, owner="bob")
    assert store.upload(upload.id, owner="ann") == upload


def test_what_is_other_work_is_no_upload(store: Evidence) -> None:
    draft = store.save_work("draft", {"name": "x", "size": 0}, owner="ann")
    assert store.upload(draft.id, owner="ann") is None
    store.drop_upload(draft.id, owner="ann")
    assert store.work(draft.id, owner="ann") == draft


@pytest.mark.parametrize("size", [-1, LARGEST + 1])
def test_too_large_is_said_at_once(store: Evidence, size: int) -> None:
    with pytest.raises(CaseError, match="at most 1024 MiB"):
        store.begin_upload(NAME, size, owner="ann")


def test_dropped_nothing_is_left_of_it(store: Evidence) -> None:
    kept, dropped = _send(store), _send(store)
    store.drop_upload(dropped.id, owner="ann")
    assert store.upload(dropped.id, owner="ann") is None
    assert {path.name.partition(".")[0] for path in (store.folder / FOLDER).iterdir()} == {kept.id}


def test_what_lay_for_a_day_goes_half_or_whole_and_so_do_pieces_of_nothing(tmp_path: Path) -> None:
    clock = Clock()
    with new_store(tmp_path / "case", clock=clock) as store:
        half = store.begin_upload(NAME, len(CONTENT), owner="ann")
        store.add_piece(half.id, 0, CONTENT[:PIECE], owner="ann")
        whole = _send(store, owner="bob")
        (store.folder / FOLDER / "lost.00000").write_bytes(b"left by a crash")
        clock.now += KEPT / 2
        recent = _send(store)
        assert store.upload(half.id, owner="ann") is not None
        clock.now += KEPT / 2 + timedelta(minutes=1)
        store.drop_old_uploads()
        assert store.upload(half.id, owner="ann") is None and store.upload(whole.id, owner="bob") is None
        assert store.upload(recent.id, owner="ann") == recent
        assert {path.name.partition(".")[0] for path in (store.folder / FOLDER).iterdir()} == {recent.id}


@pytest.mark.parametrize("change", ["flip", "swap", "cut", "gone"])
def test_a_piece_that_is_not_as_it_was_kept_is_noticed(store: Evidence, change: str) -> None:
    upload = _send(store)
    first, second = (store.folder / FOLDER / f"{upload.id}.{number:05d}" for number in range(2))
    kept = first.read_bytes()
    if change == "flip":
        first.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    elif change == "swap":
        first.write_bytes(second.read_bytes())
    elif change == "cut":
        first.write_bytes(kept[:5])
    with store.materialise(_send(store).id, owner="ann"):
        pass
    if change == "gone":
        first.unlink()
    with pytest.raises(CaseError if change == "gone" else Damaged, match="send it again"):
        list(store.upload_bytes(upload.id, owner="ann"))


def test_files_that_belong_together_lie_beside_each_other_and_are_gone_afterwards(store: Evidence) -> None:
    sheet, photo, same = (
        _send(store, b"a", "sheet.csv"),
        _send(store, b"b", "photo.jpg"),
        _send(store, b"c", "sheet.csv"),
    )
    with store.materialise_all([sheet.id, photo.id, same.id], owner="ann") as paths:
        assert [path.name for path in paths] == ["sheet.csv", "photo.jpg", "sheet.csv"]
        assert paths[0].parent == paths[1].parent != paths[2].parent
        assert [path.read_bytes() for path in paths] == [b"a", b"b", b"c"]
        assert paths[0].parent.stat().st_mode & 0o077 == 0 and paths[0].stat().st_mode & 0o077 == 0
        assert store.folder not in paths[0].parents
        if Path("/dev/shm").is_dir():
            assert paths[0].is_relative_to("/dev/shm")
    assert not paths[0].parent.parent.exists()


def test_they_are_gone_when_reading_them_fails_as_well(store: Evidence) -> None:
    upload = _send(store)
    with pytest.raises(RuntimeError), store.materialise(upload.id, owner="ann") as path:
        raise RuntimeError
    assert not path.parent.parent.exists()


LEFT = """
import os, signal
from graph.evidence.incoming import private_folder
with private_folder(1) as folder:
    (folder / "names.csv").write_text("plain")
    print(folder.parent, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_a_killed_process_left_goes_with_the_next_and_what_is_in_use_stays() -> None:
    killed = subprocess.run([sys.executable, "-c", LEFT], cwd=ROOT, capture_output=True, text=True, check=False)
    left = Path(killed.stdout.strip())
    assert (left / ".lock").exists()
    with private_folder(1) as one, private_folder(1) as other:
        assert not left.exists()
        assert one.is_dir() and other.is_dir()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("list.csv", "list.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\list.xlsx", "list.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("a/", "file"),
        (".hidden", "hidden"),
        ("list.csv\0.exe", "list.csv.exe"),
        ("fdp.\u202excod", "fdp.xcod"),
        ("نام\u200cها.csv", "نام\u200cها.csv"),
        ("a" * 300 + ".xlsx", "a" * 195 + ".xlsx"),
        ("what: <this>?.csv", "what this.csv"),
    ],
)
def test_a_name_is_never_a_path(given: str, kept: str) -> None:
    assert plain_name(given) == kept


@given(st.text())
@example("\ud800")
def test_whatever_a_browser_calls_it_it_is_a_name_of_a_file(name: str) -> None:
    kept = plain_name(name)
    assert kept and Path(kept).name == kept and kept not in (".", "..")
    assert len(kept.encode()) <= LONGEST_NAME
    assert plain_name(kept) == kept
