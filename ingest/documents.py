"""Load a document's file: its text by page, its original kept encrypted, and a record where no table names it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from graph.case import Case
from graph.errors import LoadError
from graph.evidence import Actor, Change, Draft, LoadInfo, PageText
from graph.model import KINDS, validate
from graph.model.words import code_label
from ingest.readers import ReadDocument, read_attachment, read_document
from ingest.report import LoadReport
from ingest.sentences import in_language, told

Progress = Callable[[int, int], None]

DATASET = "documents"
SOURCE = "not stated"


def load_document(
    case: Case,
    path: Path,
    report: LoadReport,
    *,
    actor: Actor,
    on_progress: Progress | None = None,
    info: LoadInfo | None = None,
) -> str:
    """Load one document by itself: known by its content, its source "not stated" until somebody says better.

    An e-mail's attachments become documents derived from it, so that they never count as another source.

    Args:
        info: the load that it is part of; its own where that is left out.

    Returns:
        The load that was written, "" where nothing was new.

    Raises:
        LoadError: the file cannot be read; the case is as it was.
    """
    read = read_document(path, on_progress=on_progress) if on_progress else read_document(path)
    said = [_about(path.name, read, report.language)]
    attached = _attachments(path.name, read, said)
    drafts = _drafts(path, read)
    load = ""
    if report.dry_run:
        states = case.evidence.compare(drafts).states
    else:
        own = info or LoadInfo(dataset=DATASET, file=path.name, mapping="document")
        with case.evidence.writing(actor, load=own) as change:
            added = change.add(drafts)
            states = added.states
            threads = [thread for thread, draft in zip(added.threads, drafts, strict=True) if draft.kind == "document"]
            for thread, one in zip(threads, [read, *attached], strict=True):
                change.add_pages(thread, _texts(one))
            change.store_original(threads[0], path, read.media_type)
            if change.changed_anything:
                load = change.load_id
        report.loads += [load] if load and load not in report.loads else []
    for draft, state in zip(drafts, states, strict=True):
        report.count(state, draft.kind)
    report.rows += 1
    report.sentences += [*said, *(f"  {in_language(report.language, _sentence(note))}" for note in read.notes)]
    return load


def missing_file(folder: Path, name: str) -> str:
    """What would be right where a table names a file that is not there; "" where it is."""
    path = folder / name
    inside = path.resolve().is_relative_to(folder.resolve())
    return "" if inside and path.is_file() else "the name of a file that lies beside this table"


def attach(change: Change, thread: str, path: Path) -> list[str]:
    """Give a document's record the text and the original of its file; returns what is to be said of it.

    What is attached to an e-mail is read as further pages of it: its record has been written by somebody, who may
    give an attachment a record of its own. A file that cannot be read as a document is kept all the same.
    """
    try:
        read = read_document(path)
    except LoadError as error:
        change.store_original(thread, path, "application/octet-stream")
        return [f"  {error} Its original is kept; its text is not searchable."]
    said: list[str] = []
    pages = _texts(read)
    for at, attached in enumerate(_attachments(path.name, read, said), start=1):
        pages += [replace(page, label=f"attachment {at}, {page.label}") for page in _texts(attached)]
    change.add_pages(thread, [replace(page, number=number) for number, page in enumerate(pages, start=1)])
    change.store_original(thread, path, read.media_type)
    return [*said, *(f"  {path.name}: {_sentence(note)}" for note in read.notes)]


def _about(name: str, read: ReadDocument, language: str) -> str:
    pages, spoken = (
        len(read.pages),
        read.language if language == "en" else code_label("language", read.language, language),
    )
    return told(language, "document", name=name, pages=_count(pages, "page"), number=pages, language=spoken)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sentence(note: str) -> str:
    return note if note.endswith((".", "…")) else f"{note}."


def _texts(read: ReadDocument) -> list[PageText]:
    return [
        PageText(number=page.number, label=page.label, text=page.text, language=page.language) for page in read.pages
    ]


def _attachments(name: str, read: ReadDocument, said: list[str]) -> list[ReadDocument]:
    """Attachments as documents; one that cannot be read is an empty document, and said."""
    found = []
    for at, attachment in enumerate(read.attachments, start=1):
        try:
            found.append(read_attachment(attachment, name=f"{name}, attachment {at}"))
        except LoadError as error:
            said.append(f"  {error}")
            found.append(ReadDocument(media_type=attachment.media_type, kind="other", pages=()))
    return found


def _drafts(path: Path, read: ReadDocument) -> list[Draft]:
    with path.open("rb") as handle:
        key = hashlib.file_digest(handle, "sha256").hexdigest()
    source = {"kind": "source", "key": SOURCE}
    main: dict[str, object] = {
        "source": source, "kind": read.kind, "title": read.title or path.name, "file": path.name,
        "language": read.language, "date": read.date,
    }  # fmt: skip
    attached = [
        _draft("document", f"{key} attachment {at}", {
            "source": source, "kind": "other", "title": attachment.name or f"attachment {at}", "obtained": "received",
            "derived_from": {"kind": "document", "key": key},
        })
        for at, attachment in enumerate(read.attachments, start=1)
    ]  # fmt: skip
    return [
        _draft("source", SOURCE, {"kind": "not_known", "name": "Source not stated"}),
        _draft("document", key, main),
        *attached,
    ]


def _draft(kind: str, key: str, values: dict[str, object]) -> Draft:
    checked = validate(KINDS[kind], {field: value for field, value in values.items() if value})
    if checked.problems:
        raise LoadError(f"The document cannot be recorded: {'; '.join(map(str, checked.problems))}.")
    return Draft(kind=kind, dataset=DATASET, key=key, values=checked.values)
