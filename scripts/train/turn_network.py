"""Fine-tuning on passages, then on whole calls: every turn becomes a vector once, and labels are read off the vectors of a call.

    python scripts/train/turn_network.py --turns turns.jsonl --data DIR --work DIR [--out DIR]

Some of the public sets are shown beside them, so that feelings and abuse are not forgotten. No passage is ever judged,
so that one network reads them for all; those that go on from it to calls see a share of them again, and of the bare and
rough calls, of which only some turns are labelled.
Networks that have not read some of the calls say what they think of those (`network-unseen.json`: log odds of labels,
`feelings-unseen.json`: feelings and abuse), beside which `turn_labels.py` sets the weight of the network and all
thresholds; the one that has read all calls is written to --out. Those in --work are not trained again; they remember
what they read, so that calls which came later are judged by one that does not know them.
"""
from __future__ import annotations

import argparse
import functools
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

import batches
import calibration
import export
import finetune
import noise
import turn_labels
import vocabulary
import wide
from model import SPEAKERS, Network, Shape, Shipped, ShippedContext, Wide
from pretrain import LONGEST

#: Folds that one network leaves out.
GROUPS = ((0,), (1, 2), (3, 4))
#: Over passages alone, then over calls.
PASSAGE_EPOCHS = 4
EPOCHS = 4
#: Share of the passages, and of the bare and rough calls, that is shown beside the calls of each epoch.
SHARE_BESIDE = 0.25
ENCODER_RATE = 3e-4
CONTEXT_RATE = 1e-3
HEAD_RATE = 1.5e-3
WARMUP_SHARE = 0.1
CALL_TOKENS = 2600
CHUNK_TOKENS = 1600
MOST_WEIGHT = 6.0
INNER_DROPOUT = 0.1
#: Calls of which it is not told who speaks.
UNSPLIT_SHARE = 0.05
#: Tokens of the public sets beside each group of calls, and what their loss weighs.
PUBLIC_TOKENS = 1024
PUBLIC_WEIGHT = 1.0


def targets_of(row: dict) -> np.ndarray:
    return np.asarray([turn_labels.holds(row, name) for name in turn_labels.names_of(row["speaker"])], dtype=np.float32)


def calls_of(rows: list[dict]) -> list[list[dict]]:
    calls: dict[str, list[dict]] = {}
    for row in rows:
        calls.setdefault(row["call"], []).append(row)
    return [sorted(own, key=lambda r: r["turn"]) for own in calls.values()]


def encode_all(network: Network, sequences: list[np.ndarray]) -> Tensor:
    """Vectors of all sequences, run in chunks of like length."""
    lengths = np.asarray([len(s) for s in sequences])
    places = batches.chunks(np.argsort(lengths, kind="stable"), lengths, CHUNK_TOKENS)
    parts = []
    for place in places:
        ids, mask = batches.pad([sequences[i] for i in place])
        if network.training:
            ids = finetune.hide_some(ids)
        parts.append(network.vector(network.pooled(ids, mask)))
    back = np.argsort(np.concatenate(places))
    return torch.cat(parts)[torch.from_numpy(back)]


def of_calls(values: Tensor, ends: list[int]) -> Tensor:
    """Values of turns one call after the other become [calls, turns, ...], zero where a call is over."""
    return pad_sequence([values[start:end] for start, end in zip([0, *ends], ends)], batch_first=True)


def speakers_of(group: list[list[dict]], chance: random.Random | None) -> Tensor:
    """Places in `SPEAKERS`; with `chance` it is not known of some calls who speaks."""
    unsplit = [chance is not None and chance.random() < UNSPLIT_SHARE for _ in group]
    return torch.tensor(
        [SPEAKERS.index("unknown" if unknown else r["speaker"]) for call, unknown in zip(group, unsplit) for r in call]
    )


def logits_of(
    network: Network, group: list[list[dict]], sequences: list[np.ndarray], chance: random.Random | None = None
) -> dict[str, tuple[Tensor, list[int]]]:
    """Of each side the log odds of its labels and the places of its turns among all of the group."""
    ends = [int(end) for end in np.cumsum([len(call) for call in group])]
    speakers = speakers_of(group, chance)
    mask = of_calls(torch.ones_like(speakers), ends)
    found = network.labels(of_calls(encode_all(network, sequences), ends), of_calls(speakers, ends), mask)
    sides = [row["speaker"] for call in group for row in call]
    out = {}
    for side, logits in found.items():
        places = [i for i, s in enumerate(sides) if s == side]
        if places:
            out[side] = (logits[mask > 0][places], places)
    return out


def groups(calls: list[list[dict]], lengths: dict[str, int], rng: np.random.Generator) -> list[list[list[dict]]]:
    """All calls in random order, a few at a time."""
    out: list[list[list[dict]]] = [[]]
    tokens = 0
    for i in rng.permutation(len(calls)):
        own = lengths[calls[i][0]["call"]]
        if out[-1] and tokens + own > CALL_TOKENS:
            out.append([])
            tokens = 0
        out[-1].append(calls[i])
        tokens += own
    return out


