"""What a party may want: from what was said to certain, possible and likely values.

Example:
    >>> import numpy as np
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Peak("full", 0, 2), Takes("fallback", ((0, 1), (1, 0)))])
    >>> judge_packages(problem, np.array([[1, 0], [0, 1]])).statuses
    ('certain', 'possible')
    >>> bool(0 < acceptability(sample(problem, seed=7), np.array([[1, 0]])).value[0] < 1)
    True
"""

from lastyard.values.acceptability import (
    Index,
    Threshold,
    acceptability,
    agreement,
    everyone,
    share_error,
    shares_of_all,
)
from lastyard.values.best import Best, best_package
from lastyard.values.certainty import (
    Contradiction,
    ContradictionError,
    Judgement,
    contradicts,
    find_contradiction,
    judge_packages,
    judge_preferences,
)
from lastyard.values.likelihood import (
    Evidence,
    Outlook,
    Rationality,
    chance_of_yes,
    evidence,
    fitted,
    own_issue,
    released,
)
from lastyard.values.posterior import Posterior, sample
from lastyard.values.problem import (
    Bound,
    Constraint,
    Direction,
    Layout,
    Peak,
    Points,
    Prefers,
    Ranks,
    Refuses,
    Saying,
    Scale,
    Stresses,
    Takes,
    ValueProblem,
    ValuesError,
    translate,
    without,
)
from lastyard.values.robust import Robust, robust_among, robust_search
from lastyard.values.sampler import MixingError
from lastyard.values.sequence import Weighted, weights_for
from lastyard.values.words import ELSEWHERE, Heard, heard, word_weights, words_fitted

__all__ = [
    "ELSEWHERE",
    "Best",
    "Bound",
    "Constraint",
    "Contradiction",
    "ContradictionError",
    "Direction",
    "Evidence",
    "Heard",
    "Index",
    "Judgement",
    "Layout",
    "MixingError",
    "Outlook",
    "Peak",
    "Points",
    "Posterior",
    "Prefers",
    "Ranks",
    "Rationality",
    "Refuses",
    "Robust",
    "Saying",
    "Scale",
    "Stresses",
    "Takes",
    "Threshold",
    "ValueProblem",
    "ValuesError",
    "Weighted",
    "acceptability",
    "agreement",
    "best_package",
    "chance_of_yes",
    "contradicts",
    "everyone",
    "evidence",
    "find_contradiction",
    "fitted",
    "heard",
    "judge_packages",
    "judge_preferences",
    "own_issue",
    "released",
    "robust_among",
    "robust_search",
    "sample",
    "share_error",
    "shares_of_all",
    "translate",
    "weights_for",
    "without",
    "word_weights",
    "words_fitted",
]
