"""Statements as annotations of their sources (W3C Web Annotation Data Model, 2017).

https://www.w3.org/TR/annotation-model/ . Each statement with a source is one annotation: its
body says what was coded, its target is the source and, where the words were quoted, the
place in it: a TextQuoteSelector, and a TextPositionSelector when the words were found in
the source's file. Offsets count code points from 0, the end is not included.

Example, an annotation without its body:
    {"id": "urn:uuid:...#statement/no-major", "type": "Annotation", "motivation": "classifying",
     "target": {"type": "SpecificResource", "source": "https://example.org/report",
                "selector": [{"type": "TextQuoteSelector", "exact": "a mistake"}]}}
"""

from __future__ import annotations

from typing import Any

from lastyard.case.model import Case, Quote, Statement
from lastyard.views.identifiers import Names
from lastyard.views.wording import says_in_words

__all__ = ["annotations_json", "without_source"]


def without_source(case: Case) -> tuple[Statement, ...]:
    """Return the statements that name no source, and so annotate nothing."""
    return tuple(statement for statement in case.statements if statement.source is None)


def annotations_json(case: Case) -> dict[str, Any]:
    """Return the statements of a case as a Web Annotation collection on one page."""
    names = Names(case)
    items = [_annotation(case, names, s) for s in case.statements if s.source is not None]
    page: dict[str, Any] = {
        "id": names.of("annotations:1"),
        "type": "AnnotationPage",
        "partOf": names.of("annotations:all"),
        "startIndex": 0,
        "items": items,
    }
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": names.of("annotations:all"),
        "type": "AnnotationCollection",
        "label": case.title,
        "total": len(items),
        "first": page,
    }


def _annotation(case: Case, names: Names, statement: Statement) -> dict[str, Any]:
    party = case.party(statement.party)
    who = party.name + (f" ({statement.by})" if statement.by else "")
    words = f"{who}, {statement.on.isoformat()}: {says_in_words(case, statement)}"
    return {
        "id": names.of(f"statement:{statement.id}"),
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            {
                "type": "TextualBody",
                "value": words,
                "format": "text/plain",
                "purpose": "classifying",
            },
            {
                "type": "TextualBody",
                "value": statement.verb,
                "format": "text/plain",
                "purpose": "tagging",
            },
        ],
        "target": _target(case, names, statement),
    }


def _target(case: Case, names: Names, statement: Statement) -> dict[str, Any]:
    source = case.source(statement.source or "")
    address = names.of_source(source)
    if statement.quote is None:
        return {"id": address, "type": "Text"}
    return {
        "type": "SpecificResource",
        "source": {"id": address, "type": "Text"},
        "selector": _selectors(statement.quote),
    }


def _selectors(quote: Quote) -> list[dict[str, Any]]:
    words: dict[str, Any] = {"type": "TextQuoteSelector", "exact": quote.exact}
    if quote.prefix:
        words["prefix"] = quote.prefix
    if quote.suffix:
        words["suffix"] = quote.suffix
    if quote.start is None or quote.end is None:
        return [words]
    return [words, {"type": "TextPositionSelector", "start": quote.start, "end": quote.end}]
