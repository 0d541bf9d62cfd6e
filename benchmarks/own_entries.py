"""Cases of parties that wrote their own entries: an order of issues, best options, one never, three answers."""

from __future__ import annotations

import random


def generated(parties, issues, options, seed=0):
    """Return a case file."""
    rng = random.Random(seed)
    lines = ["title: Own entries", "parties:"]
    lines += [f"  p{p}: {{name: Party {p}}}" for p in range(parties)]
    names = ", ".join(f"o{k}" for k in range(options))
    lines += ["issues:", *(f"  i{i}: {{options: [{names}]}}" for i in range(issues)), "statements:"]
    for p in range(parties):
        order = list(range(issues))
        rng.shuffle(order)
        worth = [[rng.random() for _ in range(options)] for _ in range(issues)]
        stakes = sorted((rng.random() for _ in range(issues)), reverse=True)
        stake = {i: stakes[place] for place, i in enumerate(order)}
        best = [max(range(options), key=own.__getitem__) for own in worth]
        first = order[0]
        worst = min(range(options), key=worth[first].__getitem__)

        def said(id, what, p=p):
            return f"  - {{id: p{p}-{id}, party: p{p}, on: 2024-05-01, {what}}}"

        def package(picked):
            return "{" + ", ".join(f"i{i}: o{k}" for i, k in enumerate(picked)) + "}"

        lines.append(said("order", f"ranks: [{', '.join(f'i{i}' for i in order)}]"))
        lines.append(said("best", f"position: {package(best)}"))
        never = f"i{first} == 'o{worst}'"
        lines.append(said("never", f'firmness: 1, rejects: "{never}"'))
        for number in range(3):
            picked = [rng.randrange(options) for _ in range(issues)]
            if picked[first] == worst:
                picked[first] = best[first]
            total = sum(stake[i] * worth[i][k] / worth[i][best[i]] for i, k in enumerate(picked))
            verb = "accepts" if total > sum(stakes) / 2 else "refuses"
            answer = f"confidential: true, {verb}: {package(picked)}"
            lines.append(said(f"answer{number}", answer))
    return "\n".join(lines) + "\n"
