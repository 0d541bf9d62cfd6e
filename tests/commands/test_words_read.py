"""Quotes in which a party speaks for itself bear on what is likely, and say so."""

import json

import pytest

from program import run

CASE = """\
title: Sharing a camp
parties: {north: {name: North}, south: {name: South}}
issues:
  water: {options: [none, some, all], ordered: true, words: [wells]}
  wood: {options: [none, some, all], ordered: true}
statements:
  - {id: a, party: north, on: 2024-01-05, wants: {water: more, wood: more}, quote: "QUOTE"}
  - {id: b, party: south, on: 2024-01-05, wants: {water: less, wood: less}}
"""


def asked(tmp_path, quote, *options):
    path = tmp_path / "camp.yaml"
    path.write_text(CASE.replace("QUOTE", quote))
    return run("packages", str(path), *options)


def expected(tmp_path, quote):
    found = json.loads(asked(tmp_path, quote, "--json").stdout)
    return found["words_read"]


def test_own_words_are_read_by_the_words_of_an_issue(tmp_path):
    read = expected(tmp_path, "The wells matter most to us, we really need them")
    assert [(r["party"], r["issue"], r["statement"]) for r in read] == [("north", "water", "a")]
    assert read[0]["weight"] > 0


def test_what_others_report_is_not_read(tmp_path):
    assert expected(tmp_path, "North is said to need the wells") == []


def test_why_names_the_statement_and_its_weight(tmp_path):
    told = asked(tmp_path, "We need the wells", "--why").stdout
    assert "North on water" in told
    assert "(a)" in told
    assert "count half here" in " ".join(told.split())


@pytest.mark.thorough
def test_nothing_certain_follows_from_words(tmp_path):
    with_words = json.loads(asked(tmp_path, "We need the wells", "--json").stdout)
    without = json.loads(asked(tmp_path, "No comment", "--json").stdout)
    status = [
        [p["acceptability"]["north"]["status"] for p in found["packages"]]
        for found in (with_words, without)
    ]
    assert set(status[0]) == set(status[1])
