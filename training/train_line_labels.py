"""Train `src/sayso/models/line_labels.npz`: which pieces of flattened pages are text.

    python -m training.train_line_labels --data FOLDER --folds 5     # what it is worth
    python -m training.train_line_labels --data FOLDER               # the weights and their card

FOLDER holds corpora of HTML pages with their known body, each a folder with `dev.jsonl.gz` and
`html/`. Every page is flattened in several ways, and again with its body shortened or exchanged
for that of another page. With `--folds` the sites are held out in turn, and their pages are read
through `clean_page` with weights that never saw them.

Needs torch, which the product does not. No text of the corpora goes into the weights: they are
about the figures of `sayso.clean.flattened.features` and `sayso.clean.flattened.elements`.
"""

import argparse
import difflib
import gzip
import hashlib
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from bench.quality.flattening import Lines, pieces_of
from torch import Tensor, nn
from torch.nn import functional
from training.block_labels import shingles
from training.weights import write_weights

from sayso.clean import Given, clean_page
from sayso.clean.flattened import labels as line_labels
from sayso.clean.flattened.labels import MODEL, rows_of
from sayso.clean.flattened.layout import elements_of
from sayso.clean.flattened.lines import split_lines
from sayso.clean.flattened.pieces import is_stream, merge_words, split_pieces
from sayso.errors import SaysoError
from sayso.ingest.page import page_of
from sayso.models.convolution import Tagger
from sayso.traced import Traced

CORPORA = ("pages", "news_pages", "news_meta")
TARGET = Path("src/sayso/models")
SEED = 7
SHAPES = ("inner_text", "text_nodes", "text_content", "one_line", "single_words")
LONG, KEPT = 600, 0.45  # pieces; share of the longer examples that is used, to save time
COPIES = 5  # of each page, changed
SHAPES_A_COPY = 2
MEMBERS = 2  # networks that vote
CHANNELS, DEPTH = 40, 6
EPOCHS, BATCH, RATE, DECAY = 7, 24, 3e-3, 1e-2
DROP, DROP_ROWS = 0.15, 0.05
CHUNK = 600  # pieces; the networks see no farther than 63
LARGEST = 5.0
WORD = re.compile(r"\w+")
BLANK = re.compile(r"\s+")
BREAKS = re.compile(r"\n+")
MIN_COMMON = 3  # words in a row that the page and the known body share
Floats = npt.NDArray[np.float32]


class Group(msgspec.Struct, frozen=True):
    """What stands between two breaks of the page: text nodes and marks, with their labels."""

    breaks: int  # line breaks before it
    parts: tuple[tuple[str, str, bytes], ...]  # sort, text, a label for each character with ink

    @property
    def is_body(self) -> bool:
        """Whether most of the group is text of the article."""
        labels = b"".join(part[2] for part in self.parts)
        return 2 * sum(labels) > len(labels)


class Example(msgspec.Struct):
    """One flattening as the networks see it."""

    rows: Floats
    labels: Floats
    weights: Floats


class GoldPage(msgspec.Struct):
    """One page of a corpus."""

    corpus: str
    site: str
    language: str
    body: str
    groups: list[Group]

    def fold(self, folds: int) -> int:
        """Return in which part the page is held out: all pages of a site together."""
        digest = hashlib.sha1(self.site.lower().encode(), usedforsecurity=False).hexdigest()
        return int(digest, 16) % folds


