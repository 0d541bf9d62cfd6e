"""Text and HTML show what a case holds, and no more than that."""

from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.answers import evidence as tracing
from lastyard.case.load import load_text
from lastyard.show import registry
from lastyard.show.blocks import Heading, Items, Paragraph, Table, Title
from lastyard.show.html import draw_html
from lastyard.show.marks import plain
from lastyard.show.packages import brief_blocks
from lastyard.show.text import draw_text, width_of
from lastyard.show.words import (
    chance_in_words,
    count_of,
    joined,
    joined_some,
    number_in_words,
    options_in_words,
    package_in_words,
    says_in_words,
    share_in_words,
    statement_in_words,
)

HOSTILE = """
title: "<script>alert(1)</script> & \\"quotes\\""
parties:
  a: {name: "<b onclick='x'>A</b>"}
  b: {name: "\\u05d9\\u05e9\\u05e8\\u05d0\\u05dc"}
issues:
  i: {name: "</td><script>", options: ["<x>", "y&amp;", "z"]}
statements:
  - {id: one, party: a, on: 2024-01-01, by: "<i>me</i>", requires: "i == '<x>'"}
  - {id: two, party: b, on: 2024-01-01, rejects: "i == '<x>'"}
"""


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.attributes, self.open = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("answer", [ly.analyse, ly.standing, ly.impasse, ly.check])
def test_words_of_a_case_are_escaped_in_html(answer):
    html = answer(load_text(HOSTILE))._repr_html_()
    tags = Tags()
    tags.feed(html)
    assert tags.open == []
    allowed = [
        "div",
        "h2",
        "h3",
        "p",
        "ul",
        "ol",
        "li",
        "br",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "small",
    ]
    assert tags.names <= set(allowed)
    assert tags.attributes <= {"class", "dir", "scope"}
    assert "&lt;script&gt;" in html


def test_text_is_wrapped_and_tables_line_up():
    blocks = [
        Title("Title", "aside"),
        Paragraph("word " * 60),
        Heading("Heading", "remark"),
        Items([("first", "second line " * 20), ("next",)], numbered=True),
        Table(("issue", "名前"), [("wide", "x"), ("é", "名")]),
    ]
    lines = draw_text(blocks).splitlines()
    assert all(width_of(line) <= 100 for line in lines)
    assert lines[0].endswith("aside")
    assert len(lines[0]) == 100
    assert "Heading   (remark)" in lines
    assert "  1. first" in lines
    rows = lines[-3:]
    assert {
        width_of(row[: row.index(cell)])
        for row, cell in zip(rows, ("名前", "x", "名"), strict=True)
    } == {9}


def test_an_error_stays_with_its_number():
    figures = ", ".join(["0.48 ± 0.01"] * 30)
    lines = draw_text([Paragraph(figures)], width=30).splitlines()
    assert len(lines) > 10
    assert not any(line.startswith("±") or line.endswith("±") for line in lines)
    assert "\u00a0" not in "".join(lines)
    assert "0.48\u00a0±\u00a00.01" in draw_html([Paragraph("0.48 ± 0.01")])


def test_control_characters_never_reach_the_terminal():
    assert draw_text([Paragraph("a\x1b[31mb\x07")]) == "a\\x1b[31mb\\x07\n"


def test_html_of_every_block():
    html = draw_html(
        [Title("t", "a"), Heading("h"), Items([("x", "y")]), Table(("c",), [("d",)], "cap")]
    )
    assert '<li dir="auto">x<br>y</li>' in html
    assert "<caption>cap</caption>" in html


def test_numbers_in_words():
    assert number_in_words(105_090_702) == "105,090,702"
    assert number_in_words(3 * 10**20) == "3.00 x 10²⁰"
    assert count_of(1, "party", "parties") == "1 party"
    assert count_of(0, "party", "parties") == "0 parties"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert joined([]) == ""
    assert joined_some(list("abcd"), 3) == "a, b, c and d"
    assert joined_some(list("abcde"), 3) == "a, b, c and 2 more"


def test_small_chances_are_not_written_as_none():
    from fractions import Fraction

    assert chance_in_words(Fraction(0)) == "none, as coded"
    assert chance_in_words(Fraction(1)) == "certain, as coded"
    assert chance_in_words(Fraction(2, 5)) == "40 in 100"
    assert chance_in_words(Fraction(9999, 10000)) == "99 in 100"
    assert chance_in_words(Fraction(1, 20)) == "5 in 100"
    assert chance_in_words(Fraction(1, 75)) == "1 in 75"
    assert chance_in_words(Fraction(10, 10**9 + 1)) == "1 in 100,000,000"
    assert share_in_words(Fraction(2, 5)) == "0.40"
    assert share_in_words(Fraction(1, 1000)) == "below 0.005"
    assert share_in_words(Fraction(1, 10**9)) == "below 0.000001"


