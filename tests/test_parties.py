"""Who is meant: names, roles, pronouns, descriptions, documents."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import unmark
from pages import document, documents
from sayso.annotate.document import Document
from sayso.extract.naming.genders import GenderEntry, GenderLexicon
from sayso.extract.naming.names import KnownEntry, KnownLexicon
from sayso.extract.naming.roles import RoleEntry, RoleLexicon, role_at
from sayso.extract.parties import Parties, read_parties
from sayso.extract.places import find_places
from sayso.lexicons import load_lexicon
from sayso.records import Party, Span

ROLES = load_lexicon("roles", RoleLexicon).entry
GENDERS = load_lexicon("genders", GenderLexicon).entry
KNOWN = load_lexicon("known_parties", KnownLexicon).entry


def party_at(doc: Document, parties: Parties, span: Span) -> Party:
    """Return the party of the phrase at `span`, which must be one."""
    party = parties.of(doc.tokens_in(span).root)
    assert party is not None
    return party


def party_of(marked: str) -> Party:
    """Return the party of the phrase in brackets."""
    text, [span] = unmark(marked)
    doc = document(text)
    return party_at(doc, read_parties(doc, find_places(doc)), span)


@pytest.mark.parametrize(
    ("marked", "name", "country", "sectors"),
    [
        ("[Norwegian Foreign Minister Ola Berg] left.", "Ola Berg", "NOR", ("GOV",)),
        (
            "Foreign Minister Ola Berg of Norway left. [Berg] spoke later.",
            "Ola Berg",
            "NOR",
            ("GOV",),
        ),
        ("[Russia] struck the port.", "Russia", "RUS", ()),
        ("[Moscow] struck the port.", "Moscow", "RUS", ("GOV",)),
        ("[Ukrainian troops] left the town.", "Ukrainian troops", "UKR", ("MIL",)),
        (
            "A woman was hurt, said [officials in Nairobi].",
            "officials in Nairobi",
            "KEN",
            ("GOV",),
        ),
        ("[Police] in Athens closed two roads.", "Police in Athens", "GRC", ("COP",)),
        ("[The German army spokesman] was silent.", "German army spokesman", "DEU", ("MIL",)),
        ("[Union leaders] in Athens were angry.", "Union leaders in Athens", "GRC", ("LAB",)),
        ("[The United Nations] sent tents.", "United Nations", None, ("IGO", "UNO")),
        ("[Reuters] named no one.", "Reuters", "GBR", ("JRN",)),
    ],
)
def test_mention_gets_name_country_and_sectors(
    marked: str, name: str, country: str | None, sectors: tuple[str, ...]
) -> None:
    party = party_of(marked)
    assert (party.name, party.country, party.sectors) == (name, country, sectors)


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Mayor Ana Ruiz left the hall. [She] spoke on the steps.", "Ana Ruiz"),
        ("Mayor Ana Ruiz met the doctor. [The mayor] was calm.", "Ana Ruiz"),
        (
            "Egyptian President Omar Saleh landed in Rome. [The Egyptian leader] waved.",
            "Omar Saleh",
        ),
        ("The Russian newspaper Vesti printed a letter. [The newspaper] gave no name.", "Vesti"),
        ("Norwegian troops crossed the river. [The troops] had boats.", "Norwegian troops"),
        ("The ministry closed the port. [It] gave no reason.", "ministry"),
    ],
)
def test_pronouns_and_descriptions_stand_for_whom_the_page_named(marked: str, name: str) -> None:
    assert party_of(marked).name == name


def test_pronoun_outside_a_quotation_does_not_mean_someone_inside_it() -> None:
    marked = (
        "Mayor Ana Ruiz called a meeting.\n\n"
        "“There is no law and Tom Reed is cheating to win,” [she] told reporters."
    )
    assert party_of(marked).name == "Ana Ruiz"


def test_role_is_kept_for_the_page() -> None:
    party = party_of("Tom Reed, deputy health minister of Kenya, rose. [Reed] spoke for an hour.")
    assert (party.role, party.country) == ("deputy health minister of Kenya", "KEN")


def test_former_office_is_no_office() -> None:
    assert party_of("[Former President Ivo Lang] was silent.").sectors == ("ELI",)


def test_document_speaks_for_its_issuer() -> None:
    doc = document("The Norwegian Foreign Ministry's statement named no one.")
    head = next(token for token in doc.spacy_doc if token.lower_ == "statement")
    party = read_parties(doc).speaker(head)
    assert (party.kind, party.country, party.sectors) == ("document", "NOR", ("GOV",))
    assert party.text == "The Norwegian Foreign Ministry's statement"


def test_they_may_be_several() -> None:
    doc = document("Tom Reed met with Ana Ruiz in Oslo. They discussed trade.")
    parties = read_parties(doc)
    they = next(token for token in doc.spacy_doc if token.text == "They")
    assert [party.name for party in parties.all_of(they)] == ["Tom Reed", "Ana Ruiz"]


def test_things_are_no_parties_unless_asked_for() -> None:
    doc = document("Shells hit a cupboard.")
    head = next(token for token in doc.spacy_doc if token.text == "cupboard")
    parties = read_parties(doc)
    assert parties.of(head) is None
    thing = parties.of(head, things=True)
    assert thing is not None
    assert thing.kind == "unnamed"


ROLE_EXAMPLES = [(entry, text, True) for entry in ROLES for text in entry.fires] + [
    (entry, text, False) for entry in ROLES for text in entry.silent
]


@pytest.fixture(scope="module")
def role_docs() -> dict[str, Document]:
    texts = list(dict.fromkeys(text for _, text, _ in ROLE_EXAMPLES))
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(
    ("entry", "text", "fires"), ROLE_EXAMPLES, ids=lambda value: str(value)[:40]
)
def test_role_entry_keeps_its_promises(
    entry: RoleEntry, text: str, fires: bool, role_docs: dict[str, Document]
) -> None:
    found = [role_at(token) for token in role_docs[text].spacy_doc]
    assert any(role is not None and role.id == entry.id for role in found) == fires


def test_each_role_form_belongs_to_one_entry() -> None:
    forms = [form for entry in ROLES for form in entry.forms]
    assert len(forms) == len(set(forms)), sorted(f for f in forms if forms.count(f) > 1)


@pytest.fixture(scope="module")
def known_docs() -> dict[str, Document]:
    texts = [text for entry in KNOWN for text in entry.fires]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize("entry", KNOWN, ids=lambda entry: entry.id)
def test_known_party_keeps_its_promises(
    entry: KnownEntry, known_docs: dict[str, Document]
) -> None:
    for text in entry.fires:
        parties = read_parties(known_docs[text])
        names = {name.name for _, name in parties.names.mentions}
        assert names & set(entry.names)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from("he it they the mayor Ana Ruiz said of Oslo , “ ” . army".split()))
)
def test_every_party_quotes_the_page(words: list[str]) -> None:
    doc = document(" ".join(words) or "x")
    parties = read_parties(doc)
    for token in doc.spacy_doc:
        party = parties.of(token, things=True)
        assert party is None or doc.quote(party.span) == party.text


@pytest.mark.parametrize(
    ("marked", "name", "sectors"),
    [
        ("[Thousands] marched through Lisbon.", "Thousands", ("CVL",)),
        ("[Hundreds of farmers] marched through Lisbon.", "farmers", ("AGR",)),
        ("[Two of the soldiers] left Lisbon.", "soldiers", ("MIL",)),
    ],
)
def test_count_of_people_is_a_party(marked: str, name: str, sectors: tuple[str, ...]) -> None:
    party = party_of(marked)
    assert (party.name, party.sectors) == (name, sectors)


# Whom a marked source names

SPOKEN = [
    (
        "[Anna Berg, a spokeswoman for the German interior ministry,] said so.",
        ("Anna Berg", "person", "DEU", ("GOV",)),
    ),
    (
        "[a senior aide to the president who asked not to be named] said so.",
        ("senior aide to the president", "person", None, ("GOV",)),
    ),
    ("[France and Spain] said so.", ("France and Spain", "group", "FRA", ())),
    ("[President and Chairman Leo Hahn] said so.", ("Leo Hahn", "person", None, ())),
    ("[Sen. Mary Cole] said so.", ("Mary Cole", "person", None, ("LEG",))),
    ("[Two of the officers] said so.", ("officers", "group", None, ("COP",))),
    ("[An eyewitness] in Lisbon said so.", ("eyewitness", "person", "PRT", ("CVL",))),
    (
        "Portuguese President Ana Ruiz met Tom Reed in Oslo. [The pair] said trade would grow.",
        ("Ana Ruiz and Tom Reed", "group", "PRT", ("GOV",)),
    ),
    (
        "Tom Reed met Ana Ruiz, the deputy mayor. A decision was near, [she] said.",
        ("Ana Ruiz", "person", None, ("GOV",)),
    ),
    (
        "Mr. Berg and Mrs. Berg left the hall. Peter Berg was calm, said Anna Berg. [Mrs. Berg] "
        "spoke later.",
        ("Anna Berg", "person", None, ()),
    ),
    (
        "Col. Omar Lang met the widow. He left for Oslo, and [she] spoke to reporters.",
        ("widow", "person", "NOR", ("CVL",)),
    ),
    (
        "The ministry closed the port. The bridge in Oslo was open, [it] said.",
        ("ministry", "organisation", "NOR", ("GOV",)),
    ),
    (
        "The neighbours quarrelled. Officers came at noon. [They] said nobody was hurt.",
        ("Officers", "group", None, ("COP",)),
    ),
    ("[The law] says nothing of fees.", ("law", "document", None, ())),
]


@pytest.fixture(scope="module")
def spoken_docs() -> dict[str, Document]:
    texts = [unmark(marked)[0] for marked, _ in SPOKEN]
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(("marked", "expected"), SPOKEN, ids=lambda value: str(value)[:40])
def test_marked_source_is_a_party(
    marked: str,
    expected: tuple[str, str, str | None, tuple[str, ...]],
    spoken_docs: dict[str, Document],
) -> None:
    text, [span] = unmark(marked)
    doc = spoken_docs[text]
    party = read_parties(doc, find_places(doc)).spoken(span)
    assert (party.name, party.kind, party.country, party.sectors) == expected
    assert party.text == text[span.start : span.end].strip(" ,")
    assert doc.quote(party.span) == party.text


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from("he it they the mayor Ana Ruiz said of Oslo , “ ” . army and".split()),
        min_size=1,
    ),
    st.integers(0, 30),
    st.integers(1, 30),
)
def test_any_span_of_the_page_is_a_source(words: list[str], start: int, length: int) -> None:
    doc = document(" ".join(words))
    start = min(start, len(doc.text) - 1)
    span = Span(start, min(start + length, len(doc.text)))
    party = read_parties(doc).spoken(span)
    assert doc.quote(party.span) == party.text


GENDER_EXAMPLES = [(entry, text, True) for entry in GENDERS for text in entry.fires] + [
    (entry, text, False) for entry in GENDERS for text in entry.silent
]


@pytest.fixture(scope="module")
def gender_docs() -> dict[str, Document]:
    texts = list(dict.fromkeys(text for _, text, _ in GENDER_EXAMPLES))
    return dict(zip(texts, documents(texts), strict=True))


@pytest.mark.parametrize(
    ("entry", "text", "fires"), GENDER_EXAMPLES, ids=lambda value: str(value)[:40]
)
def test_gender_entry_keeps_its_promises(
    entry: GenderEntry, text: str, fires: bool, gender_docs: dict[str, Document]
) -> None:
    names = read_parties(gender_docs[text]).names
    assert any(name.gender == entry.gender for _, name in names.mentions) == fires


def test_no_word_tells_both_genders() -> None:
    for part in ("given", "title", "noun"):
        told = [
            word for entry in GENDERS if entry.part == part for word in entry.forms.lower().split()
        ]
        assert len(told) == len(set(told)), sorted({w for w in told if told.count(w) > 1})


def test_long_chains_of_mentions_do_not_recurse() -> None:
    text = "Ana Ruiz left. " + "She met the chief's deputy. The troops saw him. " * 400
    doc = document(text + "She said so.")
    last = Span(len(doc.text) - 12, len(doc.text) - 9)
    assert read_parties(doc).spoken(last).name == "Ana Ruiz"
