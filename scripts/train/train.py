"""From data to the shipped model, or any part of the way.

    python scripts/train/train.py --data ../shared/data --out models/encoder

A stopped run goes on from its last checkpoint in --work. First the network of
feelings and abuse (pretrain, finetune, wide, export, evaluate), then the witness of
turn labels (rows, pretrain-large, network, labels); --only names one part. The
second half reads the calls with the built product: `npm run build` comes first.
"""
from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import evaluate
import export
import finetune
import pretrain
import turn_labels
import turn_network
import wide

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pretrain", "finetune", "wide", "export", "evaluate", "rows", "pretrain-large", "network", "labels")
CALLS = ("fixtures/corpus/train", "fixtures/corpus/dev")


def write_rows(target: Path) -> None:
    """The labelled turns of the corpus, read by the built product."""
    with target.open("w", encoding="utf-8") as handle:
        subprocess.run(["node", "scripts/train/turn-rows.mjs", *CALLS], cwd=ROOT, stdout=handle, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with cold/, cped/, chnsenticorp/, swsr/, ...")
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    parser.add_argument("--work", type=Path, default=Path("work/encoder"), help="checkpoints; safe to delete")
    parser.add_argument("--calls", type=Path, default=Path("fixtures/calls"), help="labelled calls, to measure on only")
    parser.add_argument("--tokens", type=float, help="tokens of pre-training, by default those of the shipped networks")
    parser.add_argument("--epochs", type=int, help="of fine-tuning, by default those of the shipped networks")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--resume", action="store_true", help="pre-training goes on from its checkpoint in --work")
    parser.add_argument("--only", choices=PARTS)
    args = parser.parse_args()
    rows, witness = args.work / "rows.jsonl", args.out / "turn-labels"
    corpus = ROOT / CALLS[0]

    def pretrained(size: str) -> None:
        pretrain.run(size, args.data, corpus, args.work, args.tokens, args.seed, args.resume)

    def evaluated() -> None:
        figures = evaluate.report(args.data, args.calls, evaluate.Measure(args.out))
        print(figures)
        evaluate.write_card(args.out / "README.md", figures)

    parts = {
        "pretrain": lambda: pretrained("small"),
        "finetune": lambda: finetune.run(args.data, args.work, args.seed, args.epochs or finetune.EPOCHS),
        "wide": lambda: wide.run(args.data, args.work, args.seed),
        "export": lambda: export.run(args.data, args.work, args.out),
        "evaluate": evaluated,
        "rows": lambda: write_rows(rows),
        "pretrain-large": lambda: pretrained("large"),
        "network": lambda: turn_network.run(
            rows, args.work, witness / "zh" / "network", args.epochs or turn_network.EPOCHS, args.seed
        ),
        "labels": lambda: turn_labels.run(rows, args.work / "network-unseen.json", witness, args.work / "unseen.json"),
    }
    for part in PARTS if args.only is None else (args.only,):
        parts[part]()


if __name__ == "__main__":
    main()
