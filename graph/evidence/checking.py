"""What a check of the evidence looks at."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import orjson
from sqlalchemy import Connection

from graph.errors import CaseError
from graph.evidence import custody, originals
from graph.evidence.copies import damage
from graph.evidence.database import EVIDENCE, VAULT, Database, rows
from graph.evidence.drafts import Finding
from graph.evidence.keys import Keys
from graph.evidence.reading import read_slice
from graph.model.kinds import KINDS


def check(database: Database, keys: Keys, swept: int) -> list[Finding]:
    """See :meth:`graph.evidence.store.Evidence.check`."""
    findings = [
        Finding(
            kind="damaged_file",
            id=file,
            sentence=f"{file}: {wrong}; 'dossier check' offers the newest good copy.",
        )
        for file in (EVIDENCE, VAULT)
        if (wrong := damage(database, file))
    ]
    if swept:
        findings.append(
            Finding(
                kind="swept",
                id=VAULT,
                sentence=f"{VAULT} held what {swept} broken transactions had left; it has been swept.",
            )
        )
    if any(finding.kind == "damaged_file" for finding in findings):
        return findings  # what cannot be read cannot be checked further
    with database.reading() as connection:
        findings += _threads(connection)
        findings += _vault(connection)
        findings += _custody(connection, keys)
        findings += _originals(connection, database.folder, keys)
    return findings


def _threads(connection: Connection) -> Iterable[Finding]:
    whole = read_slice(connection, names=False)
    live = {
        thread
        for thread, versions in whole.versions.items()
        if any(version.load not in whole.withdrawn_loads for version in versions)
    }
    for thread, versions in whole.versions.items():
        if thread not in live:
            continue
        latest = [version for version in versions if version.load not in whole.withdrawn_loads][-1]
        for field, many in latest.references.items():
            for target in many:
                if target.thread and target.thread not in whole.versions:
                    yield Finding(
                        kind="link_without_record",
                        id=thread,
                        sentence=f"The {latest.kind} {thread} points by its field {field} to a record that is"
                        " not there.",
                    )
        document = latest.references.get("document", ())
        if KINDS[latest.kind].is_record and not any(target.thread in live or not target.thread for target in document):
            yield Finding(
                kind="record_without_document",
                id=thread,
                sentence=f"The {latest.kind} {thread} rests on no document that counts.",
            )
    for decision in whole.decisions:
        ends = () if decision.type.startswith("withdraw") else (decision.left, decision.right)
        if any(end and end not in whole.versions for end in ends):
            yield Finding(
                kind="decision_without_record",
                id=decision.id,
                sentence=f"The decision {decision.id} speaks of a record that is not there.",
            )


def _vault(connection: Connection) -> Iterable[Finding]:
    for (own,) in rows(
        connection,
        "SELECT r.id FROM record r LEFT JOIN vault.record v ON v.n = r.n AND v.id = r.id WHERE v.n IS NULL",
    ):
        yield Finding(
            kind="record_without_words",
            id=own,
            sentence=f"The words of the record version {own} are missing from {VAULT}.",
        )
    for own, fields in rows(
        connection,
        "SELECT r.id, v.fields FROM record r JOIN vault.record v ON v.n = r.n AND v.id = r.id",
    ):
        try:
            orjson.loads(fields)["v"]
        except (ValueError, KeyError):
            yield Finding(kind="record_without_words", id=own, sentence=f"The words of {own} cannot be read.")


def _custody(connection: Connection, keys: Keys) -> Iterable[Finding]:
    for line in custody.broken(connection, keys.custody):
        yield Finding(
            kind="broken_chain",
            id=str(line),
            sentence=f"Line {line} of the chain of custody does not follow from the lines before it.",
        )


def missing_originals(connection: Connection, folder: Path) -> Iterable[Finding]:
    """Originals whose file is not there; cheap enough for every opening."""
    for own, name in rows(connection, "SELECT id, name FROM original ORDER BY id"):
        if not originals.place_of(folder, name).is_file():
            yield Finding(
                kind="missing_original",
                id=own,
                sentence=f"The original {own} is missing from the folder {originals.FOLDER}.",
            )


def _originals(connection: Connection, folder: Path, keys: Keys) -> Iterable[Finding]:
    missing = {finding.id: finding for finding in missing_originals(connection, folder)}
    yield from missing.values()
    for own, name, size, expected in rows(
        connection,
        "SELECT o.id, o.name, o.size, h.sha256 FROM original o JOIN vault.original_hash h ON h.id = o.id",
    ):
        if own in missing:
            continue
        digest, length = sha256(), 0
        try:
            for chunk in originals.decrypt(originals.place_of(folder, name), key=keys.originals, own=own):
                digest.update(chunk)
                length += len(chunk)
        except CaseError as error:
            yield Finding(kind="changed_original", id=own, sentence=str(error))
            continue
        if digest.hexdigest() != expected or length != size:
            yield Finding(
                kind="changed_original",
                id=own,
                sentence=f"The original {own} does not have the hash or size that was recorded.",
            )
