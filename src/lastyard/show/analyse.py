"""How :class:`~lastyard.answers.analyse.Analysis` looks: one screen, whose first sentences tell where the talks are.

Example of what it begins with:

    No deal fits all that has been said. Three disputes stand in the way, each one step wide.
    Iran is on one side of all three. The likeliest way through needs three moves, by Iran and
    France: 1 in 74.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from lastyard.answers.analyse import Analysis, Headline
from lastyard.answers.impasse import Impasse
from lastyard.answers.votes import VoteAnswer
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.impasse import METHOD as IMPASSE
from lastyard.show.impasse import (
    about_in_words,
    counts_in_words,
    is_unanimous,
    left_open_in_words,
    question_lines,
    verdict_blocks,
)
from lastyard.show.marks import cite, cite_all
from lastyard.show.moves import CONCEPT_NAMES, taken_in_words
from lastyard.show.packages import brief_blocks
from lastyard.show.shared import title_of, why_blocks
from lastyard.show.standing import METHOD as STANDING
from lastyard.show.standing import standing_published, standing_summary
from lastyard.show.votes import outcome_in_words, verdict_in_words, vote_blocks
from lastyard.show.within_reach import METHOD as DEALS
from lastyard.show.within_reach import deal_blocks
from lastyard.show.words import (
    chance_in_words,
    count_in_words,
    joined,
    joined_some,
    number_in_words,
    own_issues_in_words,
    package_in_words,
)

__all__ = [
    "analysis_blocks",
    "analysis_published",
    "analysis_why",
    "barrier_blocks",
    "best_blocks",
    "contradiction_blocks",
    "headline_in_words",
    "no_deal_blocks",
    "question_blocks",
]

_NAMED = 4


def analysis_blocks(result: Analysis) -> list[Block]:
    """Describe the whole answer."""
    case = result.case
    return [
        title_of(case, result.day),
        Paragraph(headline_in_words(case, result.headline, result.impasse)),
        Paragraph(counts_in_words(result.impasse)),
        *_standing(result),
        *barrier_blocks(result),
        *contradiction_blocks(result),
        *best_blocks(result),
        *question_blocks(case, result),
        *no_deal_blocks(result),
    ]


def _standing(result: Analysis) -> list[Block]:
    """Describe where the talks stand, where anything was said."""
    silent = result.headline.kind in ("moves", "silent")
    return [] if silent else standing_summary(result.standing)


def barrier_blocks(result: Analysis, *, judged: bool = True) -> list[Block]:
    """Describe what stands in the way, or how the vote goes that decides.

    Args:
        result: The answer.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    match result.headline.kind:
        case "agreed":
            return [Paragraph("Nothing that was said stands against it.")]
        case "moves" | "silent":
            return []
        case "vote":
            vote = result.headline.vote
            return list(vote_blocks(result.case, vote)) if vote else []
    # Where the headline does not say how many packages fit, the verdict does.
    headed = result.headline.kind not in ("excluded", "unratified")
    return verdict_blocks(result.impasse, headed=headed, judged=judged)


def contradiction_blocks(result: Analysis) -> list[Block]:
    """Name the parties whose words on what they like cannot all be true."""
    return [
        Paragraph(
            f"{found.party.name} contradicts itself in {joined(cite_all(found.statements))}: "
            "no value function fits these together (see check). What it would accept is told "
            "from all of them, none taken as sure."
        )
        for found in result.contradictions
    ]


def best_blocks(result: Analysis) -> list[Block]:
    """Describe the deals within reach; where nothing blocks, the best packages."""
    if result.deals:
        return deal_blocks(result.case, result.deals)
    if result.best is None and result.why_not_best is None:
        return []
    if result.best is None:
        return [Paragraph(f"Best packages cannot be told: {result.why_not_best}.")]
    return brief_blocks(result.best)


def question_blocks(case: Case, result: Analysis) -> list[Block]:
    """Describe what to ask next, or what else there is where no question would help."""
    disputes = result.impasse.disputes
    asked = [question_lines(case, question, len(disputes)) for question in result.questions]
    openings = result.impasse.openings
    if not asked and disputes and openings and not openings[0].chance:
        return [Heading("Next"), Paragraph(_other_routes(result))]
    return [Heading("What to ask next", "in confidence"), Items(asked)] if asked else []


def no_deal_blocks(result: Analysis) -> list[Block]:
    """Name where things could come to rest with no deal."""
    found = result.moves
    if found is None or not found.accounts:
        return []
    rests = [
        (f"{taken_in_words(found, each.state)} ({CONCEPT_NAMES[each.concept]})",)
        for each in found.accounts[:_NAMED]
    ]
    remark = "where things could come to rest; `lastyard moves` says why"
    return [Heading("With no deal", remark), Items(rests)]


def _other_routes(result: Analysis) -> str:
    """Return what else there is where no question to one party would help."""
    names = joined_some(
        list(dict.fromkeys(i.name for each in result.impasse.disputes for i in each.issues)), _NAMED
    )
    return (
        "As coded, no question to a party would open a deal: each way needs a statement to give way "
        f"whose firmness is 1. What is left: finer options on {names}, a deal on a part of the "
        "issues or for a time, another agreement rule, or what each does with no deal."
    )


