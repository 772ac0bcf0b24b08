"""The linear witness of turn labels: for each side of the call one linear model a label.

It sees the characters of a turn and of the one before, and signs: what phrases and structure found in and around the turn.
What the encoder says of a turn whose language it reads is added.

Thresholds are set out of sample (five folds of whole calls), together with what
phrases and structure found: from `alone` on the witness makes a label by itself,
below `confirm` it takes away one that phrases made; on the dev calls no label gets worse
by them. Reads the rows of `turn-rows.mjs`.
"""
from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

LONGEST = 3
BEFORE = "<"
#: What a gram of the turn before weighs against one of the turn itself.
BEFORE_WEIGHT = 0.5
SIGN = "="
#: What all signs of a turn weigh against all its grams.
SIGN_WEIGHT = 0.4
#: Fewer turns that hold a gram leave it out; with many passages twice says little, and takes as much room again.
RAREST = {"character": 3, "word": 2}
STRENGTH = 6.0
#: What a labelled turn of a bare or rough call weighs beside one of a whole call.
BARE_WEIGHT = 0.5
#: What a turn of a passage weighs: it stands beside few others, and holds far more acts of some kinds than calls do.
PASSAGE_WEIGHT = 0.5
#: The fold of passages: none, they teach every model and judge none.
OF_NO_FOLD = -1
FOLDS = 5
FEWEST = 20
#: A label with fewer instances on dev tells nothing there.
FEWEST_TO_TELL = 30
#: What a label must gain in F1 before the witness may decide it.
LEAST_GAIN = 0.005
ABOUT_AS_GOOD = 0.004
#: Calls written to hold many instances of some labels: they teach words, and no threshold is set on their shares.
ODD_SHARES = ("tr-i-",)
#: Labels by which a caller can be ended or blocked: made by the witness only where it is this precise.
GRAVE = {"insult", "discrimination", "sexual", "threat"}
GRAVE_PRECISION = 0.8
#: And where it is likelier than not: training calls hold far more of it than a night of calls.
GRAVE_LEAST = 0.5
COMMITMENT = "commitment."
FIELDS = ("action", "deadline", "contact")
#: What agents do for callers who have a demand.
SERVICE = ("solution", "check_result", "commitment", "paraphrase", "hold_request")
#: What callers say instead of stating one.
INSTEAD = ("off_business", "insult", "sexual")
SIGNS_OF_DEMAND = (
    "off_business complaint acceptance abuse_warning insult sexual threat discrimination".split()
)
MOODS = ("complaint", "caller.negative", "anger")
#: Fewer caller turns say too little of what a caller wants.
LEAST_CALLER_TURNS = 3
#: What they do for and against callers who have a grievance.
AMENDS = ("empathy", "apology", "responsibility", "follow_up", "commitment", "escalation", "arguing", "blame_shift")
TOP, TOP_ANGER, MOST, LIKELY = 3, 2, 3.0, 0.3
CLEAR_DEMAND, CLEAR_GRIEVANCE = 0.98, 0.9
#: Below it the signs of a grievance do not count; a grievance missed and one imagined cost the same.
UNLIKELY_GRIEVANCE = 0.5
#: Share of the protected callers of whole calls whose demand may be taken for unlikely. It ends none of them.
UNLIKELY_SHARE = 0.0125
#: What bare and rough calls weigh beside whole ones in the best estimate of a demand.
WEIGHTS = {"whole": 1.0, "bare": 0.3, "rough": 0.1}
DEMAND_STRENGTH = 0.3
GRIEVANCE_STRENGTH = 0.3
#: Probabilities are clipped before their odds are taken.
LEAST_LIKELY = 1e-3
BINS = 10
SIDES = {
    "agent": (
        "greeting name_request empathy apology responsibility blame_shift paraphrase question_closed question_open "
        "solution alternative commitment follow_up acceptance_check offer_more_help gratitude closing escalation "
        "explained hold_request permission refusal negative_language arguing check_result abuse_warning"
    ).split(),
    "caller": (
        "demand complaint anger profanity insult sexual threat discrimination off_business danger repeat_demand "
        "acceptance rejection thanks"
    ).split(),
}


