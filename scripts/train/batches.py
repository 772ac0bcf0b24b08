"""Batches of similar length: on a CPU padding is the largest waste there is."""
from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor


def encode(tokenizer: Tokenizer, texts: list[str], longest: int) -> list[np.ndarray]:
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    out: list[np.ndarray] = []
    for start in range(0, len(texts), 20_000):
        encodings = tokenizer.encode_batch(texts[start : start + 20_000])
        out.extend(np.asarray(e.ids, dtype=np.int32) for e in encodings)
    return out


def chunks(order: np.ndarray, lengths: np.ndarray, token_budget: int) -> list[np.ndarray]:
    """Runs of `order`, which goes from short to long, of at most `token_budget` padded tokens each."""
    out: list[np.ndarray] = []
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and (end - start + 1) * int(lengths[order[end]]) <= token_budget:
            end += 1
        out.append(order[start:end])
        start = end
    return out


def by_length(lengths: np.ndarray, token_budget: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Index batches of about `token_budget` padded tokens each, in random order."""
    noisy = lengths + rng.random(len(lengths)) * 4
    batches = chunks(np.argsort(noisy, kind="stable"), lengths, token_budget)
    for place in rng.permutation(len(batches)):
        yield batches[place]


def pad(sequences: list[np.ndarray]) -> tuple[Tensor, Tensor]:
    longest = max(len(s) for s in sequences)
    ids = np.zeros((len(sequences), longest), dtype=np.int64)
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = sequence
    tensor = torch.from_numpy(ids)
    return tensor, (tensor != 0).long()
