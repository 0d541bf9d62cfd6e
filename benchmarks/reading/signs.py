"""Codings of sentences that others labelled: right, left open, or wrong in sign, party, issue or option.

    python benchmarks/reading/signs.py FILE [--show]

A file is a list of sentences, each with its case, the codings that are right (``right``) and those that may be proposed beside
or instead of them (``also_right``): a party, an issue, a verb (demands, offers, accepts, rejects) and an option, a value or a bound. Of every
statement found in a sentence the first proposal counts, issue by issue. The worst of a sentence decides: a wrong sign (also any code where
none is right), then a wrong party, then a wrong issue, option or bound, then another verb of the same sign, then what is right or also right. Without a code, a sentence is
left open: rightly where nothing is labelled as right.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import yaml
from coding import meaning

from lastyard.case.load import load_text
from lastyard.case.model import Case, Issue
from lastyard.drafting.proposals import Coding, party_words, proposals_for
from lastyard.reading import Document, read

OUTCOMES = (
    "wrong sign",
    "wrong party",
    "wrong issue or option",
    "other verb of the same sign",
    "also right",
    "right",
)
VERBS = {
    "requires": "demands",
    "position": "demands",
    "prefers": "demands",
    "offers": "offers",
    "accepts": "accepts",
    "rejects": "rejects",
}


class Code(NamedTuple):
    """A coding: whose, its verb, the issue, the steps that it is for, and those it is against."""

    party: str | None
    verb: str
    issue: str
    liked: frozenset[int]
    barred: frozenset[int]


def case_of(described: dict[str, Any]) -> Case:
    """Return the case of a sentence, with steps fine enough for the amounts."""
    issues = {}
    for one in described["issues"]:
        body = {"name": one["name"]}
        if "range" in one:
            body |= {"range": one["range"], "step": one.get("step", 0.5), "unit": one["unit"]}
        else:
            body["options"] = one["options"]
        issues[one["id"]] = body
    parties = {
        one["id"]: {"name": one["name"], "words": one["words"]} for one in described["parties"]
    }
    return load_text(
        yaml.safe_dump({"title": "Talks", "parties": parties, "issues": issues}, sort_keys=False)
    )


def step(issue: Issue, told: object) -> int:
    """Return the number of the step at an option or amount."""
    for k in range(issue.size):
        label = issue.label(k)
        if label == str(told) or (issue.is_numeric and Fraction(label) == Fraction(str(told))):
            return k
    raise ValueError(f"{issue.id} has no step {told!r}")


def labelled(told: dict[str, Any], case: Case) -> Code:
    """Return a label as a code."""
    issue = case.issue(told["issue"])
    steps = range(issue.size)
    verb, bound = told["verb"], None
    if "at_least" in told:
        at, bound = step(issue, told["at_least"]), "at least"
    elif "at_most" in told:
        at, bound = step(issue, told["at_most"]), "at most"
    else:
        at = step(issue, told.get("value", told.get("option")))
    held = {
        k
        for k in steps
        if (bound == "at least" and k >= at) or (bound == "at most" and k <= at) or k == at
    }
    if verb == "rejects":
        return Code(told["party"], verb, issue.id, frozenset(), frozenset(held))
    barred = frozenset(steps) - held if bound else frozenset()
    return Code(told["party"], verb, issue.id, frozenset({at}), barred)


def proposed(coding: Coding, party: str | None, case: Case) -> list[Code]:
    """Return a proposal as codes, one an issue; none where it names no more than the issue, or ties issues together."""
    if coding.says is None or coding.verb not in VERBS:
        return []
    verb, told = VERBS[coding.verb], coding.says[coding.verb]
    if isinstance(told, dict):
        trade = coding.rule.startswith(
            "condition"
        )  # a package given for another is no demand of each
        return [
            Code(party, verb, name, frozenset({step(case.issue(name), option)}), frozenset())
            for name, option in told.items()
            if len(told) == 1 or not trade
        ]
    text = str(told)
    text = text.partition(" implies ")[2] or text
    joint = " or " if verb == "rejects" else " and "
    return _joined([_of_condition(one, verb, party, case) for one in text.split(joint)])


def _of_condition(text: str, verb: str, party: str | None, case: Case) -> Code:
    """Return a condition on one issue as a code."""
    (names, allowed) = meaning(text, case)
    (name,) = names
    steps = frozenset(range(case.issue(name).size))
    inside = frozenset(k for (k,) in allowed)
    if verb == "rejects":
        return Code(party, verb, name, frozenset(), inside)
    point = re.search(r" == ", text)
    return Code(
        party,
        verb,
        name,
        inside if point else frozenset(),
        frozenset() if point else steps - inside,
    )


def _joined(codes: list[Code]) -> list[Code]:
    """Join the two bounds of a range, of one party on one issue, into one code."""
    joined: dict[tuple[str | None, str, str], Code] = {}
    for one in codes:
        own = (one.party, one.verb, one.issue)
        other = joined.get(own)
        joined[own] = (
            one
            if other is None
            else one._replace(liked=one.liked | other.liked, barred=one.barred | other.barred)
        )
    return list(joined.values())


def judge(one: Code, label: Code, case: Case) -> str:
    """Say how a proposal compares with a label on the same issue."""
    if (one.liked & label.barred and not one.liked & label.liked) or one.barred & label.liked:
        return "wrong sign"
    near = abs(min(one.barred, default=0) - min(label.barred, default=0)) <= 1
    edge = near and abs(max(one.barred, default=0) - max(label.barred, default=0)) <= 1
    if label.verb == "rejects":
        same = (one.barred == label.barred) if not one.liked else False
        same = same or (
            bool(one.barred) and case.issue(one.issue).is_numeric and len(label.barred) > 1 and edge
        )
    elif label.barred:
        same = one.barred == label.barred or (
            label.verb != "demands" and one.verb != "demands" and one.liked == label.liked
        )
    else:
        same = one.liked == label.liked and not one.barred
    if not same:
        return "wrong issue or option"
    if one.party != label.party:
        return "wrong party"
    if one.verb != label.verb and not (label.barred and one.barred):
        return "other verb of the same sign"
    return "right"


def outcome(row: dict[str, Any]) -> tuple[str, list[str], list[int]]:
    """Return what became of a sentence, what was proposed, and which labels were found."""
    case = case_of(row["case"])
    right = [labelled(one, case) for one in row["right"]]
    also = [labelled(one, case) for one in row["also_right"]]
    reading = read(Document.from_text(row["sentence"]), parties=party_words(case))
    judged: list[str] = []
    told: list[str] = []
    found: set[int] = set()
    for statement in reading.statements:
        for coding in proposals_for(statement, case)[:1]:
            told.append(f"{statement.party}: {coding.as_yaml()} ({coding.rule})")
            for one in proposed(coding, statement.party, case):
                verdicts = []
                for numbers, label in [*_ranges(right), *((set(), label) for label in also)]:
                    if label.issue == one.issue:
                        verdict = judge(one, label, case)
                        if verdict == "right":
                            found |= numbers
                        verdicts.append(
                            "also right" if verdict == "right" and not numbers else verdict
                        )
                judged.append(best(verdicts, one, [*right, *also]))
    if not told:
        told = [
            f"nothing; {[(s.speaker, s.party, s.verb, s.quote.exact, s.left_open) for s in reading.statements]}"
        ]
    if not judged:
        return ("left open wrongly" if right else "left open rightly"), told, sorted(found)
    return min(judged, key=OUTCOMES.index), told, sorted(found)


def _ranges(labels: list[Code]) -> list[tuple[set[int], Code]]:
    """Return labels with their numbers, and both bounds of a range as one more."""
    told = [({n}, label) for n, label in enumerate(labels)]
    for (n, one), (m, other) in itertools.combinations(enumerate(labels), 2):
        own = (one.party, one.verb, one.issue) == (other.party, other.verb, other.issue)
        if own and one.barred and other.barred and one.verb != "rejects":
            barred = one.barred | other.barred
            told.append(
                ({n, m}, one._replace(liked=(one.liked | other.liked) - barred, barred=barred))
            )
    return told


def best(verdicts: list[str], one: Code, labels: list[Code]) -> str:
    """Return the best that can be said of a proposal among several labels; any sign is wrong where none is right."""
    if not labels:
        return "wrong sign"
    if not verdicts:
        return "wrong issue or option"
    for good in ("right", "also right", "other verb of the same sign"):
        if good in verdicts:
            return good
    own = {label.party for label in labels if label.issue == one.issue}
    if "wrong sign" in verdicts and one.party not in own:
        return "wrong party" if "wrong party" in verdicts else "wrong sign"
    return min(verdicts, key=OUTCOMES.index)


def main() -> None:
    """Score files."""
    shown = "--show" in sys.argv
    for name in (one for one in sys.argv[1:] if one != "--show"):
        rows = yaml.safe_load(Path(name).read_text(encoding="utf-8"))
        counts: Counter[str] = Counter()
        labels = hit = 0
        for row in rows:
            what, told, found = outcome(row)
            counts[what] += 1
            labels += len(row["right"])
            hit += len(found)
            if shown and what not in ("right", "also right", "left open rightly"):
                print(
                    f"{what.upper()} {row['id']} {row['kind']}: {row['sentence']}\n    {told}\n    right {row['right']}"
                )
        print(
            f"{Path(name).name}: {len(rows)} sentences, {labels} labels, {hit} of them proposed first"
        )
        for what in (
            "right",
            "also right",
            "left open rightly",
            "left open wrongly",
            *OUTCOMES[3::-1],
        ):
            print(f"  {what:28} {counts[what]:3}")


if __name__ == "__main__":
    main()