def class_weights(rows: list[dict]) -> dict[str, Tensor]:
    weights = {}
    for side in turn_labels.SIDES:
        gold = np.stack([targets_of(r) for r in rows if r["speaker"] == side and turn_labels.is_told(r)])
        share = np.clip(gold.mean(0), 1e-4, 1)
        weights[side] = torch.tensor(np.clip(np.sqrt((1 - share) / share), 1, MOST_WEIGHT), dtype=torch.float32)
    return weights


def blank(tokenizer: Tokenizer) -> Network:
    shape = Shape(vocabulary=tokenizer.get_vocab_size(), dropout=INNER_DROPOUT)
    return Network(shape, {side: len(turn_labels.names_of(side)) for side in turn_labels.SIDES})


def train(
    calls: list[list[dict]], beside: list[list[dict]], start: dict[str, Tensor], public: finetune.Public, seed: int, epochs: int
) -> Network:
    """A network that goes on from the parts in `start`.

    Each epoch shows all calls (or passages, where those alone are read first), and a share of those `beside`.

    Classes are weighed by all that is there, whether an epoch shows it or not.
    """
    torch.manual_seed(seed)
    chance, rng = random.Random(seed), np.random.default_rng(seed)
    network = blank(public.tokenizer)
    network.load_state_dict({**network.state_dict(), **start})
    all_calls = [*calls, *beside]
    every = [r for call in all_calls for r in call]
    weights, homophones = class_weights(every), noise.homophones_of([r["text"] for r in every])
    lengths = {c[0]["call"]: sum(min(LONGEST, len(r["text"]) + 2) for r in c) for c in all_calls}
    inner = [p for n, p in network.named_parameters() if n.startswith(("encoder.", "feel.")) and ".lm_" not in n and "neighbour" not in n]
    around = [p for n, p in network.named_parameters() if n.startswith("context.")]
    outer = [p for n, p in network.named_parameters() if n.startswith(("project.", "heads."))]
    peaks = ((inner, ENCODER_RATE), (around, CONTEXT_RATE), (outer, HEAD_RATE))
    optimizer = torch.optim.AdamW([{"params": own, "peak": peak} for own, peak in peaks], lr=ENCODER_RATE,
                                  weight_decay=0.02, betas=(0.9, 0.98), fused=True)
    shown = public.forever(seed, PUBLIC_TOKENS)
    began = time.monotonic()
    for epoch in range(epochs):
        network.train()
        losses = []
        together = groups([*calls, *chance.sample(beside, round(SHARE_BESIDE * len(beside)))], lengths, rng)
        for step, group in enumerate(together):
            texts = [noise.disturbed(r["text"], homophones, chance) for call in group for r in call]
            sequences = batches.encode(public.tokenizer, texts, LONGEST)
            progress = (epoch + step / len(together)) / epochs
            rate = min(1.0, progress / WARMUP_SHARE) * max(0.0, 1 - progress)
            for each in optimizer.param_groups:
                each["lr"] = each["peak"] * max(rate, 0.01)
            rows = [r for call in group for r in call]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = logits_of(network, group, sequences, chance)
            of_labels = torch.zeros(())
            for side, (logits, places) in found.items():
                gold = torch.tensor(np.stack([targets_of(rows[i]) for i in places]))
                told = torch.tensor([[float(turn_labels.is_told(rows[i]))] for i in places])
                each = F.binary_cross_entropy_with_logits(logits.float(), gold, told, pos_weight=weights[side], reduction="none")
                of_labels = of_labels + each.sum() / sum(map(turn_labels.is_told, rows))
            of_public = public.loss(network, *next(shown))
            loss = of_labels + PUBLIC_WEIGHT * of_public
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            losses.append((of_labels.item(), of_public.item()))
        mean = " and ".join(f"{value:.4f}" for value in np.mean(losses, axis=0))
        print(f"  epoch {epoch + 1}: loss {mean}, {time.monotonic() - began:.0f} s", flush=True)
    return network.eval()


@torch.no_grad()
def judge(network: Network, calls: list[list[dict]], tokenizer) -> dict[str, dict[str, float]]:
    """Logits by "call turn" and task."""
    network.eval()
    out: dict[str, dict[str, float]] = {}
    for call in calls:
        sequences = batches.encode(tokenizer, [r["text"] for r in call], LONGEST)
        for side, (logits, places) in logits_of(network, [call], sequences).items():
            for place, values in zip(places, logits.tolist()):
                out[f"{call[place]['call']} {call[place]['turn']}"] = dict(zip(turn_labels.names_of(side), values))
    return out


@dataclass(frozen=True)
class Fitted:
    network: Network
    #: Names of the calls that it learned from.
    read: frozenset[str]


