"""A report shows what ran out of the budget: in the section it concerns, and all of it at the end."""

import html
import io
import json
import re
import zipfile
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from lastyard.commands.main import main

_SPEC = spec_from_file_location("adversarial", Path(__file__).with_name("adversarial.py"))
adversarial = module_from_spec(_SPEC)
_SPEC.loader.exec_module(adversarial)


def _report(path, *arguments):
    with pytest.raises(SystemExit) as ended:
        main(["report", str(path), *map(str, arguments)])
    return ended.value.code


def _words(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).replace("\\", "").split())


def _word_file(path):
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return _words(re.sub(r"</w:p>", " ", packed.read("word/document.xml").decode()))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "budget", "formats"),
    [
        ("pigeon_demands", "0.05", ("html", "md", "docx")),
        ("demands_many_days", "0.2", ("md",)),
        ("many_parties", "0.3", ("md",)),
        ("points", "0.03", ("html",)),
    ],
)
def test_every_format_lists_what_was_not_finished(name, budget, formats, tmp_path):
    case = tmp_path / "case.yaml"
    case.write_text(adversarial.CASES[name](), encoding="utf-8")
    figures = tmp_path / "report.json"
    code = _report(case, "--budget", budget, "--json", "-o", figures)
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["stopped"]
    for end in formats:
        path = tmp_path / f"report.{end}"
        assert _report(case, "--budget", budget, "-o", path) == code
        text = _word_file(path) if end == "docx" else _words(path.read_text(encoding="utf-8"))
        assert "Not finished" in text
        for part in found["stopped"]:
            assert f"{part['what']}: " in text, (end, part)


@pytest.mark.thorough
def test_a_section_says_which_part_of_it_was_not_worked_out(tmp_path):
    case, page = tmp_path / "case.yaml", tmp_path / "report.md"
    case.write_text(adversarial.CASES["pigeon_demands"](), encoding="utf-8")
    figures = tmp_path / "report.json"
    _report(case, "--budget", "0.6", "--json", "-o", figures)
    _report(case, "--budget", "0.6", "-o", page)
    sections = {
        part.partition("\n")[0].strip(): _words(part)
        for part in page.read_text(encoding="utf-8").split("\n## ")
    }
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["packages"]["stopped"]
    for part in found["packages"]["stopped"]:
        assert f"{part['what']}: " in sections["Packages side by side"]
    blocked = [words for title, words in sections.items() if title != "Method and limits"]
    assert any("whether a package satisfies all that was said: " in words for words in blocked)


def test_a_report_of_which_nothing_is_known_is_not_written(tmp_path, capsys):
    case, page = tmp_path / "case.yaml", tmp_path / "report.html"
    case.write_text(adversarial.CASES["knapsack"](), encoding="utf-8")
    assert _report(case, "--budget", "10u", "-o", page) == 4
    assert not page.exists()
    assert "Not finished" in capsys.readouterr().out
