"""A small part of all that training reads, to see in a few minutes that the whole way goes through.

What it makes is worth nothing, and rows are read with the shipped encoder, as always.
"""
from __future__ import annotations

import csv
import gzip
import shutil
from pathlib import Path

import corpora

#: Share of the rows of each public set; of dialogues in rows, all rows or none.
SHARE = 0.06
#: Of each folder of calls the first of so many files: calls of both languages among them.
FILES_STEP = {"train": 5, "dev": 1, "passages": 12, "patience": 6}
TOKENS = 150_000
EPOCHS = 1


def is_kept(key: str) -> bool:
    return corpora.fraction(key, "smoke") < SHARE


def copy_table(source: Path, target: Path) -> None:
    delimiter = "\t" if source.suffix == ".tsv" else ","
    with source.open(encoding="utf-8-sig", newline="") as read, target.open("w", encoding="utf-8", newline="") as write:
        head, *rows = csv.reader(read, delimiter=delimiter)
        key = head.index("Dialogue_ID") if "Dialogue_ID" in head else None
        kept = (row for row in rows if is_kept(row[key] if key is not None else "".join(row)))
        csv.writer(write, delimiter=delimiter).writerows([head, *kept])


def copy_lines(source: Path, target: Path) -> None:
    with gzip.open(source, "rt", encoding="utf-8") as read, gzip.open(target, "wt", encoding="utf-8") as write:
        write.writelines(line for line in read if is_kept(line))


#: The folders that `corpora.py` and `vocabulary.py` read.
FOLDERS = ("cold", "cped", "chnsenticorp", "swsr", "smile", "empathetic-personas-zh", "tokenizer")
COPIES = {".csv": copy_table, ".tsv": copy_table, ".gz": copy_lines, ".txt": shutil.copy}


def data_in(data: Path, target: Path) -> Path:
    """The public sets with a share of their rows; the list of tokens whole."""
    for source in sorted(path for folder in FOLDERS for path in (data / folder).iterdir() if path.suffix in COPIES):
        place = target / source.relative_to(data)
        place.parent.mkdir(parents=True, exist_ok=True)
        COPIES[source.suffix](source, place)
    return target


def calls_in(corpus: Path, target: Path) -> Path:
    """Some files of each folder of calls, with their labels."""
    for name, step in FILES_STEP.items():
        (target / name).mkdir(parents=True, exist_ok=True)
        for labels in sorted((corpus / name).glob("*.labels.jsonl"))[::step]:
            for source in (labels, labels.with_name(labels.name.replace(".labels", ""))):
                shutil.copy(source, target / name / source.name)
    return target
