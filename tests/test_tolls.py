"""How many one incident killed and hurt: signs, statements, and their folding."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked import unmark
from pages import documents, report_of
from sayso.extract.tolls import Toll, toll_of
from sayso.extract.tolls.fates import FateEntry, load_fates, read_sentences
from sayso.pipeline import Settings, code_document
from sayso.records import Coded
from steps import count_steps

# Brackets stand around the signs that hold; none around one that is taken back.
SIGNS = [
    ("The mayor was [shot] and [killed].", ["struck", "killed"]),
    ("Nobody was hurt, but two barns burned.", []),
    ("He was charged with attempted murder.", ["none"]),
    ("No miner was injured; the guard was [wounded].", ["injured"]),
    ("She is in [critical condition].", ["injured"]),
    ("He was taken to a [hospital].", ["injured"]),
    ("He had built the hospital.", []),
]
# What a page tells, and how many it says were killed and hurt; None where it says of none.
TOLLS = [
    ("A bomb killed 12 people and wounded 30 in the market.", 12, 30),
    ("Two men were shot in a bar. Both were taken to a hospital.", None, 2),
    ("A man was shot dead in a bar.", 1, None),
    ("A clerk was shot on Monday. She died in hospital.", 1, None),
    ("A boy and his uncle were stabbed to death.", 2, None),
    ("Gunmen shot a judge. Another man was wounded.", None, 2),
    ("One man was killed and another was wounded.", 1, 1),
    ("Two women were wounded in the fire. One of them later died.", 1, 1),
    ("The blast killed three women and two men.", 5, None),
    ("The police are looking into a double murder.", 2, None),
    ("Nobody was hurt when the roof fell.", None, None),
    ("He was charged with attempted murder.", None, None),
    ("The fire killed 40 sheep.", None, None),
    ("Rebels killed nine farmers on Sunday. Raids killed 400 people in 2019.", 9, None),
    ("In 2019 raids killed 400 people.", None, None),
    ("The council met about the new road.", None, None),
]


@pytest.fixture(scope="module")
def tolls() -> dict[str, Toll]:
    texts = [text for text, _, _ in TOLLS]
    rules = Settings(rules_only=True)
    coded = (code_document(doc, rules) for doc in documents(texts))
    return dict(zip(texts, map(toll_of, coded), strict=True))


def bare(text: str) -> Coded:
    """Return a report of which nothing was coded."""
    return Coded(report=report_of(text), attributions=(), events=(), quantities=(), forecasts=())


@pytest.mark.parametrize("entry", load_fates().entry, ids=lambda entry: entry.id)
def test_fates_keep_their_promises(entry: FateEntry) -> None:
    def is_found(text: str) -> bool:
        return any(sign.entry.id == entry.id for one in read_sentences(text) for sign in one.signs)

    assert all(is_found(text) for text in entry.fires)
    assert not any(is_found(text) for text in entry.silent)


@pytest.mark.parametrize(("marked", "fates"), SIGNS)
def test_signs_that_hold(marked: str, fates: list[str]) -> None:
    text, spans = unmark(marked)
    signs = [sign for one in read_sentences(text) for sign in one.signs if not sign.negated]
    assert [sign.entry.fate for sign in signs] == fates
    assert [sign.span for sign in signs if sign.entry.fate != "none"] == spans


@pytest.mark.parametrize(("text", "killed", "injured"), TOLLS)
def test_toll_of_a_page(
    text: str, killed: int | None, injured: int | None, tolls: dict[str, Toll]
) -> None:
    toll = tolls[text]
    assert (
        toll.killed.people if toll.killed else None,
        toll.injured.people if toll.injured else None,
    ) == (killed, injured)


def test_a_toll_names_its_words_and_its_people(tolls: dict[str, Toll]) -> None:
    text = "A bomb killed 12 people and wounded 30 in the market."
    killed = tolls[text].killed
    assert killed is not None
    assert [span.quote(text) for span in killed.spans] == ["killed", "12 people"]


def test_who_died_is_not_hurt_too() -> None:
    text = "Ana Ruiz was shot on Monday. Ana Ruiz died in a hospital. Gunmen wounded Tom Reed."
    [doc] = documents([text])
    toll = toll_of(code_document(doc, Settings(rules_only=True)))
    assert toll.dead == ("Ana Ruiz",)
    assert toll.hurt == ("Tom Reed",)


@given(
    st.text(alphabet=st.sampled_from("aA .,;!?\n\"'killed dead shot no hospital 12"), max_size=300)
)
def test_any_text_has_a_toll_that_quotes(text: str) -> None:
    toll = toll_of(bare(text))
    for count in (toll.killed, toll.injured):
        assert count is None or all(span.quote(text).strip() for span in count.spans)


PIECES = ["not killed ", "another ", ". ", "n't, ", "shot at ", "'-", "\n"]


@pytest.mark.parametrize("piece", PIECES)
def test_signs_take_linear_work(piece: str) -> None:
    small, large = (
        count_steps(partial(toll_of, bare(piece * (size // len(piece)))))
        for size in (25_000, 100_000)
    )
    assert large < 5 * small + 1000


def test_numbers_take_linear_work() -> None:
    told = "guns killed 12 men and wounded 30 and "
    rules = Settings(rules_only=True)
    coded = (code_document(doc, rules) for doc in documents([told * 40, told * 160]))
    small, large = (count_steps(partial(toll_of, one)) for one in coded)
    assert large < 5 * small
