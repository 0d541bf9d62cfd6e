"""solutions, import, export and sweep through the real command line."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS, errors_schema
from program import run

PAPERS = Path(__file__).parents[2] / "catalog" / "papers"
TOYS = PAPERS / "nash-1950/bill-and-jack.yaml"
SMALL = """
title: Small
parties: {a: {name: Ann}, b: {name: Bob}}
issues: {i: {options: [x, y]}, j: {options: [p, q]}}
statements:
  - {id: pa, party: a, on: 2024-01-01, values: {i: {x: 5, y: 0}, j: {p: 1, q: 0}}, reservation: 0}
  - {id: pb, party: b, on: 2024-01-01, values: {i: {x: 0, y: 2}, j: {p: 0, q: 6}}, reservation: 0}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_solutions_in_text_json_and_svg(tmp_path):
    picture = tmp_path / "toys.svg"
    done = run("solutions", TOYS, "--frontier", "--why", "--svg", picture)
    assert (done.returncode, done.stderr) == (0, "")
    assert "exactly 7 undominated" in done.stdout
    assert "Efficient packages" in done.stdout
    assert "Nash 1950" in done.stdout
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    done = run("solutions", TOYS, "--json")
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["solutions"], format_checker=jsonschema.FormatChecker())
    assert answer["exact"] is True
    assert len(answer["frontier"]) == 7
    nash = answer["solutions"]["nash"]
    assert (nash["values"], nash["bound"]) == ({"bill": 24, "jack": 11}, 60)
    assert nash["package"]["pen"] == "Bill"


