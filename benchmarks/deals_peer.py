"""The peer's side of benchmarks/deals.py: run in an environment of its own, one task a process.

Reads a JSON task from stdin, prints a JSON result: points of the frontier, CPU seconds of
the frontier call alone, and the peak memory of the process in MB.
"""

import json
import resource
import sys
import time

from negmas import LinearAdditiveUtilityFunction, make_issue
from negmas.outcomes import make_os
from negmas.preferences.ops import pareto_frontier
from negmas.preferences.value_fun import TableFun


def main():
    task = json.load(sys.stdin)
    tables = task["tables"]
    issues = [make_issue([str(k) for k in range(len(t))], f"i{i}") for i, t in enumerate(tables[0])]
    space = make_os(issues)
    functions = [
        LinearAdditiveUtilityFunction(
            values=[TableFun({str(k): x for k, x in enumerate(t)}) for t in own],
            weights=[1.0] * len(own),
            outcome_space=space,
        )
        for own in tables
    ]
    start = time.process_time()
    points, _ = pareto_frontier(functions, outcomes=None, issues=issues, sort_by_welfare=False)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"points": sorted({tuple(p) for p in points}), "cpu": seconds, "peak": peak}))


main()
