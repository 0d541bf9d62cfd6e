"""Where what is said begins and ends in its sentence, also between a heading and a line without a full stop."""

import pytest

from lastyard.reading import Document, read

# A sentence, then each of its statements: whose, in brackets the verb and whether denied, and what is said.
TABLE = """
    Moor said that it was over; Pell slept. => Moor [say] it was over
    Moor said that it was over, but she stayed. => Moor [say] it was over
    Moor said that it was over, but Pell did not believe her. => Moor [say] it was over
    Moor said that it was over, a move that pleased Pell. => Moor [say] it was over
    Moor said that it was over (as it was). => Moor [say] it was over (as it was)
    Moor said that it (the strike) was over. => Moor [say] it (the strike) was over
    Moor said on Monday that it was over. => Moor [say] it was over
    Moor said on Monday it was over. => Moor [say] it was over
    Moor said in Lerrick that it was over. => Moor [say] it was over
    Moor said at a news conference that it was over. => Moor [say] it was over
    Moor said in a letter to Pell that it was over. => Moor [say] it was over
    Moor said it was over, adding that she was tired. => Moor [say] it was over; Moor [add] she was tired
    Moor said it was over and that she was tired. => Moor [say] it was over and that she was tired
    Moor said she would go if Pell went. => Moor [say] she would go if Pell went
    It is over, Moor said. => Moor [say] It is over
    It is over, said Moor, and so is the war. => Moor [say] It is over
    The strike is over, Moor told Pell. => Moor [tell] The strike is over
    The strike is over, Moor told Pell, who slept. => Moor [tell] The strike is over
    The strike is over, she believes. => she [believe] The strike is over
    The strike is over, according to Moor. => Moor [according to] The strike is over
    According to Moor, the strike is over. => Moor [according to] the strike is over
    According to Moor, the strike is over, but Pell disagrees. => Moor [according to] the strike is over
    Moor said why it was over. => Moor [say] why it was over
    Moor did not say why it was over. => Moor [say not] why it was over
    Moor said whether it was over. => Moor [say] whether it was over
    Moor asked Pell whether it was over. => Moor [ask] whether it was over
    Moor asked Pell to end it. => Moor [ask] to end it
    Moor asked what it was. => Moor [ask] what it was
    Moor told Pell what it was. => Moor [tell] what it was
    Moor told Pell and Rook that it was over. => Moor [tell] it was over
    Moor wants the strike to end. => Moor [want] the strike to end
    Moor wants Pell to end the strike. => Moor [want] Pell to end the strike
    Moor expects the strike to end. => Moor [expect] the strike to end
    Moor believes in the strike. => Moor [believe in] the strike
    Moor described the strike as over. => Moor [describe] the strike as over
    Moor urged Pell to end it, saying it was late. => Moor [urge] to end it; Moor [say] it was late
    Moor urged restraint, while Pell urged speed. => Moor [urge] restraint; Pell [urge] speed
    Moor demanded that the strike end. => Moor [demand] the strike end
    Moor demanded an end to the strike, and a vote. => Moor [demand] an end to the strike
    Moor denied that it was over. => Moor [deny] it was over
    Moor denied having ended it. => Moor [deny] having ended it
    Moor denied it. => Moor [deny] it
    Moor accused Pell of ending it. => Moor [accuse] Pell of ending it
    Moor thanked Pell for ending it. => Moor [thank] Pell for ending it
    Moor suggested ending it. => Moor [suggest] ending it
    Moor knows it is over. => Moor [know] it is over
    Moor said: it is over. => Moor [say] it is over
    Moor said: “It is over.” => Moor [say] “It is over.”
    Moor said the strike was “over”. => Moor [say] the strike was “over”
    Moor said that “it is over”, but Pell said that it was not. => Moor [say] “it is over”; Pell [say] it was not
    “It is over,” Moor said, and left. => Moor [say] “It is over,”
    “It is over”: Moor said it twice. => Moor [say] “It is over”
    Moor said it was over as Pell slept. => Moor [say] it was over as Pell slept
    Moor said it was over because Pell slept. => Moor [say] it was over because Pell slept
    Moor said it was over, because Pell slept. => Moor [say] it was over, because Pell slept
    Moor says the vote on Monday and the march on Friday will end it. => Moor [say] the vote on Monday and the march on Friday will end it
    Did Moor say it was over? =>
    Moor said the man who struck had left. => Moor [say] the man who struck had left
    Moor said the man, who struck, had left. => Moor [say] the man, who struck, had left
"""
ROWS = [[part.strip() for part in row.split("=>")] for row in TABLE.strip().splitlines()]


def statements_in(text, start=0, end=None):
    return "; ".join(
        f"{one.speaker} [{one.verb}{' not' * one.negated}] {one.quote.exact}"
        for one in read(Document.from_text(text)).statements
        if start <= one.quote.start and (end is None or one.quote.start < end)
    )


@pytest.mark.parametrize(("text", "told"), ROWS)
def test_what_is_said(text, told):
    assert statements_in(text) == told
    bare = text if text[-1] in "?”" else text.rstrip(".")
    for before in (
        "What it was about and\n\n",
        "The talks of\n\n",
        "Never to\n\n",
        "A strike, not\n\n",
    ):
        assert statements_in(before + text, len(before)) == told, before
    for behind in ("that it began", "to begin", "and it began", "by night", "is late", "of late"):
        assert statements_in(f"{bare}\n\n{behind}", 0, len(bare)) == told, behind
