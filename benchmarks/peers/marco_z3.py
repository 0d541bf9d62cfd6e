"""A straightforward MARCO on z3 alone, to compare with (Liffiton et al. 2016).

One solver answers for subsets, one holds the map of what is explored; a satisfiable seed
is grown one demand at a time (skipping what the model already keeps), an unsatisfiable
one is reduced by its core and then one demand at a time. Parties must all accept.
"""

from __future__ import annotations

import time

import z3

from lastyard.conditions.tree import All, Any, AtLeast, Not, OneOf, Same, Total, bits


def expression(condition, options):
    """Return a condition as a z3 expression over one boolean per option."""
    match condition:
        case OneOf(issue, mask):
            return z3.Or([options[issue][k] for k in bits(mask)])
        case Total(terms, low, high):
            weighted = [(options[issue][k], w) for issue, row in terms for k, w in enumerate(row)]
            sides = []
            if low is not None:
                sides.append(z3.PbGe(weighted, low))
            if high is not None:
                sides.append(z3.PbLe(weighted, high))
            return z3.And(sides)
        case All(parts):
            return z3.And([expression(part, options) for part in parts])
        case Any(parts):
            return z3.Or([expression(part, options) for part in parts])
        case Not(part):
            return z3.Not(expression(part, options))
        case Same(left, right):
            return expression(left, options) == expression(right, options)
        case AtLeast(quota, weights, parts):
            pairs = zip(parts, weights, strict=True)
            return z3.PbGe([(expression(p, options), w) for p, w in pairs], quota)


def marco(dispute, seconds, most=None):
    """Return blocking sets, openings, and whether all were found in time."""
    options = {i: [z3.Bool(f"{i}={k}") for k in range(n)] for i, n in dispute.sizes.items()}
    subsets, explored = z3.Solver(), z3.Solver()
    for row in options.values():
        subsets.add(z3.PbEq([(one, 1) for one in row], 1))
    subsets.add(expression(dispute.rules, options))
    count = len(dispute.demands)
    selectors = [z3.Bool(f"s{k}") for k in range(count)]
    bodies = [expression(d.condition, options) for d in dispute.demands]
    for selector, body in zip(selectors, bodies, strict=True):
        subsets.add(z3.Implies(selector, body))
    place = {str(selector): k for k, selector in enumerate(selectors)}
    blocking, openings, end = [], [], time.process_time() + seconds

    def check(seed):
        return subsets.check([selectors[k] for k in seed]) == z3.sat

    while time.process_time() < end and (most is None or min(len(blocking), len(openings)) < most):
        if explored.check() != z3.sat:
            return blocking, openings, True
        model = explored.model()
        seed = {k for k in range(count) if not z3.is_false(model[selectors[k]])}
        if check(seed):
            seed |= _kept(subsets.model(), bodies)
            for k in range(count):
                if k not in seed and check(seed | {k}):
                    seed |= {k} | _kept(subsets.model(), bodies)
            lost = [k for k in range(count) if k not in seed]
            openings.append(frozenset(lost))
            explored.add(z3.Or([selectors[k] for k in lost]))
        else:
            core = {place[str(one)] for one in subsets.unsat_core()}
            for k in sorted(core):
                if k in core and not check(core - {k}):
                    core = {place[str(one)] for one in subsets.unsat_core()}
            blocking.append(frozenset(core))
            explored.add(z3.Or([z3.Not(selectors[k]) for k in core]))
    return blocking, openings, False


def _kept(model, bodies):
    return {
        k for k, body in enumerate(bodies) if z3.is_true(model.eval(body, model_completion=True))
    }
