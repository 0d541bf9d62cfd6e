"""What the words mean that answers use; docs/glossary.md is written from here.

Example:
    >>> term("a blocking set").name
    'blocking set'
    >>> [each.name for each in GLOSSARY][:2]
    ['acceptability', 'agreement index']
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["GLOSSARY", "Term", "as_markdown", "term"]


class Term(NamedTuple):
    """A word of the answers.

    Attributes:
        name: The word.
        meaning: What it means, in sentences that need no other page.
        others: Other words for the same, by which it is found too.
    """

    name: str
    meaning: str
    others: tuple[str, ...] = ()


GLOSSARY = (
    Term(
        "acceptability",
        "How likely a package is to be worth no deal or more to a party, from what it said. It is "
        "not the chance of a yes: people turn down most offers that would be better for them than "
        "no deal, hoping for more.",
        ("acceptability index", "index"),
    ),
    Term(
        "agreement index",
        "How likely it is that a package is acceptable to all whose agreement is needed. It puts "
        "packages in an order; it is no forecast.",
        ("agreement",),
    ),
    Term(
        "agreement rule",
        "Who has to accept for a deal: all parties unless the case says otherwise, or a number of "
        "them, some with a veto.",
    ),
    Term(
        "alternative",
        "What a party has when there is no deal. Its value is the reservation value: a package "
        "worth less than that is worse for it than no deal.",
        ("BATNA", "reservation value", "no deal"),
    ),
    Term(
        "apart",
        "Parties are apart on an issue where they ask for different things, or one asks for what "
        "another refuses, although no dispute is about it. Only those count whom the agreement rule "
        "names.",
        ("apart as well",),
    ),
    Term(
        "ballot",
        "How a member of a voting body votes on a draft: yes, abstain or no; or it is absent. "
        "What a party's statements leave of the draft says how it would vote, where no ballot is "
        "written.",
        ("abstention", "vote"),
    ),
    Term(
        "bargaining range",
        "On an issue with an order, from the least to the most that anybody asked for, offered or demanded. "
        "Packages are sought within it, where somebody spoke for less and somebody for more.",
        ("range",),
    ),
    Term(
        "binding",
        "A statement binds when it excludes packages: what a party requires, rejects or, complete "
        "package by package, refuses, and the points it gave with a value of no deal.",
        ("commitment", "demand", "red line"),
    ),
    Term(
        "blocking set",
        "A smallest set of statements that no package satisfies together: with any one of them gone, "
        "the others could be kept (minimal unsatisfiable subset).",
    ),
    Term(
        "certain",
        "So in every way in which what was said can be true, if it is taken at its word. Possible: so "
        "in some of them. Never: in none.",
        ("possible", "never", "impossible"),
    ),
    Term(
        "confidence",
        "How sure it is that a statement was made and coded right, from 0 to 1.",
    ),
    Term(
        "dispute",
        "A part of what blocks a deal: blocking sets that share statements with one another and with "
        "no others. Each dispute has to be settled, and each can be settled by itself.",
    ),
    Term(
        "efficient",
        "A package is efficient when no other one is better for one party and worse for none. The "
        "efficient packages are the Pareto frontier.",
        ("Pareto frontier", "frontier"),
    ),
    Term(
        "fair packages",
        "Packages that well-known rules of fairness choose: the largest product of gains over no deal "
        "(Nash), equal shares of the greatest gains (Kalai and Smorodinsky), the least gain as large "
        "as can be (egalitarian), the largest sum of gains (utilitarian).",
        ("fair", "Nash", "Nash solution", "Kalai-Smorodinsky", "egalitarian", "utilitarian"),
    ),
    Term(
        "firmness",
        "How likely a party is to walk away rather than give way on a demand, as whoever coded the "
        "case read it: tentative, stated, firm, absolute, or a number from 0 to 1.",
    ),
    Term(
        "gap",
        "How far two parties are apart on an issue, as a share of its range: between what the two ask "
        "for, or from what one asks for to the nearest option that the other leaves open, whichever "
        "is wider.",
        ("gap by position", "gap by refusal"),
    ),
    Term(
        "gap by commitment",
        "How far apart the nearest options are that the commitments of two parties leave open. 0 means "
        "that nothing they committed to keeps them apart on this issue alone.",
        ("by commitment",),
    ),
    Term(
        "give way",
        "A demand gives way where its party takes a package that breaks it. How likely that is rests "
        "on the firmness that was coded; on one issue with an order a demand can give way by a part "
        "of the way, which is likelier.",
        ("gives way", "giving way"),
    ),
    Term(
        "issue",
        "One thing that is negotiated, with its options: steps in an order, a range of numbers, or "
        "options without an order.",
        ("option", "options"),
    ),
    Term(
        "mediator",
        "Who hosts and proposes and neither accepts nor refuses; what it offers is told and "
        "binds nobody.",
        ("facilitator",),
    ),
    Term(
        "movement",
        "How far each party has to go, in steps and as a share of the range, for an opening to "
        "leave a package. Where two can share the way, the trade-off lists how.",
        ("trade-off", "concession"),
    ),
    Term(
        "near",
        "All parties ask for something on the issue, nobody asks for what another refuses, and the two "
        "furthest apart are one step, or a tenth of a range of numbers, from each other.",
    ),
    Term(
        "one or two concessions apart",
        "In words, that the chance that somebody gives way in every dispute is a tenth or more, by the "
        "firmness coded; less is called far apart. On nine recorded negotiations it was .14 to .75 "
        "where there was a deal in the end, and .02 to .04 where there was none.",
        ("far apart",),
    ),
    Term(
        "opening",
        "A smallest set of statements whose giving way leaves a package (minimal correction set). Who "
        "has to give way at least; in real talks parties often give more.",
    ),
    Term(
        "own issue",
        "An issue that is a party's own, its target or its cost, as the case says by `of`. It is "
        "then likely to weigh more with that party.",
    ),
    Term(
        "package",
        "One option for every issue: a whole deal. A partial package leaves some issues open.",
        ("deal",),
    ),
    Term(
        "party",
        "Somebody at the table whose acceptance may be needed. A mediator or an observer speaks "
        "and neither accepts nor refuses.",
        ("observer",),
    ),
    Term(
        "position",
        "What a party last asked for on an issue, or the one option that its commitments leave open.",
    ),
    Term(
        "power",
        "How often a member of a voting body turns a losing side into a winning one: Shapley-Shubik "
        "over all orders of joining, Penrose-Banzhaf over all sides. It describes the rule, not what "
        "anybody wants.",
        ("Shapley-Shubik", "Penrose-Banzhaf", "Banzhaf"),
    ),
    Term(
        "prior only",
        "Nothing that a party said tells what it likes, so every way of liking is taken to be as "
        "likely as any other. A figure that rests on the prior alone says next to nothing.",
        ("prior",),
    ),
    Term(
        "quorum",
        "How many members of a voting body have to be present for a vote to count.",
    ),
    Term(
        "ratifier",
        "A body that has to approve later what a party has agreed to: a senate, members in a "
        "ballot, a coalition partner. Its demands bind at ratification, not at the table.",
        ("ratification",),
    ),
    Term(
        "robust package",
        "The package whose worst case is best for the parties, by what is certain alone.",
        ("robust",),
    ),
    Term(
        "stable state",
        "A state of what each party does alone that nobody would leave, given what the others could "
        "do in answer: by Nash, general metarational (GMR), symmetric metarational (SMR) or sequential "
        "stability (SEQ).",
        ("equilibrium", "sequential stability", "SEQ", "GMR", "SMR"),
    ),
    Term(
        "stakes",
        "How much an issue matters to a party, as a share of all that it has at stake.",
        ("weight", "stake"),
    ),
    Term(
        "status quo",
        "How things are on every issue while there is no deal.",
    ),
    Term(
        "veto",
        "A member without which nothing is adopted, or one whose no defeats a draft; an "
        "abstention is none unless the rule says so.",
    ),
    Term(
        "zone of possible agreement",
        "The packages that are worth no deal or more to all whose agreement is needed, so that "
        "any of them could be agreed. Empty where demands stand against each other and none "
        "gives way.",
        ("ZOPA",),
    ),
)


def term(text: str) -> Term | None:
    """Return the term that a text names, by its word or another for it; None when there is none.

    Args:
        text: The word, in any case; an article before it does not count.
    """
    wanted = text.strip().casefold().removeprefix("a ").removeprefix("an ").removeprefix("the ")
    for each in GLOSSARY:
        names = [name.casefold() for name in (each.name, *each.others)]
        if wanted in names or wanted.removesuffix("s") in names:
            return each
    return None


def as_markdown() -> str:
    """Return the page of the docs."""
    lines = [
        "# Glossary",
        "",
        "The words that answers use. `lastyard explain TERM` says the same on the terminal.",
        "",
    ]
    for each in GLOSSARY:
        also = f" Also: {', '.join(each.others)}." if each.others else ""
        lines += [f"**{each.name}**", f": {each.meaning}{also}", ""]
    return "\n".join(lines).rstrip() + "\n"
