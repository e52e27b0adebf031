"""The weights of linkage: python -m training.incidents.links --data CORPORA --cache FOLDER.

`CORPORA` holds `ecbplus` and `gvdb`; `FOLDER` is the one that `training.incidents.words` wrote to.
Learns from ECB+ train, by topic, how likely two mentions are of one event (boosted trees), and
from the coded events there and in GVDB how likely two are of one incident (a weighted sum whose
weights are bounded). Writes both with their cards; prints average precision of four-fold
cross-validation by topic.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec
import numpy as np
import numpy.typing as npt
from bench.quality.coding import Workspace
from bench.quality.corpus import read_documents
from training.boosting import Recipe, grow
from training.incidents.mentions import (
    FOLDS,
    Flags,
    Mention,
    Pairs,
    folds_of,
    pairs_within,
    read_mentions,
    sampled,
)
from training.incidents.weighing import BOUNDS, Weighed, weigh_up
from training.weights import write_weights

from sayso.ledger.incidents import acts
from sayso.ledger.incidents.features import FEATURES, values_of
from sayso.ledger.incidents.linkage import AT_ONCE, EVENT_MODEL, INCIDENT_MODEL
from sayso.ledger.incidents.sketches import Sketch
from sayso.ledger.incidents.telling import Telling, tellings_of
from sayso.models.trees import Trees

Rows = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.float64]

MODELS = Path(__file__).parents[2] / "src" / "sayso" / "models"
RECIPE = Recipe(trees=260, depth=4, rate=0.07, columns=0.4, shrink=10.0, least=20.0)
FORESTS = 3  # that are grown from other seeds, and answer together
SHARE = 0.2  # of the pairs of two events that are learnt from
ELSEWHERE = 0.5  # of those of two stories
SHOOTINGS = 0.004  # of the pairs of two reports of GVDB
VIOLENCE = "violence"
SEED = 0
LICENCE = "the weights are MIT; the annotation of ECB+ is CC BY 3.0"


def rows_of(tellings: Sequence[Telling], pairs: Pairs) -> Rows:
    """Return what is compared on each pair."""
    sketches = [Sketch(telling) for telling in tellings]
    found = [values_of(sketches[one], sketches[other]) for one, other in pairs]
    return np.array(found, np.float32)


def crossed_rows(
    tellings: Sequence[Telling], pairs: Pairs, home: npt.NDArray[np.intp], kept: Path
) -> Rows:
    """Return the rows, each with the table of words that was learnt without its fold."""
    rows = np.zeros((len(pairs), len(FEATURES)), np.float32)
    for fold in range(FOLDS):
        with np.load(kept / f"table_{fold}.npz") as arrays:
            table = acts.load_table()._replace(
                acts=acts.unit_rows(arrays["acts"].astype(np.float32)),
                parts=acts.unit_rows(arrays["parts"].astype(np.float32)),
            )
        forget()
        own = home == fold
        with patch.object(acts, "load_table", return_value=table):
            rows[own] = rows_of(tellings, pairs[own])
        forget()
    return rows


def forget() -> None:
    """Forget what was looked up in the table of words."""
    for looked_up in (acts.act_of, acts.part_of, acts.meaning_of, acts.nearness):
        looked_up.cache_clear()


def average_precision(same: Flags, likely: npt.NDArray[np.floating]) -> float:
    """Return the mean precision at each pair of one event, the likeliest first."""
    right = same[np.argsort(-likely, kind="stable")]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float(precision[right].mean())


def learn_events(mentions: Sequence[Mention], kept: Path) -> None:
    """Learn which mentions are of one event, and write the trees."""
    known = [each for each in mentions if each.checked]
    folds = folds_of([each.topic for each in mentions], FOLDS)  # as the tables of words had them
    folds = folds[[each.checked for each in mentions]]
    pairs = pairs_within([each.topic for each in known])
    stories, clusters = (
        np.array([getattr(each, name) for each in known]) for name in ("story", "cluster")
    )
    inside = stories[pairs[:, 0]] == stories[pairs[:, 1]]
    drawn = inside | (np.random.default_rng(SEED).random(len(pairs)) < ELSEWHERE)
    pairs, inside = pairs[drawn], inside[drawn]
    same = clusters[pairs[:, 0]] == clusters[pairs[:, 1]]
    home = folds[pairs[:, 0]]
    rows = crossed_rows([each.telling for each in known], pairs, home, kept)
    learnt, weights = sampled(same, SHARE, SEED)
    likely = np.zeros(len(pairs))
    for fold in range(FOLDS):
        others = learnt & (home != fold)
        trees = grow_forests(rows[others], same[others], weights[others])
        own = np.flatnonzero(home == fold)
        for start in range(0, len(own), AT_ONCE):
            batch = own[start : start + AT_ONCE]
            likely[batch] = trees.probabilities(rows[batch])
    np.savez(kept / "events_crossed.npz", pairs=pairs, inside=inside, likely=likely, same=same)
    score = average_precision(same[inside], likely[inside])
    print(f"one event, average precision within stories {score:.4f}", flush=True)
    write_trees(
        grow_forests(rows[learnt], same[learnt], weights[learnt]),
        {"average precision, cross-validated": round(score, 4)},
    )


def grow_forests(rows: Rows, same: Flags, weights: Numbers) -> Trees:
    """Return `FORESTS` forests as one, whose log odds are the mean of theirs."""
    grown = [
        grow(rows, same.astype(float), weights, replace(RECIPE, seed=seed))
        for seed in range(FORESTS)
    ]
    return Trees(
        np.concatenate([each.columns for each in grown]),
        np.concatenate([each.thresholds for each in grown]),
        (np.concatenate([each.leaves for each in grown]) / FORESTS).astype(np.float32),
        grown[0].base,
    )


def write_trees(trees: Trees, scores: dict[str, float]) -> None:
    """Write the trees that tell one event from two."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "columns": trees.columns.astype(np.uint8),
        "thresholds": trees.thresholds,
        "leaves": trees.leaves,
        "base": np.array(trees.base),
    }
    write_weights(
        MODELS,
        EVENT_MODEL,
        arrays,
        model="boosted trees: how likely two mentions are of one event",
        trained_by="python -m training.incidents.links --data CORPORA --cache FOLDER",
        data=["ecbplus/train"],
        licence=LICENCE,
        seed=RECIPE.seed,
        scores=scores,
        columns=len(FEATURES),
    )


