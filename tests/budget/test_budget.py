"""Every command ends within the budget, and says what it did not finish."""

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.budget import Budget, Findings, OutOfBudget, current
from lastyard.commands.main import cli, main

_SPEC = spec_from_file_location("adversarial", Path(__file__).with_name("adversarial.py"))
adversarial = module_from_spec(_SPEC)
_SPEC.loader.exec_module(adversarial)
CASES = adversarial.CASES

_COMMANDS = [
    "check",
    "standing",
    "impasse",
    "packages",
    "analyse",
    "next",
    "timeline",
    "vote",
    "moves",
    "solutions",
    "simulate",
    "trace",
]

_ROOT = Path(__file__).resolve().parents[2]


def _run(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main([str(each) for each in arguments])
    told = capsys.readouterr()
    return ended.value.code, told.out, told.err


def test_a_part_that_runs_out_is_told_and_the_rest_goes_on():
    with Budget(work=100) as budget:
        assert budget.attempt("the first", lambda: budget.spend(60), share=0.5) is None
        assert budget.attempt("the second", lambda: 7) == 7
    assert [(each.what, each.why) for each in budget.stopped] == [("the first", "work")]


def test_each_budget_pays_once_for_what_was_found_before():
    asked: list[int] = []

    def find() -> str:
        asked.append(1)
        current().spend(40)
        return "found"

    findings: Findings[str] = Findings(10)
    for _ in range(2):
        with Budget(work=100) as budget:
            assert [findings.find("key", find) for _ in range(3)] == ["found"] * 3
            assert budget.spent == 40
    assert len(asked) == 1
    # A budget that does not reach for it does not get it for nothing.
    with Budget(work=100) as budget:
        budget.spend(80)
        with pytest.raises(OutOfBudget):
            findings.find("key", find)
    findings.clear()
    with Budget(work=100):
        findings.find("key", find)
    assert len(asked) == 2


@pytest.mark.thorough
def test_what_was_not_finished_is_not_kept_for_another_budget():
    findings: Findings[int | None] = Findings(10)

    def find() -> int | None:
        return current().attempt("the part", lambda: current().spend(60) or 1)

    with Budget(work=50) as small:
        assert findings.find("key", find) is None
        assert [each.what for each in small.stopped] == ["the part"]
    with Budget(work=50) as again:
        assert findings.find("key", find) is None
        assert [each.what for each in again.stopped] == ["the part"]


def test_findings_unused_for_longest_are_let_go():
    findings: Findings[int] = Findings(10, lambda found: found)
    asked: list[int] = []

    def of(number: int) -> int:
        return findings.find(number, lambda: asked.append(number) or number)

    for number in (4, 5, 4, 3, 4, 5):
        assert of(number) == number
    assert asked == [4, 5, 3, 5]


def test_memory_runs_out_as_work_does():
    with Budget(memory=1_000) as budget:
        budget.attempt("a table", lambda: budget.hold(2_000))
        with budget.holding(900):
            pass
        budget.hold(1_000)
    assert [(each.what, each.why) for each in budget.stopped] == [("a table", "memory")]


@pytest.mark.thorough
def test_what_nobody_reaches_any_more_does_not_count_whenever_it_is_collected():
    class Held:
        def __init__(self, budget):
            self.budget, self.itself = budget, self
            budget.hold(600)

        def __del__(self):
            self.budget.release(600)

    gc.disable()
    try:
        with Budget(memory=1_000) as budget:
            for _ in range(5):
                budget.attempt("a table in a circle", lambda: Held(budget) and None)
            assert not budget.stopped
    finally:
        gc.enable()


def test_memory_that_grows_is_given_back_at_its_end():
    with Budget(memory=1_000) as budget:
        for _ in range(3):
            with budget.growing() as hold:
                hold(400)
                hold(500)
        assert not budget.stopped


@pytest.mark.thorough
@pytest.mark.parametrize("collected", ["never", "always"])
def test_the_same_bytes_whenever_memory_is_collected(collected):
    def told():
        with Budget(memory=3_000_000):
            return json.dumps(ly.impasse(ly.load_text(CASES["many_parties"]())).as_json())

    before = told()
    gc.collect() if collected == "always" else gc.disable()
    try:
        assert told() == before
    finally:
        gc.enable()


@pytest.mark.thorough
def test_power_of_classes_falls_back_to_samples_and_says_so():
    from lastyard.bodies import Body, Member

    body = Body(
        "Classes",
        tuple(Member(f"m{k}", count=2_000 + k) for k in range(8)),
        " and ".join(f"yes in m{k} >= {900 + k}" for k in range(8)),
    )
    with Budget() as budget:
        found = ly.power(body)
    assert found.method == "sampled"
    assert found.stopped
    assert budget.spent <= budget.work


def test_cancelled_from_another_thread():
    with Budget() as budget:

        def work():
            threading.Thread(target=budget.cancel).start()
            while True:
                budget.spend(0)

        budget.attempt("without end", work)
    assert [each.why for each in budget.stopped] == ["cancelled"]


def test_progress_is_told_with_its_name():
    told = []
    with Budget(on_progress=lambda *each: told.append(each)) as budget, budget.part("the openings"):
        for k in range(10):
            budget.progress(k, 10)
            budget.spend(60_000)
    assert told[0][0] == "the openings"
    assert told[0][2] == 10


def test_without_a_budget_engines_have_only_their_own_limits():
    assert current().steps(5) == 5
    assert current().left > 10**15


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["pigeonhole", "knapsack", "pigeon_demands"])
def test_what_blocks_is_partial_and_labelled(name):
    case = None
    with Budget(work=300_000) as budget:
        case = ly.load_text(CASES[name]())
        found = ly.impasse(case)
    assert budget.stopped
    assert budget.spent <= 300_000
    if found.agreement_exists is None:
        assert found.cause == "undecided"
        assert not found.blocking_sets_complete
    text = str(found)
    assert "Not finished" in text
    for part in found.stopped:
        assert part.what in text.replace("\n    ", " ")
    assert found.as_json()["stopped"][0].keys() == {"what", "why", "done"}


