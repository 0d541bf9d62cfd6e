"""A condition is never lost: what is said under one is coded with it, or left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.case.load import load_text
from lastyard.drafting.adding import load_drafts
from lastyard.drafting.drafts import draft, drafts_as_yaml
from lastyard.drafting.proposals import party_words, proposals_for
from lastyard.reading import Document, read

CASE = load_text("""
title: Crew
parties: {crew: {name: The crew}, company: {name: The company}}
issues:
  pay: {name: Pay, range: [0, 12], step: 0.5, unit: percent, words: [pay rise]}
  clause:
    options: [kept, dropped]
    option_words: {dropped: [clause dropped, clause goes], kept: [clause kept]}
""")


def says(text):
    found = read(Document.from_text(text), parties=party_words(CASE)).statements
    return [coding.says for one in found for coding in proposals_for(one, CASE)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The crew would accept 6 percent if the clause is dropped.", {"offers": {"pay": "6", "clause": "dropped"}}),
        ("If the clause is dropped, the crew would accept 6 percent.", {"offers": {"pay": "6", "clause": "dropped"}}),
        ("The crew offered 6 percent in return for the clause kept.", {"offers": {"pay": "6", "clause": "kept"}}),
        ("The crew would accept 6 percent only if the clause is dropped.", {"requires": "pay == 6 implies clause == 'dropped'"}),
        ("The crew would accept 6 percent, but only if the clause goes.", {"requires": "pay == 6 implies clause == 'dropped'"}),
        ("The crew accepts 6 percent on condition that the clause is dropped.", {"requires": "pay == 6 implies clause == 'dropped'"}),
        ("The crew will not accept 6 percent unless the clause is dropped.", {"requires": "pay == 6 implies clause == 'dropped'"}),
        ("Unless the clause is dropped, the crew will not accept 6 percent.", {"requires": "pay == 6 implies clause == 'dropped'"}),
        ("The crew would accept 6 percent unless the clause is kept.", {"requires": "pay == 6 implies clause != 'kept'"}),
        ("The crew will not accept 6 percent as long as the clause is kept.", {"requires": "clause == 'kept' implies pay != 6"}),
        ("The crew will not accept 6 percent if the clause is kept.", {"requires": "clause == 'kept' implies pay != 6"}),
        ("The crew demands 6 percent if the clause is kept.", {"requires": "clause == 'kept' implies pay == 6"}),
        ("The crew will not sign unless the clause is dropped.", {"requires": "clause == 'dropped'"}),
        ("The crew will not sign if the clause is kept.", {"rejects": "clause == 'kept'"}),
        ("The crew would accept 6 percent even if the clause is kept.", {"accepts": {"pay": "6"}}),
        ("The crew accepted 6 percent, if necessary.", {"accepts": {"pay": "6"}}),
        ("The crew accepted 6 percent without delay.", {"accepts": {"pay": "6"}}),
        ("The crew accepted 6 percent when the talks resumed.", {"accepts": {"pay": "6"}}),
        ("If the captain goes, the crew accepts 6 percent, but the company rejects the clause kept.", {"rejects": "clause == 'kept'"}),
    ],
)  # fmt: skip
def test_a_condition_that_the_case_names_is_coded_with_what_it_governs(text, expected):
    assert [one for one in says(text) if one is not None] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The crew would accept 6 percent if the clause is not dropped.",
        "The crew would accept 6 percent if the clause is discussed.",
        "The crew will sign unless the clause is kept.",
        "The crew has yet to accept 5 percent, its leader said.",
        "The company said the crew must accept 6 percent.",
        "The crew refuses to let the pay rise drop below 4 percent.",
        "Fewer than 4 percent would ruin the crew, its leader said.",
        "Anything shallower than 4 percent is worthless, the crew said.",
        "The crew never once asked for the clause kept.",
        "Hardly anyone in the crew opposes the clause kept.",
        "The crew cannot not accept 6 percent.",
        "The crew accepted 6 percent and asked for a new captain in return.",
        "The company said that if the crew accepts 6 percent it will rest.",
        "The company said the crew must accept 6 percent if it wants the ship.",
        "A pay rise of 6 percent would be accepted by the crew if the captain went.",
    ],
)
def test_a_condition_that_cannot_be_coded_leaves_it_open(text):
    assert not any(says(text))


OPENERS = (
    "if", "provided that", "on condition that", "only if", "as long as", "so long as", "unless", "assuming",
    "in the event that", "on the understanding that", "with the proviso that", "once", "until",
)  # fmt: skip


@given(
    st.sampled_from(OPENERS),
    st.sampled_from(["would accept", "will not accept", "is ready to offer", "would take", "supports", "demands"]),
    st.sampled_from(["the captain has resigned", "Mr. Moor goes", "everybody is paid by 3 May, as promised"]),
    st.sampled_from(["{0} {1} 6 percent {2}.", "{0} {1} 6 percent, {2}.", "{3}, {0} {1} 6 percent.",
                     "Ada Moor said that {2}, {0} {1} 6 percent.", "{0} {1}, {2}, 6 percent."]),
)  # fmt: skip
def test_nothing_said_under_an_unknown_condition_is_coded_outright(opener, deed, what, form):
    condition = f"{opener} {what}"
    text = form.format("the crew", deed, condition, condition[0].upper() + condition[1:])
    if opener in ("once", "until") and deed in ("supports", "demands"):
        return  # may tell when, not under what condition
    found = says(text[0].upper() + text[1:])
    assert not any(found), text


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("The crew's demands, if the ship sails:\n- 6 percent\n- the clause dropped\n", None),
        ("The crew's offer of 12 March 2024, subject to a ballot:\n- 6 percent\n- the clause dropped\n", None),
        ("Dear all,\n\nProvided the captain goes, we are prepared to accept:\n- 6 percent\n- the clause dropped\n", "crew"),
    ],
)  # fmt: skip
def test_the_condition_in_the_heading_of_a_list_holds_for_its_points(text, by):
    drafts = draft(Document.from_text(text), CASE, by=by).drafts
    assert [one.proposals[0].issue for one in drafts] == ["pay", "clause"]
    assert all(one.statement.condition for one in drafts)
    assert all(coding.says is None for one in drafts for coding in one.proposals)


def test_a_draft_says_the_condition_and_keeps_it_for_the_next_session(tmp_path):
    text = "Unless the captain goes, the crew will not accept 6 percent. The company stopped short of accepting the clause kept."
    file = tmp_path / "d.yaml"
    file.write_text(drafts_as_yaml(draft(Document.from_text(text, name="t.txt"), CASE)))
    assert (
        "but only under a condition that the case does not name: Unless the captain goes;"
        in file.read_text()
    )
    first, second = (one.found for one in load_drafts(str(file)).drafts)
    assert first.condition == "Unless the captain goes"
    assert second.left_open
    for one in (first, second):
        assert [coding.says for coding in proposals_for(one, CASE)] == [None]
