"""The public half of multi-task fine-tuning: sentiment (3-way softmax) and abuse (sigmoid) at once.

    python scripts/train/finetune.py --data DIR --work DIR

The network learns from the public sets first; while it then learns the labels of turns (`turn_network.py`), it is shown
some of them on, lest it forget.
"""
from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.metrics import f1_score
from tokenizers import Tokenizer
from torch import Tensor

import batches
import calibration
import corpora
import teacher
import vocabulary
from corpora import NO_LABEL, Example
from model import Network, Shape
from pretrain import LONGEST, MASK_ID

EPOCHS = 4
PEAK_RATE = 4e-4
DROPOUT = 0.1
TOKEN_BUDGET = 3072
WARMUP_STEPS = 150
HIDE_SHARE = 0.08
SMOOTHING = 0.05
DOMAIN_COPIES = 10
DOMAIN_WEIGHT = 2.0
JOINED_SHARE = 0.6
JOINED_LENGTH = 85
TAUGHT_SHARE = 0.5
CALM_DIALOGUES = 900
# Long written texts cost most of an epoch; a part of them a time is enough.
WRITTEN = ("cold", "swsr", "chnsenticorp", "smile")
WRITTEN_SHARE = 0.6
CLASS_POWER = 0.5
FILLERS = ("那个", "呃", "嗯", "就是", "哎", "喂", "我说", "你好", "啊")


def training_examples(data: Path) -> list[Example]:
    return (
        corpora.cped(data)["train"] + corpora.cold(data)["train"] + corpora.chnsenticorp(data) + corpora.swsr(data)
        + corpora.supporters(data) + corpora.counsellors(data, CALM_DIALOGUES)
    )


def taught(examples: list[Example]) -> list[Example]:
    """TV dialogue, whose labels are mostly noise to a reader, gets soft labels beside its own."""
    tv = [e for e in examples if e.corpus == "cped"]
    return teacher.soften(tv, "sentiment", 1.0) + [e for e in examples if e.corpus != "cped"]


def joined(first: Example, second: Example, chance: random.Random) -> Example:
    """Two sentences as one turn: a feeling outweighs a plain statement."""
    felt = [e.sentiment for e in (first, second) if e.sentiment != 1]
    sentiment = felt[0] if felt else 1
    abuse = NO_LABEL if NO_LABEL in (first.abuse, second.abuse) else max(first.abuse, second.abuse)
    return replace(first, text=first.text + chance.choice((" ", "，", "。")) + second.text, sentiment=sentiment, abuse=abuse)


def lengthened(example: Example, plain: list[Example], chance: random.Random) -> Example:
    """A turn of several sentences: plain ones around the one that carries the feeling."""
    for _ in range(chance.choice((1, 1, 2, 3, 4) if example.sentiment == 1 else (1, 1, 2))):
        other = chance.choice(plain)
        if len(example.text) + len(other.text) > JOINED_LENGTH:
            break
        pair = [example, other]
        chance.shuffle(pair)
        example = joined(pair[0], pair[1], chance)
    return example


def spoken_examples(chance: random.Random) -> list[Example]:
    """Our own sentences, many times over: alone, with a filler, or several to a turn."""
    pool = corpora.domain()["train"]
    plain = [e for e in pool if e.sentiment == 1]
    out: list[Example] = []
    for example in pool * DOMAIN_COPIES:
        if chance.random() < JOINED_SHARE:
            example = lengthened(example, plain, chance)
        if chance.random() < 0.25:
            example = replace(example, text=chance.choice(FILLERS) + chance.choice(("", " ", "，")) + example.text)
        out.append(replace(example, weight=DOMAIN_WEIGHT))
    return out


def class_weights(examples: list[Example]) -> Tensor:
    counts = np.bincount([e.sentiment for e in examples if e.corpus == "cped"], minlength=3)
    weights = (counts.sum() / (3 * counts)) ** CLASS_POWER
    return torch.tensor(weights, dtype=torch.float32)


def disturb(example: Example, chance: random.Random) -> str:
    """Written text loses its punctuation half of the time; speech gains some now and then."""
    text = example.text
    if example.corpus in ("cped", "domain"):
        if chance.random() < 0.3:
            return text.replace(" ", "，") + chance.choice("。。。！")
        return corpora.drop_punctuation(text) if chance.random() < 0.4 else text
    if example.corpus == "chnsenticorp":
        text = chance.choice(corpora.pieces(text, 90)[:2])
    return corpora.drop_punctuation(text) if chance.random() < 0.5 else text


def hide_some(ids: Tensor) -> Tensor:
    hidden = (torch.rand(ids.shape) < HIDE_SHARE) & (ids > MASK_ID)
    return torch.where(hidden, torch.full_like(ids, MASK_ID), ids)


