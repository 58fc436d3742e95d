"""A case folder: create it, open it, keep its graph at the revision of its evidence."""

import json
import secrets
import shutil
import threading
import tomllib
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import CaseError, Damaged, ForeignGraph, NewerVersion
from graph.evidence import Evidence, Finding, RunRecord
from graph.evidence import keys as key_files
from graph.evidence.copies import Copy
from graph.evidence.ids import Clock, Ids, utc_now
from graph.model.levels import LEVELS, Level
from graph.reader import NameFinder, Reader
from graph.stores.store import Store, open_store

CASE_FILE = "case.toml"
GRAPH_FILE = "graph.kgl"
FORMAT = 1
OWN_FOLDERS = ("queries", "runs", "exports")
SHORTEST_PASSPHRASE = 8
# The highest level that may go to an audience, until the case says otherwise.
AUDIENCES = {
    "internal": "sealed",
    "counsel": "sealed",
    "un_mechanism": "confidential",
    "national_prosecutor": "confidential",
    "public": "public",
}
Progress = Callable[[int, int], None]
Password = Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """What ``case.toml`` says: nothing secret.

    Attributes:
        database: URL of the graph database, "" for the embedded one.
        audiences: purpose to the highest level that may be given to it.
        example: it holds the example case: training material, whose key may lie beside it.
    """

    id: str
    title: str
    database: str = ""
    audiences: dict[str, str] = field(default_factory=lambda: dict(AUDIENCES))
    example: bool = False

    def text(self) -> str:
        """As TOML. A JSON string is a TOML string."""
        lines = [
            f"format = {FORMAT}",
            f"id = {json.dumps(self.id)}",
            f"title = {json.dumps(self.title, ensure_ascii=False)}",
            "# URL of the graph database; empty: the embedded one, in this folder.",
            f"database = {json.dumps(self.database)}",
            *(
                ["# Training material, from published facts and an invented province.", "example = true"]
                if self.example
                else []
            ),
            "",
            "# The highest level of record that may be given to an audience.",
            "[audiences]",
            *(f"{audience} = {json.dumps(level)}" for audience, level in self.audiences.items()),
        ]
        return "\n".join(lines) + "\n"


def read_case_file(folder: Path) -> CaseFile:
    """Read ``case.toml``.

    Raises:
        CaseError: the folder is no case. Damaged: the file cannot be read. NewerVersion.
    """
    path = folder / CASE_FILE
    if not path.is_file():
        raise CaseError(f"{folder.name} is not a case: it has no {CASE_FILE}. 'dossier new' makes one.")
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        version = said["format"]
        if isinstance(version, int) and version > FORMAT:
            raise NewerVersion(f"{folder.name} was made by a newer Dossier; open it with that version.")
        audiences = {**AUDIENCES, **said.get("audiences", {})}
        values = (said["id"], said["title"], said["database"], *audiences.values())
        example = said.get("example", False) is True
        if not all(isinstance(value, str) for value in values) or not set(audiences.values()) <= LEVELS.keys():
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{CASE_FILE} of {folder.name} cannot be read; put it back from a backup.") from error
    return CaseFile(id=said["id"], title=said["title"], database=said["database"], audiences=audiences, example=example)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """What a process started afresh needs to open the same case; to be handed over through a pipe, never by
    arguments or environment. Its repr names no secret."""

    folder: Path
    key: bytes = field(repr=False)
    password: str = field(repr=False)


