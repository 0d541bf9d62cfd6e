"""What to ask and propose next, from cases; and the simulation of ways of asking."""

import itertools
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import lastyard as ly
from lastyard.answers.next_step import beliefs_of
from lastyard.show.published import ANSWERS

RAFAH = Path(__file__).parents[2] / "catalog/news/sn-2024/rafah.yaml"
TALKS = """
title: Talks
parties: {{a: {{}}, b: {{}}, c: {{}}}}
issues: {{i: {{options: [x, y, z], ordered: true}}, j: {{options: [k, l]}}}}
{extra}
statements:
  - {{id: one, party: a, on: 2024-01-01, requires: "i == 'x'", firmness: 0.7}}
  - {{id: two, party: b, on: 2024-01-02, rejects: "i == 'x'", firmness: 0.4}}
  - {{id: three, party: b, on: 2024-01-02, position: {{i: z, j: k}}}}
"""


def talks(extra=""):
    return ly.load_text(TALKS.format(extra=extra))


@pytest.fixture(scope="module")
def rafah():
    case = ly.load(str(RAFAH))
    return case, ly.next_step(case)


def test_proposals_have_the_index_that_packages_gives(rafah):
    case, found = rafah
    others = ly.packages(case, top=20).packages
    shown = {tuple(each.package.positions.items()): each for each in found.proposals}
    same = [other for other in others if tuple(other.package.positions.items()) in shown]
    assert len(same) == len(shown)
    for other in same:
        own = shown[tuple(other.package.positions.items())]
        assert own.agreement.index == pytest.approx(other.agreement.index, abs=1e-6)
        assert own.agreement.error == pytest.approx(other.agreement.error, rel=0.5)
        assert {s.id for s in own.breaks} == {s.id for s in other.breaks}
    assert found.best.package == others[0].package
    places = [tuple(other.package.positions.items()) for other in others]
    ranks = [places.index(tuple(p.package.positions.items())) for p in found.proposals]
    assert ranks == sorted(ranks)
    bits = [found.proposals[k].refusal.bits for k in found.by_refusal]
    assert bits == sorted(bits, reverse=True)


@pytest.mark.thorough
def test_proposals_differ_in_what_matters():
    case = ly.load_text(
        """
title: Near twins
parties: {a: {}, b: {}}
issues:
  wage: {range: [0, 10], step: 1}
  hours: {range: [0, 5], step: 1}
  clause: {options: [x, y, z]}
statements:
  - {id: one, party: a, on: 2024-01-01, offers: {wage: 6, hours: 1, clause: x}}
  - {id: two, party: a, on: 2024-01-01, wants: {wage: more, hours: less}}
  - {id: three, party: b, on: 2024-01-02, offers: {wage: 2, hours: 4, clause: y}}
  - {id: four, party: b, on: 2024-01-02, wants: {wage: less, hours: more}}
"""
    )
    found = ly.next_step(case)
    ranges = {"wage": 10, "hours": 5}

    def apart(one, other):
        one, other = one.positions, other.positions
        shares = [
            abs(one[i] - other[i]) / ranges[i] if i in ranges else float(one[i] != other[i])
            for i in one
        ]
        return sum(shares) / len(shares)

    assert len(found.proposals) >= 3
    assert found.apart == pytest.approx(1 / 3)
    for one, other in itertools.combinations(found.proposals, 2):
        assert apart(one.package, other.package) >= found.apart - 1e-9
    # No package was passed over: each left out has a lower index, or a listed one is like it. A listed
    # one may be what a change makes of another that the draws do not tell from it.
    listed = ly.packages(case, top=200).packages
    for k, each in enumerate(found.proposals[1:], 1):
        before = [one.package for one in found.proposals[:k]]
        better = [
            o for o in listed if o.agreement.index > each.agreement.index + 5 * each.agreement.error
        ]
        assert all(any(apart(o.package, b) < found.apart for b in before) for o in better)
    assert found.proposals[0].package == found.best.package
    assert min(p.agreement.index for p in found.proposals) >= found.best.index / 5 - 1e-9
    assert sorted(found.by_refusal) == list(range(len(found.proposals)))


def test_questions_are_open_unlike_and_consistent(rafah):
    _, found = rafah
    assert found.questions
    assert len({(each.kind, each.party.id) for each in found.questions}) == 5
    for each in found.questions:
        assert 0.0 < each.chance.index < 1.0
        after = each.chance.index * each.if_yes.index + (1 - each.chance.index) * each.if_no.index
        assert each.rise == pytest.approx(max(0.0, after - found.best.index), abs=1e-6)
        assert each.rise >= 0.0
        if each.kind == "hold":
            assert each.chance.index == pytest.approx(float(each.statement.firmness))
            assert each.chance.error == 0.0