def sentiment_shares(examples: list[Example], weights: Tensor) -> np.ndarray:
    """Shares of the classes as the loss sees them, none below 1 %."""
    counts = np.bincount([e.sentiment for e in examples if e.sentiment != NO_LABEL], minlength=3) * weights.numpy()
    shares = np.maximum(counts / counts.sum(), 0.01)
    return shares / shares.sum()


def prior_shifts(public: list[Example], classes: Tensor) -> dict[str, np.ndarray]:
    """What each corpus adds to the three sentiment logits in training; calls add nothing.

    TV dialogue is half negative and reviews know no middle. The difference of their
    log shares to those of calls is added before the loss, so that what the network
    itself says holds for calls: without a sign of feeling a turn is neutral.
    """
    calls = np.asarray([calibration.CALL_SHARES[name] for name in corpora.SENTIMENTS])
    pools = {
        "cped": ([e for e in public if e.corpus == "cped"], classes),
        "chnsenticorp": ([e for e in public if e.corpus == "chnsenticorp"], torch.ones(3)),
        "domain": (corpora.domain()["train"], torch.ones(3)),
    }
    return {name: np.log(sentiment_shares(pool, weights) / calls) for name, (pool, weights) in pools.items()}


def shift_rows(examples: list[Example], shifts: dict[str, np.ndarray]) -> Tensor:
    nothing = np.zeros(3)
    return torch.tensor(np.stack([shifts.get(e.corpus, nothing) for e in examples]), dtype=torch.float32)


def sentiment_targets(examples: list[Example]) -> Tensor:
    """Class probabilities [n, 3]: the label, smoothed, and where there is a teacher half of its opinion."""
    rows = np.full((len(examples), 3), SMOOTHING / 3)
    for row, example in zip(rows, examples, strict=True):
        row[example.sentiment] += 1 - SMOOTHING
        if example.corpus == "cped" and example.soft:
            row[:] = (1 - TAUGHT_SHARE) * row + TAUGHT_SHARE * np.asarray(example.soft)
    return torch.tensor(rows, dtype=torch.float32)


def loss_of(logits: Tensor, examples: list[Example], shifts: dict[str, np.ndarray], classes: Tensor) -> Tensor:
    total = logits.new_zeros(())
    felt = [i for i, e in enumerate(examples) if e.sentiment != NO_LABEL]
    if felt:
        chosen = [examples[i] for i in felt]
        weight = torch.tensor([e.weight * (float(classes[e.sentiment]) if e.corpus == "cped" else 1.0) for e in chosen])
        each = F.cross_entropy(logits[felt, :3] + shift_rows(chosen, shifts), sentiment_targets(chosen), reduction="none")
        total = total + (each * weight).sum()
    marked = [i for i, e in enumerate(examples) if e.abuse != NO_LABEL]
    if marked:
        chosen = [examples[i] for i in marked]
        weight = torch.tensor([e.weight for e in chosen])
        target = torch.tensor([e.abuse * (1 - SMOOTHING) + SMOOTHING / 2 for e in chosen])
        each = F.binary_cross_entropy_with_logits(logits[marked, 3], target, reduction="none")
        total = total + (each * weight).sum()
    return total / len(examples)


@torch.no_grad()
def logits_for(read: Callable[[Tensor, Tensor], Tensor], tokenizer: Tokenizer, texts: list[str]) -> np.ndarray:
    """Logits of feelings and abuse [n, 4]."""
    sequences = batches.encode(tokenizer, texts, LONGEST)
    order = np.argsort([len(s) for s in sequences], kind="stable")
    out = np.zeros((len(texts), 4), dtype=np.float32)
    for start in range(0, len(order), 64):
        chosen = order[start : start + 64]
        ids, mask = batches.pad([sequences[i] for i in chosen])
        out[chosen] = read(ids, mask).numpy()
    return out


def macro_f1(gold: list[int], guess: np.ndarray) -> float:
    return float(f1_score(gold, guess, average="macro"))


def on_dev(network: Network, tokenizer: Tokenizer, shift: np.ndarray, dev: dict[str, list[Example]]) -> dict[str, float]:
    tv, weibo = dev["cped"], dev["cold"]
    network.eval()
    felt = logits_for(network.feelings, tokenizer, [e.text for e in tv])[:, :3] + shift
    marked = logits_for(network.feelings, tokenizer, [e.text for e in weibo])[:, 3]
    gold = [e.sentiment for e in tv]
    return {
        "cped.accuracy": float((felt.argmax(1) == gold).mean()),
        "cped.macroF1": macro_f1(gold, felt.argmax(1)),
        "cold.macroF1": macro_f1([e.abuse for e in weibo], (marked > 0).astype(int)),
    }