@pytest.mark.thorough
def test_the_same_bytes_within_the_same_budget():
    def told():
        with Budget(work=400_000):
            return json.dumps(ly.analyse(ly.load_text(CASES["pigeon_demands"]())).as_json())

    assert told() == told()


@pytest.mark.thorough
@pytest.mark.parametrize("size", [(5, 12, 5), (6, 20, 5)])
def test_own_entries_have_an_answer_within_the_budget(size):
    spec = spec_from_file_location("own_entries", _ROOT / "benchmarks" / "own_entries.py")
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    case = ly.load_text(made.generated(*size))
    assert ly.next_step(case).questions
    assert ly.packages(case).packages


@pytest.mark.thorough
def test_more_budget_finishes_what_less_does_not():
    case = ly.load_text(CASES["at_least"]())
    with Budget(work=30_000):
        few = ly.impasse(case)
    assert few.stopped
    with Budget() as budget:
        budget.allow(3)
        more = ly.impasse(case)
    assert len(more.stopped) < len(few.stopped) or not more.stopped


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("knapsack", "impasse"),
        ("moves_24", "moves"),
        ("zero_sum", "solutions"),
        ("flat_iff", "impasse"),
        ("flat_implies", "standing"),
    ],
)
def test_commands_tell_it_in_json_that_follows_the_schema(name, command, tmp_path, capsys):
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "case.yaml"
    path.write_text(CASES[name](), encoding="utf-8")
    code, out, _ = _run([command, path, "--json", "--budget", "0.1"], capsys)
    answer = json.loads(out)
    assert code in (0, 1, 2, 4)
    if code == 4:
        assert answer["stopped"]
    if len(answer) > 2:
        from lastyard.show.published import ANSWERS

        jsonschema.validate(answer, ANSWERS[command])


