"""Measures the shipped int8 model against the n-gram floor and writes the figures into the model card.

    python scripts/train/evaluate.py --data DIR --model models/encoder [--calls fixtures/calls] [--no-write]

Both are asked about the same held-out texts. For CPED and COLD the floor is
trained on the training part of that corpus alone; for sentences and calls on
everything that the encoder saw, disturbed and weighed in the same way.
"""
from __future__ import annotations

import argparse
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

import calibration
import corpora
import export
import finetune
import floor
import wide
from corpora import NO_LABEL, SENTIMENTS, Example

BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
ABUSE_LABELS = frozenset(("insult", "sexual", "threat", "discrimination"))
Labelled = tuple[list[str], list[int]]


@dataclass(frozen=True)
class Line:
    """A row of the table: what was asked, of how many texts, and both answers (probabilities [n, classes])."""

    name: str
    gold: np.ndarray
    encoder: np.ndarray
    floor: np.ndarray


def labelled(examples: list[Example], label: str) -> Labelled:
    known = [e for e in examples if getattr(e, label) != NO_LABEL]
    return [e.text for e in known], [getattr(e, label) for e in known]


def call_turns(folder: Path, speaker: str) -> list[tuple[str, int, int]]:
    """(text, sentiment, abuse) of the labelled sample calls; texts that were trained on are left out."""
    trained = {corpora.bare(e.text) for e in corpora.domain()["train"]}
    turns: list[tuple[str, int, int]] = []
    for path in sorted(folder.glob("*.labels.json")):
        call = json.loads(path.with_name(path.name.replace(".labels", "")).read_text(encoding="utf-8"))
        if call.get("language", "zh") != "zh":
            continue
        for label in json.loads(path.read_text(encoding="utf-8"))["turns"]:
            turn = call["turns"][label["i"]]
            if turn["speaker"] == speaker and turn["text"].strip() and corpora.bare(turn["text"]) not in trained:
                abuse = int(bool(ABUSE_LABELS & set(label["labels"])))
                turns.append((turn["text"], SENTIMENTS.index(label["sentiment"]), abuse))
    return turns


