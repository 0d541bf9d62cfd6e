"""What the reader finds in texts of our own, whole: every statement, quotation, date and event, and what is proposed.

A change of the reader shows here in all it does. After one that is meant: ``LASTYARD_UPDATE=1``, and read the
difference. The sets that nobody looks at (``signs_held``) are not among the texts.
"""

import json
import os
from datetime import date
from pathlib import Path

import pytest
import yaml

from lastyard.case.load import load_text
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

DATA = Path(__file__).parents[2] / "benchmarks" / "reading" / "data"
GOLDEN = Path(__file__).parent / "reading"
DAY = date(2026, 3, 18)
KEPT_APART = "signs_held"
_LABELS = ("case", "parties", "issues", "right", "also_right", "says", "also", "kind", "title")


def texts_of(path):
    """Return the texts of a file, each with its case or None."""
    if path.suffix == ".txt":
        lines = path.read_text(encoding="utf-8").splitlines()
        return [
            (None, line.replace(" || ", "\n\n"))
            for line in lines
            if line and not line.startswith(("#", ">", "~")) and len(line.split()) > 3
        ]
    return list(
        _in_yaml(
            yaml.load(
                path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            ),
            None,
        )
    )


def _in_yaml(told, case):
    if isinstance(told, str):
        if len(told.split()) > 3:
            yield case, told
    elif isinstance(told, list):
        for each in told:
            yield from _in_yaml(each, case)
    elif isinstance(told, dict):
        head = told.get("case", told)
        if isinstance(head, dict) and {"parties", "issues"} <= head.keys():
            case = _case(head)
        for key, each in told.items():
            if key not in _LABELS:
                yield from _in_yaml(each, case)


def _case(head):
    issues, parties = head["issues"], head["parties"]
    if isinstance(issues, list):
        issues = {
            one["id"]: {k: v for k, v in one.items() if k != "id"}
            | ({"step": 0.5} if "range" in one else {})
            for one in issues
        }
        parties = {one["id"]: {"name": one["name"], "words": one["words"]} for one in parties}
    return load_text(
        yaml.safe_dump({"title": "T", "parties": parties, "issues": issues}, sort_keys=False)
    )


def told_of(case, text):
    """Return all that is found in a text, a line each."""
    parties = party_words(case) if case else ()
    reading = read(Document.from_text(text, date=DAY), parties=parties)
    yield f"== {text[:70]!r} {reading.method}"
    for s in reading.statements:
        flags = [name for name in ("negated", "left_open", "written") if getattr(s, name)]
        links = [f"{n} {v}" for n in ("continues", "within", "repeats", "addressee", "on_behalf_of", "condition", "answers")
                 if (v := getattr(s, n)) is not None]  # fmt: skip
        yield " | ".join(
            (s.id, s.kind, s.group, str(s.verb), s.speaker, str(s.party), f"{s.date} {s.date_basis}",
             f"{s.quote.start}-{s.quote.end}", f"{s.source and (s.source.start, s.source.end)}",
             "" if s.confidence is None else f"{s.confidence:.3f}", " ".join(flags), ", ".join(links))
        )  # fmt: skip
        for coding in proposals_for(s, case) if case else ():
            yield f"    {coding.as_yaml()} | {coding.issue} | {coding.confidence:.3f} | {coding.rule} | {', '.join(coding.words)}"
    for q in reading.quotations:
        yield f"  q {q.span.start}-{q.span.end} {q.speech} {q.speaker} {q.statement} {q.confidence:.3f}"
    for d in reading.dates:
        yield f"  d {d.span.start}-{d.span.end} {d.value}"
    for e in reading.events:
        yield f"  e {e.to_json(text)}"
    for t in reading.tallies:
        yield f"  t {t}"


FILES = [
    path.name
    for path in sorted(DATA.iterdir())
    if path.suffix in (".txt", ".yaml") and not path.stem.startswith(KEPT_APART)
]


@pytest.mark.parametrize("name", FILES)
def test_all_that_is_found(name):
    _compare(name, texts_of(DATA / name))


def test_all_that_is_found_in_the_texts_of_other_tests():
    """Each of these texts has a test of its own, of one thing."""
    texts = json.loads((GOLDEN / "texts.json").read_text(encoding="utf-8"))
    _compare("texts", [(None, text) for text in texts])


def _compare(name, texts):
    told = "".join(f"{line}\n" for case, text in texts for line in told_of(case, text))
    golden = GOLDEN / f"{name.replace('.', '-')}.txt"
    if os.environ.get("LASTYARD_UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
