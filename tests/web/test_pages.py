"""What the pages of the workbench show, and where their references lead."""

import os
import re
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.show import as_text
from lastyard.web.pages import ANSWERS

from .conftest import TALKS

VOTES = (
    TALKS
    + """\
votes:
  - id: pact
    name: The pact
    on: 2024-01-20
    body: {members: [union, firm], rule: "yes >= 2"}
    draft: {wage: 3}
"""
)


def words_of(page):
    class Words(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.off = [], 0

        def handle_data(self, data):
            self.found.append(data)

    parser = Words()
    parser.feed(page)
    return " ".join("".join(parser.found).split())


def test_the_first_page_of_a_case_tells_what_the_report_tells(talks):
    page = talks.whole(talks.case)
    case = ly.load(str(talks.path))
    told = words_of(page.text)
    assert page.status_code == 200
    assert "<h1>No deal fits all that has been said.</h1>" in page.text
    headline = as_text(ly.analyse(case)).split("\n\n")[1]
    assert " ".join(headline.split())[len("No deal fits all that has been said. ") :] in told
    for heading in ("Where they stand", "What stands in the way: one dispute", "Deals within reach",
                    "What to ask next", "How sure is this?"):  # fmt: skip
        assert heading in told
    assert "No overlap: Union and Firm are 6 steps apart" in told


@pytest.mark.parametrize("page", [p.path for p in ANSWERS if p.path not in ("votes", "moves")])
def test_every_answer_has_a_page_with_the_words_of_the_terminal(talks, page):
    answer = talks.whole(f"{talks.case}/{page}")
    assert answer.status_code == 200
    told = words_of(answer.text)
    case = ly.load(str(talks.path))
    find = {
        "standing": ly.standing, "impasse": ly.impasse, "packages": ly.packages,
        "next": ly.next_step, "timeline": ly.timeline, "check": ly.check,
    }[page]  # fmt: skip
    for block in as_text(find(case)).split("\n\n")[1:]:
        # Tables are laid out otherwise; of a heading the remark stands beside it.
        line = " ".join(block.split()).partition("   (")[0].removeprefix("- ").replace("`", "")
        # Where the terminal names a command, a page names a page.
        if not re.search(r"  \S|`lastyard", block) and "(" not in line:
            assert line in told, line


@pytest.mark.parametrize(
    "case",
    ["history/bus-netherlands-2023.yaml", "history/cyprus-2017.yaml", "papers/*/elmira.yaml"],
)
def test_no_page_speaks_of_what_only_a_terminal_has(bench, case):
    (path,) = (Path(__file__).parents[2] / "catalog").glob(case)
    bench.put("case.yaml", path.read_text())
    for page in ("", *(p.path for p in ANSWERS), "why/verdict", "what-if", "report"):
        answer = bench.whole(bench.address("case.yaml", page))
        told = words_of(answer.text)
        assert (
            re.findall(
                r".{40}(?:(?<!-)--\w+|standard error,|on standard error|lastyard [a-z]+).{20}", told
            )
            == []
        ), page


def test_packages_are_asked_for_in_the_words_of_the_case(talks):
    page = talks.whole(
        f"{talks.case}/packages?require=Wage+at+least+5+%25&evaluate=wage:+5+%25;+Night+shifts:+None"
    )
    told = words_of(page.text)
    assert "There is no answer here" not in told
    assert re.search(r"Wage: 5 ?%, Night shifts: none", told)
    assert 'value="Wage at least 5 %"' in page.text


def test_packages_beyond_what_was_asked_are_shown_where_that_is_ticked(talks):
    within = talks.whole(f"{talks.case}/packages")
    told = words_of(within.text)
    assert "within what was asked, offered and demanded" in told
    assert "“Beyond what was asked” looks further." in told
    beyond = talks.whole(f"{talks.case}/packages?beyond=yes")
    assert "within what was asked" not in words_of(beyond.text)
    assert 'name="beyond" value="yes" checked' in beyond.text


def test_votes_and_moves_are_offered_where_the_case_has_them(bench):
    bench.put("talks.yaml", TALKS)
    bench.put("votes.yaml", VOTES)
    assert "/votes" not in bench.get(bench.address("talks.yaml")).text
    page = bench.whole(bench.address("votes.yaml", "votes"))
    assert "The pact" in words_of(page.text)
    assert f'href="{bench.address("votes.yaml")}/votes"' in page.text


def test_a_day_is_looked_at_on_every_page_and_stays_in_its_links(talks):
    page = talks.whole(f"{talks.case}?as_of=2024-01-06")
    assert "as of 6 Jan 2024" in words_of(page.text)
    links = re.findall(rf'href="({re.escape(talks.case)}/[a-z]+[^"]*)"', page.text)
    answers = [link for link in links if re.search("/(standing|impasse|why|packages)", link)]
    assert answers
    assert all("as_of=2024-01-06" in link for link in answers)
    wrong = talks.get(f"{talks.case}?as_of=yesterday")
    assert (wrong.status_code, "is not a date" in wrong.text) == (400, True)


@pytest.mark.thorough
def test_every_reference_leads_to_a_page_that_says_what_it_rests_on(talks):
    seen = set()
    for page in ("", "/standing", "/impasse", "/packages", "/next"):
        seen |= set(re.findall(r'href="(/c/[^"]*/why/[^"]*)"', talks.whole(talks.case + page).text))
    assert len(seen) > 12
    for link in sorted(seen):
        answer = talks.whole(link.replace("&amp;", "&"))
        assert answer.status_code == 200, link
        assert "There is no answer here" not in answer.text, link
        assert "<h1" in answer.text


def test_what_if_shows_differences_and_its_address_is_the_scenario(talks):
    none = talks.whole(f"{talks.case}/what-if")
    assert "Set a statement aside" in none.text
    page = talks.whole(f"{talks.case}/what-if?without=floor")
    assert "Then a deal would be possible." in page.text
    assert re.search(r'name="without" value="floor" checked', page.text)
    supposed = talks.whole(
        f"{talks.case}/what-if?who=firm&verb=requires&what=wage >= 9&without=ceiling"
    )
    assert "Then a deal would be possible." in supposed.text
    assert "Firm requires wage &gt;= 9" in supposed.text.replace("firm requires", "Firm requires")
    firmer = talks.whole(f"{talks.case}/what-if?firmness.ceiling=0.3")
    assert "0.30 instead of 0.60" in words_of(firmer.text)
    wrong = talks.whole(f"{talks.case}/what-if?without=nothing-like-it")
    assert "No statement is called" in words_of(wrong.text)


def test_scenarios_are_kept_by_name_and_stand_side_by_side(talks):
    assert "None is kept yet" in talks.whole(f"{talks.case}/scenarios").text
    page = talks.whole(f"{talks.case}/what-if?without=floor&firmness.ceiling=0.3")
    (scenario,) = re.findall(r'name="scenario" value="([^"]*)"', page.text)
    kept = {"name": "The union  waits", "scenario": unescape(scenario), "do": "keep"}
    assert talks.post(f"{talks.case}/scenarios", kept).status_code == 303
    supposed = {
        "name": "<b>Nine</b>",
        "scenario": "suppose=firm+requires+wage+%3E%3D+9",
        "do": "keep",
    }
    talks.post(f"{talks.case}/scenarios", supposed)
    page = talks.whole(f"{talks.case}/scenarios")
    told = words_of(page.text)
    assert "The union waits without floor; ceiling at firmness 0.3 possible: 9 packages" in told
    assert "As it isnothingnone fitsWage" in told
    assert "&lt;b&gt;Nine&lt;/b&gt;" in page.text
    (address,) = re.findall(r'href="([^"]*/what-if\?without=floor[^"]*)"', page.text)
    assert "Then a deal would be possible." in talks.whole(unescape(address)).text
    assert talks.path.read_text() == TALKS
    # One of the same name takes its place; the other can go.
    talks.post(f"{talks.case}/scenarios", {**kept, "scenario": "without=ceiling"})
    talks.post(f"{talks.case}/scenarios", {"name": "<b>Nine</b>", "do": "remove"})
    told = words_of(talks.whole(f"{talks.case}/scenarios").text)
    assert "without ceiling" in told
    assert "without floor" not in told
    assert "Nine" not in told


def test_scenarios_that_cannot_be_kept_say_why(talks):
    for name, scenario, why in (
        ("", "without=floor", "give the scenario a name"),
        ("Same", "", "changes nothing"),
        ("x" * 121, "without=floor", "at most 120 letters"),
    ):
        done = talks.post(
            f"{talks.case}/scenarios", {"name": name, "scenario": scenario, "do": "keep"}
        )
        assert (done.status_code, why in done.text) == (422, True)
    beside = talks.path.with_suffix(".scenarios.json")
    assert not beside.exists()
    # One that names what is gone says so, and the others are there.
    for scenario in ("without=nobody", "without=floor"):
        talks.post(
            f"{talks.case}/scenarios", {"name": scenario, "scenario": scenario, "do": "keep"}
        )
    told = words_of(talks.whole(f"{talks.case}/scenarios").text)
    assert "no statement is called" in told
    assert "possible: 9 packages" in told
    mode = talks.path.stat().st_mode & 0o777
    assert beside.stat().st_mode & 0o777 == mode
    for broken in (
        "[{]", "{}", '[{"name": 3}]', '[{"name": "a", "firmness": []}]', "[" * 100_000,
        '[{"name": "\\ud800", "without": ["floor"]}]', '[{"name": "a", "without": ["\\ud800"]}]',
        '[{"name": "a", "without": "floor"}]',
    ):  # fmt: skip
        beside.write_text(broken)
        page = talks.get(f"{talks.case}/scenarios")
        assert (page.status_code, "mend it or take it away" in page.text) == (422, True)
        assert "None is kept yet" not in page.text
        keep = {"name": "k", "scenario": "without=floor", "do": "keep"}
        assert talks.post(f"{talks.case}/scenarios", keep).status_code == 422
        assert beside.read_text() == broken


def test_an_answer_is_of_the_text_that_the_file_has_now(talks):
    assert "No deal fits" in talks.whole(talks.case).text
    talks.path.write_text(TALKS.replace("wage >= 8", "wage >= 1"))
    page = talks.whole(talks.case)
    assert "No deal fits" not in page.text
    assert "Open: 6 of 33 packages fit" in words_of(page.text)


@pytest.mark.parametrize("address", ["/", "{}", "{}/read"])
def test_a_page_changes_its_mark_only_with_what_it_shows(talks, address):
    def mark():
        return re.search(
            r'<main [^>]*data-watch="([0-9a-f]+)"', talks.whole(address.format(talks.case)).text
        )[1]

    first = mark()
    assert first == mark()
    changed = TALKS.replace("title: Wage talks", "title: Talks on wages").replace(
        "wage >= 8", "wage >= 1"
    )
    talks.path.write_text(changed)
    assert first != mark()


def test_the_list_of_cases_shows_what_loads_and_what_does_not(alone):
    for k in range(70):
        path = alone.put(f"case-{k:02}.yaml", TALKS.replace("Wage talks", f"Talks {k}"))
        os.utime(path, (1_700_000_000 + k, 1_700_000_000 + k))
    alone.put("broken.yaml", "title: [")
    alone.put("deep/er/below.yaml", TALKS.replace("Wage talks", "Below"))
    alone.put("notes.txt", "no case")
    alone.put("drafts/d.yaml", TALKS)
    alone.put(".hidden.yaml", TALKS)
    page = alone.get("/").text
    assert "72 cases" in page
    assert page.index("Below") < page.index("Talks 69") < page.index("Talks 68")
    assert "It cannot be used" in page
    assert "Page 1 of 2" in page
    assert "Talks 0<" not in page
    assert "Talks 0<" in alone.get("/?page=2").text
    assert "One case" in alone.get("/?q=case-07").text
    broken = alone.get("/c/broken.yaml")
    assert broken.url.path == "/c/broken.yaml/edit"
    assert "This case cannot be used like this." in broken.text
    assert "Line 2" in broken.text


def test_ten_thousand_cases_are_listed_without_being_opened(alone):
    for k in range(10_000):
        (alone.root / f"{k}.yaml").write_text("title: [")
    page = alone.get("/?page=167").text
    assert "10,000 cases" in page
    assert "Page 167 of 167" in page
    assert page.count("It cannot be used") == 40


def test_an_empty_folder_says_what_to_do(alone):
    page = alone.get("/").text
    assert "No case is here yet." in page
    assert 'href="/new"' in page


def test_a_file_that_vanishes_is_told_of(talks):
    talks.path.unlink()
    answer = talks.get(talks.case)
    assert (answer.status_code, "There is no case" in answer.text) == (404, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everybody may read everything")
def test_what_may_not_be_read_is_told_of(alone):
    path = alone.put("mine.yaml", TALKS)
    path.chmod(0)
    assert "permission denied" in alone.get("/").text
    assert alone.get("/c/mine.yaml").status_code == 400


def test_a_report_is_shown_and_given_out_for_each_reader(talks):
    page = talks.whole(f"{talks.case}/report")
    assert "What was said" in page.text
    whole = talks.get(f"{talks.case}/report/file?format=html")
    assert whole.headers["content-disposition"] == 'attachment; filename="talks.html"'
    assert whole.text.startswith("<!DOCTYPE html>")
    public = talks.get(f"{talks.case}/report/file?format=md&for=public").text
    assert "Wage talks" in public
    assert "0.85" not in public
    nobody = talks.get(f"{talks.case}/report/file?for=party:nobody")
    assert nobody.status_code == 400


def test_the_default_install_says_what_to_install():
    import subprocess

    code = (
        "import sys; sys.modules['starlette'] = sys.modules['jinja2'] = sys.modules['uvicorn'] = None\n"
        "from lastyard.commands import main; main(['serve', '.', '--no-open'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "lastyard[web]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_help_does_not_wait_for_the_workbench():
    import subprocess

    code = (
        "import sys\nfrom lastyard.commands.main import cli\n"
        "try:\n    cli(['serve', '--help'])\nexcept SystemExit: pass\n"
        "print(sorted({'starlette', 'jinja2', 'uvicorn', 'numpy', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