class Measure:
    """The shipped model's probabilities, temperatures applied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))["tingping"]

    def sentiment(self, texts: list[str], shift: list[float] | None = None) -> np.ndarray:
        logits = export.int8_logits(self.folder, texts)[:, :3] + np.asarray(shift or (0.0, 0.0, 0.0))
        return calibration.softmax(logits / self.settings["temperature"]["sentiment"])

    def abuse(self, texts: list[str]) -> np.ndarray:
        p = calibration.sigmoid(export.int8_logits(self.folder, texts)[:, 3] / self.settings["temperature"]["abuse"])
        return np.stack((1 - p, p), axis=1)


def floors(data: Path) -> dict[str, Callable[[list[str]], np.ndarray]]:
    """One floor for each corpus on its own, and one of each label on all the training texts (for calls)."""
    tv, weibo = corpora.cped(data), corpora.cold(data)
    chance = random.Random(20)
    everything = finetune.training_examples(data) + finetune.spoken_examples(chance)
    everything = [replace(e, text=finetune.disturb(e, chance)) for e in everything]
    built = {
        "tv": floor.best(labelled(tv["train"], "sentiment"), labelled(tv["dev"], "sentiment"), balanced=False),
        "tv balanced": floor.best(labelled(tv["train"], "sentiment"), labelled(tv["dev"], "sentiment"), balanced=True),
        "weibo": floor.best(labelled(weibo["train"], "abuse"), labelled(weibo["dev"], "abuse"), balanced=False),
    }
    for label in ("sentiment", "abuse"):
        texts, gold = labelled(everything, label)
        known = [e for e in everything if getattr(e, label) != NO_LABEL]
        weights = wide.call_weights(known) if label == "sentiment" else [e.weight for e in known]
        built[f"all {label}"] = floor.build(3.0, False).fit(texts, gold, logisticregression__sample_weight=weights)
    return {name: pipeline.predict_proba for name, pipeline in built.items()}


def best_bias(probability: np.ndarray, gold: np.ndarray, measure: str) -> np.ndarray:
    """What to add to the log probabilities, found on dev, for the best accuracy or macro-F1."""
    logs, grid = np.log(probability + 1e-9), np.arange(-0.8, 1.61, 0.1)
    tried = [np.asarray((0.0, a, b)) for a in grid for b in grid]
    return max(tried, key=lambda bias: floor.scores(list(gold), (logs + bias).argmax(1))[measure])


def shifted(probability: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return calibration.softmax(np.log(probability + 1e-9) + bias)


def tv_lines(data: Path, model: Measure, rival: dict[str, Callable[[list[str]], np.ndarray]]) -> list[Line]:
    """CPED at two working points, one for accuracy and one for macro-F1; both models may shift classes by dev."""
    splits = corpora.cped(data)
    (dev, dev_gold), (test, test_gold) = labelled(splits["dev"], "sentiment"), labelled(splits["test"], "sentiment")
    out: list[Line] = []
    for measure, name in (("accuracy", "tv"), ("macroF1", "tv balanced")):
        answers = []
        for read in (lambda texts: model.sentiment(texts, model.settings["cpedShift"]), rival[name]):
            bias = best_bias(read(dev), np.asarray(dev_gold), measure)
            answers.append(shifted(read(test), bias))
        out.append(Line(f"CPED, sentiment, set for {measure}", np.asarray(test_gold), answers[0], answers[1]))
    return out


def review_line(data: Path, model: Measure) -> Line:
    """ChnSentiCorp, negative or positive; reviews of its dev file that its train file shares are left out.

    The encoder learned from the train file at small weight; the floor is trained on it alone.
    """
    train = corpora.chnsenticorp(data)
    shared = {corpora.bare(e.text) for e in train}
    held_out = [e for e in corpora.chnsenticorp(data, "dev") if corpora.bare(e.text) not in shared]
    parts: dict[str, Labelled] = {"train": ([], []), "dev": ([], [])}
    for example in train:
        texts, marks = parts[corpora.split_of(corpora.bare(example.text), "reviews", dev=0.1, test=0.0)]
        texts.append(example.text)
        marks.append(int(example.sentiment == SENTIMENTS.index("positive")))
    rival = floor.best(parts["train"], parts["dev"], balanced=False)
    texts = [e.text for e in held_out]
    ends = model.sentiment(texts)[:, [SENTIMENTS.index("negative"), SENTIMENTS.index("positive")]]
    gold = np.asarray([int(e.sentiment == SENTIMENTS.index("positive")) for e in held_out])
    return Line("ChnSentiCorp dev, sentiment", gold, ends / ends.sum(axis=1, keepdims=True), rival.predict_proba(texts))


def lines(data: Path, calls: Path | None, model: Measure) -> list[Line]:
    rival = floors(data)
    out = tv_lines(data, model, rival)
    weibo, marks = labelled(corpora.cold(data)["test"], "abuse")
    out.append(Line("COLD dev, abuse", np.asarray(marks), model.abuse(weibo), rival["weibo"](weibo)))
    out.append(review_line(data, model))
    sets: list[tuple[str, str, Labelled]] = [
        ("own sentences held out", label, labelled(corpora.domain()["test"], label)) for label in ("sentiment", "abuse")
    ]
    if calls is not None and calls.is_dir():
        for speaker in ("caller", "agent"):
            turns = call_turns(calls, speaker)
            sets.append((f"sample calls, {speaker} turns", "sentiment", ([t[0] for t in turns], [t[1] for t in turns])))
        turns = call_turns(calls, "caller")
        sets.append(("sample calls, caller turns", "abuse", ([t[0] for t in turns], [t[2] for t in turns])))
    for name, label, (texts, truth) in sets:
        read = model.sentiment if label == "sentiment" else model.abuse
        out.append(Line(f"{name}, {label}", np.asarray(truth), read(texts), rival[f"all {label}"](texts)))
    return out


def row(line: Line) -> str:
    mine, other = (floor.scores(list(line.gold), p.argmax(1)) for p in (line.encoder, line.floor))
    return (
        f"| {line.name} | {len(line.gold)} | {mine['accuracy']:.3f} | {other['accuracy']:.3f} "
        f"| {mine['macroF1']:.3f} | {other['macroF1']:.3f} |"
    )


def deciding(line: Line, column: int, name: str, limit: float | None) -> str:
    """Precision and recall where the label may decide, and how well it ranks at all."""
    hit = line.gold == column
    ranked = f"average precision {average_precision_score(hit, line.encoder[:, column]):.3f}"
    ranked += f" (floor {average_precision_score(hit, line.floor[:, column]):.3f})"
    if limit is None:
        return f"- {line.name}: {name} never decides; {ranked}"
    chosen = line.encoder[:, column] >= limit
    precision = f"{hit[chosen].mean():.3f}" if chosen.any() else "none chosen"
    return (
        f"- {line.name}: {name} from {limit:.2f}: {int(chosen.sum())} chosen of {int(hit.sum())}, "
        f"precision {precision}, recall {hit[chosen].sum() / max(1, hit.sum()):.3f}; {ranked}"
    )


def report(data: Path, calls: Path | None, model: Measure) -> str:
    table = lines(data, calls, model)
    limits = model.settings["thresholds"]
    out = ["| held-out set | texts | accuracy | floor | macro-F1 | floor |", "|---|---:|---:|---:|---:|---:|"]
    out += [row(line) for line in table]
    out += ["", "Where a label may decide (thresholds of `config.json`):", ""]
    for line in table:
        if line.name.startswith(("CPED", "ChnSentiCorp")) or "agent" in line.name:
            continue
        if line.name.endswith("abuse"):
            out.append(deciding(line, 1, "abuse", limits["abuse"]))
        else:
            out += [deciding(line, SENTIMENTS.index(n), n, limits[n]) for n in ("negative", "positive")]
    calm = [e.text for e in corpora.cped(data)["test"] if e.abuse == 0]
    if limits["abuse"] is not None:
        false = float((model.abuse(calm)[:, 1] >= limits["abuse"]).mean())
        out.append(f"- CPED test, {len(calm)} neutral or positive lines: abuse decides on {100 * false:.2f} % of them")
    return "\n".join(out)


def write_card(card: Path, figures: str) -> None:
    if not card.exists():
        return
    text = card.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    card.write_text(f"{head}{BEGIN}\n{figures}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=Path("models/encoder"))
    parser.add_argument("--calls", type=Path, default=Path("fixtures/calls"))
    parser.add_argument("--no-write", action="store_true", help="print the figures and leave the model card alone")
    args = parser.parse_args()
    figures = report(args.data, args.calls, Measure(args.model))
    print(figures)
    if not args.no_write:
        write_card(args.model / "README.md", figures)


if __name__ == "__main__":
    main()
