"""What sayings foretell: which clause lies ahead, whose act, which number on which side, when."""

from functools import cache

import pytest

from pages import documents
from sayso.pipeline import code_document
from sayso.records import Coded, Forecast

DAY = "2026-04-14"

# Sentences that foretell nothing that a later page could be held against.
NOTHING = [
    "Voters were worried that prices had doubled.",
    "Villagers fear that rebels are hiding in the forest.",
    "Dozens of people are feared to have drowned.",
    "The minister wants to visit Nairobi.",
    "The zoo hoped to use the land for breeding.",
    "The town would be the first target of a raid should war break out, analysts said.",
    "The rebels would have attacked the town, the colonel said.",
    "The police said that two men had been arrested in Oslo.",
]

# A sentence, and what of its pattern it must give: fields by name, "until" for the horizon.
FORETOLD = [
    ("The army is expected to pull out by Friday.", {"type": "RETREAT", "until": "2026-04-18"}),
    ("Bakers plan to open 40 shops by June.", {"actor": "Bakers", "low": 40, "item": "shop"}),
    ("Analysts expect Ana Soto to win a third term.", {"actor": "Ana Soto"}),
    (
        "The ministry expects the number of measles cases to exceed 5,000 by the end of May.",
        {"low": 5001, "high": None, "item": "case", "until": "2026-06-01"},
    ),
    (
        "The bank expects inflation to fall below 3 percent by December.",
        {"low": None, "high": 3, "until": "2027-01-01"},
    ),
    ("Talks between the two sides are expected to resume on Friday.", {"type": "CONSULT"}),
    ("The visit is expected to end with a joint statement by Friday.", {"type": None}),
    ("They fear that the toll will rise to 60.", {"measure": "kill", "low": 60, "high": None}),
    (
        "Analysts predict that neither side will win more than 50 seats.",
        {"item": "seat", "low": None, "high": 50},
    ),
    ("The toll will not exceed 40, the mayor said.", {"low": None, "high": 40}),
    (
        "Officials said the union would not strike next week.",
        {"type": "PROTEST", "low": 0, "high": 0, "until": "2026-04-27"},
    ),
    (
        "Analysts do not expect the rebels to attack the town.",
        {"type": "ASSAULT", "low": 0, "high": 0},
    ),
    (
        "“If you count up their raids, then they only have two or three left. Maybe they can pull "
        "together four,” Colonel Ivan Holt said.",
        {"measure": "remain", "item": "raid", "low": 2, "high": 3},
    ),
    (
        "The fund expects output to grow 2 percent, more than was forecast in July.",
        {"low": 2, "until": None},
    ),
    (
        "The firm has promised to build 200 homes by 2028, but it admitted in March that only "
        "9 were ready.",
        {"measure": "produce", "low": 200, "made": DAY, "until": "2029-01-01"},
    ),
    (
        "The government plans to drill 400 wells before the rains, which begin in November.",
        {"item": "well", "made": DAY},
    ),
    ("The colonel said last month that there would be two more raids.", {"made": "2026-03-01"}),
    (
        "The ministry had said in February that it expected more than 5,000 cases by the end of "
        "March.",
        {"made": "2026-02-01", "until": "2026-04-01"},
    ),
]


@cache
def coded() -> dict[str, Coded]:
    texts = [*NOTHING, *(text for text, _ in FORETOLD)]
    return {doc.text: code_document(doc) for doc in documents(texts, DAY)}


def as_told(forecast: Forecast) -> dict[str, object]:
    expects = forecast.expects
    return {
        **{name: getattr(expects, name) for name in expects.__struct_fields__},
        "made": forecast.made.start if forecast.made is not None else None,
        "until": forecast.horizon.end if forecast.horizon is not None else None,
    }


@pytest.mark.parametrize("text", NOTHING)
def test_what_does_not_lie_ahead_is_no_forecast(text: str) -> None:
    assert coded()[text].forecasts == ()


@pytest.mark.parametrize(("text", "wanted"), FORETOLD)
def test_a_forecast_says_what_would_bear_it_out(text: str, wanted: dict[str, object]) -> None:
    [forecast] = coded()[text].forecasts
    found = as_told(forecast)
    assert {name: found[name] for name in wanted} == wanted


def test_they_are_not_the_speaker() -> None:
    text = "“If you count up their raids, they only have two left,” Colonel Ivan Holt said."
    [doc] = documents([text], DAY)
    assert [forecast.expects.actor for forecast in code_document(doc).forecasts] == [None]
