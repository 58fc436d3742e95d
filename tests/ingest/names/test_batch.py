"""A million comparisons at once are the comparisons one by one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.names import batch
from ingest.names.aligning import NameArrays
from ingest.names.compare import explain, score
from ingest.names.evidence import read
from ingest.names.rarity import SHIPPED
from ingest.names.together import Together

WORDS = (
    "Karim Karin Carim Hassan Hussein حسن حسين كريم محمد Mohammed Muhamad Abu أبو Umm bin بن al-Shami الشامي Shami "
    "Abd al-Rahman عبدالرحمن Abdul Hamid Saif al-Din سيف الدين K. M S. Dr. الشيخ Amir حاجي Sheikh Hidayat Ullah "
    "Hidayatullah Lemaître Nikolaidis Иванов Ivanov 12 13 (Saqr) Sabaoui, Noor Noorzai کاکا زاده Kakazada"
).split()
names = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)


@settings(max_examples=60)
@given(st.lists(st.tuples(names | st.text(max_size=30), names), min_size=1, max_size=30))
def test_a_batch_gives_the_scores_of_each_pair(pairs: list[tuple[str, str]]) -> None:
    together = batch.scores([one for one, _ in pairs], [other for _, other in pairs])
    assert together.dtype == np.float32
    assert together.tolist() == [score(one, other) for one, other in pairs]


@settings(max_examples=20)
@given(st.lists(st.tuples(names, names), min_size=1, max_size=20))
def test_a_vocabulary_too_large_for_a_table_changes_nothing(pairs: list[tuple[str, str]]) -> None:
    distinct = sorted({name for pair in pairs for name in pair})
    place = {name: number for number, name in enumerate(distinct)}
    numbers = np.array([sorted((place[one], place[other])) for one, other in pairs])
    arrays = NameArrays([read(name) for name in distinct])
    found = [Together(arrays, table=table).scores(numbers[:, 0], numbers[:, 1]) for table in (0, 10**6)]
    assert found[0].tolist() == found[1].tolist()


def test_a_cases_own_counts_serve_the_batch_too() -> None:
    own = SHIPPED.counted(["Zurab Qutayba"] * 400 + ["Karim Qutayba"] * 400)
    pair = "Zurab Qutayba", "Zurab Qutayba Dirar"
    assert batch.scores([pair[0]], [pair[1]], own)[0] == explain(*pair, own).score < score(*pair)


def test_empty_columns_are_compared_to_nothing_and_uneven_ones_refused() -> None:
    assert len(batch.scores([], [])) == 0
    with pytest.raises(ValueError, match="one length"):
        batch.scores(["a"], [])


def test_tokens_and_keys_come_as_columns() -> None:
    table = batch.token_table(["Abu Omar Karim", "", "كريم"])
    assert table["name"].tolist() == [0, 0, 2]
    assert table["role"].tolist() == ["kunya", "ism", "ism"]
    assert table["skeleton"].tolist() == ["mr", "krm", "krm"]
    assert batch.key_table(["كريم", "Karim"])["key"].tolist() == ["s:krm", "s:krm"]
    assert batch.kunya_keys(["Abu Omar", "Omar"]).tolist() == ["mr", ""]
    assert len(batch.token_table([])["name"]) == 0
