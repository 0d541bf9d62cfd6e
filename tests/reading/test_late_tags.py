"""What is said comes first, who said it last, and more may follow the verb."""

import pytest

from lastyard.reading import Document, read


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        (
            "The town will pay no more than $2.5 million, Odile Farrant said in an interview.",
            "Odile Farrant",
            "The town will pay no more than $2.5 million",
        ),
        (
            "The League will not enter a government that raises the toll, its leader, Sanna Orlik, said.",
            "Sanna Orlik",
            "The League will not enter a government that raises the toll",
        ),
        (
            "The board would raise the mesh, Noor Eskild, its ambassador, told the plenary.",
            "Noor Eskild",
            "The board would raise the mesh",
        ),
        (
            "The gate will be opened, said two officials with knowledge of the talks.",
            "two officials",
            "The gate will be opened",
        ),
        (
            "The firm has dropped its opposition to the plan, three people in the room said.",
            "three people in the room",
            "The firm has dropped its opposition to the plan",
        ),
        (
            "The League is open to it, an executive wrote in an email on March 4.",
            "an executive",
            "The League is open to it",
        ),
    ],
)
def test_a_tag_after_what_was_said(text, speaker, said):
    (found,) = [s for s in read(Document.from_text(text)).statements if s.within is None]
    assert found.speaker.startswith(speaker)
    assert found.quote.exact == said


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        (
            "In a letter, the envoy, Ada Moor, said that talks would resume.",
            "Ada Moor",
            "talks would resume",
        ),
        (
            "After the vote failed, three people in the room said the talks would go on.",
            "three people",
            "the talks would go on",
        ),
        ("When it rained, Moor said in a statement that talks failed.", "Moor", "talks failed"),
    ],
)
def test_an_introduction_is_not_what_was_said(text, speaker, said):
    (found,) = read(Document.from_text(text)).statements
    assert found.speaker.startswith(speaker)
    assert found.quote.exact == said


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Veyland wants a closed season of 60 days.", "Veyland", "a closed season of 60 days"),
        ("The union is seeking a raise of 5 percent.", "The union", "a raise of 5 percent"),
        ("The brewery has pressed for a lower price.", "The brewery", "a lower price"),
    ],
)
def test_what_is_sought_is_an_act(text, speaker, said):
    (found,) = read(Document.from_text(text)).statements
    assert (found.kind, found.speaker, found.quote.exact) == ("act", speaker, said)


def test_pressing_on_is_no_act_and_what_he_wants_is_no_position():
    assert read(Document.from_text("The brewery pressed on. He wants a dog.")).statements == ()


def test_a_deed_ends_where_the_one_who_tells_it_begins():
    text = (
        "Westland will not accept a toll of 80 crowns, Minister Ada Moor told reporters on Monday."
    )
    told, deed = sorted(read(Document.from_text(text)).statements, key=lambda s: s.kind == "act")
    assert (told.speaker, told.quote.exact) == (
        "Ada Moor",
        "Westland will not accept a toll of 80 crowns",
    )
    assert (deed.speaker, deed.quote.exact) == ("Westland", "a toll of 80 crowns")
