import random
from fractions import Fraction

import pytest

from lastyard.interop import FormatError, read_genius, read_scenario

DOMAIN = """<negotiation_template><utility_space number_of_issues="2">
<objective index="0" name="root">
<issue index="1" name="Price" type="discrete"><item index="1" value="low"/><item index="2" value="high"/></issue>
<issue index="2" name="Days" type="integer" etype="integer" lowerbound="2" upperbound="6"/>
</objective></utility_space></negotiation_template>"""
PROFILE = """<utility_space><objective index="0" name="root">
<issue index="1" name="Price" type="discrete"><item index="1" value="low" evaluation="4"/><item index="2" value="high" evaluation="1"/></issue>
<issue index="2" name="Days" type="integer" lowerbound="2" upperbound="6"><evaluator ftype="linear" offset="0.2" slope="0.25"/></issue>
<weight index="1" value="0.6"/><weight index="2" value="0.4"/>
</objective><discount_factor value="0.9"/><reservation value="0.3"/></utility_space>"""


@pytest.fixture
def read(tmp_path):
    def write(domain=DOMAIN, profile=PROFILE, **options):
        (tmp_path / "domain.xml").write_bytes(
            domain if isinstance(domain, bytes) else domain.encode()
        )
        (tmp_path / "party.xml").write_text(profile)
        return read_genius(tmp_path / "domain.xml", [tmp_path / "party.xml"], **options)

    return write


def test_discrete_by_the_largest_and_integer_from_the_lowest_cut_at_one(read):
    (party,) = read().profiles
    assert party.evaluations[0] == (1, Fraction(1, 4))
    assert party.evaluations[1] == tuple(Fraction(x, 20) for x in (4, 9, 14, 19, 20))
    assert (party.weights, party.reservation, party.discount) == (
        (Fraction(3, 5), Fraction(2, 5)),
        Fraction(3, 10),
        Fraction(9, 10),
    )


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("<utility_space>", "\n\n  <?xml version='1.0'?><utility_space>", "blank lines"),
        ('name="root"', 'name="bread & butter"', "unescaped"),
        ('value="0.6"', 'value="1.6"', "divided by that"),
        (
            'weight index="1" value="0.6"/><weight index="2"',
            'weight index="2" value="0.6"/><weight index="3"',
            "matched by place",
        ),
        ('name="Price"', 'name="Prise"', "matched by place"),
        ('value="high"', 'value="hihg"', "matched by place"),
        (
            '<item index="1" value="low" evaluation="4"/>',
            '<item value="low" evaluation="0"/><item value="low" evaluation="4"/>',
            "last one counts",
        ),
    ],
)
def test_what_circulates_broken_is_repaired_and_said(read, old, new, note):
    scenario = read(profile=PROFILE.replace(old, new))
    assert any(note in line for line in scenario.notes)
    assert scenario.profiles[0].evaluations[0] == (1, Fraction(1, 4))


def test_index_base_two(read):
    shifted = PROFILE.replace('issue index="2"', 'issue index="3"').replace(
        'issue index="1"', 'issue index="2"'
    )
    shifted = shifted.replace('weight index="2"', 'weight index="3"').replace(
        'weight index="1"', 'weight index="2"'
    )
    assert read(profile=shifted).profiles == read().profiles


@pytest.mark.parametrize(
    ("evaluator", "expected"),
    [
        ('ftype="linear" parameter0="0" parameter1="0.25"', (0.5, 0.75, 1, 1, 1)),
        ('ftype="constant" parameter0="0.5"', (0.5,) * 5),
        ('ftype="triangular" parameter0="2" parameter1="6" parameter2="4"', (0, 0.5, 1, 0.5, 0)),
        (
            'ftype="triangular_variable_top" parameter0="2" parameter1="6" parameter2="5" parameter3="0.6"',
            (0, 0.2, 0.4, 0.6, 0),
        ),
    ],
)
def test_real_evaluators(read, evaluator, expected):
    domain = DOMAIN.replace(
        'type="integer" etype="integer" lowerbound="2" upperbound="6"/>',
        'type="real"><range lowerbound="2" upperbound="6"/></issue>',
    )
    profile = PROFILE.replace(
        'type="integer" lowerbound="2" upperbound="6"', 'type="real"'
    ).replace('ftype="linear" offset="0.2" slope="0.25"', evaluator)
    scenario = read(domain=domain, profile=profile, real_steps=5)
    assert [float(x) for x in scenario.profiles[0].evaluations[1]] == pytest.approx(expected)


