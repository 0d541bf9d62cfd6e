"""Reading: from a news report to dated, attributed statements ready to be coded."""

from lastyard.reading.anchors import Anchor, AnchorError, link_repeats, make_anchor, refind
from lastyard.reading.coding import IssueWords, OptionWords, Proposal, propose
from lastyard.reading.entities import PartyNames
from lastyard.reading.own_words import in_own_words
from lastyard.reading.reader import read
from lastyard.reading.statements import DateMention, Event, Quotation, Reading, Span, Statement
from lastyard.reading.text import Document, DocumentError, ReadingError

__all__ = [
    "Anchor",
    "AnchorError",
    "DateMention",
    "Document",
    "DocumentError",
    "Event",
    "IssueWords",
    "OptionWords",
    "PartyNames",
    "Proposal",
    "Quotation",
    "Reading",
    "ReadingError",
    "Span",
    "Statement",
    "in_own_words",
    "link_repeats",
    "make_anchor",
    "propose",
    "read",
    "refind",
]
