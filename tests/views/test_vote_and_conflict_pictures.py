"""Pictures of votes and conflicts are whole, escaped, and say what the answer says."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.show.moves import moves_svg
from lastyard.show.svg import COLOURS, ordered
from lastyard.show.votes import vote_svg

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
SVG = "{http://www.w3.org/2000/svg}"
VOTES = """
title: "<b>Council</b>"
parties: {a: {name: "A & co"}, b: {}}
issues: {d: {options: [n, y]}}
votes:
  - id: count
    body: {members: [a, b, {name: rest, count: 1000}], rule: "yes >= 500 and no veto of a"}
    ballots: {a: no, rest: {counts: {yes: 400, no: 100}}}
  - id: most
    body: {members: [{name: a, weights: {v: 3}}, {name: b, weights: {v: 1}}], rule: "yes by v > no by v or yes >= 2/3 of voting"}
    ballots: {b: abstain}
"""


def read(text):
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    titles = [each.text or "" for each in root.iter(f"{SVG}title")]
    return root, titles, root.find(f"{SVG}desc").text


def test_a_vote_has_its_lines_and_ballots():
    root, titles, told = read(vote_svg(ly.vote(ly.load_text(VOTES))))
    assert titles[0] == "<b>Council</b>: the votes"
    assert "count: rejected for certain, 501 ballots unknown" in told
    assert "A & co: no" in titles
    assert "yes >= 500: 400 to 901 of 1,002, line at 500" in titles
    words = [each.text for each in root.iter(f"{SVG}text")]
    assert "A & co vetoes" in words
    assert len([p for p in root.iter(f"{SVG}path") if p.get("class") == "quota"]) == 3


def test_the_line_stands_where_the_quota_is():
    text = VOTES.replace(', rule: "yes >= 500 and no veto of a"', ', rule: "yes >= 501"')
    root, _, _ = read(vote_svg(ly.vote(ly.load_text(text))))
    frame = next(r for r in root.iter(f"{SVG}rect") if r.get("class") == "all")
    line = next(p for p in root.iter(f"{SVG}path") if p.get("class") == "quota")
    at = float(line.get("d")[1:].split()[0])
    share = (at - float(frame.get("x"))) / float(frame.get("width"))
    assert share == pytest.approx(501 / 1002)


def test_security_council():
    case = ly.load(CATALOG / "news" / "sn-2024" / "security-council.yaml")
    _, titles, told = read(vote_svg(ly.vote(case)))
    assert "US draft resolution: rejected for certain, 12 ballots unknown." in told
    assert titles.count("Russia: no") == 2  # in the count, and among the vetoes


def test_conflict_marks_equilibria_and_moves():
    found = ly.moves(ly.load(CATALOG / "papers" / "xu-2007" / "elmira.yaml"))
    root, titles, told = read(moves_svg(found))
    assert "s5 (delay and insist) (Nash, GMR, SMR, SEQ)" in told
    assert "s1 (delay); equilibrium: GMR, SMR; holds now" in titles
    assert "Local Government would move from s1 (delay) to s5 (delay and insist)" in titles
    stable = [r for r in root.iter(f"{SVG}rect") if r.get("class") == "box stable"]
    assert len(stable) == len({s for states in found.possible.values() for s in states})


def test_unknown_preferences_are_faint():
    text = """
title: T
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
moves:
  options: {p: {owner: a}, q: {owner: b}}
  preferences: {a: {ranking: [YN, NN, YY, NY]}}
"""
    root, titles, _ = read(moves_svg(ly.moves(ly.load_text(text))))
    assert any("b may like to move" in title for title in titles)
    assert any(g.get("opacity") for g in root.iter(f"{SVG}g"))


def test_large_conflicts_are_cut_and_say_so():
    options = ", ".join(f"o{k}: {{owner: {'ab'[k % 2]}}}" for k in range(8))
    case = ly.load_text(
        f"title: T\nparties: {{a: {{}}, b: {{}}}}\nissues: {{i: {{options: [x, y]}}}}\n"
        f"moves:\n  options: {{{options}}}\n  preferences:\n"
        "    a: {priorities: [o0, o2, o4, o6]}\n    b: {priorities: [o1, o3, o5, o7]}\n"
        "  status_quo: NNNNNNNN\n"
    )
    root, _, told = read(moves_svg(ly.moves(case)))
    assert "216 states are not drawn" in told
    boxes = [r for r in root.iter(f"{SVG}rect") if "box" in (r.get("class") or "")]
    assert len(boxes) == 40


def test_layers_are_ordered_without_crossings():
    layers = [[1, 2, 3], [4, 5, 6]]
    assert ordered(layers, [(1, 6), (2, 5), (3, 4)]) in (
        [[1, 2, 3], [6, 5, 4]],
        [[3, 2, 1], [4, 5, 6]],
    )


def test_colours_stand_out_on_both_papers():
    def light(colour):
        parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(a, b):
        high, low = sorted((light(a), light(b)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for paper in ("#ffffff", "#17181b"):
        assert all(contrast(colour, paper) >= 3 for colour in COLOURS)
    for ink, soft, paper in (("#1b1b1b", "#595959", "#ffffff"), ("#f2f2f2", "#b9b9b9", "#17181b")):
        assert contrast(ink, paper) >= 4.5
        assert contrast(soft, paper) >= 4.5
