import json
from dataclasses import replace
from fractions import Fraction

import pytest

from lastyard.interop import (
    FormatError,
    Issue,
    PairTerm,
    Profile,
    Scenario,
    read_csv,
    read_scenario,
    write_csv,
    write_genius,
    write_geniusweb,
    write_negmas,
    write_negolog,
)

half = Fraction(1, 2)


@pytest.fixture
def scenario():
    return Scenario(
        "a sale",
        (Issue("Price & terms", ("<low>", 'high "now"')), Issue("Days", ("2", "4", "6"))),
        (
            Profile("buyer", (half, half), ((1, 0), (1, half, 0)), Fraction(1, 4), half),
            Profile("seller", (Fraction(1, 3), Fraction(2, 3)), ((0, 1), (0, Fraction(1, 8), 1))),
        ),
        "made by hand",
    )


@pytest.fixture
def put(tmp_path):
    def files(contents):
        for name, text in contents.items():
            (tmp_path / name).write_text(text)
        return tmp_path

    return files


@pytest.mark.parametrize("write", [write_genius, write_negmas, write_negolog, write_csv])
def test_what_is_written_is_read_back(scenario, put, write):
    again = read_scenario(put(write(scenario)))
    assert [(i.name, i.options) for i in again.issues] == [
        (i.name, i.options) for i in scenario.issues
    ]
    for old, new in zip(scenario.profiles, again.profiles, strict=True):
        assert old.name == new.name
        for issue, same in zip(old.values, new.values, strict=True):
            assert [float(x) for x in same] == pytest.approx([float(x) for x in issue], abs=1e-15)
        assert new.reservation == old.reservation
        if write is not write_negolog:  # knows no discount
            assert new.discount == old.discount


def test_geniusweb_knows_reservation_bids_but_no_values(scenario, put):
    odd = replace(
        scenario,
        profiles=(replace(scenario.profiles[0], reservation=Fraction(1, 7)), scenario.profiles[1]),
    )
    with pytest.raises(FormatError, match=r"no bid is worth that of 'buyer'.*leave it out"):
        write_geniusweb(odd)
    again = read_scenario(put(write_geniusweb(odd, leave_out_reservation=True)))
    assert [float(x) for x in again.profiles[1].values[1]] == pytest.approx([0, 1 / 12, 2 / 3])
    assert again.profiles[0].reservation is None


@pytest.mark.parametrize(
    ("reservation", "bid"),
    [
        (Fraction(1, 4), {"Days": "4"}),
        (Fraction(0), {}),
        (Fraction(3, 4), None),
        (Fraction(1), None),
    ],
)
def test_a_reservation_value_that_a_bid_is_worth_is_written_as_that_bid(
    scenario, put, reservation, bid
):
    changed = replace(
        scenario,
        profiles=(replace(scenario.profiles[0], reservation=reservation), scenario.profiles[1]),
    )
    files = write_geniusweb(changed)
    written = json.loads(files["buyer.json"])["LinearAdditiveUtilitySpace"]["reservationBid"]
    if bid is not None:
        assert written == {"issuevalues": bid}
    assert read_scenario(put(files)).profiles[0].reservation == reservation


@pytest.mark.parametrize(
    "write", [write_genius, write_geniusweb, write_negmas, write_negolog, write_csv]
)
def test_pairwise_terms_are_refused_by_every_writer(write):
    term = PairTerm(0, 1, ((half,),))
    profile = Profile("p", (half, half), ((1,), (1,)), pairs=(term,))
    two = Scenario("s", (Issue("a", ("x",)), Issue("b", ("y",))), (profile,), "made by hand")
    with pytest.raises(FormatError, match="pair"):
        write(two)


def geniusweb(put, change=lambda domain, profile: None):
    domain = {
        "name": "d",
        "issuesValues": {"a": {"values": ["x", "y"]}, "n": {"range": ["1", "2", "0.5"]}},
    }
    profile = {
        "LinearAdditiveUtilitySpace": {
            "name": "p",
            "issueUtilities": {
                "a": {"DiscreteValueSetUtilities": {"valueUtilities": {"x": 0.25, "y": 1}}},
                "n": {
                    "numberutils": {
                        "lowValue": 1,
                        "lowUtility": 0.2,
                        "highValue": 2,
                        "highUtility": 1,
                    }
                },
            },
            "issueWeights": {"a": 0.5, "n": 0.5},
            "domain": domain,
            "reservationBid": {"issuevalues": {"a": "x", "n": 1.5}},
        }
    }
    change(domain, profile["LinearAdditiveUtilitySpace"])
    return put({"d.json": json.dumps(domain), "p.json": json.dumps(profile)})


