"""An archive of documents: each file in it is loaded as a document, and all of them are one load, undone in one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.case import Case
from graph.errors import LoadError, Stopped
from graph.evidence import Actor, LoadInfo
from graph.evidence.incoming import plain_name, private_folder
from ingest.documents import DATASET, load_document
from ingest.readers import ReadLimits, sniffing
from ingest.report import LoadReport
from ingest.sandbox import Refused, run_confined
from ingest.sentences import in_language, told

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

MAPPING = "archive of documents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of an archive.

    Attributes:
        name: with its folders, as the archive says it; never a path of ours.
        why: why it is left out: "path", "link", "table", "archive", "" where it is a document.
    """

    name: str
    size: int
    kind: str
    why: str = ""


def members_of(path: Path, *, limits: ReadLimits | None = None) -> list[Member]:
    """What an archive holds.

    Raises:
        LoadError: it cannot be read, or holds more than an archive may.
    """
    return [member for member, _ in _read(path, limits or ReadLimits(), contents=False)]


def load_archive(
    case: Case, path: Path, report: LoadReport, *, actor: Actor, on_progress: Progress | None = None,
    stop: Stop | None = None,
) -> None:  # fmt: skip
    """Load every document of an archive; a file that is none, or cannot be read, is said and left out.

    Raises:
        LoadError: the archive cannot be read, or nothing in it can.
        Stopped: the caller asked for it; what was loaded stays, and is one load.
    """
    found = _read(path, ReadLimits(), contents=True)
    language = report.language
    report.sentences.append(told(language, "archive", name=path.name, n=len(found)))
    load = ""
    taken = 0
    for done, (member, content) in enumerate(found):
        if stop is not None and done and stop():
            raise Stopped(
                f"{path.name}: stopped after {done} of {len(found)} files; what was loaded stays, and loading the "
                "file again completes it."
            )
        if member.why:
            _leave(report, told(language, f"member_{member.why}", name=member.name))
            continue
        info = LoadInfo(dataset=DATASET, file=path.name, mapping=MAPPING, continues=load)
        with _alone(member, content) as file:
            try:
                load = load_document(case, file, report, actor=actor, info=info) or load
                taken += 1
            except LoadError as error:
                _leave(report, in_language(language, str(error)))
        if on_progress is not None:
            on_progress(done + 1, len(found))
    if not taken:
        raise LoadError(told(language, "archive_empty", name=path.name))


def _leave(report: LoadReport, sentence: str) -> None:
    report.left_out.append(sentence)
    report.sentences.append(f"  {sentence}")


def _read(path: Path, limits: ReadLimits, *, contents: bool) -> list[tuple[Member, bytes]]:
    try:
        if path.stat().st_size > limits.bytes:
            raise LoadError(f"{path.name}: larger than {limits.bytes >> 20} MB; split it, or raise the limit.")
        data = path.read_bytes()
    except OSError as error:
        raise LoadError(f"{path.name}: cannot be opened ({error.strerror or 'input error'}).") from None
    try:
        result = run_confined("members", data, {**asdict(limits), "contents": contents}, memory=limits.memory,
                              seconds=limits.seconds, bare=limits.bare)  # fmt: skip
    except Refused as error:
        raise LoadError(f"{path.name}: the archive {error}.") from None
    blobs = iter(result.blobs)
    found: list[tuple[Member, bytes]] = []
    for one in result.value["members"]:
        content = next(blobs, b"") if contents and not one["why"] else b""
        member = Member(name=str(one["name"]), size=int(one["size"]), kind=str(one["kind"]), why=str(one["why"]))
        found.append((_judged(member), content))
    return found


def _judged(member: Member) -> Member:
    """The same, left out where it is nothing that can be read as a document beside others."""
    why = member.why
    if not why and member.kind in sniffing.TABLES:
        why = "table"
    if not why and member.kind == sniffing.ZIP:
        why = "archive"
    return Member(name=member.name, size=member.size, kind=member.kind, why=why)


@contextmanager
def _alone(member: Member, content: bytes) -> Iterator[Path]:
    """The file in a private folder of its own, under the last part of its name, for as long as it is read."""
    with private_folder(len(content)) as folder:
        path = folder / plain_name(member.name)
        path.write_bytes(content)
        yield path
