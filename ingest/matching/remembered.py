"""What the last run was given and what came of it, so that a load compares again only the kinds that it touched.

A kind is the same as before where its columns, its names, what people said and what the matcher has written are the
same: its records are then not compared again. What is kept is a keyed fingerprint and record ids, in the vault; a
fingerprint that differs, a newer version or a lost memory only cost the time of comparing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

from graph.case import Case
from graph.errors import CaseError
from graph.evidence.slices import Decision
from graph.identity import Pair
from ingest.matching.case.context import Listed
from ingest.matching.outcome import Outcome, Refused
from ingest.matching.spec import Kind

_WORK, _OWNER = "matching", "matcher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What came of a kind the last time."""

    together: tuple[Pair, ...]
    refused: tuple[Refused, ...]
    left_out: int


class Memory:
    """The last run of a case."""

    def __init__(self, case: Case, *, again: bool) -> None:
        self._case, self._again = case, again
        kept = case.evidence.works(_WORK, owner=_OWNER)
        self._work = kept[0] if kept else None
        self._before: dict[str, Any] = dict(self._work.body) if self._work else {}
        self._now: dict[str, Any] = {}
        self._print = ""

    def same(
        self,
        kind: Kind,
        listed: Listed,
        said: Mapping[Pair, str],
        matched: Mapping[Pair, Decision],
        levels: Mapping[str, int],
    ) -> Known | None:
        """What came of it, where nothing has changed, levels included; None where it must be compared."""
        self._print = _fingerprint(kind, listed, said, levels)
        before = self._before.get(kind.name)
        if self._again or before is None or before["print"] != self._print:
            return None
        stands = {pair: one.verdict for pair, one in matched.items()}
        if any(stands.get((left, right)) != verdict for left, right, verdict in before["written"]):
            return None
        self._now[kind.name] = before
        return Known(
            together=tuple((left, right) for left, right in before["together"]),
            refused=tuple(
                Refused(pair=tuple(one["pair"]), because=tuple(one["because"]), by_people=one["by_people"])
                for one in before["refused"]
            ),
            left_out=before["left_out"],
        )

    def learn(self, kind: Kind, outcome: Outcome, left_out: int) -> None:
        """What came of the kind that was asked for last."""
        self._now[kind.name] = {
            "print": self._print,
            "together": outcome.together,
            "refused": [
                {"pair": one.pair, "because": one.because, "by_people": one.by_people} for one in outcome.refused
            ],
            "written": [
                (*one.pair, verdict)
                for verdict, many in (("same", outcome.same), ("unsure", outcome.unsure))
                for one in many
            ],
            "left_out": left_out,
        }

    def keep(self) -> None:
        """Keep it for the next run; a case too large for it is compared whole each time."""
        try:
            self._case.evidence.save_work(_WORK, self._now, owner=_OWNER, id=self._work.id if self._work else "")
        except CaseError:
            if self._work:
                self._case.evidence.drop_work(self._work.id, owner=_OWNER)


def _fingerprint(kind: Kind, listed: Listed, said: Mapping[Pair, str], levels: Mapping[str, int]) -> str:
    # What the columns mean is part of it: another version of the kind is another fingerprint.
    digest = sha256(repr(kind).encode())
    columns = (listed.threads, listed.sources, listed.records.columns, listed.records.names)
    for part in (*columns, sorted(said.items()), sorted(levels.items())):
        digest.update(orjson.dumps(part))
        digest.update(b"\0")
    return digest.hexdigest()
