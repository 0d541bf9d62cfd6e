"""A text may break off anywhere: whatever is left of it is read."""

import json
from pathlib import Path

import pytest

from lastyard.reading import Document, PartyNames, read

PARTIES = [PartyNames("line", ("the line", "management")), PartyNames("union", ("the union",))]
TEXTS = json.loads(
    (Path(__file__).parents[1] / "golden" / "reading" / "texts.json").read_text(encoding="utf-8")
)
SENTENCES = [
    "The line offered 3 percent, but the union rejected the offer",
    "The line offered 3 percent, which the union rejected on Monday",
    "The ministry proposed a pause of 30 days and the line accepted it",
    "Neither the line nor the union accepted a pause of 30 days",
    "The union's demand of the line for 9 percent was turned down by the line, whose offer stands at 3",
    "Management: 4 pct max, two years ok",
    "The union's claim, originally 10 percent, now stands at 7",
    "The ministry's proposal, 5.5 percent over three years, won the union's backing",
    "The union met. Its members were tired. \u201cIt is over.\u201d",
    "Three years is off the table for the line, said the delegate, who leads the union",
    "The union came down from 9 to 7 percent and voted 61 to 39 against the offer",
    "El portavoz del gobierno de Norlandia dijo el viernes que las conversaciones se reanudaron el lunes",
]  # fmt: skip


@pytest.mark.parametrize("texts", [SENTENCES, TEXTS[::9]], ids=["plain", "other tests"])
def test_a_text_that_breaks_off_is_read(texts):
    for text in texts:
        words = text.split(" ")
        for k in range(1, min(len(words), 30)):
            for part in (" ".join(words[:k]), " ".join(words[k:])):
                if any(map(str.isalnum, part)):
                    reading = read(Document.from_text(part), parties=PARTIES)
                    assert all(
                        reading.document.text[s.quote.start : s.quote.end] == s.quote.exact
                        for s in reading.statements
                    )
