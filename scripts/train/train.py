"""From data to the shipped model, or any part of the way.

    python scripts/train/train.py --data ../shared/data --out models/encoder

A stopped run goes on from its last checkpoint in --work. Parts: --only pretrain,
finetune, wide, export or evaluate.
"""
from __future__ import annotations

import argparse
from pathlib import Path

import evaluate
import export
import finetune
import pretrain
import wide

PARTS = ("pretrain", "finetune", "wide", "export", "evaluate")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with cold/, cped/, chnsenticorp/, swsr/, ...")
    parser.add_argument("--out", type=Path, default=Path("models/encoder"))
    parser.add_argument("--work", type=Path, default=Path("work/encoder"), help="checkpoints; safe to delete")
    parser.add_argument("--calls", type=Path, default=Path("fixtures/calls"), help="labelled calls, to measure on only")
    parser.add_argument("--tokens", type=float, default=pretrain.TOKEN_GOAL, help="tokens of masked-language training")
    parser.add_argument("--epochs", type=int, default=finetune.EPOCHS)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--only", choices=PARTS)
    args = parser.parse_args()
    for part in PARTS if args.only is None else (args.only,):
        if part == "pretrain":
            pretrain.run(args.data, args.work, args.tokens, args.seed)
        elif part == "finetune":
            finetune.run(args.data, args.work, args.seed, args.epochs)
        elif part == "wide":
            wide.run(args.data, args.work, args.seed)
        elif part == "export":
            export.run(args.data, args.work, args.out)
        else:
            figures = evaluate.report(args.data, args.calls, evaluate.Measure(args.out))
            print(figures)
            evaluate.write_card(args.out / "README.md", figures)


if __name__ == "__main__":
    main()
