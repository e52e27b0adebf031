"""The network of the attribution tagger, in torch; weights start from MiniLM-L6.

A BERT encoder (Devlin et al. 2019) with embeddings of what parse and rules say added to those of
the word pieces, a linear chain over the labels of the words (Lafferty et al. 2001), and vectors
that link sources and contents to cues by their product.
"""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from training.attributions.examples import Batch, Example

from sayso.extract.tagging.labels import FORBIDDEN, LABELS, ROLES, allowed
from sayso.extract.tagging.linking import (
    CONTENT,
    CONTENT_LINK,
    CUE_FOR_CONTENT,
    CUE_FOR_SOURCE,
    NEAR_BUCKETS,
    SOURCE,
    SOURCE_LINK,
    WIDTH,
    bucket,
)

SIZE, HEADS, LAYERS = 384, 12, 6
PIECES, PLACES = 30522, 512
VALUES = (7, 19, 64, 64, 32, 4, 3, 9)  # how many numbers each column can hold
DROPOUT = 0.1
EPSILON = 1e-12
AFTER, FIRST = (torch.from_numpy(mask) for mask in allowed())


class Dropout(nn.Module):  # type: ignore[misc]
    """Drops whole channels of an example: as good here, and cheap on a CPU."""

    def forward(self, rows: Tensor) -> Tensor:
        """Return `(examples, pieces, channels)` with some channels at zero, in training only."""
        if not self.training:
            return rows
        kept = torch.rand(rows.shape[0], 1, rows.shape[2]) > DROPOUT
        return rows * (kept.to(rows.dtype) / (1 - DROPOUT))


