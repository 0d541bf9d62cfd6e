"""One table of what the program takes, each row beside its peer or limit and its goal, in one run.

``python -m benchmarks`` (``make bench``) measures every row in a process of its own and writes the table
into docs/benchmarks.md. Seconds are of processor. Peers that are not dependencies are used where they
are there: ``LASTYARD_PEERS`` names a Python with NegMAS, hopsy and powerindices, ``LASTYARD_UNIMUS`` the
program UNIMUS; a row without its peer says so.

Run some rows: python -m benchmarks.table WORDS-OF-A-NAME ...
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
START, END = "<!-- the table: written by make bench -->", "<!-- end of the table -->"
# Processor seconds after which a row or a peer is stopped.
MOST = 120


@dataclass
class Measured:
    """What a row took.

    Attributes:
        ours: Our figure, in the unit of the row.
        peers: Names with versions, and their figures in the same unit; None where a peer did not end.
        note: What else is to be said.
        megabytes: Peak memory; that of the process where left out.
    """

    ours: float | None
    peers: dict[str, float | None] = field(default_factory=dict)
    note: str = ""
    megabytes: float | None = None


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        name: What is done.
        unit: Of the figures; seconds and gaps are better small, rates large.
        goal: In the same unit; None where it is only to be kept.
        measure: Does it.
    """

    name: str
    unit: str
    goal: float | None
    measure: Callable[[], Measured]

    @property
    def is_rate(self) -> bool:
        """Whether more is better."""
        return self.unit.endswith("a second")


def cpu(work, runs=1):
    """Return the least processor seconds of some runs, and the last result."""
    least = float("inf")
    for _ in range(runs):
        start = time.process_time()
        result = work()
        least = min(least, time.process_time() - start)
    return least, result


def version(package):
    """Return a package with its version."""
    return f"{package} {importlib.metadata.version(package)}"


