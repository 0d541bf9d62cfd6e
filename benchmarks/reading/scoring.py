# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Exact scoring of readings against the labelled sets (see docs/reading.md for what counts).

A predicted and a labelled span *match* when what they share is at least half of the longer
one. Matching is one to one, best overlap first. Intervals are 95 % bootstrap intervals over
documents (the unit that varies), 2,000 resamples, seed 7.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np

from lastyard.reading import Document, Reading, read
from lastyard.reading.dates import find_dates


def oracles() -> Path:
    """Find the shared labelled sets."""
    named = os.environ.get("LASTYARD_ORACLES")
    if named:
        return Path(named)
    for parent in Path(__file__).resolve().parents:
        for place in (parent / "shared" / "oracles", parent.parent / "shared" / "oracles"):
            if place.is_dir():
                return place
    raise FileNotFoundError("no shared/oracles beside the repository; set LASTYARD_ORACLES")


def rows(name: str | Path) -> list[dict]:
    """Load a set of JSON lines: a shared one by its name, any other by its path."""
    path = name if isinstance(name, Path) else oracles() / "reading" / name
    text = path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


@dataclass
class Tally:
    """Right, found and labelled items, by document."""

    right: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    labelled: dict[str, int] = field(default_factory=dict)

    def add(self, document: str, right: int, found: int, labelled: int) -> None:
        """Count a document."""
        self.right[document] = self.right.get(document, 0) + right
        self.found[document] = self.found.get(document, 0) + found
        self.labelled[document] = self.labelled.get(document, 0) + labelled

    def f1(self, documents: list[str] | None = None) -> tuple[float, float, float]:
        """Give precision, recall and F1 over documents."""
        names = list(self.right) if documents is None else documents
        right = sum(self.right[d] for d in names)
        found, labelled = sum(self.found[d] for d in names), sum(self.labelled[d] for d in names)
        precision = right / found if found else 0.0
        recall = right / labelled if labelled else 0.0
        total = found + labelled
        return precision, recall, 2 * right / total if total else 0.0

    def interval(self) -> tuple[float, float]:
        """Give the 95 % bootstrap interval of F1."""
        rng = np.random.default_rng(7)
        names = np.array(list(self.right))
        drawn = [self.f1(list(rng.choice(names, len(names))))[2] for _ in range(2000)]
        return float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))

    def line(self, label: str) -> str:
        """Give one line for people."""
        precision, recall, f1 = self.f1()
        low, high = self.interval()
        right, found = sum(self.right.values()), sum(self.found.values())
        return (
            f"{label:46} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f} [{low:.3f}, {high:.3f}]"
            f"  ({right} right, {found} found, {sum(self.labelled.values())} labelled)"
        )


def overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Shared characters as a share of the longer span."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / max(1, one[1] - one[0], other[1] - other[0])


def matched(
    found: list[tuple[int, int]], labelled: list[tuple[int, int]], least: float = 0.5
) -> list[tuple[int, int]]:
    """Match spans one to one, best overlap first; give pairs of numbers."""
    pairs = sorted(
        ((overlap(f, g), -i, -j) for i, f in enumerate(found) for j, g in enumerate(labelled)),
        reverse=True,
    )
    used_found: set[int] = set()
    used_labelled: set[int] = set()
    result = []
    for share, i, j in pairs:
        if share < least:
            break
        if -i not in used_found and -j not in used_labelled:
            used_found.add(-i)
            used_labelled.add(-j)
            result.append((-i, -j))
    return result


def same_name(one: str | None, other: str) -> bool:
    """Names are the same when equal but for case, article and marks, or one ends the other."""
    if one is None:
        return False
    a, b = plain(one), plain(other)
    return a == b or (len(a) > 2 and len(b) > 2 and (a.endswith(" " + b) or b.endswith(" " + a)))


def plain(name: str) -> str:
    """A name in lower case without article, title dots and odd marks."""
    words = re.sub(r"[^\w\s'’-]", " ", name.lower().replace("’", "'")).split()
    return " ".join(word for word in words if word not in ("the", "a", "an"))


def read_row(row: dict, method: str = "rules+ranker", weights: dict | None = None) -> Reading:
    """Read one labelled document against its own date."""
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    return read(Document.from_text(row["text"], date=day, name=row["id"]), method=method)


