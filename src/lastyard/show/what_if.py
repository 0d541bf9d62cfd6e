"""How :class:`~lastyard.answers.what_if.WhatIf` looks: what would change first, then both sides."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lastyard.answers.impasse import Impasse
from lastyard.answers.what_if import Assumption, WhatIf
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Table
from lastyard.show.disputes import about_in_words, sides_in_words
from lastyard.show.impasse import METHOD, verdict_blocks
from lastyard.show.marks import cite
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import chance_in_words, number_in_words, says_in_words, statement_in_words

__all__ = ["whatif_blocks", "whatif_why"]

_UNKNOWN = "not known"


def whatif_blocks(result: WhatIf) -> list[Block]:
    """Describe what would change, both sides, and then the scenario."""
    case = result.case
    supposed = [(_assumption(case, each),) for each in result.assumed]
    blocks: list[Block] = [title_of(case, result.day), Heading("Supposing"), Items(supposed)]
    blocks += [Heading("What would change"), Items([(line,) for line in _differences(result)])]
    rows = [
        ("a package fits all that was said", *_both(result, _verdict)),
        ("packages that do", *_both(result, _packages)),
        ("disputes", *_both(result, lambda found: number_in_words(len(found.disputes)))),
        ("chance that all of them open", *_both(result, _opens)),
        ("likeliest way through", *_both(result, _likeliest)),
    ]
    blocks += [Table(("", "as it is", "then"), rows, caption="As it is, and as it would be")]
    return [*blocks, Heading("Then"), *verdict_blocks(result.scenario)]


def _assumption(case: Case, each: Assumption) -> str:
    told = says_in_words(case, each.made)
    if each.what == "without":
        return f"without {statement_in_words(case, each.made)}: {told}"
    if each.what == "firmness":
        before = next(s for s in case.statements if s.id == each.statement)
        return (
            f"firmness of {cite(each.statement)} {float(each.made.firmness):.2f} instead of "
            f"{float(before.firmness):.2f}"
        )
    return f"{case.party(each.made.party).name} {told}"


def _differences(result: WhatIf) -> list[str]:
    case, base, then = result.case, result.base, result.scenario
    lines = []
    if base.agreement_exists is False and then.agreement_exists:
        lines.append("A deal would be possible.")
    if base.agreement_exists and then.agreement_exists is False:
        lines.append("No deal would be possible any more.")
    lines += [
        f"settled: {about_in_words(each)} ({sides_in_words(case, each)})" for each in result.settled
    ]
    lines += [
        f"still a dispute, with other statements: {about_in_words(each)} ({sides_in_words(case, each)})"
        for each in result.changed
    ]
    lines += [
        f"new dispute: {about_in_words(each)} ({sides_in_words(case, each)})"
        for each in result.appeared
    ]
    before, after = base.chance_open, then.chance_open
    if before is not None and after is not None and before != after:
        lines.append(
            f"that all disputes open has a chance of {chance_in_words(Fraction(after))} instead of "
            f"{chance_in_words(Fraction(before))}"
        )
    if base.packages and then.packages and base.packages != then.packages:
        lines.append(
            f"{number_in_words(then.packages)} packages would fit all that was said instead of "
            f"{number_in_words(base.packages)}"
        )
    return lines or ["nothing that blocks or opens a deal"]


def _both(result: WhatIf, tell: Callable[[Impasse], str]) -> tuple[str, str]:
    return tell(result.base), tell(result.scenario)


def _verdict(found: Impasse) -> str:
    return {True: "yes", False: "no", None: _UNKNOWN}[found.agreement_exists]


def _packages(found: Impasse) -> str:
    return "too many to count" if found.packages is None else number_in_words(found.packages)


def _opens(found: Impasse) -> str:
    if found.agreement_exists:
        return "-"
    return _UNKNOWN if found.chance_open is None else chance_in_words(Fraction(found.chance_open))


def _likeliest(found: Impasse) -> str:
    return chance_in_words(found.openings[0].chance) if found.openings else "-"


def whatif_why(result: WhatIf) -> tuple[Block, ...]:
    """Return what it rests on."""
    binding = dict.fromkeys((*result.base.binding, *result.scenario.binding))
    return why_blocks(result.case, result.day, tuple(binding), METHOD)