def judged_pairs(mentions: Sequence[Mention]) -> Iterator[tuple[int, int, bool]]:
    """Yield pairs of coded events of one family with whether they are of one incident.

    Violence that happened, in one story, is one incident; in two stories of a topic, two. Of
    other families, one incident is one event.
    """
    for one, other in pairs_within([each.topic for each in mentions]):
        left, right = mentions[one], mentions[other]
        if left.telling.family != right.telling.family:
            continue
        if left.story != right.story:
            yield one, other, False
        elif left.telling.family == VIOLENCE:
            if left.telling.factuality == right.telling.factuality == "actual":
                yield one, other, True
        elif left.checked and right.checked:
            yield one, other, left.cluster == right.cluster


def shootings(corpus: Path, kept: Path) -> list[tuple[str, Telling]]:
    """Return the violence of each report of GVDB, with the incident that the report is of."""
    cache = kept / "shootings.json"
    if cache.exists():
        return msgspec.json.decode(cache.read_bytes(), type=list[tuple[str, Telling]])
    found = []
    for item in Workspace().items(read_documents(corpus)):
        gold = item.gold.gold["incident"]
        told = [str(gold.get(name)) for name in ("state", "city", "date")]
        incident = "|".join(told)
        found += [
            (incident, telling)
            for telling in tellings_of(item.coded)
            if telling.family == VIOLENCE and telling.factuality == "actual"
        ]
    cache.write_bytes(msgspec.json.encode(found))
    return found