def beside(name, code, given):
    """Return what a peer tells, run in the Python of the peers; nothing where that is not there."""
    python = os.environ.get("LASTYARD_PEERS")
    if not python:
        return {}
    try:
        done = subprocess.run(
            [python, "-c", code],
            input=given,
            capture_output=True,
            text=True,
            timeout=MOST,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return {name: None}
    return {name: json.loads(done.stdout.splitlines()[-1])}


# ---- commands -----------------------------------------------------------------------------


def command(name, *arguments):
    """Return what a command takes, interpreter and all."""
    from benchmarks.limits import measure

    code, seconds, megabytes = measure([name, *arguments])
    note = {4: "not decided within its budget", 3: "stopped"}.get(code, "")
    return Measured(seconds, note=note, megabytes=megabytes)


def on_many_statements(*arguments):
    """Return a measure of a command on 500 statements of 200 days."""

    def measured():
        from benchmarks.timeline import generated

        from lastyard.case.writing import save

        with tempfile.TemporaryDirectory() as folder:
            path = str(Path(folder) / "talks.yaml")
            save(generated(500, 200), path)
            more = ["-o", str(Path(folder) / "report.html")] if "report" in arguments else []
            return command(*arguments, path, *more)

    return measured


def on_catalog(name):
    """Return a measure of the worst of a command over the catalog."""

    def measured():
        worst = Measured(0.0, megabytes=0.0)
        with tempfile.TemporaryDirectory() as folder:
            for path in sorted((ROOT / "catalog").glob("*/*/*.yaml")):
                if path.parts[-3] not in ("news", "papers"):
                    continue
                more = ["-o", str(Path(folder) / "report.html")] if name == "report" else []
                one = command(name, str(path), *more)
                most = max(worst.megabytes, one.megabytes)
                if one.ours > worst.ours:
                    worst = Measured(one.ours, note=f"on {path.stem}")
                worst.megabytes = most
        return worst

    return measured


def on_own_entries(name, parties, issues, options):
    """Return a measure of a command on parties' own entries."""

    def measured():
        from benchmarks.own_entries import generated

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "talks.yaml"
            path.write_text(generated(parties, issues, options))
            return command(name, str(path))

    return measured


def floor():
    """Imports of a command that needs values."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code = "import lastyard.answers.analyse, lastyard.show.analyse"
    for _ in range(5):
        subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(spent / 5, megabytes=after.ru_maxrss / 1024)


# ---- engines ------------------------------------------------------------------------------


def frontier_beside_negmas(size):
    """Return a measure of the two-party frontier of so many issues of so many options."""

    def measured():
        from benchmarks.deals import random_tables

        from lastyard import deals

        tables = random_tables(size, size, size, 2)
        ours, _ = cpu(lambda: deals.pareto_frontier(deals.Domain.of(tables)), 15)
        code = (ROOT / "benchmarks" / "deals_peer.py").read_text()
        found = beside("NegMAS 0.16", code, json.dumps({"tables": tables}))
        return Measured(ours, {name: told and told["cpu"] for name, told in found.items()})

    return measured


def frontier_of_many(kind):
    """Return a measure of a frontier of 10^20 packages, beside writing it down."""

    def measured():
        from benchmarks import deals as made

        from lastyard import deals

        tables = getattr(made, kind)(1, 20, 10, 2)
        ours, found = cpu(lambda: deals.pareto_frontier(deals.Domain.of(tables)), 5)

        def write():
            with tempfile.TemporaryFile("w") as file:
                for options, values in found.blocks():
                    rows = zip(options.tolist(), values.tolist(), strict=True)
                    file.writelines(json.dumps(row) + "\n" for row in rows)

        writing, _ = cpu(write, 3)
        return Measured(ours, {"writing it down": writing}, f"{len(found):,} points")

    return measured


def zero_sum():
    """Return what `solutions` takes where what one gains the other loses, in decimals: nearly all is undominated."""
    import random

    rng = random.Random(7)
    own = {f"i{i}": [rng.randrange(10**6) for _ in range(10)] for i in range(20)}
    lines = ["title: Zero sum", "parties: {a: {}, b: {}}", "issues:"]
    lines += [f"  {id}: {{options: [{', '.join(f'o{k}' for k in range(10))}]}}" for id in own]
    lines.append("statements:")
    for party in ("a", "b"):
        tables = [
            f"{id}: {{"
            + ", ".join(
                f"o{k}: 0.{point if party == 'a' else 10**6 - 1 - point:06}"
                for k, point in enumerate(points)
            )
            + "}"
            for id, points in own.items()
        ]
        said = ", ".join(tables)
        lines.append(f"  - {{id: v{party}, party: {party}, on: 2024-01-01, values: {{{said}}}}}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "talks.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return command("solutions", str(path))


def solution(name):
    """Return a measure of a bargaining solution of 6 parties, 20 issues of 10 options, 20 rules."""

    def measured():
        import numpy as np
        from benchmarks.deals import staked_tables

        from lastyard import deals

        rng = np.random.default_rng(1)
        rules = []
        for _ in range(20):
            mentioned = tuple(int(i) for i in rng.permutation(20)[:2])
            rules.append(deals.TableRule(mentioned, rng.random((10, 10)) < 0.7))
        tables = staked_tables(0, 20, 10, 6)

        def solve():
            domain = deals.Domain.of(tables, rules=rules, reservation=[0] * 6)
            return getattr(deals, name)(domain)

        ours, found = cpu(solve, 3)
        return Measured(ours, note="proved" if found.exact else "stopped with a gap")

    return measured


def blocking_sets(seed):
    """Return a measure of all blocking sets and openings of 50 statements, proved again."""

    def measured():
        from benchmarks.impasse import generated
        from benchmarks.peers.marco_z3 import marco
        from benchmarks.peers.sat import lbx_and_hitman, unimus

        from lastyard.blocking import blockage

        talks = generated(50, seed)
        ours, found = cpu(lambda: blockage(talks, limit=50_000, first=10))
        number = len(found.blocking_sets), len(found.openings)
        sets, openings, spent = lbx_and_hitman(talks)
        assert (sets, openings) == number
        others = {f"LBX + Hitman, {version('python-sat')}": spent}
        other = unimus(talks)
        if other is not None:
            assert other[0] == number[0]
            others["UNIMUS, blocking sets only"] = other[1]
        start = time.process_time()
        *_, ended = marco(talks, 20)
        spent = time.process_time() - start
        others[f"MARCO on {version('z3-solver')}"] = spent if ended else None
        return Measured(ours, others, f"{number[0]} and {number[1]:,}, with proofs")

    return measured


def best_package(parties):
    """Return a measure of the gap left by the search for the best of 10^10 packages."""

    def measured():
        from benchmarks.values import directed, spoken

        from lastyard.values import best_package as search
        from lastyard.values import everyone, sample

        if parties == 2:
            told = [directed(10, 10, True, 1), directed(10, 10, False, 2)]
        else:
            told = [sample(spoken(10, 5, 6, seed=s), draws=8, seed=s) for s in range(5)]
        spent, found = cpu(lambda: search(told, everyone(len(told)), most_nodes=400_000))
        note = f"{found.index:.3f} found, at most {found.bound:.3f}, in {spent:.1f} s"
        return Measured(found.gap, note=note)

    return measured


def acceptability():
    """Acceptability of 10^6 packages under 1,024 draws."""
    from benchmarks.values import bandwidth, directed

    from lastyard.values import shares_of_all

    one = directed(6, 10, True, 1)
    ours, _ = cpu(lambda: shares_of_all(one), 3)
    rate = 1e6 * len(one.draws) / ours
    return Measured(rate, {"reading 8 bytes each": bandwidth() / 8})


_HOPSY = """
import json, sys, time, numpy, hopsy
given = json.load(sys.stdin)
start = time.process_time()
problem = hopsy.round(hopsy.Problem(numpy.array(given["faces"]), numpy.array(given["room"])))
chains = [hopsy.MarkovChain(problem, starting_point=numpy.zeros(given["dimension"])) for _ in range(4)]
numbers = [hopsy.RandomNumberGenerator(seed=k) for k in range(4)]
accepted, states = hopsy.sample(chains, numbers, n_samples=2000, thinning=given["dimension"])
spent = time.process_time() - start
print(json.dumps(float(numpy.min(hopsy.ess(states))) / spent))
"""


def posterior(issues, options, statements, reading):
    """Return a measure of effective draws a second, everything included."""

    def measured():
        from benchmarks.values import plain_hit_and_run, spoken

        from lastyard.values import sample

        problem = spoken(issues, options, statements)
        ours, drawn = cpu(lambda: sample(problem, reading=reading, seed=1))
        others = {}
        if reading == "likely":
            others["plain hit-and-run"] = plain_hit_and_run(problem, 8.0)
        else:
            from lastyard.values.posterior import _inside

            inside = _inside(problem.constraints)
            given = {
                "faces": inside.faces.tolist(),
                "room": inside.room.tolist(),
                "dimension": inside.dimension,
            }
            others = beside("hopsy 1.7, uniform", _HOPSY, json.dumps(given))
        return Measured(drawn.effective / ours, others, f"split-R-hat {drawn.r_hat:.3f}")

    return measured


_POWER = """
import json, sys, time
from powerindices import compute_ssi
given = json.load(sys.stdin)
start = time.process_time()
compute_ssi(given["quota"], given["weights"])
print(json.dumps(time.process_time() - start))
"""


def power(members):
    """Return a measure of exact power indices."""

    def measured():
        import numpy as np

        from lastyard.bodies import Body, Member, numeric_power, read_entry
        from lastyard.bodies import power as exact

        if members == 27:
            path = ROOT / "catalog" / "bodies" / "eu-treaties-2016" / "council-on-proposal.yaml"
            body = read_entry(path).body()
            return Measured(cpu(lambda: exact(body), 3)[0])
        if members == 1_000_000:
            body = Body(
                "a million",
                (
                    Member("a", {"w": 1}, 600_000),
                    Member("b", {"w": 2}, 399_999),
                    Member("chair", {"w": 9}),
                ),
                "yes by w > 1/2 of members by w",
            )
            spent, found = cpu(lambda: numeric_power(body))
            return Measured(spent, note=f"indices sum to 1 within {found.defect:.0e}")
        rng = np.random.default_rng(0)
        weights = np.minimum(np.round(rng.pareto(1.2, members) * 30 + 5), 1500).astype(int)
        body = Body(
            f"{members} members",
            tuple(Member(f"m{k}", {"v": int(w)}) for k, w in enumerate(weights)),
            "yes by v >= 85 % of members by v",
        )
        quota = -(-85 * int(weights.sum()) // 100)
        given = json.dumps({"weights": weights.tolist(), "quota": quota})
        others = beside("powerindices 1.0.2", _POWER, given) if members <= 100 else {}
        return Measured(cpu(lambda: exact(body))[0], others, f"{weights.sum():,} votes")

    return measured


def graph(options):
    """Return a measure of the stability of 2^options states of five decision makers."""

    def measured():
        import numpy as np
        from benchmarks.moves import model

        from lastyard.conflict import from_payoffs, stability

        def solve():
            states = model(options).graph()
            rng = np.random.default_rng(options)
            ranks = [from_payoffs(rng.permutation(1 << options)) for _ in states.decision_makers]
            return stability(states.with_preferences(ranks))

        return Measured(cpu(solve)[0])

    return measured


def swept():
    """A task of a sweep of the Rafah case, and taking 2,000 of them up again."""
    import lastyard as ly
    from lastyard.answers.sweep import parse_setting, sweep

    case = ly.load(str(ROOT / "catalog" / "news" / "sn-2024" / "rafah.yaml"))
    ids = [s.id for s in case.statements if s.firmness < 1][:2]
    settings = [
        parse_setting(f"firmness.{ids[0]}=0.1:0.9:50"),
        parse_setting(f"firmness.{ids[1]}=0.1:0.9:40"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        results = str(Path(folder) / "rows.jsonl")
        spent, rows = cpu(lambda: sweep([case], settings, results=results))
        again, _ = cpu(lambda: sweep([case], settings, results=results))
    return Measured(spent / len(rows), note=f"{len(rows):,} taken up again in {again:.2f} s")


OWN = (((2, 6, 4), 0.5), ((3, 8, 4), 1.0), ((5, 12, 5), 2.0), ((6, 20, 5), 10.0))


ROWS = (
    Row("two-party frontier, 7 issues of 7", "s", None, frontier_beside_negmas(7)),
    Row("two-party frontier, 8 issues of 8", "s", None, frontier_beside_negmas(8)),
    Row("frontier of 10^20, random points", "s", None, frontier_of_many("random_tables")),
    Row("frontier of 10^20, opposed points", "s", None, frontier_of_many("opposed_tables")),
    Row("`solutions`, zero-sum decimals, 20 issues of 10", "s", 10.0, zero_sum),
    Row("Nash, 6 parties x 20 x 10, 20 rules", "s", None, solution("nash")),
    Row("egalitarian, 6 parties x 20 x 10, 20 rules", "s", None, solution("egalitarian")),
    *(
        Row(
            f"blocking sets and openings, 50 statements, seed {seed}",
            "s",
            goal,
            blocking_sets(seed),
        )
        for seed, goal in ((1, 0.05), (2, 0.11), (0, 0.46))
    ),
    Row("best package of 10^10, two opposed: gap", "gap", 0.03, best_package(2)),
    Row("best package of 10^10, five parties: gap", "gap", 0.03, best_package(5)),
    Row("acceptability, 10^6 packages x 1,024", "a second", 1.5e9, acceptability),
    Row("draws, likely, 15 issues of 5", "a second", 600, posterior(15, 5, 60, "likely")),
    Row(
        "draws, at their word, 5 issues of 5", "a second", 600, posterior(5, 5, 20, "at their word")
    ),
    Row(
        "draws, at their word, 15 issues of 5",
        "a second",
        600,
        posterior(15, 5, 60, "at their word"),
    ),
    *(
        Row(
            f"`{name}`, own entries, {' x '.join(map(str, size))}",
            "s",
            goal,
            on_own_entries(name, *size),
        )
        for size, goal in OWN
        for name in ("packages", "next")
    ),
    *(
        Row(
            f"`{' '.join(words)}`, 500 statements on 200 days",
            "s",
            goal,
            on_many_statements(*words),
        )
        for words, goal in (
            (("check",), 0.3),
            (("impasse",), 1.0),
            (("analyse",), 2.0),
            (("next",), 3.0),
            (("timeline", "--exact"), 3.0),
            (("report",), 8.0),
        )
    ),
    *(
        Row(f"`{name}`, worst of the catalog", "s", goal, on_catalog(name))
        for name, goal in (("analyse", 0.8), ("packages", 1.0), ("next", 1.0), ("report", 2.0))
    ),
    Row("imports of a command that needs values", "s", 0.25, floor),
    Row("`--help`", "s", 0.07, lambda: command("--help")),
    Row("power, EU-27 with the blocking clause", "s", None, power(27)),
    Row("power, 50 members", "s", None, power(50)),
    Row("power, 100 members", "s", None, power(100)),
    Row("power, 198 members", "s", 5.0, power(198)),
    Row("power, 10^6 members", "s", 60.0, power(1_000_000)),
    Row("graph model, 2^15 states", "s", 2.0, graph(15)),
    Row("graph model, 2^20 states", "s", 60.0, graph(20)),
    Row("sweep, a task", "s", 0.0008, swept),
)


def measured(row):
    """Measure a row in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.table", "--one", row.name],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Measured(None, note=f"failed: {last[:80]}")
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def one(name):
    """Measure a row here, and print it."""
    row = next(row for row in ROWS if row.name == name)
    found = row.measure()
    if found.megabytes is None:
        found.megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(asdict(found)))


