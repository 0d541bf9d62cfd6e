"""Small functions, each of which makes an adversarial legal case."""

import random


def _case(parties, issues, rules=(), statements=(), more=""):
    out = ["title: adversarial", "as_of: 2024-03-22", "parties:"]
    out += [f"  {p}: {{name: {p}}}" for p in parties]
    out += ["issues:"] + [f"  {n}: {s}" for n, s in issues]
    if rules:
        out += ["rules:"] + [f'  - {{id: r{k}, require: "{t}"}}' for k, t in enumerate(rules)]
    if statements:
        out += ["statements:"] + [f"  - {{id: s{k}, {t}}}" for k, t in enumerate(statements)]
    return "\n".join(out) + "\n" + more


def commands(path, folder):
    """Return every command that computes, as arguments, on a case at this path.

    Args:
        path: Of the case.
        folder: Where files may be written.
    """
    return [
        ["check", path],
        ["standing", path],
        ["impasse", path, "--why"],
        ["packages", path],
        ["packages", path, "--frontier", "--solutions"],
        ["analyse", path],
        ["next", path],
        ["next", path, "--for-best"],
        ["forecast", path],
        ["timeline", path],
        ["vote", path, "--power"],
        ["moves", path, "--coalitions"],
        ["solutions", path],
        ["simulate", path],
        ["trace", path],
        ["diff", path, path, "--packages"],
        ["merge", path, path, "-o", folder / "merged.yaml"],
        ["report", path, "-o", folder / "report.html"],
        ["report", path, "-o", folder / "report.docx"],
        ["report", path, "--json"],
        ["export", path, "--format", "genius", "-o", folder / "out", "--leave-out"],
        ["sweep", path, "-o", folder / "rows.jsonl"],
    ]


def parity(n=80, seed=1):
    r = random.Random(seed)
    iss = [f"i{k}" for k in range(n)]
    rules = []
    for _ in range(n):
        a = r.sample(iss, 3)
        want = r.choice(["x", "y"])
        rules.append(f"{a[0]} == 'x' iff {a[1]} == 'x' iff {a[2]} == '{want}'")
    return _case(
        "ab",
        [(i, "{options: [x, y]}") for i in iss],
        rules,
        [
            "party: a, on: 2024-03-01, requires: \"i0 == 'x'\"",
            "party: b, on: 2024-03-01, requires: \"i0 == 'y'\"",
        ],
    )


def pigeonhole(n=11):
    opts = "[" + ", ".join(f"h{k}" for k in range(n - 1)) + "]"
    rules = [
        f"not (p{a} == 'h{h}' and p{b} == 'h{h}')"
        for a in range(n)
        for b in range(a)
        for h in range(n - 1)
    ]
    return _case(
        "ab",
        [(f"p{k}", f"{{options: {opts}}}") for k in range(n)],
        rules,
        ["party: a, on: 2024-03-01, offers: {p0: h0}"],
    )


def pigeon_demands(n=9):
    opts = "[" + ", ".join(f"h{k}" for k in range(n - 1)) + "]"
    st = []
    for a in range(n):
        for b in range(a):
            t = " and ".join(f"not (p{a} == 'h{h}' and p{b} == 'h{h}')" for h in range(n - 1))
            st.append(
                f'party: q{(a + b) % 4}, on: 2024-03-01, requires: "{t}", firmness: 0.{1 + (a * b) % 8}'
            )
    return _case(
        ["q0", "q1", "q2", "q3"], [(f"p{k}", f"{{options: {opts}}}") for k in range(n)], (), st
    )


def knapsack(n=50, seed=2):
    r = random.Random(seed)
    w = [r.randrange(10**5, 10**6) for _ in range(n)]
    total = " + ".join(f"{x} * i{k}" for k, x in enumerate(w))
    t = sum(w) // 2 + 1
    return _case(
        "ab",
        [(f"i{k}", "{range: [0, 1], step: 1}") for k in range(n)],
        [f"{total} == {t}"],
        [
            'party: a, on: 2024-03-01, requires: "i0 == 1"',
            'party: b, on: 2024-03-01, rejects: "i1 == 1"',
        ],
    )


