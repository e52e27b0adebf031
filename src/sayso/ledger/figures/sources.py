"""Which names stand for one source: a spokesman speaks for an army, a minister for a ministry."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Final

from sayso.ledger.figures.claims import Source
from sayso.ledger.figures.source_words import (
    WORD,
    Words,
    load_sources,
    read_words,
    vague_words,
    words_of,
)
from sayso.records import Record

OWN_VOICE: Final = "own voice"


class Voice(Record, frozen=True):
    """A source as it is counted, whatever it is called."""

    key: str  # the same for all names of one source, within one incident
    name: str  # the name that says most: "Blue Nile Liberation Front"
    own_voice: bool
    official: bool
    sectors: frozenset[str]
    country: str | None


def fold_sources(sources: Iterable[Source]) -> dict[Source, Voice]:
    """Return whose voice each source is.

    1. The own voice of an outlet is that of its agency, or of itself.
    2. A person whose title says for whom is the voice of that body ("army spokesman Brigadier
       Y"), wherever the same person is named again.
    3. Names are one voice that have the same words, lands and words of mere service aside, and
       no two lands: "Sudan's army", "the army".
    4. A name with fewer words is the voice of the one that has more, where there is but one:
       "the ministry", "the health ministry"; not "the port", "a warehouse at the port". Two at
       once ("the army and the Front") are neither.
    5. Words that name nobody ("the rebels") are the voice of the one other of their sector.

    What is returned does not depend on the order of `sources`.
    """
    known = sorted(set(sources), key=source_order)
    named = [source for source in known if not source.own_voice]
    groups = group_names(named)
    voices = {source: own_voice(source) for source in known if source.own_voice}
    for members in groups:
        voice = voice_of(members)
        voices.update(dict.fromkeys(members, voice))
    return voices


def source_order(source: Source) -> tuple[str, ...]:
    """Return what sources are sorted by."""
    fields = (source.name, source.text, source.kind, source.role, source.country)
    return (*(field or "" for field in fields), *source.sectors, str(source.own_voice))


def own_voice(source: Source) -> Voice:
    """Return the voice of an outlet or agency that says so itself."""
    key = f"{OWN_VOICE} {' '.join(word.lower() for word in WORD.findall(source.name))}"
    return Voice(
        key=key,
        name=source.name,
        own_voice=True,
        official=False,
        sectors=frozenset(),
        country=None,
    )


def voice_of(members: Collection[Source]) -> Voice:
    """Return the voice that several names stand for."""
    cores = {words_of(source).core for source in members}
    core = min(cores, key=lambda words: (-len(words), sorted(words)))
    countries = sorted({c for source in members if (c := words_of(source).country)})
    bodies = [source for source in members if source.kind != "person"] or list(members)
    names = Counter(source.name for source in bodies)
    name = min(names, key=lambda each: (*fullness(each), -names[each], -len(each), each))
    sectors = frozenset(sector for source in bodies for sector in source.sectors)
    return Voice(
        key=" ".join([*sorted(core), *countries[:1]]),
        name=name,
        own_voice=False,
        official=not sectors.isdisjoint(load_sources().standing.official),
        sectors=sectors,
        country=countries[0] if countries else None,
    )


def fullness(name: str) -> tuple[int, bool]:
    """Return what names are sorted by, so that the one that says most comes first."""
    words = read_words(name)
    return -len(words.core), words.country is None


class Groups:
    """Names of one word set and land, joined step by step."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.members: dict[Words, list[Source]] = defaultdict(list)
        for source in sources:
            self.members[words_of(source)].append(source)
        # Fewer words first, names with a land last, so that the result has one order.
        self.order = sorted(
            self.members, key=lambda one: (len(one.core), sorted(one.core), one.country or "")
        )
        self.root = {words: words for words in self.order}
        self.lands = {words: {words.country} - {None} for words in self.order}
        self.holding: dict[str, list[Words]] = defaultdict(list)
        for words in self.order:
            for word in words.core:
                self.holding[word].append(words)

    def find(self, words: Words) -> Words:
        """Return the first of the group that `words` belong to."""
        while self.root[words] != words:
            words = self.root[words]
        return words

    def join(self, one: Words, others: Iterable[Words]) -> None:
        """Put `one` to `others`, where those are one group, and not of another land."""
        first = self.find(one)
        roots = {self.find(other) for other in others} - {first}
        if len(roots) != 1:
            return
        [root] = roots
        lands = self.lands[first] | self.lands[root]
        if len(lands) < 2:
            self.root[first] = root
            self.lands[root] = lands

    def join_persons(self) -> None:
        """Put together what one person is known by: "Governor Y", "the regional governor Y"."""
        known: dict[str, Words] = {}
        for words in self.order:
            for source in self.members[words]:
                if source.kind == "person" and len(source.name.split()) > 1:
                    self.join(words, [known.setdefault(source.name, words)])

    def alike(self, words: Words) -> list[Words]:
        """Return the names that have all the words of one."""
        rarest = min(words.core, key=lambda word: (len(self.holding[word]), word), default=None)
        return [other for other in self.holding[rarest or ""] if words.core <= other.core]

    def sectors(self, words: Words) -> set[str]:
        """Return the sectors of the names that are written so."""
        return {sector for source in self.members[words] for sector in source.sectors}

    def of_sector(self, words: Words) -> list[Words]:
        """Return the names of the same sector that do name somebody."""
        sectors = self.sectors(words)
        return [
            other
            for other in self.order
            if not (other.joint or other.core <= vague_words()) and sectors & self.sectors(other)
        ]


def group_names(sources: Iterable[Source]) -> list[list[Source]]:
    """Return the names that stand for one source each, by the rules of `fold_sources`."""
    groups = Groups(sources)
    for words in groups.order:
        if words.country is None:
            groups.join(words, [one for one in groups.alike(words) if one.core == words.core])
    for words in groups.order:
        groups.join(words, [one for one in groups.alike(words) if is_longer(words, one)])
    groups.join_persons()
    for words in groups.order:
        if words.core <= vague_words():
            groups.join(words, groups.of_sector(words))
    found: dict[Words, list[Source]] = defaultdict(list)
    for words in groups.order:
        found[groups.find(words)].extend(groups.members[words])
    return list(found.values())


def is_longer(one: Words, other: Words) -> bool:
    """Tell whether another name has all the words of one, and more."""
    lands = one.country is None or other.country is None or one.country == other.country
    return lands and not other.joint and other.head in one.core and one.core < other.core


def are_opposed(one: Voice, other: Voice) -> bool:
    """Tell whether two voices stand on two sides: a state and those against it, or two states."""
    standing = load_sources().standing
    state, against = frozenset(standing.state), frozenset(standing.against)
    for left, right in ((one, other), (other, one)):
        if left.sectors & state and right.sectors & against:
            return True
    two_lands = one.country is not None and other.country is not None
    both = bool(one.sectors & state and other.sectors & state)
    return both and two_lands and one.country != other.country


def is_of_a_side(voice: Voice) -> bool:
    """Tell whether a voice is that of fighters, or of those who are against a state."""
    return not voice.sectors.isdisjoint([*load_sources().standing.against, "MIL"])
