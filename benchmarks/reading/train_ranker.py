"""Train the ranker of speaker candidates and write its weights into the package.

    python benchmarks/reading/train_ranker.py            cross-validated figures (minutes)
    python benchmarks/reading/train_ranker.py --write    the weights, from all documents

Data: the hand-labelled Wikinews set (text CC BY 2.5, GUM tokenisation CC BY 4.0, labels by
this project) and benchmarks/reading/data/own_quotes*.txt (written for this project). The
model is a conditional logit; the prior is normal around the hand-set weights, so what the
few documents do not speak to stays as set. Folds are documents.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import own
import scoring

from lastyard.reading import speakers as ranker
from lastyard.reading.entities import Register
from lastyard.reading.segments import segment
from lastyard.reading.speakers import Board, candidates

PRECISION = 0.5
STEPS = 400
FOLDS = 10
OUT = Path(ranker.__file__).parent / "ranker.json"


def labelled_quotations() -> list[tuple[str, list[tuple[list[tuple[str, ...]], list[bool]]]]]:
    """Give, by document, each quotation's candidates (features) and which of them are right."""
    documents = []
    for row in scoring.rows("wikinews_hand_quotes.jsonl"):
        gold = {(q["start"], q["end"]): [q["entity"], *q["accept"]] for q in row["quotes"]}
        skip = [tuple(s) for s in row["ambiguous"]]
        documents.append(
            (row["id"], _document(row["text"], lambda s, e, g=gold: g.get((s, e)), skip))
        )
    files = (own.DATA, own.SECOND, *own.FRESH)
    for number, example in enumerate(e for path in files for e in own.examples(path)):

        def speaker(start: int, end: int, example: own.Example = example) -> list[str] | None:
            for fragment, name in example.expected:
                if start <= example.text.index(fragment) < end:
                    return [name] if name else None
            return None

        documents.append((f"own-{number}", _document(example.text, speaker, [])))
    return documents


def _document(text, gold, skip):
    parts = segment(text)
    board, register = Board(parts), Register(parts)
    found, speakers, names = [], [], []
    for number, quote in enumerate(parts.quotes):
        accepted = gold(quote.start, quote.end)
        options = candidates(board, number, speakers)
        right = []
        for option in options:
            if option.kind == "nobody":
                right.append(accepted is None)
            elif accepted is None:
                right.append(False)
            elif option.same_as is not None:
                right.append(bool(set(names[option.same_as] or []) & set(accepted)))
            else:
                entity = register.resolve(option.phrase)
                text = entity.kind == "writing" and entity.issuer is not None
                voice = entity.issuer.name if text else entity.name
                words = parts.slice(*option.phrase)
                ok = any(
                    scoring.same_name(n, a) or (len(a) > 4 and a.lower() in words.lower())
                    for a in accepted
                    for n in (entity.name, voice, words)
                )
                right.append(ok)
                if ok:
                    entity.spoke = option.phrase[0]
        speakers.append(accepted is not None)
        names.append(accepted)
        if accepted is not None:
            # Whom a pronoun means is found elsewhere: a slip there is no slip of the choice.
            kept = [r or not _is_pronoun(parts, o) for o, r in zip(options, right, strict=True)]
            options = [o for o, keep in zip(options, kept, strict=True) if keep]
            right = [r for r, keep in zip(right, kept, strict=True) if keep]
        if any(right) and not all(right):
            found.append(([o.features for o in options], right))
    return found


def _is_pronoun(parts, option) -> bool:
    return option.phrase is not None and parts.kinds[option.phrase[0]] == "pronoun"


def fit(documents, precision: float) -> dict[str, float]:
    """Maximise the penalised likelihood by gradient steps with a fixed length."""
    names = sorted(
        {f for _, quotes in documents for options, _ in quotes for o in options for f in o}
        | set(ranker.HAND_SET)
    )
    index = {name: k for k, name in enumerate(names)}
    centre = np.array([ranker.HAND_SET.get(name, 0.0) for name in names])
    cases = []
    for _, quotes in documents:
        for options, right in quotes:
            matrix = np.zeros((len(options), len(names)))
            for i, features in enumerate(options):
                for feature in features:
                    matrix[i, index[feature]] += 1
            cases.append((matrix, np.array(right)))
    weights = centre.copy()
    for _ in range(STEPS):
        gradient = -precision * (weights - centre)
        for matrix, right in cases:
            scores = matrix @ weights
            p = np.exp(scores - scores.max())
            p /= p.sum()
            inside = p * right
            inside /= inside.sum()
            gradient += matrix.T @ (inside - p)
        weights += 0.02 * gradient
    return {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}


def accuracy(documents, weights) -> tuple[int, int]:
    right = total = 0
    for _, quotes in documents:
        for options, correct in quotes:
            top, _ = ranker.best(options, weights)
            right += correct[top]
            total += 1
    return right, total


def main() -> None:
    documents = labelled_quotations()
    for name, chosen in (
        ("all", documents),
        ("news", [d for d in documents if not d[0].startswith("own")]),
        ("own", [d for d in documents if d[0].startswith("own")]),
    ):
        right, total = accuracy(chosen, ranker.HAND_SET)
        print(f"hand-set weights, {name}: {right}/{total}")
    rng = np.random.default_rng(7)
    order = rng.permutation(len(documents))
    for precision in () if "--write" in sys.argv else (0.2, PRECISION, 1.0, 2.0):
        held: dict[str, list[int]] = {"news": [0, 0], "own": [0, 0]}
        for fold in range(FOLDS):
            test = [documents[k] for k in order[fold::FOLDS]]
            train = [documents[k] for j in range(FOLDS) if j != fold for k in order[j::FOLDS]]
            weights = fit(train, precision)
            for document in test:
                right, total = accuracy([document], weights)
                key = "own" if document[0].startswith("own") else "news"
                held[key][0] += right
                held[key][1] += total
        print(f"precision {precision}: held out {held}")
    if "--write" in sys.argv:
        weights = fit(documents, PRECISION)
        learned = {k: w for k, w in weights.items() if abs(w - ranker.HAND_SET.get(k, 0.0)) >= 0.01}
        note = {
            "made_by": "benchmarks/reading/train_ranker.py",
            "data": "GUM Wikinews texts (CC BY 2.5; GUM CC BY 4.0), speaker labels by Last Yard; own_quotes.txt, own_quotes_2.txt, own_quotes_3.txt, fresh_1.txt, fresh_2.txt by Last Yard",
            "precision": PRECISION,
            "documents": len(documents),
            "weights": learned,
        }
        OUT.write_text(json.dumps(note, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"wrote {len(learned)} weights to {OUT}")


if __name__ == "__main__":
    main()
