"""Gradient boosting of small trees of one depth, in numpy alone, for `sayso.models.trees`."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.models.trees import Floats, Trees

Bins = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
NEVER = 255  # the bin of a question that no row answers with yes
LEAST_GAIN = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the trees are grown."""

    trees: int = 120
    depth: int = 4
    rate: float = 0.12
    bins: int = 32
    columns: float = 0.3  # share looked at for each tree
    rows: float = 0.7
    shrink: float = 3.0  # of leaves that few rows reach
    least: float = 2.0  # weight of the rows of a leaf
    seed: int = 0


@dataclass(slots=True)
class Node:
    """The rows of one tree while it grows: which node each has reached."""

    gradients: Numbers
    curvatures: Numbers
    bins: Bins
    reached: Places


def edges_of(values: Floats, bins: int) -> Floats:
    """Return the limits between the bins of one column."""
    single = np.unique(values)
    if len(single) <= bins:
        return ((single[1:] + single[:-1]) / 2).astype(np.float32)
    return np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)[1:-1])).astype(np.float32)


def grow(rows: Floats, yes: Numbers, weights: Numbers, recipe: Recipe) -> Trees:
    """Return trees that tell from `rows` how likely a yes is."""
    chance = np.random.default_rng(recipe.seed)
    edges = [edges_of(column, recipe.bins) for column in rows.T]
    bins = np.stack(
        [np.searchsorted(edge, column) for edge, column in zip(edges, rows.T, strict=True)], axis=1
    ).astype(np.uint8)
    base = float(np.log((weights * yes).sum() / (weights * (1 - yes)).sum()))
    odds = np.full(len(rows), base)
    columns, thresholds, leaves = [], [], []
    for _ in range(recipe.trees):
        likely = 1 / (1 + np.exp(-odds))
        gradients, curvatures = weights * (likely - yes), weights * likely * (1 - likely) + 1e-9
        sample = np.flatnonzero(chance.random(len(rows)) < recipe.rows)
        tried = chance.permutation(rows.shape[1])[: max(1, int(rows.shape[1] * recipe.columns))]
        start = np.zeros(len(sample), np.intp)
        node = Node(gradients[sample], curvatures[sample], bins[sample], start)
        asked, limits = grow_one(node, tried, recipe)
        leaf = leaf_values(node, recipe)
        odds += leaf[reached_by(bins, asked, limits, recipe.depth)]
        columns.append(asked)
        thresholds.append([threshold(edges, *one) for one in zip(asked, limits, strict=True)])
        leaves.append(leaf)
    return Trees(
        np.array(columns, np.int32),
        np.array(thresholds, np.float32),
        np.array(leaves, np.float32),
        base,
    )


def threshold(edges: list[Floats], column: int, limit: int) -> float:
    """Return the value above which a column is in a bin beyond `limit`."""
    return float(edges[column][limit]) if limit < len(edges[column]) else float("inf")


def leaf_values(node: Node, recipe: Recipe) -> Numbers:
    """Return what each leaf adds to the log odds."""
    leaves = 2**recipe.depth
    gradients = np.bincount(node.reached, node.gradients, leaves)
    curvatures = np.bincount(node.reached, node.curvatures, leaves)
    return -gradients / (curvatures + recipe.shrink) * recipe.rate


def grow_one(node: Node, tried: Places, recipe: Recipe) -> tuple[list[int], list[int]]:
    """Return the column and the bin that each inner node of a tree asks for."""
    asked: list[int] = []
    limits: list[int] = []
    for depth in range(recipe.depth):
        columns, bins = best_questions(node, tried, 2**depth, recipe)
        asked += columns.tolist()
        limits += bins.tolist()
        above = node.bins[np.arange(len(node.reached)), columns[node.reached]]
        node.reached = node.reached * 2 + (above > bins[node.reached])
    return asked, limits


def best_questions(node: Node, tried: Places, count: int, recipe: Recipe) -> tuple[Places, Places]:
    """Return the column and the bin that part the rows of each of `count` nodes best."""
    size = recipe.bins + 1
    best = np.full(count, LEAST_GAIN)
    columns, limits = np.zeros(count, np.intp), np.full(count, NEVER, np.intp)
    for column in tried:
        place = node.reached * size + node.bins[:, column]
        gains = gains_of(
            sums_of(place, node.gradients, count, size),
            sums_of(place, node.curvatures, count, size),
            recipe,
        )
        limit = gains.argmax(axis=1)
        gain = gains[np.arange(count), limit]
        better = gain > best
        best[better], columns[better], limits[better] = gain[better], column, limit[better]
    return columns, limits


def sums_of(place: Places, values: Numbers, count: int, size: int) -> Numbers:
    """Return the sum of `values` in each bin of each node."""
    return np.bincount(place, values, count * size).astype(np.float64).reshape(count, size)


def gains_of(gradients: Numbers, curvatures: Numbers, recipe: Recipe) -> Numbers:
    """Return what parting behind each bin gains, in each node."""
    left, left_weight = gradients.cumsum(axis=1), curvatures.cumsum(axis=1)
    whole, whole_weight = left[:, -1:], left_weight[:, -1:]
    left, left_weight = left[:, :-1], left_weight[:, :-1]
    right, right_weight = whole - left, whole_weight - left_weight
    gains: Numbers = (
        left**2 / (left_weight + recipe.shrink)
        + right**2 / (right_weight + recipe.shrink)
        - whole**2 / (whole_weight + recipe.shrink)
    )
    gains[(left_weight < recipe.least) | (right_weight < recipe.least)] = -1
    return gains


def reached_by(bins: Bins, asked: list[int], limits: list[int], depth: int) -> Places:
    """Return the leaf that each row reaches."""
    columns, beyond = np.array(asked), np.array(limits)
    node = np.zeros(len(bins), np.intp)
    index = np.arange(len(bins))
    for _ in range(depth):
        node = 2 * node + 1 + (bins[index, columns[node]] > beyond[node])
    leaf: Places = node - (2**depth - 1)
    return leaf
