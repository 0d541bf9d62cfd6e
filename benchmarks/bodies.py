"""Cost of chances, power and cheapest sets for bodies of several shapes.

Run: python benchmarks/bodies.py
"""

import time
from pathlib import Path

import numpy as np

from lastyard.bodies import (
    Body,
    Member,
    adoption_chance,
    cheapest_sets,
    numeric_power,
    power,
    read_entry,
)

CATALOG = Path(__file__).resolve().parents[1] / "catalog" / "bodies"


def timed(label, work):
    start = time.perf_counter()
    result = work()
    print(f"{label:58s} {time.perf_counter() - start:8.3f} s", flush=True)
    return result


def same(body, three):
    return {m.name: three for m in body.members}


def main():
    eu = read_entry(CATALOG / "eu-treaties-2016" / "council-on-proposal.yaml").body()
    timed("EU-27 with the blocking clause: exact power", lambda: power(eu))
    timed(
        "EU-27: chance and every member's part in it",
        lambda: adoption_chance(eu, same(eu, (0.6, 0.1, 0.3))),
    )
    votes = {m.name: "no" if k % 2 else "yes" for k, m in enumerate(eu.members)}
    timed("EU-27: five cheapest sets", lambda: cheapest_sets(eu, votes, "adopt"))
    law = read_entry(CATALOG / "us-constitution" / "federal-law.yaml").body()
    timed("US federal law, 537 members: exact power", lambda: power(law))
    timed("US federal law: chance", lambda: adoption_chance(law, same(law, (0.5, 0.1, 0.4))))
    rng = np.random.default_rng(0)
    weights = np.minimum(np.round(rng.pareto(1.2, 198) * 30 + 5), 1500).astype(int)
    fund = Body(
        "198 members with weights",
        tuple(Member(f"m{k}", {"v": int(w)}) for k, w in enumerate(weights)),
        "yes by v >= 85 % of members by v",
    )
    timed(f"198 members, {weights.sum()} votes: exact power", lambda: power(fund))
    timed("198 members: chance", lambda: adoption_chance(fund, same(fund, (0.8, 0.1, 0.1))))
    crowd = Body(
        "a million",
        (Member("a", {"w": 1}, 600_000), Member("b", {"w": 2}, 399_999), Member("chair", {"w": 9})),
        "yes by w > 1/2 of members by w",
    )
    timed(
        "a million in classes: chance", lambda: adoption_chance(crowd, same(crowd, (0.5, 0.1, 0.4)))
    )
    result = timed("a million in classes: power by quadrature", lambda: numeric_power(crowd))
    print(f"  indices sum to one within {result.defect:.1e}")


if __name__ == "__main__":
    main()
