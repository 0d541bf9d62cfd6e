"""Names for the things of a case that hold anywhere: IRIs made from its content alone.

The same case has the same names on every machine, and they tell nothing of the machine:
``urn:uuid:...#statement/no-major``, where the UUID (version 5, RFC 9562) is that of the
case's content.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    >>> Names(case).of("statement:no-major")[:9], Names(case).of("statement:no-major")[-19:]
    ('urn:uuid:', '#statement/no-major')
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from lastyard.case.model import Case, Source
from lastyard.case.writing import dump

__all__ = ["Names"]


class Names:
    """The IRIs of a case and what is in it.

    Args:
        case: The case; None gives names that hold only in one document.
    """

    def __init__(self, case: Case | None) -> None:
        self.case = "urn:uuid:00000000-0000-0000-0000-000000000000"
        if case is not None:
            self.case = f"urn:uuid:{uuid5(NAMESPACE_URL, dump(case))}"

    def of(self, id: str) -> str:
        """Return the IRI of a reference, such as ``statement:no-major`` or ``blocking-1``."""
        kind, colon, name = id.partition(":")
        path = f"{kind}/{name}" if colon else f"finding/{kind}"
        return f"{self.case}#{quote(path, safe='/:-._~')}"

    def of_source(self, source: Source) -> str:
        """Return the address of a source where it has one, else its name in the case."""
        if source.url and urlsplit(source.url).scheme in ("http", "https"):
            return quote(source.url, safe=":/?#[]@!$&'()*+,;=%-._~")
        return self.of(f"source:{source.id}")
