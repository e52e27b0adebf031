"""Train which coded events are right: python -m training.train_judge --data FOLDER.

`FOLDER` holds corpora (`cameo_cases`, `plv`, `muc4`, and those that `judge_labels.json` names).
Codes their texts as the product stands, labels the events, and writes
`src/sayso/models/judge.npz` with its card. Prints, of five-fold cross-validation by document (by
topic in ECB+), the area under the ROC curve, precision and recall, and what the quality bench
makes of the events that are kept at each threshold. `--cache FOLDER` keeps the parses.
"""

import argparse
import hashlib
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from bench.quality.adapters import cameo, relations, templates
from bench.quality.coding import Item, Prediction
from bench.quality.corpus import GoldDocument, read_documents, report_of
from bench.quality.plover import cameo_code, plover_name, plover_type
from bench.quality.scoring import figures, run_scorer, write_gold, write_predictions
from msgspec.structs import replace
from spacy.tokens import DocBin
from training.boosting import Numbers, Recipe, grow
from training.weights import write_weights

from sayso.annotate.document import Document
from sayso.annotate.nlp import annotate, load_model
from sayso.extract.judging import (
    MODEL,
    Floats,
    figures_of,
    keys_of,
    looked_up,
    unit_rows,
    views_of,
)
from sayso.models.trees import Trees
from sayso.pipeline import Settings, code_document
from sayso.records import Event

LOOSE = Settings(abstain="loose")  # nothing left out: it is what the judge judges

ANNOTATED = ("cameo_cases", "plv", "muc4")  # the last is only measured on: its key is of incidents
READ = "read"  # events of pages of any kind, judged one by one: in `judge_labels.json`
READ_LABELS = Path(__file__).with_name("judge_labels.json")
LICENCE = "the weights are MIT; the corpora's annotations have licences of their own"
SHARES = {READ: 1500, "cameo_cases": 300, "plv": 300}
FOLDS = 5
PRIOR = 4.0  # rows that the average counts for beside the record of a word
RARE = 1.5  # a word seen less has no record
MODELS = Path(__file__).parents[1] / "src" / "sayso" / "models"
RECIPE = Recipe(trees=220, depth=3, rate=0.06, columns=0.25, shrink=6.0, least=8.0)
THRESHOLDS = (0.0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)
# Words that point where pages on a subject lie in the space of word vectors.
TOPICS = (
    "team season coach player championship league goal match striker quarterback",
    "movie actor actress film album singer celebrity premiere award television",
    "company revenue shares profit investors earnings market acquisition shareholders quarter",
    "software smartphone device app technology users internet computer chip browser",
    "earthquake storm flood hurricane magnitude epicenter rain tsunami winds aftershock",
    "army troops rebels soldiers militants airstrike shelling insurgents artillery fighters",
    "minister president government parliament ambassador diplomatic foreign bilateral treaty",
    "court judge prosecutor trial lawyer convicted jury sentence charges defendant",
    "police suspect arrested shooting gunman victim murder robbery detectives homicide",
    "protesters demonstrators rally strike unions activists riot march clashes banners",
    "hospital patients disease doctors vaccine health virus treatment drug medical",
)
# CAMEO's roots under the names of PLOVER; those that differ between the two.
ROOTS = (
    "STATE APPEAL AGREE CONSULT SUPPORT COOPERATE AID CONCEDE INVESTIGATE DEMAND DISAPPROVE REJECT"
    " THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT FIGHT FIGHT"
).split()
RENAMED = {"ACCUSE": "DISAPPROVE", "REQUEST": "DEMAND"}
YIELDING = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
SMALL = frozenset(
    "the a an of and in on for to by with its his her their at from s mr mrs".split()
)