def figure(value, unit):
    """Return a figure as it stands in the table."""
    if value is None:
        return "not ended"
    if unit == "s" and value < 0.1:
        return f"{1000 * value:.3g} ms"
    if unit == "a second":
        return f"{value:,.0f}" if value < 1e6 else f"{value:.2e}"
    return f"{value:.3f}" if unit == "gap" else f"{value:.3g} s"


def line(row, found):
    """Return the line of a row."""
    ratio, goal = "", "keep"
    peer = "; ".join(f"{name}: {figure(value, row.unit)}" for name, value in found.peers.items())
    known = [value for value in found.peers.values() if value]
    if known and found.ours:
        ratio = ", ".join(
            f"{(found.ours / v if row.is_rate else v / found.ours):.3g}" for v in known
        )
    if row.goal is not None:
        goal = figure(row.goal, row.unit)
        if found.ours is not None:
            times = found.ours / row.goal if row.is_rate else row.goal / max(found.ours, 1e-9)
            met = times >= 0.995
            goal += f": {'met' if met else f'missed, {1 / times:.3g} times'}"
    unit = f"{row.unit}" if row.is_rate else ""
    ours = f"{figure(found.ours, row.unit)} {unit}".strip()
    memory = f"{found.megabytes:.0f}" if found.megabytes else ""
    return f"| {row.name} | {ours} | {memory} | {peer} | {ratio} | {goal} | {found.note} |"


HEAD = "| work | ours | MB | peer or limit, same run | times faster | goal | |\n|---|---|---|---|---|---|---|"


def main(words=()):
    """Measure the rows, print them as they come, and write the table into the page."""
    chosen = [row for row in ROWS if all(word in row.name for word in words)]
    start = time.perf_counter()
    print(HEAD, flush=True)
    lines = []
    for row in chosen:
        lines.append(line(row, measured(row)))
        print(lines[-1], flush=True)
    minutes = (time.perf_counter() - start) / 60
    told = (
        f"Written by `make bench` on {time.strftime('%-d %B %Y')} in {minutes:.0f} minutes: "
        f"{os.cpu_count()} cores shared with other work (load average {os.getloadavg()[0]:.1f} at the "
        f"end), {platform.machine()}, Python {platform.python_version()}, {version('numpy')}, "
        f"{version('python-sat')}, {version('highspy')}."
    )
    if words:
        print(told)
        return
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    table = "\n".join([HEAD, *lines])
    text = f"{before}{START}\n{told}\n\n{table}\n{END}{after}"
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        main(sys.argv[1:])
