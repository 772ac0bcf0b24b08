"""Masked-language training of the small BERT, bounded by tokens, resumable.

    python scripts/train/pretrain.py --data DIR --work DIR --tokens 14e6
"""
from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import batches
import corpora
import vocabulary
from model import Encoder, Shape

LONGEST = 96
MASK_SHARE = 0.2
TOKEN_BUDGET = 4096
PEAK_RATE = 2e-3
WARMUP_STEPS = 100
MASK_ID = 4
FIRST_PLAIN_ID = 5
SMILE_DIALOGUES = 22_000
SAVE_EVERY_SECONDS = 60.0
TOKEN_GOAL = 14e6


def texts_for_training(data: Path, seed: int) -> list[str]:
    """Short runs of sentences, half of them without punctuation, as speech comes."""
    chance = random.Random(seed)
    out: list[str] = []
    for text in corpora.unlabelled_texts(data, SMILE_DIALOGUES):
        for piece in corpora.pieces(text, chance.choice((16, 32, 48, 64, 90))):
            out.append(corpora.drop_punctuation(piece) if chance.random() < 0.4 else piece)
    chance.shuffle(out)
    return out


def prepare(data: Path, work: Path, seed: int) -> list[np.ndarray]:
    """Tokenizes once and keeps the ids, so that a stopped run starts again at once."""
    cache = work / "pretrain-ids.npz"
    if cache.exists():
        stored = np.load(cache)
        return np.split(stored["ids"], stored["ends"][:-1])
    texts = texts_for_training(data, seed)
    tokens = vocabulary.derive(data / "tokenizer" / "bert-base-chinese.vocab.txt", texts)
    vocabulary.write(tokens, work, LONGEST)
    sequences = [s for s in batches.encode(vocabulary.load(work), texts, LONGEST) if len(s) >= 5]
    ends = np.cumsum([len(s) for s in sequences])
    np.savez(cache, ids=np.concatenate(sequences), ends=ends)
    return sequences


def hide(ids: torch.Tensor, size: int) -> tuple[torch.Tensor, torch.Tensor]:
    """BERT's scheme: of the chosen tokens 80 % become [MASK], 10 % another token."""
    plain = ids >= FIRST_PLAIN_ID
    chosen = (torch.rand(ids.shape) < MASK_SHARE) & plain
    dice = torch.rand(ids.shape)
    hidden = torch.where(chosen & (dice < 0.8), torch.full_like(ids, MASK_ID), ids)
    other = torch.randint(FIRST_PLAIN_ID, size, ids.shape)
    return torch.where(chosen & (dice >= 0.9), other, hidden), chosen


def rate_at(step: int, progress: float) -> float:
    warm = min(1.0, (step + 1) / WARMUP_STEPS)
    return PEAK_RATE * warm * max(0.02, 1.0 - progress)


def run(data: Path, work: Path, token_goal: float, seed: int) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    checkpoint = work / "pretrained.pt"
    sequences = prepare(data, work, seed)
    lengths = np.asarray([len(s) for s in sequences])
    print(f"pretrain: {len(sequences)} sequences, {int(lengths.sum())} tokens", flush=True)
    torch.manual_seed(seed)
    network = Encoder(Shape(vocabulary=vocabulary.load(work).get_vocab_size()))
    optimizer = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    step, tokens, spent = 0, 0, 0.0
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        step, tokens, spent = stored["step"], stored["tokens"], stored["seconds"]

    def save() -> None:
        state = {"model": network.state_dict(), "optimizer": optimizer.state_dict(),
                 "step": step, "tokens": tokens, "seconds": spent}
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").replace(checkpoint)

    rng = np.random.default_rng(seed + step)
    last, saved, losses = time.monotonic(), 0.0, []
    while tokens < token_goal:
        for batch in batches.by_length(lengths, TOKEN_BUDGET, rng):
            ids, mask = batches.pad([sequences[i] for i in batch])
            hidden, chosen = hide(ids, network.shape.vocabulary)
            if not bool(chosen.any()):
                continue
            for group in optimizer.param_groups:
                group["lr"] = rate_at(step, tokens / token_goal)
            loss = F.cross_entropy(network.masked_lm(hidden, mask, chosen), ids[chosen])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step, tokens = step + 1, tokens + int(mask.sum())
            losses.append(loss.item())
            now = time.monotonic()
            spent, last = spent + now - last, now
            if step % 100 == 0:
                print(f"  step {step} tokens {tokens / 1e6:.2f}M {tokens / spent:.0f}/s loss {np.mean(losses[-100:]):.3f}", flush=True)
            if spent - saved > SAVE_EVERY_SECONDS:
                saved = spent
                save()
            if tokens >= token_goal:
                break
    save()
    print(f"pretrain: done, {step} steps, {tokens / 1e6:.1f}M tokens, {spent:.0f} s, loss {np.mean(losses[-200:]) if losses else 0:.3f}")
    return checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--tokens", type=float, default=TOKEN_GOAL)
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    run(args.data, args.work, args.tokens, args.seed)


if __name__ == "__main__":
    main()
