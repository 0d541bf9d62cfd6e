"""Documents and drafts: what is accepted is in the case at once, and nothing that was typed is lost."""

import json
import re
import threading
from html import unescape

import pytest

import lastyard as ly
from lastyard.reading.text import LONGEST_DOCUMENT

from .conftest import TALKS

REPORT = """\
HARBOUR, 12 January 2024 - The union insisted the wage be at least 8 per cent. “We will not sign without it,” said
Ada Moor, the chair of the union.

The firm rejected any wage above 2 per cent on Friday. It offered night shifts by choice.
"""
CASE = TALKS.replace(
    "sources: {minutes: {title: Minutes}}", "sources:\n  minutes: {title: Minutes}"
)


@pytest.fixture
def read(bench):
    bench.path = bench.put("talks.yaml", CASE)
    bench.case = bench.address("talks.yaml")
    bench.folder_of_documents = bench.path.with_suffix(".documents")
    return bench


def brought(bench, name="report.txt", data=None, **more):
    data = REPORT.encode() if data is None else data
    done = bench.post(f"{bench.case}/read", more, files={"document": (name, data)})
    if done.headers.get("location") == f"{bench.case}/read":
        # It takes longer on a busy machine; then the list of documents shows it when it is read.
        page = bench.whole(f"{bench.case}/read")
        links = re.findall(rf'href="({re.escape(bench.case)}/read/[^"]+)"', page.text)
        if links:
            done.headers["location"] = links[-1]
    return done


def form_of(page):
    """Return the fields of the draft in focus, as a browser would send them."""
    form = re.search(
        r'<form method="post" action="[^"]*" class="fields coding".*?</form>', page.text, re.S
    )[0]
    fields = dict(
        re.findall(
            r'<input type="(?:hidden|text|date)"[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', form
        )
    )
    for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.S):
        found = re.search(r'<option(?: value="([^"]*)")? selected>([^<]*)', options)
        fields[name] = "" if found is None else found[2] if found[1] is None else found[1]
    fields["firmness"] = re.search(r'name="firmness" value="(\w+)" checked', form)[1]
    del fields["csrf"]
    return {name: unescape(value) for name, value in fields.items()}


def test_a_document_is_taken_in_read_and_coded(read):
    done = brought(read, "Harbour Report.txt", day="2024-01-12")
    where = f"{read.case}/read/2024-01-12-Harbour-Report.txt"
    assert (done.status_code, done.headers["location"]) == (303, where)
    page = read.get(where)
    assert re.search(r"\d+ statements found; 0 decided", page.text)
    assert page.text.count("<mark") >= 3
    assert 'class="now"' in page.text
    fields = form_of(page)
    assert (fields["party"], fields["verb"], fields["what"]) == ("union", "requires", "wage >= 8")
    done = read.post(where, {**fields, "do": "accept", "firmness": "firm"})
    assert done.status_code == 303
    case = ly.load(str(read.path))
    new = case.statements[-1]
    assert (new.party, float(new.firmness), new.quote is not None) == ("union", 0.85, True)
    assert read.path.read_text().startswith("# Talks at the harbour; this comment stays.")
    record = json.loads(read.path.with_suffix(".coded.jsonl").read_text())
    assert record["outcome"] == "accepted"
    after = read.whole(done.headers["location"].partition("#")[0])
    assert "What accepting" in after.text
    assert "1 decided" in after.text
    assert 'class="yes"' in after.text


def test_what_an_acceptance_changed_is_told(read):
    read.path.write_text(CASE.partition("statements:")[0])
    where = brought(read, day="2024-01-12").headers["location"]
    for _ in range(6):
        page = read.get(where)
        fields = form_of(page)
        if not (fields["what"] and fields["party"]):
            read.post(where, {**fields, "do": "drop"})
            continue
        read.post(where, {**fields, "do": "accept"})
        if len(ly.load(str(read.path)).statements) == 2:
            break
    page = read.whole(where)
    assert "No deal fits all that has been said." in page.text


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"what": "wages >= 8"}, "did you mean"),
        ({"what": ""}, "say what it is about"),
        ({"party": ""}, "choose who said it"),
        ({"on": ""}, "give the day"),
        ({"on": "2024-01-99"}, "2024-01-99"),
        ({"what": '"}, evil: {'}, "Not written yet"),
    ],
)
def test_a_correction_is_not_lost_to_an_error(read, more, told):
    where = brought(read, day="2024-01-12").headers["location"]
    fields = {**form_of(read.get(where)), "by": "Ada <Moor>", "firmness": "absolute", **more}
    answer = read.post(where, {**fields, "do": "accept"})
    assert answer.status_code == 422
    assert told in answer.text
    assert form_of(answer) == fields
    assert read.path.read_text() == CASE
    assert not read.path.with_suffix(".coded.jsonl").exists()


def test_an_acceptance_that_changes_nothing_says_so_once(read):
    where = brought(read).headers["location"]
    page = read.get(where)
    assert '<option value="position">asks for</option>' in page.text
    read.post(where, {**form_of(page), "verb": "stresses", "what": "Wage: needed", "do": "accept"})
    told = read.whole(where).text
    assert "As before" in told
    assert told.count('<div class="before">') == 0


