"""A tree of hashes over a list that only grows, as RFC 6962 defines it.

Its root names the whole list: entries that are changed, taken away or put elsewhere give another.
A proof of some hashes shows that an entry is in the list, or that a list has only grown.

Own code, for it is short: what PyPI has is under the GPL, or brings a log server along.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()  # root of the list of nothing
LEAF, NODE = b"\x00", b"\x01"  # so that no entry can be passed off as a branch


def hash_leaf(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return sha256(LEAF + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Return the hash of two branches."""
    return sha256(NODE + left + right).digest()


class Tree:
    """The root of a growing list, at each of its sizes; it holds a few dozen hashes at most."""

    def __init__(self) -> None:
        self.size = 0
        self.full: list[bytes] = []  # full branches, the largest first: the ones bits of the size

    def add(self, leaf: bytes) -> None:
        """Put one more entry, by its hash, at the end."""
        size, branch = self.size, leaf
        while size & 1:
            branch = hash_node(self.full.pop(), branch)
            size >>= 1
        self.full.append(branch)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the list as it is now."""
        if not self.full:
            return EMPTY
        *rest, root = self.full
        for branch in reversed(rest):
            root = hash_node(branch, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root of the list with these hashes of entries."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def left_part(size: int) -> int:
    """Return how many of `size` entries, two or more, are in the left branch."""
    return int(1 << ((size - 1).bit_length() - 1))


def prove_inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes that lead from the entry at `index` to the root, the nearest first.

    Raises `IndexError` where there is no such entry.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"there is no entry {index} among {len(leaves)}")
    proof: list[bytes] = []
    start, end = 0, len(leaves)
    while end - start > 1:
        middle = start + left_part(end - start)
        if index < middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[start:middle]))
            start = middle
    proof.reverse()
    return proof


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether `proof` shows that `leaf` is entry `index` of the `size` that `root` names."""
    if not 0 <= index < size:
        return False
    branch, at, last = leaf, index, size - 1
    for other in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            branch = hash_node(other, branch)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            branch = hash_node(branch, other)
        at, last = at >> 1, last >> 1
    return last == 0 and branch == root


def prove_consistency(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """Return the hashes which show that the list of the first `size` entries became this one.

    Raises `IndexError` where the list has not so many.
    """
    if not 0 <= size <= len(leaves):
        raise IndexError(f"there are no {size} entries among {len(leaves)}")
    if size in (0, len(leaves)):
        return []
    proof: list[bytes] = []
    start, end, whole = 0, len(leaves), True
    while end > size:
        middle = start + left_part(end - start)
        if size <= middle:
            proof.append(root_of(leaves[middle:end]))
            end = middle
        else:
            proof.append(root_of(leaves[start:middle]))
            start, whole = middle, False
    if not whole:
        proof.append(root_of(leaves[start:end]))
    proof.reverse()
    return proof


def is_consistent(
    size: int, root: bytes, later_size: int, later_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether `proof` shows that the later list begins with all of the earlier one."""
    if size == 0 or size == later_size:
        return not proof and root == (later_root if size else EMPTY)
    if not 0 < size < later_size or not proof:
        return False
    at, last = size - 1, later_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    others = list(proof) if at else [root, *proof]  # the earlier list is one full branch
    old = new = others[0]
    for other in others[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = hash_node(other, old), hash_node(other, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = hash_node(new, other)
        at, last = at >> 1, last >> 1
    return last == 0 and old == root and new == later_root
