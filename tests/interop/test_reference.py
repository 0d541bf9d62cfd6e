"""Every oracle domain gives the numbers of REFERENCE.json.

The counts there come from sums of floats, in which packages that are worth the same on
paper differ in the last bit; where that makes spurious points, the exact count stands
here, and `test_the_reference_counts_differ_by_rounding_alone` shows that it is rounding.
"""

import json
from fractions import Fraction
from math import dist, prod

import numpy as np
import pytest

from interop.domain_names import NAMES
from lastyard.deals import (
    kalai_smorodinsky,
    leximin,
    nash,
    opposition,
    pareto_frontier,
    utilitarian,
)
from lastyard.interop import read_scenario

# name: exact (all, rational) where the reference's floats split ties.
EXACT = {
    "b08_agenthp2_3p_int_5.8M": (589, 589),
    "a12_supermarket_2012A": (39, 25),
    "a14_energy_2011": (204, 204),
    "n_negolog_domain15": (33, 33),
}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "y_negmasyaml_SupermarketA"])
def test_reference(domains, name):
    reference = json.loads((domains / "REFERENCE.json").read_text())[name]
    numbers = reference.get("genius_scale", reference["raw_scale"])
    scenario = read_scenario(domains / name)
    assert [len(issue.options) for issue in scenario.issues] == reference["issues"]
    stated = [float(p.reservation or 0) for p in scenario.profiles]
    assert stated == pytest.approx(reference["reservation"])
    assert [
        None if p.discount is None else float(p.discount) for p in scenario.profiles
    ] == reference["discount"]
    domain = scenario.to_domain(default_reservation=Fraction(0))
    assert domain.combinations == reference["n_outcomes"]
    counts = EXACT.get(name, (numbers["pareto_all"], numbers["pareto_rational"]))
    everything = domain.with_reservation([None] * domain.parties)
    assert (len(pareto_frontier(everything)), len(pareto_frontier(domain))) == counts

    def cut(values):  # Genius cuts values at 1; Laptop's weights sum to 1.00005
        return [min(1.0, float(v)) for v in values]

    for key, function in (
        ("nash", nash),
        ("ks", kalai_smorodinsky),
        ("egalitarian", leximin),
    ):
        solution = function(domain)
        assert solution.exact
        assert cut(solution.values) == pytest.approx(numbers[key], abs=1e-9)
    welfare = utilitarian(domain)
    assert sum(cut(welfare.values)) == pytest.approx(numbers["max_welfare_sum"], abs=1e-9)
    if name != "a03_laptop_2012A":
        gains = [v - r for v, r in zip(nash(domain).values, domain.reservation, strict=True)]
        assert float(prod(gains)) == pytest.approx(numbers["nash_product"], abs=1e-9)
        assert kalai_smorodinsky(domain).objective == pytest.approx(numbers["ks_min_ratio"])


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["n_negolog_domain15", "a14_energy_2011", "a12_supermarket_2012A"])
def test_the_reference_counts_differ_by_rounding_alone(domains, name):
    reference = json.loads((domains / "REFERENCE.json").read_text())[name]
    scenario = read_scenario(domains / name)
    columns = []
    for profile in scenario.profiles:
        total = 0.0
        for i, (weight, own) in enumerate(zip(profile.weights, profile.evaluations, strict=True)):
            shape = [1] * len(scenario.issues)
            shape[i] = len(own)
            total = total + (float(weight) * np.array([float(x) for x in own])).reshape(shape)
        columns.append(total.ravel())

    def undominated(points):
        count, highest = 0, -np.inf
        for _, second in np.unique(points, axis=0)[::-1]:
            count, highest = (count + 1, second) if second > highest else (count, highest)
        return count

    points = np.column_stack(columns)
    split = reference.get("genius_scale", reference["raw_scale"])["pareto_all"]
    assert undominated(points) == split
    assert undominated(points.round(9)) == EXACT[name][0]


