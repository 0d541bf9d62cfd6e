"""What a comparison of two versions tells, and what it leaves out."""

from pathlib import Path

import pytest

import lastyard as ly

RAFAH = Path(__file__).parents[2] / "catalog/news/sn-2024/rafah.yaml"
TEXT = RAFAH.read_text(encoding="utf-8")


def against(*edits, **options):
    text = TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return ly.diff(ly.load_text(TEXT), ly.load_text(text), **options)


def test_a_case_does_not_differ_from_itself():
    found = against(with_packages=True)
    assert (found.any, found.written, found.concluded) == (False, (), ())
    assert "Nothing changed" in str(found)


@pytest.mark.thorough
def test_order_layout_and_comments_do_not_count():
    found = against(
        ("# What it teaches", "# Something else"),
        (
            "  israel: {name: Israel}\n  us: {name: United States}\n",
            "  us: {name: 'United States'}\n  israel: {name: Israel}\n",
        ),
    )
    assert found.written == ()


@pytest.mark.thorough
def test_a_gentler_statement_opens_a_deal():
    found = against(
        ("requires: \"ground == 'major'\"\n    firmness: 0.6", "requires: \"ground != 'none'\""),
        ("agreement: all", "agreement: us and israel"),
    )
    assert {change.key: change.what for change in found.written} == {
        ("case", "agreement"): "changed",
        ("statements", "full-operation"): "changed",
    }
    fields = {f.name: (str(f.old), str(f.new)) for f in found.written[-1].fields}
    assert fields["firmness"] == ("3/5", "4/5")  # what a file leaves out is the default
    went = [c for c in found.concluded if c.new is None and c.kind == "blocking set"]
    assert [c.name for c in went] == ["full-operation, no-major"]
    verdict = next(c for c in found.concluded if c.kind == "verdict")
    assert (verdict.old.values["packages"], verdict.new.values["packages"]) == (0, 8)


def test_a_chance_alone_is_a_change_of_the_same_set():
    found = against(("firmness: 0.6", "firmness: 0.3"))
    opening = next(c for c in found.concluded if c.kind == "opening")
    assert (opening.old.values["chance"], opening.new.values["chance"]) == (0.4, 0.7)
    assert not any(c.kind == "gap" for c in found.concluded)


@pytest.mark.thorough
def test_the_best_package_is_compared_when_asked_for():
    edit = (
        "offers: {ground: targeted, border: secured}",
        "offers: {ground: none, border: secured}",
    )
    assert not [c for c in against(edit).concluded if c.kind == "package"]
    soft = ("firmness: 0.95\n    note: Says", "firmness: 0.05\n    note: Says")
    (best,) = [c for c in against(edit, soft, with_packages=True).concluded if c.kind == "package"]
    assert best.name == "package-A"


@pytest.mark.thorough
@pytest.mark.parametrize("day", ["2024-03-21", "2024-03-22"])
def test_both_are_looked_at_on_the_day_asked_for(day):
    from datetime import date

    found = against(("firmness: 0.6", "firmness: 0.3"), day=date.fromisoformat(day))
    assert found.day == found.old_day == date.fromisoformat(day)
    assert bool(found.concluded) == (day == "2024-03-22")
