"""Long work: it comes when it is ready, can be stopped, and what dies is told of."""

import re
import time

import pytest

from lastyard.web.work import Drawn, Job, Task, Work

from .conftest import TALKS, Bench


def keys_of(page):
    found = re.search(r'<main [^>]*data-jobs="([0-9a-f ]+)"', page.text)
    return found[1].split() if found else []


@pytest.fixture
def idle(tmp_path):
    """A workbench whose processes were not started: what is asked waits."""
    return Bench(tmp_path, Work(str(tmp_path), 1))


@pytest.mark.thorough
def test_a_page_says_that_it_waits_and_loads_itself_anew_without_script(idle):
    idle.put("talks.yaml", TALKS)
    page = idle.get("/c/talks.yaml")
    assert len(set(keys_of(page))) == 2
    assert "The page fills in when it is done" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    assert "No deal fits" not in page.text


def test_events_tell_of_the_end(talks):
    page = talks.get(talks.case)
    keys = keys_of(page)
    told = talks.get("/events", params={"job": keys}).text
    assert told.count("event: over") == len(set(keys))
    assert talks.get("/events", params={"job": ["nothing"]}).text == ""


@pytest.mark.thorough
def test_what_was_stopped_stays_so_until_it_is_asked_for_again(idle):
    idle.put("talks.yaml", TALKS)
    address = "/c/talks.yaml/packages"
    (key,) = keys_of(idle.get(address))
    done = idle.post(f"/jobs/{key}/cancel", {"back": address})
    assert (done.status_code, done.headers["location"]) == (303, address)
    page = idle.get(address)
    assert keys_of(page) == []
    assert "It was stopped." in page.text
    anew = re.search(r'href="(\?again=1)"', page.text)[1]
    assert keys_of(idle.get(address + anew)) == [key]


def test_leading_back_leads_nowhere_else(talks):
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", ""):
        answer = talks.post("/jobs/nothing/cancel", {"back": back})
        assert answer.headers["location"] == "/"


def test_more_work_is_another_question(talks):
    for more in ("", "?work=10", "?work=1e9", "?work=x"):
        answer = talks.whole(f"{talks.case}/standing{more}")
        assert (answer.status_code, "Wage" in answer.text) == (200, True)


@pytest.mark.thorough
def test_a_process_that_dies_is_told_of_and_replaced(tmp_path):
    work = Work(str(tmp_path), 1)
    work.start()
    try:
        bench = Bench(tmp_path, work)
        bench.put("talks.yaml", TALKS)
        (hand,) = work._hands
        while hand._process is None:
            time.sleep(0.01)
        hand._process.kill()
        hand._process.join()
        page = bench.whole("/c/talks.yaml/packages")
        assert "was ended (out of memory?)" in page.text
        assert "Try again" in page.text
        assert "Best packages" in bench.whole("/c/talks.yaml/packages?again=1").text
    finally:
        work.stop()


def test_what_is_remembered_is_bounded(tmp_path):
    work = Work(str(tmp_path), 1)  # not started: nothing is answered
    for k in range(1_000):
        job = work.ask(Task(str(k), 1, "home", {}))
        if k % 2:
            job.end("done", Drawn({"main": "x" * 200_000}, {}))
    assert len(work._jobs) <= 402
    assert len(work._waiting) <= 66
    assert sum(job.drawn.size for job in work._jobs.values() if job.drawn) < 50_000_000
    assert work.known("999") is not None


def test_a_job_ends_once():
    job = Job(Task("k", 1, "home", {}))
    job.end("done", Drawn({"main": "one"}, {}))
    job.end("failed", Drawn({}, {}, "two"))
    assert (job.state, job.drawn.parts["main"]) == ("done", "one")
