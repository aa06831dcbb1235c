"""Trees and proofs: the published vectors, and every proof there is up to 257 leaves."""

import pytest
from tests.unit.record.ledger.trees import REFERENCE_LEAVES, KeptTree, defined_root, numbered_leaves

from fingerpost.record.ledger.merkle import (
    EMPTY_ROOT,
    InvalidProof,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_from_inclusion,
    root_of,
)

GREATEST = 257
REFERENCE_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAF_1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
LEAF_6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
LEAVES_2_3 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
LEAVES_4_5 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
LEAVES_6_7 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LEAVES_4_7 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
REFERENCE_INCLUSIONS = {
    (0, 1): (),
    (0, 8): (LEAF_1, LEAVES_2_3, LEAVES_4_7),
    (5, 8): (LEAF_4, LEAVES_6_7, REFERENCE_ROOTS[4]),
    (2, 3): (REFERENCE_ROOTS[2],),
    (1, 5): (REFERENCE_ROOTS[1], LEAVES_2_3, LEAF_4),
}
REFERENCE_CONSISTENCIES = {
    (1, 1): (),
    (1, 8): (LEAF_1, LEAVES_2_3, LEAVES_4_7),
    (6, 8): (LEAVES_4_5, LEAVES_6_7, REFERENCE_ROOTS[4]),
    (2, 5): (LEAVES_2_3, LEAF_4),
    (6, 7): (LEAVES_4_5, LEAF_6, REFERENCE_ROOTS[4]),
}


@pytest.fixture(scope="module")
def leaves():
    return numbered_leaves(GREATEST)


@pytest.fixture(scope="module")
def kept(leaves):
    return KeptTree(leaves)


@pytest.fixture(scope="module")
def roots(leaves):
    return [defined_root(leaves[:size]) for size in range(GREATEST + 1)]


@pytest.fixture(scope="module")
def reference():
    return KeptTree([leaf_hash(leaf) for leaf in REFERENCE_LEAVES])


@pytest.mark.parametrize("size", range(9))
def test_published_roots_come_out(size):
    assert root_of([leaf_hash(leaf) for leaf in REFERENCE_LEAVES[:size]]).hex() == REFERENCE_ROOTS[size]


@pytest.mark.parametrize(("place", "expected"), REFERENCE_INCLUSIONS.items())
def test_published_inclusion_proofs_come_out(reference, place, expected):
    assert tuple(each.hex() for each in inclusion_proof(*place, reference.subtree)) == expected


@pytest.mark.parametrize(("sizes", "expected"), REFERENCE_CONSISTENCIES.items())
def test_published_consistency_proofs_come_out(reference, sizes, expected):
    assert tuple(each.hex() for each in consistency_proof(*sizes, reference.subtree)) == expected


def test_the_tree_of_seven_leaves_that_rfc_9162_draws_gives_the_proofs_it_lists(leaves):
    tree = KeptTree(leaves[:7])
    a, b, c, d, e, f, j = tree.levels[0]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, left = node_hash(i, j), node_hash(g, h)
    assert root_at(7, tree.subtree) == node_hash(left, k)
    assert inclusion_proof(0, 7, tree.subtree) == [b, h, k]
    assert inclusion_proof(3, 7, tree.subtree) == [c, g, k]
    assert inclusion_proof(4, 7, tree.subtree) == [f, j, left]
    assert inclusion_proof(6, 7, tree.subtree) == [i, left]
    assert consistency_proof(3, 7, tree.subtree) == [c, d, g, k]
    assert consistency_proof(4, 7, tree.subtree) == [k]
    assert consistency_proof(6, 7, tree.subtree) == [i, j, left]


def test_every_root_up_to_257_is_that_of_the_definition(leaves, kept, roots):
    for size in range(GREATEST + 1):
        assert root_of(leaves[:size]) == root_at(size, kept.subtree) == roots[size]


def test_every_inclusion_proof_up_to_257_holds(leaves, kept, roots):
    for size in range(1, GREATEST + 1):
        for index in range(size):
            proof = inclusion_proof(index, size, kept.subtree)
            check_inclusion(index=index, size=size, leaf_hash=leaves[index], proof=proof, root=roots[size])