def fitted(name: str, work: Path, calls: list[list[dict]], taught: Callable[[], Network]) -> Fitted:
    """The network of that name from --work, with the calls that it once read, or else one `taught` by `calls`."""
    place = work / f"turn-network-{name}.pt"
    if place.exists():
        own = torch.load(place, weights_only=True)
        network = blank(vocabulary.load(work))
        network.load_state_dict(own["model"])
        return Fitted(network.eval(), frozenset(own["read"]))
    print(f"network {name}: reads {len(calls)}", flush=True)
    network = taught()
    read = sorted(call[0]["call"] for call in calls)
    torch.save({"model": network.state_dict(), "read": read}, place)
    return Fitted(network, frozenset(read))


def unread(networks: list[Fitted], calls: list[list[dict]]) -> list[list[list[dict]]]:
    """For each network the calls that it judges: each call falls to the first that has read neither it nor the call that it
    is made from. The insults and idle talk of rough calls are those of other callers, which it may have read."""
    own: list[list[list[dict]]] = [[] for _ in networks]
    for call in calls:
        name = call[0].get("bareOf", call[0]["call"])
        free = [i for i, each in enumerate(networks) if name not in each.read]
        if not free:
            raise SystemExit(f"Every network in --work has read the call {name}: delete turn-network-*.pt and train them anew.")
        own[free[0]].append(call)
    return own


def feelings_of(network: Network, linear: Wide, limits: dict, texts: list[str], tokenizer: Tokenizer) -> dict[str, dict]:
    """What the network says of feelings and abuse, text by text, as the product says it."""
    kept = sorted(set(texts))
    logits = finetune.logits_for(lambda ids, mask: network.feelings(ids, mask) + linear(ids, mask), tokenizer, kept)
    return dict(zip(kept, calibration.said(logits, limits), strict=True))


def run(turns_file: Path, data: Path, work: Path, out: Path, epochs: int | None = None, seed: int = 20) -> None:
    rows = [json.loads(line) for line in turns_file.read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if r["language"] == "zh" and r["speaker"] in turn_labels.SIDES]
    passages = calls_of([r for r in rows if "passage" in r])
    calls = calls_of([r for r in rows if "passage" not in r])
    whole = [c for c in calls if "bareOf" not in c[0]]
    bare = [c for c in calls if "bareOf" in c[0] and any(map(turn_labels.is_told, c))]
    fold_of = turn_labels.folds_of([c[0]["call"] for c in whole])
    tokenizer = vocabulary.load(work)
    public = functools.cache(lambda: finetune.public(data, tokenizer))

    def read_passages() -> Network:
        start = finetune.taken_parts(torch.load(work / "finetuned.pt", weights_only=True)["model"])
        return train(passages, [], start, public(), seed, epochs or PASSAGE_EPOCHS)

    of_passages = functools.cache(lambda: fitted("passages", work, passages, read_passages).network.state_dict())

    def network_without(out: tuple[int, ...], name: str) -> Fitted:
        taught = [c for c in whole if fold_of[c[0]["call"]] not in out]
        names = {c[0]["call"] for c in taught}
        beside = [*passages, *(c for c in bare if c[0]["bareOf"] in names)]
        own_seed = seed + (out[0] if out else turn_labels.FOLDS)
        return fitted(name, work, taught, lambda: train(taught, beside, of_passages(), public(), own_seed, epochs or EPOCHS))

    of_all = network_without((), "all")
    # Calls that came after all of them were trained are new to that of all calls, which is the best of them.
    networks = [of_all, *(network_without(group, "without-" + "-".join(map(str, group))) for group in GROUPS)]
    linear = wide.load(work)
    spoken = [r["text"] for call in whole for r in call]
    outputs = [name for side in turn_labels.SIDES for name in turn_labels.names_of(side)]
    limits = export.run(Shipped(of_all.network, linear), ShippedContext(of_all.network), outputs, spoken, data, work, out)
    labels, feelings = {}, {}
    for each, own in zip(networks, unread(networks, calls)):
        labels.update(judge(each.network, own, tokenizer))
        read = feelings_of(each.network, linear, limits, [r["text"] for call in own for r in call], tokenizer)
        feelings.update({f"{r['call']} {r['turn']}": read[r["text"]] for call in own for r in call})
    (work / "network-unseen.json").write_text(json.dumps(labels), encoding="utf-8")
    (work / "feelings-unseen.json").write_text(json.dumps(feelings), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=Path, required=True, help="rows of turn-rows.mjs: train, dev and passages")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--out", type=Path, default=export.SHIPPED)
    parser.add_argument("--epochs", type=int, help=f"by default {PASSAGE_EPOCHS} over passages and {EPOCHS} over calls")
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    run(args.turns, args.data, args.work, args.out, args.epochs, args.seed)


if __name__ == "__main__":
    main()
