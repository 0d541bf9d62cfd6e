"""Which issues words name, from the rules that ``mentions_in`` states."""

from fractions import Fraction

import pytest

from lastyard.reading.mentions import IssueWords, NumberScale, OptionWords, mentions_in

EUROS = NumberScale(Fraction(0), Fraction(1000), Fraction(1), "euros")
WAGE, BONUS = (IssueWords(name, (name,), (), numbers=EUROS) for name in ("wage", "bonus"))


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("They spoke of Rafah.", [0.5]),
        ("They spoke of a crossing.", []),
        ("They spoke of the crossing at Rafah.", [0.75]),
        ("They spoke of the long crossing at Rafah.", [1.0]),
    ],
)
def test_an_issue_is_named_by_half_of_the_weight_of_its_words_and_names_weigh_double(text, share):
    crossing = IssueWords("crossing", ("the long crossing at Rafah",), ())
    assert [mention.share for mention in mentions_in(text, [crossing])] == share


def test_each_amount_belongs_to_the_nearest_issue_if_its_scale_reaches_so_far():
    text = "a wage of 5 euros and a bonus of 300 euros"
    found = {m.issue: [a.number for a in m.amounts] for m in mentions_in(text, [WAGE, BONUS])}
    assert found == {"wage": [5], "bonus": [300]}
    (mention,) = mentions_in("a wage of 5000 euros", [WAGE])
    assert mention.amounts == ()


def test_an_issue_of_yes_and_no_is_named_by_its_whole_name():
    options = (OptionWords("no", ("no",)), OptionWords("yes", ("yes",)))
    permits = IssueWords("permits", ("Permits for pilots",), options)

    def option(said):
        found = mentions_in(said, [permits])
        return [mention.option for mention in found]

    assert option("permits for pilots") == ["yes"]
    assert option("yes to permits for pilots") == ["yes"]
    assert option("no permits for pilots") == ["no"]
    assert option("permits for pilots, yes or no") == [None]
    assert option("permits") == [None]