def test_the_most_doubtful_party_about_the_best_package_comes_first(rafah):
    case, found = rafah
    first = found.questions[0]
    best = ly.packages(case).best
    assert (first.kind, first.package) == ("take", best.package)
    doubtful = min(best.acceptability, key=lambda id: best.acceptability[id].index)
    assert first.party.id == doubtful


def test_the_same_seed_gives_the_same_and_another_differs(rafah):
    case, found = rafah
    assert ly.next_step(case).as_json() == found.as_json()
    assert ly.next_step(case, seed=1).as_json() != found.as_json()


def test_json_follows_its_schema_and_why_tells_what_is_behind(rafah):
    _, found = rafah
    jsonschema.validate(found.as_json(), ANSWERS["next"])
    reasons = ly.why(found, found.questions[0].id)
    assert {f"statement:{s.id}" for s in found.questions[0].uses} <= set(reasons.reached)
    assert "parameter:seed" in reasons.reached
    assert ly.why(found, "proposal-A").finding.values["index"] == found.proposals[0].agreement.index
    assert "question-1" in str(ly.why(found, "full-operation"))
    with pytest.raises(ly.RequestError, match="proposal-"):
        ly.why(found, "proposal-ZZ")


def test_silent_parties_share_draws_and_stay_independent():
    found = beliefs_of(
        ly.load_text(TALKS.format(extra="").replace("party: b", "party: a")), None, seed=1
    )
    assert tuple(party.id for party in found.silent) == ("b", "c")
    one, other = found.talks.beliefs[1:]
    assert (one.worth(slice(None)) == other.worth(slice(None))).all()
    accepts = found.talks.acceptance()
    assert found.talks.index() == pytest.approx(accepts.prod(axis=1))


def test_the_agreement_rule_decides_who_matters():
    case = talks('agreement: "a and (b or c)"')
    found = beliefs_of(case, None, seed=0)
    every = np.array(np.meshgrid(*[[False, True]] * 3)).reshape(3, -1).T
    assert found.talks.agrees(every).tolist() == [a and (b or c) for a, b, c in every.tolist()]
    quota = beliefs_of(talks('agreement: "at least 2 of (a, b, c)"'), None, seed=0)
    assert quota.talks.agrees(every).tolist() == [sum(row) >= 2 for row in every.tolist()]
    assert found.talks.agrees(every) == pytest.approx(found.talks.probability(every * 1.0) > 0.5)


def test_parties_without_a_say_are_not_asked():
    found = ly.next_step(talks('agreement: "a and b"'))
    assert found.questions
    assert "c" not in {each.party.id for each in found.questions}


def test_nothing_to_learn_is_told():
    case = ly.load_text(
        """
title: Known
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - {id: pa, party: a, on: 2024-01-01, reservation: 3, values: {i: {x: 5, y: 0}}}
  - {id: pb, party: b, on: 2024-01-01, reservation: 3, values: {i: {x: 4, y: 5}}}
"""
    )
    found = ly.next_step(case)
    assert found.questions == ()
    assert found.best.index == 1.0
    assert found.proposals[0].refusal is None
    assert "there is nothing to ask" in str(found)
    jsonschema.validate(found.as_json(), ANSWERS["next"])


def test_a_party_that_cannot_be_told_is_asked_about_its_demands_alone(monkeypatch):
    from lastyard.answers.packages import parties as values
    from lastyard.values import ValuesError

    def refuse(*_, **__):
        raise ValuesError("made to fail")

    monkeypatch.setattr(values, "_likely", refuse)
    found = ly.next_step(talks())
    assert set(found.cannot_tell) == {"a", "b", "c"}
    assert {each.kind for each in found.questions} == {"hold"}
    assert "made to fail" in str(found)


def test_bad_requests_are_told():
    case = talks()
    with pytest.raises(ValueError, match="top must be"):
        ly.next_step(case, top=0)
    with pytest.raises(ValueError, match="seed"):
        ly.next_step(case, seed=-1)
    with pytest.raises(ValueError, match="runs must be"):
        ly.simulate(case, runs=1)
    with pytest.raises(ValueError, match="questions must be"):
        ly.simulate(case, questions=0)


