"""The language of bargaining: deeds found, who is meant, and signs that are turned round.

    python benchmarks/reading/bargaining.py [-v] [--seen]

Scores data/bargaining.yaml (sentences with a deed, and sentences with none), data/who.yaml (whose a
statement is), data/polarity.yaml and data/signs.yaml (codings of the opposite sign), halves seen and not seen apart;
with shared/cases/reading beside the repository, the samples there, too. ``--seen`` leaves the other
half out, so that one can work without looking at it; ``-v`` shows what was wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import yaml
from coding import load_head, meaning, same
from scoring import oracles

from lastyard.drafting.proposals import Coding, party_words, proposals_for
from lastyard.reading import Document, PartyNames, Statement, read

DATA = Path(__file__).parent / "data"
VERBOSE = "-v" in sys.argv[1:]
SIGNS = ("first", "second", "after", "last", "final", "sixth", "seventh", "eighth", "ninth",
         "tenth", "turned", "minutes", "unsaid", "chronicle", "gossip", "talk", "rumour")  # fmt: skip
HALVES = ("seen",) if "--seen" in sys.argv[1:] else ("seen", "unseen")


def main() -> None:
    """Score every set and print one line for each."""
    for half in HALVES:
        deeds(half)
        others(half)
        who(half)
        signs(half, _own_polarity(half))
    if len(HALVES) > 1:
        who("after")
        signs("third", _own_polarity("third"))
    for half in SIGNS if len(HALVES) > 1 else SIGNS[:1]:
        signs(half, _own_polarity(half, "signs.yaml"))
    samples = oracles().parent / "cases" / "reading"
    if samples.is_dir():
        lines = (samples / "bargaining.txt").read_text(encoding="utf-8").splitlines()
        found = [line for line in lines if _statements(line)]
        _tell("samples", "deeds found", len(found), len(lines), set(lines) - set(found))
        signs("samples", _sample_polarity(samples / "polarity.yaml"))


def deeds(half: str) -> None:
    """Count the deeds found: with their doer, and with the word that counts in what was said."""
    rows = _load("bargaining.yaml")["deeds"][half]
    missed = [text for text, doer, word in rows if not _holds(_statements(text), doer, str(word))]
    _tell(half, "deeds found", len(rows) - len(missed), len(rows), missed)


def _holds(found: Iterable[Statement], doer: str, word: str) -> bool:
    return any(
        doer.lower() in one.speaker.lower() and word.lower() in one.quote.exact.lower()
        for one in found
    )


def others(half: str) -> None:
    """Count the sentences drafted though they hold no statement."""
    rows = _load("bargaining.yaml")["others"][half]
    drafted = [
        f"{text} {[(s.verb, s.quote.exact) for s in found]}"
        for text in rows
        if (found := _statements(text))
    ]
    _tell(half, "drafted though no statement", len(drafted), len(rows), drafted)


def who(half: str) -> None:
    """Count the reports whose last statement has the right party."""
    described = _load("who.yaml")
    parties = [PartyNames(name, tuple(words)) for name, words in described["parties"].items()]
    rows, wrong = described[half], []
    for text, party in rows:
        found = read(Document.from_text(text), parties=parties).statements
        whose = [one.party for one in found if one.within is None]
        if not whose or whose[-1] != party:
            wrong.append(f"{text!r}: {[(s.speaker, s.party) for s in found]}, not {party}")
    _tell(half, "right party", len(rows) - len(wrong), len(rows), wrong)


def signs(half: str, rows: Iterator[tuple[Any, str, list[Any], Any]]) -> None:
    """Count right first proposals, silence, and codings of the opposite sign."""
    total = right = silent = 0
    first_wrong, any_wrong = [], []
    for case, text, says, wrong in rows:
        total += 1
        reading = read(Document.from_text(text), parties=party_words(case))
        several = [p for s in reading.statements if (p := proposals_for(s, case))]
        right += any(same(codings[0], says, case) for codings in several)
        silent += not several
        told = f"{text} {[(c.as_yaml(), c.rule) for codings in several for c in codings]}"
        if any(is_opposite(codings[0], says, wrong, case) for codings in several):
            first_wrong.append(told)
        elif any(is_opposite(c, says, wrong, case) for codings in several for c in codings):
            any_wrong.append(told)
    _tell(half, "first proposal of the wrong sign", len(first_wrong), total, first_wrong)
    _tell(half, "a later one of the wrong sign", len(any_wrong), total, any_wrong)
    _tell(half, "first proposal right", right, total, ())
    _tell(half, "no proposal", silent, total, ())


def is_opposite(coding: Coding, says: list[Any], wrong: Any, case: Any) -> bool:
    """Whether a coding is for what the right ones are against, or against what they are for.

    Where the wrong ones are "any", the sign is open: no coding with a verb and an option is right.
    """
    if wrong == "any":
        return coding.says is not None
    if same(coding, wrong, case):
        return True
    if coding.says is None or same(coding, says, case):
        return False
    liked, barred = _sides(dict(coding.says), case)
    for wanted in says:
        if wanted == "none" or "issue" in wanted:
            continue
        right_liked, right_barred = _sides(wanted, case)
        if liked & right_barred or barred & right_liked:
            return True
    return False


def _sides(says: dict[str, Any], case: Any) -> tuple[set[tuple[str, Any]], set[tuple[str, Any]]]:
    """Give what a coding is for and what it is against, as (issue, option) pairs."""
    liked: set[tuple[str, Any]] = set()
    barred: set[tuple[str, Any]] = set()
    for verb, told in says.items():
        if verb in ("requires", "rejects"):
            issues, allowed = meaning(str(told), case)
            if len(issues) != 1:
                continue
            (name,) = issues
            size = next(issue.size for issue in case.issues if issue.id == name)
            inside = {(name, k) for k in range(size) if (k,) in allowed}
            outside = {(name, k) for k in range(size)} - inside
            if verb == "requires":
                liked |= inside if len(inside) == 1 else set()
                barred |= outside
            else:
                barred |= inside
        elif isinstance(told, dict) and verb in ("accepts", "offers", "position", "prefers"):
            for name, option in told.items():
                issue = next(one for one in case.issues if one.id == name)
                labels = [issue.label(k) for k in range(issue.size)]
                if str(option) in labels:
                    liked.add((name, labels.index(str(option))))
    return liked, barred


def _own_polarity(
    half: str, name: str = "polarity.yaml"
) -> Iterator[tuple[Any, str, list[Any], Any]]:
    for described in _load(name):
        case = load_head(described)
        for text, says, *wrong in described.get(half, ()):
            yield case, text, says, wrong[0] if wrong else []


def _sample_polarity(path: Path) -> Iterator[tuple[Any, str, list[Any], Any]]:
    for described in yaml.safe_load(path.read_text(encoding="utf-8")):
        case = load_head(described)
        for sentence in described["sentences"]:
            yield case, sentence["text"], sentence["says"], []


def _statements(text: str) -> tuple[Statement, ...]:
    return read(Document.from_text(text)).statements


def _load(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def _tell(half: str, what: str, count: int, total: int, rows: Iterable[str]) -> None:
    print(f"{half:8} {what:34} {count:3} of {total}")
    if VERBOSE:
        for row in rows:
            print("     -", row)


if __name__ == "__main__":
    main()