@pytest.mark.thorough
def test_packages_with_frontier_solutions_and_a_picture(tmp_path):
    picture = tmp_path / "toys.svg"
    done = run("packages", TOYS, "--solutions", "--svg", picture, "--why")
    assert (done.returncode, done.stderr) == (0, "")
    assert "exactly 7 undominated" in done.stdout
    assert "Nash 1950" in done.stdout
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")
    done = run("packages", TOYS, "--frontier", "--solutions", "--json")
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["packages"], format_checker=jsonschema.FormatChecker())
    assert (len(answer["frontier"]), answer["exact"]) == (7, True)
    assert answer["solutions"]["nash"]["bound"] == 60


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_every_point_to_a_file(tmp_path, kind):
    file = tmp_path / f"points.{kind}"
    done = run("solutions", TOYS, "--listed", 2, "--points", file, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    some = json.loads(done.stdout)["frontier"]
    lines = file.read_text().splitlines()
    if kind == "csv":
        header, *rows = csv.reader(lines)
        assert header[-2:] == ["bill", "jack"]
        points = [dict(zip(header, row, strict=True)) for row in rows]
        values = [{id: float(point[id]) for id in ("bill", "jack")} for point in points]
    else:
        points = [json.loads(line) for line in lines]
        values = [point["values"] for point in points]
        assert points[0]["package"] == some[0]["package"]
    assert len(points) == 7
    assert values[:2] == [point["values"] for point in some]


@pytest.mark.thorough
def test_an_empty_answer_has_its_reason_and_exit_code_1(small):
    small.write_text(SMALL.replace("reservation: 0", "reservation: 7", 1))
    done = run("solutions", small)
    assert (done.returncode, done.stderr) == (1, "")
    assert "no package gives Ann its reservation value of 7" in done.stdout
    done = run("solutions", small, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["solutions"])
    assert (answer["frontier"], answer["exact"]) == ([], True)
    assert answer["solutions"]["nash"]["package"] is None


def test_a_party_without_points_is_named(small):
    small.write_text("\n".join(SMALL.splitlines()[:-1]))
    done = run("solutions", small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no points are in force from: Bob" in done.stderr
    done = run("solutions", small, "--json")
    jsonschema.validate(json.loads(done.stdout), errors_schema())


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--disagreement", "ann=1"], "no deciding party is called 'ann'"),
        (["--disagreement", "a=nan"], "is not PARTY=POINTS"),
        (["--disagreement", "a=1", "--disagreement", "a=2"], "names a party again"),
        (["--most-points", "0"], "not in the range"),
        (["--svg", "/nowhere/x.svg"], "cannot write"),
        (["--points", "/nowhere/x.csv"], "cannot write"),
        (["--points", "x.txt"], "ends in .jsonl or .csv"),
    ],
)
def test_bad_questions(small, arguments, words):
    done = run("solutions", small, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("points", [".nan", ".inf", "1e400", "x", "[1]"])
def test_points_that_are_none(small, points):
    small.write_text(SMALL.replace("{x: 5,", f"{{x: {points},"))
    done = run("solutions", small)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error[" in done.stderr


def test_one_option_and_negative_points(small):
    small.write_text("""
title: One
parties: {a: {}, b: {}}
issues: {i: {options: [only]}}
statements:
  - {id: pa, party: a, on: 2024-01-01, values: {i: {only: -5}}, reservation: -9}
  - {id: pb, party: b, on: 2024-01-01, values: {i: {only: 1/3}}, reservation: 0}
""")
    answer = json.loads(run("solutions", small, "--json").stdout)
    assert answer["solutions"]["nash"]["values"] == {"a": -5, "b": pytest.approx(1 / 3)}


@pytest.mark.thorough
@pytest.mark.parametrize("target", ["genius", "geniusweb", "negolog", "negmas", "csv"])
def test_export_then_import_gives_the_same_answer(small, tmp_path, target):
    folder = tmp_path / target
    done = run("export", small, "--format", target, "-o", folder, "--leave-out")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == (
        1 if target == "csv" else 2 if target == "negolog" else 3
    )
    case = tmp_path / "again.yaml"
    done = run("import", folder, "-o", case, "--on", "2024-01-01")
    assert done.returncode == 0, done.stderr
    first = ly.solutions(ly.load(str(small)))
    # GeniusWeb cannot say the reservation values of 0.
    second = ly.solutions(ly.load(str(case)), disagreement={"ann": 0, "bob": 0})
    assert list(second.named("nash").package.values()) == list(first.named("nash").package.values())
    assert second.points == first.points == 3


@pytest.mark.thorough
def test_export_overwrites_only_when_told(small, tmp_path):
    assert run("export", small, "--format", "csv", "-o", tmp_path).returncode == 0
    again = run("export", small, "--format", "csv", "-o", tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr
    assert run("export", small, "--format", "csv", "-o", tmp_path, "--force").returncode == 0


def test_import_says_what_it_keeps_aside(tmp_path):
    (tmp_path / "t.csv").write_text("issue,option,p\na,x,1\na,y,2\n,reservation,1\n,discount,0.5\n")
    done = run("import", tmp_path / "t.csv", "--on", "2024-01-01")
    assert done.returncode == 0
    assert "the discount factor 0.5 is kept in the note" in done.stderr
    assert "note: discount 0.5; weights 1" in done.stdout


BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><negotiation_template>&b;</negotiation_template>"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "holds no XML"),
        ({"a.xml": "not xml at all"}, "XML"),
        ({"a.xml": BOMB}, "entit|expected one domain"),
        ({"a.json": "[" * 100_000}, "nested|not JSON"),
        ({"a.yml": "!!python/object/apply:os.system [echo]"}, "a.yml|expected one"),
        ({"a.csv": "issue,option,p\na,x,nan\n"}, "not a finite number"),
        ({"a.csv": "issue,option,p\na,x,inf\n"}, "not a finite number"),
        ({"a.csv": "issue,option,p\na,x,1\na,x,2\n"}, "twice"),
        ({"a.csv": "issue,option,p\n"}, "no issues"),
        ({"a.csv": "\0\0"}, "is not text"),
    ],
)
def test_files_that_are_not_what_they_claim(tmp_path, files, words):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    done = run("import", tmp_path, "-o", tmp_path / "case.yaml")
    assert done.returncode == 2, done.stdout
    assert any(word in done.stderr for word in words.split("|")), done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    assert not (tmp_path / "case.yaml").exists()


@pytest.mark.thorough
def test_a_domain_that_no_case_file_can_hold(tmp_path):
    rows = "".join(f"a{i},x{k},1,1\n" for i in range(20) for k in range(2_000))
    (tmp_path / "large.csv").write_text("issue,option,p,q\n" + rows)
    done = run("import", tmp_path / "large.csv", "-o", tmp_path / "case.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "large.csv: the domain has 40,000 options and 2 profiles" in done.stderr
    assert "case.yaml" not in done.stderr
    assert not (tmp_path / "case.yaml").exists()


def test_import_of_nothing(tmp_path):
    assert "does not exist" in run("import", tmp_path / "no").stderr
    assert run("import").returncode == 2
    assert "--on 'today' is not a date" in run("import", tmp_path, "--on", "today").stderr


@pytest.mark.thorough
def test_export_names_what_a_format_cannot_say(small, tmp_path):
    small.write_text(SMALL.replace("reservation: 0}", "reservation: 0.5}"))
    done = run("export", small, "--format", "geniusweb", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "GeniusWeb has no reservation values" in done.stderr
    assert not (tmp_path / "out").exists()
    small.write_text(SMALL.replace("x: 5", "x: -5"))
    done = run("export", small, "--format", "genius", "-o", tmp_path / "out")
    assert "no negative values" in done.stderr
    done = run(
        "export", PAPERS / "abdelnabi-2023/harbour.yaml", "--format", "csv", "-o", tmp_path / "out"
    )
    assert "an agreement rule (sportco and tourism and at least 5 of" in done.stderr


@pytest.mark.thorough
def test_sweep(small, tmp_path):
    done = run("sweep", small, "--set", "reservation.pa=0,1,99")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["set"]["reservation.pa"] for row in rows] == ["0", "1", "99"]
    assert rows[2]["solutions"]["points"] == 0
    target = tmp_path / "rows.jsonl"
    again = run("sweep", small, "--set", "reservation.pa=0,1,99", "--processes", "2", "-o", target)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert target.read_text() == done.stdout
    other = run("sweep", small, "-o", target)
    assert other.returncode == 2
    assert "is not a result of this sweep" in other.stderr
    assert "write it as" in run("sweep", small, "--set", "firmness.pa").stderr
