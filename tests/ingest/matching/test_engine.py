"""The engine compares what shares two keys, weighs names by their parts, and says why in codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dedupe_kind import ROW
from ingest.matching import blocking, engine
from ingest.matching.scoring import Tier
from ingest.matching.spec import BadSpec, Block, Comparison, Kind, Level
from ingest.matching.tables import Records, TooLittleMemory
from tests.ingest.matching.engine_builders import PEOPLE, compared, people, row_of


def bits_of(*names: str | tuple[str, ...], **context: object) -> float:
    pairs = compared(people(*names, **context)).pairs  # type: ignore[arg-type]
    row = row_of(pairs, 0, 1)
    assert row is not None, "the two were not compared"
    return float(pairs.bits[row])


def reasons_of(*names: str | tuple[str, ...], **context: object) -> tuple[str, ...]:
    pairs = compared(people(*names, **context)).pairs  # type: ignore[arg-type]
    row = row_of(pairs, 0, 1)
    assert row is not None, "the two were not compared"
    return pairs.reasons_of(row)


def test_one_name_in_two_scripts_agrees_part_by_part() -> None:
    reasons = reasons_of("قصي نجيب الدمشقي", "Qousay Najib al-Dimashqi")
    assert {"given_same", "father_same"} <= set(reasons)
    assert "family_same" in reasons or "family_close" in reasons


def test_another_father_speaks_against() -> None:
    alike = bits_of("Qusay Najib al-Dimashqi", "Qusay Najib al-Dimashqi")
    other = bits_of("Qusay Najib al-Dimashqi", "Qusay Tariq al-Dimashqi")
    missing = bits_of("Qusay Najib al-Dimashqi", "Qusay al-Dimashqi")
    assert other < missing < alike
    assert "father_differs" in reasons_of("Qusay Najib al-Dimashqi", "Qusay Tariq al-Dimashqi")


def test_a_father_who_was_skipped_is_found_as_grandfather() -> None:
    assert "father_close" in reasons_of("Qusay Najib Tariq al-Dimashqi", "Qusay Tariq al-Dimashqi")


def test_a_common_name_tells_less_than_a_rare_one() -> None:
    common = bits_of("Mohammed Ahmad", "Mohammed Ahmad")
    assert common < bits_of("Qutayba Barzan", "Qutayba Barzan")


def test_a_kunya_is_never_a_given_name() -> None:
    reasons = reasons_of("Abu Qutayba", "Qutayba", born=[1970, 1970], unit=["Liwa Barzan", "Liwa Barzan"])
    assert not any(reason.startswith(("given", "kunya")) for reason in reasons)


def test_a_kunya_given_as_alias_belongs_to_the_name() -> None:
    reasons = reasons_of(("Barzan Yar", "Abu Qutayba"), "Abu Qutayba Barzan Yar")
    assert {"given_same", "father_same", "kunya_same"} <= set(reasons)


def test_the_best_of_several_spellings_counts() -> None:
    assert "family_same" in reasons_of(("Barzan Yar", "Qusay al-Dimashqi"), "Qusay al-Dimashqi")


def test_units_are_alike_by_sound_and_sort_and_without_type_words() -> None:
    same = reasons_of("Qusay Barzan", "Qusay Barzan", unit=["Katiba Qousay", "كتيبة قصي"])
    assert "same_unit" in same
    other = reasons_of("Qusay Barzan", "Qusay Barzan", unit=["Katiba Qousay", "لواء قصي"])
    assert "same_unit" not in other


def test_what_is_absent_is_neither_for_nor_against() -> None:
    alone = bits_of("Qusay Barzan", "Qusay Barzan")
    assert bits_of("Qusay Barzan", "Qusay Barzan", born=[1970, None]) == pytest.approx(alone)


def test_years_far_apart_outweigh_a_name() -> None:
    pairs = compared(people("Qusay Barzan", "Qusay Barzan", born=[1950, 1990])).pairs
    assert pairs.tier_of(0) is not Tier.NEAR_CERTAIN


def test_one_shared_key_is_not_enough_and_two_are() -> None:
    assert row_of(compared(people("Qusay Barzan", "Qusay Tariq")).pairs, 0, 1) is None
    assert row_of(compared(people("Qusay Barzan", "Qusay Tariq", born=[1970, 1970])).pairs, 0, 1) is not None


def test_names_of_a_single_part_are_compared_with_each_other() -> None:
    assert row_of(compared(people("Qutayba", "قتيبة")).pairs, 0, 1) is not None


def test_lists_of_keys_share_a_key_for_each_value() -> None:
    found = compared(people("Qusay Barzan", "Qusay Tariq", lists=[["a", "b"], ["b", "c"]]))
    assert row_of(found.pairs, 0, 1) is not None


def test_a_hundred_thousand_people_of_one_name_are_capped_and_it_is_said() -> None:
    found = compared(people(*["Mohammed Ahmad"] * 100_000))
    assert len(found.pairs) == 0
    assert found.blocks.left_out >= 1


def test_a_large_block_does_not_hide_what_shares_something_rarer() -> None:
    crowd = ["Mohammed Ahmad"] * (blocking.LARGEST + 1)
    found = compared(people(*crowd, "Mohammed Ahmad al-Dimashqi", "محمد احمد الدمشقي"))
    assert row_of(found.pairs, len(crowd), len(crowd) + 1) is not None


def test_the_same_records_give_the_same_pairs_whatever_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    records = people(
        *[f"{given} {father}" for given in ("Qusay", "Barzan", "Tariq") for father in ("Najib", "Samir")] * 3
    )
    whole = compared(records).pairs
    monkeypatch.setattr(engine, "PAIRS_A_CHUNK", 10)
    parts = compared(records).pairs
    assert len(whole) > 0
    assert [*zip(whole.left, whole.right, whole.bits, whole.reasons, strict=True)] == [
        *zip(parts.left, parts.right, parts.bits, parts.reasons, strict=True)
    ]


def test_progress_ends_at_all_records_and_may_stop_the_work() -> None:
    told: list[tuple[int, int]] = []
    compared(people("Qusay Barzan", "Qusay Barzan"), on_progress=lambda *numbers: told.append(numbers))
    assert told[-1] == (2, 2)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compared(people("Qusay Barzan", "Qusay Barzan"), on_progress=stop)


def test_a_kind_without_names_is_compared_by_its_columns() -> None:
    kind = Kind(
        name="thing",
        columns={"mark": "VARCHAR"},
        named=False,
        blocks=(Block(name="mark", key="r.mark", alone=True),),
        comparisons=(Comparison(name="mark", levels=(Level(code="same_mark", when="l.mark = r.mark", bits=9.0),)),),
    )
    found = compared(Records(size=3, columns={"mark": ["x", "x", "y"]}), kind)
    assert [(*pair,) for pair in zip(found.pairs.left, found.pairs.right, strict=True)] == [(0, 1)]
    assert found.pairs.reasons_of(0) == ("same_mark",)


@pytest.mark.parametrize("memory", ["1MB", "plenty"])
def test_too_little_memory_is_said_in_a_sentence(memory: str) -> None:
    with pytest.raises(TooLittleMemory, match="memory"):
        compared(people(*["Qusay Barzan"] * 50_000), memory=memory)


def test_no_records_are_no_pairs() -> None:
    assert len(compared(people()).pairs) == 0


def test_a_kind_that_cannot_run_says_what_it_needs() -> None:
    with pytest.raises(BadSpec, match="one of"):
        Kind(name="x", columns={"a": "DATE"})
    level = Level(code="twice", when="true", bits=1.0)
    with pytest.raises(BadSpec, match="code of its own"):
        Kind(name="x", comparisons=(Comparison(name="c", levels=(level, level)),))
    with pytest.raises(BadSpec, match="given once a record"):
        engine.compare(PEOPLE, Records(size=1, names=[("x",)]))


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=2, max_size=5))
def test_any_text_can_be_a_name(names: list[str]) -> None:
    pairs = compared(people(*names, born=[1970] * len(names))).pairs
    assert ((pairs.probability >= 0) & (pairs.probability <= 1)).all()
    assert (pairs.left < pairs.right).all()


@pytest.mark.parametrize(
    "name", ["", "x", "ا", "7" * 12, "😀", "م" * 10_000, "Abu", "Sheikh", "\u202eabc", "Аhmad", "- -"]
)
def test_names_that_are_none_do_no_harm(name: str) -> None:
    compared(people(name, name, "Qusay Barzan", born=[1970] * 3))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("حسن نجيب الدمشقي", "حسين نجيب الدمشقي"),
        ("حسن نجيب الدمشقي", "Hussein Najib al-Dimashqi"),
        ("Karim Najib al-Dimashqi", "Karima Najib al-Dimashqi"),
        ("Ahmad Najib al-Dimashqi", "Mohammad Najib al-Dimashqi"),
        ("Qasim Najib al-Dimashqi", "Tariq Najib al-Dimashqi"),
    ],
)
def test_brothers_and_sisters_are_never_near_certain_as_rows_of_a_table(one: str, other: str) -> None:
    others = ["Barzan Yar al-Halabi"] * 3
    size = 2 + len(others)
    records = Records(
        size=size,
        columns={"source": [None] * size, "born": [1970] * size, "approx": [False] * size, "sex": [None] * size},
        labels={"place": ["Plathos"] * size, "unit": ["Liwa Barzan"] * size},
        names=[(name,) for name in (one, other, *others)],
    )
    pairs = compared(records, ROW).pairs
    row = row_of(pairs, 0, 1)
    assert row is not None
    assert pairs.tier_of(row) is not Tier.NEAR_CERTAIN