CASE = load_text("""
title: T
parties: {a: {name: Party A}}
issues:
  n: {range: [0, 10], step: 1, unit: days}
  o: {options: [x, y, z]}
statements:
  - {id: s1, party: a, on: 2024-01-02, requires: "n  >= 3", firmness: 0.5, confidence: 0.9}
  - {id: s2, party: a, on: 2024-01-02, prefers: {o: x}, to: {o: y}}
  - {id: s3, party: a, on: 2024-01-02, wants: {n: more}}
  - {id: s4, party: a, on: 2024-01-02, ranks: [o, n]}
  - {id: s5, party: a, on: 2024-01-02, offers: {n: 3, o: z}}
  - {id: s6, party: a, on: 2024-01-02, values: {n: {0: 0, 10: 1}, o: {x: 1, y: 2, z: 3}}, reservation: 1.5}
  - {id: s7, party: a, on: 2024-01-03, withdraws: s1}
""")


def test_statements_in_words():
    assert [says_in_words(CASE, s) for s in CASE.statements] == [
        "requires n >= 3",
        "prefers o: x to o: y",
        "wants more n",
        "ranks o, then n",
        "offers n: 3 days, o: z",
        "gave points for every option, no deal worth 1.5",
        "withdraws s1",
    ]
    assert (
        plain(statement_in_words(CASE, CASE.statement("s1")))
        == "s1 (Party A, 2 Jan 2024, firmness 0.50, confidence 0.90)"
    )
    assert plain(statement_in_words(CASE, CASE.statement("s5"))) == "s5 (Party A, 2 Jan 2024)"


def test_options_in_words():
    numbers, plain_list = CASE.issue("n"), CASE.issue("o")
    assert options_in_words(numbers, 0b11111111111) == "any"
    assert options_in_words(numbers, 0) == "none"
    assert options_in_words(numbers, 0b00000111110) == "1 to 5 days"
    assert options_in_words(numbers, 0b10000000110) == "1 days, 2 days, 10 days"
    assert options_in_words(numbers, 0b10101010101) == "0 days, 2 days, 4 days, 6 days and 2 more"
    assert options_in_words(plain_list, 0b101) == "x, z"
    assert package_in_words(CASE, {"o": 1, "n": 2}) == "n: 2 days, o: y"


@pytest.mark.parametrize("name", tracing._HOMES)
def test_what_can_be_traced_says_what_it_rests_on(name):
    assert hasattr(import_module(registry._VIEWS[name]), f"{name.lower()}_why")


def test_what_rests_on_a_prior_alone_is_not_shown_as_a_figure():
    case = ly.load_text("""
title: T
parties: {a: {name: A}, b: {name: B}}
issues: {n: {range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, wants: {n: more}}
""")
    found = ly.analyse(case)
    assert [party.id for party in found.best.silent] == ["b"]
    (table,) = [b for b in brief_blocks(found.best) if isinstance(b, Table)]
    column = table.header.index("B")
    assert {row[column] for row in table.rows} == {"not known"}
    assert "not known" not in {row[table.header.index("A")] for row in table.rows}


HEAD = """
title: Pay
parties: {union: {name: Union}, firm: {name: Firm}}
issues:
  pay: {name: Pay rise, range: [0, 20], step: 1}
  leave: {name: Leave, options: ["no", some, full], ordered: true}
statements:
  - {id: f1, party: firm, on: 2026-01-02, rejects: pay > 4}
"""


def test_what_was_accepted_and_refused_is_told_where_the_talks_stand():
    case = ly.load_text(
        HEAD
        + "  - {id: f2, party: firm, on: 2026-01-02, accepts: {leave: some}}\n"
        + "  - {id: u2, party: union, on: 2026-01-02, refuses: {leave: 'no'}}\n"
    )
    text = " ".join(str(ly.standing(case)).split())
    assert "Leave refuses no accepts some" in text
    assert (
        "Accepted or refused: Firm accepts Leave: some (f2, 2 Jan 2026); Union refuses Leave: no (u2, 2 Jan 2026)."
        in text
    )


@pytest.mark.parametrize(("confidence", "told"), [("0.2", True), ("0.5", False), ("1", False)])
def test_a_dispute_over_what_was_hardly_said_is_told_as_such(confidence, told):
    demand = "  - {id: u1, party: union, on: 2026-01-01, requires: pay >= 8, confidence: %s}\n"
    case = ly.load_text(HEAD + demand % confidence)
    text = " ".join(str(ly.analyse(case)).split())
    assert "No deal fits all that has been said." in text
    doubt = "confidence below one half (u1): without it a deal would fit"
    assert (doubt in text) is told
    # Where something surer blocks as well, a deal would not fit without it.
    surer = "  - {id: u3, party: union, on: 2026-01-01, requires: pay >= 9}\n"
    case = ly.load_text(HEAD + demand % confidence + surer)
    assert "below one half" not in str(ly.analyse(case))


