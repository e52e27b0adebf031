"""Which number takes the place of an earlier one, and which comes on top of one."""

from functools import cache

import pytest

from marked import unmark
from pages import documents
from sayso.annotate.document import Document
from sayso.extract.counting.revisions import RevisionEntry, RevisionLexicon
from sayso.extract.quantities import find_drafts, find_quantities
from sayso.lexicons import load_lexicon
from sayso.records import Quantity

ENTRIES = load_lexicon("revisions", RevisionLexicon).entry

# The second number of each sentence revises the first that is marked, whichever comes first.
REVISED = [
    "The toll was raised to [23] on Tuesday from an earlier [14].",
    "[Forty-one people] died, the agency said, raising the toll from [23].",
    "The toll now stands at [88], up from [70] on Monday.",
    "[Nine people] were killed, up from [seven] reported on Sunday.",
    "[More than 30 people] died, up from [at least 25].",
    "Police lowered the death toll to [12] from [17].",
    "[At least 30 people] died, officials said, revising an earlier figure of [25].",
    "The blast killed [30 people], not [25] as first reported.",
    "The number of cases doubled to [400] from [200] a week earlier.",
    "The number of homeless is [18,000], nine times the first estimate of [2,000].",
]
# Here the earlier number stands first.
REVISED_BEHIND = [
    "Officials raised the toll from [14] to [23].",
    "Officials had earlier put the toll at [25]. The blast killed [30 people].",
    "Police initially said [25 people] had died, but the hospital later said [30] were dead.",
    "The toll, earlier given as [9], is now [14].",
    "The previous count of [200 cases] was corrected to [180].",
]
# The second adds to the first.
ADDED = [
    "[Five people] died on Monday. [Another five people] died on Tuesday.",
    "[Eight bodies] were found on Monday. [Five more bodies] were found on Tuesday.",
    "[Nine people] were killed. [A further 12] were killed overnight.",
    "The bomb killed [nine people]. [An additional three people] died in hospital.",
    "He killed [three people] and then [two more].",
]
# The second counts what the first does, though its noun is left out: another's count.
RECOUNTED = [
    "Police put the crowd at [9,000], but the union counted [15,000].",
    "Police arrested [40 strikers], but lawyers recorded [between 55 and 60].",
    "Police estimated the crowd at [9,000], and a team of students counted [about 7,000].",
]
# Numbers side by side.
NEITHER = [
    "[Nine people] were killed and [another 12] were injured.",
    "[Nine people] were arrested, [two more] than police had first reported.",
    "[Nine people] were killed in March, up from [seven people] last year.",
    "[Nine people] were killed this week, up from [seven people] in 2019.",
    "Police said [12 people] died. The hospital said [15 people] died.",
    "[Two more people] died of their wounds, bringing the toll to [14].",
    "Troops first arrested [25 people] and later arrested [30 people].",
]


@cache
def docs() -> dict[str, Document]:
    """Return all sentences of this file, parsed in one batch."""
    marked = (*REVISED, *REVISED_BEHIND, *ADDED, *NEITHER, *RECOUNTED)
    texts = [unmark(sentence)[0] for sentence in marked]
    texts += [text for entry in ENTRIES for text in (*entry.fires, *entry.silent)]
    return {doc.text: doc for doc in documents(list(dict.fromkeys(texts)))}


@cache
def found() -> dict[str, tuple[Quantity, ...]]:
    """Return the quantities of all sentences of this file."""
    return {text: find_quantities(doc) for text, doc in docs().items()}


def pair(marked: str) -> tuple[Quantity, Quantity]:
    text, spans = unmark(marked)
    one, other = found()[text]
    assert [one.span, other.span] == spans
    return one, other


@pytest.mark.parametrize("marked", REVISED)
def test_a_number_takes_the_place_of_one_named_behind_it(marked: str) -> None:
    later, earlier = pair(marked)
    assert (later.revises, earlier.revises) == (earlier.id, None)
    assert later.measure == earlier.measure


@pytest.mark.parametrize("marked", REVISED_BEHIND)
def test_a_number_takes_the_place_of_one_named_before_it(marked: str) -> None:
    earlier, later = pair(marked)
    assert (later.revises, earlier.revises) == (earlier.id, None)


@pytest.mark.parametrize("marked", ADDED)
def test_a_number_comes_on_top_of_another(marked: str) -> None:
    first, more = pair(marked)
    assert (more.adds_to, first.adds_to) == (first.id, None)
    assert more.revises is None


@pytest.mark.parametrize("marked", NEITHER)
def test_numbers_side_by_side(marked: str) -> None:
    for number in pair(marked):
        assert (number.revises, number.adds_to) == (None, None)


@pytest.mark.parametrize("marked", RECOUNTED)
def test_another_count_of_the_same_leaves_its_noun_out(marked: str) -> None:
    one, other = pair(marked)
    assert (other.item, other.measure) == (one.item, one.measure)
    assert (other.revises, other.adds_to) == (None, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "It put the number of people who lost their homes at 800.",
        "It put the number of people who fled at 800, twice the first estimate of the mayor.",
    ],
)
def test_a_clause_below_a_total_does_not_take_its_number(sentence: str) -> None:
    [doc] = documents([sentence])
    [number] = find_quantities(doc)
    assert (number.value, number.item, number.measure) == (800, "person", "displace")


def test_a_difference_counts_nothing_that_befell() -> None:
    _, difference = pair("[Nine people] were arrested, [two more] than police had first reported.")
    assert difference.measure == "other"


def test_each_number_is_revised_by_its_own() -> None:
    sentence = "The toll rose from 14 to 23 and the number of injured from 5 to 7."
    [doc] = documents([sentence])
    numbers = {number.value: number for number in find_quantities(doc)}
    assert numbers[23].revises == numbers[14].id
    assert numbers[7].revises == numbers[5].id


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_words_keep_their_promises(entry: RevisionEntry) -> None:
    def fired(text: str) -> bool:
        if entry.counting:
            return any(draft.again for draft in find_drafts(docs()[text]))
        return any(number.revises or number.adds_to for number in found()[text])

    assert [text for text in entry.fires if not fired(text)] == []
    assert [text for text in entry.silent if fired(text)] == []
