"""Classes of mention: what a page says of its parties is kept, what it does not say stays open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents, report_of
from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate
from sayso.extract.naming.aliases import is_acronym, is_short_for, other_names
from sayso.extract.naming.nations import LookalikeEntry, LookalikeLexicon, country_of_words
from sayso.extract.parties import Parties, read_parties
from sayso.extract.places import find_places
from sayso.lexicons import load_lexicon
from sayso.records import Span
from steps import count_steps

LOOKALIKES = load_lexicon("country_lookalikes", LookalikeLexicon).entry
Expected = tuple[str, str, str | None, tuple[str, ...]]  # name, kind, country, sectors

MENTIONS: list[tuple[str, Expected]] = [
    # Names that the entity model takes for something else
    (
        "British Prime Minister Theresa May spoke. [May] left.",
        ("Theresa May", "person", "GBR", ("GOV",)),
    ),
    ("The rebel group M23 took the town. [M23] left.", ("M23", "organisation", None, ("REB",))),
    (
        "The law firm Hadley Monroe closed. [Hadley Monroe] was sued.",
        ("Hadley Monroe", "organisation", None, ("BUS",)),
    ),
    (
        "[Doctors Without Borders] treated the wounded.",
        ("Doctors Without Borders", "organisation", None, ("NGO", "MED")),
    ),
    # One party under several names
    (
        "The Mara Unity Front (MUF) claimed the attack. [The MUF] said so.",
        ("Mara Unity Front", "organisation", None, ()),
    ),
    (
        "The National Resistance Movement (NRM), an armed group, withdrew. [The NRM] left.",
        ("National Resistance Movement", "organisation", None, ("REB",)),
    ),
    (
        "The National Reform Council met in Accra. [The NRC] named a head.",
        ("National Reform Council", "organisation", None, ()),
    ),
    (
        "Goldfield Mining sued. [Goldfield] won.",
        ("Goldfield Mining", "organisation", None, ()),
    ),
    (
        "Anna Berg met her brother Peter Berg. Peter Berg was silent. [Peter Berg] left.",
        ("Peter Berg", "person", None, ("CVL",)),
    ),
    # Offices and the bodies that they are of
    ("[Toyota president Ken Sato] apologised.", ("Ken Sato", "person", None, ())),
    (
        "[Supreme Court President Ana Ruiz] resigned in Lima.",
        ("Ana Ruiz", "person", "PER", ("JUD",)),
    ),
    ("[A Boeing spokesman] denied it in Jakarta.", ("Boeing spokesman", "person", None, ())),
    (
        "[Ivo Lang], President and General Manager of Acme Foods, was arrested.",
        ("Ivo Lang", "person", None, ()),
    ),
    (
        "[Vice President Carlos Diaz] of Ecuador resigned.",
        ("Carlos Diaz", "person", "ECU", ("GOV",)),
    ),
    (
        "[Saudi Crown Prince Faisal bin Omar] visited Japan.",
        ("Faisal bin Omar", "person", "SAU", ("GOV",)),
    ),
    ("[Navy spokesman John Smith] spoke in Manila.", ("John Smith", "person", "PHL", ("MIL",))),
    (
        "Norwegian Foreign Minister Ola Berg met [his Turkish counterpart Murat Kaya] in Oslo.",
        ("Murat Kaya", "person", "TUR", ("GOV",)),
    ),
    (
        "[The former prime minister] was arrested in Nairobi.",
        ("former prime minister", "person", "KEN", ("ELI",)),
    ),
    (
        "North Korea fired a missile. [Mayor Ken Mori] of Sapporo was angry.",
        ("Ken Mori", "person", "JPN", ("GOV",)),
    ),
    (
        "Kenyan opposition leader Ana Odinga and [her deputy] were freed.",
        ("deputy", "person", "KEN", ("OPP",)),
    ),
    (
        "[A spokesman for the UN mission in Mali] denied it.",
        ("spokesman for the UN mission in Mali", "person", None, ("IGO",)),
    ),
    # Armed people, and whose they are
    (
        "[A guerrilla column] attacked the farm.",
        ("guerrilla column", "group", None, ("REB",)),
    ),
    ("[Houthi forces] shelled Marib.", ("Houthi forces", "group", "YEM", ("REB",))),
    (
        "[A military patrol] left Nuwara, Sri Lanka.",
        ("military patrol", "group", "LKA", ("MIL",)),
    ),
    (
        "[UN peacekeepers] fired on a crowd in Bangui.",
        ("UN peacekeepers", "group", None, ("IGO", "UNO", "MIL")),
    ),
    # Countries
    (
        "[The airline in Lagos] was sued.",
        ("airline in Lagos", "organisation", "NGA", ("BUS",)),
    ),
    (
        "[EU foreign ministers] met in Brussels.",
        ("EU foreign ministers", "group", None, ("GOV",)),
    ),
    (
        "[Latin American bishops] met in Bogota.",
        ("Latin American bishops", "group", None, ("REL",)),
    ),
    (
        "[Pro-Russian separatists] fled.",
        ("Pro-Russian separatists", "group", None, ("REB",)),
    ),
    ("[Foreign tourists] were robbed in Cusco.", ("Foreign tourists", "group", None, ("CVL",))),
    (
        "[The Democratic People's Republic of Korea] tested a bomb.",
        ("Democratic People's Republic of Korea", "country", "PRK", ()),
    ),
    (
        "Sweden expelled two spies. [The country] recalled its envoy.",
        ("Sweden", "country", "SWE", ()),
    ),
    ("[The Norwegian Labour Party] won.", ("Labour Party", "organisation", "NOR", ("PTY",))),
    (
        "[The Liberal Democratic Party] lost in Japan.",
        ("Liberal Democratic Party", "organisation", "JPN", ("PTY",)),
    ),
    ("[A Tunisian] was stabbed in Nice.", ("Tunisian", "person", "TUN", ())),
    # Descriptions
    (
        "[A 15-year-old girl] in Nice was hurt.",
        ("15-year-old girl in Nice", "person", "FRA", ("CVL",)),
    ),
    (
        "Doctors Without Borders left. [The charity] gave no reason.",
        ("Doctors Without Borders", "organisation", None, ("NGO", "MED")),
    ),
    (
        "[A group of students] blocked the road in Dhaka.",
        ("group of students", "group", "BGD", ("EDU",)),
    ),
    (
        "Human Rights Watch accused [Ethiopian soldiers] of abuses.",
        ("Ethiopian soldiers", "group", "ETH", ("MIL",)),
    ),
    # "I" and "we" in quotation marks
    (
        "“[We] will defend our land,” Defence Minister Olga Marin of Moldova said.",
        ("Olga Marin", "group", "MDA", ("GOV",)),
    ),
    (
        "“[We] condemn this attack,” the Norwegian Foreign Ministry said.",
        ("Norwegian Foreign Ministry", "organisation", "NOR", ("GOV",)),
    ),
    ("“[I] saw it,” said Mary Lane, a nurse.", ("Mary Lane", "person", None, ("MED",))),
    (
        "Omar Hadi, a farmer, said he was angry.\n\n“[We] lost everything.”",
        ("Omar Hadi", "group", None, ("AGR",)),
    ),
]


@pytest.fixture(scope="module")
def mention_docs() -> dict[str, Document]:
    texts = [unmark(marked)[0] for marked, _ in MENTIONS]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("marked", "expected"), MENTIONS, ids=lambda value: str(value)[:60])
def test_mention_is_resolved(
    marked: str, expected: Expected, mention_docs: dict[str, Document]
) -> None:
    text, [span] = unmark(marked)
    doc = mention_docs[text]
    party = read_parties(doc, find_places(doc)).of(doc.tokens_in(span).root)
    assert party is not None
    assert (party.name, party.kind, party.country, party.sectors) == expected
    assert doc.quote(party.span) == party.text


NOBODY = ["They accused [each other].", "British Prime Minister Theresa May left in [May]."]


@pytest.mark.parametrize("marked", NOBODY)
def test_what_names_nobody_is_no_party(marked: str) -> None:
    text, [span] = unmark(marked)
    doc = document(text)
    assert read_parties(doc).of(doc.tokens_in(span).root, things=True) is None


@pytest.mark.parametrize(
    ("day", "sectors"),
    [("2010-05-01", ("GOV",)), ("2022-05-01", ("ELI",)), ("2001-05-01", ()), (None, ())],
)
def test_office_holds_at_the_day_of_the_page(day: str | None, sectors: tuple[str, ...]) -> None:
    [doc] = annotate([report_of("Barack Obama met reporters.", day)])
    party = read_parties(doc).of(doc.spacy_doc[1])
    assert party is not None
    assert (party.country, party.sectors) == ("USA", sectors)


def test_line_breaks_part_the_words_of_a_name() -> None:
    doc = document("Government minister Roberto\nVallez resigned.")
    assert "Roberto Vallez" in {name.name for _, name in read_parties(doc).names.mentions}


# Other names


@pytest.mark.parametrize(
    ("short", "full"),
    [("MUF", "Mara Unity Front"), ("UPR", "Union for the People of the Republic")],
)
def test_initials_stand_for_a_name(short: str, full: str) -> None:
    assert is_acronym(short)
    assert is_short_for(short, list(document(full).spacy_doc))


def test_initials_of_something_else_do_not() -> None:
    assert not is_short_for("MUX", list(document("Mara Unity Front").spacy_doc))
    assert not is_acronym("Mara")


def test_what_is_short_for_two_names_stands_for_neither() -> None:
    found = other_names(["Goldfield Mining", "Goldfield Rail", "Port Relief Fund"])
    assert "Goldfield" not in found
    assert found["PRF"] == "Port Relief Fund"


# Countries that are none

LOOKALIKE_EXAMPLES = [(entry, text, True) for entry in LOOKALIKES for text in entry.fires] + [
    (entry, text, False) for entry in LOOKALIKES for text in entry.silent
]


@pytest.mark.parametrize(
    ("entry", "text", "fires"), LOOKALIKE_EXAMPLES, ids=lambda value: str(value)[:40]
)
def test_lookalike_entry_keeps_its_promises(entry: LookalikeEntry, text: str, fires: bool) -> None:
    assert (country_of_words(list(document(text).spacy_doc)) is None) == fires, entry.id


# Any text, at a steady cost


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "we I “ ” ( ) [ ] NRF Mara Relief Fund said the country New Mexico - , ; of May in "
            "counterpart his spokesman".split()
        ),
        min_size=1,
    )
)
def test_every_word_is_a_source_or_none(words: list[str]) -> None:
    doc = document(" ".join(words))
    parties = read_parties(doc)
    for token in doc.spacy_doc:
        party = parties.spoken(Span(token.idx, token.idx + len(token)))
        assert doc.quote(party.span) == party.text


def work_on(doc: Document) -> int:
    """Return how many calls it takes to resolve every word of `doc`, built-in ones too."""
    return count_steps(lambda: resolve_all(doc, read_parties(doc)))


def resolve_all(doc: Document, parties: Parties) -> None:
    for token in doc.spacy_doc:
        parties.all_of(token, things=True)


@pytest.mark.parametrize(
    "unit",
    [
        "his deputy's deputy's ",
        "head of the member of the ",
        "“we said we ” said ",
        "(NRF) [Northern Relief Fund] ",
        "his Greek counterpart's counterpart ",
        "the country's group and the group ",
        "New Jersey-backed Latin American ",
        "(((( [[[[ ",
    ],
)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    sizes = (3_000, 12_000)
    short, long = (work_on(doc) for doc in documents([(unit * size)[:size] for size in sizes]))
    assert long < 5.5 * short
    assert long < 700 * sizes[1]  # calls a character; a chain read whole for each word takes more
