"""The words of the cleaning rules keep their promises."""

import pytest

from sayso.clean.signs.agency import AgencyEntry, AgencyLexicon, AgencyShape, agency_of_line
from sayso.clean.signs.dateline import find_dateline
from sayso.clean.signs.furniture import FurnitureEntry, FurnitureLexicon, furniture_rules
from sayso.clean.signs.outlet import OutletEntry, OutletLexicon, has_name_word, known_outlet
from sayso.clean.signs.prose import SmallWords, function_share, word_list
from sayso.lexicons import load_lexicon

FURNITURE = load_lexicon("furniture", FurnitureLexicon).entry
AGENCIES = load_lexicon("agencies", AgencyLexicon).entry
AGENCY_SHAPES = load_lexicon("agencies", AgencyLexicon).shape
OUTLETS = load_lexicon("outlets", OutletLexicon).entry
SMALL_WORDS = load_lexicon("small_words", SmallWords).entry


@pytest.mark.parametrize("entry", FURNITURE, ids=lambda entry: entry.id)
def test_furniture_keeps_its_promises(entry: FurnitureEntry) -> None:
    rule = f"furniture/{entry.id}"
    fired = {line: {f.rule for f in furniture_rules().all(line)} for line in entry.fires}
    assert [line for line, rules in fired.items() if rule not in rules] == []
    loud = {line: [f.rule for f in furniture_rules().all(line)] for line in entry.silent}
    assert {line: rules for line, rules in loud.items() if rules} == {}


def agency_in(line: str) -> str | None:
    """Return the agency that the dateline of `line` names."""
    filed = find_dateline(line)
    return filed.agency if filed is not None else None


@pytest.mark.parametrize("entry", AGENCIES, ids=lambda entry: entry.id)
def test_agency_keeps_its_promises(entry: AgencyEntry) -> None:
    assert [agency_in(line) for line in entry.fires] == [entry.name] * len(entry.fires)
    assert [agency_in(line) for line in entry.silent] == [None] * len(entry.silent)


@pytest.mark.parametrize("shape", AGENCY_SHAPES, ids=lambda shape: shape.id)
def test_agency_shape_keeps_its_promises(shape: AgencyShape) -> None:
    assert all(agency_of_line(line) is not None for line in shape.fires)
    assert [line for line in shape.silent if agency_of_line(line) is not None] == []


def names_outlet(line: str) -> bool:
    """Tell whether a line is an outlet's name, known or by its words."""
    return known_outlet(line) is not None or has_name_word(line)


@pytest.mark.parametrize("entry", OUTLETS, ids=lambda entry: entry.id)
def test_outlets_keep_their_promises(entry: OutletEntry) -> None:
    assert all(names_outlet(line) for line in entry.fires)
    assert not any(names_outlet(line) for line in entry.silent)


@pytest.mark.parametrize("entries", [FURNITURE, AGENCIES, OUTLETS, SMALL_WORDS])
def test_ids_are_unique_and_examples_stand(entries: tuple[FurnitureEntry, ...]) -> None:
    ids = [entry.id for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.fires and entry.silent for entry in entries)


def test_small_words_tell_sentences_from_menus() -> None:
    [entry] = SMALL_WORDS
    assert all(function_share(word_list(line)) > 0.3 for line in entry.fires)
    assert all(function_share(word_list(line)) < 0.1 for line in entry.silent)


@pytest.mark.parametrize(
    ("line", "is_name"),
    [
        ("Hill Morning Post", True),
        ("Coast gazette", True),
        ("Morning songs", False),
        ("Radio play of the week", False),
    ],
)
def test_a_name_ends_with_a_capital_or_a_newspaper_word(line: str, is_name: bool) -> None:
    assert has_name_word(line) == is_name
