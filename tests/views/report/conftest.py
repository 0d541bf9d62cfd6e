"""Reports to look at: of catalog cases, and of one whose words are as bad as they can be."""

from datetime import date
from pathlib import Path

import pytest

import lastyard as ly
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


HOSTILE = """
title: 'שלום </title><script>window.hacked=1</script> & "Talks"'
as_of: 2024-03-22
note: '<style>body{display:none}</style> ]]> <!-- -->'
parties:
  a: {name: 'ישראל <img src=x onerror="window.hacked=1">', note: '</bdi></section>'}
  b: {name: "السلطة 'الفلسطينية' \\u202eevil"}
  c: {name: '👩🏽‍🚀🕊️ & Söhne', role: observer}
issues:
  ground: {name: 'פעולה <b onclick=x>', options: ['<none>', 'major "x"', 'משהו & עוד'], ordered: true}
  wage: {name: W, range: [0, 10], step: 1, unit: '</text><script>'}
rules:
  - {id: r, require: "wage <= 9", note: '<iframe src=//evil.example>'}
sources:
  s: {title: '"><svg onload=x>', publisher: '<p>', url: 'javascript:window.hacked=1', note: '&amp;'}
  t: {title: fine, url: 'https://example.org/?a=1&b="2"'}
statements:
  - {id: one, party: a, on: 2024-03-20, source: s, by: '<u>', requires: "ground == 'major \\"x\\"'",
     quote: QUOTE, note: '--> <script>window.hacked=1</script>', firmness: 0.5}
  - {id: שתיים, party: b, on: 2024-03-21, source: t, rejects: "ground >= 'major \\"x\\"'",
     quote: 'قال: «لن نقبل» <script>window.hacked=1</script>'}
  - {id: three, party: b, on: 2024-03-21, position: {wage: 9}}
  - {id: four, party: a, on: 2024-03-21, offers: {wage: 2}}
"""


@pytest.fixture(scope="session")
def hostile():
    text = HOSTILE.replace("\\u202e", "\u202e").replace("\\u202e", "\u202e")
    quote = "<script>window.hacked=1</script> " + "blah</blockquote> " * 580
    return ly.load_text(text.replace("QUOTE", f"'{quote}'"))
