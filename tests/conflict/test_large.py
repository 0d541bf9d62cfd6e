import numpy as np
import pytest

from lastyard.conflict import (
    CONCEPTS,
    READINGS,
    Option,
    OptionModel,
    explain,
    from_payoffs,
    stability,
)


@pytest.mark.slow
@pytest.mark.parametrize("reading", READINGS)
def test_thousands_of_states_against_explanations(reading):
    names = ("A", "B", "C", "D")
    options = tuple(Option(f"o{k}", names[k // 3]) for k in range(12))
    graph = OptionModel(names, options, ("1 and 4", "7 and not 10")).graph()
    rng = np.random.default_rng(5)
    size = len(graph.labels)
    conflict = graph.with_preferences(
        [from_payoffs(rng.integers(0, size // 4, size)) for _ in names]
    )
    result = stability(conflict, reading=reading)
    for state in rng.choice(size, 60, replace=False):
        for i, concept in ((i, c) for i in range(4) for c in CONCEPTS):
            found = explain(conflict, int(state), i, concept, reading=reading).stable
            assert result.individual[concept][i, state] == found
