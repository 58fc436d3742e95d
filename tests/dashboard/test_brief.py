"""What the page Brief says before anything is made."""

from __future__ import annotations

from dashboard.pages.brief.making import preview
from dashboard.wording import Words
from queries.brief.errors import NoSource, UnacceptedMerges
from queries.brief.package import Preview


def _shown(stopped: Exception, language: str) -> str:
    found = Preview(
        incidents=1, facts=0, exhibits=1, doubts=0, left_out=(), stops=(str(stopped),),
        merges=isinstance(stopped, UnacceptedMerges),
    )  # fmt: skip
    return str(preview(found, Words(language)))


def test_what_stops_a_brief_is_said_in_the_language_of_the_page_and_its_codes_open_cards() -> None:
    stopped = NoSource(["incident of I-000 001-7 in D-000 002-5 (record I-000 001-7)"])
    arabic, english = _shown(stopped, "ar"), _shown(stopped, "en")
    assert "فلم يُكتب شيء" in arabic and "so nothing was written" not in arabic
    assert "so nothing was written" in english
    for shown in (arabic, english):
        assert "I-000 001-7" in shown and "data-card" in shown and "/review" not in shown


def test_only_a_merge_is_sent_to_review() -> None:
    assert "/ar/review" in _shown(UnacceptedMerges([("P-000 001-7", "P-000 002-5")]), "ar")