@pytest.mark.thorough
def test_what_was_not_decided_has_its_own_exit_code(tmp_path, capsys):
    path = tmp_path / "case.yaml"
    path.write_text(CASES["knapsack"](), encoding="utf-8")
    code, out, _ = _run(["impasse", path, "--budget", "0.05"], capsys)
    assert code == 4
    assert "could not be decided within the budget" in out
    code, out, _ = _run(["check", path, "--budget", "0.05"], capsys)
    assert code == 4
    assert "The file is right" not in out


@pytest.mark.parametrize("wrong", ["0", "-1", "much", "nan", "1e9"])
def test_a_budget_that_is_none_is_refused(wrong, tmp_path, capsys):
    path = tmp_path / "case.yaml"
    path.write_text(CASES["moves_unknown"](), encoding="utf-8")
    code, _, told = _run(["check", path, "--budget", wrong], capsys)
    assert code == 2
    assert "--budget" in told


def test_budget_is_there_on_every_command_that_computes():
    for name in _COMMANDS:
        command = cli.get_command(None, name)
        assert any(option.name == "budget" for option in command.params), name


@pytest.mark.thorough
def test_diff_of_a_case_with_itself_changes_nothing_within_any_budget():
    case = ly.load_text(CASES["pigeon_demands"]())
    with Budget(work=200_000):
        found = ly.diff(case, case)
    assert found.stopped
    assert not found.any


def test_flat_chains_are_not_deep():
    n = 500
    for word in ("iff", "implies", "and", "or"):
        text = f" {word} ".join(f"i{k % 5} == 'x'" for k in range(n))
        case = ly.load_text(
            adversarial._case("ab", [(f"i{k}", "{options: [x, y]}") for k in range(5)], [text])
        )
        assert not ly.check(case).stopped


def test_out_of_budget_is_raised_where_nothing_is_known():
    case = ly.load_text(CASES["moves"]())
    with Budget(work=1_000), pytest.raises(OutOfBudget):
        ly.moves(case)


@pytest.mark.parametrize(
    "after",
    [0.7, *(pytest.param(after, marks=pytest.mark.thorough) for after in (1.0, 1.3, 1.6, 3.0))],
)
def test_ctrl_c_prints_what_is_known(tmp_path, after):
    path = tmp_path / "case.yaml"
    path.write_text(CASES["pigeon_demands"](), encoding="utf-8")
    # Where tests run in the background, a shell has told them to ignore the signal.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from lastyard.commands import main; print('ready', flush=True); main()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, "analyse", str(path), "--budget", "1000"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stdout.readline() == "ready\n"
    time.sleep(after)
    run.send_signal(signal.SIGINT)
    out, err = run.communicate(timeout=60)
    # Solvers written in C are at work at these moments; a handler of theirs aborted one run in five.
    assert run.returncode == 130, err
    assert "Not finished" in out or after < 2
    assert "Traceback" not in err


def _limited():
    resource.setrlimit(resource.RLIMIT_CPU, (20, 21))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(CASES))
def test_every_command_ends_on_an_adversarial_case(name, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(CASES[name](), encoding="utf-8")
    bad = []
    for arguments in adversarial.commands(path, tmp_path):
        with (tmp_path / "out.txt").open("wb") as out:
            run = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from lastyard.commands import main; main()",
                    *map(str, arguments),
                ],
                stdout=out,
                stderr=subprocess.STDOUT,
                preexec_fn=_limited,  # noqa: PLW1509  (no other thread runs here)
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )
            _, status, used = os.wait4(run.pid, 0)
        run.returncode = code = os.waitstatus_to_exitcode(status)
        seconds, megabytes = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
        if code not in (0, 1, 2, 4) or seconds > 10 or megabytes > 500:
            bad.append((arguments[0], code, round(seconds, 1), round(megabytes)))
    assert not bad
