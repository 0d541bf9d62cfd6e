"""The condition language: what it means, and what it says when it cannot be understood."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lastyard.case.model import Issue, NumericRange
from lastyard.case.parse import parse_condition
from lastyard.conditions.language import LanguageError
from lastyard.conditions.tree import OneOf, Total, holds

ISSUES = {
    issue.id: issue
    for issue in (
        Issue("ground", "Ground", ("none", "targeted", "major"), ordered=True),
        Issue("border", "Border", ("as is", "secured")),
        Issue("truce", "Truce", NumericRange.parse("0", "90", "30"), ordered=True, unit="days"),
        Issue("wage", "Wage", NumericRange.parse("-1", "1", "0.5"), ordered=True),
    )
}
PACKAGES = [
    dict(zip(ISSUES, chosen, strict=True))
    for chosen in product(*(range(issue.size) for issue in ISSUES.values()))
]

# Conditions as (text, meaning) pairs, the meaning an independent function of labels/numbers.
comparisons = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
RELATIONS = {
    "==": lambda x, y: x == y,
    "!=": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


def number_of(issue, package):
    return ISSUES[issue].scale.number(package[issue])


@st.composite
def option_comparison(draw):
    sign = draw(comparisons)
    k = draw(st.integers(0, 2))
    label = ISSUES["ground"].scale[k]
    if draw(st.booleans()):
        return f"ground {sign} '{label}'", lambda p: RELATIONS[sign](p["ground"], k)
    return f'"{label}" {sign} ground', lambda p: RELATIONS[sign](k, p["ground"])


@st.composite
def membership(draw):
    kept = draw(st.lists(st.integers(0, 1), min_size=1, max_size=2))
    names = ", ".join(f"'{ISSUES['border'].scale[k]}'" for k in kept)
    if draw(st.booleans()):
        return f"border in [{names}]", lambda p: p["border"] in kept
    return f"border not in [{names}]", lambda p: p["border"] not in kept


@st.composite
def number_comparison(draw):
    sign = draw(st.sampled_from(["<", "<=", ">", ">="]))
    bound = draw(st.fractions(-100, 100, max_denominator=4))
    a, b = draw(st.integers(-3, 3)), draw(st.integers(-3, 3).filter(bool))
    text = f"{a} * truce + wage * {b} {sign} {float(bound)}"
    if a == 0:
        text = f"wage * {b} {sign} {float(bound)}"
    return text, lambda p: RELATIONS[sign](
        a * number_of("truce", p) + b * number_of("wage", p), bound
    )


@st.composite
def chain(draw):
    low, high = draw(st.integers(-10, 50)), draw(st.integers(40, 100))
    return f"{low} <= truce < {high}", lambda p: low <= number_of("truce", p) < high


def joined(parts):
    return st.one_of(
        st.tuples(parts, parts).map(
            lambda t: (f"({t[0][0]}) and ({t[1][0]})", lambda p: t[0][1](p) and t[1][1](p))
        ),
        st.tuples(parts, parts).map(
            lambda t: (f"({t[0][0]}) or ({t[1][0]})", lambda p: t[0][1](p) or t[1][1](p))
        ),
        st.tuples(parts, parts).map(
            lambda t: (
                f"({t[0][0]}) implies ({t[1][0]})",
                lambda p: not t[0][1](p) or t[1][1](p),
            )
        ),
        st.tuples(parts, parts).map(
            lambda t: (f"({t[0][0]}) iff ({t[1][0]})", lambda p: t[0][1](p) == t[1][1](p))
        ),
        parts.map(lambda t: (f"not ({t[0]})", lambda p: not t[1](p))),
    )


meant = st.recursive(
    option_comparison() | membership() | number_comparison() | chain(), joined, max_leaves=6
)


@given(meant)
def test_a_condition_means_what_it_says(pair):
    text, meaning = pair
    tree = parse_condition(text, ISSUES)
    assert [holds(tree, p) for p in PACKAGES] == [bool(meaning(p)) for p in PACKAGES]


@pytest.mark.parametrize(
    ("loose", "tight"),
    [
        (
            "border == 'secured' or truce >= 30 and truce <= 60",
            "border == 'secured' or (truce >= 30 and truce <= 60)",
        ),
        (
            "truce > 0 implies truce > 30 implies border == 'secured'",
            "truce > 0 implies (truce > 30 implies border == 'secured')",
        ),
        ("not truce > 0 and wage > 0", "(not (truce > 0)) and wage > 0"),
        ("truce > 0 iff wage > 0 or wage < 0", "truce > 0 iff (wage > 0 or wage < 0)"),
        ("2 * truce - 30 > wage", "(2 * truce) - 30 > wage"),
        ("-wage < 0.5", "(-1 * wage) < 0.5"),
    ],
)
def test_precedence(loose, tight):
    one, other = parse_condition(loose, ISSUES), parse_condition(tight, ISSUES)
    assert [holds(one, p) for p in PACKAGES] == [holds(other, p) for p in PACKAGES]


def test_numbers_are_exact():
    tenths = Issue("x", "X", NumericRange.parse("0", "1", "0.1"), ordered=True)
    other = Issue("y", "Y", NumericRange.parse("0", "1", "0.1"), ordered=True)
    assert parse_condition("x == 0.3", {"x": tenths}) == OneOf("x", 1 << 3)
    total = parse_condition("x + y == 0.3", {"x": tenths, "y": other})
    assert isinstance(total, Total)
    assert sum(holds(total, {"x": a, "y": b}) for a in range(11) for b in range(11)) == 4


def test_ten_thousand_steps():
    long = Issue("x", "X", NumericRange(Fraction(1), Fraction(10_000), Fraction(1)), ordered=True)
    tree = parse_condition("2500 < x <= 7500", {"x": long})
    assert sum(holds(tree, {"x": k}) for k in range(long.size)) == 5000


# (text, code, offset of the place, words of message or help)
MISTAKES = [
    ("", "condition-syntax", 0, "empty"),
    ("truce >=", "condition-syntax", 8, "breaks off"),
    ("truce >= 30 truce", "condition-syntax", 12, "unexpected 'truce'"),
    ("truc >= 30", "unknown-issue", 0, "did you mean 'truce'"),
    ("ground == targeted", "unknown-issue", 10, "put options in quotes"),
    ("ground == 'majr'", "unknown-option", 10, "did you mean 'major'"),
    ("border < 'secured'", "condition-type", 9, "no order"),
    ("truce == 45", "unknown-option", 0, "30, 60"),
    ("truce == 120", "unknown-option", 0, "from 0 to 90"),
    ("truce == '30'", "condition-type", 0, "without quotes"),
    ("ground == 3", "condition-type", 0, "words, not numbers"),
    ("ground == border", "condition-type", 0, "both are numeric"),
    ("truce * wage > 1", "condition-type", 0, "cannot be multiplied"),
    ("3 < 4", "condition-type", 0, "compares numbers only"),
    ("ground", "condition-type", 0, "compare it with an option"),
    ("truce", "condition-type", 0, "compare it with a number"),
    ("'none'", "condition-type", 0, "of which issue"),
    ("ground = 'none'", "condition-syntax", 7, "write '=='"),
    ("truce > 0 && wage > 0", "condition-syntax", 10, "write 'and'"),
    ("ground == 'none", "condition-syntax", 10, "never closed"),
    ("ground == ‘none’", "condition-syntax", 10, "curly"),  # noqa: RUF001
    ("ground in []", "condition-syntax", 11, "unexpected ']'"),
    ("(truce > 3", "condition-syntax", 10, "breaks off"),
    ("__import__('os').system('x')", "condition-syntax", 16, "not part of"),
    ("truce.real > 0", "condition-syntax", 5, "not part of"),
    ("(truce > 0) > 1", "condition-type", 0, "cannot be compared"),
    ("'none' + 1 > 2", "condition-type", 0, "added"),
    ("not truce", "condition-type", 4, "not something that holds"),
    ("truce > " + "9" * 101, "condition-syntax", 8, "too long"),
    ("x" * 20_000, "condition-too-large", 0, "more than 10000"),
    ("(" * 60 + "truce > 0" + ")" * 60, "condition-too-large", None, "nested"),
    ("not " * 60 + "truce > 0", "condition-too-large", None, "nested"),
    ("-" * 60 + "truce > 0", "condition-too-large", None, "nested"),
]


@pytest.mark.parametrize(("text", "code", "start", "words"), MISTAKES)
def test_mistakes_are_told_with_their_place(text, code, start, words):
    with pytest.raises(LanguageError) as caught:
        parse_condition(text, ISSUES)
    problem = caught.value
    assert problem.code == code
    assert words in f"{problem.message} {problem.help}"
    if start is not None:
        assert problem.start == start


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "ground",
                "truce",
                "'none'",
                "==",
                "<",
                "and",
                "or",
                "not",
                "(",
                ")",
                "+",
                "*",
                "in",
                "[",
                "]",
                ",",
                "30",
                "-",
                "implies",
                "iff",
            ]
        ),
        max_size=15,
    ).map(" ".join)
)
@example("\x00")
@example("٣ < truce")
def test_any_text_is_understood_or_told_what_is_wrong(text):
    try:
        tree = parse_condition(text, ISSUES)
    except LanguageError as problem:
        assert 0 <= problem.start <= len(text)
        assert problem.message
    else:
        assert all(holds(tree, p) in (True, False) for p in PACKAGES[:3])
