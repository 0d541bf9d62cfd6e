"""How often the first proposal for a statement is the coding that a person would write.

    python benchmarks/reading/coding.py [FILE ...]

A file holds invented cases with sentences and their acceptable codings (see data/coding_seen.yaml).
Conditions are compared by what they allow, packages by their options. For a sentence that says
nothing about the case, no proposal is right.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import yaml

from lastyard.case.load import load_text
from lastyard.case.model import Case
from lastyard.case.parse import parse_condition
from lastyard.conditions.tree import holds, issues_of
from lastyard.drafting.proposals import Coding, party_words, proposals_for
from lastyard.reading import Document, read

DATA = Path(__file__).parent / "data"
SETS = (DATA / "coding_seen.yaml", DATA / "coding_blind.yaml")


def main() -> None:
    """Score every file and print what was found."""
    shown = "-v" in sys.argv[1:]
    files = [Path(name) for name in sys.argv[1:] if name != "-v"] or SETS
    for file in files:
        counts = dict.fromkeys(
            (
                "codable",
                "first right",
                "among three",
                "issue right",
                "proposed",
                "nothing",
                "rightly silent",
            ),
            0,
        )
        for described in yaml.safe_load(file.read_text(encoding="utf-8")):
            _score_case(described, counts, shown=shown)
        print(file.name)
        print(
            f"  statements to code: {counts['codable']}; proposed {counts['proposed']}, issue right "
            f"{counts['issue right']}, first proposal right {counts['first right']}, one of three "
            f"right {counts['among three']}"
        )
        print(f"  nothing to code: {counts['nothing']}; rightly silent {counts['rightly silent']}")


def _score_case(described: dict[str, Any], counts: dict[str, int], *, shown: bool) -> None:
    case = load_head(described)
    for sentence in described["sentences"]:
        says = [*sentence["says"], *sentence.get("also", ())]
        reading = read(Document.from_text(sentence["text"]), parties=party_words(case))
        found = [proposals_for(statement, case) for statement in reading.statements]
        codings = [coding for several in found for coding in several]
        firsts = [several[0] for several in found if several]
        if says[0] == "none":
            counts["nothing"] += 1
            right = not codings or any(same(c, says, case) for c in firsts)
            counts["rightly silent"] += right
        else:
            counts["codable"] += 1
            counts["proposed"] += bool(codings)
            right = any(same(coding, says, case) for coding in firsts)
            counts["first right"] += right
            counts["among three"] += any(same(coding, says, case) for coding in codings)
            counts["issue right"] += any(c.issue in _issues(says, case) for c in firsts)
        if shown and not right:
            print("-", sentence["text"])
            print("    wanted", says)
            for coding in codings:
                print("    found ", coding.as_yaml(), coding.issue, coding.rule, coding.confidence)
            if not codings:
                print("    found  nothing;", [(s.verb, s.quote.exact) for s in reading.statements])


def load_head(described: dict[str, Any]) -> Case:
    """Load the case that a set describes: its title, parties and issues."""
    head = {key: described[key] for key in ("title", "parties", "issues")}
    return load_text(yaml.safe_dump(head, sort_keys=False))


def same(coding: Coding, says: list[Any], case: Case) -> bool:
    """Whether a coding is one of those that are right."""
    return any(_one(coding, wanted, case) for wanted in says if wanted != "none")


def _one(coding: Coding, wanted: dict[str, Any], case: Case) -> bool:
    if "issue" in wanted:
        return coding.issue == wanted["issue"] and coding.says is None
    if coding.says is None or coding.says.keys() != wanted.keys():
        return False
    verb = coding.verb
    if verb in ("requires", "rejects"):
        return meaning(str(coding.says[verb]), case) == meaning(wanted[verb], case)
    if verb == "ranks":
        return coding.says[verb] == wanted[verb]
    return all(
        {k: str(v) for k, v in dict(coding.says[key]).items()}  # type: ignore[arg-type]
        == {k: str(v) for k, v in wanted[key].items()}
        for key in wanted
        if isinstance(wanted[key], dict)
    ) and all(isinstance(wanted[key], dict) for key in wanted)


def meaning(text: str, case: Case) -> tuple[frozenset[str], frozenset[tuple[int, ...]]]:
    """Give the issues of a condition and the options of them that it allows."""
    issues = {issue.id: issue for issue in case.issues}
    condition = parse_condition(text, issues)
    named = sorted(issues_of(condition))
    steps = [range(issues[name].size) for name in named]
    allowed = frozenset(
        chosen
        for chosen in itertools.product(*steps)
        if holds(condition, dict(zip(named, chosen, strict=True)))
    )
    return frozenset(named), allowed


def _issues(says: list[Any], case: Case) -> set[str]:
    named: set[str] = set()
    for wanted in says:
        if wanted == "none":
            continue
        for key, value in wanted.items():
            if key == "issue":
                named.add(value)
            elif isinstance(value, dict | list):
                named |= set(value)
            else:
                named |= meaning(value, case)[0]
    return named


if __name__ == "__main__":
    main()