#: What grams are made of in each language, and what stands between.
UNITS = {"zh": "character", "en": "word"}


def units(text: str, unit: str) -> list[str]:
    inner = re.sub(r"[\W_]+", "", text) if unit == "character" else re.findall(r"[^\W_]+", text)
    return ["^", *inner, "$"]


def grams(text: str, before: str, unit: str) -> set[str]:
    """Of a turn, and marked with `<` of the turn before it: "yes" is an answer to something."""
    between = "" if unit == "character" else " "
    found: set[str] = set()
    for mark, parts in (("", units(text, unit)), (BEFORE, units(before, unit))):
        for n in range(1, LONGEST + 1):
            found.update(mark + between.join(parts[i : i + n]) for i in range(len(parts) - n + 1))
    return found


CARD_HEAD = ("| label | n | phrases | both | alone | confirm |", "|---|---:|---:|---:|---:|---:|")
#: What is printed, for the model card as well.
TOLD: list[str] = []


def tell(line: str) -> None:
    print(line, flush=True)
    TOLD.append(line)


def write_card(path: Path) -> None:
    """Puts what was told between the marks of the model card, where there is one."""
    if not path.exists():
        return
    head, rest = path.read_text(encoding="utf-8").split("<!-- figures: begin -->")
    tail = rest.split("<!-- figures: end -->")[1]
    lines: list[str] = []
    for line in TOLD:
        if line.startswith("# "):
            lines += ["", f"**{line[2:]}**", "", *CARD_HEAD]
        else:
            lines += ["", line] if lines[-1].startswith("|") and not line.startswith("|") else [line]
    body = "\n".join(lines)
    path.write_text(f"{head}<!-- figures: begin -->\n{body}\n<!-- figures: end -->{tail}", encoding="utf-8")


@dataclass(frozen=True)
class Task:
    name: str
    gold: np.ndarray
    found: np.ndarray


def names_of(side: str) -> list[str]:
    """What is judged of a turn of that side: its labels, its feelings, and what a commitment has."""
    names = [*SIDES[side], f"{side}.negative", f"{side}.positive"]
    return [*names, *(f"{COMMITMENT}{field}" for field in FIELDS)] if side == "agent" else names


def holds(row: dict, name: str) -> bool:
    """Whether it is true of the turn, as the labels say."""
    if name.startswith(COMMITMENT):
        return bool(row.get("commitment") and row["commitment"][name.removeprefix(COMMITMENT)])
    return row["sentiment"] == name.split(".")[1] if "." in name else name in (row["labels"] or ())


def is_found(row: dict, name: str) -> bool:
    """Whether phrases and structure say so."""
    if name.startswith(COMMITMENT):
        return False
    return row.get("foundSentiment") == name.split(".")[1] if "." in name else name in row.get("found", ())


def tasks_of(side: str, rows: list[dict]) -> list[Task]:
    return [
        Task(name, np.asarray([holds(r, name) for r in rows]), np.asarray([is_found(r, name) for r in rows]))
        for name in names_of(side)
    ]


def matrix(texts: list[set[str]], places: dict[str, int], idf: np.ndarray) -> csr_matrix:
    data, columns, ends = [], [], [0]
    for text in texts:
        own = sorted(places[g] for g in text if g in places)
        values = idf[own]
        data.append(values / max(1e-6, float(np.sqrt((values**2).sum()))))
        columns.append(np.asarray(own, dtype=np.int32))
        ends.append(ends[-1] + len(own))
    return csr_matrix((np.concatenate(data), np.concatenate(columns), ends), shape=(len(texts), len(idf)))


@dataclass(frozen=True)
class Features:
    """What turns are made of: names in order, their weight by rarity, and the rows of the turns."""

    names: list[str]
    rarity: np.ndarray
    rows: csr_matrix