def analysis_why(result: Analysis) -> tuple[Block, ...]:
    """Return what it rests on."""
    from lastyard.show.packages import METHOD as PACKAGES  # noqa: PLC0415  (a large view)

    involved = [s for found in result.standing.issues for s in found.statements]
    used = result.best.used if result.best else ()
    statements = (*result.impasse.binding, *involved, *used)
    return why_blocks(
        result.case,
        result.day,
        statements,
        (*STANDING, *IMPASSE, *DEALS, *PACKAGES[:4], *own_issues_in_words(result.case, used)),
    )


def analysis_published(result: Analysis) -> Analysis:
    """Return what is published: of where the talks stand, what :func:`standing_published` does."""
    talks = standing_published(result.standing)
    if talks is result.standing:
        return result
    result.add_stopped(result.standing.stopped)
    return replace(result, standing=talks)


# A confidence below which something is more likely not to have been said than said.
_DOUBTFUL = Fraction(1, 2)


def headline_in_words(case: Case, found: Headline, blocked: Impasse, *, judged: bool = True) -> str:
    """Return where the talks are.

    Args:
        case: The case.
        found: What matters first.
        blocked: What blocks a deal.
        judged: Whether to tell chances that rest on the firmness coded.
    """
    match found.kind:
        case "vote":
            return _vote(found)
        case "undecided":
            return "Whether a deal fits all that has been said was not found out within the budget."
        case "rules":
            return "No deal is possible, whatever the parties say: the rules leave none."
        case "agreed":
            return f"Agreed: {package_in_words(case, found.package)}."
        case "excluded" | "unratified":
            return _asked_by_all(case, found)
        case "nearly" if blocked.cause == "demands":
            return f"{_nearly(case, found, 'Not agreed')} {_blocked(blocked, judged)}"
        case "nearly":
            return _nearly(case, found, "Nearly agreed")
        case "blocked":
            return _blocked(blocked, judged)
        case "open":
            return _open(blocked)
        case "unbound":
            return (
                "Open: the parties have said what they want, but nothing that binds any of them. "
                "Whether a deal exists cannot be told from what was said."
            )
        case "moves":
            return "Nothing has been said of a deal; what each party can do without one is known."
        case "silent":
            return "Nothing has been said yet, so nobody can tell where the talks stand."


def _vote(found: Headline) -> str:
    answer = found.vote
    assert answer is not None  # noqa: S101  (a headline of this kind has a vote)
    title = answer.vote.title
    if answer.certain is not None:
        held = "is adopted" if answer.certain == "adopted" else "fails"
        to_come = "would be adopted" if answer.certain == "adopted" else "would fail"
        if answer.certain == "rejected" and found.vetoes:
            return f"{title} {_by_veto(answer, found.vetoes)}."
        return f"{title} {outcome_in_words(answer, held, to_come)}."
    return f"{title} is put to a vote. {verdict_in_words(answer)}"


def _by_veto(answer: VoteAnswer, vetoes: Sequence[str]) -> str:
    by = joined_some(vetoes, _NAMED)
    cast = {m.standpoint.label for m in answer.members if m.standpoint.basis == "ballot"}
    return f"fails: vetoed by {by}" if cast & {*vetoes} else f"would fail by the veto of {by}"


def _asked_by_all(case: Case, found: Headline) -> str:
    """Return why a package for which all ask is not agreed yet."""
    told = package_in_words(case, found.package)
    if found.kind == "unratified":
        has = "has" if len(found.ratifiers) == 1 else "have"
        return f"Agreed at the table: {told}. {joined(found.ratifiers)} {has} still to ratify it."
    names = {party.id: party.name for party in case.parties}
    by = [f"{cite(each)} ({names[each.party]})" for each in found.against]
    by += [f"the rule {rule}" for rule in found.rules]
    verb = "excludes" if len(by) == 1 else "exclude"
    return f"All who must agree ask for or have taken {told}, but {joined_some(by, _NAMED)} {verb} just that."


def _nearly(case: Case, found: Headline, how_far: str) -> str:
    left = found.left
    assert left is not None  # noqa: S101  (a headline of this kind has an issue left)
    names = {party.id: party.name for party in case.parties}
    asked: dict[int, list[str]] = {}
    for held in left.positions:
        asked.setdefault(held.option, []).append(names[held.party])
    told = joined(
        f"{joined_some(who, _NAMED)} {'asks' if len(who) == 1 else 'ask'} for "
        f"{left.issue.describe(option)}"
        for option, who in sorted(asked.items())
    )
    rest = package_in_words(case, found.package)
    return (
        f"{how_far}: only {left.issue.name} is left"
        f"{f'; {told}' if told else ''}. All parties ask for {rest}."
    )