def test_hyper_rectangles_over_two_issues_are_pairwise_terms(read):
    boxes = """<utility_space><utility_function maxutility="10"><ufun type="PlainUfun" weight="1" aggregation="sum">
    <hyperRectangle utility_function="4"><INCLUDES index="1" min="0" max="0"/><INCLUDES index="2" min="3" max="4"/></hyperRectangle>
    <hyperRectangle utility_function="6"><INCLUDES index="2" min="4" max="6"/></hyperRectangle>
    </ufun></utility_function></utility_space>"""
    domain = read(profile=boxes).to_domain()
    worth = {(k, n): float(domain.values_of((k, n))[0]) for k in range(2) for n in range(5)}
    assert worth == {
        (k, n): 0.4 * (k == 0 and n in (1, 2)) + 0.6 * (n >= 2) for k in range(2) for n in range(5)
    }


@pytest.mark.parametrize(
    ("domain", "profile", "message"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + DOMAIN, PROFILE, "entities"),
        ("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + DOMAIN, PROFILE, "entities"),
        ("<a>" * 100 + "</a>" * 100, PROFILE, "nested too deeply"),
        ("not xml", PROFILE, "is not XML"),
        (b"\0\1\2", PROFILE, "is not text"),
        ("<negotiation_template/>", PROFILE, "no issues"),
        (
            DOMAIN.replace('<item index="1" value="low"/><item index="2" value="high"/>', ""),
            PROFILE,
            "no options",
        ),
        (DOMAIN.replace('upperbound="6"', 'upperbound="999999999"'), PROFILE, "steps are more"),
        (DOMAIN.replace('upperbound="6"', 'upperbound="1"'), PROFILE, "no range"),
        (DOMAIN.replace('type="integer" etype="integer"', 'type="real"'), PROFILE, "continuous"),
        (
            DOMAIN.replace('type="integer" etype="integer"', 'type="fuzzy"'),
            PROFILE,
            "unknown type 'fuzzy'",
        ),
        (DOMAIN.replace('name="Days"', 'name="Price"'), PROFILE, "two issues are called|not rated"),
        (DOMAIN, PROFILE.replace('value="0.6"', 'value="-0.6"'), "negative weight"),
        (DOMAIN, PROFILE.replace('value="0.6"', 'value="NaN"'), "'NaN' is not a finite number"),
        (DOMAIN, PROFILE.replace('evaluation="4"', 'evaluation="Infinity"'), "not a finite number"),
        (DOMAIN, PROFILE.replace('evaluation="4"', 'evaluation="-4"'), "negative evaluation"),
        (
            DOMAIN,
            PROFILE.replace('<item index="2" value="high" evaluation="1"/>', ""),
            "'high'.*not rated",
        ),
        (
            DOMAIN,
            PROFILE.replace('value="0.6"', 'value="0"').replace('value="0.4"', 'value="0"'),
            "weights are zero",
        ),
        (DOMAIN, PROFILE.replace('ftype="linear"', 'ftype="faratin"'), "'faratin'"),
        (DOMAIN, PROFILE.replace('<weight index="2" value="0.4"/>', ""), "'Days' has no weight"),
        (DOMAIN, PROFILE.replace('value="0.3"', 'value="nan"'), "'nan' is not a finite number"),
        (DOMAIN, PROFILE.replace('value="0.9"', 'value="inf"'), "'inf' is not a finite number"),
        (DOMAIN, PROFILE.replace('value="0.6"', 'value="1e999"'), "not a number of usual size"),
        (
            DOMAIN,
            PROFILE.replace('value="0.6"', 'value="1e-99999999999"'),
            "is not a finite number",
        ),
        (DOMAIN.replace('name="Days"', 'name=""'), PROFILE, "has no name"),
        (DOMAIN[: len(DOMAIN) // 2], PROFILE, "is not XML"),
        (DOMAIN, "", "is not XML|no issues|is not text|empty"),
        (DOMAIN, PROFILE.replace("<evaluator", "<judge"), "no evaluator"),
        (
            '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><r>&b;</r>',
            PROFILE,
            "entities",
        ),
    ],
)
def test_bad_files_are_refused_by_name(read, domain, profile, message):
    with pytest.raises(FormatError, match=message) as caught:
        read(domain=domain, profile=profile)
    assert ".xml" in str(caught.value) or "domain" in str(caught.value)


def test_one_option_everywhere_and_index_base_zero(read):
    one = DOMAIN.replace('<item index="2" value="high"/>', "").replace(
        'upperbound="6"', 'upperbound="2"'
    )
    profile = PROFILE.replace('<item index="2" value="high" evaluation="1"/>', "")
    profile = profile.replace('index="1"', 'index="0"').replace('index="2"', 'index="1"')
    domain = read(
        domain=one, profile=profile.replace('upperbound="6"', 'upperbound="2"')
    ).to_domain()
    assert domain.combinations == 1
    assert float(domain.values_of((0, 0))[0]) == pytest.approx(0.6 + 0.4 * 0.2)


def test_sides_that_hold_all_of_an_issue_or_none_do_not_count(tmp_path):
    issues = "".join(
        f'<issue index="{i}" name="n{i}" type="integer" lowerbound="0" upperbound="3"/>'
        for i in (1, 2, 3)
    )
    boxes = """<hyperRectangle utility_function="4"><INCLUDES index="1" min="1" max="2"/>
      <INCLUDES index="2" min="0" max="9"/><INCLUDES index="3" min="2" max="2"/></hyperRectangle>
      <hyperRectangle utility_function="100"><INCLUDES index="1" min="1" max="2"/>
      <INCLUDES index="2" min="7" max="9"/><INCLUDES index="3" min="2" max="2"/></hyperRectangle>"""
    (tmp_path / "d.xml").write_text(
        f"<negotiation_template><utility_space>{issues}</utility_space></negotiation_template>"
    )
    (tmp_path / "p.xml").write_text(
        f'<utility_space><ufun weight="1">{boxes}</ufun></utility_space>'
    )
    domain = read_scenario(tmp_path).to_domain()
    assert [domain.values_of(x)[0] for x in ((1, 0, 2), (2, 3, 2), (1, 0, 1), (0, 0, 2))] == [
        4,
        4,
        0,
        0,
    ]


@pytest.mark.parametrize("seed", range(40))
def test_files_broken_at_random_are_read_or_refused_by_name(read, seed):
    rng = random.Random(seed)
    for _ in range(15):
        texts = [DOMAIN, PROFILE]
        k = rng.randrange(2)
        at = rng.randrange(len(texts[k]))
        piece = rng.choice(["", "<", "&", '"', ">", "]]>", "\x0b", "NaN", "-", "9" * 400, "<!--"])
        texts[k] = texts[k][:at] + piece + texts[k][at + rng.randrange(3) :]
        try:
            scenario = read(domain=texts[0], profile=texts[1])
        except FormatError as refused:
            assert ".xml" in str(refused) or "domain" in str(refused)
        else:
            assert all(0 <= x <= 1 for own in scenario.profiles[0].evaluations for x in own)


def test_boxes_over_three_issues_are_refused_by_name(tmp_path):
    issues = "".join(
        f'<issue index="{i}" name="n{i}" type="integer" lowerbound="0" upperbound="9"/>'
        for i in (1, 2, 3)
    )
    sides = "".join(f'<INCLUDES index="{i}" min="1" max="2"/>' for i in (1, 2, 3))
    (tmp_path / "d.xml").write_text(
        f"<negotiation_template><utility_space>{issues}</utility_space></negotiation_template>"
    )
    (tmp_path / "p.xml").write_text(
        f'<utility_space><ufun><hyperRectangle utility_function="1">{sides}</hyperRectangle></ufun></utility_space>'
    )
    with pytest.raises(FormatError, match=r"spans 3 issues.*'n1', 'n2', 'n3'"):
        read_scenario(tmp_path)


def test_a_profile_as_negmas_writes_it_is_read_without_a_note(read):
    space = '<utility_space type="any" number_of_issues="0">'
    scenario = read(profile=PROFILE.replace("<utility_space>", space))
    assert (scenario.notes, scenario.profiles) == ((), read().profiles)
