"""How :class:`~lastyard.analyses.power.VotingPower` looks."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from lastyard.analyses.power import PowerMember, VotingPower
from lastyard.bodies import CatalogEntry
from lastyard.version import VERSION
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.views.why import method_blocks
from lastyard.views.wording import count_of

__all__ = [
    "METHOD",
    "power_json",
    "power_table",
    "votingpower_blocks",
    "votingpower_json",
    "why_power",
]

METHOD = (
    "Shapley-Shubik: the share of all orders of joining in which the member turns a losing "
    "coalition into a winning one; the shares of all members add up to one.",
    "Penrose-Banzhaf: the share of the coalitions of the others that the member turns.",
    "Members vote yes or no here; an abstention counts as a no. The indices describe the rule, "
    "not what anyone wants, and are no forecast.",
)
_LONGEST_FRACTION = 24


def votingpower_blocks(result: VotingPower) -> list[Block]:
    """Describe the power of every member."""
    rule = " ".join(result.body.rule.split())
    blocks: list[Block] = [
        Title(result.body.name),
        Paragraph(f"{count_of(result.body.size, 'member')}; adopted if {rule}."),
        power_table(result),
    ]
    if result.adopting is not None:
        blocks.append(
            Paragraph(f"{float(result.adopting):.4%} of all yes-or-no votes adopt a draft.")
        )
    if result.method == "quadrature":
        blocks.append(
            Paragraph(
                "Too large for exact fractions: worked out by quadrature over the chance that the "
                f"others vote yes; figures are likely off by less than {result.error_bound:.1g} "
                "(the change when half the points are used; an estimate, no bound)."
            )
        )
    if result.method == "sampled":
        blocks.append(
            Paragraph(
                f"Too large for exact figures: sampled from {result.samples:,} orders (seed "
                f"{result.seed}); no figure is off by more than {result.error_bound:.2g}, with "
                "95 % confidence for each."
            )
        )
    return blocks


def power_table(result: VotingPower) -> Table:
    """Return the table of the indices."""
    rows = [
        (
            f"each of {m.count:,}: {m.label}" if m.count > 1 else m.label,
            *_cells(m.shapley_shubik),
            *_cells(m.penrose_banzhaf),
        )
        for m in result.members
    ]
    header = ("member", "Shapley-Shubik", "", "Penrose-Banzhaf", "")
    return Table(header, rows, caption="Power indices")


def _cells(index: Fraction | float) -> tuple[str, str]:
    text = str(index) if isinstance(index, Fraction) else ""
    figure = f"{float(index):.6f}" if not 0 < index < 0.001 else f"{float(index):.4g}"
    return figure, text if len(text) <= _LONGEST_FRACTION else ""


def why_power(entry: CatalogEntry) -> list[Block]:
    """Describe what the answer rests on: the sources of the body, and the method."""
    sources = [
        tuple(text for text in (source.title, source.says, source.url) if text)
        for source in entry.sources
    ]
    days = " to ".join(str(day) if day else "..." for day in (entry.valid_from, entry.valid_to))
    remark = "no dates given" if days == "... to ..." else f"valid {days}"
    blocks: list[Block] = [Heading("What this rests on", remark), Items(sources)]
    if entry.notes:
        blocks.append(Paragraph(entry.notes))
    return [*blocks, *method_blocks(METHOD)]


def power_json(result: VotingPower) -> dict[str, Any]:
    """Return the indices by member; exact ones as fractions in text."""
    return {
        "method": result.method,
        "seed": result.seed,
        "shapley_shubik": {m.name: _number(m.shapley_shubik) for m in result.members},
        "penrose_banzhaf": {m.name: _number(m.penrose_banzhaf) for m in result.members},
        "counts": {m.name: m.count for m in result.members},
        "errors": {m.name: _errors(m) for m in result.members} if result.seed is not None else None,
        "error_bound": None if result.method == "exact" else result.error_bound,
        "adopting": None if result.adopting is None else str(result.adopting),
    }


def _number(index: Fraction | float) -> str | float:
    return str(index) if isinstance(index, Fraction) else index


def _errors(member: PowerMember) -> list[float]:
    return list(member.errors or ())


def votingpower_json(result: VotingPower) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {"lastyard": VERSION, "body": result.body.name, **power_json(result)}