def score_direct(
    method: str = "rules+ranker",
    show: bool = False,
    labelled: str | Path = "wikinews_hand_quotes.jsonl",
) -> dict[str, Tally]:
    """Direct quotations with the right speaker, on the hand-labelled set or one like it.

    ``span``: the quotation is found as speech. ``speaker``: and its resolved speaker or the
    words that name it are among the accepted ones. ``entity``: and the resolved speaker is
    the labelled entity (of those found).
    """
    tallies = {"span": Tally(), "speaker": Tally(), "entity": Tally()}
    for row in rows(labelled):
        reading = read_row(row, method)
        text = row["text"]
        unclear = [tuple(span) for span in row.get("ambiguous", ())]
        by_id = {s.id: s for s in reading.statements}
        found = [
            q
            for q in reading.quotations
            if q.speech and not any(overlap((q.span.start, q.span.end), u) >= 0.5 for u in unclear)
        ]
        gold = row["quotes"]
        pairs = matched(
            [(q.span.start, q.span.end) for q in found], [(g["start"], g["end"]) for g in gold]
        )
        right = entity = 0
        for i, j in pairs:
            statement = by_id.get(found[i].statement or "")
            source = statement.source if statement else None
            words = text[source.start : source.end] if source else None
            accepted = [*gold[j]["accept"], gold[j]["entity"]]
            named = same_name(found[i].speaker, gold[j]["entity"])
            spoken = named or any(
                same_name(found[i].speaker, a) or same_name(words, a) for a in accepted
            )
            right += spoken
            entity += named or any(
                same_name(found[i].speaker, a)
                for a in accepted
                if a.lower() not in ("he", "she", "it", "they")
            )
            if show and not spoken:
                print(
                    "WRONG",
                    row["id"],
                    repr(found[i].speaker),
                    repr(words),
                    "<>",
                    gold[j]["entity"],
                    gold[j]["text"][:60],
                )
        if show:
            for j in set(range(len(gold))) - {j for _, j in pairs}:
                print("MISSED", row["id"], gold[j]["entity"], gold[j]["text"][:60])
            for i in set(range(len(found))) - {i for i, _ in pairs}:
                print(
                    "EXTRA",
                    row["id"],
                    found[i].speaker,
                    text[found[i].span.start : found[i].span.end][:60],
                )
        tallies["span"].add(row["id"], len(pairs), len(found), len(gold))
        tallies["speaker"].add(row["id"], right, len(found), len(gold))
        tallies["entity"].add(row["id"], entity, len(pairs), len(pairs))
    return tallies


def _sources_agree(statement, gold: dict, text: str) -> bool:
    """The source's words overlap a labelled mention of the speaker, or the names agree."""
    spans = [tuple(s) for s in gold.get("source", [])] + [
        tuple(m) for m in gold.get("mentions", [])
    ]
    if statement.source is not None:
        here = (statement.source.start, statement.source.end)
        if any(min(here[1], b) > max(here[0], a) for a, b in spans):
            return True
    names = [gold.get("entity"), gold.get("speaker"), *(text[a:b] for a, b in spans)]
    return any(same_name(statement.speaker, name) for name in names if name)


def score_statements(method: str = "rules+ranker", show: bool = False) -> dict[str, Tally]:
    """All statements with their source, on the derived set: all, speech cues only, news only.

    Labelled statements without a source are neither demanded nor, when found, counted; nor are
    later pieces of a quotation (``continues``) that match nothing, since the set labels the
    first piece only. Reported acts are left out: the set labels clauses only. The strict count
    demands every labelled statement, also those that name no source (which cannot be got right),
    and counts every one found but reported acts.
    """
    tallies = {name: Tally() for name in ("all", "speech", "news", "news speech")}
    strict = {name: Tally() for name in ("all, strict", "news, strict", "interviews, strict")}
    for row in rows("gum_quotes.jsonl"):
        reading = read_row(row, method)
        text = row["text"]
        for name, tally in tallies.items():
            if name.startswith("news") and "_news_" not in row["id"]:
                continue
            speech = name.endswith("speech")
            gold = [g for g in row["quotes"] if not speech or g["cue_class"] == "speech"]
            found = [
                s
                for s in reading.statements
                if s.kind != "act" and (not speech or s.group == "speech")
            ]
            unnamed = [g for g in gold if not g["source"]]
            pairs = matched(
                [(s.quote.start, s.quote.end) for s in found],
                [(min(a for a, _ in g["content"]), max(b for _, b in g["content"])) for g in gold],
            )
            right = sum(
                bool(gold[j]["source"]) and _sources_agree(found[i], gold[j], text)
                for i, j in pairs
            )
            hit = dict(pairs)
            counted = [
                i
                for i, s in enumerate(found)
                if (i in hit and gold[hit[i]]["source"]) or (i not in hit and s.continues is None)
            ]
            tally.add(row["id"], right, len(counted), len(gold) - len(unnamed))
            if name == "all":
                kind = "news" if "_news_" in row["id"] else "interviews"
                for part in ("all", kind):
                    strict[f"{part}, strict"].add(row["id"], right, len(found), len(gold))
            if show and name == "all" and "interview" in row["id"]:
                good = {j for i, j in pairs if _sources_agree(found[i], gold[j], text)}
                for j, g in enumerate(gold):
                    if j not in good and g["source"]:
                        print(
                            "MISSED",
                            row["id"][8:],
                            g["kind"],
                            g["cue_text"],
                            "|",
                            g["speaker"],
                            "|",
                            text[g["start"] : g["end"]][:90],
                        )
                for i in counted:
                    if hit.get(i) not in good:
                        s = found[i]
                        print(
                            "EXTRA",
                            row["id"][8:],
                            s.kind,
                            s.verb,
                            "|",
                            s.speaker,
                            "|",
                            s.quote.exact[:90],
                        )
    return tallies | strict


