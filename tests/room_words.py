"""The sentences of the room's pages, as Babel finds them, and their catalogues: written anew by running this file."""

import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PAGES = Path(str(files("lastyard.room.pages")))
LANGUAGES = PAGES / "languages"
# The desk speaks English.
METHODS = [
    ("templates/desk*.html", "ignore"),
    ("serve.py", "ignore"),
    ("desk.py", "ignore"),
    ("rehearsal.py", "ignore"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
    ("**.py", "python"),
]
KEYWORDS = {"_": None, "say": None, "later": None}


def sentences():
    """Return every sentence that a party may read."""
    found = {}
    for _, _, sentence, _, _ in extract_from_dir(
        str(PAGES), METHODS, {"templates/**.html": {"extensions": "jinja2.ext.i18n"}}, KEYWORDS
    ):
        if isinstance(sentence, str):
            found[sentence] = None
    return list(found)


def catalogue(language):
    """Return what is translated, from the text of a catalogue."""
    with (LANGUAGES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(made):
    """Return a catalogue as programs read it."""
    file = BytesIO()
    write_mo(file, made)
    return file.getvalue()


if __name__ == "__main__":
    for path in sorted(LANGUAGES.glob("*.po")):
        old = catalogue(path.stem)
        made = Catalog(locale=path.stem, project="Last Yard", fuzzy=False)
        made.creation_date = made.revision_date = old.creation_date
        for each in sentences():
            told = old.get(each)
            made.add(each, told.string if told else "")
        with path.open("wb") as file:
            write_po(file, made, width=100, omit_header=False, sort_output=False)
        path.with_suffix(".mo").write_bytes(compiled(made))
        missing = [each.id for each in made if each.id and not each.string]
        sys.stdout.write(f"{path.stem}: {len(made)} sentences, {len(missing)} missing\n")
