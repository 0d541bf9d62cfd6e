"""What is certain where a no can help: against all ballots, one by one."""

import random
from itertools import combinations, product
from math import prod

import pytest

import lastyard as ly

KINDS = ("yes", "abstain", "present", "absent", "no")
COUNTED = {
    "yes": ("yes",),
    "no": ("no",),
    "abstain": ("abstain",),
    "voting": ("yes", "no"),
    "present": ("yes", "no", "abstain", "present"),
    "absent": ("absent",),
}
COMPARISONS = (
    ("yes > no", "yes > no"),
    ("voting >= 3", "voting >= 3"),
    ("present >= 3", "present >= 3"),
    ("absent <= 1", "absent <= 1"),
    ("yes > 1/2 of present", "2 * yes > present"),
    ("yes >= 2/3 of voting", "3 * yes >= 2 * voting"),
    ("yes > abstain", "yes > abstain"),
    ("abstain <= 1", "abstain <= 1"),
    ("no + abstain < 3", "no + abstain < 3"),
    ("yes >= 3", "yes >= 3"),
)


def adopted(rule: str, weights: dict[str, int], ballots: dict[str, str]) -> bool:
    sums = {
        word: sum(weights[m] for m, ballot in ballots.items() if ballot in kinds)
        for word, kinds in COUNTED.items()
    }
    return eval(rule, {}, sums)  # rules of this file only


def talks(rule: str, weights: dict[str, int], known: dict[str, str]) -> ly.Case:
    members = ", ".join(f"{{name: {m}, weights: {{w: {w}}}}}" for m, w in weights.items())
    return ly.load_text(
        "{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}, votes: [{id: one, "
        f"body: {{members: [{members}], rule: '{rule}'}}, "
        f"ballots: {{{', '.join(f'{m}: {b}' for m, b in known.items())}}}}}]}}"
    )


def rules(seed: int) -> tuple[str, str, dict[str, int], list[str]]:
    draw = random.Random(seed)
    members = [f"m{k}" for k in range(draw.randint(3, 5))]
    weighted = draw.random() < 0.4
    weights = {m: draw.randint(1, 3) if weighted else 1 for m in members}
    parts = draw.sample(COMPARISONS, draw.randint(1, 3))
    words = [draw.choice((" and ", " or ")) for _ in parts[1:]] + [""]
    written = "".join(f"({p[0]}){w}" for p, w in zip(parts, words, strict=True))
    for word in COUNTED:
        written = written.replace(f"{word} ", f"{word} by w ")
        written = written.replace(f"{word})", f"{word} by w)")
    plain = "".join(f"({p[1]}){w}" for p, w in zip(parts, words, strict=True))
    return written, plain, weights, draw.sample(members, draw.randint(1, 3))


@pytest.mark.parametrize("seed", range(40))
def test_a_vote_with_open_ballots_is_what_trying_all_of_them_gives(seed):
    written, plain, weights, unknown = rules(seed)
    draw = random.Random(seed)
    known = {m: draw.choice(KINDS) for m in weights if m not in unknown}
    try:
        case = talks(written, weights, known)
    except ly.CaseError:  # a rule under which a yes hurts, or that no vote satisfies
        return
    found = ly.vote(case).votes[0]

    def outcomes(given: dict[str, str]) -> set[bool]:
        free = [m for m in weights if m not in given]
        return {
            adopted(plain, weights, given | dict(zip(free, cast, strict=True)))
            for cast in product(KINDS, repeat=len(free))
        }

    every = outcomes(known)
    certain = None if len(every) == 2 else "adopted" if True in every else "rejected"
    assert found.certain == certain
    assert (found.low.probability, found.high.probability) == (min(every), max(every))
    for member in found.members:
        name = member.standpoint.member
        for kind, told in (("yes", member.if_yes), ("no", member.if_no)):
            possible = outcomes(known | {name: kind})
            assert told == (min(possible), max(possible)), (name, kind)
    if found.ordered:
        return
    for sets in found.cheapest:
        if sets.reached or not sets.sets:
            continue
        aim = {sets.goal == "adopt"}
        size = sets.sets[0].size
        sizes = (n for n in range(1, len(weights) + 1) for some in combinations(weights, n)
                 if outcomes(known | dict.fromkeys(some, sets.turn_to)) == aim)  # fmt: skip
        assert size == next(sizes)


def test_an_abstention_that_undoes_adoption_is_thought_of():
    found = ly.vote(talks("abstain <= 1", {"a": 1, "b": 1, "c": 1}, {"a": "no"})).votes[0]
    assert found.certain is None
    assert found.low.probability == 0


@pytest.mark.parametrize("seed", range(60))
def test_the_least_chance_is_that_of_the_worst_open_ballots(seed):
    """Some members vote by chance and of others nothing is known: against every way to cast these."""
    written, plain, weights, unknown = rules(seed)
    draw = random.Random(seed)
    known = {m: draw.choice(KINDS) for m in weights if m not in unknown}
    for member in draw.sample(sorted(known), min(2, len(known))):
        between = draw.choice(("abstain", "present", "absent"))
        three = draw.sample([0.5, 0.3, 0.2], 3)
        known[member] = dict(zip(("yes", between, "no"), three, strict=True))
    told = {}
    for member, each in known.items():
        told[member] = each
        if isinstance(each, dict):
            shares = ", ".join(f"{kind}: {share}" for kind, share in each.items())
            told[member] = f"{{chances: {{{shares}}}}}"
    try:
        case = talks(written, weights, told)
    except ly.CaseError:  # a rule under which a yes hurts, or that no vote satisfies
        return
    found = ly.vote(case).votes[0]
    fixed = [each if isinstance(each, dict) else {each: 1.0} for each in known.values()]

    def chance(given: dict[str, str]) -> float:
        total = 0.0
        for cast in product(*fixed):
            ballots = dict(zip(known, cast, strict=True)) | given
            likely = (each[kind] for each, kind in zip(fixed, cast, strict=True))
            total += prod(likely) * adopted(plain, weights, ballots)
        return total

    free = [m for m in weights if m not in known]
    chances = [
        chance(dict(zip(free, cast, strict=True))) for cast in product(KINDS, repeat=len(free))
    ]
    low, high = found.low.probability, found.high.probability
    assert low == pytest.approx(min(chances)) or (low == 0.0 and not found.ordered)
    assert high == pytest.approx(max(chances))
    certain = {round(each, 9) for each in chances}
    assert (found.certain == "adopted") == (certain == {1.0})
    assert (found.certain == "rejected") == (certain == {0.0})
