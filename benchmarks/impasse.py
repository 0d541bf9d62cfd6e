"""Blocking sets and openings on generated cases, against MARCO on z3 in the same run.

Run: python -m benchmarks.impasse [seconds for the peer on each case]

For 200 statements the own search gives the ten likeliest of each kind, proved to be that;
the peer gives any ten of each.
"""

from __future__ import annotations

import os
import random
import sys
import time

from benchmarks.peers.marco_z3 import marco

from lastyard.blocking import Demand, Talks, blockage
from lastyard.conditions.tree import All, Any, Not, OneOf
from lastyard.space import Space


def generated(count, seed, parties=5, issues=15, options=5, rules=10):
    """Return talks: each party has an ideal option per issue and asks for what is near it.

    Statements touch one to three issues: a range on one, one of several ranges, ranges
    together, or "if this, then those".
    """
    rng = random.Random(seed)
    sizes = {f"issue{k}": options for k in range(issues)}
    names = list(sizes)

    def some(issue, number):
        return OneOf(issue, sum(1 << k for k in rng.sample(range(options), number)))

    pairs = [rng.sample(names, 2) for _ in range(rules)]
    allowed = All(tuple(Any((some(one, 3), some(other, 3))) for one, other in pairs))
    ideal = {f"party{p}": {i: rng.randrange(options) for i in names} for p in range(parties)}
    demands = []
    for k in range(count):
        party = f"party{rng.randrange(parties)}"

        def near(issue, party=party):
            width = rng.choice((1, 2, 2, 3))
            first = ideal[party][issue] - rng.randrange(width)
            return OneOf(issue, ((1 << width) - 1) << max(0, min(options - width, first)))

        form, chosen = rng.random(), rng.sample(names, rng.randint(1, 3))
        if len(chosen) == 1 or form < 0.5:
            condition = Any(tuple(map(near, chosen)))
        elif form < 0.8:
            condition = All(tuple(map(near, chosen)))
        else:
            condition = Any((Not(near(chosen[0])), All(tuple(map(near, chosen[1:])))))
        demands.append(Demand(f"s{k:03}", party, condition, round(rng.uniform(0.2, 1), 2)))
    return Talks(sizes, allowed, tuple(demands))


def blocked(count, number):
    """Return the first generated talks of a size that are blocked, with their seeds."""
    seed = 0
    while number:
        talks = generated(count, seed)
        together = talks.satisfied_by(range(len(talks.demands)))
        if Space(talks.sizes, talks.rules).exists() and not Space(talks.sizes, together).exists():
            yield seed, talks
            number -= 1
        seed += 1


def quickest(runs, run):
    """Return the least time of some runs, and the result."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return min(times), result


def compare(count, seed, talks, seconds):
    """Print one line of the table."""
    everything = count <= 50
    # Short runs are repeated, and the quickest counts, on both sides.
    runs = 5 if count <= 20 else 1
    limit = 50_000 if everything else 5_000
    own, answer = quickest(runs, lambda: blockage(talks, limit=limit, first=10))
    peer, found = quickest(runs, lambda: marco(talks, seconds, None if everything else 10))
    sets, openings, finished = found
    if finished and everything:
        place = {d.id: k for k, d in enumerate(sorted(talks.demands, key=lambda d: d.id))}
        assert {frozenset(place[d] for d in b.demands) for b in answer.blocking_sets} == set(sets)
        assert {frozenset(place[d] for d in o.demands) for o in answer.openings} == set(openings)
    ended = "all" if finished else f"stopped: {len(sets)} and {len(openings)}"
    whole = answer.blocking_complete and answer.openings_complete
    proved = answer.blocking_likeliest and answer.openings_likeliest
    given = "all" if whole else "the likeliest" if proved else "found so far"
    print(
        f"| {count} | {seed} | {len(answer.blocking_sets)} | {len(answer.openings)} "
        f"| {given} | {own:.3f} | {peer:.2f} ({ended}) | {'' if finished or not everything else '> '}"
        f"{peer / own:.1f} |",
        flush=True,
    )


def main(seconds=30):
    print(
        f"Load average before: {os.getloadavg()[0]:.1f}; the peer is stopped after {seconds} s.\n"
    )
    print("| statements | seed | blocking sets | openings | given | s | MARCO on z3, s | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for count, number in ((20, 3), (50, 3), (200, 3)):
        for seed, talks in blocked(count, number):
            compare(count, seed, talks, seconds)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 30)