def read_pages(data: Path) -> Iterator[GoldPage]:
    """Yield the pages of all corpora under `data`."""
    for corpus in CORPORA:
        with gzip.open(data / corpus / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                found = json.loads(line)
                meta = found["meta"]
                page = gzip.decompress((data / corpus / found["html"]).read_bytes())
                html = page_of(page, None).text
                body = found["gold"]["body"] or ""
                yield GoldPage(
                    corpus,
                    meta.get("site") or meta.get("publisher"),
                    (meta.get("lang") or "en")[:2],
                    body,
                    groups_of(html, body),
                )


def groups_of(html: str, body: str) -> list[Group]:
    """Return the groups of a page, labelled by its known body."""
    pieces = list(pieces_of(html))
    flat = " ".join(piece.text for piece in pieces if piece.sort == "text")
    labels = label_characters(flat, body)
    groups: list[Group] = []
    parts: list[tuple[str, str, bytes]] = []
    due = position = 0
    for piece in pieces:
        if piece.sort == "breaks":
            if piece.breaks and any(text.strip() for _, text, _ in parts):
                groups.append(Group(due, tuple(parts)))
                parts, due = [], 0
            due = max(due, piece.breaks)
            continue
        size = len("".join(piece.text.split()))
        parts.append((piece.sort, piece.text, labels[position : position + size]))
        position += size
    return [*groups, Group(due, tuple(parts))] if parts else groups


def label_characters(text: str, body: str) -> bytes:
    """Return 1 for each character with ink that belongs to `body`, 0 for the rest, in order."""
    found = list(WORD.finditer(text))
    known = WORD.findall(body)
    matcher = difflib.SequenceMatcher(None, [word[0] for word in found], known, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    marked = bytearray(len(text))
    for index, block in enumerate(blocks):
        if block.size >= min(MIN_COMMON, len(known)) or has_neighbour(blocks, index):
            start, end = found[block.a].start(), found[block.a + block.size - 1].end()
            marked[start:end] = b"\1" * (end - start)
    return bytes(mark for mark, letter in zip(marked, text, strict=True) if not letter.isspace())


def has_neighbour(blocks: Sequence[difflib.Match], index: int) -> bool:
    """Tell whether other matching words stand within three words of a short match."""
    here = blocks[index]
    before = blocks[index - 1] if index else None
    after = blocks[index + 1] if index + 1 < len(blocks) else None
    return (before is not None and here.a - before.a - before.size <= MIN_COMMON) or (
        after is not None and after.a - here.a - here.size <= MIN_COMMON
    )


def flatten(groups: Sequence[Group]) -> tuple[dict[str, str], bytes]:
    """Return the page in all shapes, and the labels of its characters with ink."""
    lines, nodes, labels = Lines(), [], []
    for group in groups:
        lines.need(group.breaks)
        for sort, text, marks in group.parts:
            if sort == "mark":
                lines.put(text)
                continue
            lines.add(text)
            nodes.append(text)
            labels.append(marks)
    printed = [BLANK.sub(" ", text).strip() for text in nodes if text.strip()]
    content = "".join(nodes).strip()
    shapes = (
        "".join(lines.parts).strip(),
        "\n".join(printed),
        content,
        BLANK.sub(" ", content),
        "\n".join(word for text in printed for word in text.split()),
    )
    return dict(zip(SHAPES, shapes, strict=True)), b"".join(labels)


def body_range(groups: Sequence[Group]) -> tuple[int, int] | None:
    """Return the index range from the first to the last group of the body."""
    places = [index for index, group in enumerate(groups) if group.is_body]
    return (places[0], places[-1] + 1) if places else None


def change(
    groups: Sequence[Group], donors: Sequence[GoldPage], luck: random.Random
) -> list[Group]:
    """Return the page with its body shortened or exchanged, its surroundings cut down.

    Short articles between long furniture and bare articles are rare in corpora, not in life.
    """
    limits = body_range(groups)
    if limits is None:
        return list(groups)
    head, body, tail = groups[: limits[0]], groups[slice(*limits)], groups[limits[1] :]
    if donors and luck.random() < 0.6:
        body = body_of(luck.choice(donors)) or body
    if luck.random() < 0.6:
        size = max(1, int(len(body) * luck.random() ** 1.3))
        body = body[:size] if luck.random() < 0.7 else body[-size:]
    if luck.random() < 0.15:
        head, tail = head[max(0, len(head) - luck.randrange(4)) :], tail[: luck.randrange(6)]
        return [*head, *body, *tail]
    return [*cut_down(head, luck), *body, *cut_down(tail, luck)]


def body_of(page: GoldPage) -> Sequence[Group]:
    """Return the groups of the page's body with what stands between them."""
    limits = body_range(page.groups)
    return page.groups[slice(*limits)] if limits else []


def cut_down(groups: Sequence[Group], luck: random.Random) -> Sequence[Group]:
    """Return `groups`, often without one end of them, or thinned out: pages are shorter too."""
    if len(groups) < 7 or luck.random() < 0.5:
        return groups
    if luck.random() < 0.4:
        share = luck.random()
        return [group for group in groups if luck.random() < share]
    place = luck.randrange(len(groups))
    return groups[place:] if luck.random() < 0.5 else groups[:place]


def example_of(text: str, labels: bytes) -> Example | None:
    """Return a flattening as the networks see it, None where it has no words."""
    lines = merge_words(split_lines(Traced.decoded(text.encode(), "utf-8")))
    stream = is_stream(lines)
    pieces = split_pieces(lines, stream)
    if not pieces:
        return None
    rows = rows_of(pieces, elements_of(lines, pieces, stream))
    shares, sizes = label_shares([piece.text for piece in pieces], text, labels)
    weights = np.sqrt(sizes) + 2
    return Example(rows, shares, (weights / weights.sum() * 40).astype(np.float32))


def label_shares(pieces: Sequence[str], text: str, labels: bytes) -> tuple[Floats, Floats]:
    """Return what share of the characters of each piece is body, and how many it has."""
    ink = "".join(text.split())
    shares, sizes, position = [], [], 0
    for piece in pieces:
        marked = 0
        printed = "".join(piece.split())
        for letter in printed:  # controls and marks without ink were dropped from the pieces
            position = ink.index(letter, position) + 1
            marked += labels[position - 1]
        shares.append(marked / max(1, len(printed)))
        sizes.append(len(printed))
    return np.array(shares, np.float32), np.array(sizes, np.float32)


def examples_of(pages: Sequence[GoldPage], folds: int) -> dict[int, list[Example]]:
    """Return the examples of each fold: every page in all shapes, and its changed copies."""
    luck = random.Random(SEED)
    found: dict[int, list[Example]] = defaultdict(list)
    for page in pages:
        part = page.fold(folds)
        donors = [
            other
            for other in pages
            if other is not page and other.fold(folds) == part and other.language == page.language
        ]
        made: list[tuple[tuple[dict[str, str], bytes], Sequence[str]]] = [
            (flatten(page.groups), SHAPES)
        ]
        for _ in range(COPIES):
            texts, labels = flatten(change(page.groups, donors, luck))
            texts["inner_text"] = respaced(texts["inner_text"], luck)
            made.append(((texts, labels), luck.sample(SHAPES, SHAPES_A_COPY)))
        for (texts, labels), shapes in made:
            examples = (example_of(texts[shape], labels) for shape in shapes)
            found[part] += [
                example
                for example in examples
                if example is not None and (len(example.rows) < LONG or luck.random() < KEPT)
            ]
    return found


def respaced(text: str, luck: random.Random) -> str:
    """Return `text`, often without blank lines or with one after each line: browsers differ."""
    chance = luck.random()
    if chance < 0.35:
        return BREAKS.sub("\n", text)
    return BREAKS.sub("\n\n", text) if chance < 0.5 else text


class Network(nn.Module):  # type: ignore[misc]  # torch is no need of the product
    """What `sayso.models.convolution.Tagger` computes, one member of it, with dropout."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.enter = nn.Linear(columns, CHANNELS)
        self.layers = nn.ModuleList(
            nn.Conv1d(CHANNELS, CHANNELS, 3, padding=2**depth, dilation=2**depth)
            for depth in range(DEPTH)
        )
        self.leave = nn.Linear(CHANNELS, 1)
        self.drop, self.drop_rows = nn.Dropout(DROP), nn.Dropout(DROP_ROWS)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Return the log odds of every row."""
        shown = mask[:, None]
        state = functional.relu(self.enter(self.drop_rows(rows))).transpose(1, 2) * shown
        for layer in self.layers:
            state = (state + functional.relu(layer(self.drop(state)))) * shown
        odds: Tensor = self.leave(self.drop(state.transpose(1, 2)))[..., 0]
        return odds


def chunks_of(examples: Sequence[Example]) -> list[Example]:
    """Return the examples in chunks that fit a batch."""
    return [
        Example(
            example.rows[start : start + CHUNK],
            example.labels[start : start + CHUNK],
            example.weights[start : start + CHUNK],
        )
        for example in examples
        for start in range(0, len(example.rows), CHUNK)
    ]


def batches(chunks: Sequence[Example], luck: random.Random) -> Iterator[tuple[Tensor, ...]]:
    """Yield rows, labels, weights and mask of chunks of like length, in random order."""
    order = sorted(range(len(chunks)), key=lambda at: len(chunks[at].rows) // 50 + luck.random())
    starts = list(range(0, len(order), BATCH))
    luck.shuffle(starts)
    for start in starts:
        some = [chunks[at] for at in order[start : start + BATCH]]
        longest = max(len(chunk.rows) for chunk in some)
        columns = some[0].rows.shape[1]
        rows = torch.zeros(len(some), longest, columns)
        labels, weights, mask = (torch.zeros(len(some), longest) for _ in range(3))
        for at, chunk in enumerate(some):
            size = len(chunk.rows)
            rows[at, :size] = torch.from_numpy(chunk.rows.astype(np.float32))
            labels[at, :size] = torch.from_numpy(chunk.labels)
            weights[at, :size] = torch.from_numpy(chunk.weights)
            mask[at, :size] = 1
        yield rows, labels, weights, mask


def train_network(chunks: Sequence[Example], seed: int) -> Network:
    """Return one network, trained on normalised `chunks`."""
    torch.manual_seed(seed)
    luck = random.Random(seed)
    network = Network(chunks[0].rows.shape[1])
    steps = EPOCHS * -(-len(chunks) // BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    network.train()
    for _ in range(EPOCHS):
        for rows, labels, weights, mask in batches(chunks, luck):
            loss = functional.binary_cross_entropy_with_logits(
                network(rows, mask), labels, reduction="none"
            )
            optimizer.zero_grad()
            ((loss * weights).sum() / weights.sum()).backward()
            optimizer.step()
            schedule.step()
    network.eval()
    return network


def train(examples: Sequence[Example], members: int) -> dict[str, Floats]:
    """Return the arrays of a tagger trained on `examples`."""
    every = np.concatenate([example.rows for example in examples])
    mean, scale = every.mean(0), every.std(0) + 1e-3
    normal = [
        Example(
            np.clip((example.rows - mean) / scale, -LARGEST, LARGEST).astype(np.float16),
            example.labels,
            example.weights,
        )
        for example in examples
    ]
    del every
    networks = [train_network(chunks_of(normal), SEED + index) for index in range(members)]
    return {
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "enter": stacked([network.enter.weight.T for network in networks]),
        "enter_bias": stacked([network.enter.bias for network in networks]),
        "layers": stacked(
            [
                torch.stack([layer.weight.permute(2, 1, 0) for layer in network.layers])
                for network in networks
            ]
        ),
        "layer_bias": stacked(
            [torch.stack([layer.bias for layer in network.layers]) for network in networks]
        ),
        "leave": stacked([network.leave.weight[0] for network in networks]),
        "leave_bias": stacked([network.leave.bias[0] for network in networks]),
    }


def stacked(tensors: Sequence[Tensor]) -> Floats:
    """Return tensors of the same shape as one array."""
    return np.stack([tensor.detach().numpy() for tensor in tensors]).astype(np.float32)


def body_found(text: str) -> str:
    """Return the body that the product finds in a flattened page, "" where it finds none."""
    try:
        return clean_page(page_of(text.encode(), None), Given()).text
    except SaysoError:
        return ""


class Tally:
    """Mean precision and recall of shingles, and the harmonic mean of the two."""

    def __init__(self) -> None:
        self.precision: list[float] = []
        self.recall: list[float] = []

    def add(self, gold: str, found: str) -> None:
        """Count one page."""
        known, given = shingles(gold), shingles(found)
        common = (known & given).total()
        if given:
            self.precision.append(common / given.total())
        self.recall.append(common / max(1, known.total()))

    @property
    def f1(self) -> float:
        """The figure that the bench prints."""
        precision = sum(self.precision) / max(1, len(self.precision))
        recall = sum(self.recall) / max(1, len(self.recall))
        return 2 * precision * recall / max(1e-9, precision + recall)


def score(
    pages: Sequence[GoldPage], weights: Mapping[str, Floats], tallies: dict[str, Tally]
) -> None:
    """Add the pages, read through the product with `weights`, to `tallies`."""
    tagger = Tagger(weights)
    vars(line_labels)["load_tagger"] = lambda _: tagger
    for page in pages:
        for shape, text in flatten(page.groups)[0].items():
            tallies.setdefault(f"{shape}.{page.corpus}", Tally()).add(page.body, body_found(text))


def cross_validate(pages: Sequence[GoldPage], folds: int) -> dict[str, float]:
    """Return the scores of pages whose sites the weights never saw."""
    examples = examples_of(pages, folds)
    tallies: dict[str, Tally] = {}
    for part in range(folds):
        rest = [one for other in range(folds) if other != part for one in examples[other]]
        held = [page for page in pages if page.fold(folds) == part]
        score(held, train(rest, members=1), tallies)
        print(f"fold {part}: {len(held)} pages", file=sys.stderr, flush=True)
    return named("held_out", tallies)


def named(kind: str, tallies: Mapping[str, Tally]) -> dict[str, float]:
    """Return the F1 of each tally, for the card."""
    return {f"{kind}.{name}": round(tally.f1, 4) for name, tally in sorted(tallies.items())}


def write_model(weights: Mapping[str, Floats], scores: Mapping[str, float], folder: Path) -> None:
    """Write weights and card; the same weights give the same bytes."""
    write_weights(
        folder,
        MODEL,
        weights,
        model=f"which pieces of a flattened page are text, by {MEMBERS} convolutional networks",
        trained_by="training/train_line_labels.py",
        data=[f"{corpus}/dev" for corpus in CORPORA],
        licence="weights MIT; the pages belong to their publishers and are not in them",
        seed=SEED,
        scores=scores,
        columns=len(weights["mean"]),
    )


def main() -> None:
    """Train, or cross-validate, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=int, help="hold out sites in so many parts")
    parser.add_argument("--scores", type=Path, help="what --folds printed, for the card")
    parser.add_argument("--out", type=Path, default=TARGET)
    given = parser.parse_args()
    torch.use_deterministic_algorithms(True)
    torch.set_flush_denormal(True)  # thirty times slower without
    torch.set_num_threads(1)
    pages = list(read_pages(given.data))
    if given.folds:
        print(json.dumps(cross_validate(pages, given.folds), indent=2))
        return
    scores = json.loads(given.scores.read_text("utf-8")) if given.scores else {}
    examples = [example for some in examples_of(pages, 1).values() for example in some]
    weights = train(examples, MEMBERS)
    tallies: dict[str, Tally] = {}
    score(pages, weights, tallies)
    write_model(weights, {**scores, **named("seen", tallies)}, given.out)


if __name__ == "__main__":
    main()