def score_seed(path: Path, method: str = "rules+ranker") -> dict[str, object]:
    """The seed report against its hand annotation."""
    gold = json.loads(
        (oracles() / "reading" / "sn-2024-03-22.gold.json").read_text(encoding="utf-8")
    )
    text = path.read_text(encoding="utf-8")
    reading = read(Document.from_text(text, date=date(2024, 3, 22)), method=method)
    names = {e["id"]: [e["name"], *e.get("mentions", [])] for e in gold["entities"]}
    names |= {p["id"]: [p["name"], *names.get(p["id"], [])] for p in gold["parties"]}
    names |= {
        "israel": ["Israel", "Israeli"],
        "un_draft_resolution_us": ["U.N. resolution"],
        "joe_biden+white_house": ["Joe Biden and the White House"],
    }
    by_quote = {(q["start"], q["end"]): q for q in gold["quoted_stretches"]}
    statements = {s["id"]: s for s in gold["statements"]}
    stretches = speakers = 0
    for quotation in reading.quotations:
        labelled = by_quote.get((quotation.span.start, quotation.span.end))
        if labelled is None or not quotation.speech:
            continue
        stretches += 1
        statement = statements[labelled["statement"][0]]
        speakers += any(same_name(quotation.speaker, n) for n in names[statement["speaker"]])
    found = [s for s in reading.statements if s.within is None and s.kind != "act"]
    spans = [(s.quote.start, s.quote.end) for s in found]
    sources = 0
    used: set[int] = set()
    for statement in gold["statements"]:
        best = None
        for piece in statement["content"]:
            for i, span in enumerate(spans):
                share = overlap(span, (piece["start"], piece["end"]))
                if share >= 0.5 and (best is None or share > best[0]):
                    best = (share, i)
        if best is None:
            continue
        used.add(best[1])
        s = found[best[1]]
        source = (statement["source"]["start"], statement["source"]["end"])
        touches = s.source is not None and min(s.source.end, source[1]) > max(
            s.source.start, source[0]
        )
        sources += touches and any(same_name(s.speaker, n) for n in names[statement["speaker"]])
    pieces = sum(s.continues is not None for s in found)
    total = len(found) - pieces
    dates = {(m.span.start, m.span.end): m.value for m in reading.dates}
    times = gold["time_expressions"]
    right_dates = sum(dates.get((t["start"], t["end"])) == t["value"] for t in times)
    fridays = [t for t in times if t["text"] == "Friday"]
    right_fridays = sum(dates.get((t["start"], t["end"])) == t["value"] for t in fridays)
    vetoes = [e for e in reading.events if e.type == "veto"]
    return {
        "quoted stretches": f"{stretches}/{len(by_quote)}",
        "right speakers": f"{speakers}/{len(by_quote)}",
        "statements with right source": f"{sources}/{len(gold['statements'])}",
        "statements found (pieces joined)": total,
        "F1 of statements with source": round(2 * sources / (total + len(gold["statements"])), 3),
        "dates": f"{right_dates}/{len(times)}",
        "Fridays": f"{right_fridays}/{len(fridays)}",
        "vetoing": [p for e in vetoes for p in e.participants],
    }


def score_dates() -> tuple[int, int, list[str]]:
    """Expressions of time with the right value; the mention that overlaps most is judged."""
    texts = {
        row["id"]: row["text"]
        for name in ("gum_quotes", "wikinews_hand_quotes")
        for row in rows(f"{name}.jsonl")
    }
    right, wrong, cache = 0, [], {}
    labelled = rows("gum_dates.jsonl")
    for row in labelled:
        key = row["doc"]
        if key not in cache:
            cache[key] = find_dates(texts[key], date.fromisoformat(row["anchor"]))
        here = (row["start"], row["end"])
        over = [m for m in cache[key] if overlap((m.span.start, m.span.end), here) > 0]
        over.sort(key=lambda m: -overlap((m.span.start, m.span.end), here))
        if over and over[0].value == row["value"]:
            right += 1
        else:
            wrong.append(
                f"{row['anchor']} {row['text']!r}: {row['value']} <> {over[0].value if over else None}"
            )
    return right, len(labelled), wrong


def score_events(show: bool = False) -> dict[str, Tally]:
    """PLOVER categories of single sentences: a found category is right if it is the labelled one."""
    tallies = {"category": Tally(), "category and an actor": Tally()}
    for row in rows("plover_events.jsonl"):
        reading = read(Document.from_text(row["text"]))
        found = {}
        for event in reading.events:
            if event.plover:
                found.setdefault(event.plover, set()).update(event.participants)
        hit = row["event"] in found
        actors = [a["text"] for a in row["source"]]
        named = hit and any(
            same_name(p, a) or plain(p) in plain(a) or plain(a) in plain(p)
            for p in found[row["event"]]
            for a in actors
        )
        tallies["category"].add(row["id"], int(hit), len(found), 1)
        tallies["category and an actor"].add(row["id"], int(named), len(found), 1)
        if show and not hit:
            print("EVENT", row["event"], sorted(found), row["event_text"], "|", row["text"][:140])
    return tallies
