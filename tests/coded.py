"""A page coded by hand: records without a run of the pipeline."""

from msgspec.structs import replace

from pages import report_of
from sayso.records import (
    Attribution,
    Coded,
    Dateline,
    Event,
    Expectation,
    Forecast,
    Instrument,
    Party,
    Place,
    Quantity,
    Span,
    Time,
)

TEXT = (
    "The army said it had killed at least 60 rebels with drones near Kurmuk on Sunday. "
    "Its spokesman, carried by state radio, denied that soldiers may have fled. "
    "The aid agency expects up to 4,000 people in the camp by 30 April."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def party(words: str, name: str, country: str | None = None, *sectors: str) -> Party:
    return Party(
        span=span(words),
        text=words,
        name=name,
        kind="organisation",
        country=country,
        sectors=sectors,
        role="spokesman" if "spokesman" in words else None,
    )


def sentence(number: int) -> Span:
    ends = [index + 1 for index, letter in enumerate(TEXT) if letter == "."]
    return Span(ends[number - 1] + 1 if number else 0, ends[number])


def number_of(words: str, **fields: object) -> Quantity:
    blank = Quantity(
        id="q1",
        sentence=sentence(0),
        span=span(words) if words in TEXT else Span(0, 1),
        text=words,
        kind="count",
        unit=None,
        value=None,
        low=None,
        high=None,
        qualifier="exact",
        item=None,
        measure="other",
        per=None,
        part_of=None,
        event=None,
        attribution=None,
        place=None,
        time=None,
    )
    return replace(blank, **fields)


def said(number: int, cue: str, content: str, source: Party | None) -> Attribution:
    return Attribution(
        id=f"a{number}",
        sentence=sentence(number),
        source=source,
        via=(),
        cue=span(cue),
        cue_lemma=cue,
        content=(span(content),),
        quoted="indirect",
        stance="asserts",
        certainty="certain",
        interest="none",
    )


def sample() -> Coded:
    """Return a page coded by hand: three statements, an event, two numbers, a forecast."""
    place = Place(
        span=span("Kurmuk"),
        text="Kurmuk",
        name="Kurmuk",
        latitude=None,
        longitude=None,
        geonames_id=None,
        country="SDN",
        admin1=None,
        precision=None,
    )
    sunday = Time(
        span=span("Sunday"),
        text="Sunday",
        timex="2026-04-12",
        start="2026-04-12",
        end="2026-04-13",
        precision="day",
    )
    army = party("The army", "Sudanese army", "SDN", "MIL")
    rebels = party("at least 60 rebels", "rebels", "SDN", "REB")
    claim = said(0, "said", "it had killed at least 60 rebels", army)
    denial = replace(
        said(1, "denied", "soldiers may have fled", party("Its spokesman", "Yasir Abdelmoneim")),
        stance="denies",
        certainty="possible",
        interest="actor",
        via=(party("state radio", "state radio"),),
    )
    outlook = replace(said(2, "expects", "up to 4,000 people in the camp", None), stance="expects")
    dead = number_of(
        "at least 60 rebels", low=60, value=60, item="rebel", measure="kill", attribution="a0"
    )
    camp = number_of("up to 4,000 people", id="q2", high=4000, item="person", attribution="a2")
    event = Event(
        id="e1",
        sentence=sentence(0),
        trigger=span("killed"),
        type="ASSAULT",
        mode="armed",
        contexts=(),
        cameo="190",
        goldstein=-10.0,
        actors=(army,),
        recipients=(rebels,),
        instrument=Instrument(span=span("drones"), text="drones", name="drone"),
        place=place,
        time=sunday,
        factuality="hypothetical",
        attribution="a0",
        quantities=("q1",),
    )
    expects = Expectation(
        type=None, mode=None, actor="SDN", measure=None, item="person", low=None, high=4000
    )
    forecast = Forecast(
        id="f1",
        sentence=sentence(2),
        attribution="a2",
        quantity="q2",
        made=sunday,
        horizon=None,
        expects=expects,
        outcome="on_track",
        evidence=(),
    )
    report = replace(
        report_of(TEXT, "2026-04-15"),
        title="Rival accounts",
        outlet="Horn Dispatch",
        agency="Meridian",
        bylines=("Selam Worku",),
        dateline=Dateline(place=None, text="ADDIS ABABA"),
    )
    return Coded(
        report=report,
        attributions=(claim, denial, outlook),
        events=(event,),
        quantities=(dead, camp),
        forecasts=(forecast,),
    )