def _blocked(blocked: Impasse, judged: bool) -> str:
    disputes = blocked.disputes
    sentences = ["No deal fits all that has been said."]
    if not is_unanimous(blocked):
        sentences = [f"No deal {left_open_in_words(blocked, one=True)}."]
    if len(disputes) == 1:
        sentences.append(
            f"One dispute stands in the way, over {about_in_words(disputes[0])}{_wide(blocked)}."
        )
    elif disputes:
        number = count_in_words(len(disputes), "dispute")
        about = [about_in_words(each) for each in disputes]
        # Where one is over several issues, it has an *and* of its own.
        plain = all(len(each.issues) == 1 for each in disputes[: _NAMED + 1])
        over = joined_some(about, _NAMED) if plain else _apart_by_semicolons(about)
        sentences.append(f"{number.capitalize()} stand in the way{_wide(blocked)}: {over}.")
        everywhere = set.intersection(*({p.id for p in each.parties} for each in disputes))
        on_all = [p.name for p in disputes[0].parties if p.id in everywhere]
        if on_all:
            all_of_them = "both" if len(disputes) == 2 else f"all {number.split()[0]}"
            one = len(on_all) == 1
            sentences.append(f"{joined(on_all)} {'is' if one else 'are'} in {all_of_them}.")
    if judged:
        sentences += [*_doubtful(blocked), *_outbid(blocked), *_likeliest(blocked)]
    return " ".join(sentences)


def _doubtful(blocked: Impasse) -> list[str]:
    """Return that a deal would fit without what is more likely not to have been said than said, if so."""
    doubted = [
        [s for s in each.statements if s.confidence < _DOUBTFUL] for each in blocked.blocking_sets
    ]
    if not blocked.blocking_sets_complete or not all(doubted):
        return []
    them = {s.id: s for each in doubted for s in each}.values()
    return [
        f"That rests on what was coded with a confidence below one half ({joined_some(cite_all(them), _NAMED)}): "
        "without it a deal would fit."
    ]


def _apart_by_semicolons(about: Sequence[str]) -> str:
    named = [f"over {each}" for each in about[: _NAMED + 1]]
    more = len(about) - len(named)
    return "; ".join([*named, f"and {more} more"] if more else named)


def _outbid(blocked: Impasse) -> list[str]:
    """Return that a deal would fit without demands that their own parties have outbid since, if so."""
    since = [s for each in blocked.broken_commitments for s in each.commitments]
    held = [set(each.statements).intersection(since) for each in blocked.blocking_sets]
    if not blocked.blocking_sets_complete or not all(held):
        return []
    them = [s for s in dict.fromkeys(since) if any(s in each for each in held)]
    parties = dict.fromkeys(blocked.case.party(s.party).name for s in them)
    has = "has" if len(parties) == 1 else "have"
    return [
        f"That rests on {joined_some(cite_all(them), _NAMED)}, after which {joined(parties)} {has} said otherwise: "
        "without it a deal would fit."
    ]


def _wide(blocked: Impasse) -> str:
    """Return how wide the disputes are, where each can be settled by one step of one party."""
    steps = []
    for each in blocked.disputes:
        moved = each.openings[0].movements if each.openings else None
        if moved is None:
            return ""
        steps.append(sum(change.steps or 0 for party in moved for change in party.changes))
    if not all(step == 1 for step in steps):
        return ""
    return ", one step wide" if len(steps) == 1 else ", each one step wide"


def _likeliest(blocked: Impasse) -> list[str]:
    """Return who would have to move in the likeliest opening, and how likely that is."""
    if not blocked.openings:
        return []
    first = blocked.openings[0]
    if not first.chance:
        return ["As coded no way through is possible: each needs a firmness of 1 to give way."]
    movers = dict.fromkeys(statement.party for statement in first.statements)
    names = joined(blocked.case.party(party).name for party in movers)
    number = count_in_words(len(first.statements), "demand")
    chance = chance_in_words(first.chance)
    gives = "gives" if len(movers) == 1 else "give"
    way = "The likeliest way through: " if (blocked.openings_number or 2) > 1 else "The only way: "
    return [f"{way}{names} {gives} way on {number}; chance {chance}, by the firmness coded."]


def _open(blocked: Impasse) -> str:
    counted = [n for n in (blocked.packages, blocked.packages_allowed) if n is not None]
    if blocked.packages is None:
        fit = "fit all that has been said"
        if not is_unanimous(blocked):
            fit = left_open_in_words(blocked, one=False)
        how_many = f"Open: more packages {fit} than can be counted."
    else:
        one = blocked.packages == 1
        fit = f"{'fits' if one else 'fit'} all that has been said"
        if not is_unanimous(blocked):
            fit = left_open_in_words(blocked, one=one)
        number = " of ".join(map(number_in_words, counted))
        how_many = f"Open: {number} packages {fit}."
    if not blocked.apart:
        return how_many
    apart = joined_some([each.issue.name for each in blocked.apart], _NAMED)
    how = ["differs"] if any(len(each.asks) > 1 for each in blocked.apart) else []
    how += ["is refused"] if any(each.refusals for each in blocked.apart) else []
    return f"{how_many} What is asked for {' or '.join(how)} on {apart}."