def knapsacks(n=30, m=5, seed=3):
    r = random.Random(seed)

    def one():
        w = [r.randrange(1, 1000) for _ in range(n)]
        return " + ".join(f"{x} * i{k}" for k, x in enumerate(w)) + f" == {3 * sum(w) // 2}"

    return _case(
        "ab",
        [(f"i{k}", "{range: [0, 3], step: 1}") for k in range(n)],
        (),
        [
            f'party: {"ab"[k % 2]}, on: 2024-03-0{k + 1}, requires: "{one()}", firmness: 0.5'
            for k in range(m)
        ],
    )


def long_ranges(n=12):
    return _case(
        "abc",
        [(f"n{k}", "{range: [0, 9999], step: 1}") for k in range(n)],
        [f"n{k} + 2 * n{(k + 1) % n} - n{(k + 3) % n} <= {9000 + k}" for k in range(n)],
        [
            f'party: {"abc"[k % 3]}, on: 2024-03-01, requires: "n{k} + n{(k + 5) % n} >= {9000 + 7 * k}"'
            for k in range(n)
        ]
        + [
            "party: a, on: 2024-03-02, offers: {n0: 5000, n1: 2}",
            "party: b, on: 2024-03-02, wants: {n3: more}",
        ],
    )


def many_parties(n=120, seed=4):
    r = random.Random(seed)
    ps = [f"p{k}" for k in range(n)]
    st = [
        f"party: {p}, on: 2024-03-0{1 + k % 9}, {r.choice(['requires', 'rejects'])}: \"i{r.randrange(15)} == '{r.choice('abcd')}'\", firmness: 0.{r.randrange(1, 9)}"
        for k, p in enumerate(ps * 2)
    ]
    return _case(
        ps,
        [(f"i{k}", "{options: [a, b, c, d], ordered: true}") for k in range(15)],
        (),
        st,
        "agreement: "
        + " or ".join(f"({ps[k]} and {ps[k + 1]} and {ps[k + 2]})" for k in range(0, n - 3, 3))
        + "\n",
    )


def at_least(n=60):
    ps = [f"p{k}" for k in range(n)]
    return _case(
        ps,
        [(f"i{k}", "{options: [a, b, c]}") for k in range(20)],
        (),
        [
            f"party: {p}, on: 2024-03-01, requires: \"i{k % 20} == '{'abc'[k % 3]}' or i{(k * 7) % 20} == 'b'\", firmness: 0.{1 + k % 8}"
            for k, p in enumerate(ps)
        ],
        f"agreement: at least {n // 2} of ({', '.join(ps)})\n",
    )


def nested_agreement(n=40):
    ps = [f"p{k}" for k in range(n)]
    groups = [f"at least 3 of ({', '.join(ps[k : k + 5])})" for k in range(0, n, 4)]
    return _case(
        ps,
        [(f"i{k}", "{options: [a, b, c, d]}") for k in range(12)],
        (),
        [
            f"party: {p}, on: 2024-03-01, position: {{i{k % 12}: {'abcd'[k % 4]}, i{(k + 5) % 12}: {'abcd'[k * 3 % 4]}}}"
            for k, p in enumerate(ps)
        ],
        "agreement: " + " and ".join(f"({g})" for g in groups) + "\n",
    )


def replaces_chain(n=1500):
    st = ["party: a, on: 2010-01-01, offers: {i0: x}"]
    import datetime

    d = datetime.date(2010, 1, 1)
    for k in range(1, n):
        st.append(
            f"party: a, on: {d + datetime.timedelta(k)}, offers: {{i0: {'xyz'[k % 3]}}}, replaces: s{k - 1}"
        )
    st.append("party: b, on: 2011-01-01, wants: {i1: more}")
    return _case(
        "ab", [("i0", "{options: [x, y, z]}"), ("i1", "{range: [0, 100], step: 1}")], (), st
    )


