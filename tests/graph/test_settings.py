"""Settings: one table, read once, and nothing unreadable or misspelt passes in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import DossierError
from graph.settings import Settings, SettingsError, read_settings, settings_table


def test_without_variables_every_setting_has_its_default() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings()
    assert Settings().host == "127.0.0.1"
    assert Settings().query_seconds == 30


def test_a_variable_changes_its_setting_and_no_other() -> None:
    settings = read_settings({"DOSSIER_QUERY_ROWS": "50", "DOSSIER_KEY_FILE": "/run/secrets/key"})
    assert settings == Settings(query_rows=50, key_file=Path("/run/secrets/key"))


def test_trusted_hosts_are_a_list() -> None:
    assert read_settings({"DOSSIER_TRUSTED_HOSTS": "a.example, b.example"}).trusted_hosts == (
        "a.example",
        "b.example",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DOSSIER_PORT", "eighty"),
        ("DOSSIER_PORT", "65536"),
        ("DOSSIER_PORT", "-1"),
        ("DOSSIER_PORT", "٨٠٥٠"),
        ("DOSSIER_QUERY_SECONDS", "0"),
        ("DOSSIER_QUERY_ROWS", "1e4"),
        ("DOSSIER_HOST", ""),
        ("DOSSIER_KEY_FILE", ""),
        ("DOSSIER_TRUSTED_HOSTS", "a,,b"),
    ],
)
def test_an_unreadable_value_stops_the_start_and_names_the_variable(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: expected") as caught:
        read_settings({name: text})
    assert isinstance(caught.value, DossierError)


def test_a_misspelt_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(SettingsError, match="the nearest is DOSSIER_CANVAS_NODES"):
        read_settings({"DOSSIER_CANVAS_NODE": "10"})


def test_what_only_the_tests_read_is_left_alone() -> None:
    assert read_settings({"DOSSIER_NO_SKIPS": "1", "DOSSIER_TEST_NEO4J": "bolt://127.0.0.1"}) == Settings()


@given(st.text(alphabet=st.characters(exclude_characters="0123456789"), min_size=1))
def test_the_message_never_holds_the_value(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"DOSSIER_QUERY_SECONDS": text})
    assert str(caught.value) == "DOSSIER_QUERY_SECONDS: expected a whole number from 1 to 86400."


def test_the_table_tells_name_unit_and_help_of_each() -> None:
    table = settings_table()
    assert [one.field for one in table] == list(Settings.__dataclass_fields__)
    assert all(one.name.startswith("DOSSIER_") and one.unit and one.help.endswith(".") for one in table)


@pytest.mark.parametrize("setting", [one for one in settings_table() if one.default], ids=lambda one: one.name)
def test_the_default_as_printed_reads_back_as_the_default(setting: object) -> None:
    one = next(row for row in settings_table() if row == setting)
    assert one.read(one.default) == getattr(Settings(), one.field)


def test_no_setting_holds_a_secret_itself() -> None:
    for one in settings_table():
        if any(word in one.name for word in ("KEY", "PASSWORD", "SECRET", "TOKEN")):
            assert one.name.endswith("_FILE")
