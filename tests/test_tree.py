"""The tree of entries: the vectors that Certificate Transparency is tested with, and laws."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.ledger.tree import (
    EMPTY,
    Tree,
    hash_leaf,
    hash_node,
    is_consistent,
    is_included,
    prove_consistency,
    prove_inclusion,
    root_of,
)

# Certificate Transparency's own: eight entries, and the root of the first 0, 1, 2, ... of them
ENTRIES = [
    bytes.fromhex(digits)
    for digits in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [hash_leaf(entry) for entry in ENTRIES]

lists = st.lists(st.binary(max_size=4), max_size=40).map(lambda found: list(map(hash_leaf, found)))


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert root_of(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_proofs_of_an_entry_are_theirs(index: int, size: int, proof: list[str]) -> None:
    found = prove_inclusion(LEAVES[:size], index)
    assert [piece.hex() for piece in found] == proof
    assert is_included(LEAVES[index], index, size, found, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(
    ("size", "later", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_proofs_of_growth_are_theirs(size: int, later: int, proof: list[str]) -> None:
    found = prove_consistency(LEAVES[:later], size)
    assert [piece.hex() for piece in found] == proof
    roots = bytes.fromhex(ROOTS[size]), bytes.fromhex(ROOTS[later])
    assert is_consistent(size, roots[0], later, roots[1], found)


def test_a_leaf_is_no_branch() -> None:
    left, right = LEAVES[:2]
    assert hash_node(left, right) != hash_leaf(left + right)
    assert sha256(b"").digest() == EMPTY


@given(lists)
def test_the_root_is_known_at_every_size(leaves: list[bytes]) -> None:
    tree = Tree()
    for size, leaf in enumerate(leaves):
        assert tree.root() == plain_root(leaves[:size])
        tree.add(leaf)
    assert (tree.size, tree.root()) == (len(leaves), plain_root(leaves))


def plain_root(leaves: list[bytes]) -> bytes:
    """Return the root by the words of the RFC."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return hash_node(plain_root(leaves[:half]), plain_root(leaves[half:]))


@given(lists, st.data())
def test_an_entry_is_proven_and_no_other_is(leaves: list[bytes], data: st.DataObject) -> None:
    if not leaves:
        with pytest.raises(IndexError):
            prove_inclusion(leaves, 0)
        return
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, size = root_of(leaves), len(leaves)
    proof = prove_inclusion(leaves, index)
    assert is_included(leaves[index], index, size, proof, root)
    assert not is_included(hash_leaf(b"other"), index, size, proof, root)
    assert not is_included(leaves[index], index, size, [*proof, root], root)
    assert not is_included(leaves[index], size, size, proof, root)
    if proof:
        assert not is_included(leaves[index], index, size, proof[:-1], root)


@given(lists, st.data())
def test_growth_is_proven_and_a_change_is_not(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(leaves)))
    proof = prove_consistency(leaves, size)
    before, after = root_of(leaves[:size]), root_of(leaves)
    assert is_consistent(size, before, len(leaves), after, proof)
    assert not is_consistent(len(leaves) + 1, after, len(leaves), after, proof)
    other = hash_leaf(b"other")
    if size:
        assert not is_consistent(size, other, len(leaves), after, proof)
        changed = [other, *leaves[1:]]
        assert not is_consistent(size, before, len(leaves), root_of(changed), proof)
    if proof:
        assert not is_consistent(size, before, len(leaves), after, proof[:-1])
        assert not is_consistent(size, before, len(leaves), after, [*proof, other])
    with pytest.raises(IndexError):
        prove_consistency(leaves, len(leaves) + 1)