def offers_many_days(n=800):
    import datetime

    d = datetime.date(2015, 1, 1)
    return _case(
        [f"p{k}" for k in range(5)],
        [(f"i{k}", "{options: [a, b, c, d, e], ordered: true}") for k in range(12)],
        (),
        [
            f"party: p{k % 5}, on: {d + datetime.timedelta(k)}, offers: {{i{k % 12}: {'abcde'[k * 7 % 5]}, i{(k * 5 + 1) % 12}: {'abcde'[k * 3 % 5]}}}"
            for k in range(n)
        ],
    )


def demands_many_days(n=500):
    import datetime

    d = datetime.date(2015, 1, 1)
    return _case(
        [f"p{k}" for k in range(6)],
        [(f"i{k}", "{range: [0, 20], step: 1}") for k in range(10)],
        ["i0 + i1 + i2 <= 40"],
        [
            f'party: p{k % 6}, on: {d + datetime.timedelta(2 * k)}, {["requires", "rejects"][k % 2]}: "i{k % 10} {[">=", "<"][k % 2]} {k * 7 % 20} or i{(k + 3) % 10} <= {k * 3 % 20}", firmness: 0.{1 + k % 9}'
            for k in range(n)
        ],
    )


def preferences(n=150):
    return _case(
        "ab",
        [(f"i{k}", "{options: [a, b, c, d, e, f]}") for k in range(10)],
        (),
        [
            f"party: {'ab'[k % 2]}, on: 2024-03-01, prefers: {{i{k % 10}: {'abcdef'[k % 6]}, i{(k + 3) % 10}: {'abcdef'[k * 5 % 6]}}}, to: {{i{k % 10}: {'abcdef'[(k + 1) % 6]}, i{(k + 3) % 10}: {'abcdef'[(k * 5 + 2) % 6]}}}"
            for k in range(n)
        ],
    )


def rankings(n=60):
    iss = [f"i{k}" for k in range(60)]
    return _case(
        "ab",
        [(i, "{options: [a, b, c]}") for i in iss],
        (),
        [
            f"party: {'ab'[k % 2]}, on: 2024-03-01, ranks: [{', '.join(random.Random(k).sample(iss, 40))}], confidence: 0.7"
            for k in range(n)
        ],
    )


def moves(n=20, own=2):
    o = "\n".join(f"    o{k}: {{owner: {'ab'[k % own]}}}" for k in range(n))
    return _case(
        "ab",
        [("i", "{options: [x, y, z]}")],
        (),
        (),
        f"moves:\n  options:\n{o}\n  preferences:\n    a: {{priorities: [o0, not o1]}}\n    b: {{priorities: [o1, not o0]}}\n  status_quo: {'N' * n}\n",
    )


def moves_unknown(n=9):
    o = "\n".join(f"    o{k}: {{owner: p{k % 4}}}" for k in range(n))
    return _case(
        [f"p{k}" for k in range(4)],
        [("i", "{options: [x, y, z]}")],
        (),
        (),
        f"moves:\n  options:\n{o}\n  preferences:\n    p0: {{priorities: [o0, not o1]}}\n  status_quo: {'N' * n}\n",
    )


def moves_24():
    return moves(24, 2)


def points(parties=6, issues=12, options=8, seed=5, digits=1):
    r = random.Random(seed)
    ps = [f"p{k}" for k in range(parties)]
    ops = "abcdefghijklmnop"[:options]
    st = []
    for p in ps:
        v = ", ".join(
            f"i{i}: {{"
            + ", ".join(
                f"{o}: {r.randrange(0, 100 * 10 ** (digits - 1)) / 10 ** (digits - 1):g}"
                for o in ops
            )
            + "}"
            for i in range(issues)
        )
        st.append(f"party: {p}, on: 2024-03-01, reservation: 5, values: {{{v}}}")
    return _case(ps, [(f"i{i}", f"{{options: [{', '.join(ops)}]}}") for i in range(issues)], (), st)


