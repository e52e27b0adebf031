"""How well a network reads the roles of messages, and how sure it must be of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from training.fillers.examples import KEYS, Message, batch_of
from training.fillers.network import Network

from sayso.extract.fillers import LONGEST_WINDOW, Floats, fillers_of
from sayso.extract.fillers.roles import ROLES, Role
from sayso.extract.tagging.windows import Window

SURENESS = tuple(np.arange(0.3, 0.76, 0.05).round(2).tolist())  # tried for each role
EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Read:
    """What the network says of one message."""

    message: Message
    windows: tuple[tuple[Window, Floats], ...]  # chances (words, roles, 3) of each
    kinds: npt.NDArray[np.float32]  # chances


@dataclass(slots=True)
class Count:
    """How many are given, how many of those are right; wanted, how many of those are found."""

    given: int = 0
    right: int = 0
    wanted: int = 0
    found: int = 0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 where nothing is right."""
        precision, recall = self.right / max(1, self.given), self.found / max(1, self.wanted)
        return 2 * precision * recall / (precision + recall) if self.right else 0.0


@torch.no_grad()  # type: ignore[untyped-decorator]
def read(network: Network, message: Message) -> Read:
    """Return what the network says of a message."""
    batch = batch_of([message], LONGEST_WINDOW)
    scores, kinds = network(batch.pieces, batch.columns, batch.firsts, batch.padding)
    windows = []
    for row, window in enumerate(batch.windows):
        told = scores[row][batch.is_word[row]].view(-1, len(ROLES), 3)
        windows.append((window, torch.softmax(told, -1).numpy()))
    told = torch.sigmoid(torch.logsumexp(kinds[batch.is_word], 0)).numpy()
    return Read(message, tuple(windows), told)


def best_thresholds(
    network: Network, messages: Sequence[Message]
) -> tuple[dict[Role, float], dict[str, float]]:
    """Return how sure it is best to be of each role, and F1 by role and of the kinds.

    A filler is right if its words are a mention of the key. This is not the scorer's figure: no
    two wordings are taken together, and nothing of the product stands around it.
    """
    network.eval()
    found = [read(network, message) for message in messages if len(message.words.pieces)]
    least: dict[Role, float] = {}
    scores: dict[str, float] = {}
    for role in ROLES:
        marks = {sure: counted(found, role, sure).f1 for sure in SURENESS}
        least[role] = max(marks, key=marks.__getitem__)
        scores[f"F1 {role}"] = round(marks[least[role]], 4)
    told = np.stack([one.kinds for one in found]) >= EVEN
    wanted = np.stack([one.message.kinds for one in found])
    right = int((told & (wanted == 1)).sum())
    kinds = Count(int((told & (wanted >= 0)).sum()), right, int((wanted == 1).sum()), right)
    return least, scores | {"F1 kinds": round(kinds.f1, 4)}


def counted(found: Sequence[Read], role: Role, sure: float) -> Count:
    """Return how the fillers of a role fare where the network is as `sure`."""
    count = Count()
    for one in found:
        given = set(wordings(one, {**dict.fromkeys(ROLES, 2.0), role: sure}))
        wanted = gold_wordings(one.message, role)
        count.given += len(given)
        count.right += len(given & {words for entity in wanted for words in entity})
        count.wanted += len(wanted)
        count.found += sum(bool(entity & given) for entity in wanted)
    return count


def wordings(one: Read, least: Mapping[Role, float]) -> Iterator[str]:
    """Yield the words of the fillers of one message."""
    text = one.message.gold.text
    for (first, _), chances in one.windows:
        for filler in fillers_of(one.message.words, first, chances, least):
            yield plain(text[filler.span.start : filler.span.end])


def gold_wordings(message: Message, role: Role) -> set[frozenset[str]]:
    """Return the wordings of each filler that the key has for a role."""
    templates = message.gold.gold["templates"]
    if role == "casualty":
        found = [d["mentions"] for t in templates for d in t["victim_description"]]
    else:
        found = [mentions for t in templates for mentions in t[KEYS[role]]]
    entities = (frozenset(plain(mention) for mention in mentions if mention) for mentions in found)
    return {entity for entity in entities if entity}


def plain(words: str) -> str:
    """Return words in small letters, spaces single."""
    return " ".join(words.lower().split())
