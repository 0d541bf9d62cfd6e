"""A case as others than the mediator may know it: what is hidden changes no byte of their report."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.variants import MEDIATOR, audience_of, cut
from lastyard.case.writing import dump
from lastyard.errors import RequestError
from lastyard.show.report import report_markdown, report_page

CASE = """
title: Talks
parties: {a: {name: A}, b: {name: B}, c: {name: C, role: observer}}
issues:
  i: {name: I, options: [x, y, z], ordered: true}
  n: {name: N, range: [0, 10], step: 1}
status_quo: {i: x, n: 0}
sources: {s: {title: Open source}, t: {title: Told in private}}
statements:
  - {id: one, party: a, on: 2024-01-02, source: s, requires: "n >= 6", firmness: FIRM}
  - {id: two, party: b, on: 2024-01-03, source: s, rejects: "n > 3", confidence: SURE}
  - {id: three, party: b, on: 2024-01-03, position: {n: 2}, note: NOTE}
  - {id: four, party: a, on: 2024-01-04, position: {n: 8}}
HIDDEN
"""


def written(firm=0.8, sure=1, note="n", hidden=()):
    text = CASE.replace("FIRM", str(firm)).replace("SURE", str(sure)).replace("NOTE", note)
    return ly.load_text(text.replace("HIDDEN", "\n".join(f"  - {line}" for line in hidden)))


SAYS = [
    "requires: \"i == 'x'\", firmness: 1",
    'rejects: "n > 3"',
    "position: {i: x, n: 5}",
    "offers: {n: 7}",
    "prefers: {i: x}, to: {i: z}",
    "ranks: [n, i]",
    "wants: {n: less}",
    "withdraws: [three]",
    "withdraws: [two]",
    "position: {n: 3}, replaces: [three]",
    "values: {i: {x: 1, y: 2, z: 3}, n: [0, 1]}, reservation: 1",
]
days = st.dates(date(2024, 1, 4), date(2024, 3, 1))
shares = st.integers(5, 99).map(lambda k: k / 100)


@st.composite
def hidden_lines(draw):
    lines = []
    for k in range(draw(st.integers(0, 3))):
        says = draw(st.sampled_from(SAYS))
        source = draw(st.sampled_from(["", ", source: t", ", source: s"]))
        quote = draw(st.sampled_from(["", ", quote: never told"]))
        # It is b that ends what b said.
        lines.append(
            f"{{id: secret{k}, party: b, on: {draw(days)}, confidential: true, {says}{source}{quote}}}"
        )
    return lines


def pages(case, audience):
    report = ly.report(case, audience=audience)
    return report_page(report), report_markdown(report)


@pytest.mark.parametrize("audience", ["public", "party:a", "party:c"])
def test_no_byte_depends_on_what_is_hidden(audience):
    first = pages(written(), audience)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(shares, shares, st.sampled_from(["n", "a note", "<b>"]), hidden_lines())
    def the_same(firm, sure, note, hidden):
        try:
            case = written(firm, sure, f"'{note}'", hidden)
        except ly.CaseError:
            return  # a hidden line that does not fit the others is no case at all
        assert pages(case, audience) == first

    the_same()


def test_it_would_be_seen_if_it_depended_on_it():
    hidden = [
        "{id: secret, party: b, on: 2024-01-09, confidential: true, position: {n: 3}}",
    ]
    assert pages(written(hidden=hidden), "party:b") != pages(written(), "party:b")
    shown = [line.replace("confidential: true, ", "") for line in hidden]
    assert pages(written(hidden=shown), "public") != pages(written(), "public")
    assert pages(written(firm=0.5), "mediator") != pages(written(), "mediator")


def test_a_party_reads_what_it_said_itself_and_nothing_that_another_said_in_confidence():
    hidden = [
        "{id: of-b, party: b, on: 2024-01-09, confidential: true, position: {n: 3}}",
        "{id: of-a, party: a, on: 2024-01-09, confidential: true, position: {n: 7}}",
    ]
    case = written(hidden=hidden)
    seen = {
        audience: {s.id for s in ly.report(case, audience=audience).case.statements} - {*["one", "two", "three", "four"]}
        for audience in ("mediator", "public", "party:a", "party:b")
    }  # fmt: skip
    assert seen == {
        "mediator": {"of-a", "of-b"}, "public": set(), "party:a": {"of-a"}, "party:b": {"of-b"},
    }  # fmt: skip


def test_what_a_cut_leaves_refers_to_nothing_that_is_gone():
    case = ly.load_text("""
title: T
parties: {a: {note: private}, b: {}}
issues: {i: {options: [x, y], note: private}}
note: private
sources: {s: {note: private}, t: {}, u: {}}
statements:
  - {id: told, party: a, on: 2024-01-01, source: t, confidential: true, position: {i: x}}
  - {id: open, party: a, on: 2024-01-01, source: s, position: {i: x}}
  - {id: other, party: a, on: 2024-01-02, position: {i: y}, replaces: [told, open]}
  - {id: ends, party: a, on: 2024-01-03, withdraws: [told]}
  - {id: ends-both, party: a, on: 2024-01-03, withdraws: [other]}
""")
    less = cut(case, audience_of("public", case))
    assert [s.id for s in less.statements] == ["open", "other", "ends-both"]
    assert less.statement("other").replaces == ("open",)
    assert [s.id for s in less.sources] == ["s"]
    assert "private" not in dump(less)
    assert ly.load_text(dump(less)) == less
    assert cut(case, MEDIATOR) is case


def test_judgements_of_the_mediator_count_alike_for_others():
    case = written(firm=1, sure=0.5)
    less = cut(case, audience_of("party:a", case))
    assert {s.firmness for s in less.statements} == {Fraction(4, 5)}
    assert {s.confidence for s in less.statements} == {Fraction(1)}


def test_neither_firmness_nor_chances_nor_data_are_in_a_report_for_others():
    hidden = ["{id: secret, party: b, on: 2024-01-09, confidential: true, position: {n: 3}}"]
    case = written(hidden=hidden)
    for audience in ("public", "party:a"):
        for text in pages(case, audience):
            for word in ("firmness", "chance", " in 100", "report-case", "secret", "in confidence",
                         "Told in private"):  # fmt: skip
                assert word not in text


@pytest.mark.parametrize("text", ["nobody", "party:", "party:x", "Party:a", ""])
def test_an_unknown_reader_is_refused(text):
    with pytest.raises(RequestError, match=r"party:a"):
        ly.report(written(), audience=text)


def test_confidential_survives_the_way_through_a_file():
    hidden = ["{id: secret, party: b, on: 2024-01-09, confidential: true, position: {n: 3}}"]
    case = written(hidden=hidden)
    assert case.statement("secret").confidential
    assert "confidential: true" in dump(case)
    assert dump(case).count("confidential") == 1
    assert ly.load_text(dump(case)) == case
