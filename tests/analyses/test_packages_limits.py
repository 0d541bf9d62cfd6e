"""So many parties and options that nobody's values are drawn: the limit, from both sides."""

import pytest

import lastyard as ly
from lastyard.answers.packages.find import Work
from lastyard.answers.packages.parties import too_much
from lastyard.budget import spend


def case_of(parties, issues, options):
    names = ", ".join(f"o{k}" for k in range(options))
    said = ", ".join(f"i{i}: o0" for i in range(issues))
    return ly.load_text(
        "\n".join(
            ["title: Talks", "parties:"]
            + [f"  p{p}: {{}}" for p in range(parties)]
            + ["issues:"]
            + [f"  i{i}: {{options: [{names}]}}" for i in range(issues)]
            + ["statements:"]
            + [
                f"  - {{id: s{p}, party: p{p}, on: 2024-01-05, offers: {{{said}}}}}"
                for p in range(parties)
            ]
        )
    )


@pytest.mark.parametrize(
    ("parties", "issues", "options", "refused"),
    [(8, 20, 10, False), (9, 20, 10, True), (100, 10, 5, False), (110, 10, 5, True)],
)
def test_the_limit_of_unknowns(parties, issues, options, refused):
    # Unknowns of a party: its options, one stake an issue, the reservation value.
    assert (parties * (issues * (options + 1) + 1) ** 2 > 400_000) == refused
    case = case_of(parties, issues, options)
    found = too_much(case, case.statements)
    assert (found is not None) == refused
    if refused:
        assert "use fewer parties or coarser steps" in found


def test_parties_that_said_nothing_do_not_count():
    case = case_of(9, 20, 10)
    assert too_much(case, case.statements[:8]) is None


@pytest.mark.thorough
def test_an_answer_without_the_repairs_of_contradictions_stands(monkeypatch):
    """500 statements had no answer at all where only these did not end."""
    monkeypatch.setattr(Work, "_contradictions", lambda *_: spend(1 << 60))
    found = ly.packages(case_of(2, 2, 2))
    assert found.packages
    assert found.contradictions == ()
    assert found.stopped[0].what == "what would repair contradictions"