@pytest.mark.slow
def test_the_largest_domain_listed_in_whole_numbers(domains):
    """All 5,764,801 packages of b08, without any float: 2,821 points, of which 589 undominated.

    Weighted sums of floats make 19,676 points of the same 2,821, and then 932 undominated
    ones or, in another order of multiplication, the 990 of the reference.
    """
    domain = read_scenario(domains / "b08_agenthp2_3p_int_5.8M").to_domain()
    key = np.zeros((1,) * len(domain.sizes), dtype=np.int64)
    for p, tables in enumerate(domain.tables):
        for i, own in enumerate(tables):
            assert min(own) >= 0
            assert sum(map(max, tables)) < 1 << 20
            shape = [1] * len(domain.sizes)
            shape[i] = len(own)
            key = key + (np.array(own) << (20 * p)).reshape(shape)
    distinct = np.unique(key)
    assert (key.size, len(distinct)) == (domain.combinations, 2_821)
    points = np.column_stack([distinct >> (20 * p) & ((1 << 20) - 1) for p in range(3)])
    undominated = [
        own
        for own in points
        if not ((points >= own).all(axis=1) & (points > own).any(axis=1)).any()
    ]
    assert len(undominated) == EXACT["b08_agenthp2_3p_int_5.8M"][0] == 589
    worth = np.array(undominated) * [float(unit) for unit in domain.units]
    found = pareto_frontier(domain).values
    assert np.allclose(worth[np.lexsort(worth.T[::-1])], found[np.lexsort(found.T[::-1])])


def _opposition_is_measured_to_the_egalitarian_package(domain, expected):
    values = [float(v) for v in leximin(domain).values]
    assert dist(values, [1, 1]) == pytest.approx(expected)
    assert opposition(domain).value <= expected + 1e-12


@pytest.mark.parametrize("name", ["w_anl2023_domain00", "w_anl2023_domain01"])
def test_the_organisers_own_frontier(domains, name):
    special = json.loads((domains / name / "specials.json").read_text())
    scenario = read_scenario(domains / name)
    domain = scenario.to_domain(default_reservation=Fraction(0))
    frontier = pareto_frontier(domain)
    names = [issue.name for issue in scenario.issues]
    bids = {tuple(point["bid"][issue] for issue in names) for point in special["pareto_front"]}
    assert bids == {
        tuple(issue.options[k] for issue, k in zip(scenario.issues, x, strict=True))
        for point in range(len(frontier))
        for x in frontier.packages(point)
    }
    _opposition_is_measured_to_the_egalitarian_package(domain, special["opposition"])


def test_negmas_yaml_supermarket(domains):
    scenario = read_scenario(domains / "y_negmasyaml_SupermarketA")
    assert [len(issue.options) for issue in scenario.issues] == [4, 8, 7, 8, 7, 9]
    assert [p.discount for p in scenario.profiles] == [Fraction(3, 4)] * 2
    assert [p.reservation for p in scenario.profiles] == [0, 0]
    domain = scenario.to_domain()
    # By hand from the file: Baguette 1.0 x 0.30167597765363124, first profile.
    assert float(domain.values_of((0, 0, 0, 0, 0, 2))[0]) == pytest.approx(0.30167597765363124)


def test_what_was_repaired_is_said(domains):
    ampo = read_scenario(domains / "a15_ampo_vs_city")
    assert any("stands twice; the last one counts" in note for note in ampo.notes)
    laptop = read_scenario(domains / "a03_laptop_2012A")
    assert any("Genius cuts values above 1" in note for note in laptop.notes)


@pytest.mark.parametrize("name", ["n_negolog_domain15"])
def test_negolog_own_numbers(domains, name):
    specs = json.loads((domains / name / "specs.json").read_text())
    domain = read_scenario(domains / name).to_domain()
    _opposition_is_measured_to_the_egalitarian_package(domain, specs["Opposition"])
    assert nash(domain).objective == pytest.approx(specs["Nash Product"])