def test_sets_of_members_that_are_not_shown_are_counted():
    members = ", ".join(
        f"{{name: {m}, weights: {{seats: {9 - k}}}}}" for k, m in enumerate("abcdef")
    )
    case = ly.load_text(
        f"title: T\nparties: {{{', '.join(f'{m}: {{}}' for m in 'abcdef')}}}\n"
        "issues: {x: {options: [p, q]}}\nstatements: []\n"
        f"votes:\n  - {{id: v, name: Draft, draft: {{x: p}}, body: {{members: [{members}], "
        "rule: yes by seats >= 14}}\n"
    )
    text = " ".join(str(ly.vote(case)).split())
    assert "3 of 5 sets that were found; --json has them all." in text


def test_of_points_that_a_package_breaks_the_firmness_is_told():
    file = Path(__file__).parents[2] / "catalog" / "papers" / "abdelnabi-2023" / "harbour.yaml"
    text = " ".join(str(ly.packages(ly.load(file))).split())
    assert "breaks cities-points (Other cities, firmness 0.80)" in text


def test_what_the_agreement_rule_can_do_without_is_not_told_as_something_to_settle():
    some = """
title: Coalition
parties: {a: {}, b: {}, c: {}}
agreement: at least 2 of (a, b, c)
issues: {tax: {range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, requires: tax >= 6}
  - {id: two, party: b, on: 2024-01-01, requires: tax >= 7}
  - {id: three, party: c, on: 2024-01-01, requires: tax <= 2}
"""
    told = "that was said; where the agreement rule can do without whoever said it, nobody has to give way."
    text = " ".join(str(ly.packages(ly.load_text(some))).split())
    assert told in text
    assert "each dispute is settled" not in text
    everyone = " ".join(str(ly.packages(ly.load_text(some.replace("2 of", "3 of")))).split())
    assert told not in everyone
    assert "where disputes block, the deals that follow when each is settled" in everyone


def test_who_leaves_several_options_without_an_order_open_moves_from_none_of_them():
    case = ly.load_text("""
title: Monitors
parties: {north: {}, south: {}}
issues: {monitors: {options: [none, UN, regional, joint]}}
statements:
  - {id: no, party: north, on: 2025-03-07, rejects: monitors == 'UN'}
  - {id: yes, party: south, on: 2025-03-08, requires: monitors == 'UN'}
""")
    text = str(ly.impasse(case))
    assert "settled if north moves to UN: " in text
    two = ly.load_text("""
title: Monitors
parties: {north: {}, south: {}}
issues: {monitors: {options: [none, UN]}}
statements:
  - {id: no, party: north, on: 2025-03-07, rejects: monitors == 'UN'}
  - {id: yes, party: south, on: 2025-03-08, requires: monitors == 'UN'}
""")
    assert "settled if north moves from none to UN: " in str(ly.impasse(two))


def test_agreement_rests_on_no_guess_of_a_party_without_a_part_in_it():
    text = """
title: Silent
parties: {a: {}, b: {}, c: {}}
agreement: a and b
issues: {x: {range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, requires: x >= 6}
  - {id: two, party: b, on: 2024-01-01, offers: {x: 7}}
"""
    guess = "Of what c would like nothing is known: agreement rests on a guess there."
    assert guess not in " ".join(str(ly.analyse(ly.load_text(text))).split())
    everyone = ly.load_text(text.replace("agreement: a and b\n", ""))
    assert guess in " ".join(str(ly.analyse(everyone)).split())


def test_packages_that_points_make_as_likely_are_not_told_as_unclear():
    case = ly.load_text("""
title: Points
parties: {a: {}, b: {}}
issues: {price: {range: [0, 10], step: 1}, term: {options: [short, middle, long]}}
statements:
  - {id: pa, party: a, on: 2024-01-01, values: {price: {"0": 0, "10": 50}, term: {short: 10, middle: 20, long: 30}}, reservation: 20}
  - {id: pb, party: b, on: 2024-01-01, values: {price: {"0": 50, "10": 0}, term: {short: 30, middle: 28, long: 10}}, reservation: 20}
  - {id: da, party: a, on: 2024-01-02, requires: price >= 7, firmness: 0.6}
  - {id: db, party: b, on: 2024-01-02, requires: price <= 3, firmness: 0.6}
""")
    text = str(ly.packages(case))
    assert "A, B and C have the same agreement index." in text
    assert "cannot be told apart" not in text