def test_geniusweb_numbers_lie_on_the_line_and_the_bid_gives_the_reservation_value(put):
    (party,) = read_scenario(geniusweb(put)).profiles
    assert party.evaluations == ((Fraction(1, 4), 1), (Fraction(1, 5), Fraction(3, 5), 1))
    assert party.reservation == half * Fraction(1, 4) + half * Fraction(3, 5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d, p: p["issueWeights"].pop("a"), "'a' has no utilities or no weight"),
        (lambda d, p: p["issueWeights"].update(a=-1), "negative weight"),
        (
            lambda d, p: p["issueUtilities"]["a"]["DiscreteValueSetUtilities"][
                "valueUtilities"
            ].update(x=7),
            "not within 0 and 1",
        ),
        (lambda d, p: p["issueUtilities"].update(a={"magic": {}}), "unknown kind 'magic'"),
        (lambda d, p: p["reservationBid"]["issuevalues"].update(a="z"), "no option 'z'"),
        (lambda d, p: d["issuesValues"].update(n={"range": [0, 1, 0]}), "no range"),
        (lambda d, p: d["issuesValues"].update(n={"range": [0, 9e9, 1e-3]}), "steps are more"),
        (lambda d, p: d["issuesValues"].update(a={"values": ["x", "x"]}), "'x' twice"),
        (lambda d, p: d["issuesValues"].update(a={"values": []}), "no options"),
        (lambda d, p: p["issueWeights"].update(a=float("nan")), "NaN is not a finite"),
    ],
)
def test_bad_geniusweb(put, change, message):
    with pytest.raises(FormatError, match=message):
        read_scenario(geniusweb(put, change))


def test_other_geniusweb_profiles_are_refused_by_name(put):
    domain = {"name": "d", "issuesValues": {"a": {"values": ["x"]}}}
    partial = {"DefaultPartialOrdering": {"domain": domain, "better": []}}
    with pytest.raises(FormatError, match="DefaultPartialOrdering"):
        read_scenario(put({"d.json": json.dumps(domain), "p.json": json.dumps(partial)}))


SPACE = "issues:\n- {name: a, type: negmas.outcomes.CategoricalIssue, values: [x, 'no']}\n- {name: n, type: ContiguousIssue, values: [1, 3]}\n"
UFUN = """type: LinearAdditiveUtilityFunction
weights: {a: 0.5, n: 0.25}
values:
- {type: TableFun, mapping: {x: 1, 'no': 0.5}}
- {type: AffineFun, slope: -0.5, bias: 1.5}
reserved_value: -.inf
"""


def test_negmas_tables_and_lines(put):
    scenario = read_scenario(put({"space.yml": SPACE, "u.yaml": UFUN}))
    (party,) = scenario.profiles
    assert party.values == ((half, Fraction(1, 4)), (Fraction(1, 4), Fraction(1, 8), 0))
    assert party.reservation is None


# What NegMAS 0.16 itself writes (`Scenario.dumpas`), with what its functions returned.
WRITTEN_SPACE = """issues:
- {name: colour, type: CategoricalIssue, values: [a, b, c]}
- {name: price, type: ContiguousIssue, values: [1, 7]}
- {name: days, type: DiscreteCardinalIssue, values: [1, 5, 9]}
name: trade
path: null
type: DiscreteCartesianOutcomeSpace
"""
WRITTEN_FUNCTION = """name: p1
reserved_outcome: null
reserved_value: 0.2
stability: 2047
type: LinearAdditiveUtilityFunction
values:
- {mapping: {a: 0.2727272727272727, b: 0.9090909090909091, c: 0.5454545454545454}, type: TableFun}
- {bias: 0.5, slope: 1, type: AffineFun}
- {bias: 0.5, slope: 1, type: AffineFun}
weights: [0.5, 0.3, 0.2]
"""


def worth(profile, *chosen):
    """Return what positions of options are worth together."""
    return sum(values[k] for values, k in zip(profile.values, chosen, strict=True))


def test_what_negmas_writes_is_read_without_a_note_and_is_worth_the_same(put):
    scenario = read_scenario(put({"trade.yml": WRITTEN_SPACE, "p1.yml": WRITTEN_FUNCTION}))
    (party,) = scenario.profiles
    assert scenario.notes == ()
    assert [float(worth(party, 0, 0, k)) for k in range(3)] == pytest.approx(
        [0.8863636363636364, 1.6863636363636365, 2.4863636363636363], abs=1e-12
    )
    assert party.reservation == Fraction(1, 5)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        ("{type: QuadraticFun, a2: 1, a1: -2, bias: 3}", [2, 3, 6]),
        ("{type: PolynomialFun, coefficients: [1, 0, 2], bias: 0.5}", [3.5, 18.5, 57.5]),
        ("{type: TriangularFun, start: 0, middle: 2, end: 4, bias: 0.5, scale: 1}", [1, 1.5, 1]),
        ("{type: TriangularFun, start: 1, middle: 2, end: 3}", [0, 1, 0]),
        ("{type: IdentityFun}", [1, 2, 3]),
        ("{type: LinearFun, slope: 2}", [2, 4, 6]),
        ("{type: ConstFun, bias: 0.25}", [0.25, 0.25, 0.25]),
        ("{type: TableFun, mapping: {1: 0.5, 2: 0.25, 3: 0}}", [0.5, 0.25, 0]),
    ],
)
def test_exact_functions_of_negmas(put, function, expected):
    ufun = UFUN.replace("{type: AffineFun, slope: -0.5, bias: 1.5}", function)
    (party,) = read_scenario(put({"space.yml": SPACE, "u.yaml": ufun})).profiles
    numbers = [worth(party, 0, k) - worth(party, 0, 0) for k in range(3)]
    assert numbers == [Fraction(each - expected[0]) / 4 for each in expected]


