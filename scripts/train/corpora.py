"""Reads the public corpora and cuts them into splits that never share a text.

Only corpora whose licence allows shipped weights are read here. Every function
returns plain lists in file order, so that a seed alone decides what follows.
"""
from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

SENTIMENTS = ("negative", "neutral", "positive")
NO_LABEL = -1
DOMAIN_FILE = Path(__file__).with_name("domain-sentences.tsv")


@dataclass(frozen=True)
class Example:
    """One labelled text; `sentiment` is 0..2 and `abuse` 0..1, or NO_LABEL.

    `soft` holds class probabilities of another model for the corpus's main label.
    """

    text: str
    sentiment: int = NO_LABEL
    abuse: int = NO_LABEL
    weight: float = 1.0
    corpus: str = ""
    soft: tuple[float, ...] = ()


def read_rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=delimiter))


def bare(text: str) -> str:
    """The text without punctuation and spaces: two texts equal here are one text."""
    return re.sub(r"\W", "", text).lower()


def fraction(key: str, salt: str) -> float:
    """A stable number 0..1 for a key: the same on every machine and run."""
    digest = hashlib.sha256(f"{salt}:{key}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / float(1 << 48)


def split_of(key: str, salt: str, dev: float, test: float) -> str:
    place = fraction(key, salt)
    if place < test:
        return "test"
    return "dev" if place < test + dev else "train"


def cped(data: Path) -> dict[str, list[Example]]:
    """TV dialogue, split by dialogue (80/10/10): neighbouring lines stay together.

    A line that is neutral or positive is also a spoken example of "no abuse";
    negative lines may hold insults that nobody marked, so they say nothing of it.
    """
    splits: dict[str, list[Example]] = {"train": [], "dev": [], "test": []}
    for name in ("valid.csv", "test-part.csv"):
        for row in read_rows(data / "cped" / name):
            text = row["Utterance"].strip()
            if not text or row["Sentiment"] not in SENTIMENTS:
                continue
            label = SENTIMENTS.index(row["Sentiment"])
            part = split_of(row["Dialogue_ID"], "cped", dev=0.1, test=0.1)
            abuse = NO_LABEL if label == 0 else 0
            splits[part].append(Example(text, label, abuse, 1.0, "cped"))
    return splits


def cold(data: Path) -> dict[str, list[Example]]:
    """COLD: its own dev file is the test here; 8 % of its train file calibrates."""
    held_out = read_rows(data / "cold" / "dev.csv")
    seen = {bare(row["TEXT"]) for row in held_out}
    splits: dict[str, list[Example]] = {"train": [], "dev": [], "test": []}
    splits["test"] = [Example(r["TEXT"], abuse=int(r["label"]), corpus="cold") for r in held_out]
    for row in read_rows(data / "cold" / "train.csv"):
        key = bare(row["TEXT"])
        if key in seen:
            continue
        part = split_of(key, "cold", dev=0.08, test=0.0)
        splits[part].append(Example(row["TEXT"], abuse=int(row["label"]), corpus="cold"))
    return splits


def chnsenticorp(data: Path, part: str = "train") -> list[Example]:
    """Reviews, negative or positive; `part` is "train" or "dev", the file that is only measured on."""
    rows = read_rows(data / "chnsenticorp" / f"{part}.tsv", "\t")
    return [
        Example(r["text_a"], sentiment=2 if r["label"] == "1" else 0, weight=0.3, corpus="chnsenticorp")
        for r in rows
        if r["label"] in ("0", "1")
    ]


def swsr(data: Path) -> list[Example]:
    rows = read_rows(data / "swsr" / "SexComment.csv")
    return [Example(r["comment_text"], abuse=int(r["label"]), weight=0.4, corpus="swsr") for r in rows]


def domain() -> dict[str, list[Example]]:
    """Call-centre sentences written for this project (see the model card).

    Columns: sentiment, abuse (0, 1 or - for "says nothing"), text. One line in
    four is held out.
    """
    splits: dict[str, list[Example]] = {"train": [], "test": []}
    for line in DOMAIN_FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        sentiment, abuse, text = line.split("\t")
        part = split_of(bare(text), "domain", dev=0.0, test=0.25)
        label = NO_LABEL if abuse == "-" else int(abuse)
        splits[part].append(Example(text, SENTIMENTS.index(sentiment), label, 1.0, "domain"))
    return splits


def supporters(data: Path) -> list[Example]:
    """Sentences that soothe: they name pain and feel none, so an agent's are neutral."""
    rows = read_rows(data / "empathetic-personas-zh" / "EP_rewritings_2144_ZH.csv")
    return [Example(r["rewriting"], sentiment=1, abuse=0, weight=0.3, corpus="supporters") for r in rows if r["rewriting"]]


def counsellors(data: Path, dialogues: int) -> list[Example]:
    """Turns of the helping side of support dialogues: neutral and free of abuse, at small weight."""
    out: list[Example] = []
    with gzip.open(data / "smile" / "smile_text.jsonl.gz", "rt", encoding="utf-8") as handle:
        for number, line in zip(range(dialogues), handle):
            longest = (20, 40, 80)[number % 3]
            for role, text in json.loads(line)["turns"]:
                if role != "client":
                    out += [Example(p, sentiment=1, abuse=0, weight=0.3, corpus="smile") for p in pieces(text, longest)]
    return out


def smile_turns(data: Path, limit_dialogues: int | None = None) -> list[str]:
    turns: list[str] = []
    with gzip.open(data / "smile" / "smile_text.jsonl.gz", "rt", encoding="utf-8") as handle:
        for number, line in enumerate(handle):
            if limit_dialogues is not None and number >= limit_dialogues:
                break
            turns.extend(text for _, text in json.loads(line)["turns"] if text.strip())
    return turns


def unlabelled_runs(data: Path) -> list[list[str]]:
    """Text for pre-training, as runs of turns that follow each other: no held-out text is among it."""
    runs: list[list[str]] = []
    with gzip.open(data / "smile" / "smile_text.jsonl.gz", "rt", encoding="utf-8") as handle:
        runs += [[text for _, text in json.loads(line)["turns"] if text.strip()] for line in handle]
    dialogues: dict[str, list[str]] = {}
    for name in ("valid.csv", "test-part.csv"):
        for row in read_rows(data / "cped" / name):
            if split_of(row["Dialogue_ID"], "cped", dev=0.1, test=0.1) == "train" and row["Utterance"].strip():
                dialogues.setdefault(row["Dialogue_ID"], []).append(row["Utterance"].strip())
    runs += list(dialogues.values())
    return runs + [[e.text] for e in cold(data)["train"] + swsr(data) + chnsenticorp(data)]


def call_runs(calls: Path) -> list[list[str]]:
    """The turns of each Chinese call of a folder."""
    runs: list[list[str]] = []
    for path in sorted(calls.glob("*.jsonl")):
        if path.name.endswith(".labels.jsonl"):
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            call = json.loads(line)
            if call.get("language") == "zh":
                runs.append([t["text"] for t in call["turns"] if t["text"].strip()])
    return runs


SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])")
PUNCTUATION = re.compile(r"[^\w\s]+")


def runs_of(parts: list[str], longest: int) -> list[str]:
    """Neighbouring parts put together up to `longest` characters; a longer part stays whole, blanks at the end are left out."""
    out: list[str] = []
    current = ""
    for part in parts:
        if current and len(current) + len(part) > longest:
            out.append(current)
            current = ""
        current += part
    return [*out, current] if current.strip() else out


def pieces(text: str, longest: int) -> list[str]:
    """Cuts a long turn into runs of whole sentences of at most `longest` characters."""
    return runs_of([sentence[:longest] for sentence in SENTENCE_END.split(text)], longest)


def drop_punctuation(text: str) -> str:
    """What speech recognition without punctuation would have written."""
    return " ".join(PUNCTUATION.sub(" ", text).split()) or text


PHRASE_END = re.compile(r"(?<=[，,、。！？!?；;：\n ])")


def phrases(text: str, longest: int) -> list[str]:
    """Runs of whole phrases of at most `longest` characters; a longer phrase stays whole."""
    return [run.strip() for run in runs_of(PHRASE_END.split(text), longest)]
