"""Random small talks, and their answers by trying every subset of the demands."""

import random
from itertools import product
from math import prod

import pytest

from lastyard.blocking import Demand, Talks, blockage
from lastyard.conditions.tree import TRUE, All, Any, AtLeast, Not, OneOf, Same, Total, holds


def random_condition(rng, sizes, depth):
    kind = rng.randrange(8) if depth else rng.randrange(4)
    if kind == 0:
        terms = tuple(
            (issue, tuple(rng.randint(-3, 4) for _ in range(sizes[issue])))
            for issue in rng.sample(sorted(sizes), rng.randint(1, len(sizes)))
        )
        low, high = rng.choice([None, rng.randint(-4, 4)]), rng.choice([None, rng.randint(-3, 6)])
        return Total(terms, low, high)
    if kind < 4:
        issue = rng.choice(sorted(sizes))
        return OneOf(issue, rng.randrange(1 << sizes[issue]))
    parts = tuple(random_condition(rng, sizes, depth - 1) for _ in range(rng.randint(1, 3)))
    if kind == 4:
        return rng.choice((All, Any))(parts)
    if kind == 5:
        return Not(parts[0])
    if kind == 6:
        return Same(parts[0], parts[-1])
    return AtLeast(rng.randint(1, 4), tuple(rng.randint(1, 3) for _ in parts), parts)


def random_agreement(rng, parties):
    accepts = [OneOf(party, 0b10) for party in parties]
    rule = rng.randrange(6)
    if rule == 0:
        return All((accepts[0], Any(tuple(accepts[1:]))))
    if rule == 1:
        return AtLeast(rng.randint(1, 5), tuple(rng.randint(1, 3) for _ in parties), tuple(accepts))
    if rule == 2:
        return All((accepts[0], AtLeast(2, (1,) * len(parties), tuple(accepts))))
    return None


def random_talks(seed):
    rng = random.Random(seed)
    sizes = {name: rng.randint(1, 4) for name in "mczak"[: rng.randint(1, 4)]}
    parties = ["north", "south", "east"][: rng.randint(1, 3)]
    rules = rng.choice([TRUE, TRUE, random_condition(rng, sizes, 1)])
    names = rng.sample("abcdefgh", rng.randint(0, 7))
    speakers = parties[: rng.randint(1, len(parties))]  # the others demand nothing
    demands = tuple(
        Demand(
            name,
            rng.choice(speakers),
            random_condition(rng, sizes, rng.randint(0, 2)),
            rng.choice([0.0, 1.0, 0.5, 0.8, round(rng.random(), 2)]),
        )
        for name in names
    )
    return Talks(sizes, rules, demands, random_agreement(rng, parties))


def every_package(talks):
    options = product(*map(range, talks.sizes.values()))
    return [dict(zip(talks.sizes, x, strict=True)) for x in options]


def brute_force(talks):
    """Satisfiable subsets of the demands by definition, over every package."""
    allowed = [package for package in every_package(talks) if holds(talks.rules, package)]
    count = len(talks.demands)
    hold = [[holds(d.condition, package) for d in talks.demands] for package in allowed]

    def agreed(subset, row):
        accepts = {
            party: all(
                row[k] or not subset >> k & 1
                for k, d in enumerate(talks.demands)
                if d.party == party
            )
            for party in talks.parties
        }
        return holds(talks.agreement_rule, accepts)

    satisfiable = [any(agreed(s, row) for row in hold) for s in range(1 << count)]
    full = (1 << count) - 1
    blocking = {
        s
        for s in range(1 << count)
        if not satisfiable[s]
        and all(satisfiable[s & ~(1 << k)] for k in range(count) if s >> k & 1)
    }
    openings = {
        s
        for s in range(1 << count)
        if satisfiable[full & ~s]
        and not any(satisfiable[full & ~s | 1 << k] for k in range(count) if s >> k & 1)
    }
    number = sum(agreed(full, row) for row in hold)
    return bool(allowed), satisfiable, number, blocking, openings


def chance_of_giving_way(talks, names):
    """The least product of 1 - firmness over demands of each party none of which are nested."""
    packages = every_package(talks)
    result = 1.0
    for party in talks.parties:
        own = [d for d in talks.demands if d.party == party and d.id in names]
        allowed = [{k for k, x in enumerate(packages) if holds(d.condition, x)} for d in own]
        chances = [
            prod(1 - own[k].firmness for k in range(len(own)) if some >> k & 1)
            for some in range(1 << len(own))
            if not any(
                some >> j & 1 and some >> k & 1 and (one <= other or other <= one)
                for j, one in enumerate(allowed)
                for k, other in enumerate(allowed)
                if j != k
            )
        ]
        result *= min(chances)
    return result


def ids(talks, masks):
    names = [d.id for d in talks.demands]
    return {tuple(sorted(n for k, n in enumerate(names) if m >> k & 1)) for m in masks}


def agrees_with_brute_force(talks, **options):
    any_allowed, satisfiable, number, blocking, openings = brute_force(talks)
    answer = blockage(talks, **options)
    if number:
        assert (answer.cause, answer.packages) == ("nothing", number)
        assert holds(talks.satisfied_by(range(len(talks.demands))), answer.package)
        assert answer.agreement_exists
        return answer
    assert answer.package is None
    if not satisfiable[0]:
        assert answer.cause == ("agreement" if any_allowed else "rules")
        assert answer.blocking_sets == answer.openings == ()
        return answer
    assert answer.cause == "demands"
    found = [each.demands for each in answer.openings]
    blocked = [each.demands for each in answer.blocking_sets]
    wanted_openings, wanted_blocking = ids(talks, openings), ids(talks, blocking)
    firmness = {d.id: d.firmness for d in talks.demands}

    def ranked(sets, chance):
        return sorted(sets, key=lambda s: (-float(f"{chance(s):.12e}"), len(s), s))

    all_openings = ranked(wanted_openings, lambda s: chance_of_giving_way(talks, s))
    all_blocking = ranked(wanted_blocking, lambda s: prod(firmness[d] for d in s))
    assert answer.openings_complete == (len(all_openings) <= options.get("limit", 5_000))
    first = options.get("first", 10)
    assert answer.blocking_complete or len(blocked) <= first
    assert found == (all_openings if answer.openings_complete else all_openings[:first])
    assert blocked == (all_blocking if answer.blocking_complete else all_blocking[:first])
    for each in answer.openings:
        kept = [k for k, d in enumerate(talks.demands) if d.id not in each.demands]
        assert holds(talks.satisfied_by(kept), each.package)
        assert each.chance == pytest.approx(chance_of_giving_way(talks, each.demands))
    for one in answer.blocking_sets:  # duality, on what was returned
        assert not answer.openings_complete or all(set(one.demands) & set(o) for o in found)
    return answer
