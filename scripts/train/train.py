"""From data to the shipped model, or any part of the way.

    python scripts/train/train.py --data ../shared/data --out models/encoder

A stopped run goes on from its last checkpoint in --work. --only names one part: pretrain, finetune (the public sets),
wide (the linear model over tokens), turns (those of the labelled calls and passages), network (fine-tuning on passages,
then on whole calls, and export), rows (the turns with the signs that phrases, structure and the network see), labels
(the witness of turn labels), patience (whether a caller is owed patience, from calls that none of them has read), evaluate.
The parts that read calls need the built product: `npm run build` comes first. --smoke goes the whole way in a few minutes
on a small part of all data, in a folder that is deleted: it shows that training runs, and its model is worth nothing.
"""
from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

import evaluate
import finetune
import patience
import pretrain
import smoke
import turn_labels
import turn_network
import wide

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pretrain", "finetune", "wide", "turns", "network", "rows", "labels", "patience", "evaluate")
#: The folder that holds `train`, `dev`, `passages` and `patience`.
CORPUS = ROOT / "fixtures" / "corpus"


def write_rows(corpus: Path, target: Path, *options: str) -> None:
    """The labelled turns of the corpus, read by the built product."""
    folders = ("--passages", str(corpus / "passages"), str(corpus / "train"), str(corpus / "dev"))
    with target.open("w", encoding="utf-8") as handle:
        subprocess.run(["node", "scripts/train/turn-rows.mjs", *options, *folders], cwd=ROOT, stdout=handle, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with cold/, cped/, chnsenticorp/, swsr/, ...")
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    parser.add_argument("--work", type=Path, default=Path("work/encoder"), help="checkpoints; safe to delete")
    parser.add_argument("--calls", type=Path, default=Path("fixtures/calls"), help="labelled calls, to measure on only")
    parser.add_argument("--tokens", type=float, default=pretrain.TOKEN_GOAL, help="of pre-training")
    parser.add_argument("--epochs", type=int, help="of each part of fine-tuning, by default those of the shipped network")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--resume", action="store_true", help="pre-training goes on from its checkpoint in --work")
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--smoke", action="store_true",
                        help="try the whole way on a small part of all data; --out, --work, --tokens and --epochs are not used")
    args = parser.parse_args()
    if not args.smoke:
        train(args, CORPUS)
        return
    if args.only or args.resume:
        parser.error("--smoke goes the whole way from the start: leave --only and --resume out")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        small = {"data": smoke.data_in(args.data, place / "data"), "out": place / "model", "work": place / "work",
                 "tokens": smoke.TOKENS, "epochs": smoke.EPOCHS}
        train(argparse.Namespace(**{**vars(args), **small}), smoke.calls_in(CORPUS, place / "corpus"))


def train(args: argparse.Namespace, corpus: Path) -> None:
    work = args.work.resolve()
    turns, rows = work / "turns.jsonl", work / "rows.jsonl"
    spoken = [corpus / "train", corpus / "passages"]

    def patience_learned() -> None:
        work.mkdir(parents=True, exist_ok=True)
        calls = work / "patience.jsonl"
        with calls.open("w", encoding="utf-8") as handle:
            subprocess.run(["node", "scripts/train/patience-calls.mjs", str(corpus / "patience")], cwd=ROOT, stdout=handle, check=True)
        patience.run(calls, args.out / "turn-labels")

    def evaluated() -> None:
        figures = evaluate.report(args.data, args.calls, evaluate.Measure(args.out))
        print(figures)
        evaluate.write_card(args.out / "README.md", figures)

    parts = {
        "pretrain": lambda: pretrain.run(args.data, spoken, work, args.tokens, args.seed, args.resume),
        "finetune": lambda: finetune.run(args.data, work, args.seed, args.epochs or finetune.EPOCHS),
        "wide": lambda: wide.run(args.data, work, args.seed),
        "turns": lambda: write_rows(corpus, turns),
        "network": lambda: turn_network.run(turns, args.data, work, args.out, args.epochs, args.seed),
        "rows": lambda: write_rows(corpus, rows, "--feelings", str(work / "feelings-unseen.json")),
        "labels": lambda: turn_labels.run(rows, work / "network-unseen.json", args.out / "turn-labels", work / "unseen.json"),
        "patience": patience_learned,
        "evaluate": evaluated,
    }
    for part in PARTS if args.only is None else (args.only,):
        parts[part]()


if __name__ == "__main__":
    main()
