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
from lastyard.reading import Document, in_own_words, read

DATA = Path(__file__).parents[2] / "benchmarks" / "reading" / "data"
GOLDEN = Path(__file__).parent / "reading"
DAY = date(2026, 3, 18)
KEPT_APART = "signs_held"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
    return list(_in_yaml(yaml.load(path.read_text(encoding="utf-8"), LOADER), None))


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


def told_of(case, text, by=None):
    """Return all that is found in a text, which one party may have written, a line each."""
    parties = party_words(case) if case else ()
    reading = read(Document.from_text(text, date=DAY), parties=parties)
    if by is not None:
        writer = next(party for party in parties if party.id == by)
        reading = in_own_words(reading, writer, parties)
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


WHO = [
    "Ada Moor", "Dr. Ada Moor", "Prime Minister Ada Moor", "The prime minister, Ada Moor,", "Ada Moor, the envoy to Brika,",
    "A spokeswoman for the Arden delegation", "Arden's foreign minister", "The Ministry of Works", "Officials from Arden and Brika",
    "One of the nurses", "A. B. Moor", "Ms. Moor-Bell", "The UN's special envoy for Arden, Otto Bren,", "The Dockers' Union",
    "Moor's office", "Some critics of the plan", "The 27-member bloc", "President Salem al-Tayeb", "Both Arden and Brika",
    "Neither the guild nor the mill", "The mayor of Port Elder and two of her aides", "Nobody in the council", "Most of the teachers",
    "Moor, 52, who has led the union since 2019,", "The head of the growers' association in the north",
]  # fmt: skip
DID = [
    "said on Friday that the port would open in May.", "told reporters the talks had failed.", "did not say whether it would sign.",
    "has called for a truce of 30 days.", "rejected the offer of 4 percent and asked for 6.", "will not accept less than 20 seats.",
    "was quoted as saying that the deal was dead.", "accused Brika of breaking the truce.", "wants the road to be reopened, not shared.",
    "announced a meeting with Otto Bren in Geneva on 4 March.", "agreed to release 40 prisoners if the road is opened.",
    "refused to comment on the plan.", "“We will sign,” but only on Monday.", "made clear that there was no deal without the port.",
    "dropped its objection to joint patrols.", "voted against the budget by 40 to 12.", "insisted, after a night of talks, on a date.",
    "had been expected to back the plan, but did not.", "suggested that “nobody wins” from a strike.", "denied having offered 5 percent.",
]  # fmt: skip
THEN = [
    "She added that time was short.", "“It is over,” he said.", "The minister declined to say more.", "They met in Arden last week.",
    "“Nothing is agreed,” Moor told the radio, “until all is agreed.”", "According to the envoy, both sides will meet on Tuesday.",
]  # fmt: skip


def test_all_that_is_found_in_sentences_put_together():
    """Every doer does everything, so that few of the reader's rules stay untried."""
    made = [
        f"{who} {did} {THEN[(i + j) % len(THEN)]}"
        for i, who in enumerate(WHO)
        for j, did in enumerate(DID)
    ]
    _compare("made", [(None, text) for text in made])


def test_all_that_is_found_in_documents():
    """Of every kind: news, minutes, mail and what it answers, chats, lists, ballots, other languages."""
    _compare("documents", documents())


def documents():
    """Return the documents about one case, each with it and with who wrote it."""
    told = yaml.load((GOLDEN / "documents.yaml").read_text(encoding="utf-8"), LOADER)
    case = _case(told["case"])
    return [(case, one["text"], one.get("by")) for one in told["documents"]]


def _compare(name, texts):
    told = "".join(f"{line}\n" for one in texts for line in told_of(*one))
    golden = GOLDEN / f"{name.replace('.', '-')}.txt"
    if os.environ.get("LASTYARD_UPDATE"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")
