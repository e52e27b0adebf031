"""Corroboration: how many accounts are independent, and in words why the others are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copies import LOCAL, WIRE, printed
from marked import unmark
from sayso.ledger.copies import Account, Dependence, account_of, find_copies, find_origins
from sayso.ledger.copies.origins import Tie
from sayso.ledger.copies.owners import OwnerEntry, OwnerLexicon, owner_of, owner_of_address
from sayso.lexicons import load_lexicon
from sayso.records import Attribution, Coded, Party, PartyKind, Span

OWNERS = load_lexicon("owners", OwnerLexicon)


def party(text: str, words: str, kind: PartyKind, name: str | None = None) -> Party:
    start = text.index(words)
    return Party(
        span=Span(start, start + len(words)),
        text=words,
        name=name or words,
        kind=kind,
        country=None,
        sectors=(),
        role=None,
    )


def said(text: str, source: Party | None, via: tuple[Party, ...] = ()) -> Attribution:
    whole = Span(0, len(text))
    return Attribution(
        id=f"a{text}{source.text if source else ''}",
        sentence=whole,
        source=source,
        via=via,
        cue=Span(0, 1),
        cue_lemma="say",
        content=(whole,),
        quoted="indirect",
        stance="asserts",
        certainty="certain",
        interest="none",
    )


def account(
    text: str,
    outlet: str | None,
    *sources: Party,
    agency: str | None = None,
    own_voice: bool = False,
) -> Account:
    return Account(
        report=printed(text, outlet, agency),
        attributions=tuple(said(text, source) for source in sources),
        own_voice=own_voice,
    )


def outlets_of(*accounts: Account) -> tuple[int, list[tuple[Tie, str]]]:
    """Return the number of origins, and tie and reason of each dependence."""
    found = find_origins(accounts)
    assert sorted(key for origin in found.origins for key in origin) == list(found.reports)
    return len(found.origins), [(tie.tie, tie.reason) for tie in found.dependences]


def test_nothing_in_common_gives_an_origin_each() -> None:
    accounts = [
        account(WIRE, "Harbour Post", own_voice=True),
        account(LOCAL, "Upland Courier", own_voice=True),
    ]
    assert outlets_of(*accounts) == (2, [])


def test_wire_story_in_three_outlets_is_one_origin() -> None:
    accounts = [account(WIRE, f"{name} Post", own_voice=True) for name in ("Vale", "Bay", "Hill")]
    origins, ties = outlets_of(*accounts)
    assert origins == 1
    assert [tie for tie, _ in ties] == ["copy", "copy"]
    assert "100% of its words stand in the other" in ties[0][1]


def test_evidence_of_a_copy_quotes_both_reports() -> None:
    accounts = [account(WIRE, f"{name} Post", own_voice=True) for name in ("Vale", "Bay")]
    texts = {one.report.id: WIRE for one in accounts}
    [tie] = find_origins(accounts).dependences
    assert len({each.span.quote(texts[each.report]) for each in tie.evidence}) == 1


def test_copies_among_more_reports_may_be_given() -> None:
    names = [f"{name} Post" for name in ("Vale", "Bay")]
    accounts = [account(WIRE, name, own_voice=True) for name in names]
    copies = find_copies(printed(WIRE, name) for name in ("Far Post", *names))
    assert len(find_origins(accounts, copies).origins) == 1


@pytest.mark.parametrize(
    ("one", "other", "tie", "reason"),
    [
        (
            account(WIRE, "Harbour Post", agency="AFP", own_voice=True),
            account(LOCAL, "Upland Courier", agency="AFP, dpa", own_voice=True),
            "agency",
            "same agency: AFP",
        ),
        (
            account(WIRE, "Harbour Post", own_voice=True),
            account(LOCAL, "The Harbour Post", own_voice=True),
            "outlet",
            "same outlet: ",
        ),
        (
            account(WIRE, "The Times", own_voice=True),
            account(LOCAL, "The Sun", own_voice=True),
            "owner",
            "same owner: News Corp",
        ),
        (
            account(WIRE, "Harbour Post", agency="Reuters", own_voice=True),
            account(LOCAL, "Reuters", own_voice=True),
            "agency",
            "same agency: Reuters",
        ),
    ],
)
def test_what_two_reports_have_in_common_is_told(
    one: Account, other: Account, tie: Tie, reason: str
) -> None:
    origins, [(found, words)] = outlets_of(one, other)
    assert (origins, found) == (1, tie)
    assert words.startswith(reason)


def test_citing_the_other_outlet_is_told_with_the_words() -> None:
    text, [cited] = unmark("The dam had been weak for years, the [Harbour Post] reported.")
    source = party(text, "Harbour Post", "organisation")
    found = find_origins([account(text, "Upland Courier", source), account(WIRE, "Harbour Post")])
    [tie] = found.dependences
    assert (tie.tie, len(found.origins)) == ("cites", 1)
    assert [each.span for each in tie.evidence] == [cited]


def test_citing_the_agency_of_the_other_is_told_where_it_stands_between() -> None:
    text = "The dam had been weak for years, AFP reported, citing an engineer."
    engineer = party(text, "an engineer", "unnamed")
    agency = party(text, "AFP", "organisation", "Agence France-Presse")
    citing = Account(
        report=printed(text, "Upland Courier"),
        attributions=(said(text, engineer, (agency,)),),
        own_voice=False,
    )
    origins, [(tie, _)] = outlets_of(citing, account(WIRE, "Harbour Post", agency="AFP"))
    assert (origins, tie) == (1, "cites")


def test_same_named_source_alone_is_one_origin() -> None:
    text, more = "Two died, the Karhu council said.", "Karhu council: two dead."
    accounts = [
        account(text, "Harbour Post", party(text, "Karhu council", "organisation")),
        account(more, "Upland Courier", party(more, "Karhu council", "organisation")),
    ]
    origins, ties = outlets_of(*accounts)
    assert origins == 1
    assert ("source", "rests on Karhu council alone, whom the other cites too") in ties


def test_source_of_its_own_makes_an_account_independent() -> None:
    text = "Two died, the Karhu council and Anna Berg said."
    more = "Karhu council and Tom Ode: two dead."
    accounts = [
        account(
            text,
            "Harbour Post",
            party(text, "Karhu council", "organisation"),
            party(text, "Anna Berg", "person"),
        ),
        account(
            more,
            "Upland Courier",
            party(more, "Karhu council", "organisation"),
            party(more, "Tom Ode", "person"),
        ),
    ]
    assert outlets_of(*accounts) == (2, [])


def test_own_voice_makes_an_account_independent_of_a_shared_source() -> None:
    text, more = "Two died, the Karhu council said.", "Karhu council: two dead."
    accounts = [
        account(
            text, "Harbour Post", party(text, "Karhu council", "organisation"), own_voice=True
        ),
        account(
            more, "Upland Courier", party(more, "Karhu council", "organisation"), own_voice=True
        ),
    ]
    assert outlets_of(*accounts) == (2, [])


def test_unnamed_sources_are_not_taken_for_one() -> None:
    text, more = "Two died, an official said.", "An official: two dead."
    accounts = [
        account(text, "Harbour Post", party(text, "an official", "unnamed")),
        account(more, "Upland Courier", party(more, "An official", "unnamed")),
    ]
    assert outlets_of(*accounts) == (2, [])


def test_account_of_records_holds_their_attributions_only() -> None:
    text = "Two died, the Karhu council said."
    council = said(text, party(text, "Karhu council", "organisation"))
    coded = Coded(
        report=printed(text, "Harbour Post"),
        attributions=(council,),
        events=(),
        quantities=(),
        forecasts=(),
    )
    assert account_of(coded) == Account(
        report=coded.report, attributions=(council,), own_voice=True
    )
    assert account_of(coded, []).attributions == ()


ACCOUNTS = (
    account(WIRE, "Vale Post", own_voice=True),
    account(WIRE, "Bay Post", agency="AFP", own_voice=True),
    account(LOCAL, "Bay Post", own_voice=True),
    account("Anna Berg: it is over.", "AFP", party("Anna Berg", "Anna Berg", "person")),
    account("It is over, Anna Berg said.", "Hill Post", party("Anna Berg", "Anna Berg", "person")),
)


@given(st.permutations(ACCOUNTS))
@settings(max_examples=30, deadline=None)
def test_order_of_accounts_changes_nothing(accounts: list[Account]) -> None:
    assert find_origins(accounts) == find_origins(ACCOUNTS)


def test_many_accounts_of_one_agency_are_each_tied_once() -> None:
    texts = [f"Story {number} of dam {number} in {number * 7}" for number in range(200)]
    accounts = [account(text, f"Post {text[6:9]}", agency="AFP", own_voice=True) for text in texts]
    found = find_origins(accounts)
    assert (len(found.origins), len(found.dependences)) == (1, 199)


def test_dependences_name_two_reports_of_one_origin() -> None:
    found = find_origins(ACCOUNTS)

    def together(tie: Dependence) -> bool:
        return any({tie.report, tie.other} <= set(origin) for origin in found.origins)

    assert found.dependences
    assert all(map(together, found.dependences))
    assert all(tie.report != tie.other for tie in found.dependences)


def owner_named(words: str) -> str | None:
    """Return the owner of an outlet, given by name or by address."""
    return owner_of_address(words) if "://" in words else owner_of(printed("x", words))


@pytest.mark.parametrize("entry", OWNERS.entry, ids=lambda entry: entry.id)
def test_owner_keeps_its_promises(entry: OwnerEntry) -> None:
    assert all(owner_named(words) == entry.owner for words in entry.fires)
    assert not any(owner_named(words) == entry.owner for words in entry.silent)


def test_no_outlet_has_two_owners() -> None:
    outlets = [name.casefold() for entry in OWNERS.entry for name in entry.outlets]
    domains = [name for entry in OWNERS.entry for name in entry.domains]
    assert len(set(outlets)) == len(outlets)
    assert len(set(domains)) == len(domains)


@given(st.text() | st.text().map("https://{}".format))
def test_any_address_is_read_without_a_fault(url: str) -> None:
    assert owner_of_address(url) in {None, *(entry.owner for entry in OWNERS.entry)}


def test_address_that_ends_like_an_outlets_is_another() -> None:
    assert owner_of_address("https://notwsj.com/item") is None
    assert owner_of_address("https://live.wsj.com/item") == "News Corp"
