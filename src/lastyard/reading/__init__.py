"""Reading: from a news report to dated, attributed statements ready to be coded."""

from lastyard.reading.anchors import Anchor, AnchorError, make_anchor, refind
from lastyard.reading.coding import IssueWords, OptionWords, Proposal, propose
from lastyard.reading.document import Document, DocumentError, ReadingError
from lastyard.reading.parties import PartyNames
from lastyard.reading.reader import read
from lastyard.reading.repeats import link_repeats
from lastyard.reading.statements import DateMention, Event, Quotation, Reading, Span, Statement

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
    "link_repeats",
    "make_anchor",
    "propose",
    "read",
    "refind",
]