def zero_sum(issues=16, options=6, seed=6):
    r = random.Random(seed)
    ops = "abcdefgh"[:options]
    a = []
    b = []
    for i in range(issues):
        x = [r.randrange(1, 10**9) / 10**7 for _ in ops]
        a.append(
            f"i{i}: {{" + ", ".join(f"{o}: {v:.7f}" for o, v in zip(ops, x, strict=True)) + "}"
        )
        b.append(
            f"i{i}: {{"
            + ", ".join(f"{o}: {100 - v:.7f}" for o, v in zip(ops, x, strict=True))
            + "}"
        )
    return _case(
        "ab",
        [(f"i{i}", f"{{options: [{', '.join(ops)}]}}") for i in range(issues)],
        (),
        [
            f"party: a, on: 2024-03-01, reservation: none, values: {{{', '.join(a)}}}",
            f"party: b, on: 2024-03-01, reservation: none, values: {{{', '.join(b)}}}",
        ],
    )


def points_with_rules(seed=7):
    t = points(4, 12, 6, seed).replace(
        "statements:",
        "rules:\n"
        + "\n".join(
            f"  - {{id: r{k}, require: \"i{k} == 'a' iff i{(k * 5 + 1) % 12} == 'b' iff i{(k * 7 + 3) % 12} == 'c'\"}}"
            for k in range(12)
        )
        + "\nstatements:",
        1,
    )
    return t


def flat_iff(n=400):
    return _case(
        "ab",
        [(f"i{k}", "{options: [x, y, z]}") for k in range(30)],
        [" iff ".join(f"i{k % 30} == '{'xyz'[k % 3]}'" for k in range(n))],
        [
            "party: a, on: 2024-03-01, requires: \"i0 == 'x'\"",
            "party: b, on: 2024-03-01, rejects: \"i0 == 'x'\"",
        ],
    )


def flat_implies(n=300):
    return _case(
        "ab",
        [(f"i{k}", "{options: [x, y, z]}") for k in range(30)],
        [" implies ".join(f"i{k % 30} == '{'xyz'[k % 3]}'" for k in range(n))],
        ["party: a, on: 2024-03-01, requires: \"i0 == 'x'\""],
    )


def long_or(n=300):
    return _case(
        "ab",
        [(f"i{k}", "{options: [w, x, y, z]}") for k in range(40)],
        [
            " or ".join(
                f"(i{k % 40} == '{'wxyz'[k % 4]}' and i{(k * 7 + 1) % 40} == '{'wxyz'[k * 3 % 4]}')"
                for k in range(n)
            )
        ],
        [
            f"party: {'ab'[k % 2]}, on: 2024-03-01, requires: \"{' or '.join(f'''(i{(k + j) % 40} == 'w' and i{(k * j + 3) % 40} == 'x')''' for j in range(12))}\", firmness: 0.4"
            for k in range(60)
        ],
    )


def random_3sat(n=120, ratio=4.2, seed=8):
    r = random.Random(seed)
    iss = [f"i{k}" for k in range(n)]
    rules = [
        " or ".join(f"i{k} == '{r.choice('xy')}'" for k in r.sample(range(n), 3))
        for _ in range(int(n * ratio))
    ]
    return _case(
        "ab",
        [(i, "{options: [x, y]}") for i in iss],
        rules,
        [
            "party: a, on: 2024-03-01, requires: \"i0 == 'x'\"",
            "party: b, on: 2024-03-01, rejects: \"i1 == 'x'\"",
        ],
    )


