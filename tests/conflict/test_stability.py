"""The fast kernel against the definitions, on sets, and the relations between concepts."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.conflict import (
    CONCEPTS,
    EXTENSIONS,
    READINGS,
    Arcs,
    Conflict,
    FreeMoves,
    Preference,
    PreferenceError,
    coalitional_stability,
    explain,
    stability,
    uncertain_stability,
)


@st.composite
def conflicts(draw, people=3, unknown=False):
    size = draw(st.integers(2, 7))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1))
    moves, preferences = [], []
    for _ in range(people):
        arcs = draw(st.lists(pairs, max_size=12))
        moves.append(Arcs.from_pairs(size, np.array(arcs, np.int64).reshape(-1, 2)))
        ranks = draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
        dark = draw(st.lists(pairs, max_size=6)) if unknown else []
        preferences.append(
            Preference(
                np.array(ranks, np.int32),
                frozenset((min(p), max(p)) for p in dark if p[0] != p[1]),
            )
        )
    names = tuple(f"d{k}" for k in range(people))
    return Conflict(names, tuple(f"s{k}" for k in range(size)), tuple(moves), tuple(preferences))


def listed(moves):
    """The same moves, one by one."""
    pairs = [(s, t) for s in range(moves.states) for t in moves.of(s).tolist()]
    return Arcs.from_pairs(moves.states, np.array(pairs, np.int64).reshape(-1, 2))


@settings(max_examples=60)
@given(st.data(), st.integers(1, 12))
def test_free_moves_are_those_within_groups(data, size):
    column = st.lists(st.integers(-2, 3), min_size=size, max_size=size)
    groups, ranks = (np.array(data.draw(column), np.int32) for _ in range(2))
    values = np.array(data.draw(column), np.int32)
    values[values == -2] = np.iinfo(np.int32).max
    free = FreeMoves.within(groups)
    for state in range(size):
        others = [t for t in range(size) if groups[t] == groups[state] and t != state]
        assert free.of(state).tolist() == others
        better = [t for t in others if ranks[t] > ranks[state]]
        assert free.improving(ranks).of(state).tolist() == better
    for moves, told in (
        (free, listed(free)),
        (free.improving(ranks), listed(free).improving(ranks)),
    ):
        assert moves.states == size
        assert moves.movable().tolist() == told.movable().tolist()
        for these in (values, -values):
            assert moves.least(these).tolist() == told.least(these).tolist()
            assert moves.least(these).dtype == np.int32


def reach(conflict, others, start, reading, ok):
    """All states that sequences of the others' moves lead to, by listing sequences."""
    found = set()
    if reading == "single move":
        orders = [(k,) for k in others]
    elif reading == "each once":
        orders = [o for n in range(1, len(others) + 1) for o in itertools.permutations(others, n)]
    else:
        longest = 2 * conflict.size
        found_pairs = {(start, None)}
        for _ in range(longest):
            for state, last in list(found_pairs):
                for k in others:
                    if k != last:
                        for t in conflict.moves[k].of(state):
                            if ok(k, state, int(t)):
                                found_pairs.add((int(t), k))
                                found.add(int(t))
        return found
    for order in orders:
        here = {start}
        for k in order:
            here = {int(t) for s in here for t in conflict.moves[k].of(s) if ok(k, s, int(t))}
        found |= here
    return found


def defined(conflict, i, s, concept, reading):
    """Stability by the words of the definitions, known preferences only."""

    def rank(state):
        return conflict.preferences[i].ranks[state]

    def better(k, origin, target):
        ranks = conflict.preferences[k].ranks
        return concept != "seq" or ranks[target] > ranks[origin]

    others = [k for k in range(len(conflict.moves)) if k != i]
    for s1 in conflict.moves[i].of(s):
        if rank(s1) <= rank(s):
            continue
        if concept == "nash":
            return False
        if not any(
            rank(s2) <= rank(s)
            and (concept != "smr" or all(rank(s3) <= rank(s) for s3 in conflict.moves[i].of(s2)))
            for s2 in reach(conflict, others, int(s1), reading, better)
        ):
            return False
    return True


@settings(max_examples=80, deadline=None)
@given(conflicts(), st.sampled_from(READINGS))
def test_kernel_and_explanations_against_the_definitions(conflict, reading):
    result = stability(conflict, reading=reading)
    for concept in CONCEPTS:
        for i in range(len(conflict.moves)):
            for s in range(conflict.size):
                expected = defined(conflict, i, s, concept, reading)
                assert result.individual[concept][i, s] == expected
                assert explain(conflict, s, i, concept, reading=reading).stable == expected


@settings(max_examples=80, deadline=None)
@given(conflicts(), st.sampled_from(READINGS))
def test_relations_between_concepts(conflict, reading):
    stable = stability(conflict, reading=reading).individual
    assert (stable["nash"] <= stable["seq"]).all()
    assert (stable["seq"] <= stable["gmr"]).all()
    assert (stable["nash"] <= stable["smr"]).all()
    assert (stable["smr"] <= stable["gmr"]).all()


@settings(max_examples=60, deadline=None)
@given(conflicts())
def test_wider_readings_only_add_sanctions(conflict):
    single, once, legal = (
        stability(conflict, reading=r).individual
        for r in ("single move", "each once", "legal sequences")
    )
    for concept in CONCEPTS:
        assert (single[concept] <= once[concept]).all()
        assert (once[concept] <= legal[concept]).all()