def test_names_are_understood_and_what_was_decided_leads_to_its_statement(read):
    where = brought(read).headers["location"]
    fields = form_of(read.get(where))
    read.post(where, {**fields, "verb": "requires", "what": "Wage at least 9 %", "do": "accept"})
    assert ly.load(str(read.path)).statements[-1].id == fields["draft"]
    assert "wage >= 9" in read.path.read_text()
    assert f'href="{read.case}/statements/{fields["draft"]}"' in read.get(f"{where}?draft={fields['draft']}").text  # fmt: skip
    other = form_of(read.get(where))
    read.post(where, {**other, "do": "drop"})
    assert "You did not want it." in read.get(f"{where}?draft={other['draft']}").text


def test_the_last_decision_is_taken_back_in_the_case_too(read):
    where = brought(read, day="2024-01-12").headers["location"]
    fields = form_of(read.get(where))
    read.post(where, {**fields, "do": "accept"})
    assert read.path.read_text() != CASE
    back = read.post(where, {"draft": fields["draft"], "do": "undo"})
    assert read.path.read_text() == CASE
    assert fields["draft"] in back.headers["location"]
    assert form_of(read.get(where))["draft"] == fields["draft"]
    again = read.post(where, {"draft": fields["draft"], "do": "undo"})
    assert (again.status_code, "no decision to take back" in again.text) == (422, True)


def test_what_was_changed_by_hand_is_not_undone(read):
    where = brought(read, day="2024-01-12").headers["location"]
    fields = form_of(read.get(where))
    read.post(where, {**fields, "do": "accept"})
    text = read.path.read_text() + "# by hand\n"
    read.path.write_text(text)
    answer = read.post(where, {"draft": fields["draft"], "do": "undo"})
    assert (answer.status_code, "was changed since" in answer.text) == (422, True)
    assert read.path.read_text() == text


def test_drafts_are_put_off_and_dropped(read):
    where = brought(read, day="2024-01-12").headers["location"]
    first = form_of(read.get(where))["draft"]
    skipped = read.post(where, {"draft": first, "do": "skip"})
    second = form_of(read.get(skipped.headers["location"].partition("#")[0]))["draft"]
    assert second != first
    read.post(where, {"draft": second, "do": "drop"})
    assert '"outcome": "dropped"' in read.path.with_suffix(".coded.jsonl").read_text()
    assert read.path.read_text() == CASE


def test_two_browsers_on_one_draft_write_it_once(read):
    where = brought(read, day="2024-01-12").headers["location"]
    fields = form_of(read.get(where))
    answers = []

    def accept():
        answers.append(read.post(where, {**fields, "do": "accept"}).status_code)

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 422, 422, 422]
    assert len(ly.load(str(read.path)).statements) == 4


def test_what_lies_in_the_folder_is_read_and_a_pasted_text_too(read):
    read.folder_of_documents.mkdir()
    (read.folder_of_documents / "by-hand.txt").write_text(REPORT)
    page = read.whole(f"{read.case}/read")
    assert "by-hand.txt</bdi></a>" in page.text
    done = read.post(
        f"{read.case}/read", {"text": REPORT + "More.", "title": "pasted/../x", "day": "2024-01-12"}
    )
    assert done.status_code == 303
    assert (read.folder_of_documents / "2024-01-12-x.txt").is_file()
    several = read.client.post(
        f"{read.case}/read", data={"csrf": read.csrf}, headers={"origin": "http://127.0.0.1:8899"},
        files=[("document", ("one.txt", REPORT.encode() + b"1")), ("document", ("two.html", b"<p>The union insisted the wage be 7.</p>"))],
        follow_redirects=False,
    )  # fmt: skip
    assert several.headers["location"] == f"{read.case}/read"
    page = read.whole(f"{read.case}/read").text
    assert "one.txt" in page
    assert "two.html" in page


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.txt", b"  ", "is empty"),
        ("huge.txt", b"x" * (4 * LONGEST_DOCUMENT + 5), "split it into one file"),
        ("", b"", "choose a file"),
    ],
)
def test_what_cannot_be_taken_in_is_told(read, name, data, told):
    answer = brought(read, name, data) if name else read.post(f"{read.case}/read")
    assert answer.status_code == 422
    assert told in answer.text
    assert not read.folder_of_documents.exists() or not list(read.folder_of_documents.iterdir())


@pytest.mark.parametrize("data", [b"\x00\x01\x02binary" * 50, b"%PDF-1.4 broken"])
def test_what_cannot_be_read_is_told_and_kept(read, data):
    brought(read, "odd.pdf", data)
    page = read.whole(f"{read.case}/read").text
    assert "odd.pdf" in page
    assert re.search('class="bad"|was not read', page)
    assert (read.folder_of_documents / "odd.pdf").read_bytes() == data


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name",
    [
        "../../out.txt",
        "..\\out.txt",
        "/etc/out.txt",
        ".hidden",
        "a\x00b.txt",
        "con.txt",
        "ledger.json",
        "x.yaml",
    ],
)
def test_names_of_uploads_stay_in_the_folder(read, name):
    before = {p for p in read.root.parent.rglob("*") if p.is_file()}
    brought(read, name, REPORT.encode())
    new = {p for p in read.root.parent.rglob("*") if p.is_file()} - before
    assert new
    assert all(read.folder_of_documents in p.parents for p in new)
    assert not any(p.name.startswith(".hid") for p in new)


def test_words_of_a_document_do_not_act(read):
    text = "<script>window.hacked=1</script> The union insisted the wage be at least 8 </p></textarea><img src=x onerror=x>.\n"
    where = brought(read, "<script>.txt", text.encode(), day="2024-01-12").headers["location"]
    page = read.get(where).text
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "&lt;img" in page


def test_a_private_case_has_private_documents(read):
    read.path.chmod(0o600)
    brought(read, day="2024-01-12")
    for path in read.folder_of_documents.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
