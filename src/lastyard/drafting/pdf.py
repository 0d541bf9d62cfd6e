"""The text of a PDF file, through pypdf (the extra ``lastyard[pdf]``).

A PDF places letters on a page; where words, lines and columns are is guessed. Offsets and
quotes refer to the extracted text, never to the PDF.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from lastyard.case.diagnostics import RequestError
from lastyard.reading.text import LONGEST_DOCUMENT, without_controls

__all__ = ["text_of_pdf"]

_MOST_PAGES = 500


def text_of_pdf(data: bytes, name: str) -> str:
    """Return the text of a PDF, pages parted by blank lines.

    Raises:
        RequestError: If pypdf is missing, or the file is broken, locked, without text, or
            has more pages or text than a report may have.
    """
    try:
        import pypdf  # noqa: PLC0415  (an extra)
    except ImportError:
        raise RequestError(
            f"{name}: reading PDF needs pypdf; `pip install 'lastyard[pdf]'`, "
            "or save the document as .txt"
        ) from None
    # pypdf tells the oddities of a file through logging; they are no news to the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader: Any = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RequestError(f"{name}: the PDF is locked by a password; save it without")
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise RequestError(
                f"{name}: {count:,} pages are more than one report may have ({_MOST_PAGES})"
            )
        pages: list[str] = []
        for page in reader.pages:
            # Fonts with two bytes a letter leave NULs and other controls that no reader sees.
            pages.append(without_controls(page.extract_text()))
            if sum(map(len, pages)) > LONGEST_DOCUMENT:
                raise RequestError(f"{name}: more text than one report may have; split it")
    except RequestError:
        raise
    except Exception as problem:  # pypdf meets broken files with many kinds of exception
        raise RequestError(
            f"{name}: the PDF cannot be read ({type(problem).__name__}); save it as .txt"
        ) from None
    if not any(page.strip() for page in pages):
        raise RequestError(
            f"{name}: the PDF holds no text, perhaps only pictures of pages; save it as .txt"
        )
    return "\n\n".join(page for page in pages if page.strip())
