"""The tree of RFC 9162 and signed notes, against published vectors."""

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.room.record.notes import (
    checkpoint,
    cosign,
    cosigned_at,
    public_key,
    read_checkpoint,
    sign,
    verified,
)
from lastyard.room.record.tree import (
    consistency_proof,
    extends,
    includes,
    inclusion_proof,
    leaf_hash,
    root_hash,
)

# The entries and roots of the reference implementation of Certificate Transparency
# (github.com/google/certificate-transparency, merkletree tests; the same in transparency-dev/merkle).
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = [leaf_hash(entry) for entry in ENTRIES]


@pytest.mark.parametrize("size", ROOTS)
def test_the_published_roots(size):
    assert root_hash(LEAVES[:size]).hex() == ROOTS[size]


def plain_root(leaves):
    """RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return leaves[0]
    k = max(2**n for n in range(20) if 2**n < len(leaves))
    return sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


@given(st.integers(0, 70))
def test_the_root_is_that_of_the_definition(size):
    leaves = [leaf_hash(bytes([k])) for k in range(size)]
    assert root_hash(leaves) == plain_root(leaves)


@given(st.data(), st.integers(1, 40))
def test_inclusion_is_proved_of_what_is_included_and_of_nothing_else(data, size):
    leaves = [leaf_hash(bytes([k])) for k in range(size)]
    index, root = data.draw(st.integers(0, size - 1)), root_hash(leaves)
    proof = inclusion_proof(leaves, index)
    assert includes(leaves[index], index, size, proof, root)
    for other in range(size):
        if other != index:
            assert not includes(leaves[other], index, size, proof, root)
            assert not includes(leaves[index], other, size, proof, root)
    assert not includes(leaves[index], index, size, (*proof, root), root)
    assert not includes(leaves[index], size, size, proof, root)
    if proof:
        assert not includes(leaves[index], index, size, proof[:-1], root)


@given(st.data(), st.integers(2, 40))
def test_consistency_is_proved_of_what_grew_and_of_nothing_else(data, size):
    leaves = [leaf_hash(bytes([k])) for k in range(size)]
    before = data.draw(st.integers(1, size - 1))
    old, root = root_hash(leaves[:before]), root_hash(leaves)
    proof = consistency_proof(leaves, before)
    assert extends(before, old, size, root, proof)
    changed = [leaf_hash(b"another"), *leaves[1:]]
    assert not extends(before, root_hash(changed[:before]), size, root, proof)
    assert not extends(before, old, size, root_hash(changed), proof)
    assert not extends(before, old, size, root, proof[:-1])
    assert not extends(before, old, size, root, (*proof, root))


def test_an_odd_leaf_is_not_doubled_and_an_inner_node_is_no_leaf():
    assert root_hash(LEAVES[:3]) != root_hash([*LEAVES[:3], LEAVES[2]])
    pair = LEAVES[0] + LEAVES[1]
    assert root_hash([leaf_hash(pair)]) != root_hash(LEAVES[:2])


# The note of the documentation of golang.org/x/mod/sumdb/note, with its key.
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_a_published_note_is_verified():
    name, _, blob = VERIFIER.split("+", 2)
    key = base64.b64decode(blob)[1:]
    assert verified(NOTE, name, key)
    assert not verified(NOTE.replace("answer", "Answer"), name, key)
    assert not verified(NOTE, "PeterNeuman", key)
    assert not verified(NOTE.replace("JnAM=", "JnAN="), name, key)


def test_a_checkpoint_is_signed_and_cosigned():
    seed, member = bytes(32), bytes([1]) * 32
    text = checkpoint("room/x", 3, root_hash(LEAVES[:3]))
    note = sign("room/x", seed, text)
    assert read_checkpoint(note) == ("room/x", 3, root_hash(LEAVES[:3]))
    assert verified(note, "room/x", public_key(seed))
    assert not verified(note, "room/x", public_key(member))
    line = cosign("room/x/a", member, text, 1_700_000_000)
    assert cosigned_at(text, line, "room/x/a", public_key(member)) == 1_700_000_000
    assert cosigned_at(text, line, "room/x/b", public_key(member)) is None
    assert cosigned_at(text + "more\n", line, "room/x/a", public_key(member)) is None
