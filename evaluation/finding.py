"""Task 6: questions in confidence, and the package that is then proposed.

After one offer of each side, questions are asked one after the other, each that which
:func:`lastyard.asking.finding.best_question` finds worth most, to either person; or each person's top issue
first. Answers follow the true values; some are wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evaluation.improving import side
from evaluation.inference import until
from evaluation.proposals import figures_of, packages_of, true_gains
from evaluation.records import Division, interval
from lastyard.answers.next_step import WORTH_ASKING
from lastyard.asking.finding import Compare, Matters, best_question, proposal, told

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.asking.finding import Question
    from lastyard.values.likelihood import Rationality

QUESTIONS = 6
_TRUST = 0.95


def score(
    records: Sequence[Division],
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
    wrong: float = 0.0,
) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Share of the best Nash product after 0 to 6 answers, chosen and by top issues.

    Only negotiations that ended in a deal count, as in task 3.

    Args:
        records: The records.
        rationality: Figures of the likelihood.
        weights: Weights of words.
        wrong: Share of answers that are wrong.
    """
    chosen: list[list[float]] = []
    tops: list[float] = []
    stopped: list[tuple[float, float]] = []
    names = []
    rng = np.random.default_rng(0)
    for record in records:
        length = until(record.events, dict.fromkeys(record.parties, 1))
        if length is None or record.deal is None:
            continue
        own = weights(record.id) if callable(weights) else weights
        packages = packages_of(record)
        gains = true_gains(record, packages)
        start = tuple(
            side(record, party, packages, rationality, own, record.events[:length])
            for party in record.parties
        )

        def share(
            package: int | None, gains: np.ndarray = gains, record: Division = record
        ) -> float:
            return figures_of(gains, package or 0, record)[0]

        believed, row, enough = start, [share(proposal(start))], QUESTIONS
        for count in range(QUESTIONS):
            asked = best_question(believed, _TRUST)
            if asked is None or asked.rise < WORTH_ASKING:
                enough = min(enough, count)
            if asked is not None:
                answer = _answer(record, gains, asked.question, wrong, rng)
                believed = told(believed, asked.question, answer, _TRUST)
            row.append(share(proposal(believed)))
        chosen.append(row)
        stopped.append((row[enough], float(enough)))
        believed = start
        for party in (0, 1):
            answer = _answer(record, gains, Matters(party), wrong, rng)
            believed = told(believed, Matters(party), answer, _TRUST)
        tops.append(share(proposal(believed)))
        names.append(record.id)
    table = np.array(chosen)
    found = {f"{k} answers": {"nash": interval(table[:, k], names)} for k in range(QUESTIONS + 1)}
    found["top issue of both"] = {"nash": interval(np.array(tops), names)}
    share_then, asked_then = np.array(stopped).T
    found["until none is worth asking"] = {"nash": interval(share_then, names)}
    found["answers until then"] = {"nash": interval(asked_then, names)}
    return found


def _answer(
    record: Division,
    gains: np.ndarray,
    question: Question,
    wrong: float,
    rng: np.random.Generator,
) -> int:
    """The answer by the true values; a wrong one, any other, at the rate given."""
    lies = rng.random() < wrong
    if isinstance(question, Compare):
        worth = gains[:, question.party]
        true = int(np.sign(np.round(worth[question.package] - worth[question.other], 9)))
        others = [each for each in (1, 0, -1) if each != true]
    else:
        party = record.parties[question.party]
        stakes = np.array(record.worth[party]) * np.array(record.units)
        true = int(rng.choice(np.flatnonzero(stakes >= stakes.max() - 1e-9)))
        others = [k for k in range(len(stakes)) if k != true]
    return int(rng.choice(others)) if lies else true