def features_of(rows: list[dict], unit: str) -> Features:
    """Grams and signs, each part of a turn of length one, signs weighed against grams.

    Bare calls make nothing commoner; the words of passages are words that people say, and do.
    """
    words = [grams(r["text"], r["before"], unit) for r in rows]
    signs = [{SIGN + sign for sign in r["signs"]} for r in rows]
    written = [i for i, r in enumerate(rows) if "bareOf" not in r]
    counts = Counter(name for part in (words, signs) for i in written for name in part[i])
    names = sorted(name for name, n in counts.items() if n >= RAREST[unit])
    places = {name: i for i, name in enumerate(names)}
    rarity = np.asarray([np.log((1 + len(written)) / (1 + counts[name])) + 1 for name in names])
    rarity = np.round(rarity * [BEFORE_WEIGHT if name.startswith(BEFORE) else 1.0 for name in names], 3)
    return Features(names, rarity, matrix(words, places, rarity) + SIGN_WEIGHT * matrix(signs, places, rarity))


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


@dataclass(frozen=True)
class Turns:
    """Features, labels and folds of turns; those that `teach` are learned from, each as much as its weight."""

    x: csr_matrix
    gold: np.ndarray
    folds: np.ndarray
    weights: np.ndarray

    def fit(self, which: np.ndarray) -> LogisticRegression:
        teach = which & (self.weights > 0)
        model = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=300)
        return model.fit(self.x[teach], self.gold[teach], sample_weight=self.weights[teach])

    def out_of_fold(self) -> np.ndarray:
        """Of each turn what a model says that has read neither its call nor the bare calls of it; 0 for passages.

        The insults and idle talk of a rough call are those of other callers, which it may have read.
        """
        z = np.zeros(len(self.gold))
        for fold in range(FOLDS):
            inside = self.folds != fold
            if self.gold[inside].sum() >= 2:
                z[~inside] = self.fit(inside).decision_function(self.x[~inside])
        return z


def weighed(z: np.ndarray, heard: np.ndarray, gold: np.ndarray) -> tuple[float, float, float]:
    """What the linear model and the network are worth, and the bias, so that their sum is the log odds of a label.

    Both are out of sample. A network that speaks against what it should speak for is not heard.
    """
    both = LogisticRegression(C=1e6).fit(np.stack([z, heard], axis=1), gold)
    if both.coef_[0, 1] > 0:
        return float(both.coef_[0, 0]), float(both.coef_[0, 1]), float(both.intercept_[0])
    alone = LogisticRegression(C=1e6).fit(z[:, None], gold)
    return float(alone.coef_[0, 0]), 0.0, float(alone.intercept_[0])


def f1(said: np.ndarray, gold: np.ndarray) -> float:
    return 2 * float((said & gold).sum()) / max(1, int(said.sum()) + int(gold.sum()))


def joined(task: Task, p: np.ndarray, alone: float | None, confirm: float | None) -> np.ndarray:
    """The turns that have the label once phrases and witness are heard."""
    kept = task.found if confirm is None else task.found & (p >= confirm)
    return kept if alone is None else kept | ~task.found & (p >= alone)


GRID = [round(float(t), 3) for t in np.linspace(0.05, 0.95, 37)]


def plain_pair(task: Task, p: np.ndarray, train: np.ndarray) -> list[tuple[float | None, float | None]]:
    """Half of the best F1 is where calibrated probabilities give the best F1; phrases are heard down to a quarter.

    Chosen on one half of the training calls, this pair is better on the other half than the best pair of a grid.
    """
    best = max(f1(p[train] >= t, task.gold[train]) for t in GRID)
    return [(round(best / 2, 3), round(best / 4, 3))]


def grid_pairs(task: Task, p: np.ndarray, train: np.ndarray) -> list[tuple[float | None, float | None]]:
    """All pairs of a grid; of grave labels those where what the witness makes alone is likely and precise."""

    def precise(alone: float | None) -> bool:
        if task.name not in GRAVE or alone is None:
            return True
        if alone < GRAVE_LEAST:
            return False
        made = ~task.found[train] & (p[train] >= alone)
        return bool(made.sum() >= 3 and (made & task.gold[train]).sum() / made.sum() >= GRAVE_PRECISION)

    return [
        (alone, confirm)
        for confirm in [None, *[t for t in GRID if t <= 0.5]]
        for alone in [None, *[t for t in GRID if t >= 0.2]]
        if precise(alone)
    ]


