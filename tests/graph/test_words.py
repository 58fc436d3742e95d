"""Every kind, field and code has a label in both languages, and no label can be read two ways."""

from collections import defaultdict

import pytest

from graph.folding import fold
from graph.model import KINDS
from graph.model.vocabularies import VOCABULARIES
from graph.model.words import LANGUAGES, _words, code_label, code_lookup, field_help, field_label, kind_label, plain


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_and_field_has_words_in_both_languages(kind: str) -> None:
    words = _words()
    assert {*LANGUAGES} <= words["kinds"][kind].keys()
    for field in KINDS[kind].all_fields:
        for language in LANGUAGES:
            entry = words["fields"].get(f"{kind}.{field.name}") or words["fields"].get(field.name)
            assert entry and entry[language], f"{kind}.{field.name} in {language}"
            assert field_help(field.name, language, kind=kind), f"help of {kind}.{field.name} in {language}"


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_sheet_share_a_label(kind: str, language: str) -> None:
    labels = [fold(field_label(field.name, language, kind=kind)) for field in KINDS[kind].all_fields]
    assert sorted(labels) == sorted(set(labels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_names_differ_and_fit_into_a_workbook(language: str) -> None:
    names = [kind_label(kind, language) for kind in KINDS]
    assert len(set(map(fold, names))) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


@pytest.mark.parametrize("vocabulary", sorted(VOCABULARIES))
def test_every_code_has_words_and_each_means_one_code(vocabulary: str) -> None:
    words = _words()["codes"][vocabulary]
    assert set(words) == set(VOCABULARIES[vocabulary])
    meanings = defaultdict(set)
    for code, entry in words.items():
        assert {*LANGUAGES} <= entry.keys()
        for text in (code, plain(code), entry["en"], entry["ar"], *entry.get("also", ())):
            meanings[fold(text)].add(code)
    assert {text: codes for text, codes in meanings.items() if len(codes) > 1} == {}
    for code in VOCABULARIES[vocabulary]:
        assert code_lookup(vocabulary)[fold(code_label(vocabulary, code, "ar"))] == code


def test_nothing_is_declared_that_the_model_does_not_have() -> None:
    words = _words()
    names = {field.name for kind in KINDS.values() for field in kind.all_fields}
    dotted = {f"{kind.name}.{field.name}" for kind in KINDS.values() for field in kind.all_fields}
    assert set(words["fields"]) <= names | dotted
    assert set(words["kinds"]) == set(KINDS)
    assert set(words["codes"]) == set(VOCABULARIES)