def test_simulation_curves_rise_and_come_with_errors():
    case = talks()
    found = ly.simulate(case, runs=40, questions=12, seed=3)
    assert 0 < found.feasible <= 40
    for way in found.ways:
        curve = [each.share for each in way.found]
        assert curve == sorted(curve)
        assert [each.questions for each in way.found] == list(range(13))
        assert curve[0] == 0.0
        for each in way.found:
            expected = np.sqrt(each.share * (1 - each.share) / found.feasible)
            if each.share in (0.0, 1.0):  # as far off as would be seen one time in twenty
                expected = 1 - 0.05 ** (1 / found.feasible)
            assert each.error == pytest.approx(expected)
        # The mean number of questions is the sum of the shares not yet found.
        assert way.mean == pytest.approx(sum(1 - share for share in curve))
    ways = {way.name: way for way in found.ways}
    assert ways["random question"].mean > ways["propose the best"].mean
    assert ly.simulate(case, runs=40, questions=12, seed=3) == found
    jsonschema.validate(found.as_json(), ANSWERS["simulate"])
    assert ly.why(found, "way-1").finding.values["mean"] == found.ways[0].mean


def test_a_simulation_with_nothing_to_find_says_so():
    case = ly.load_text(
        """
title: Opposed
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - {id: one, party: a, on: 2024-01-01, requires: "i == 'x'", firmness: 1}
  - {id: two, party: b, on: 2024-01-01, requires: "i == 'y'", firmness: 1}
"""
    )
    found = ly.simulate(case, runs=5)
    assert (found.ways, found.feasible) == ((), 0)
    assert "nothing to find" in str(found)
    step = ly.next_step(case)
    assert step.best.index == 0.0
    assert "As coded, no package could be agreed" in " ".join(str(step).split())


COUNCIL = """
title: Council
parties: {a: {name: Aland}, b: {name: Bland}, c: {name: Cland}}
agreement: a and b
issues:
  pay: {name: Levy, range: [0, 10], step: 1, unit: percent}
  seat: {options: [north, south, east]}
statements:
  - {id: s1, party: a, on: 2026-11-01, requires: "pay >= 4"}
  - {id: s2, party: b, on: 2026-11-02, requires: "pay <= 6"}
  - {id: s3, party: c, on: 2026-11-02, requires: "pay <= 1"}
  - {id: s4, party: a, on: 2026-11-02, position: {seat: north}}
  - {id: s5, party: b, on: 2026-11-02, position: {seat: south}}
  - {id: s6, party: c, on: 2026-11-02, position: {seat: east}}
"""


def test_the_first_proposal_is_the_package_that_packages_names_first_also_where_draws_leave_it_open():
    case = ly.load_text(COUNCIL)
    first = ly.packages(case).packages[0].package
    found = ly.next_step(case)
    assert found.proposals[0].package == first
    assert found.best.package == first


def test_who_need_not_agree_is_not_asked_to_give_way():
    case = ly.load_text(COUNCIL)
    text = str(ly.next_step(case))
    assert "Against it: Cland with s3; the agreement rule can do without." in text
    assert "asks Cland" not in text
    assert {party.id for each in ly.analyse(case).questions for party in each.parties} == {"a", "b"}
    majority = ly.load_text(COUNCIL.replace("a and b", "at least 2 of (a, b, c)"))
    assert "asks" not in str(ly.next_step(majority)).partition("What to propose")[2]
    everyone = ly.load_text(COUNCIL.replace("agreement: a and b\n", ""))
    assert "It asks" in str(ly.next_step(everyone))


def test_of_two_options_as_near_the_one_that_the_refusing_party_leans_to_is_asked_about():
    case = ly.load_text("""
title: Ports
parties: {union: {}, ports: {}}
issues: {protection: {options: [none, limited, full], ordered: true}, term: {options: [short, long]}}
statements:
  - {id: bid, party: ports, on: 2022-07-05, offers: {protection: limited}}
  - {id: no, party: union, on: 2022-07-06, rejects: protection == 'limited'}
  - {id: whole, party: union, on: 2022-07-06, requires: "term == 'short' or protection == 'full'"}
""")
    (question,) = ly.analyse(case).questions
    assert (question.parties[0].id, question.would_take) == ("ports", (("protection", 2),))


BUSES = """
title: Buses
parties: {mayor: {}, agency: {}, committee: {}, greens: {}, club: {}}
agreement: mayor and agency and (committee or greens)
issues:
  drive: {options: [diesel, hybrid, electric]}
  price: {range: [10, 40], step: 1}
rules: [{id: dear, require: "drive == 'electric' implies price >= 25"}]
statements:
  - {id: ask, party: mayor, on: 2025-08-01, position: {drive: electric}}
  - {id: no, party: mayor, on: 2025-08-01, rejects: drive == 'diesel'}
  - {id: cheap, party: committee, on: 2025-08-10, requires: price <= 22}
  - {id: need, party: agency, on: 2025-08-11, offers: {drive: hybrid, price: 30}}
  - {id: green, party: greens, on: 2025-08-20, requires: drive == 'electric'}
"""