def thresholds(task: Task, p: np.ndarray, train: np.ndarray, dev: np.ndarray) -> tuple[float | None, float | None, float, float]:
    """`alone`, `confirm`, F1 of phrases alone and of both, out of sample on the train calls.

    On the dev calls none may be worse than phrases alone, where those hold enough instances to tell. Of pairs of the
    grid that are about as good as the best, the one that misses as often as it errs: shares differ from set to set.
    """
    gold, before = task.gold[train], f1(task.found[train], task.gold[train])
    on_dev = f1(task.found[dev], task.gold[dev]) if task.gold[dev].sum() >= FEWEST_TO_TELL else 0.0

    def tried(pairs: list[tuple[float | None, float | None]]) -> list[tuple[float, float, float | None, float | None]]:
        out = []
        for alone, confirm in pairs:
            both = joined(task, p, alone, confirm)
            if f1(both[dev], task.gold[dev]) >= on_dev:
                said = both[train]
                lean = abs(int((said & ~gold).sum()) - int((~said & gold).sum())) / max(1, int(gold.sum()))
                out.append((f1(said, gold), lean, alone, confirm))
        return out

    found = [] if task.name in GRAVE else tried(plain_pair(task, p, train))
    found = found or tried(grid_pairs(task, p, train))
    best = max(value for value, *_ in found)
    if best < before + LEAST_GAIN:
        return None, None, before, before
    value, _, alone, confirm = min((each for each in found if each[0] >= best - ABOUT_AS_GOOD), key=lambda each: each[1])
    return alone, confirm, before, value


def calibration_error(p: np.ndarray, gold: np.ndarray) -> float:
    """Expected calibration error: how far probabilities are from shares, over ten bins of one width."""
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(float(p[bins == b].sum() - gold[bins == b].sum())) for b in range(BINS)]
    return sum(gaps) / max(1, len(p))


def is_whole(row: dict) -> bool:
    """Whether the turn stands in a call as it was written, neither cut down nor a passage."""
    return "bareOf" not in row and "passage" not in row


def is_told(row: dict) -> bool:
    """Whether anybody labelled the turn; of the turns of bare and rough calls most are not."""
    return row["labels"] is not None


def weight_of(row: dict) -> float:
    """What a turn weighs in training; nothing where it is not labelled, or said by nobody but this program."""
    if "passage" in row:
        return PASSAGE_WEIGHT
    return 1.0 if "bareOf" not in row else BARE_WEIGHT if is_told(row) else 0.0


def folds_of(calls: list[str]) -> dict[str, int]:
    """The fold of each call by its name."""
    return {call: i % FOLDS for i, call in enumerate(np.random.default_rng(7).permutation(sorted(set(calls))))}


