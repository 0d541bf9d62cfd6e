"""Reports to look at: of catalog cases, and of one whose words are as bad as they can be."""

from datetime import date
from pathlib import Path

import pytest

import lastyard as ly
from hostile import HOSTILE
from lastyard.answers.analyse import analyse
from lastyard.answers.evidence import can_be_traced, trace
from lastyard.answers.report import Report
from lastyard.case.said import day_of

CATALOG = Path(__file__).parents[3] / "catalog"


def without_packages(case, day: date | None = None, *, deals=False, **more):
    """A report without what takes long and is drawn at random, deals only where asked for."""
    answers = {
        "packages": None,
        "solutions": None,
        "votes": None,
        "moves": None,
        "timeline": None,
        "next_step": None,
        "left_out": {},
    }
    found = analyse(case, day, packages=deals)
    told = answers | more
    traced = [each for each in told.values() if each is not None and can_be_traced(each)]
    return Report(
        case=case,
        day=day_of(case, day),
        seed=0,
        analysis=found,
        provenance=trace(found, *traced),
        **told,
    )


@pytest.fixture(scope="session")
def catalog_case():
    def load(name):
        (path,) = [*CATALOG.glob(f"news/*/{name}.yaml"), *CATALOG.glob(f"papers/*/{name}.yaml")]
        return ly.load(str(path))

    return load


@pytest.fixture(scope="session")
def bare():
    return without_packages


@pytest.fixture(scope="session")
def hostile():
    text = HOSTILE.replace("\\u202e", "\u202e").replace("\\u202e", "\u202e")
    quote = "<script>window.hacked=1</script> " + "blah</blockquote> " * 580
    return ly.load_text(text.replace("QUOTE", f"'{quote}'"))
