"""WordNet's files, as far as needed: which words are verbs and nouns, and what comes from what."""

import math
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ACTS = frozenset({4, 11, 19, 26})  # noun.act, noun.event, noun.phenomenon, noun.state
FILES = (("n", "noun"), ("v", "verb"))
IMPLIED = {"@": 0.6, "$": 0.7, "*": 0.5, ">": 0.6}  # hypernym, verb group, entailment, cause
SENSES = 6  # of each part of speech

Synset = tuple[str, str]  # part of speech and offset


@dataclass(frozen=True, slots=True)
class WordNet:
    """Single words in lower case."""

    verbs: frozenset[str]
    nouns: frozenset[str]
    acts: frozenset[str]  # nouns whose first sense is an act, event or state
    verbs_of: dict[str, frozenset[str]]  # noun -> verbs that it comes from, or they from it
    akin: dict[str, tuple[str, ...]]  # word -> verbs and nouns that it comes from, or they from it
    senses: dict[str, tuple[Synset, ...]]  # word -> its senses, the commonest first
    above: dict[Synset, tuple[tuple[Synset, float], ...]]  # sense -> those that it implies


def read_wordnet(folder: Path) -> WordNet:
    """Return what the `dict` folder of WordNet 3.1 says. Raises `OSError` where it is none."""
    words: dict[Synset, list[str]] = {}
    kinds: dict[Synset, int] = {}
    derived: list[tuple[Synset, int, Synset, int]] = []
    above: dict[Synset, list[tuple[Synset, float]]] = defaultdict(list)
    for part, name in FILES:
        for fields in read_fields(folder / f"data.{name}"):
            synset = part, fields[0]
            count = int(fields[3], 16)
            words[synset] = [word.lower() for word in fields[4 : 4 + 2 * count : 2]]
            kinds[synset] = int(fields[1])
            pointers = fields[5 + 2 * count :]
            for at in range(0, 4 * int(fields[4 + 2 * count]), 4):
                mark, offset, target, places = pointers[at : at + 4]
                if mark in IMPLIED:
                    above[synset].append(((target, offset), IMPLIED[mark]))
                if mark == "+" and target != part and target in "nv" and int(places, 16):
                    place, other = bytes.fromhex(places)
                    derived.append((synset, place, (target, offset), other))
    first = {
        (fields[0], part): (part, fields[-int(fields[2])])
        for part, name in FILES
        for fields in read_fields(folder / f"index.{name}")
        if fields[0].isalpha()
    }
    senses: dict[str, dict[Synset, int]] = defaultdict(dict)
    for part, name in FILES:
        for fields in read_fields(folder / f"index.{name}"):
            for rank, offset in enumerate(fields[-int(fields[2]) :][:SENSES]):
                senses[fields[0]][part, offset] = rank
    verbs_of: dict[str, set[str]] = defaultdict(set)
    akin: dict[str, set[str]] = defaultdict(set)
    for source, at_source, goal, at_goal in derived:
        one, two = words[source][at_source - 1], words[goal][at_goal - 1]
        noun, verb = (one, two) if source[0] == "n" else (two, one)
        verbs_of[noun].add(verb)
        akin[noun].add(verb)
        akin[verb].add(noun)
    nouns = frozenset(word for word, part in first if part == "n")
    return WordNet(
        verbs=frozenset(word for word, part in first if part == "v"),
        nouns=nouns,
        acts=frozenset(
            word for (word, part), synset in first.items() if part == "n" and kinds[synset] in ACTS
        ),
        verbs_of={noun: frozenset(verbs) for noun, verbs in verbs_of.items()},
        akin={word: tuple(sorted(others)) for word, others in akin.items()},
        senses={
            word: tuple(sorted(ranks, key=lambda each: (ranks[each], each)))
            for word, ranks in senses.items()
        },
        above={synset: tuple(others) for synset, others in above.items()},
    )


def read_fields(path: Path) -> list[list[str]]:
    """Return the fields of each line but the licence's, the gloss left out."""
    with path.open(encoding="utf-8") as lines:
        return [line.split("|")[0].split() for line in lines if not line.startswith("  ")]


def concepts_of(word: str, net: WordNet) -> dict[Synset, float]:
    """Return what a word can mean and what that implies, each with a weight, 1 for the surest."""
    found: dict[Synset, float] = {}
    for place, base in enumerate((word, *net.akin.get(word, ()))):
        ranks = {"n": 0, "v": 0}
        for sense in net.senses.get(base, ()):
            weight = (1 if place == 0 else 0.8) / math.sqrt(1 + ranks[sense[0]])
            ranks[sense[0]] += 1
            for each, share in ((sense, 1.0), *net.above.get(sense, ())):
                found[each] = max(found.get(each, 0.0), weight * share)
    return found