def train_side(
    side: str, rows: list[dict], unit: str, network: dict[str, dict[str, float]], out: Path, unseen: dict[str, dict[str, float]]
) -> dict:
    rows = [r for r in rows if r["speaker"] == side]
    features = features_of(rows, unit)
    whole = np.asarray([is_whole(r) for r in rows])
    fold_of = folds_of([r["call"] for r in rows if is_whole(r)])
    folds = np.asarray([OF_NO_FOLD if "passage" in r else fold_of[r.get("bareOf", r["call"])] for r in rows])
    weights = np.asarray([weight_of(r) for r in rows])
    train = whole & [r["set"] == "train" and not r["call"].startswith(ODD_SHARES) for r in rows]
    dev = whole & [r["set"] == "dev" for r in rows]
    heads, columns, errors = [], [], {}
    for task in tasks_of(side, rows):
        gold = task.gold[whole]
        if gold.sum() < FEWEST:
            continue
        turns = Turns(features.rows, task.gold, folds, weights)
        z = turns.out_of_fold()
        heard = np.asarray([network.get(f"{r['call']} {r['turn']}", {}).get(task.name, 0.0) for r in rows])
        slope, loudness, shift = weighed(z[whole], heard[whole], gold)
        p = sigmoid(slope * z + loudness * heard + shift)
        for row, value in zip(rows, p):
            if "passage" not in row:
                unseen.setdefault(f"{row['call']} {row['turn']}", {})[task.name] = round(float(value), 4)
        if task.name.startswith(COMMITMENT):
            alone = max((f1(p[whole] >= t, gold), t) for t in np.round(np.linspace(0.1, 0.9, 33), 3))[1]
            alone, confirm, before, after = float(alone), None, 0.0, f1(p[whole] >= alone, gold)
        else:
            alone, confirm, before, after = thresholds(task, p, train, dev)
        errors[task.name] = calibration_error(p[dev], task.gold[dev])
        model = turns.fit(np.ones_like(whole))
        slopes = slope * model.coef_[0]
        step = float(np.abs(slopes).max()) / 127
        columns.append(np.round(slopes / step).astype(np.int8))
        heads.append(
            {
                "label": task.name,
                "bias": round(slope * float(model.intercept_[0]) + shift, 5),
                "unit": round(step, 8),
                "signUnit": round(step * SIGN_WEIGHT, 8),
                "encoder": round(loudness, 5),
                "alone": alone,
                "confirm": confirm,
            }
        )
        limits = " ".join("-" if limit is None else f"{limit:g}" for limit in (alone, confirm))
        tell(f"| {task.name} | {int(gold.sum())} | {before:.2f} | {after:.2f} | {limits.replace(' ', ' | ')} |")
    worst = max(errors, key=errors.__getitem__)
    tell(f"Expected calibration error on dev, {side}: {np.mean(list(errors.values())):.3f} a label, at most {errors[worst]:.3f} ({worst}).")
    lines = "".join(f"{g}\t{v:g}\n" for g, v in zip(features.names, features.rarity))
    (out / f"{side}.grams.tsv").write_text(lines, encoding="utf-8")
    (out / f"{side}.weights.bin").write_bytes(np.stack(columns, axis=1).tobytes())
    return {"heads": heads, "grams": len(features.names)}


def values_of(turns: list[dict[str, float]], label: str) -> list[float]:
    return [p[label] for p in turns if label in p]


def highest(values: list[float], count: int) -> list[float]:
    return [*sorted(values, reverse=True), *([0.0] * count)][:count]


def likely_sum(values: list[float]) -> float:
    return min(MOST, sum(p for p in values if p > LIKELY))


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def highest_of_each(turns: list[dict[str, float]], labels: tuple[str, ...]) -> list[float]:
    return [max(values_of(turns, label), default=0.0) for label in labels]


def log_odds(values: list[float]) -> list[float]:
    clipped = np.clip(values, LEAST_LIKELY, 1 - LEAST_LIKELY)
    return [float(v) for v in np.log(clipped / (1 - clipped))]


def demand_features(turns: list[dict[str, float]]) -> list[float]:
    """How likely the caller turns state a demand or something else, and how much the agent does what demands are met with."""
    demands = values_of(turns, "demand")
    return [
        *log_odds(highest(demands, TOP)),
        *log_odds([mean(demands)]),
        likely_sum(demands),
        *log_odds(highest_of_each(turns, SERVICE)),
        *(mean(values_of(turns, label)) for label in INSTEAD),
        likely_sum(values_of(turns, "off_business")),
        *log_odds(highest_of_each(turns, SIGNS_OF_DEMAND)),
        *(mean(values_of(turns, label)) for label in MOODS),
    ]


def grievance_features(turns: list[dict[str, float]]) -> list[float]:
    """How likely the caller turns are complaints or anger, how negative, and what the agent makes of it."""
    complaints, angers = values_of(turns, "complaint"), values_of(turns, "anger")
    return [
        *highest(complaints, TOP),
        *highest(angers, TOP_ANGER),
        likely_sum(complaints),
        mean(complaints),
        mean(angers),
        mean(values_of(turns, "caller.negative")),
        *highest_of_each(turns, AMENDS),
    ]