def _asked(text):
    return {
        (*(party.id for party in each.parties), *each.would_take[0])
        for each in ly.analyse(ly.load_text(text)).questions
        if each.would_take
    }


def test_nobody_is_asked_for_what_it_rules_out_itself_while_some_deal_fits():
    # The committee leaves hybrid and diesel open: the mayor bars diesel, and the greens both.
    assert _asked(BUSES) == {("mayor", "drive", 1), ("agency", "drive", 2), ("agency", "price", 12)}


def test_who_has_accepted_what_the_refusing_party_leaves_open_is_not_asked_for_it():
    taken = "  - {id: yes, party: mayor, on: 2025-09-01, accepts: {drive: hybrid}}\n"
    assert ("mayor", "drive", 1) not in _asked(BUSES + taken)


def test_what_a_party_refuses_that_has_no_part_in_the_agreement_is_no_question():
    river = """
title: River
parties: {up: {}, down: {}, fishers: {}}
agreement: up and down
issues: {release: {range: [100, 600], step: 50}}
statements:
  - {id: ask, party: down, on: 2023-09-04, offers: {release: 400}}
  - {id: more, party: fishers, on: 2023-09-22, requires: release >= 500}
"""
    assert _asked(river) == set()
    assert _asked(river.replace("down\n", "down and fishers\n", 1)) == {("down", "release", 8)}


def test_a_letter_in_a_question_is_that_of_a_package_proposed_below_it():
    # Where disputes block, deals are proposed, and the best package by index may be another.
    steel = """
title: Steel
parties: {buyer: {}, seller: {}, bank: {}}
issues:
  price: {range: [600, 900], step: 5}
  volume: {range: [100, 1000], step: 50}
  terms: {options: [prepaid, 30 days, 60 days, 90 days], ordered: true}
statements:
  - {id: cap, party: buyer, on: 2025-10-20, requires: price <= 720, firmness: 0.8}
  - {id: floor, party: seller, on: 2025-10-02, requires: price >= 740, firmness: 0.6}
  - {id: ask, party: seller, on: 2025-10-02, offers: {price: 790, volume: 600, terms: 30 days}}
  - {id: late, party: bank, on: 2025-10-20, requires: terms <= '60 days', firmness: 1}
  - {id: bid, party: buyer, on: 2025-11-01, offers: {price: 715, volume: 500, terms: 60 days}}
"""
    found = ly.next_step(ly.load_text(steel))
    asked, _, proposed = str(found).partition("What to propose")
    assert found.deals
    assert found.proposals[0].package != found.deals[0].package
    named = " ".join(asked.split())
    first = dict(found.deals[0].package)
    assert f"price: {first['price']}" in proposed
    for question in found.questions[:1]:
        yes = dict(question.if_yes.package)
        changed = [f"{issue}: {yes[issue]}" for issue in first if yes[issue] != first[issue]]
        told = f"A with {', '.join(changed)}" if changed else "A"
        assert f"After a yes the package to propose would be {told};" in named


def test_why_tells_of_the_question_that_has_the_number_on_the_screen(rafah):
    # Those that follow from disputes come first on the screen, and were numbered apart from the others.
    _, found = rafah
    text = str(found)
    for k, asked in enumerate(found.unsampled, 1):
        reasons = ly.why(found, f"question-{k}")
        assert set(reasons.finding.values["to"]) == {party.id for party in asked.parties}
        assert {f"statement:{s.id}" for s in asked.about} <= set(reasons.reached)
        assert f"{k}. Ask {asked.parties[0].name}" in text
    first = found.questions[0]
    place = len(found.unsampled) + 1
    assert first.id == f"question-{place}"
    assert f"{place}. Ask {first.party.name}" in text


def test_of_those_who_refuse_whoever_is_needed_is_heard_first():
    council = """
title: Finance
parties: {g77: {}, eu: {}, us: {}, isles: {}}
agreement: {members: [g77, eu, us, isles], quota: 3, veto: [g77]}
issues: {sum: {range: [100, 1300], step: 50}}
statements:
  - {id: bid, party: eu, on: 2024-11-14, offers: {sum: 300}}
  - {id: cap, party: us, on: 2024-11-13, requires: sum <= 250}
  - {id: floor, party: g77, on: 2024-11-18, requires: sum >= 400}
"""
    assert _asked(council) == {("eu", "sum", 6)}
    assert _asked(council.replace(", veto: [g77]", "")) == {("eu", "sum", 3)}
