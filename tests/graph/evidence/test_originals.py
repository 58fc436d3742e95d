"""Originals: stored once, encrypted, with a chain of custody that shows what was done to it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import CaseError, Damaged
from graph.evidence import Evidence, originals
from graph.evidence.originals import CHUNK, decrypt, encrypt
from tests.builders import document, source
from tests.graph.evidence.stores import ANN, load

KEY = bytes(32)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A file of a little more than two chunks."""
    path = tmp_path / "statement.pdf"
    path.write_bytes(b"%PDF" + bytes(range(256)) * (CHUNK // 128 + 3))
    return path


def _received(store: Evidence, paper: Path) -> str:
    thread = load(store, [source(), document()])[1]
    with store.writing(ANN) as change:
        change.store_original(thread, paper, "application/pdf")
    return thread


def test_an_original_comes_back_as_it_was_with_its_hash_and_custody(store: Evidence, paper: Path) -> None:
    thread = _received(store, paper)
    assert store.original(thread) == paper.read_bytes()
    [line] = store.custody(thread)
    assert line.sha256 == hashlib.sha256(paper.read_bytes()).hexdigest()
    assert (line.size, line.by, line.action, line.media_type) == (
        paper.stat().st_size, "ann", "received", "application/pdf",
    )  # fmt: skip
    assert store.check() == []


def test_the_same_file_is_stored_once(store: Evidence, paper: Path, tmp_path: Path) -> None:
    thread = _received(store, paper)
    revision = store.revision()
    with store.writing(ANN) as change:
        change.store_original(thread, paper, "application/pdf")
    assert store.revision() == revision, "the same file for the same document adds nothing"
    again = tmp_path / "another name.pdf"
    again.write_bytes(paper.read_bytes())
    other = load(store, [document("other")])[0]
    with store.writing(ANN) as change:
        change.store_original(other, again, "application/pdf")
    assert len(list((store.folder / "originals").iterdir())) == 1
    assert store.original(other) == paper.read_bytes()
    assert store.check() == []


def test_a_transaction_that_fails_leaves_no_file(store: Evidence, paper: Path) -> None:
    thread = load(store, [source(), document()])[1]
    with pytest.raises(ZeroDivisionError), store.writing(ANN) as change:
        change.store_original(thread, paper, "application/pdf")
        _ = 1 // 0
    assert list((store.folder / "originals").iterdir()) == []
    with pytest.raises(CaseError, match="no original"):
        store.original(thread)


def test_a_changed_or_missing_original_is_found(store: Evidence, paper: Path) -> None:
    thread = _received(store, paper)
    [file] = (store.folder / "originals").iterdir()
    content = bytearray(file.read_bytes())
    content[CHUNK] ^= 1
    file.write_bytes(content)
    assert [finding.kind for finding in store.check()] == ["changed_original"]
    with pytest.raises(Damaged):
        store.original(thread)
    file.unlink()
    assert [finding.kind for finding in store.check()] == ["missing_original"]
    assert [finding.kind for finding in store.missing_originals()] == ["missing_original"]


def test_a_changed_line_of_custody_breaks_the_chain(store: Evidence, paper: Path) -> None:
    _received(store, paper)
    for statement in (
        "UPDATE custody SET by = 'somebody else'",
        "INSERT INTO custody SELECT 2, thread, original, action, media_type, at, by, hash, revision FROM custody",
        "DELETE FROM custody",
    ):
        connection = store._database.raw("evidence.db")
        connection.execute("BEGIN")
        connection.execute(statement)
        connection.execute("COMMIT")
        connection.close()
        assert {finding.kind for finding in store.check()} == {"broken_chain"}, statement


def test_a_file_that_cannot_be_read_is_refused(store: Evidence, tmp_path: Path) -> None:
    thread = load(store, [source(), document()])[1]
    with pytest.raises(CaseError, match="cannot be read"), store.writing(ANN) as change:
        change.store_original(thread, tmp_path / "nowhere.pdf", "application/pdf")


@given(size=st.sampled_from([0, 1, 15, 16, 17]), at=st.integers(0, 200), cut=st.booleans())
def test_any_change_of_an_encrypted_file_is_refused(
    tmp_path_factory: pytest.TempPathFactory, size: int, at: int, cut: bool
) -> None:
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "plain").write_bytes(bytes(range(size)))
    digest, length = encrypt(folder / "plain", folder / "sealed", key=KEY, own="a")
    assert (digest, length) == (hashlib.sha256(bytes(range(size))).hexdigest(), size)
    assert b"".join(decrypt(folder / "sealed", key=KEY, own="a")) == bytes(range(size))
    content = bytearray((folder / "sealed").read_bytes())
    at %= len(content)
    if cut:
        del content[at:]
    else:
        content[at] ^= 1
    (folder / "sealed").write_bytes(content)
    with pytest.raises(Damaged):
        list(decrypt(folder / "sealed", key=KEY, own="a"))


def test_chunks_cannot_be_dropped_swapped_or_given_to_another_document(tmp_path: Path, paper: Path) -> None:
    encrypt(paper, tmp_path / "sealed", key=KEY, own="a")
    whole = (tmp_path / "sealed").read_bytes()
    head, step = len(originals.MAGIC) + 16, CHUNK + 16
    parts = [whole[at : at + step] for at in range(head, len(whole), step)]
    assert len(parts) == 3
    for other in (parts[:2], parts[1:], [parts[1], parts[0], parts[2]], [*parts, parts[2]]):
        (tmp_path / "other").write_bytes(whole[:head] + b"".join(other))
        with pytest.raises(Damaged):
            list(decrypt(tmp_path / "other", key=KEY, own="a"))
    with pytest.raises(Damaged):
        list(decrypt(tmp_path / "sealed", key=KEY, own="b"))
    with pytest.raises(Damaged):
        list(decrypt(tmp_path / "sealed", key=bytes(range(32)), own="a"))