class Case:
    """An open case. Never fork while one is open: start other processes afresh and let them open it.

    Attributes:
        finder: an index of its names, where somebody made one; closed with the case.
        findings: what opening noticed (originals whose file is gone).
        rebuilt: whether the graph had to be rebuilt on opening.
    """

    def __init__(
        self, folder: Path, about: CaseFile, evidence: Evidence, store: Store, key: bytes, password: Password | None
    ) -> None:
        """Use :func:`create_case` or :func:`open_case`."""
        self.folder, self.about, self.evidence, self.store = folder, about, evidence, store
        self._key, self._password = key, password
        self.finder: NameFinder | None = None
        self.findings: list[Finding] = []
        self.rebuilt = False
        self._lock = threading.Lock()
        self._shown = 0
        self._unsaved = False

    @property
    def title(self) -> str:
        """The case's title."""
        return self.about.title

    @property
    def id(self) -> str:
        """The case's id: random, in evidence, graph and ``case.toml`` alike."""
        return self.about.id

    @property
    def is_example(self) -> bool:
        """Whether this is the example case, made of training material."""
        return self.about.example

    def handover(self) -> Handover:
        """What a worker process needs to open this case for itself."""
        asked = self._password() if self._password is not None and self.about.database else ""
        return Handover(folder=self.folder, key=self._key, password=asked)

    def reader(self, clearance: Level = Level.SEALED, user: str = "") -> Reader:
        """A view of the case at a clearance."""
        return Reader(
            evidence=self.evidence,
            store=self.store,
            clearance=Level(clearance),
            user=user,
            revision=self._shown,
            folder=self.folder,
            finder=self.finder,
        )

    def refresh(self, on_progress: Progress | None = None) -> bool:
        """Bring the graph to the revision of the evidence; returns whether it was behind.

        Cheap where nothing has happened, so that it can be asked often.

        Raises:
            StoreError: the graph database refuses or does not answer.
        """
        if self.evidence.revision() == self._shown:
            return False
        from graph.projection import Projector

        with self._lock:
            if self.evidence.revision() == self._shown:
                return False
            self.rebuilt = Projector(self.evidence, self.store).catch_up(on_progress)
            self._note()
        return True

    def rebuild(self, on_progress: Progress | None = None) -> None:
        """Make the graph anew from the evidence.

        Raises:
            StoreError: as :meth:`refresh`.
        """
        from graph.projection import Projector

        with self._lock:
            Projector(self.evidence, self.store).rebuild(on_progress)
            self._note()

    def check(self) -> list[Finding]:
        """What is not as it should be: in the evidence, and whether the graph follows from it."""
        from graph.projection import Projector

        findings = self.evidence.check()
        if not Projector(self.evidence, self.store).follows():
            sentence = "The graph does not follow from the evidence; 'dossier check CASE --rebuild' makes it anew."
            findings.append(Finding(kind="graph", id=self.id, sentence=sentence))
        return findings

    def _note(self) -> None:
        state = self.store.state()
        self._shown = state.revision if state else 0
        self._unsaved = True

    def _catch_up(self, on_progress: Progress | None) -> None:
        """What opening does: the graph may be missing, foreign, damaged, or behind."""
        from graph.projection import Projector

        before = self._state_revision()
        self.rebuilt = Projector(self.evidence, self.store).catch_up(on_progress)
        self._note()
        self._unsaved = self.rebuilt or before != self._shown
        self.findings = self.evidence.missing_originals()

    def _state_revision(self) -> int | None:
        from graph.stores.store import DamagedGraph

        try:
            state = self.store.state()
        except (DamagedGraph, ForeignGraph):
            return None  # the projector decides what that means for this kind of store
        return state.revision if state else None

    def save(self) -> None:
        """Keep the embedded graph as it is, so that the next opening need not make it; nothing on a server."""
        with self._lock:
            if self._unsaved:
                self.store.save()
                self._unsaved = False

    def record_run(self, run: RunRecord) -> str:
        """Append a run of a query; returns its id."""
        return self.evidence.record_run(run)

    def close(self) -> None:
        """Save the graph and let go of files and connections."""
        try:
            self.save()
        finally:
            if self.finder is not None:
                self.finder.close()
            self.store.close()
            self.evidence.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def create_case(
    folder: Path,
    *,
    title: str,
    database: str = "",
    passphrase: str | None = None,
    key_file: Path | None = None,
    password: Password | None = None,
    example: bool = False,
    clock: Clock = utc_now,
    ids: Ids | None = None,
) -> Case:
    """Make a case in a new or empty folder and open it.

    Args:
        database: URL of an empty graph database; "" keeps the graph in the folder.
        passphrase, key_file: one of the two. A key file that is not there is made.
        password: asked for the graph database's password, if it needs one.
        example: it will hold the example case.

    Raises:
        CaseError: the folder holds something, or neither or both keys are given.
        StoreError: the graph database does not answer; ForeignGraph: it is not empty.
    """
    folder, password = folder.absolute(), _asked_once(password)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseError(f"{folder.name} is not empty; a case is made in a new or empty folder.")
    key, salt = _new_key(passphrase, key_file)
    about = CaseFile(id=secrets.token_hex(16), title=title, database=database, example=example)
    with ExitStack() as undo:
        store = _open_store(folder, about, password)
        undo.callback(store.close)
        if database and store.state() is not None:
            raise ForeignGraph("This graph database is not empty: a new case needs an empty one.")
        _make_folder(folder, undo)
        key_files.write_header(folder, key, salt=salt)
        evidence = Evidence.create(folder, key, case_id=about.id, clock=clock, ids=ids)
        undo.callback(evidence.close)
        for name in OWN_FOLDERS:
            (folder / name).mkdir(mode=0o700)
        # Last, for a folder with a case.toml is a case.
        key_files.write_private(folder / CASE_FILE, about.text().encode())
        case = Case(folder, about, evidence, store, key, password)
        case._catch_up(None)
        undo.pop_all()
    return case


