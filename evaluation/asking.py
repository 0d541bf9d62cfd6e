"""How many questions it takes to find a package that all accept: ways of asking compared.

Usage: ``python -m evaluation.asking`` (``--cases``, ``--seed``, ``--questions``).

Every case is made up. What each party truly wants is one draw from the model's prior, and
whether it truly holds to a demand is a toss of its firmness. From that truth follow the
statements: positions, some of them insincere; a ranking of issues; offers; demands. The
statements, and nothing else, go into a case, whose beliefs come from the sampler that users
get. So the truth is none of the draws, and where people bluff the beliefs are wrong; what is
taken for granted is that people want things as the model says they do.
Only cases with a package that all accept are counted, for only there is something to find.

Example:
    >>> made = make(7, KINDS["plain"])
    >>> len(made.case.deciders), made.truth.accepts.shape
    (3, (81, 3))
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count, product

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.check import load_text
from lastyard.answers.next_step import Beliefs, beliefs_of
from lastyard.asking.belief import (
    AcceptanceQuestion,
    FirmnessQuestion,
    PreferenceQuestion,
    Question,
)
from lastyard.asking.simulate import (
    Way,
    ahead,
    best_first,
    in_order,
    informed,
    random_question,
    search,
)
from lastyard.case.model import Case
from lastyard.values import Posterior, Scale, sample, translate

__all__ = ["KINDS", "WAYS", "Kind", "MadeCase", "counts", "make"]

Array = NDArray[np.float64]
FIRMNESS = (0.3, 0.6, 0.9)
DRAWS = 256
PACKAGES = 256

WAYS: Mapping[str, Way] = {
    "propose the best": best_first,
    "fewest questions left": ahead,
    "most information": informed,
    "no learning": in_order,
    "random question": random_question,
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of made-up case.

    Attributes:
        parties: How many parties.
        issues: Options of each issue.
        demands: Most demands a party makes.
        bluffs: Probability that a position is not the true best option.
        offers: Offers a party makes.
        most_accepted: Count only cases in which at most this share of packages is
            accepted by all.
    """

    parties: int = 3
    issues: tuple[int, ...] = (3, 3, 3, 3)
    demands: int = 2
    bluffs: float = 0.2
    offers: int = 1
    most_accepted: float = 1.0


KINDS: Mapping[str, Kind] = {
    "plain": Kind(),
    "hard": Kind(issues=(4, 4, 3, 3), demands=3, bluffs=0.3, most_accepted=0.03),
}


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """What the parties truly want, over all packages.

    Attributes:
        worth: Value of each package, shape (packages, parties).
        accepts: Who would take it, same shape.
        holds: Per party and demand, whether it truly holds to it.
        shape: How many options each issue has.
    """

    worth: Array
    accepts: NDArray[np.bool_]
    holds: tuple[tuple[bool, ...], ...]
    shape: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MadeCase:
    """A made-up case with its hidden truth."""

    case: Case
    truth: Wishes


@dataclass(frozen=True, slots=True, eq=False)
class _Answers:
    """The truth, asked in the words of the beliefs."""

    truth: Wishes
    rows: NDArray[np.intp]

    def answer(self, question: Question) -> bool:
        """Return the answer of the party asked."""
        match question:
            case FirmnessQuestion(party, commitment):
                return self.truth.holds[party][commitment]
            case AcceptanceQuestion(party, package):
                return bool(self.truth.accepts[self.rows[package], party])
            case PreferenceQuestion(party, package, other):
                worth = self.truth.worth[:, party]
                return bool(worth[self.rows[package]] > worth[self.rows[other]])


@cache
def _prior(issues: tuple[int, ...]) -> Posterior:
    scales = tuple(_scale(k, size) for k, size in enumerate(issues))
    return sample(translate(scales, []), chains=128, draws=32, seed=12_345)


def _scale(place: int, size: int) -> Scale:
    # Every other issue is ordered, so that single peaks are tried as well.
    made = Scale.ordered if place % 2 == 0 else Scale.choice
    return made(f"i{place}", size)


def make(seed: int, kind: Kind) -> MadeCase:
    """Make a case up."""
    rng = np.random.default_rng(seed)
    prior = _prior(kind.issues)
    packages = np.array(list(product(*(range(size) for size in kind.issues))), dtype=np.intp)
    rows = prior.layout.rows(packages)
    worth = np.empty((len(packages), kind.parties))
    accepts = np.empty(worth.shape, dtype=np.bool_)
    holds, lines = [], []
    for party in range(kind.parties):
        wants = prior.draws[int(rng.integers(len(prior.draws)))]
        worth[:, party] = rows @ wants
        enough = worth[:, party] >= wants[prior.layout.reservation]
        tables = [wants[prior.layout.block(k)] for k in range(len(kind.issues))]
        lines += _wishes(rng, kind, party, tables, packages, worth[:, party])
        told, kept = _demands(rng, kind, party, tables)
        lines += told
        holds.append(tuple(really for _, _, really in kept))
        for issue, allowed, really in kept:
            if really:
                enough &= np.isin(packages[:, issue], allowed)
        accepts[:, party] = enough
    case = load_text(_text(kind, lines))
    return MadeCase(case, Wishes(worth, accepts, tuple(holds), kind.issues))