ReadLabels = dict[str, dict[str, list[tuple[int, str, int]]]]  # source, document: start, type
Labels = dict[int, tuple[float, float]]  # of an event: right or not, and how much that counts
Asked = list[tuple[list[int], list[int]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A gold document, its events as the product codes them, and what the annotation says."""

    corpus: str
    source: str  # folder and file
    item: Item
    rows: Floats
    asked: Asked
    labels: Labels

    @property
    def group(self) -> str:
        """What stands in one fold as a whole."""
        topic = self.item.gold.meta.get("topic")
        return f"{folder_of(self.source)} {topic or self.item.gold.id}"

    @property
    def fold(self) -> int:
        """The part of the data that the document belongs to."""
        return zlib.crc32(self.group.encode()) % FOLDS


def label_cameo(item: Item) -> Labels:
    """Label by the root classes of the sentence: others are wrong, though less than in silence."""
    wanted = {root(event["code"]) for event in item.gold.gold["events"]}
    name = plover_name if item.gold.meta.get("ontology") == "PLOVER" else cameo_code
    labels: Labels = {}
    for place, event in enumerate(item.coded.events):
        if event.type != "IMPACT":
            right = root(name(event)) in wanted
            labels[place] = (float(right), 1.0 if right or not wanted else 0.6)
    return labels


def root(code: str) -> str:
    """Return the root class of a CAMEO number or a PLOVER name."""
    if code[:2].isdigit():
        return "RETREAT" if code.startswith("087") else ROOTS[int(code[:2]) - 1]
    name = code.split("-")[0].split("_")[0].upper()
    return RENAMED.get(name, name)


def label_relations(item: Item) -> Labels:
    """Label by the annotated pair: right with its type, wrong with another between the pair."""
    labels: Labels = {}
    for gold in item.gold.gold["relations"]:
        for place, event in enumerate(item.coded.events):
            kind = plover_type(event)
            if YIELDING.get(kind, kind) == YIELDING.get(gold["type"], gold["type"]):
                labels[place] = (1.0, 1.0)
            elif place not in labels and between(item, event, gold):
                labels[place] = (0.0, 0.8)
    return labels


def between(item: Item, event: Event, gold: dict[str, str]) -> bool:
    """Tell whether an event alone would be written down between the parties of a relation."""
    source, target = words_of(gold["source"]), words_of(gold["target"])
    alone = Item(item.gold, item.doc, replace(item.coded, events=(event,)))
    return any(
        source & words_of(one["source"]) and target & words_of(one["target"])
        for _, found in relations.predict([alone])
        for one in found["relations"]
    )


def words_of(text: str) -> set[str]:
    """Return the words of a mention that tell whom it means."""
    return set(re.findall(r"\w+", text.lower())) - SMALL


def label_read(item: Item, judged: Sequence[tuple[int, str, int]]) -> Labels:
    """Label by what a reader said of an event of that type on that word."""
    said = {(start, kind): right for start, kind, right in judged}
    return {
        place: (float(said[event.trigger.start, event.type]), 1.0)
        for place, event in enumerate(item.coded.events)
        if (event.trigger.start, event.type) in said
    }


LABELLERS: dict[str, Callable[[Item], Labels]] = {
    "cameo_cases": label_cameo,
    "plv": label_relations,
    "muc4": lambda _: {},
}
BENCHES: dict[str, tuple[str, Callable[[Iterable[Item]], Any], tuple[str, ...]]] = {
    "cameo_cases": ("score_cameo", cameo.predict, ("pair_root", "root", "silent")),
    "plv": ("score_relations", relations.predict, ("typed", "pair", "type")),
    "muc4": ("score_templates", templates.predict, ("ree", "incident_type", "relevance")),
}


def read_samples(data: Path, cache: Path | None) -> Iterator[Sample]:
    """Yield the documents of all corpora, coded and labelled."""
    topics = topic_directions()
    for corpus in ANNOTATED:
        source = f"{corpus}/dev"
        for item in coded_items(source, read_documents(data / f"{source}.jsonl.gz"), cache):
            yield sample_of(corpus, source, item, LABELLERS[corpus](item), topics)
    for source, judged in read_labels().items():
        documents = read_documents(data / f"{source}.jsonl.gz")
        documents = [one for one in documents if digest_of(one) in judged]
        for item in coded_items(f"{READ}/{source}", documents, cache):
            yield sample_of(
                READ, source, item, label_read(item, judged[digest_of(item.gold)]), topics
            )


def read_labels() -> ReadLabels:
    """Return what a reader said of events, by source and document."""
    return msgspec.json.decode(READ_LABELS.read_bytes(), type=ReadLabels)


def folder_of(source: str) -> str:
    """Return the corpus of a source."""
    return source.partition("/")[0]


def coded_items(
    name: str, documents: Sequence[GoldDocument], cache: Path | None
) -> Iterator[Item]:
    """Yield the documents as the product codes them."""
    kept = cache / f"{name.replace('/', '-')}.spacy" if cache else None
    for gold, doc in zip(documents, parsed(documents, kept), strict=True):
        yield Item(gold, doc, code_document(doc, LOOSE))


def sample_of(corpus: str, source: str, item: Item, labels: Labels, topics: Floats) -> Sample:
    """Return a document as the judge sees it."""
    coded = item.coded
    rows = figures_of(item.doc, coded.events, coded.attributions, topics)
    asked = [keys_of(view) for view in views_of(item.doc, coded.events)]
    return Sample(corpus, source, item, rows, asked, labels)


def digest_of(gold: GoldDocument) -> str:
    """Return the name of a document in the labels: ids of some corpora hold words of the text."""
    return hashlib.sha256(gold.id.encode()).hexdigest()[:16]


def parsed(documents: Sequence[GoldDocument], kept: Path | None) -> Iterator[Document]:
    """Yield the parsed documents, from `kept` where that file is there."""
    reports = [report_of(gold) for gold in documents]
    if kept is not None and kept.exists():
        found = DocBin().from_bytes(kept.read_bytes()).get_docs(load_model().vocab)
        for report, spacy_doc in zip(reports, found, strict=True):
            yield Document(report, spacy_doc)
        return
    bin_ = DocBin()
    for doc in annotate(reports):
        bin_.add(doc.spacy_doc)
        yield doc
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(bin_.to_bytes())


def topic_directions() -> Floats:
    """Return the mean direction of the words of each topic, a column each."""
    vocab = load_model().vocab
    means = [
        unit_rows(np.array([vocab[word].vector for word in words.split()], np.float32)).mean(
            axis=0
        )
        for words in TOPICS
    ]
    return unit_rows(np.stack(means)).T.astype(np.float16).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Record:
    """How often each key was right and seen, in rows and by weight."""

    right: dict[int, float]
    seen: dict[int, float]
    mean: float

    @classmethod
    def of(cls, samples: Iterable[Sample], weight: dict[str, float]) -> "Record":
        """Return what `samples` say of every key."""
        right: dict[int, float] = {}
        seen: dict[int, float] = {}
        total = [0.0, 1e-9]
        for sample in samples:
            for key, yes, size in votes(sample, weight):
                right[key] = right.get(key, 0.0) + yes * size
                seen[key] = seen.get(key, 0.0) + size
            for yes, size in sample.labels.values():
                total[0] += yes * size * weight[sample.corpus]
                total[1] += size * weight[sample.corpus]
        return cls(right, seen, total[0] / total[1])

    def table(
        self, without: "Record | None" = None
    ) -> tuple[npt.NDArray[np.uint32], Floats, Floats]:
        """Return keys, log odds and log counts, those of `without` taken out."""
        mine = without.seen if without is not None else self.seen
        keys = np.array(sorted(mine), np.uint32)
        right, seen = (
            np.array([counts[int(key)] for key in keys]) for counts in (self.right, self.seen)
        )
        if without is not None:
            right = right - np.array([without.right[int(key)] for key in keys])
            seen = seen - np.array([without.seen[int(key)] for key in keys])
        enough = seen >= RARE
        keys, right, seen = keys[enough], np.maximum(right[enough], 0), seen[enough]
        likely = (right + PRIOR * self.mean) / (seen + PRIOR)
        base = np.log(self.mean / (1 - self.mean))
        odds = np.log(likely / (1 - likely)) - base
        return keys, rounded(odds), rounded(np.log1p(seen))


def rounded(values: Numbers) -> Floats:
    """Return `values` as the file of weights keeps them."""
    kept: Floats = values.astype(np.float16).astype(np.float32)
    return kept


def votes(sample: Sample, weight: dict[str, float]) -> Iterator[tuple[int, float, float]]:
    """Yield each key of each labelled event of a document, whether right, and its weight."""
    for place, (yes, size) in sample.labels.items():
        slots, around = sample.asked[place]
        for key in (*slots, *around):
            yield key, yes, size * min(1.0, weight[sample.corpus])


def weights_of(samples: Sequence[Sample]) -> dict[str, float]:
    """Return what a row of each corpus counts, so that none swamps the others."""
    sizes: dict[str, float] = {}
    for sample in samples:
        found = sum(size for _, size in sample.labels.values())
        sizes[sample.corpus] = sizes.get(sample.corpus, 0.0) + found
    return {corpus: SHARES[corpus] / size for corpus, size in sizes.items() if size}


def with_record(sample: Sample, table: tuple[npt.NDArray[np.uint32], Floats, Floats]) -> Floats:
    """Return the rows of a document as the trees see them."""
    keys, odds, seen = table
    if not len(keys):
        keys, odds, seen = np.zeros(1, np.uint32), np.zeros(1, np.float32), np.zeros(1, np.float32)
    return np.hstack([sample.rows, looked_up(sample.asked, keys, odds, seen)])


@dataclass(frozen=True, slots=True)
class Learnt:
    """A judge as it was trained."""

    trees: Trees
    table: tuple[npt.NDArray[np.uint32], Floats, Floats]

    def judge(self, sample: Sample) -> Floats:
        """Return how likely each event of a document is right."""
        if not len(sample.rows):
            return np.zeros(0, np.float32)
        return self.trees.probabilities(with_record(sample, self.table))


def train(samples: Sequence[Sample], recipe: Recipe) -> Learnt:
    """Return the judge that `samples` teach; no row sees what its own document says of a word."""
    weight = weights_of(samples)
    whole = Record.of(samples, weight)
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        if sample.labels:
            groups.setdefault(sample.group, []).append(sample)
    rows, labels, weights = [], [], []
    for members in groups.values():
        table = whole.table(Record.of(members, weight))
        for sample in members:
            seen = with_record(sample, table)
            for place, (yes, size) in sample.labels.items():
                rows.append(seen[place])
                labels.append(yes)
                weights.append(size * weight[sample.corpus])
    trees = grow(np.stack(rows), np.array(labels), np.array(weights), recipe)
    return Learnt(trees, whole.table())


def roc_area(found: Sequence[tuple[float, float, float]]) -> float:
    """Return the area under the ROC curve of (figure, label, weight): ties count a half."""
    ordered = sorted(found)
    below = area = 0.0
    place = 0
    while place < len(ordered):
        after = place
        while after < len(ordered) and ordered[after][0] == ordered[place][0]:
            after += 1
        tied = ordered[place:after]
        yes = sum(weight for _, label, weight in tied if label)
        no = sum(weight for _, label, weight in tied if not label)
        area += yes * (below + no / 2)
        below += no
        place = after
    positive = sum(weight for _, label, weight in ordered if label)
    return area / (positive * below) if positive and below else float("nan")


def cross_validated(samples: Sequence[Sample], recipe: Recipe) -> dict[int, Floats]:
    """Return the figures of each document by a judge that has not seen its group."""
    found: dict[int, Floats] = {}
    for fold in range(FOLDS):
        learnt = train([one for one in samples if one.fold != fold], recipe)
        found |= {id(one): learnt.judge(one) for one in samples if one.fold == fold}
    return found


def areas_of(samples: Sequence[Sample], judged: dict[int, Floats]) -> dict[str, float]:
    """Return the area under the ROC curve of each corpus."""
    areas = {}
    for corpus in SHARES:
        pairs = [
            (float(judged[id(one)][place]), yes, size)
            for one in samples
            if one.corpus == corpus
            for place, (yes, size) in one.labels.items()
        ]
        areas[corpus] = round(roc_area(pairs), 4)
    return areas


def print_thresholds(samples: Sequence[Sample], judged: dict[int, Floats]) -> None:
    """Print precision and recall of the labels at each threshold."""
    for corpus in SHARES:
        mine = [one for one in samples if one.corpus == corpus]
        for threshold in THRESHOLDS:
            kept = right = total = 0.0
            for one in mine:
                for place, (yes, size) in one.labels.items():
                    stays = judged[id(one)][place] >= threshold
                    kept, right = kept + size * stays, right + yes * size * stays
                    total += yes * size
            print(
                f"{corpus:12s} {threshold:.2f} precision {right / max(kept, 1e-9):.3f} "
                f"recall {right / max(total, 1e-9):.3f}"
            )


def kept_items(
    samples: Iterable[Sample], judged: dict[int, Floats], threshold: float
) -> Iterator[Item]:
    """Yield the documents with the events whose figure reaches `threshold`."""
    for sample in samples:
        coded = sample.item.coded
        likely = judged[id(sample)]
        events = tuple(e for e, p in zip(coded.events, likely, strict=True) if p >= threshold)
        yield Item(sample.item.gold, sample.item.doc, replace(coded, events=events))


def print_bench(samples: Sequence[Sample], judged: dict[int, Floats], data: Path) -> None:
    """Print the figures of the quality bench at each threshold."""
    for corpus, (scorer, predict, metrics) in BENCHES.items():
        mine = [one for one in samples if one.corpus == corpus and one.source == f"{corpus}/dev"]
        for threshold in THRESHOLDS:
            found: Iterable[tuple[str, Prediction]] = predict(kept_items(mine, judged, threshold))
            with tempfile.TemporaryDirectory() as folder:
                gold, predicted = Path(folder) / "gold.jsonl", Path(folder) / "pred.jsonl"
                write_gold(gold, data / corpus / "dev.jsonl.gz", None)
                write_predictions(predicted, found)
                scores = figures(run_scorer(scorer, [gold, predicted, "--bootstrap", "1"]))
            shown = " ".join(f"{name} {scores[name]:.3f}" for name in metrics)
            print(f"{corpus:12s} {threshold:.2f} {shown}", flush=True)


def write_model(learnt: Learnt, scores: dict[str, float]) -> None:
    """Write the weights and their card."""
    keys, odds, seen = learnt.table
    write_weights(
        MODELS,
        MODEL,
        {
            "columns": learnt.trees.columns.astype(np.int16),
            "thresholds": learnt.trees.thresholds,
            "leaves": learnt.trees.leaves,
            "base": np.array(learnt.trees.base, np.float32),
            "keys": keys,
            "odds": odds.astype(np.float16),
            "seen": seen.astype(np.float16),
            "topics": topic_directions().astype(np.float16),
        },
        model="boosted trees and a record of words: how likely a coded event is right",
        trained_by="python -m training.train_judge --data FOLDER",
        data=tuple(sorted({"cameo_cases", "plv", *map(folder_of, read_labels())})),
        licence=LICENCE,
        seed=RECIPE.seed,
        scores=scores,
        columns=int(learnt.trees.columns.max()) + 1,
    )


def main() -> None:
    """Train, print the scores, and write the model."""
    parser = argparse.ArgumentParser(prog="training.train_judge", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument("--cache", type=Path, help="folder that keeps the parses")
    given = parser.parse_args()
    samples = list(read_samples(given.data, given.cache))
    judged = cross_validated(samples, RECIPE)
    scores = {f"{name} ROC area": area for name, area in areas_of(samples, judged).items()}
    for name, score in scores.items():
        print(f"{name:32s} {score:.4f}")
    print_thresholds(samples, judged)
    print_bench(samples, judged, given.data)
    write_model(train(samples, RECIPE), scores)


if __name__ == "__main__":
    main()
