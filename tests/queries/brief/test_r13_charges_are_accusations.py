"""R13: a charge prints only as somebody's accusation, with its source."""

from __future__ import annotations

from tests.builders import draft
from tests.queries.brief.brief_case import BriefCase, BriefReport, everything, pdf_text, table


def test_r13_the_charge_is_said_by_somebody_about_somebody_with_a_cite(shared: BriefCase, english: BriefReport) -> None:
    (fact,) = [row for row in table(english, "facts") if row["kind"] == "accusation"]
    battalion, men = shared.code["battalion"], shared.code["men"]
    assert fact["says"] == (f"Northern Battalion ({battalion}) accused nine boys and men ({men}) of “homosexuality”")
    assert fact["cite"] == "Ex. 2, section 2"


def test_r13_the_word_stands_nowhere_else(english: BriefReport) -> None:
    for text in (everything(english),):
        lines = [line for line in text.replace("<", "\n<").splitlines() if "homosexuality" in line]
        assert lines
    for name in ("values", "counts", "chains", "against", "exhibits", "named", "about"):
        assert not any("homosexuality" in value for row in table(english, name) for value in row.values())
    accused = " ".join(pdf_text(english).split())
    assert accused.count("homosexuality") == accused.count("of “homosexuality”")
    assert "accuses of “homosexuality”" in (english.folder / "figure.svg").read_text(encoding="utf-8")


def test_r13_an_inference_is_called_one_and_an_unknown_accuser_stays_unknown(made: BriefCase) -> None:
    made.load(
        draft("accusation", "guess", about="group:men", incident="fall", charge="spying",
              charge_basis="inferred_by_the_witness", locator="p. 5", level="public"),
    )  # fmt: skip
    (fact,) = [row for row in table(made.brief(), "facts") if "spying" in row["says"]]
    assert fact["says"].startswith("Inferred by the witness: a person or body that is not named")
    assert "Second hand or inferred" in {row["doubt"] for row in table(made.brief(), "against")}


def test_r13_involvement_is_alleged_in_every_format(english: BriefReport) -> None:
    (fact,) = [row for row in table(english, "facts") if row["kind"] == "alleged involvement"]
    assert fact["says"].startswith("Alleged: ")
    assert "alleged: direct" in (english.folder / "graph.graphml").read_text(encoding="utf-8")
    assert "alleged: direct" in (english.folder / "figure.svg").read_text(encoding="utf-8")
