"""A report as a file for text processors (``.docx``), with the extra ``lastyard[docx]``.

The same sections; statements and sources are bookmarks, and references lead to them. The
file holds no date of now, so that the same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from lastyard.answers.report import Report
from lastyard.budget import unlimited
from lastyard.errors import RequestError
from lastyard.show.blocks import (
    Entry,
    Heading,
    Items,
    Lead,
    Map,
    Paragraph,
    Part,
    Picture,
    Table,
    Title,
    plainly,
)
from lastyard.show.marks import isolated, name
from lastyard.show.report.sections import as_of, for_whom, sections_of
from lastyard.showing import shown

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["report_word"]

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_BOOKMARK = 40


@unlimited()
def report_word(report: Report) -> bytes:
    """Draw a report as a ``.docx`` file.

    Raises:
        RequestError: python-docx is not installed.
    """
    try:
        import docx  # noqa: PLC0415  (an extra)
    except ImportError:
        raise RequestError("a .docx file needs python-docx: pip install 'lastyard[docx]'") from None
    document = docx.Document()
    document.core_properties.title = shown(report.case.title)[:255]
    document.core_properties.author = "Last Yard"
    sections = sections_of(report)
    entries = [b for section in sections for b in section.blocks if isinstance(b, Entry)]
    drawer = _Drawer(document, {(e.kind, e.id): k for k, e in enumerate(entries, 1)})
    drawer.paragraph(name(report.case.title), "Title")
    drawer.paragraph(as_of(report) + for_whom(report), "Subtitle")
    in_annex = False
    for section in sections:
        if section.is_annex and not in_annex:
            in_annex = True
            drawer.page_break()
        aside = f" ({section.aside})" if section.aside else ""
        drawer.paragraph(section.title + aside, "Heading 1")
        for block in section.blocks:
            drawer.block(block)
    return _packed(document)


def _packed(document: Document) -> bytes:
    """Return the file with every part dated alike."""
    first, packed = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return packed.getvalue()


def _is_right_to_left(text: str) -> bool:
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((kind in ("R", "AL") for kind in strong if kind in ("L", "R", "AL")), False)


class _Drawer:
    """Adds blocks to a document.

    Args:
        document: The document of python-docx.
        entries: The number of each statement and source, for its bookmark.
    """

    def __init__(self, document: Any, entries: dict[tuple[str, str], int]) -> None:
        self._document = document
        self._entries = entries

    def block(self, block: Part) -> None:
        match block:
            case Lead(text):
                self.paragraph(text, "Intense Quote")
            case Paragraph(text):
                self.paragraph(text)
            case Heading(text, remark):
                self.paragraph(f"{text} ({remark})" if remark else text, "Heading 2")
            case Items(items, numbered):
                for k, (first, *rest) in enumerate(items, 1):
                    if numbered:
                        # Numbers of our own: those of Word would go on from list to list.
                        self.paragraph(f"{k}. {first}")
                    else:
                        self.paragraph(first, "List Bullet")
                    for line in rest:
                        self.paragraph(line, "List Continue")
            case Table():
                self._table(block)
            case Map():
                self.block(*plainly(block))
            case Picture(_, described):
                self.paragraph(f"{described} The picture is in the HTML report.")
            case Entry():
                self._entry(block)
            case Title():
                pass

    def page_break(self) -> None:
        self._document.add_page_break()

    def paragraph(self, text: str, style: str | None = None) -> Any:
        paragraph = self._document.add_paragraph(style=style)
        self._fill(paragraph, text)
        return paragraph

    def _table(self, table: Table) -> None:
        self.paragraph(table.caption, "Caption")
        drawn = self._document.add_table(0, len(table.header), "Light Grid Accent 1")
        for row in (table.header, *table.rows):
            cells: Sequence[Any] = drawn.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                self._fill(cell.paragraphs[0], text)

    def _entry(self, entry: Entry) -> None:
        ended = f" ({entry.ended})" if entry.ended else ""
        heading = self.paragraph(name(entry.id) + ended, "Heading 3")
        number = self._entries[entry.kind, entry.id]
        for tag in ("start", "end"):
            mark = _element(f"bookmark{tag.capitalize()}", id=str(number))
            if tag == "start":
                mark.set(_name("name"), self._bookmark(entry.kind, entry.id))
            heading._p.append(mark)
        for line in entry.lines:
            self.paragraph(line)
        if entry.quote:
            self.paragraph(name(entry.quote), "Quote")

    def _bookmark(self, kind: str, id: str) -> str:
        number = self._entries.get((kind, id), 0)
        return re.sub(r"\W", "_", f"{kind}_{number}_{id}")[:_LONGEST_BOOKMARK]

    def _fill(self, paragraph: Any, text: str) -> None:
        for kind, words in isolated(text):
            match kind:
                case "statement" | "source" | "finding":
                    self._reference(paragraph, kind, words)
                case "strong":
                    paragraph.add_run(shown(words)).bold = True
                case "name" | "meter":
                    figure = words.partition(" ")[2] if kind == "meter" else words
                    run = paragraph.add_run(shown(figure))
                    if _is_right_to_left(figure):
                        run.font.rtl = True
                case _:
                    paragraph.add_run(shown(words))

    def _reference(self, paragraph: Any, kind: str, id: str) -> None:
        link = _element("hyperlink", anchor=self._bookmark(kind, id))
        run = paragraph.add_run(shown(id))
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(_name(key), value)
    return element


def _name(name: str) -> Any:
    from docx.oxml.ns import qn  # noqa: PLC0415

    return qn(f"w:{name}")
