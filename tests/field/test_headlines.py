"""The first sentence is true: of whole packages, under every agreement rule, with a body that ratifies."""

import pytest

import lastyard as ly

HEAD = """
title: T
parties: {u: {name: Union}, f: {name: Firm}}
issues:
  wage: {name: Wage, range: [0, 10], step: 1}
  hours: {name: Hours, options: [h36, h38], ordered: true}
"""
SAME = """statements:
  - {id: u1, party: u, on: 2024-01-01, position: {wage: 5, hours: h36}}
  - {id: f1, party: f, on: 2024-01-02, position: {wage: 5, hours: h36}}
"""
RULE = "rules: [{id: r, require: \"not (wage == 5 and hours == 'h36')\"}]\n"
SENATE = HEAD.replace("}}\nissues", "}, s: {name: Senate, role: ratifier, of: f}}\nissues")


def screen(text):
    found = ly.analyse(ly.load_text(text))
    return found.headline, " ".join(str(found).split())


@pytest.mark.parametrize(
    ("text", "by"),
    [
        (HEAD + SAME + "  - {id: u2, party: u, on: 2024-01-03, refuses: {wage: 5, hours: h36}}\n", "u2 (Union)"),
        (
            HEAD + SAME + "  - {id: f2, party: f, on: 2024-01-03, rejects: \"wage == 5 and hours == 'h36'\"}\n",
            "f2 (Firm)",
        ),
        (HEAD + RULE + SAME, "the rule r"),
    ],
)  # fmt: skip
def test_a_package_that_all_ask_for_and_that_is_excluded_is_not_agreed(text, by):
    headline, told = screen(text)
    assert headline.kind == "excluded"
    assert (
        f"All who must agree ask for or have taken Wage: 5, Hours: h36, but {by} excludes just that."
        in told
    )
    assert "Agreed" not in told
    assert "stands against it" not in told


def test_what_is_asked_for_by_all_is_agreed():
    headline, told = screen(HEAD + SAME)
    assert headline.kind == "agreed"
    assert "Agreed: Wage: 5, Hours: h36. " in told
    assert "Nothing that was said stands against it." in told


@pytest.mark.parametrize(
    "statements",
    [
        "  - {id: u1, party: u, on: 2024-01-01, offers: {wage: 5, hours: h36}}\n"
        "  - {id: f1, party: f, on: 2024-01-02, accepts: {wage: 5, hours: h36}}\n",
        "  - {id: u1, party: u, on: 2024-01-01, accepts: {wage: 5, hours: h36}}\n"
        "  - {id: f1, party: f, on: 2024-01-02, accepts: {wage: 5, hours: h36}}\n",
    ],
)
def test_a_package_that_all_have_offered_or_accepted_is_agreed(statements):
    headline, told = screen(HEAD + "statements:\n" + statements)
    assert (headline.kind, dict(headline.package)) == ("agreed", {"wage": "5", "hours": "h36"})
    assert "What to ask next" not in told
    # Of a part only, nothing is agreed.
    assert (
        screen(HEAD + "statements:\n" + statements.replace(", hours: h36", ""))[0].kind != "agreed"
    )


@pytest.mark.parametrize(
    "turn",
    [
        "  - {id: u2, party: u, on: 2024-01-05, position: {wage: 8}}\n",
        "  - {id: u2, party: u, on: 2024-01-05, offers: {wage: 8, hours: h36}}\n",
        "  - {id: f2, party: f, on: 2024-01-05, accepts: {wage: 3, hours: h36}}\n",
        None,
    ],
)
def test_what_was_given_up_since_or_was_hardly_said_is_not_agreed(turn):
    taken = (
        "statements:\n  - {id: u1, party: u, on: 2024-01-01, offers: {wage: 5, hours: h36}}\n"
        "  - {id: f1, party: f, on: 2024-01-02, accepts: {wage: 5, hours: h36}%s}\n"
    )
    text = HEAD + (taken % ", confidence: 0.3" if turn is None else taken % "" + turn)
    headline, told = screen(text)
    assert headline.kind != "agreed"
    assert "Agreed" not in told
    again = "  - {id: u3, party: u, on: 2024-01-06, position: {wage: 5}}\n"
    assert screen(HEAD + taken % "" + again)[0].kind == "agreed"


def test_a_body_that_has_still_to_ratify_is_named():
    headline, told = screen(SENATE + SAME)
    assert headline.kind == "unratified"
    assert "Agreed at the table: Wage: 5, Hours: h36. Senate has still to ratify it." in told
    # One package is left, and it is named.
    assert "A is Wage: 5 and Hours: h36." in told
    against = "  - {id: s1, party: s, on: 2024-01-03, rejects: \"wage >= 5 and hours == 'h36'\"}\n"
    headline, told = screen(SENATE + SAME + against)
    assert headline.kind not in ("agreed", "unratified")


def test_under_a_rule_for_some_no_package_is_said_to_fit_all_that_was_said():
    text = """
title: Ferry
parties: {city: {}, a: {name: Astra}, b: {name: Borel}}
agreement: city and (a or b)
issues: {winner: {options: [Astra, Borel]}, price: {range: [300, 500], step: 10}}
statements:
  - {id: a1, party: a, on: 2024-01-01, requires: "winner == 'Astra'"}
  - {id: b1, party: b, on: 2024-01-01, requires: "winner == 'Borel'"}
  - {id: c1, party: city, on: 2024-01-01, requires: "price <= 400"}
"""
    _, told = screen(text)
    assert "all that has been said" not in told
    assert "Open: 22 of 42 packages are left open by enough parties for the agreement rule" in told


def test_where_the_last_issue_is_deadlocked_the_talks_are_not_nearly_agreed():
    text = HEAD + (
        "statements:\n"
        "  - {id: u0, party: u, on: 2024-01-01, position: {hours: h36}}\n"
        "  - {id: f0, party: f, on: 2024-01-01, position: {hours: h36}}\n"
        "  - {id: u1, party: u, on: 2024-01-01, requires: wage >= 8, firmness: absolute, confidence: 0.4}\n"
        "  - {id: f1, party: f, on: 2024-01-01, rejects: wage > 2, firmness: absolute}\n"
    )
    _, told = screen(text)
    assert "Nearly agreed" not in told
    assert "Not agreed: only Wage is left" in told
    assert "(u1): without it a deal would fit" in told


def test_what_another_has_refused_is_not_promised():
    text = """
title: Truce
parties: {n: {name: North}, s: {name: South}}
issues:
  days: {range: [0, 90], step: 30}
  posts: {options: [kept, given up]}
statements:
  - {id: n1, party: n, on: 2024-01-01, requires: days >= 60}
  - {id: s1, party: s, on: 2024-01-01, rejects: days > 30}
  - {id: n2, party: n, on: 2024-01-02, refuses: {posts: kept}}
  - {id: s2, party: s, on: 2024-01-02, position: {posts: kept}}
"""
    result = ly.analyse(ly.load_text(text))
    given = [each for question in result.questions for each in question.if_given]
    assert not [each for each in given if each.issue == "posts" and each.option == 0]
