"""Whether a caller is owed patience: has a demand, however rough, or harasses nobody.

    python scripts/train/patience.py --calls calls.jsonl [--out models/encoder/turn-labels]

Two heads of a whole call are heard, and the one that sees more of a demand is believed: that for a possible demand, which
has learned from whole calls and from bare and rough ones made of them (`turn_labels.py`), and one that learns here, from
calls of harassers and of abusive callers with a demand that neither the networks nor the linear model have read
(`patience-calls.mjs`), so that what it reads here is what it will read of new calls. Calls that were written to be hard, in
pairs in which nothing but the matter tells a harasser from a caller with a demand, or of such callers alone, set limits
and teach nothing: they would teach it to trust no sign. Each writer of calls is judged by a head that has not seen his.
Below a part of the least that anybody owed patience was given none is owed; where nearly all of them lie it is; in between
nobody is ended in whom phrases alone see a demand.
"""
from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np

from turn_labels import LEAST_CALLER_TURNS, CallModel, demand_features, sigmoid, values_of

STRENGTH = 1.0
#: Of the least that anybody owed patience was given: calls break off, and then even less is said of a demand.
MARGIN = 1 / 3
#: Share of those owed patience who lie below the limit from which it is owed.
FEW = 0.05
#: Calls are named `pt-WRITER-NUMBER`, or so where they were written to be hard.
HARD = "pp-"
MARKS = ("<!-- patience: begin -->", "<!-- patience: end -->")


def seen(head: dict, x: np.ndarray) -> np.ndarray:
    return sigmoid(x @ np.asarray(head["weights"]) + head["bias"])


def fitted(rows: list[dict], possible_demand: dict) -> tuple[dict, str]:
    """The head of a language, none where all calls are hard ones, the limits, and what the card says of them."""
    long = [r for r in rows if len(values_of(r["turns"], "demand")) >= LEAST_CALLER_TURNS]
    x = np.asarray([demand_features(r["turns"]) for r in long])
    owed = np.asarray([r["patience"] for r in long])
    hard = np.asarray([r["call"].startswith(HARD) for r in long])
    p, head = seen(possible_demand, x), None
    if not hard.all():
        writers = [r["call"].split("-")[1] for r, is_hard in zip(long, hard) if not is_hard]
        if len(set(writers)) < 2:
            raise SystemExit("The calls pt- are of one writer: each writer is judged by a head that has not seen his, so give two or more.")
        model = CallModel(STRENGTH)
        head = model.head(x[~hard], owed[~hard], LEAST_CALLER_TURNS)
        p[hard] = np.maximum(p[hard], seen(head, x[hard]))
        p[~hard] = np.maximum(p[~hard], model.by_group(x[~hard], owed[~hard], writers))
    none_below, owed_from = round(MARGIN * float(p[owed].min()), 4), round(float(np.quantile(p[owed], FEW)), 4)

    def below(which: np.ndarray) -> str:
        return f"{int((p[which] < none_below).sum())} of {int(which.sum())}"

    told = (
        f"patience is owed from {owed_from} on and none below {none_below}, where {below(owed)} callers lie who are owed it, "
        f"{below(~owed & ~hard)} harassers, and {below(~owed & hard)} of those in hard calls."
    )
    return {"head": head, "leastCallerTurns": LEAST_CALLER_TURNS, "noneBelow": none_below, "owedFrom": owed_from}, told


def run(calls_file: Path, target: Path) -> None:
    rows = [json.loads(line) for line in calls_file.read_text(encoding="utf-8").splitlines()]
    told = []
    for language in sorted({r["language"] for r in rows}):
        settings_file = target / language / "turn-labels.json"
        settings = json.loads(settings_file.read_text(encoding="utf-8"))
        patience, line = fitted([r for r in rows if r["language"] == language], settings["possibleDemand"])
        settings_file.write_text(json.dumps({**settings, "patience": patience}, indent=2) + "\n", encoding="utf-8")
        told.append(f"- {language}: {line}")
        print(told[-1], flush=True)
    card = target / "MODEL_CARD.md"
    if card.exists():
        between = re.compile(f"(?<={MARKS[0]}\n).*(?={MARKS[1]})", re.DOTALL)
        card.write_text(between.sub("\n".join(told) + "\n", card.read_text(encoding="utf-8")), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=Path, required=True, help="rows of patience-calls.mjs")
    parser.add_argument("--out", type=Path, default=Path("models/encoder/turn-labels"))
    arguments = parser.parse_args()
    run(arguments.calls, arguments.out)


if __name__ == "__main__":
    main()