def _make_folder(folder: Path, undo: ExitStack) -> None:
    """Make the folder, to be taken away again if the case does not come to be."""
    there = folder.exists()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)

    def clear() -> None:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not there:
            folder.rmdir()

    undo.callback(clear)


def _new_key(passphrase: str | None, key_file: Path | None) -> tuple[bytes, bytes | None]:
    if (passphrase is None) == (key_file is None):
        raise CaseError("A case is opened by a passphrase or by a key file: give one of the two.")
    if key_file is not None:
        if not key_file.exists():
            key = key_files.new_key()
            key_files.write_key_file(key_file, key)
            return key, None
        read = key_files.read_key_file(key_file)
        if read is not None:
            return read, None
        passphrase = _passphrase_in(key_file)
    assert passphrase is not None  # noqa: S101 - one of the two was given
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CaseError(f"The passphrase is too short: at least {SHORTEST_PASSPHRASE} characters, better four words.")
    salt = key_files.new_salt()
    return key_files.stretch(passphrase, salt), salt


def _passphrase_in(key_file: Path) -> str:
    return key_file.read_text(encoding="utf-8").rstrip("\r\n")


def _asked_once(password: Password | None) -> Password | None:
    """A worker process needs the password again, long after it was typed."""
    return None if password is None else cache(password)


def _key_of(folder: Path, passphrase: str | None, key_file: Path | None) -> bytes:
    if (passphrase is None) == (key_file is None):
        raise CaseError("A case is opened by a passphrase or by a key file: give one of the two.")
    if key_file is not None:
        key = key_files.read_key_file(key_file)
        if key is not None:
            key_files.verify(folder, key)
            return key
        passphrase = _passphrase_in(key_file)
    assert passphrase is not None  # noqa: S101 - one of the two was given
    return key_files.key_from_passphrase(folder, passphrase)


def _open_store(folder: Path, about: CaseFile, password: Password | None) -> Store:
    return open_store(about.database or f"kglite:{folder / GRAPH_FILE}", password=password)


def open_case(
    folder: Path,
    *,
    passphrase: str | None = None,
    key_file: Path | None = None,
    key: bytes | None = None,
    password: Password | None = None,
    on_progress: Progress | None = None,
    clock: Clock = utc_now,
    ids: Ids | None = None,
) -> Case:
    """Open a case; its graph is brought to the revision of its evidence, or rebuilt where it is missing, damaged
    or another case's.

    Args:
        key: as :meth:`Case.handover` gives it, instead of a passphrase or key file.
        on_progress: called with done and total while the graph is made.

    Raises:
        CaseError: the folder is no case; WrongPassphrase, Damaged, NewerVersion.
        StoreError: the graph database does not answer; ForeignGraph: the server holds another case.
    """
    folder, password = folder.absolute(), _asked_once(password)
    about = read_case_file(folder)
    key = _key_of(folder, passphrase, key_file) if key is None else key
    evidence = Evidence.open(folder, key, clock=clock, ids=ids)
    with ExitStack() as undo:
        undo.callback(evidence.close)
        if evidence.case_id != about.id:
            raise Damaged(f"{CASE_FILE} of {folder.name} belongs to another case; put it back from a backup.")
        store = _open_store(folder, about, password)
        undo.callback(store.close)
        case = Case(folder, about, evidence, store, key, password)
        case._catch_up(on_progress)
        undo.pop_all()
    return case


def good_copies(folder: Path, *, passphrase: str | None = None, key_file: Path | None = None) -> list[Copy]:
    """The rolling copies of a case's evidence that are whole, newest first; the case need not open."""
    return Evidence.good_copies(folder, _key_of(folder, passphrase, key_file))


def restore_copy(folder: Path, *, passphrase: str | None = None, key_file: Path | None = None, place: str = "") -> Copy:
    """Put back a rolling copy of the evidence, the newest good one unless ``place`` names it.

    Raises:
        CaseError: there is no good copy; WrongPassphrase.
    """
    return Evidence.restore_copy(folder, _key_of(folder, passphrase, key_file), place)
