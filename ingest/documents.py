"""Load a document's file: text by page, the original kept encrypted, the document's record where none names it yet."""

from collections.abc import Callable
from pathlib import Path

from graph.case import Case
from graph.errors import LoadError
from graph.evidence import Actor, Change, Draft, LoadInfo, PageText
from graph.model import KINDS, validate
from ingest.readers import ReadDocument, read_attachment, read_document
from ingest.report import LoadReport

Progress = Callable[[int, int], None]

DATASET = "documents"
NOT_STATED = "source not stated"


def load_document(
    case: Case, path: Path, report: LoadReport, *, actor: Actor, on_progress: Progress | None = None
) -> None:
    """Load one document file by itself; its source is "not stated" until somebody says better.

    Where a document's record of the case names this file, :func:`attach` is the way (the table that names it loads
    it). An e-mail's attachments become documents derived from it, so that they never count as another source.

    Raises:
        LoadError: the file cannot be read; the case is as it was.
    """
    read = read_document(path, on_progress=on_progress or _quiet)
    drafts = _drafts(path.name, read)
    pages = [read, *_attachments(path.name, read, report)]
    if report.dry_run:
        states = case.evidence.compare(drafts).states
    else:
        info = LoadInfo(dataset=DATASET, file=path.name, mapping="document")
        with case.evidence.writing(actor, load=info) as change:
            added = change.add(drafts)
            states = added.states
            threads = [thread for thread, draft in zip(added.threads, drafts, strict=True) if draft.kind == "document"]
            for thread, one in zip(threads, pages, strict=True):
                change.add_pages(thread, _texts(one))
            change.store_original(threads[0], path, read.media_type)
            load_id = change.load_id
        report.loads.append(load_id)
    for draft, state in zip(drafts, states, strict=True):
        {"new": report.new, "changed": report.changed, "unchanged": report.unchanged}[state][draft.kind] += 1
    report.rows += 1
    count = len(read.pages)
    report.sentences.append(
        f"{path.name}: a document of {count} page{'s' if count != 1 else ''}, language {read.language}."
    )
    report.sentences += [f"  {note}." for note in read.notes]


def attach(change: Change, thread: str, path: Path) -> tuple[str, ...]:
    """Give a document's record the text and original of its file; returns notes on what could not be read.

    Raises:
        LoadError: the file is not there or cannot be read.
    """
    if not path.is_file():
        raise LoadError(f"{path.name}: the table names this file, but it does not lie beside the table.")
    read = read_document(path)
    change.add_pages(thread, _texts(read))
    change.store_original(thread, path, read.media_type)
    return read.notes


def _texts(read: ReadDocument) -> list[PageText]:
    return [
        PageText(number=page.number, label=page.label, text=page.text, language=page.language) for page in read.pages
    ]


def _attachments(name: str, read: ReadDocument, report: LoadReport) -> list[ReadDocument]:
    """Attachments as documents; one that cannot be read is an empty document with a note."""
    found = []
    for at, attachment in enumerate(read.attachments, start=1):
        try:
            found.append(read_attachment(attachment, name=f"{name}, attachment {at}"))
        except LoadError as error:
            report.sentences.append(f"  {error}")
            found.append(ReadDocument(media_type=attachment.media_type, kind="other", pages=()))
    return found


def _drafts(name: str, read: ReadDocument) -> list[Draft]:
    source = _draft("source", NOT_STATED, {"kind": "not_known", "name": NOT_STATED})
    main = _draft("document", name, _values(name, read))
    attached = [
        _draft("document", f"{name} attachment {at}", {
            "source": {"kind": "source", "key": NOT_STATED}, "kind": "other", "title": attachment.name,
            "derived_from": {"kind": "document", "key": name}, "obtained": "received",
        })
        for at, attachment in enumerate(read.attachments, start=1)
    ]  # fmt: skip
    return [source, main, *attached]


def _values(name: str, read: ReadDocument) -> dict[str, object]:
    values: dict[str, object] = {
        "source": {"kind": "source", "key": NOT_STATED}, "kind": read.kind, "title": read.title or name, "file": name,
        "language": read.language, "date": read.date,
    }  # fmt: skip
    return {field: value for field, value in values.items() if value}


def _draft(kind: str, key: str, values: dict[str, object]) -> Draft:
    checked = validate(KINDS[kind], values)
    if checked.problems:
        raise LoadError(f"The document cannot be recorded: {'; '.join(map(str, checked.problems))}.")
    return Draft(kind=kind, dataset=DATASET, key=key, values=checked.values)


def _quiet(done: int, total: int) -> None:
    pass
