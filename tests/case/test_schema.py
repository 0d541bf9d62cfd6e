"""The schema of the case file allows what loads, and no key that would be refused."""

import copy
import json
import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings

from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text
from lastyard.case.model import CASE
from lastyard.case.schema import case_schema
from lastyard.case.statement import VERBS
from lastyard.commands.start import STARTER
from strategies import cases

SCHEMA = jsonschema.Draft202012Validator(case_schema())


def as_json(case):
    def plain(value):
        if isinstance(value, Fraction):
            # A file holds decimals where there is one, and the fraction as a text elsewhere.
            is_decimal = 10**40 % value.denominator == 0
            return float(value) if is_decimal else str(value)
        assert isinstance(value, date)
        return value.isoformat()

    return json.loads(json.dumps(CASE.write(case, case), default=plain))


def problems(content):
    return [error.json_path for error in SCHEMA.iter_errors(content)]


@pytest.mark.thorough
@given(cases())
@settings(max_examples=30)
def test_a_saved_case_fits_the_schema(case):
    found = as_json(case)
    for issue in found["issues"].values():
        issue.pop("range", None)  # written as exact decimals, which floats and fractions are not
        if "step" in issue:
            issue |= {"range": [0, 1], "step": 1}
    assert not [
        path for path in problems(found) if "confidence" not in path and "firmness" not in path
    ]


BASE = """
title: T
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
"""


def test_preferences_may_follow_from_statements():
    text = (
        BASE
        + "moves: {options: {o: {owner: a}}, outcomes: {Y: {i: x}}, preferences: {a: {from: statements}}}"
    )
    assert not problems(as_json(load_text(text)))


@pytest.mark.parametrize("stray", [{"to": {"i": "x"}}, {"reservation": 1}, {"together": []}])
def test_keys_go_with_their_verb_alone(stray):
    said = {"id": "s", "party": "a", "on": "2024-01-01", "offers": {"i": "x"}}
    content = {"title": "T", "parties": {"a": {}}, "issues": {"i": {"options": ["x", "y"]}}}
    assert not problems({**content, "statements": [said]})
    assert problems({**content, "statements": [said | stray]})


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_says_something(verb):
    said = {"id": "s", "party": "a", "on": "2024-01-01"}
    content = {"title": "T", "parties": {"a": {}}, "issues": {"i": {"options": ["x", "y"]}}}
    more = {"to": {"i": "x"}} if verb == "prefers" else {}
    for nothing in ([], {}):
        assert problems({**content, "statements": [said | {verb: nothing} | more]})


def test_a_body_has_members():
    content = {"title": "T", "parties": {"a": {}}, "issues": {"i": {"options": ["x", "y"]}}}
    vote = {"id": "v", "draft": "d"}
    for members, fits in (([], False), (["a"], True)):
        found = problems({**content, "agreement": {"members": members, "quota": 1}})
        assert (not found) == fits
        body = {"members": members, "rule": "yes > no"}
        assert (not problems({**content, "votes": [vote | {"body": body}]})) == fits


def test_the_starter_names_every_verb():
    told = STARTER[STARTER.index("Verbs:") : STARTER.index("`lastyard schema`")]
    assert {word.strip("#.,") for word in told.split()} >= set(VERBS)


class Yaml12(yaml.SafeLoader):
    """Reads ``on`` and ``yes`` as the words that they are."""


Yaml12.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":bool")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(true|false)$"), ["t", "f"])


def places(value, path=()):
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*path, key)
        if isinstance(inner, dict | list):
            yield from places(inner, (*path, key))


def loads(content):
    try:
        load_text(yaml.safe_dump(content, sort_keys=False))
    except CaseError:
        return False
    return True


@pytest.mark.thorough
@pytest.mark.parametrize("value", [None, 5, 5.5, "1/3", "word", "", [], {}])
def test_whatever_loads_in_place_of_a_value_fits_the_schema(value):
    text = (Path(__file__).parent / "every_key.yaml").read_text(encoding="utf-8")
    whole = yaml.load(text, Yaml12)
    refused = []
    for path in places(whole):
        changed = copy.deepcopy(whole)
        inner = changed
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
        if problems(json.loads(json.dumps(changed, default=str))) and loads(changed):
            refused.append(path)
    assert refused == []
