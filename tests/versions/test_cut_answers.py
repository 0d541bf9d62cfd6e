"""Two versions of which one answer was cut by the budget: what is not known is no change."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.budget import WORK, Budget

_SPEC = spec_from_file_location(
    "adversarial", Path(__file__).parent.parent / "budget" / "adversarial.py"
)
adversarial = module_from_spec(_SPEC)
_SPEC.loader.exec_module(adversarial)

# What each kind belongs to, as `not_compared` names it.
_OF = {
    "verdict": "impasse",
    "blocking set": "impasse",
    "opening": "impasse",
    "issue": "talks",
    "position": "talks",
    "gap": "talks",
}

_HARD = {
    "pigeon_demands": lambda: adversarial.pigeon_demands(4),
    "at_least": lambda: adversarial.at_least(6),
    "many_openings": lambda: adversarial.many_openings(8),
    "status_positions": lambda: adversarial.status_positions(40),
}


def _told(changes):
    return {(change.kind, change.name): change for change in changes.concluded}


@pytest.mark.thorough
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", sorted(_HARD))
def test_a_small_budget_tells_no_change_that_a_large_one_does_not(name, turned):
    """One version is easy, the other runs out: at different places at different budgets."""
    text = _HARD[name]()
    hard = ly.load_text(text)
    # Without its last statements, and with some words otherwise: easier, and cut elsewhere.
    lines = text.splitlines(keepends=True)
    last = max(k for k, line in enumerate(lines) if "{id: s" in line)
    easy = ly.load_text("".join(lines[: last - 3] + lines[last + 1 :]))
    old, new = (hard, easy) if turned else (easy, hard)
    with Budget(work=20 * WORK, memory=2_000_000_000):
        right = ly.diff(old, new)
    assert not right.stopped
    known = _told(right)
    for work in (3_000, 10_000, 40_000, 120_000):
        with Budget(work=work):
            found = ly.diff(old, new)
        for key, change in _told(found).items():
            assert key in known, (work, key)
            assert (change.old is None) == (known[key].old is None)
            assert (change.new is None) == (known[key].new is None)
        missing = {_OF[kind] for kind, _ in known.keys() - _told(found).keys()}
        assert missing <= set(found.not_compared), work


def test_it_is_told_which_answer_was_cut():
    text = adversarial.pigeon_demands(6)
    case = ly.load_text(text)
    other = ly.load_text(text.replace("firmness: 0.1", "firmness: 0.15", 1))
    with Budget(work=60_000):
        found = ly.diff(case, other)
    assert found.stopped
    assert "impasse" in found.not_compared
    assert "some of what blocks and what opens" in str(found)
    jsonschema = pytest.importorskip("jsonschema")
    from lastyard.show.published import ANSWERS

    jsonschema.validate(found.as_json(), ANSWERS["diff"])
