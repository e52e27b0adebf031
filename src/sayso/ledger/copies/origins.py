"""How many of those who report a thing are independent of each other, and why the others are not.

Two accounts are not independent where one is a copy of the other or takes over a part of it, where
both are of the same outlet, agency or owner, where one cites the other's outlet or agency, or
where one rests on nothing but sources that the other cites too. What speaks against independence
counts; nothing proves it: accounts may share a source that neither names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from sayso.clean.signs.agency import one_agency
from sayso.clean.signs.outlet import folded
from sayso.ledger.copies.groups import Sets, find_copies
from sayso.ledger.copies.owners import owner_of
from sayso.ledger.copies.records import Copies, Copy, CopyGroup
from sayso.ledger.copies.whose import Print, agencies_of
from sayso.records import Attribution, Coded, Party, Record, Report, Span

Tie = Literal["copy", "partial", "outlet", "agency", "owner", "cites", "source"]
NAMED = ("person", "organisation", "group", "country", "document")


class Citation(Record, frozen=True):
    """On whose say-so something is told."""

    source: Party | None
    via: tuple[Party, ...]


class Account(Record, frozen=True):
    """What one report says of a thing, and on whose say-so."""

    report: Report | Print  # of a print no copies are looked for
    attributions: tuple[Attribution | Citation, ...]
    own_voice: bool  # the outlet itself says so, at least once


class Evidence(Record, frozen=True):
    """The words that a dependence stands on."""

    report: str  # id
    span: Span


class Dependence(Record, frozen=True):
    """Why two accounts are not independent."""

    report: str  # id
    other: str  # id; of `cites` the one that is cited, of copies the original
    tie: Tie
    reason: str  # in words
    evidence: tuple[Evidence, ...]


class Corroboration(Record, frozen=True):
    """How many reports there are of a thing, and how many origins."""

    reports: tuple[str, ...]  # ids, sorted
    origins: tuple[tuple[str, ...], ...]  # ids of the reports of each, sorted
    dependences: tuple[Dependence, ...]


def account_of(coded: Coded, records: Collection[str] | None = None) -> Account:
    """Return what a report says in its events and quantities with ids in `records`, None for all.

    Of a whole report the outlet is taken to speak itself. Ids of other reports are passed over.
    """
    if records is None:
        return Account(report=coded.report, attributions=coded.attributions, own_voice=True)
    told = [event.attribution for event in coded.events if event.id in records]
    told += [quantity.attribution for quantity in coded.quantities if quantity.id in records]
    return Account(
        report=coded.report,
        attributions=tuple(said for said in coded.attributions if said.id in told),
        own_voice=None in told,
    )


def find_origins(accounts: Iterable[Account], copies: Copies | None = None) -> Corroboration:
    """Return the origins of `accounts`, one account a report, in any order.

    `copies` may be what `find_copies` gave for these and other reports; None looks for copies
    among these.
    """
    known = [one for _, one in sorted({one.report.id: one for one in accounts}.items())]
    numbers = {account.report.id: number for number, account in enumerate(known)}
    if copies is None:
        copies = find_copies(
            account.report for account in known if isinstance(account.report, Report)
        )
    copied_ones = set(find_copied(copies, numbers))
    same_text = {(tie.report, tie.other) for tie in copied_ones if tie.tie == "copy"}
    dependences = sorted(
        {
            *copied_ones,
            *find_alike(known),
            *find_cited(known),
            *(tie for tie in find_same_sources(known) if not is_known(tie, same_text)),
        },
        key=lambda tie: (tie.report, tie.other, tie.tie, tie.reason, quoted(tie)),
    )
    sets = Sets(len(known))
    for tie in dependences:
        sets.join(numbers[tie.report], numbers[tie.other])
    keys = tuple(numbers)
    return Corroboration(
        reports=keys,
        origins=tuple(tuple(keys[number] for number in origin) for origin in sets.members()),
        dependences=tuple(dependences),
    )


def is_known(tie: Dependence, pairs: Collection[tuple[str, str]]) -> bool:
    """Tell whether two reports are among `pairs`: that a copy cites whom its original cites."""
    return (tie.report, tie.other) in pairs or (tie.other, tie.report) in pairs


def quoted(tie: Dependence) -> tuple[tuple[str, Span], ...]:
    """Return where the words of a dependence stand."""
    return tuple((each.report, each.span) for each in tie.evidence)


def find_copied(copies: Copies, wanted: Collection[str]) -> Iterator[Dependence]:
    """Yield why copies are not independent, each against the first of its group that is wanted."""
    for group in copies.groups:
        members = [key for key in (group.original, *group.reports) if key in wanted]
        known = {copy.copy: copy for copy in group.copies}
        for key in dict.fromkeys(members[1:]):
            copy = known.get(key)
            if members[0] == group.original and copy is not None:
                yield copied(copy)
            elif key != members[0]:
                reason = "both print one text"
                yield Dependence(
                    report=key, other=members[0], tie="copy", reason=reason, evidence=()
                )
    yield from find_taken_over(copies, wanted)


def find_taken_over(copies: Copies, wanted: Collection[str]) -> Iterator[Dependence]:
    """Yield which two of the wanted print texts of which one takes over a part of the other."""
    groups = {key: group for group in copies.groups for key in group.reports}
    for copy in copies.partial:
        original = first_wanted(copy.original, groups.get(copy.original), wanted)
        taker = first_wanted(copy.copy, groups.get(copy.copy), wanted)
        if (original, taker) == (copy.original, copy.copy):
            yield copied(copy)
        elif original is not None and taker is not None:
            yield Dependence(
                report=taker,
                other=original,
                tie="partial",
                reason="prints a text that takes over a part of the other's",
                evidence=(),
            )


def first_wanted(key: str, group: CopyGroup | None, wanted: Collection[str]) -> str | None:
    """Return a report that is wanted and prints the text of `key`: itself, if it is wanted."""
    printing = (key, *(group.reports if group is not None else ()))
    return next((report for report in printing if report in wanted), None)


def copied(copy: Copy) -> Dependence:
    """Return the dependence of a copy on its original, on the longest passage that they share."""
    longest = max(copy.passages, key=lambda passage: passage.words, default=None)
    share = f"{copy.share_of_copy:.0%} of its words stand in the other, word for word"
    return Dependence(
        report=copy.copy,
        other=copy.original,
        tie=copy.likeness,
        reason=f"a copy: {share}" if copy.likeness == "copy" else f"takes over a part: {share}",
        evidence=(
            Evidence(report=copy.copy, span=longest.copy),
            Evidence(report=copy.original, span=longest.original),
        )
        if longest is not None
        else (),
    )


def find_alike(accounts: Sequence[Account]) -> Iterator[Dependence]:
    """Yield which accounts have outlet, agency or owner in common, each with the first of them."""
    first: dict[tuple[Tie, str], str] = {}
    for account in accounts:
        report = account.report
        for tie, name in sorted(marks_of(report)):
            other = first.setdefault((tie, name), report.id)
            if other != report.id:
                reason = {
                    "outlet": f"same outlet: {report.outlet}",
                    "agency": f"same agency: {name}",
                    "owner": f"same owner: {name}",
                }[tie]
                yield Dependence(
                    report=report.id, other=other, tie=tie, reason=reason, evidence=()
                )


def marks_of(report: Report | Print) -> set[tuple[Tie, str]]:
    """Return what `report` may have in common with others that are no copies of it."""
    marks: set[tuple[Tie, str]] = {("agency", name) for name in agencies_of(report)}
    if report.outlet is not None and folded(report.outlet):
        marks.add(("outlet", " ".join(folded(report.outlet))))
    owner = owner_of(report)
    if owner is not None:
        marks.add(("owner", owner))
    return marks


def names_of(report: Report | Print) -> Iterator[tuple[str, ...]]:
    """Yield the names by which others cite `report`, folded."""
    if report.outlet is not None:
        yield folded(report.outlet)
    for agency in agencies_of(report):
        yield folded(agency)


def find_cited(accounts: Sequence[Account]) -> Iterator[Dependence]:
    """Yield which accounts cite the outlet or the agency of another."""
    printed: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for account in accounts:
        for name in dict.fromkeys(names_of(account.report)):
            printed[name].append(account.report.id)
    printed.pop((), None)
    for account in accounts:
        report = account.report
        cited = {name: party for party in parties_of(account) for name in cited_names(party)}
        for name, party in cited.items():
            # Those who share the name are tied to each other already, so one of them will do.
            other = next((key for key in printed.get(name, ()) if key != report.id), None)
            if other is not None and report.id not in printed[name]:
                yield Dependence(
                    report=report.id,
                    other=other,
                    tie="cites",
                    reason=f"cites {party.name}, whose report the other is",
                    evidence=(Evidence(report=report.id, span=party.span),),
                )


def cited_names(party: Party) -> Iterator[tuple[str, ...]]:
    """Yield the folded names of an outlet or agency that `party` may be."""
    if party.kind == "organisation":
        for name in (party.name, party.text):
            yield folded(one_agency(name) or name)


def parties_of(account: Account) -> Iterator[Party]:
    """Yield who is cited, and through whom, the last first, so that the first mention stays."""
    for attribution in reversed(account.attributions):
        yield from attribution.via
        if attribution.source is not None:
            yield attribution.source


def sources_of(account: Account) -> dict[tuple[str, str], Party]:
    """Return the named sources of an account by kind and folded name, each at first mention."""
    found: dict[tuple[str, str], Party] = {}
    for attribution in account.attributions:
        source = attribution.source
        if source is not None and source.kind in NAMED and source.name:
            found.setdefault((source.kind, " ".join(folded(source.name))), source)
    return found


def find_same_sources(accounts: Sequence[Account]) -> Iterator[Dependence]:
    """Yield which accounts rest on nothing but named sources that another cites too."""
    sources = {account.report.id: sources_of(account) for account in accounts}
    citing: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, parties in sources.items():
        for source in parties:
            citing[source].append(key)
    answers: dict[frozenset[tuple[str, str]], list[str]] = {}
    for account in accounts:
        own = sources[account.report.id]
        all_named = all(
            said.source is not None and said.source.kind in NAMED for said in account.attributions
        )
        if account.own_voice or not own or not all_named:
            continue
        wanted = frozenset(own)
        if wanted not in answers:
            rarest = min(sorted(wanted), key=lambda source: len(citing[source]))
            answers[wanted] = [k for k in citing[rarest] if wanted <= sources[k].keys()][:2]
        other = next((key for key in answers[wanted] if key != account.report.id), None)
        if other is not None:
            yield shared_source(account.report.id, other, own, sources[other])


def shared_source(
    report: str,
    other: str,
    own: Mapping[tuple[str, str], Party],
    theirs: Mapping[tuple[str, str], Party],
) -> Dependence:
    """Return the dependence of a report whose every source the other cites."""
    names = ", ".join(sorted({party.name for party in own.values()}))
    evidence = [Evidence(report=report, span=party.span) for party in own.values()]
    evidence += [Evidence(report=other, span=theirs[key].span) for key in own]
    return Dependence(
        report=report,
        other=other,
        tie="source",
        reason=f"rests on {names} alone, whom the other cites too",
        evidence=tuple(evidence),
    )