def calls_of(rows: list[dict], unseen: dict[str, dict[str, float]]) -> list[tuple[list[dict], list[dict[str, float]]]]:
    """Of each call its rows and the out-of-fold probabilities of its turns."""
    calls: dict[str, list[dict]] = {}
    for row in rows:
        calls.setdefault(row["call"], []).append(row)
    return [(own, [unseen.get(f"{call} {r['turn']}", {}) for r in own]) for call, own in calls.items()]


@dataclass(frozen=True)
class CallModel:
    """One logistic regression over the features of a call, taken at one spread each."""

    strength: float

    def fit(self, x: np.ndarray, gold: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, float]:
        """Weights and bias over the features as they are."""
        middle, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
        model = LogisticRegression(C=self.strength, max_iter=3000)
        model.fit((x - middle) / spread, gold, sample_weight=weights)
        slopes = model.coef_[0] / spread
        return slopes, float(model.intercept_[0] - slopes @ middle)

    def by_group(
        self, x: np.ndarray, gold: np.ndarray, groups: list[str] | list[int], weights: np.ndarray | None = None
    ) -> np.ndarray:
        """Probabilities, each of a model that has not seen the group."""
        group_of = np.asarray(groups)
        p = np.zeros(len(gold))
        for group in sorted(set(groups)):
            inside = group_of != group
            slopes, bias = self.fit(x[inside], gold[inside], None if weights is None else weights[inside])
            p[~inside] = sigmoid(x[~inside] @ slopes + bias)
        return p

    def out_of_fold(
        self, x: np.ndarray, gold: np.ndarray, calls: list[str], weights: np.ndarray | None = None
    ) -> np.ndarray:
        """Probabilities; a call and its bare and rough calls, named alike, are in one fold."""
        names = sorted(set(calls))
        fold_of = {name: int(i) % FOLDS for name, i in zip(names, np.random.default_rng(11).permutation(len(names)))}
        return self.by_group(x, gold, [fold_of[name] for name in calls], weights)

    def head(self, x: np.ndarray, gold: np.ndarray, least: int, weights: np.ndarray | None = None) -> dict:
        slopes, bias = self.fit(x, gold, weights)
        rounded = [round(float(slope), 5) for slope in slopes]
        return {"weights": rounded, "bias": round(bias, 5), "leastCallerTurns": least}


@dataclass(frozen=True)
class DemandCalls:
    """Whole calls, bare ones and rough ones, by what tells whether their callers have a demand."""

    features: np.ndarray
    gold: np.ndarray
    #: A call and its bare and rough calls have one name.
    names: list[str]
    kinds: np.ndarray
    #: Protected, and said enough; less those whom the guide lets the agent end, and callers in danger, whom that keeps.
    kept: np.ndarray


def demand_calls(rows: list[dict], unseen: dict[str, dict[str, float]]) -> DemandCalls:
    calls = calls_of(rows, unseen)
    gold = np.asarray([own[0]["demand"] for own, _ in calls])
    names = [own[0].get("bareOf", own[0]["call"]) for own, _ in calls]
    long = np.asarray([len(values_of(turns, "demand")) >= LEAST_CALLER_TURNS for _, turns in calls])
    in_danger = {r["call"] for r in rows if "danger" in (r["labels"] or ())}
    others = np.asarray([own[0]["ended"] or name in in_danger for (own, _), name in zip(calls, names)])
    return DemandCalls(
        features=np.asarray([demand_features(turns) for _, turns in calls]),
        gold=gold,
        names=names,
        kinds=np.asarray([own[0].get("kind", "whole") for own, _ in calls]),
        kept=gold & long & ~others,
    )


def tell_below(calls: DemandCalls, p: np.ndarray, below: float) -> None:
    def share(which: np.ndarray) -> str:
        return f"{int((p[which] < below).sum())} of {int(which.sum())}"

    protected = ", ".join(f"{share(calls.kept & (calls.kinds == kind))} ({kind})" for kind in WEIGHTS)
    others = share(~calls.gold & (calls.kinds == "whole"))
    tell(f"Demand of a call: none below {below}, where these protected callers lie: {protected}; and without a demand {others}.")