@settings(max_examples=40, deadline=None)
@given(conflicts())
def test_a_coalition_of_one_is_a_decision_maker(conflict):
    alone = [(i,) for i in range(len(conflict.moves))]
    single = stability(conflict).individual
    together = coalitional_stability(conflict, coalitions=alone).by_coalition
    for concept, (i,) in itertools.product(CONCEPTS, alone):
        assert (together[concept][i,] == single[concept][i]).all()


@settings(max_examples=60, deadline=None)
@given(conflicts(), st.sampled_from(READINGS))
def test_explanations_prove_themselves(conflict, reading):
    """Every path is made of legal moves and ends no better than the start."""
    for concept in ("gmr", "smr", "seq"):
        for i, s in itertools.product(range(len(conflict.moves)), range(conflict.size)):
            rank = conflict.preferences[i].ranks
            for t in explain(conflict, s, i, concept, reading=reading).temptations:
                assert t.target in conflict.moves[i].of(s)
                assert rank[t.target] > rank[s]
                if t.sanction is None:
                    continue
                at, last = t.target, i
                for step in t.path:
                    assert step.mover not in (i, last if last != i else -1)
                    assert step.state in conflict.moves[step.mover].of(at)
                    at, last = step.state, step.mover
                assert at == t.sanction
                assert rank[at] <= rank[s]
                assert all(rank[e] <= rank[s] for e in t.escapes)


@settings(max_examples=40, deadline=None)
@given(conflicts(unknown=True))
def test_extensions_are_ordered(conflict):
    """d is the most lenient, a the strictest; b and c lie between them."""
    stable = uncertain_stability(conflict).individual
    for concept in CONCEPTS:
        for narrow, wide in ("ab", "ac", "ad", "bd", "cd"):
            assert (stable[concept, narrow] <= stable[concept, wide]).all(), (narrow, wide)


@settings(max_examples=30, deadline=None)
@given(conflicts())
def test_extensions_agree_when_all_is_known(conflict):
    known = stability(conflict).individual
    unsure = uncertain_stability(conflict).individual
    for concept, extension in itertools.product(CONCEPTS, EXTENSIONS):
        assert (known[concept] == unsure[concept, extension]).all()


def in_matrices(conflict, i, concept, extension):
    """The sixteen definitions in their matrix form (Xu, Hipel, Kilgour & Fang 2018, chapter 5)."""
    size, states = conflict.size, range(conflict.size)

    def table(truth):
        return np.array([[truth(a, b) for b in states] for a in states], bool)

    def compared(k):
        return conflict.preferences[k].compare

    better = table(lambda a, b: compared(i)(b, a) == 1)
    unknown = table(lambda a, b: compared(i)(b, a) is None)
    worse = ~(better | unknown) & ~np.eye(size, dtype=bool)
    own = table(lambda a, b: b in conflict.moves[i].of(a).tolist())
    tempting = own & (better | unknown if extension in "ac" else better)
    if concept == "nash":
        return ~tempting.any(axis=1)
    feared = worse | unknown if extension in "cd" else worse
    np.fill_diagonal(feared, True)  # to be where one was is no better
    others = [k for k in range(len(conflict.moves)) if k != i]

    def ok(k, a, b):
        return concept != "seq" or compared(k)(b, a) in (1, None)

    led = np.zeros((size, size), bool)
    for s in states:
        led[s, sorted(reach(conflict, others, s, "legal sequences", ok))] = True
    np.fill_diagonal(led, False)
    # feared[s, t]: from s, ending at t deters; for smr only where no move leads out of it.
    if concept == "smr":
        escape = better if extension in "cd" else better | unknown
        feared = feared & ~((own.astype(int) @ escape.T.astype(int)) > 0).T
    undeterred = ~((led.astype(int) @ feared.T.astype(int)) > 0)
    return ~(tempting & undeterred.T).any(axis=1)


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(conflicts(unknown=True))
def test_extensions_against_their_matrix_form(conflict):
    stable = uncertain_stability(conflict).individual
    for concept, extension in itertools.product(CONCEPTS, EXTENSIONS):
        for i in range(len(conflict.moves)):
            expected = in_matrices(conflict, i, concept, extension)
            assert (stable[concept, extension][i] == expected).all(), (concept, extension)


def two_states(unknown):
    """One mover between two states; the other can push back."""
    return Conflict(
        ("A", "B"),
        ("stay", "go", "worse"),
        (
            Arcs.from_pairs(3, np.array([[0, 1]])),
            Arcs.from_pairs(3, np.array([[1, 2]])),
        ),
        (
            Preference(np.array([1, 2, 0], np.int32), frozenset(unknown)),
            Preference(np.array([0, 1, 2], np.int32)),
        ),
    )


@pytest.mark.parametrize(
    ("unknown", "expected"),
    [
        (set(), {"a": (0, 1), "b": (0, 1), "c": (0, 1), "d": (0, 1)}),
        # is "go" better? a and c are tempted by it, b and d are not
        ({(0, 1)}, {"a": (0, 1), "b": (1, 1), "c": (0, 1), "d": (1, 1)}),
        # is "worse" worse? c and d are deterred by it, a and b are not
        ({(0, 2)}, {"a": (0, 0), "b": (0, 0), "c": (0, 1), "d": (0, 1)}),
    ],
)
def test_what_each_extension_does(unknown, expected):
    result = uncertain_stability(two_states(unknown)).individual
    for extension, (nash, gmr) in expected.items():
        assert result["nash", extension][0, 0] == nash, extension
        assert result["gmr", extension][0, 0] == gmr, extension


def test_unknown_preferences_are_refused_where_they_cannot_be_read():
    with pytest.raises(PreferenceError, match="1 comparisons of A are unknown"):
        stability(two_states({(0, 1)}))