@dataclass(frozen=True)
class Public:
    """The public sets and our own sentences, ready to be shown."""

    examples: list[Example]
    classes: Tensor
    #: What each corpus adds to the sentiment logits in training.
    shifts: dict[str, np.ndarray]
    tokenizer: Tokenizer

    def epoch(self, seed: int, token_budget: int = TOKEN_BUDGET) -> list[tuple[list[Example], list[np.ndarray]]]:
        """Batches of examples and their token ids; the seed alone decides, so a resumed run is the same."""
        chance, rng = random.Random(seed), np.random.default_rng(seed)
        examples = [e for e in self.examples if e.corpus not in WRITTEN or chance.random() < WRITTEN_SHARE]
        examples += spoken_examples(chance)
        sequences = batches.encode(self.tokenizer, [disturb(e, chance) for e in examples], LONGEST)
        lengths = np.asarray([len(s) for s in sequences])
        return [
            ([examples[i] for i in batch], [sequences[i] for i in batch])
            for batch in batches.by_length(lengths, token_budget, rng)
        ]

    def forever(self, seed: int, token_budget: int) -> Iterator[tuple[list[Example], list[np.ndarray]]]:
        while True:
            yield from self.epoch(seed, token_budget)
            seed += 1

    def loss(self, network: Network, examples: list[Example], sequences: list[np.ndarray]) -> Tensor:
        ids, mask = batches.pad(sequences)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = network.feelings(hide_some(ids), mask)
        return loss_of(logits.float(), examples, self.shifts, self.classes)


def public(data: Path, tokenizer: Tokenizer) -> Public:
    examples = taught(training_examples(data))
    classes = class_weights(examples)
    return Public(examples, classes, prior_shifts(examples, classes), tokenizer)


def replace_file(state: dict[str, object], target: Path) -> None:
    torch.save(state, target.with_suffix(".tmp"))
    target.with_suffix(".tmp").replace(target)


def taken_parts(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """What the labels of turns start from: all but their own heads."""
    return {name: value for name, value in state.items() if name.startswith(("encoder.", "feel."))}


def run(data: Path, work: Path, seed: int, epochs: int = EPOCHS) -> Path:
    """Trains and keeps the best epoch of dev in finetuned.pt; a stopped run goes on after its last whole epoch."""
    tokenizer, target, progress_file = vocabulary.load(work), work / "finetuned.pt", work / "finetune-progress.pt"
    network = Network(Shape(vocabulary=tokenizer.get_vocab_size(), dropout=DROPOUT), {})
    network.encoder.load_state_dict(torch.load(work / "pretrained.pt", weights_only=True)["model"])
    learned = [p for n, p in network.named_parameters() if ".lm_" not in n and ".neighbour" not in n and not n.startswith(("project", "context"))]
    optimizer = torch.optim.AdamW(learned, lr=PEAK_RATE, weight_decay=0.05, betas=(0.9, 0.98), fused=True)
    first, best = 0, -1.0
    if progress_file.exists():
        stored = torch.load(progress_file, weights_only=True)
        network.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        first, best = stored["epochs"], stored["best"]
    shown = public(data, tokenizer)
    dev = {"cped": corpora.cped(data)["dev"], "cold": corpora.cold(data)["dev"]}
    began = time.monotonic()
    for epoch in range(first, epochs):
        torch.manual_seed(seed + epoch)
        network.train()
        plan = shown.epoch(seed + epoch)
        losses: list[float] = []
        for place, (examples, sequences) in enumerate(plan):
            progress = (epoch + place / len(plan)) / epochs
            for group in optimizer.param_groups:
                group["lr"] = PEAK_RATE * min(1.0, (epoch * len(plan) + place + 1) / WARMUP_STEPS) * max(0.01, 1 - progress)
            loss = shown.loss(network, examples, sequences)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            losses.append(loss.item())
        found = {name: round(value, 4) for name, value in on_dev(network, tokenizer, shown.shifts["cped"], dev).items()}
        print(f"epoch {epoch + 1}: {len(plan)} batches, loss {np.mean(losses):.4f} {found}, {time.monotonic() - began:.0f} s", flush=True)
        state = {"model": network.state_dict(), "shape": network.encoder.shape.as_dict(), "shift": shown.shifts["cped"].tolist()}
        if found["cped.macroF1"] + found["cold.macroF1"] > best:
            best = found["cped.macroF1"] + found["cold.macroF1"]
            replace_file(state, target)
        replace_file({**state, "optimizer": optimizer.state_dict(), "epochs": epoch + 1, "best": best}, progress_file)
    progress_file.unlink(missing_ok=True)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    run(args.data, args.work, args.seed, args.epochs)


if __name__ == "__main__":
    main()