def train_demand(calls: DemandCalls) -> dict:
    """Whether the caller has a demand: the best estimate, mostly from whole calls."""
    model, weights = CallModel(DEMAND_STRENGTH), np.asarray([WEIGHTS[kind] for kind in calls.kinds])
    p = model.out_of_fold(calls.features, calls.gold, calls.names, weights)
    below = round(float(np.quantile(p[calls.kept & (calls.kinds == "whole")], UNLIKELY_SHARE)), 3)
    tell_below(calls, p, below)
    head = model.head(calls.features, calls.gold, LEAST_CALLER_TURNS, weights)
    return {**head, "below": below, "clearTurn": CLEAR_DEMAND}


def train_possible_demand(calls: DemandCalls) -> dict:
    """Whether the caller may have a demand, however rough, and however little the agent speaks of it.

    Heard beside `patience.py`, which sets the limits of both.
    """
    return CallModel(DEMAND_STRENGTH).head(calls.features, calls.gold, LEAST_CALLER_TURNS)


def train_grievance(rows: list[dict], unseen: dict[str, dict[str, float]]) -> dict:
    """Whether the caller of a call has a grievance at all, that is a turn of complaint or anger."""
    calls = calls_of([r for r in rows if "bareOf" not in r], unseen)
    x = np.asarray([grievance_features(turns) for _, turns in calls])
    gold = np.asarray([any({"complaint", "anger"} & set(r["labels"]) for r in own) for own, _ in calls])
    model = CallModel(GRIEVANCE_STRENGTH)
    said = model.out_of_fold(x, gold, [own[0]["call"] for own, _ in calls]) >= UNLIKELY_GRIEVANCE
    tell(f"Grievance of a call: {int(gold.sum())} of {len(gold)} calls have one; F1 {f1(said, gold):.2f}.")
    return {**model.head(x, gold, 0), "below": UNLIKELY_GRIEVANCE, "clearTurn": CLEAR_GRIEVANCE}


def run(rows_file: Path, network_file: Path | None, target: Path, unseen_file: Path | None) -> None:
    rows = [json.loads(line) for line in rows_file.read_text(encoding="utf-8").splitlines()]
    others = {r["set"] for r in rows if "passage" not in r} - {"train", "dev"}
    if others:
        raise SystemExit(f"{rows_file} holds calls of {', '.join(sorted(others))}: thresholds are set on folders named train and dev.")
    network = json.loads(network_file.read_text(encoding="utf-8")) if network_file is not None else {}
    unseen: dict[str, dict[str, float]] = {}
    for language, unit in UNITS.items():
        own = [r for r in rows if r["language"] == language]
        out = target / language
        out.mkdir(parents=True, exist_ok=True)
        TOLD.append(f"# {language}")
        sides = {side: train_side(side, own, unit, network, out, unseen) for side in SIDES}
        own = [r for r in own if "passage" not in r]
        calls = demand_calls(own, unseen)
        settings = {
            "schemaVersion": 1,
            "id": f"tingping-{language}-turn-labels",
            "version": "1.0.0",
            "unit": unit,
            "sides": sides,
            "demand": train_demand(calls),
            "possibleDemand": train_possible_demand(calls),
            "patience": None,
            "grievance": train_grievance(own, unseen),
        }
        (out / "turn-labels.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")
    write_card(target / "MODEL_CARD.md")
    if unseen_file is not None:
        unseen_file.write_text(json.dumps(unseen), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=Path, required=True, help="rows of turn-rows.mjs: train, dev and passages")
    parser.add_argument("--network", type=Path, help="out-of-fold log odds of turn_network.py; without them it is not heard")
    parser.add_argument("--out", type=Path, default=Path("models/encoder/turn-labels"))
    parser.add_argument("--unseen", type=Path, help="writes the out-of-fold probabilities, for `evaluate-unseen.mjs`")
    arguments = parser.parse_args()
    run(arguments.rows, arguments.network, arguments.out, arguments.unseen)


if __name__ == "__main__":
    main()