def shot_pairs(found: Sequence[tuple[str, Telling]]) -> Iterator[tuple[int, int, bool]]:
    """Yield pairs of one report, and some of two reports, with whether they are one incident."""
    reports = [telling.report for _, telling in found]
    for one, other in pairs_within(reports):
        yield one, other, True
    chance = np.random.default_rng(SEED)
    count = int(SHOOTINGS * len(found) ** 2 / 2)
    for one, other in chance.integers(0, len(found), (count, 2)).tolist():
        if reports[one] != reports[other]:
            yield one, other, found[one][0] == found[other][0]


def learn_incidents(mentions: Sequence[Mention], shot: Sequence[tuple[str, Telling]]) -> None:
    """Learn which coded events are of one incident, and write the weights.

    Violence is weighed by itself: its blows and its losses are sides of one happening.
    """
    coded = [each for each in mentions if each.telling.type is not None]
    judged = list(judged_pairs(coded))
    pairs = np.array([pair[:2] for pair in judged])
    home = folds_of([each.topic for each in coded], FOLDS)[pairs[:, 0]]
    rows = rows_of([each.telling for each in coded], pairs)
    same = np.array([pair[2] for pair in judged])
    violent = np.array([coded[one].telling.family == VIOLENCE for one, _ in pairs])
    shot_judged = list(shot_pairs(shot))
    shot_rows = rows_of([telling for _, telling in shot], np.array([x[:2] for x in shot_judged]))
    blows = Learnt(
        np.concatenate([rows[violent], shot_rows]),
        np.concatenate([same[violent], [pair[2] for pair in shot_judged]]),
        np.concatenate([home[violent], np.arange(len(shot_rows)) % FOLDS]),
    )
    others = Learnt(rows[~violent], same[~violent], home[~violent])
    scores = {
        "violence, average precision": blows.crossed(),
        "other acts, average precision": others.crossed(),
    }
    print(scores, flush=True)
    write_sums([blows.weighed(), others.weighed()], scores)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Pairs to learn from: what is compared, whether they are one incident, their folds."""

    rows: Rows
    same: Flags
    home: npt.NDArray[np.intp]

    def weighed(self) -> Weighed:
        """Return the weights that fit all pairs."""
        return weigh_up(self.rows, self.same)

    def crossed(self) -> float:
        """Return the average precision on each fold with the weights of the others."""
        likely = np.zeros(len(self.rows))
        for fold in range(FOLDS):
            own = self.home == fold
            likely[own] = weigh_up(self.rows[~own], self.same[~own]).chances(self.rows[own])
        return round(average_precision(self.same, likely), 4)


def write_sums(weighed: Sequence[Weighed], scores: dict[str, float]) -> None:
    """Write the weights that tell one incident from two: of violence, and of other acts."""
    for name, *weights in zip(FEATURES, *(each.weights.tolist() for each in weighed), strict=True):
        print(f"{name:20s}", *(f"{weight:7.3f}" for weight in weights))
    print(f"{'bias':20s}", *(f"{each.bias:7.3f}" for each in weighed))
    write_weights(
        MODELS,
        INCIDENT_MODEL,
        {
            "weights": np.stack([each.weights for each in weighed]),
            "bias": np.array([each.bias for each in weighed]),
        },
        model="two weighted sums: how likely two coded events are of one incident",
        trained_by="python -m training.incidents.links --data CORPORA --cache FOLDER",
        data=["ecbplus/train", "gvdb/dev"],
        licence=LICENCE,
        seed=SEED,
        scores=scores,
        columns=len(BOUNDS),
    )


def main() -> None:
    """Learn both, print what they reach, and write them."""
    parser = argparse.ArgumentParser(prog="training.incidents.links", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument(
        "--cache", type=Path, required=True, help="folder that keeps what was read"
    )
    parser.add_argument("--only", choices=("events", "incidents"))
    given = parser.parse_args()
    mentions = read_mentions(given.data / "ecbplus" / "train.jsonl.gz", given.cache)
    if given.only != "incidents":
        learn_events(mentions, given.cache)
    if given.only != "events":
        shot = shootings(given.data / "gvdb" / "dev.jsonl.gz", given.cache)
        learn_incidents(mentions, shot)


if __name__ == "__main__":
    main()