class Layer(nn.Module):  # type: ignore[misc]
    """One layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(SIZE, 3 * SIZE)
        self.out = nn.Linear(SIZE, SIZE)
        self.n1 = nn.LayerNorm(SIZE, eps=EPSILON)
        self.up = nn.Linear(SIZE, 4 * SIZE)
        self.down = nn.Linear(4 * SIZE, SIZE)
        self.n2 = nn.LayerNorm(SIZE, eps=EPSILON)
        self.drop = Dropout()

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """Return the rows `(examples, pieces, SIZE)` after attention and feed-forward."""
        examples, pieces, _ = rows.shape
        split = self.qkv(rows).view(examples, pieces, 3, HEADS, SIZE // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        weights = torch.matmul(query * (SIZE // HEADS) ** -0.5, key.transpose(2, 3)) + mask
        seen = (torch.softmax(weights, -1) @ value).transpose(1, 2)
        rows = self.n1(rows + self.drop(self.out(seen.reshape(examples, pieces, SIZE))))
        return self.n2(rows + self.drop(self.down(functional.gelu(self.up(rows)))))


class Base(nn.Module):  # type: ignore[misc]
    """Word pieces -> one vector a word."""

    def __init__(self) -> None:
        super().__init__()
        self.word = nn.Embedding(PIECES, SIZE)
        self.place = nn.Embedding(PLACES, SIZE)
        self.feats = nn.ModuleList(nn.Embedding(count, SIZE) for count in VALUES)
        for table in self.feats:
            nn.init.normal_(table.weight, std=0.01)
        self.norm = nn.LayerNorm(SIZE, eps=EPSILON)
        self.drop = Dropout()
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def read(self, pieces: Tensor, columns: Tensor, firsts: Tensor, padding: Tensor) -> Tensor:
        """Return the vectors `(examples, words, SIZE)` of the words."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        rows = self.word(pieces) + self.place(places)[None]
        for column, table in enumerate(self.feats):
            rows = rows + table(columns[..., column])
        rows = self.drop(self.norm(rows))
        mask = torch.zeros_like(padding, dtype=rows.dtype).masked_fill(padding, -1e4)
        for layer in self.layers:
            rows = layer(rows, mask[:, None, None, :])
        return rows.gather(1, firsts[..., None].expand(-1, -1, SIZE))

    def load_base(self, weights: Mapping[str, Tensor]) -> None:
        """Take over the weights of a BERT encoder of this shape."""
        own = self.state_dict()
        own["word.weight"] = weights["embeddings.word_embeddings.weight"]
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        own["place.weight"] = weights["embeddings.position_embeddings.weight"] + kind
        for part in ("weight", "bias"):
            own[f"norm.{part}"] = weights[f"embeddings.LayerNorm.{part}"]
            for number in range(LAYERS):
                theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
                own[f"{ours}qkv.{part}"] = torch.cat(
                    [
                        weights[f"{theirs}attention.self.{name}.{part}"]
                        for name in ("query", "key", "value")
                    ]
                )
                for name, source in (
                    ("out", "attention.output.dense"),
                    ("n1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("n2", "output.LayerNorm"),
                ):
                    own[f"{ours}{name}.{part}"] = weights[f"{theirs}{source}.{part}"]
        self.load_state_dict(own)


class Network(Base):
    """Word pieces -> label scores and link vectors of the words."""

    def __init__(self) -> None:
        super().__init__()
        self.label = nn.Linear(SIZE, LABELS)
        self.link = nn.Linear(SIZE, 4 * WIDTH)
        self.none = nn.Parameter(torch.zeros(2))
        self.far = nn.Parameter(torch.zeros(2, 2 * NEAR_BUCKETS))
        self.trans = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.start = nn.Parameter(torch.zeros(LABELS))

    def forward(
        self, pieces: Tensor, columns: Tensor, firsts: Tensor, padding: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return `(examples, words, LABELS)` scores and `(examples, words, 4 * WIDTH)` vectors."""
        words = self.read(pieces, columns, firsts, padding)
        return self.label(words), self.link(words)

    @property
    def transitions(self) -> Tensor:
        """`(before, after)` scores; what is not allowed costs all."""
        return self.trans.masked_fill(~AFTER, float(FORBIDDEN))

    @property
    def beginnings(self) -> Tensor:
        """Scores of the first label."""
        return self.start.masked_fill(~FIRST, float(FORBIDDEN))


def chain_loss(network: Network, scores: Tensor, batch: Batch) -> Tensor:
    """Return the mean negative log-likelihood of a word's label under the linear chain."""
    labels, is_word = batch.labels, batch.is_word
    transitions, beginnings = network.transitions, network.beginnings
    gold = beginnings[labels[:, 0]] + scores[:, 0].gather(1, labels[:, :1]).squeeze(1)
    steps = scores[:, 1:].gather(2, labels[:, 1:, None]).squeeze(2)
    steps = steps + transitions[labels[:, :-1], labels[:, 1:]]
    gold = gold + (steps * is_word[:, 1:]).sum(1)
    paths = beginnings + scores[:, 0]
    for place in range(1, scores.shape[1]):
        following = torch.logsumexp(paths[:, :, None] + transitions, 1) + scores[:, place]
        paths = torch.where(is_word[:, place, None], following, paths)
    return (torch.logsumexp(paths, 1) - gold).sum() / is_word.sum()


def link_loss(network: Network, vectors: Tensor, batch: Batch) -> Tensor:
    """Return the mean cross-entropy of the links between gold spans."""
    losses = [
        loss
        for row, example in enumerate(batch.examples)
        for loss in example_losses(network, vectors[row], example)
    ]
    return torch.cat(losses).mean() if losses else vectors.new_zeros(())


def example_losses(network: Network, vectors: Tensor, example: Example) -> list[Tensor]:
    """Return the losses of one example: of its cues' sources, and of its contents' cues."""
    places: dict[int, list[int]] = {}
    for place, span in enumerate(example.span_of.tolist()):
        if span >= 0:
            places.setdefault(span, []).append(place)
    spans = example.article.spans
    sources, cues, contents = (
        [span for span in places if spans[span].role == role] for role in range(len(ROLES))
    )

    def means(found: Sequence[int], block: int) -> Tensor:
        columns = vectors[:, block * WIDTH : (block + 1) * WIDTH]
        return torch.stack([columns[places[span]].mean(0) for span in found])

    def loss(
        asking: Sequence[int], asked: Sequence[int], blocks: tuple[int, int], link: int
    ) -> Tensor:
        distances = [[bucket(places[b][0] - places[a][0]) for b in asked] for a in asking]
        scores = means(asking, blocks[0]) @ means(asked, blocks[1]).T / WIDTH**0.5
        scores = scores + network.far[link][torch.tensor(distances)]
        nobody = network.none[link].expand(len(asking), 1)
        wanted = [
            next(
                (
                    at
                    for at, b in enumerate(asked)
                    if set(spans[a].relations) & set(spans[b].relations)
                ),
                len(asked),
            )
            for a in asking
        ]
        return functional.cross_entropy(
            torch.cat([scores, nobody], 1), torch.tensor(wanted), reduction="none"
        )

    losses = []
    if cues and sources:
        losses.append(loss(cues, sources, (CUE_FOR_SOURCE, SOURCE), SOURCE_LINK))
    if cues and contents:
        losses.append(loss(contents, cues, (CONTENT, CUE_FOR_CONTENT), CONTENT_LINK))
    return losses