def _wishes(
    rng: np.random.Generator,
    kind: Kind,
    party: int,
    tables: Sequence[Array],
    packages: NDArray[np.intp],
    worth: Array,
) -> list[str]:
    """Return positions, a ranking of issues and offers."""
    lines = []
    for issue, table in enumerate(tables):
        if rng.random() < 0.6:
            said = int(np.argmax(table))
            if rng.random() < kind.bluffs:
                said = int(rng.integers(len(table)))
            lines.append(_line(party, f"position: {{i{issue}: o{said}}}"))
    stakes = [table.max() for table in tables]
    if rng.random() < 0.5:
        first, second = np.argsort(stakes)[::-1][:2].tolist()
        lines.append(_line(party, f"ranks: [i{first}, i{second}]"))
    for _ in range(kind.offers):
        # An offer asks for much, but for what others may take: good, among some at random.
        tried = rng.integers(len(packages), size=6)
        offered = packages[tried[int(np.argmax(worth[tried]))]]
        told = ", ".join(f"i{k}: o{option}" for k, option in enumerate(offered))
        lines.append(_line(party, f"offers: {{{told}}}"))
    return lines


def _demands(
    rng: np.random.Generator, kind: Kind, party: int, tables: Sequence[Array]
) -> tuple[list[str], list[tuple[int, list[int], bool]]]:
    """Return demands as lines, and each as issue, options that it allows, really held to."""
    lines, kept = [], []
    issues = rng.permutation(len(tables))[: int(rng.integers(kind.demands + 1))]
    for issue in issues.tolist():
        order = np.argsort(tables[issue])[::-1]
        allowed = sorted(order[: int(rng.integers(1, len(order)))].tolist())
        firmness = FIRMNESS[int(rng.integers(len(FIRMNESS)))]
        told = " or ".join(f"i{issue} == 'o{k}'" for k in allowed)
        lines.append(_line(party, f'requires: "{told}", firmness: {firmness}'))
        kept.append((issue, allowed, bool(rng.random() < firmness)))
    return lines, kept


def _line(party: int, says: str) -> str:
    return f"party: p{party}, on: 2024-01-05, {says}"


def _text(kind: Kind, lines: Sequence[str]) -> str:
    parties = ", ".join(f"p{k}: {{}}" for k in range(kind.parties))
    issues = "\n".join(
        f"  i{k}: {{options: [{', '.join(f'o{j}' for j in range(size))}]"
        + (", ordered: true}" if k % 2 == 0 else "}")
        for k, size in enumerate(kind.issues)
    )
    said = "\n".join(f"  - {{id: s{k}, {line}}}" for k, line in enumerate(lines))
    head = f"title: Made up\nparties: {{{parties}}}\nissues:\n{issues}\n"
    return head + (f"statements:\n{said}\n" if said else "")


def _believed(made: MadeCase, seed: int) -> tuple[Beliefs, _Answers]:
    beliefs = beliefs_of(made.case, None, seed=seed, most_draws=DRAWS, most_packages=PACKAGES)
    rows = np.ravel_multi_index(tuple(beliefs.options.T), made.truth.shape)
    return beliefs, _Answers(made.truth, rows.astype(np.intp))


def counts(kind: Kind, cases: int, seed: int, questions: int) -> NDArray[np.intp]:
    """Count the questions to a package that all accept, by every way on the same cases.

    Args:
        kind: The kind of case.
        cases: How many cases.
        seed: Same seed, same cases.
        questions: Most questions; ``questions + 1`` stands for not found by then.

    Returns:
        Shape (cases, ways), in the order of ``WAYS``.
    """
    found: list[list[int]] = []
    for number in count(seed * 1_000_000):
        if len(found) == cases:
            break
        made = make(number, kind)
        if not 0.0 < made.truth.accepts.all(axis=1).mean() <= kind.most_accepted:
            continue
        beliefs, answers = _believed(made, number)
        row = []
        for way in WAYS.values():
            ended = search(beliefs.talks, answers, way, limit=questions, seed=number)
            row.append(len(ended.asked) if ended.package is not None else questions + 1)
        found.append(row)
    return np.array(found, dtype=np.intp)


def _interval(values: Array) -> str:
    """Write a mean with its 95 % bootstrap interval over cases."""
    rng = np.random.default_rng(0)
    picks = rng.integers(len(values), size=(2_000, len(values)))
    low, high = np.quantile(values[picks].mean(axis=1), [0.025, 0.975])
    return f"{values.mean():.2f} ({low:.2f} to {high:.2f})"


def _table(name: str, found: NDArray[np.intp], questions: int) -> str:
    marks = [n for n in (3, 5, 8, 12, 20, 30, 60) if n <= questions]
    lines = [
        f"\n### Questions to a package that all accept: {name}, {len(found)} cases\n",
        f"| | {' | '.join(f'found after {n}' for n in marks)} | mean | less than propose the best |",
        "|---" * (len(marks) + 3) + "|",
    ]
    for column, way in enumerate(WAYS):
        own = found[:, column]
        shares = [_interval((own <= n).astype(np.float64)) for n in marks]
        less = _interval((found[:, 0] - own).astype(np.float64)) if column else ""
        cells = [*shares, _interval(own.astype(np.float64)), less]
        lines.append(f"| {way} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print all figures."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.asking", description=__doc__)
    parser.add_argument("--cases", type=int, default=100, help="how many of each kind")
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, kind in KINDS.items():
        found = counts(kind, options.cases, options.seed, options.questions)
        sys.stdout.write(_table(name, found, options.questions))
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
