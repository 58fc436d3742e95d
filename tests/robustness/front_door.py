"""The front door: the command line as people use it, in this process or in one of its own that can be killed."""

from __future__ import annotations

import contextlib
import io
import json
import math
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import dossier
from commands.loading import AT_RISK
from graph.case import Case, create_case, open_case
from tests.conftest import Neo4jServer

ROOT = Path(__file__).resolve().parents[2]

NURSERY = """
import json, os, signal, sys, traceback
import dossier, graph.case, graph.projection, graph.stores.embedded, graph.stores.neo4j, ingest.writing
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()  # no case is open here, and none ever will be
    if child == 0:
        for number, name in ((1, order["out"]), (2, order["err"])):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
        os.environ.update(order["environment"])
        ingest.writing.ROWS = order["rows"]
        sys.argv = ["dossier", *order["words"]]
        code = 0
        try:
            dossier.main()
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
            code = 70
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command said and how it ended. Lines are joined: where a console breaks them is no matter."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Standard error without what every load of a real case says once."""
        return _joined(self.err).removeprefix(AT_RISK).strip()

    @property
    def told(self) -> str:
        """Standard output."""
        return _joined(self.out)

    def sentence(self) -> str:
        """The one sentence with which a command was refused: exit code 1, and nothing a programmer would read."""
        assert self.code == 1, (self.code, self.told, self.said)
        self.calm()
        assert re.fullmatch(r"[^\n]*[^\s.?][.?]", self.said), f"one sentence: {self.said!r}"
        return self.said

    def calm(self) -> None:
        """Whatever happened, no traceback and no name of an exception reached anybody."""
        for text in (self.out, self.err):
            assert "Traceback" not in text, text
            assert not re.search(r"\b\w+(?:Error|Exception|Warning)\b|\bpanicked\b", text), text


def _joined(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A case folder, and how its commands are given."""

    folder: Path
    key_file: Path
    server: Neo4jServer | None = None
    environment: dict[str, str] = field(default_factory=dict)

    def do(self, command: str, *arguments: object) -> Outcome:
        """Run a command on the case, in this process."""
        return do(*self._words(command, arguments), **self._environment())

    def load(self, *arguments: object) -> Outcome:
        """``dossier load CASE …``"""
        return self.do("load", *arguments)

    def check(self, *arguments: object) -> Outcome:
        """``dossier check CASE …``"""
        return self.do("check", *arguments)

    def start(self, nursery: Nursery, command: str, *arguments: object, rows: int = 5_000) -> Child:
        """Start a command in a process of its own; ``rows`` is the number of rows in a transaction."""
        return nursery.start(self._words(command, arguments), self._environment(), rows)

    def open(self) -> Case:
        """Open the case in this process."""
        return open_case(self.folder, key_file=self.key_file, password=self._password)

    def create(self) -> None:
        """Make the case."""
        database = self.server.url.replace("://", f"://{self.server.user}@") if self.server else ""
        create_case(self.folder, title="c", database=database, key_file=self.key_file, password=self._password).close()

    def _password(self) -> str:
        assert self.server is not None
        return self.server.auth[1]

    def _words(self, command: str, arguments: Sequence[object]) -> list[object]:
        return [command, self.folder, *arguments, "--key-file", self.key_file]

    def _environment(self) -> dict[str, str]:
        server = {"DOSSIER_NEO4J_PASSWORD_FILE": str(self.server.password_file)} if self.server else {}
        return {**server, **self.environment}


def do(*words: object, **environment: str) -> Outcome:
    """Run ``dossier`` with these words as its own process would, but in this one."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with _as_program([str(word) for word in words], environment):
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                dossier.main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    outcome = Outcome(code=code, out=out.getvalue(), err=err.getvalue())
    outcome.calm()
    return outcome


class Nursery:
    """Starts commands in processes of their own, out of one that has the packages loaded."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, words: Sequence[object], environment: dict[str, str], rows: int) -> Child:
        """Start a command; one at a time."""
        out, err = self._folder / "nursery.out", self._folder / "nursery.err"
        order = {
            "words": list(map(str, words)), "environment": environment, "rows": rows, "out": str(out), "err": str(err)
        }  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Child(process=int(self.line()), nursery=self, out=out, err=err)

    def line(self) -> str:
        """What the nursery says next."""
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        """End it; it ends by itself once nobody writes to it."""
        self._process.communicate(timeout=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A command under way."""

    process: int
    nursery: Nursery
    out: Path
    err: Path

    def worked(self) -> float:
        """Seconds of processor time so far: unlike the clock, no busy machine stretches them."""
        try:
            told = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return math.inf
        return math.inf if told[0] in "ZX" else (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def send(self, what: signal.Signals, *, after: float) -> None:
        """Send a signal once the process has worked for so many seconds; nothing where it has ended by then."""
        while self.worked() < after:
            time.sleep(0.005)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, what)

    def ended(self) -> Outcome:
        """Wait for its end."""
        code = int(self.nursery.line())
        return Outcome(code=code, out=self.out.read_text("utf-8"), err=self.err.read_text("utf-8"))


@contextlib.contextmanager
def _as_program(words: list[str], environment: dict[str, str]) -> Iterator[None]:
    before, kept = sys.argv, {name: os.environ.get(name) for name in environment}
    sys.argv = ["dossier", *words]
    os.environ.update(environment)
    try:
        yield
    finally:
        sys.argv = before
        for name, value in kept.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
