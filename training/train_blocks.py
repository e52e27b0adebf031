"""Train which blocks of a page are body: python -m training.train_blocks --data FOLDER.

`FOLDER` holds corpora as `pages`, `news_pages` and `news_meta` (`dev.jsonl.gz` with the body of
each page, and the pages). Writes `src/sayso/models/blocks.npz` and its card `blocks.json`. Prints
the shingle F1 of whole reports, first of five-fold cross-validation by publisher, then of the
trees on the pages that they were trained on. Takes three minutes.
"""

import argparse
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from unittest.mock import patch

import numpy as np
from training.block_labels import label_blocks, shingles
from training.boosting import Numbers, Recipe, grow
from training.weights import write_weights

from sayso.clean import Given, clean_page
from sayso.clean.markup.blocks import Block, read_blocks
from sayso.clean.markup.chooser import MODEL, extractors_say
from sayso.clean.markup.declared import declared_body
from sayso.clean.markup.facts import Page
from sayso.clean.markup.features import features_of
from sayso.errors import InputError
from sayso.ingest import page_of
from sayso.ingest.page import Page as SourcePage
from sayso.models.trees import Floats, Trees

CORPORA = ("pages", "news_pages", "news_meta")
LICENCE = "the weights are MIT; the corpora's annotations are MIT, their pages the publishers'"
FOLDS = 5
MODELS = Path(__file__).parents[1] / "src" / "sayso" / "models"
MAX_SIZE = 400  # characters of a block that count
LOAD = "sayso.clean.markup.chooser.load_trees"
RECIPE = Recipe()


@dataclass(frozen=True, slots=True)
class Sample:
    """One page with its gold body, and the numbers of the blocks that are looked at."""

    corpus: str
    publisher: str
    page: SourcePage
    body: str
    rows: Floats
    labels: Numbers
    weights: Numbers

    @property
    def fold(self) -> int:
        """The part of the data in which all pages of a publisher stand."""
        return zlib.crc32(self.publisher.encode()) % FOLDS


def publisher_of(meta: dict[str, str]) -> str:
    """Return who published a page, in letters: sites and names of one house are the same."""
    name = (meta.get("site") or meta["publisher"]).lower().removeprefix("www.").split(".")[0]
    return "".join(letter for letter in name if letter.isalnum())


def weights_of(blocks: Sequence[Block], labels: Numbers) -> Numbers:
    """Return how much each block counts: by its length, and no page more than another."""
    sizes = np.array([min(len(block.text), MAX_SIZE) for block in blocks]) ** 0.7
    return np.clip(30 * sizes / max(1.0, float((sizes * labels).sum())) + 0.3, 0.1, 6)


def read_corpus(folder: Path) -> Iterator[Sample]:
    """Yield the pages of a corpus."""
    with gzip.open(folder / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            page = page_of(gzip.decompress((folder / record["html"]).read_bytes()), record["html"])
            yield sample_of(
                folder.name, publisher_of(record["meta"]), page, record["gold"]["body"]
            )


def sample_of(corpus: str, publisher: str, page: SourcePage, body: str) -> Sample:
    """Return a page as the trees see it."""
    markup = read_blocks(page.text)
    facts = Page(markup, declared_body(page.text), extractors_say(page.text, markup))
    seen = facts.worth_a_look()
    labels = np.array(label_blocks([block.text for block in markup.blocks], body), np.float64)
    weights = weights_of(markup.blocks, labels)
    rows = features_of(facts, seen)
    return Sample(corpus, publisher, page, body, rows, labels[seen], weights[seen])


def train(samples: Iterable[Sample], recipe: Recipe) -> Trees:
    """Return the trees that `samples` teach."""
    kept = list(samples)
    return grow(
        np.concatenate([sample.rows for sample in kept]),
        np.concatenate([sample.labels for sample in kept]),
        np.concatenate([sample.weights for sample in kept]),
        recipe,
    )


def cleaned(samples: Iterable[Sample], trees: Trees) -> dict[int, str]:
    """Return the text of the report of each sample, by its identity, where `trees` decide."""
    texts = {}
    with patch(LOAD, lambda _: trees):
        for sample in samples:
            try:
                texts[id(sample)] = clean_page(sample.page, Given()).text
            except InputError:
                texts[id(sample)] = ""
    return texts


def shingle_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Return the harmonic mean of mean precision and mean recall, over (gold, found) pairs."""
    precisions, recalls = [], []
    for gold_text, text in pairs:
        gold, found = shingles(gold_text), shingles(text)
        common = (gold & found).total()
        if found:
            precisions.append(common / found.total())
        recalls.append(common / gold.total() if gold else 0.0)
    precision, recall = fmean(precisions), fmean(recalls)
    return 2 * precision * recall / (precision + recall)


def scores_of(samples: Sequence[Sample], texts: dict[int, str], way: str) -> dict[str, float]:
    """Return the shingle F1 of each corpus, each named "corpus way"."""
    scores = {}
    for corpus in dict.fromkeys(sample.corpus for sample in samples):
        pairs = [(one.body, texts[id(one)]) for one in samples if one.corpus == corpus]
        scores[f"{corpus} {way}"] = round(shingle_f1(pairs), 4)
    return scores


def cross_validated(samples: Sequence[Sample], recipe: Recipe) -> dict[str, float]:
    """Return the scores of trees that have seen no page of the publisher they judge."""
    texts: dict[int, str] = {}
    for fold in range(FOLDS):
        trees = train((sample for sample in samples if sample.fold != fold), recipe)
        texts |= cleaned((sample for sample in samples if sample.fold == fold), trees)
    return scores_of(samples, texts, "cross-validated")


def write_model(trees: Trees, scores: dict[str, float], corpora: Sequence[str]) -> None:
    """Write the weights and their card."""
    write_weights(
        MODELS,
        MODEL,
        {
            "columns": trees.columns.astype(np.int16),
            "thresholds": trees.thresholds,
            "leaves": trees.leaves,
            "base": np.array(trees.base, np.float32),
        },
        model="boosted trees: how likely a block of an HTML page is the article's body",
        trained_by="python -m training.train_blocks --data FOLDER",
        data=corpora,
        licence=LICENCE,
        seed=RECIPE.seed,
        scores=scores,
        columns=int(trees.columns.max()) + 1,
    )


def main() -> None:
    """Train, print the scores, and write the model."""
    parser = argparse.ArgumentParser(prog="training.train_blocks", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--corpora", nargs="+", default=CORPORA, help="folders below it")
    parser.add_argument("--fast", action="store_true", help="write without cross-validation")
    given = parser.parse_args()
    samples = [one for name in given.corpora for one in read_corpus(given.data / name)]
    scores = {} if given.fast else cross_validated(samples, RECIPE)
    trees = train(samples, RECIPE)
    scores |= scores_of(samples, cleaned(samples, trees), "resubstituted")
    for name, score in scores.items():
        print(f"{name:32s} {score:.4f}")
    write_model(trees, scores, given.corpora)


if __name__ == "__main__":
    main()