def latin(n=9, seed=9):
    opts = "[" + ", ".join(f"v{k}" for k in range(n)) + "]"
    rules = []
    for a in range(n):
        for b in range(n):
            for c in range(b):
                for v in range(0, n):
                    if (a + b + c + v) % 3 == 0:
                        rules.append(f"not (c{a}{b} == 'v{v}' and c{a}{c} == 'v{v}')")
                        rules.append(f"not (c{b}{a} == 'v{v}' and c{c}{a} == 'v{v}')")
    return _case(
        "ab",
        [(f"c{a}{b}", f"{{options: {opts}}}") for a in range(n) for b in range(n)],
        rules[:1500],
        ["party: a, on: 2024-03-01, offers: {c00: v0}"],
    )


def many_openings(n=40):
    return _case(
        [f"p{k}" for k in range(n)],
        [(f"i{k}", "{options: [x, y]}") for k in range(n // 2)],
        (),
        [
            f"party: p{k}, on: 2024-03-01, requires: \"i{k // 2} == '{'xy'[k % 2]}'\", firmness: 0.{1 + k % 9}"
            for k in range(n)
        ],
    )


def votes_many(n=90):
    ps = [f"p{k}" for k in range(n)]
    mem = ", ".join(ps)
    return _case(
        ps,
        [("i0", "{options: [x, y, z]}"), ("i1", "{options: [x, y, z]}")],
        (),
        [f"party: {p}, on: 2024-03-01, position: {{i0: {'xyz'[k % 3]}}}" for k, p in enumerate(ps)],
        "votes:\n  - id: v\n    draft: {i0: x, i1: y}\n    ballots: {p0: yes, p1: no}\n"
        f"    body: {{members: [{mem}], rule: yes >= 46}}\n",
    )


def many_issues(n=700):
    return _case(
        "ab",
        [(f"i{k}", "{range: [0, 9999], step: 1}") for k in range(n)],
        (),
        [f'party: {"ab"[k % 2]}, on: 2024-03-01, requires: "i{k} >= {k}"' for k in range(0, n, 3)],
    )


def status_positions(n=400):
    return _case(
        [f"p{k}" for k in range(40)],
        [(f"i{k}", "{range: [0, 1000], step: 1}") for k in range(25)],
        (),
        [
            f"party: p{k % 40}, on: 2024-01-{1 + k % 28:02d}, position: {{i{k % 25}: {k * 37 % 1000}, i{(k + 9) % 25}: {k * 11 % 1000}}}"
            for k in range(n)
        ],
    )


def right_500():
    return _case(
        [f"p{k}" for k in range(10)],
        [(f"i{k}", "{options: [a, b, c, d, e], ordered: true}") for k in range(10)],
        (),
        [
            f"party: p{k % 10}, on: 2023-{1 + k % 12:02d}-{1 + k % 28:02d}, "
            + [
                f"prefers: {{i{k // 10 % 10}: b}}, to: {{i{k // 10 % 10}: a}}",
                f"offers: {{i{k // 7 % 10}: {'abcde'[k % 5]}}}",
                f"refuses: {{i{k // 3 % 10}: e, i{(k // 3 + 1) % 10}: e}}",
                f"wants: {{i{k // 11 % 10}: more}}",
            ][k % 4]
            for k in range(500)
        ],
    )


CASES = {
    f.__name__: f
    for f in [
        parity,
        pigeonhole,
        pigeon_demands,
        knapsack,
        knapsacks,
        long_ranges,
        many_parties,
        at_least,
        nested_agreement,
        replaces_chain,
        offers_many_days,
        demands_many_days,
        preferences,
        rankings,
        moves,
        moves_unknown,
        moves_24,
        points,
        zero_sum,
        points_with_rules,
        flat_iff,
        flat_implies,
        long_or,
        random_3sat,
        latin,
        many_openings,
        votes_many,
        many_issues,
        status_positions,
        right_500,
    ]
}