def test_functions_of_numbers_alone_have_their_weights_for_slopes(put):
    space = "issues:\n- {name: price, type: ContiguousIssue, values: [0, 4]}\n- {name: n, type: ContiguousIssue, values: [1, 3]}\n"
    ufun = "bias: 1.0\ntype: AffineUtilityFunction\nreserved_value: -.inf\nweights: [-0.5, 0.25]\n"
    (party,) = read_scenario(put({"space.yml": space, "u.yml": ufun})).profiles
    for price in range(5):
        for place in range(3):
            assert worth(party, price, place) == 1 - half * price + (place + 1) * half / 2
    (party,) = read_scenario(
        put(
            {
                "space.yml": space,
                "u.yml": ufun.replace("Affine", "Linear").replace("bias: 1.0\n", ""),
            }
        )
    ).profiles
    assert worth(party, 2, 0) == -1 + half / 2


def test_a_continuous_issue_of_negmas_is_cut_into_steps(put):
    space = SPACE.replace("ContiguousIssue", "ContinuousIssue")
    scenario = read_scenario(put({"space.yml": space, "u.yaml": UFUN}), real_steps=5)
    assert scenario.issues[1].options == ("1", "1.5", "2", "2.5", "3")


@pytest.mark.parametrize(
    ("space", "ufun", "message"),
    [
        (
            SPACE,
            "type: !!python/object/apply:os.system [echo]\n",
            "utility function of class|expected one|does not rate",
        ),
        (SPACE, UFUN.replace("TableFun", "LambdaFun"), "'LambdaFun'; only tables"),
        (SPACE, UFUN.replace("AffineFun", "ExponentialFun"), "'ExponentialFun'; only tables"),
        (SPACE, UFUN.replace("slope: -0.5, ", ""), "values of 'n', slope"),
        (SPACE, "type: MappingUtilityFunction\n", "'MappingUtilityFunction'"),
        (
            SPACE,
            "mapping:\n  ? - x\n    - 1\n  : 0.5\n  ? - x\n    - 2\n  : 1\ntype: MappingUtilityFunction\n",
            "'MappingUtilityFunction'",
        ),
        (SPACE, UFUN.replace("x: 1,", ""), "option 'x' is missing"),
        (SPACE, UFUN.replace("x: 1,", "x: .nan,"), "not a finite number"),
        (SPACE, UFUN.replace("a: 0.5, ", ""), "issue 'a' is missing"),
        (SPACE, UFUN.replace("a: 0.5", "a: -0.5"), "negative weight"),
        (
            SPACE.replace("ContiguousIssue", "ContinuousIssue"),
            UFUN,
            "issue 'n' is continuous .real.: say into how many steps",
        ),
        ("issues: []\n", UFUN, "no issues|does not rate|for 0 issues"),
        (SPACE + "a: [\n", UFUN, "is not YAML"),
        (
            "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + "".join(
                f"{c}: &{c} [{','.join(['*' + p] * 10)}]\n"
                for p, c in zip("abcdefg", "bcdefgh", strict=True)
            ),
            UFUN,
            "aliases expand",
        ),
    ],
)
def test_bad_negmas(put, space, ufun, message):
    with pytest.raises(FormatError, match=message):
        read_scenario(put({"space.yml": space, "u.yml": ufun}))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "header"),
        ("issue,option\n", "at least one"),
        ("issue,option,p,p\na,x,1,2\n", "none twice"),
        ("issue,option,p\na,x\n", "row 2 has 2 cells"),
        ("issue,option,p\na,x,nan\n", "row 2.*not a finite"),
        ("issue,option,p\na,x,1\na,x,2\n", "'x' twice"),
        ("issue,option,p\n,x,1\n", "names no issue"),
        ("issue,option,p\n,reservation,1\n", "no issues"),
        ('issue,option,p\n"a,x,1\n', "is not CSV"),
    ],
)
def test_bad_csv(tmp_path, text, message):
    (tmp_path / "t.csv").write_text(text)
    with pytest.raises(FormatError, match=message):
        read_csv(tmp_path / "t.csv")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds no XML"),
        ({"a.json": "[" * 5000 + "]" * 5000}, "nested too deeply|expected one domain"),
        ({"a.json": '{"a": 1, "a": 2}'}, "twice"),
        ({"a.json": "{"}, "is not JSON"),
        ({"a.json": "{}"}, "expected one domain, found 0"),
        ({"a.yml": "issues: []", "b.yml": "issues: []"}, "found 2"),
    ],
)
def test_directories_that_are_no_scenario(put, files, message):
    with pytest.raises(FormatError, match=message):
        read_scenario(put(files))


def test_profiles_that_rate_other_things(put, scenario):
    files = write_negolog(scenario)
    _, second = files
    files[second] = files[second].replace('"2"', '"3"')
    with pytest.raises(FormatError, match="other issues or options"):
        read_scenario(put(files))
