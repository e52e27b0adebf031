"""Each time, place and number goes to its own act, or to none."""

import pytest

from marked import unmark
from pages import documents
from sayso.annotate.document import Document
from sayso.extract.acting.arguments import NounEntry, NounLexicon
from sayso.extract.attributions import find_by_rules
from sayso.extract.events import Act, find_acts
from sayso.extract.parties import read_parties
from sayso.extract.places import find_places
from sayso.extract.quantities import find_counted
from sayso.extract.tallies import bind_quantities
from sayso.extract.times import find_times
from sayso.lexicons import load_lexicon
from sayso.records import Span
from steps import count_steps

DATED: list[tuple[str, str, str | None]] = [
    ("Tom Reed said about a month ago that troops would attack Lisbon.", "attack", None),
    ("Rebels had killed 12 soldiers, the minister said on Monday.", "killed", None),
    ("Rebels killed two men on Sunday, the minister said on Monday.", "killed", "Sunday"),
    ("Rebels killed two men, according to a statement issued on Monday.", "killed", None),
    (
        "The army denied on Friday that it had shelled the village last week.",
        "shelled",
        "last week",
    ),
]
# Brackets stand around acts, places and times; of each act, by number: its place and its time.
TWO_ACTS: list[tuple[str, dict[int, tuple[int | None, int | None]]]] = [
    (
        "Rebels [shelled] a market in [Goma] on [Monday], and police [arrested] two men "
        "in [Kigali] on [Tuesday].",
        {0: (1, 2), 3: (4, 5)},
    ),
    (
        "Police [arrested] a man in [Lyon] on [Friday] after gunmen [attacked] a bank in [Geneva] "
        "on [Wednesday].",
        {0: (1, 2), 3: (4, 5)},
    ),
    (
        "In [Oslo] the ministers [met] on [Monday], while rebels [shelled] the port of [Odesa].",
        {1: (0, 2), 3: (4, None)},
    ),
    (
        "Troops who had [bombed] [Aleppo] in [May] [withdrew] from the city on [Sunday].",
        {0: (1, 2)},
    ),
    (
        "The [bombing] in [Kabul] on [Sunday] came a day after gunmen [killed] a judge "
        "in [Herat].",
        {0: (1, 2), 3: (4, None)},
    ),
    (
        "Soldiers [killed] three men near [Kano] and [wounded] nine in [Zaria].",
        {0: (1, None), 2: (3, None)},
    ),
    (
        "The president [visited] [Madrid] on [Tuesday] and [met] the king in [Rabat] "
        "on [Thursday].",
        {0: (1, 2), 3: (4, 5)},
    ),
    (
        "Protesters [marched] in [Athens] on [Saturday]; police [shot] a man in [Patras].",
        {0: (1, 2), 3: (4, None)},
    ),
    (
        "A man from [Bergen] was [killed] in [Oslo] on [Friday].",
        {1: (2, 3)},
    ),
    (
        "The governor of [Lagos] [met] the rebels in [Abuja] and [condemned] the [raid] "
        "on [Sunday].",
        {1: (2, None)},
    ),
    (
        "Fighters [attacked] a [Nairobi] hotel on [Monday], a week after a bomb [killed] "
        "six people in [Mombasa].",
        {0: (1, 2), 3: (4, None)},
    ),
    (
        "The [Cairo] [bombing] [killed] nine people, and gunmen [kidnapped] a priest in [Luxor].",
        {1: (0, None), 3: (4, None)},
    ),
    (
        "The union [condemned] the [killing] of a teacher in [Medan] on [Monday].",
        {1: (2, 3)},
    ),
    (
        "Strong quakes [shook] [Izmir] on [Sunday], and floods [killed] two people in [Ankara].",
        {0: (1, 2), 3: (4, None)},
    ),
]
NOWHERE = [
    ("Gunmen shot an Oslo couple.", "shot"),
    ("The governor of Lagos was killed.", "killed"),
    ("Officials in Oslo accused the company of fraud.", "accused"),
    ("Police seized a ship that had sold oil to Oslo.", "seized"),
    ("He accused the firm of selling oil that was shipped to Oslo.", "accused"),
]
SCENES: list[tuple[str, str, str | None]] = [
    # the scene holds for what is told next of the same incident
    ("Gunmen attacked a bar in Lyon. Two guests were killed.", "killed", "Lyon"),
    # "in another attack" leaves it
    ("Gunmen attacked a bar in Lyon. In another attack, two men were killed.", "killed", None),
    ("Gunmen attacked a bar in Lyon. Meanwhile, two men were killed.", "killed", None),
    # so does another day
    (
        "Gunmen attacked a bar in Lyon on 4 May 2021. A judge was killed on 9 June 2019.",
        "killed",
        None,
    ),
    # an arrest may be made anywhere
    ("Gunmen attacked a bar in Lyon. Police arrested two men.", "arrested", None),
]
NUMBERS: list[tuple[str, str, str | None, str | None, str | None]] = [
    # of the number: its act, place and time
    ("Rebels killed 12 soldiers in Goma on Monday.", "12 soldiers", "killed", "Goma", "Monday"),
    (
        "Rebels killed 12 soldiers in Goma, and police in Kigali arrested 30 students.",
        "30 students",
        "arrested",
        "Kigali",
        None,
    ),
    (
        "A family in Oslo said 12 tourists had drowned.",
        "12 tourists",
        "drowned",
        None,
        None,
    ),
    ("Officials said on Monday that 12 soldiers had died.", "12 soldiers", "died", None, None),
    ("The minister, who has 40 aides, lost Monday's vote.", "40 aides", None, None, None),
]