def test_every_consistency_proof_up_to_257_holds(kept, roots):
    for new in range(GREATEST + 1):
        for old in range(new + 1):
            proof = consistency_proof(old, new, kept.subtree)
            check_consistency(old_size=old, new_size=new, proof=proof, old_root=roots[old], new_root=roots[new])


def test_a_proof_holds_for_no_other_leaf_place_or_size(leaves, kept, roots):
    for size in range(1, 34):
        for index in range(size):
            proof = inclusion_proof(index, size, kept.subtree)
            for place in (place for place in range(size + 1) if place != index):
                with pytest.raises(InvalidProof):
                    check_inclusion(index=place, size=size, leaf_hash=leaves[index], proof=proof, root=roots[size])
            with pytest.raises(InvalidProof):
                check_inclusion(index=index, size=size + 1, leaf_hash=leaves[index], proof=proof, root=roots[size + 1])


def test_an_altered_inclusion_proof_is_refused(leaves, kept, roots):
    for size in (1, 2, 3, 7, 8, 100, 257):
        for index in {0, size // 2, size - 1}:
            proof = inclusion_proof(index, size, kept.subtree)
            for altered in _altered(proof):
                with pytest.raises(InvalidProof):
                    check_inclusion(index=index, size=size, leaf_hash=leaves[index], proof=altered, root=roots[size])


def test_an_altered_consistency_proof_is_refused(kept, roots):
    for old, new in ((1, 2), (3, 7), (4, 7), (6, 8), (8, 8), (100, 257), (256, 257), (0, 5)):
        proof = consistency_proof(old, new, kept.subtree)
        for altered in _altered(proof):
            with pytest.raises(InvalidProof):
                check_consistency(old_size=old, new_size=new, proof=altered, old_root=roots[old], new_root=roots[new])


def test_a_tree_that_was_rewritten_is_not_the_beginning_of_the_next(leaves, kept, roots):
    for old in range(1, 40):
        rewritten = root_of([leaf_hash(b"rewritten"), *leaves[1:old]])
        for new in range(old, 40):
            proof = consistency_proof(old, new, kept.subtree)
            with pytest.raises(InvalidProof):
                check_consistency(old_size=old, new_size=new, proof=proof, old_root=rewritten, new_root=roots[new])


def test_no_tree_shrinks(kept, roots):
    with pytest.raises(InvalidProof, match="did not grow"):
        check_consistency(old_size=5, new_size=4, proof=[], old_root=roots[5], new_root=roots[4])
    with pytest.raises(ValueError, match="did not grow"):
        consistency_proof(5, 4, kept.subtree)


def test_an_empty_tree_has_the_hash_of_nothing_and_no_leaf(kept, roots):
    assert roots[0] == EMPTY_ROOT
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(0, 0, kept.subtree)
    with pytest.raises(InvalidProof, match="no leaf"):
        root_from_inclusion(index=0, size=0, leaf_hash=roots[1], proof=[])
    with pytest.raises(InvalidProof, match="empty tree"):
        check_consistency(old_size=0, new_size=3, proof=[], old_root=roots[1], new_root=roots[3])


def test_a_leaf_cannot_pass_for_a_node(leaves):
    node = node_hash(leaves[0], leaves[1])
    assert leaf_hash(leaves[0] + leaves[1]) != node


def test_a_hash_of_another_length_is_refused(leaves, roots):
    with pytest.raises(InvalidProof, match="32 bytes"):
        root_from_inclusion(index=0, size=2, leaf_hash=leaves[0], proof=[leaves[1][:31]])


def _altered(proof):
    """The proof cut, lengthened, turned round, and with one bit of each hash turned over."""
    yield [*proof, bytes(32)]
    if proof:
        yield proof[:-1]
        yield proof[1:]
    if proof != proof[::-1]:
        yield proof[::-1]
    for place, each in enumerate(proof):
        yield [*proof[:place], bytes([each[0] ^ 1]) + each[1:], *proof[place + 1 :]]
