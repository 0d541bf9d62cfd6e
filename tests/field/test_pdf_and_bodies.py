"""Documents and bodies: what went wrong in the field."""

from pathlib import Path

import pytest

from lastyard.bodies import Body, Member
from lastyard.bodies.catalog import find_entry
from lastyard.drafting.opening import document_from

FIELD = Path(__file__).parent


def test_a_pdf_with_controls_in_its_text_is_read():
    pytest.importorskip("pypdf")
    data = (FIELD / "16-pdf-with-nul.pdf").read_bytes()
    text = document_from(data, "16.pdf").document.text
    assert "\0" not in text
    assert text.strip()
    assert not any(ord(letter) < 32 and letter not in "\n\t\r\f\v\x1b" for letter in text)


@pytest.mark.parametrize("name", ["council-on-proposal", "council-not-on-proposal"])
def test_a_share_of_the_population_is_one_of_all_of_it(name):
    """65 % of 10,001 is 6,500.65: shares of 6,500 are too few."""
    body = find_entry(f"eu-treaties-2016/{name}").body()
    weights = {m.name: int(m.weights["population"]) for m in body.members}
    assert sum(weights.values()) == 10_001
    # Any set of states worth so much, by adding one state after the other.
    sets = {0: ()}
    for member, weight in weights.items():
        sets |= {s + weight: (*names, member) for s, names in sorted(sets.items())
                 if len(names) >= len(sets.get(s + weight, ()))}  # fmt: skip
    for total, adopted in ((6_500, False), (6_501, True)):
        yes = sets[total]
        assert len(yes) >= 20
        votes = {member: "yes" if member in yes else "no" for member in weights}
        assert body.adopts(votes) == adopted


def test_shares_are_exact():
    members = tuple(Member(f"m{k}", {"w": w}) for k, w in enumerate((6_500, 1, 3_500)))
    body = Body("B", members, "yes by w >= 65 % of members by w")
    assert not body.adopts({"m0": "yes", "m1": "no", "m2": "no"})
    assert body.adopts({"m0": "yes", "m1": "yes", "m2": "no"})
