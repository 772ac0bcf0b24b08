"""Pre-training, bounded by tokens, resumable.

    python scripts/train/pretrain.py --data DIR --work DIR [--tokens 78e6] [--resume]

Two objectives at once: hidden tokens (masked-language training), and which piece
of a dialogue follows which ([CLS] against the [CLS] of all other pieces of the
batch), so that [CLS] means something before it is fine-tuned on few calls.
"""
from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import batches
import corpora
import vocabulary
from model import Encoder, Shape

LONGEST = 96
#: Longest pieces, in characters; calls are made of short turns.
PIECE_LENGTHS = (10, 16, 24, 32, 44, 64)
BARE_SHARE = 0.45
MASK_SHARE = 0.2
TOKEN_BUDGET = 6144
PEAK_RATE = 1e-3
WARMUP_STEPS = 300
NEIGHBOUR_WEIGHT = 0.25
TEMPERATURE = 0.07
MASK_ID = 4
FIRST_PLAIN_ID = 5
CALL_COPIES = 8
SAVE_EVERY_SECONDS = 600.0
TOKEN_GOAL = 78e6


def cut(runs: list[list[str]], chance: random.Random) -> list[tuple[str, str]]:
    """Neighbouring pieces of each run of turns, two by two; an odd last piece stands alone."""
    out: list[tuple[str, str]] = []
    for run in runs:
        found = [p for turn in run for p in corpora.phrases(turn, chance.choice(PIECE_LENGTHS))]
        spoken = [corpora.drop_punctuation(p) for p in found] if chance.random() < BARE_SHARE else found
        kept = [p for p in spoken if len(p) >= 2]
        out += [(a, b) for a, b in zip(kept[::2], [*kept[1::2], ""][: len(kept[::2])])]
    return out


def prepare(data: Path, calls: list[Path], work: Path, seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Tokenizes once and keeps the ids, so that a stopped run starts again at once."""
    cache = work / "pretrain-ids.npz"
    if not cache.exists():
        chance = random.Random(seed)
        spoken = [run for folder in calls for run in corpora.call_runs(folder)]
        pairs = cut(corpora.unlabelled_runs(data) + spoken * CALL_COPIES, chance)
        texts = [t for pair in pairs for t in pair]
        vocabulary.write(vocabulary.derive(data / "tokenizer" / "bert-base-chinese.vocab.txt", texts), work, LONGEST)
        sequences = batches.encode(vocabulary.load(work), texts, LONGEST)
        ends = np.cumsum([len(s) for s in sequences])
        np.savez(cache, ids=np.concatenate(sequences), ends=ends)
    stored = np.load(cache)
    sequences = np.split(stored["ids"], stored["ends"][:-1])
    return sequences[::2], sequences[1::2]


def hide(ids: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """BERT's scheme: of the chosen tokens 80 % become [MASK], 10 % another token."""
    chosen = (torch.rand(ids.shape, device=ids.device) < MASK_SHARE) & (ids >= FIRST_PLAIN_ID)
    dice = torch.rand(ids.shape, device=ids.device)
    hidden = torch.where(chosen & (dice < 0.8), torch.full_like(ids, MASK_ID), ids)
    other = torch.randint(FIRST_PLAIN_ID, size, ids.shape, device=ids.device)
    return torch.where(chosen & (dice >= 0.9), other, hidden), chosen


def neighbour_loss(network: Encoder, first: Tensor, second: Tensor, paired: Tensor) -> Tensor:
    """Cross-entropy of finding the piece that follows among those of the batch, both ways."""
    a = F.normalize(network.neighbour(first[paired]).float(), dim=-1)
    b = F.normalize(network.neighbour(second[paired]).float(), dim=-1)
    scores = a @ b.T / TEMPERATURE
    own = torch.arange(len(scores), device=scores.device)
    return (F.cross_entropy(scores, own) + F.cross_entropy(scores.T, own)) / 2


def step_loss(network: Encoder, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Both losses of a batch: the first half of its rows are pieces, the second those that follow them."""
    hidden, chosen = hide(ids, network.shape.vocabulary)
    states = network.states(hidden, mask)
    words = F.cross_entropy(network.words_at(states, chosen).float(), ids[chosen])
    half = len(ids) // 2
    paired = mask[half:].sum(1) > 2
    near = neighbour_loss(network, states[:half, 0], states[half:, 0], paired) if int(paired.sum()) > 1 else words.new_zeros(())
    return words + NEIGHBOUR_WEIGHT * near, words.detach(), near.detach()


def rate_at(step: int, progress: float) -> float:
    warm = min(1.0, (step + 1) / WARMUP_STEPS)
    return PEAK_RATE * warm * max(0.02, 1.0 - progress)


def run(data: Path, calls: list[Path], work: Path, token_goal: float, seed: int, resume: bool) -> Path:
    work.mkdir(parents=True, exist_ok=True)
    checkpoint = work / "pretrained.pt"
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    firsts, seconds = prepare(data, calls, work, seed)
    lengths = np.asarray([2 * max(len(a), len(b)) for a, b in zip(firsts, seconds)])
    print(f"pretrain: {len(firsts)} pairs, {sum(map(len, firsts)) + sum(map(len, seconds))} tokens, on {device}", flush=True)
    torch.manual_seed(seed)
    network = Encoder(Shape(vocabulary=vocabulary.load(work).get_vocab_size())).to(device)
    optimizer = torch.optim.AdamW(network.parameters(), lr=PEAK_RATE, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    step, tokens, spent = 0, 0, 0.0
    if resume and checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=True, map_location=device)
        network.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        step, tokens, spent = stored["step"], stored["tokens"], stored["seconds"]

    def save() -> None:
        state = {"model": network.state_dict(), "optimizer": optimizer.state_dict(), "shape": network.shape.as_dict(),
                 "step": step, "tokens": tokens, "seconds": spent}
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").replace(checkpoint)

    rng = np.random.default_rng(seed + step)
    last, saved, losses = time.monotonic(), spent, []
    while tokens < token_goal:
        for batch in batches.by_length(lengths, TOKEN_BUDGET, rng):
            ids, mask = batches.pad([firsts[i] for i in batch] + [seconds[i] for i in batch])
            ids, mask = ids.to(device), mask.to(device)
            for group in optimizer.param_groups:
                group["lr"] = rate_at(step, tokens / token_goal)
            with torch.autocast(device.type, dtype=torch.bfloat16):
                loss, words, near = step_loss(network, ids, mask)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step, tokens = step + 1, tokens + int(mask.sum())
            losses.append((float(words), float(near)))
            now = time.monotonic()
            spent, last = spent + now - last, now
            if step % 100 == 0:
                words_mean, near_mean = np.mean(losses[-100:], axis=0)
                print(f"  step {step} tokens {tokens / 1e6:.2f}M {tokens / spent:.0f}/s words {words_mean:.3f} neighbours {near_mean:.3f}", flush=True)
            if spent - saved > SAVE_EVERY_SECONDS:
                saved = spent
                save()
            if tokens >= token_goal:
                break
    save()
    print(f"pretrain: done, {step} steps, {tokens / 1e6:.1f}M tokens, {spent:.0f} s")
    return checkpoint


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    spoken = [Path("fixtures/corpus/train"), Path("fixtures/corpus/passages")]
    parser.add_argument("--calls", type=Path, nargs="+", default=spoken)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--tokens", type=float, default=TOKEN_GOAL)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in --work")
    args = parser.parse_args()
    run(args.data, args.calls, args.work, args.tokens, args.seed, args.resume)


if __name__ == "__main__":
    main()
