"""Whatever parties, issues, options and statements are called, every figure is the same, bit for bit."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

import lastyard as ly
from lastyard.case.editing import renamed
from lastyard.case.load import load_text
from lastyard.case.writing import dump
from strategies import cases

ROOT = Path(__file__).parents[2] / "catalog"
QUESTIONS = {
    "standing": ly.standing,
    "impasse": ly.impasse,
    "analyse": ly.analyse,
    "packages": ly.packages,
    "next": ly.next_step,
    "timeline": ly.timeline,
    "solutions": ly.solutions,
    "forecast": ly.forecast,
    "simulate": lambda case: ly.simulate(case, runs=4),
}


def answered(question, case, back=None):
    """Return what a question finds as JSON text, its keys in their order, with names put back."""
    try:
        told = QUESTIONS[question](case).as_json()
    except ly.LastYardError as problem:
        told = {"error": str(problem)}
    if back:
        pattern = re.compile("|".join(map(re.escape, back)))
        told = put_back(told, lambda text: pattern.sub(lambda found: back[found.group()], text))
    return json.dumps(told, indent=1, ensure_ascii=False).splitlines()


def put_back(value, as_before):
    if isinstance(value, str):
        return as_before(value)
    if isinstance(value, list):
        return [put_back(each, as_before) for each in value]
    if isinstance(value, dict):
        return {as_before(key): put_back(each, as_before) for key, each in value.items()}
    return value


def with_other_names(text):
    """Return a case with everything called otherwise, in the opposite order, and what was what."""
    case, back = load_text(text), {}

    def rename(section, names, tag, issue=None):
        nonlocal text
        for k, name in enumerate(names):
            new = f"{tag}{len(names) - k:03d}q"
            text = renamed(text, section, name, new, issue=issue)
            back[new] = name

    for place, issue in enumerate(case.issues):
        if not issue.is_numeric:
            labels = [issue.label(k) for k in range(issue.size)]
            rename("options", labels, f"option{place}x", issue.id)
    rename("issues", [issue.id for issue in case.issues], "issue")
    rename("parties", [party.id for party in case.parties], "party")
    rename("statements", [statement.id for statement in case.statements], "statement")
    return text, back


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize(
    "path",
    [
        "news/sn-2024/rafah.yaml",
        "history/yellowknife-2023.yaml",
        pytest.param("history/cyprus-2017.yaml", marks=pytest.mark.thorough),
        pytest.param("history/jamaica-2017.yaml", marks=pytest.mark.thorough),
        pytest.param("history/seaports-2022.yaml", marks=pytest.mark.thorough),
        pytest.param("news/national-post-2020/fisheries.yaml", marks=pytest.mark.thorough),
    ],
)
def test_other_names_leave_shipped_answers_as_they_are(path, question):
    text = (ROOT / path).read_text(encoding="utf-8")
    other, back = with_other_names(text)
    assert answered(question, load_text(text)) == answered(question, load_text(other), back)


@pytest.mark.thorough
@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=40)
@given(case=cases(plain=True))
def test_other_names_leave_answers_as_they_are(case, question):
    text = dump(case)
    # p0, i0, t0 and so on, in the opposite order.
    other = re.sub(r"\b([pit])(\d)\b", lambda found: f"{found[1]}{9 - int(found[2])}", text)
    back = {f"{kind}{9 - k}": f"{kind}{k}" for kind in "pit" for k in range(10)}
    assert answered(question, load_text(text)) == answered(question, load_text(other), back)