def acts_of(doc: Document) -> tuple[Act, ...]:
    places, times = find_places(doc), find_times(doc)
    parties = read_parties(doc, places)
    return find_acts(doc, parties, find_by_rules(doc, parties), places, times)


@pytest.fixture(scope="module")
def docs() -> dict[str, Document]:
    texts = [case[0] for table in (DATED, NOWHERE, SCENES, NUMBERS) for case in table]
    texts += [unmark(marked)[0] for marked, _ in TWO_ACTS]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("text", "trigger", "time"), DATED)
def test_time_of_a_saying_is_no_time_of_an_act(
    text: str, trigger: str, time: str | None, docs: dict[str, Document]
) -> None:
    doc = docs[text]
    [event] = [act.event for act in acts_of(doc) if doc.quote(act.event.trigger) == trigger]
    assert (event.time.text if event.time is not None else None) == time


@pytest.mark.parametrize(("marked", "expected"), TWO_ACTS)
def test_each_act_has_its_own_place_and_time(
    marked: str, expected: dict[int, tuple[int | None, int | None]], docs: dict[str, Document]
) -> None:
    text, spans = unmark(marked)
    events = {act.event.trigger: act.event for act in acts_of(docs[text])}

    def bracket(span: Span | None) -> int | None:
        return next((n for n, one in enumerate(spans) if span and one.overlaps(span)), None)

    found = {
        number: (
            bracket(event.place.span if event.place else None),
            bracket(event.time.span if event.time else None),
        )
        for number, event in ((n, events[spans[n]]) for n in expected)
    }
    assert found == expected


@pytest.mark.parametrize(("text", "trigger"), NOWHERE)
def test_a_place_that_is_not_where_is_no_place_of_an_act(
    text: str, trigger: str, docs: dict[str, Document]
) -> None:
    doc = docs[text]
    [event] = [act.event for act in acts_of(doc) if doc.quote(act.event.trigger) == trigger]
    assert event.place is None


@pytest.mark.parametrize(("text", "trigger", "place"), SCENES)
def test_the_scene_holds_for_one_incident(
    text: str, trigger: str, place: str | None, docs: dict[str, Document]
) -> None:
    doc = docs[text]
    [event] = [act.event for act in acts_of(doc) if doc.quote(act.event.trigger) == trigger]
    assert (event.place.text if event.place is not None else None) == place


@pytest.mark.parametrize(("text", "number", "trigger", "place", "time"), NUMBERS)
def test_a_number_has_the_act_place_and_time_of_its_own_clause(
    text: str,
    number: str,
    trigger: str | None,
    place: str | None,
    time: str | None,
    docs: dict[str, Document],
) -> None:
    doc = docs[text]
    places, times = find_places(doc), find_times(doc)
    parties = read_parties(doc, places)
    said = find_by_rules(doc, parties)
    acts = find_acts(doc, parties, said, places, times)
    quantities, events = bind_quantities(doc, find_counted(doc), acts, said, places, times)
    [quantity] = [one for one in quantities if one.text == number]
    act = next((event for event in events if event.id == quantity.event), None)
    assert (
        doc.quote(act.trigger) if act else None,
        quantity.place.text if quantity.place else None,
        quantity.time.text if quantity.time else None,
    ) == (trigger, place, time)


@pytest.mark.parametrize(
    "entry", load_lexicon("site_heads", NounLexicon).entry, ids=lambda entry: entry.id
)
def test_site_heads_keep_their_promises(entry: NounEntry) -> None:
    def names(text: str) -> bool:
        return not set(text.lower().strip(".").split()).isdisjoint(entry.lemmas)

    assert all(names(text) for text in entry.fires)
    assert not any(names(text) for text in entry.silent)


def test_work_grows_with_the_page() -> None:
    told = "Rebels killed 12 soldiers in Goma on Monday and shot 30 men near Kano. "
    small, large = documents([told * 20, told * 80])

    def bound(doc: Document) -> int:
        places, times = find_places(doc), find_times(doc)
        parties = read_parties(doc, places)
        said = find_by_rules(doc, parties)
        acts = find_acts(doc, parties, said, places, times)
        counted = find_counted(doc)
        return count_steps(lambda: bind_quantities(doc, counted, acts, said, places, times))

    assert bound(large) < 5 * bound(small)
