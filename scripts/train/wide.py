"""The n-gram witness inside the graph: a linear model over tokens and pairs of tokens.

It is the floor itself in another form (tf-idf weights, logistic regression), with
pairs found by the same hash as the embedding of pairs. A small network and a
linear model err in different places; the sum of their logits errs less than either.
"""
from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

import batches
import calibration
import corpora
import finetune
import vocabulary
from corpora import NO_LABEL, Example
from model import PAIR_FACTOR, Wide
from pretrain import LONGEST

STRENGTH = 3.0
RAREST = 2
BUCKETS = 32768


@dataclass(frozen=True)
class Fit:
    """`weights` [rows, 4] are already times idf; `squares` [rows] is idf²; rows are tokens, then pair buckets."""

    weights: np.ndarray
    squares: np.ndarray
    bias: np.ndarray


def rows_of(ids: np.ndarray, size: int) -> np.ndarray:
    before = np.concatenate(([0], ids[:-1])).astype(np.int64)
    return np.concatenate((ids.astype(np.int64), (before * PAIR_FACTOR + ids) % BUCKETS + size))


def call_weights(examples: list[Example]) -> np.ndarray:
    """Example weights that give the classes of speech the shares they have in calls."""
    calls = [calibration.CALL_SHARES[name] for name in corpora.SENTIMENTS]
    out = np.asarray([e.weight for e in examples])
    for corpus in ("cped", "domain"):
        inside = np.flatnonzero([e.corpus == corpus for e in examples])
        gold = np.asarray([examples[i].sentiment for i in inside])
        out[inside] *= calibration.share_weights(gold, calls) * len(gold)
    return out


def matrix(lists: list[np.ndarray], idf: np.ndarray) -> csr_matrix:
    """Counts times idf, each text divided by the root of its summed idf² over all places."""
    data, places, ends = [], [], [0]
    for rows in lists:
        values = idf[rows]
        data.append(values / max(1e-6, float(np.sqrt((values**2).sum()))))
        places.append(rows)
        ends.append(ends[-1] + len(rows))
    built = csr_matrix((np.concatenate(data), np.concatenate(places), ends), shape=(len(lists), len(idf)))
    built.sum_duplicates()
    return built


def document_idf(lists: list[np.ndarray], size: int) -> np.ndarray:
    """Inverse document frequency; rows that too few texts hold get 0 and say nothing."""
    counts = np.zeros(size)
    for rows in lists:
        counts[np.unique(rows)] += 1
    return np.where(counts >= RAREST, np.log((1 + len(lists)) / (1 + counts)) + 1, 0.0)


def fit(examples: list[Example], sequences: list[np.ndarray], size: int) -> Fit:
    lists = [rows_of(s, size) for s in sequences]
    idf = document_idf(lists, size + BUCKETS)
    table = matrix(lists, idf)
    weights, bias = np.zeros((len(idf), 4)), np.zeros(4)
    felt = np.flatnonzero([e.sentiment != NO_LABEL for e in examples])
    feeling = LogisticRegression(C=STRENGTH, max_iter=300).fit(
        table[felt], [examples[i].sentiment for i in felt], sample_weight=call_weights([examples[i] for i in felt])
    )
    weights[:, :3], bias[:3] = feeling.coef_.T, feeling.intercept_
    marked = np.flatnonzero([e.abuse != NO_LABEL for e in examples])
    abuse = LogisticRegression(C=STRENGTH, max_iter=300).fit(
        table[marked], [examples[i].abuse for i in marked], sample_weight=[examples[i].weight for i in marked]
    )
    weights[:, 3], bias[3] = abuse.coef_[0], abuse.intercept_[0]
    return Fit(weights * idf[:, None], idf**2, bias)


def run(data: Path, work: Path, seed: int) -> Path:
    """Fits on what an epoch of fine-tuning sees and writes wide.npz."""
    chance, tokenizer = random.Random(seed), vocabulary.load(work)
    examples = finetune.training_examples(data) + finetune.spoken_examples(chance)
    sequences = batches.encode(tokenizer, [finetune.disturb(e, chance) for e in examples], LONGEST)
    fitted = fit(examples, sequences, tokenizer.get_vocab_size())
    target = work / "wide.npz"
    np.savez(target, weights=fitted.weights, squares=fitted.squares, bias=fitted.bias)
    print(f"wide: {len(examples)} texts, {np.count_nonzero(fitted.squares)} rows in use", flush=True)
    return target


def load(work: Path) -> Wide:
    stored = np.load(work / "wide.npz")
    tensors = {name: torch.from_numpy(stored[name]) for name in ("weights", "squares", "bias")}
    return Wide(vocabulary.load(work).get_vocab_size(), **tensors).eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    run(args.data, args.work, args.seed)


if __name__ == "__main__":
    main()
