"""The code tables, and every lexicon against them."""

import pytest

from sayso.extract.acting.entries import TriggerEntry, load_triggers
from sayso.extract.events import load_contexts
from sayso.extract.naming.names import load_known
from sayso.extract.naming.roles import load_roles
from sayso.ontology import codes


def test_plover_has_its_types_and_modes() -> None:
    modes = codes.modes_of()
    assert len(modes) == 17  # sixteen types of PLOVER, and IMPACT
    assert sum(len(names) for kind, names in modes.items() if kind != codes.IMPACT) == 67
    assert "outage" in modes["IMPACT"]


def test_goldstein_comes_from_the_table_or_the_parent() -> None:
    assert codes.goldstein("190") == -10.0
    assert codes.goldstein("1952") == codes.goldstein("195")
    assert codes.goldstein("nothing") is None


def test_default_cameo_is_the_most_general_code_of_a_pair() -> None:
    assert codes.default_cameo("ASSAULT", "firearms") == "193"
    assert codes.default_cameo("CONSULT", "visit") == "042"
    assert codes.default_cameo("COERCE", "no such mode") == codes.default_cameo("COERCE", None)


@pytest.mark.parametrize("entry", load_triggers(), ids=lambda entry: entry.id)
def test_trigger_entry_uses_known_codes(entry: TriggerEntry) -> None:
    modes = codes.modes_of()
    assert entry.type in modes
    assert entry.mode is None or entry.mode in modes[entry.type]
    assert entry.cameo is None or entry.cameo in codes.load_table("cameo")["codes"]
    assert set(entry.contexts) <= codes.contexts()
    assert entry.fires, "an entry shows at least one sentence in which it fires"


def test_sectors_and_contexts_of_the_lexicons_are_plover() -> None:
    sectors = codes.sectors()
    assert all(set(entry.sectors) <= sectors for entry in load_roles().values())
    assert all(set(entry.sectors) <= sectors for entry in load_known().values())
    assert set(load_contexts().values()) <= codes.contexts()
    assert all(
        entry.country is None or entry.country in codes.country_codes()
        for entry in load_known().values()
    )
