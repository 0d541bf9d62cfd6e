"""What is published of a record follows from its class: as data, as schema, as rows of docs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

import jsonschema
import pytest

import lastyard as ly
from lastyard.case.model import Case, Party, Statement
from lastyard.results import (
    AsOf,
    ByKey,
    Chance,
    Choice,
    Choices,
    Count,
    ExactChance,
    Head,
    Inline,
    Key,
    Only,
    OnRequest,
    Options,
    Pairs,
    Unpublished,
    Written,
)
from lastyard.show.published import ANSWERS, content_of, record_of, rows_of, schema_of

# What the case says of a thing differs from kind to kind.
OPEN = {"things", "about", "chain"}

CASE = ly.load_text("""
title: Wages
parties: {union: {}, firm: {}}
issues:
  wage: {options: [low, middle, high], ordered: true}
  hours: {options: [short, long]}
statements: [{id: ask, party: union, on: 2024-01-05, requires: "wage == 'high'"}]
""")


@dataclass(frozen=True, slots=True)
class Held:
    """A position.

    Attributes:
        party: The party; ``None`` never.
        option: What it asks for.
        open: What its
            commitments leave: see :class:`lastyard.results.Choices`.
    """

    party: str
    option: Choice
    open: Choices


@dataclass(frozen=True, slots=True)
class OfIssue:
    """An issue.

    Attributes:
        issue: The issue.
        held: The positions.
    """

    issue: str
    held: Annotated[tuple[Held, ...], ByKey("party")]


@dataclass(frozen=True, slots=True)
class More:
    """What was asked for besides.

    Attributes:
        share: A share.
    """

    share: OnRequest[ExactChance | None]


@dataclass(frozen=True, slots=True)
class Everything:
    """All kinds of field.

    Attributes:
        case: The case.
        day: The day.
        from_: The first day; None when there is none.
    """

    case: Case
    day: AsOf
    from_: date | None
    state: Literal["open", "agreed"] | None
    count: Count
    chance: Chance | None
    truth: bool | None
    statement: Statement
    parties: tuple[Party, ...]
    package: Options | None
    part: Pairs
    pair: tuple[Count, Count]
    issues: Annotated[tuple[OfIssue, ...], ByKey("issue")]
    by_name: Mapping[Literal["a", "b"], Count]
    free: Mapping[str, Any]
    renamed: Annotated[str, Key("name")]
    own: Annotated[complex, Written(str, {"type": "string"}, "a complex number")]
    more: Inline[More]
    narrowed: Annotated[tuple[Held, ...], Only({"party": None})]
    hidden: Unpublished[int]
    title: Head[str] = "T"


def everything(share=None):
    held = Held("union", 2, 0b110)
    return Everything(
        case=CASE,
        day=date(2024, 1, 5),
        from_=date(2024, 1, 4),
        state="open",
        count=3,
        chance=None,
        truth=True,
        statement=CASE.statements[0],
        parties=CASE.parties,
        package={"hours": 1, "wage": 0},
        part=(("hours", 0),),
        pair=(1, 2),
        issues=(OfIssue("wage", (held,)),),
        by_name={"a": 1, "b": 2},
        free={"x": [1]},
        renamed="R",
        own=1j,
        more=More(share),
        narrowed=(held,),
        hidden=7,
    )


def test_the_content_follows_from_the_types():
    assert content_of(everything()) == {
        "case": "Wages",
        "as_of": "2024-01-05",
        "from": "2024-01-04",
        "state": "open",
        "count": 3,
        "chance": None,
        "truth": True,
        "statement": "ask",
        "parties": ["union", "firm"],
        "package": {"wage": "low", "hours": "long"},
        "part": {"hours": "short"},
        "pair": [1, 2],
        "issues": {"wage": {"held": {"union": {"option": "high", "open": ["middle", "high"]}}}},
        "by_name": {"a": 1, "b": 2},
        "free": {"x": [1]},
        "name": "R",
        "own": "1j",
        "narrowed": [{"party": "union"}],
        "title": "T",
    }


def test_what_is_asked_for_is_there_and_heads_only_at_the_head():
    content = content_of(everything(Fraction(1, 4)), is_whole=False)
    assert content["share"] == 0.25
    assert not {"case", "as_of", "title", "hidden"} & content.keys()
    # The order of the keys is that of the fields, and of a package that of the case.
    assert list(content)[:3] == ["from", "state", "count"]
    assert list(content["package"]) == ["wage", "hours"]


@pytest.mark.parametrize("is_whole", [True, False])
@pytest.mark.parametrize("share", [None, Fraction(1, 4)])
def test_the_content_follows_the_schema_and_nothing_else_does(share, is_whole):
    schema = schema_of(Everything, is_whole=is_whole)
    jsonschema.Draft202012Validator.check_schema(schema)
    content = content_of(everything(share), is_whole=is_whole)
    jsonschema.validate(content, schema)
    for broken in (
        content | {"another": 1},
        content | {"count": -1},
        content | {"chance": 1.5},
        content | {"state": "shut"},
        content | {"pair": [1]},
        content | {"by_name": {"c": 1}},
        content | {"issues": {"wage": {"held": {"union": {"option": "high"}}}}},
        content | {"narrowed": [{"party": "union", "option": "high"}]},
        {key: value for key, value in content.items() if key != "from"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_the_rows_say_what_the_docstrings_say():
    rows = {row.key: row for row in rows_of(Everything)}
    assert rows["from"] == ("from", "day, or null", "The first day; null when there is none.")
    assert rows["parties"].kind == "list of ids of parties"
    assert rows["issues"].kind == "per issue"
    assert rows["issues.*.held.*.open"] == (
        "issues.*.held.*.open", "list of options", "What its commitments leave: see Choices.",
    )  # fmt: skip
    assert rows["share"].kind == "number from 0 to 1, or null, on request"
    assert "narrowed[].option" not in rows
    assert not {"case", "as_of", "hidden", "title"} & rows.keys()


def test_a_choice_of_types_is_refused():
    @dataclass(frozen=True, slots=True)
    class Either:
        value: int | str

    with pytest.raises(TypeError, match="one type"):
        schema_of(Either)


def objects_in(schema, key=""):
    """Yield the schema of every object in a schema, with the key that it stands under."""
    if schema.get("type") == "object":
        yield key, schema
    for name, own in schema.get("properties", {}).items():
        yield from objects_in(own, name)
    for inner in (
        schema.get("items"),
        schema.get("additionalProperties"),
        *schema.get("anyOf", ()),
    ):
        if isinstance(inner, dict):
            yield from objects_in(inner, key)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_key_of_every_answer_is_described_and_no_others_are_allowed(name):
    assert [row.key for row in rows_of(record_of(name)) if not row.meaning] == []
    jsonschema.Draft202012Validator.check_schema(ANSWERS[name])
    found = list(objects_in(ANSWERS[name]))
    assert {key for key, own in found if "additionalProperties" not in own} <= OPEN
    assert all(own["additionalProperties"] is False for _, own in found if "required" in own
               and "additionalProperties" in own)  # fmt: skip
