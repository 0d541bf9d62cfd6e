"""Long work: it comes when it is ready, can be stopped, and what dies is told of."""

import re
import sys
import time

import pytest

from lastyard.web.work import Drawn, Job, Task, Work

from .conftest import Bench


def large(seed=0):
    """Return a case whose packages take a while."""
    said = "\n".join(
        f"  - {{id: s{k}, party: p{k % 5}, on: 2024-01-{k % 27 + 1:02}, "
        f"position: {{i{k % 12}: {(k * 7 + seed) % 9}, i{(k + 5) % 12}: {(k * 5) % 9}}}}}"
        for k in range(80)
    )
    parties = ", ".join(f"p{k}: {{}}" for k in range(5))
    issues = "".join(f"  i{k}: {{range: [0, 8], step: 1}}\n" for k in range(12))
    return f"title: Large {seed}\nparties: {{{parties}}}\nissues:\n{issues}statements:\n{said}\n"


def keys_of(page):
    found = re.search(r'<main [^>]*data-jobs="([0-9a-f ]+)"', page.text)
    return found[1].split() if found else []


def test_what_is_quick_is_there_before_what_is_slow(bench):
    bench.put("large.yaml", large(1))
    page = bench.get(bench.address("large.yaml"))
    assert keys_of(page), "the deals are still being worked out"
    assert "The page fills in when it is done" in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text


def test_events_tell_progress_and_the_end(bench):
    bench.put("large.yaml", large(2))
    keys = keys_of(bench.get(bench.address("large.yaml")))
    told = bench.get("/events", params={"job": keys}).text
    assert told.count("event: over") == len(set(keys))
    assert "event: progress" in told


def test_what_was_stopped_stays_so_until_it_is_asked_for_again(bench):
    bench.put("large.yaml", large(3))
    address = bench.address("large.yaml", "packages")
    page = bench.get(address)
    (key,) = keys_of(page)
    done = bench.post(f"/jobs/{key}/cancel", {"back": address})
    assert (done.status_code, done.headers["location"]) == (303, address)
    page = bench.get(address)
    assert "There is no answer here." in page.text or "Not finished" in page.text
    assert keys_of(page) == []
    anew = re.search(r'href="(\?again=1)"', page.text)
    assert anew
    again = bench.get(address + anew[1])
    assert keys_of(again) == [key] or "Not finished" in again.text or "Best packages" in again.text
    bench.post(f"/jobs/{key}/cancel", {"back": "https://evil.example"})


def test_leading_back_leads_nowhere_else(talks):
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", ""):
        answer = talks.post("/jobs/nothing/cancel", {"back": back})
        assert answer.headers["location"] == "/"


def test_more_work_is_another_question(bench):
    bench.put("large.yaml", large(4))
    address = bench.address("large.yaml", "standing")
    one, ten = bench.whole(address), bench.whole(f"{address}?work=10")
    assert one.status_code == ten.status_code == 200
    assert bench.whole(f"{address}?work=1e9").status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_process_that_dies_is_told_of_and_replaced(tmp_path):
    work = Work(str(tmp_path), 1)
    work.start()
    try:
        bench = Bench(tmp_path, work)
        bench.put("large.yaml", large(5))
        (hand,) = work._hands
        page = bench.get("/c/large.yaml/packages")
        (key,) = keys_of(page)
        while work.known(key).state != "working":
            time.sleep(0.01)
        hand._process.kill()
        page = bench.whole("/c/large.yaml/packages")
        assert "was ended (out of memory?)" in page.text
        assert "Try again" in page.text
        assert "Where they stand" in bench.whole("/c/large.yaml").text
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
