"""Pictures hold every mark with its title, and no word of a case as markup."""

from xml.etree import ElementTree

import pytest

import lastyard as ly
from lastyard.show.solutions import solutions_svg

SVG = "{http://www.w3.org/2000/svg}"


def case_with(parties, least="0"):
    ids = "abcd"[:parties]
    lines = [
        'title: "<script>alert(1)</script> \\u0007 & \\"quotes\\""',
        "parties:",
        *(f"  {id}: {{name: \"<b onclick='x'>{id}</b>\"}}" for id in ids),
        'issues: {i: {options: ["<x>", "]]>", "z"]}, j: {options: [p, q]}}',
        "statements:",
    ]
    for k, id in enumerate(ids):
        points = f'{{i: {{"<x>": {k}, "]]>": {3 - k}, z: 1}}, j: {{p: {k % 2}, q: {1 - k % 2}}}}}'
        lines.append(
            f"  - {{id: s{k}, party: {id}, on: 2024-01-01, reservation: {least}, values: {points}}}"
        )
    return ly.load_text("\n".join(lines))


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
def test_every_mark_has_its_title(parties):
    result = ly.solutions(case_with(parties))
    root = ElementTree.fromstring(solutions_svg(result))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "path", "line", "circle", "g"}
    titles = [element.text for element in root.iter(f"{SVG}title")]
    assert "<script>alert(1)</script>" in titles[0]
    shown = len({tuple(each.values.values()) for each in result.fair})
    lines_and_letters = 1 if parties == 2 else 2
    assert len(titles) == 1 + parties + result.points + lines_and_letters * shown
    assert sum(title.startswith("Nash") for title in titles) == lines_and_letters
    assert not any(name.startswith("on") for e in root.iter() for name in e.attrib)


def test_the_schema_names_the_solutions_that_there_are():
    from lastyard.answers.solutions import NAMES
    from lastyard.show.published import ANSWERS
    from lastyard.show.solutions import WORDS

    assert (
        tuple(ANSWERS["solutions"]["properties"]["solutions"]["properties"])
        == NAMES
        == tuple(WORDS)
    )


def test_words_of_a_case_are_escaped_in_html():
    html = ly.solutions(case_with(3))._repr_html_()
    assert "<script>" not in html
    assert "<b onclick" not in html
    assert "&lt;b onclick" in html


def test_nothing_acceptable_is_a_picture_too():
    result = ly.solutions(case_with(2, least="99"))
    root = ElementTree.fromstring(solutions_svg(result))
    assert "No package is acceptable" in root.find(f"{SVG}desc").text


def test_of_many_points_some_are_drawn_and_that_is_said():
    issues = ", ".join(f"k{n}: {{options: [x, y]}}" for n in range(13))
    up = ", ".join(f"k{n}: {{x: {2**n}, y: 0}}" for n in range(13))
    down = ", ".join(f"k{n}: {{x: 0, y: {2**n}}}" for n in range(13))
    result = ly.solutions(
        ly.load_text(f"""
title: Many
parties: {{a: {{}}, b: {{}}}}
issues: {{{issues}}}
statements:
  - {{id: s, party: a, on: 2024-01-01, values: {{{up}}}}}
  - {{id: t, party: b, on: 2024-01-01, values: {{{down}}}}}
"""),
        listed=10_000,
    )
    assert result.points == 2**13
    text = solutions_svg(result)
    assert text.count('class="point"') == 1639
    assert "8,192 undominated combinations of values; 1,639 of them are drawn" in text
