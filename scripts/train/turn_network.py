"""The network of the witness of turn labels: every turn becomes a vector once, and labels are read off it and its neighbours'.

    python scripts/train/turn_network.py --rows rows.jsonl --work DIR [--out DIR]

Networks that have not read some of the calls give the log odds of those, beside which
`turn_labels.py` sets the weight of the network and all thresholds; the one that has
read all calls is written to --out. Those in --work are not trained again; they remember what they read,
so that calls which came later are judged by one that does not know them.
"""
from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import batches
import corpora
import export
import noise
import turn_labels
import vocabulary
from model import Encoder, Shape
from pretrain import LONGEST, MASK_ID

VECTOR = 192
#: Turns beside the one that is judged: itself, the one before, the one after.
NEIGHBOURS = (0, -1, 1)
#: What marks an output that speaks of another turn than its own: of the one after it, of the one before it.
MARKS = ("", "<", ">")
#: Folds that one network leaves out.
GROUPS = ((0,), (1, 2), (3, 4))
EPOCHS = 8
ENCODER_RATE = 3e-4
HEAD_RATE = 1.5e-3
WARMUP_SHARE = 0.1
CALL_TOKENS = 2600
CHUNK_TOKENS = 1600
DROPOUT = 0.2
HIDE_SHARE = 0.08
MOST_WEIGHT = 6.0
INNER_DROPOUT = 0.1
NAME = "tingping-zh-turn-network"
SHIPPED = export.SHIPPED / "turn-labels" / "zh" / "network"
REFERENCE_FILE = export.REFERENCE_FILE.with_name("turn-network-reference.json")


class CallNetwork(nn.Module):
    """Token ids to turn vectors, and vectors of a turn and its neighbours to logits of the labels of each side."""

    def __init__(self, encoder: Encoder, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.project = nn.Linear(2 * encoder.shape.hidden, VECTOR)
        self.dropout = nn.Dropout(DROPOUT)
        self.heads = nn.ModuleDict({side: nn.Linear(VECTOR * len(NEIGHBOURS), size) for side, size in sizes.items()})

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        return torch.tanh(self.project(self.encoder.dropout(self.encoder.pooled(ids, mask))))


class TurnGraph(nn.Module):
    """What is shipped: of a text the log odds of all labels, of its own turn, of the turn after it and of the one before it."""

    def __init__(self, network: CallNetwork) -> None:
        super().__init__()
        self.network = network
        heads = [network.heads[side] for side in turn_labels.SIDES]
        parts = [torch.cat([head.weight.split(VECTOR, dim=1)[place] for head in heads]) for place in range(len(MARKS))]
        bias = torch.cat([head.bias for head in heads])
        self.read = nn.Linear(VECTOR, len(MARKS) * len(bias))
        self.read.weight.data = torch.cat(parts)
        self.read.bias.data = torch.cat([bias, *(torch.zeros_like(bias) for _ in MARKS[1:])])

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.read(self.network.vectors(ids, mask))


def outputs() -> list[str]:
    return [mark + name for mark in MARKS for side in turn_labels.SIDES for name in tasks(side)]


def tasks(side: str) -> list[str]:
    names = [*turn_labels.SIDES[side], f"{side}.negative", f"{side}.positive"]
    return [*names, *(f"commitment.{field}" for field in turn_labels.FIELDS)] if side == "agent" else names


def targets_of(row: dict) -> np.ndarray:
    side = row["speaker"]
    out = [float(n in row["labels"]) for n in turn_labels.SIDES[side]]
    out += [float(row["sentiment"] == f) for f in ("negative", "positive")]
    if side == "agent":
        out += [float(bool(row["commitment"] and row["commitment"][f])) for f in turn_labels.FIELDS]
    return np.asarray(out, dtype=np.float32)


def calls_of(rows: list[dict]) -> list[list[dict]]:
    calls: dict[str, list[dict]] = {}
    for row in rows:
        calls.setdefault(row["call"], []).append(row)
    return [sorted(own, key=lambda r: r["turn"]) for own in calls.values()]


def encode_all(network: CallNetwork, sequences: list[np.ndarray]) -> Tensor:
    """Vectors of all sequences, run in chunks of like length."""
    lengths = np.asarray([len(s) for s in sequences])
    places = batches.chunks(np.argsort(lengths, kind="stable"), lengths, CHUNK_TOKENS)
    parts = []
    for place in places:
        ids, mask = batches.pad([sequences[i] for i in place])
        if network.training:
            hidden = (torch.rand(ids.shape) < HIDE_SHARE) & (ids > MASK_ID)
            ids = torch.where(hidden, torch.full_like(ids, MASK_ID), ids)
        parts.append(network.vectors(ids, mask))
    back = np.argsort(np.concatenate(places))
    return torch.cat(parts)[torch.from_numpy(back)]


def with_neighbours(vectors: Tensor, ends: list[int]) -> Tensor:
    """Beside each vector those of its neighbours in its call; nothing before the first and after the last."""
    out, start = [], 0
    for end in ends:
        own = vectors[start:end]
        shifted = []
        for step in NEIGHBOURS:
            if step == 0:
                shifted.append(own)
            elif step < 0:
                shifted.append(F.pad(own[:step], (0, 0, -step, 0)))
            else:
                shifted.append(F.pad(own[step:], (0, 0, 0, step)))
        out.append(torch.cat(shifted, dim=-1))
        start = end
    return torch.cat(out)


def logits_of(network: CallNetwork, group: list[list[dict]], sequences: list[np.ndarray]) -> dict[str, tuple[Tensor, list[int]]]:
    ends = list(np.cumsum([len(call) for call in group]))
    states = with_neighbours(encode_all(network, sequences), ends)
    speakers = [row["speaker"] for call in group for row in call]
    out = {}
    for side, head in network.heads.items():
        places = [i for i, s in enumerate(speakers) if s == side]
        if places:
            out[side] = (head(network.dropout(states[places])), places)
    return out


def groups(calls: list[list[dict]], lengths: dict[str, int], rng: np.random.Generator | None) -> list[list[list[dict]]]:
    order = rng.permutation(len(calls)) if rng is not None else np.arange(len(calls))
    out: list[list[list[dict]]] = [[]]
    tokens = 0
    for i in order:
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
        gold = np.stack([targets_of(r) for r in rows if r["speaker"] == side])
        share = np.clip(gold.mean(0), 1e-4, 1)
        weights[side] = torch.tensor(np.clip(np.sqrt((1 - share) / share), 1, MOST_WEIGHT), dtype=torch.float32)
    return weights


def train(calls: list[list[dict]], start: dict, shape: Shape, tokenizer, seed: int, epochs: int) -> CallNetwork:
    torch.manual_seed(seed)
    chance, rng = random.Random(seed), np.random.default_rng(seed)
    encoder = Encoder(shape)
    encoder.load_state_dict(start)
    network = CallNetwork(encoder, {side: len(tasks(side)) for side in turn_labels.SIDES})
    weights = class_weights([r for call in calls for r in call])
    lengths = {c[0]["call"]: sum(min(LONGEST, len(r["text"]) + 2) for r in c) for c in calls}
    inner = [p for n, p in network.named_parameters() if n.startswith("encoder.") and ".lm_" not in n and "neighbour" not in n]
    outer = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    optimizer = torch.optim.AdamW([{"params": inner, "peak": ENCODER_RATE}, {"params": outer, "peak": HEAD_RATE}],
                                  lr=ENCODER_RATE, weight_decay=0.02, betas=(0.9, 0.98), fused=True)
    total = epochs * len(groups(calls, lengths, None))
    step, began = 0, time.monotonic()
    for epoch in range(epochs):
        network.train()
        losses = []
        for group in groups(calls, lengths, rng):
            texts = [noise.disturbed(r["text"], chance) for call in group for r in call]
            sequences = batches.encode(tokenizer, texts, LONGEST)
            progress = step / total
            rate = min(1.0, progress / WARMUP_SHARE) * max(0.0, 1 - progress)
            for each in optimizer.param_groups:
                each["lr"] = each["peak"] * max(rate, 0.01)
            rows = [r for call in group for r in call]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                found = logits_of(network, group, sequences)
            loss = torch.zeros(())
            for side, (logits, places) in found.items():
                gold = torch.tensor(np.stack([targets_of(rows[i]) for i in places]))
                each = F.binary_cross_entropy_with_logits(logits.float(), gold, pos_weight=weights[side], reduction="none")
                loss = loss + each.sum() / len(rows)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
        print(f"  epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return network.eval()


@torch.no_grad()
def judge(network: CallNetwork, calls: list[list[dict]], tokenizer) -> dict[str, dict[str, float]]:
    """Logits by "call turn" and task."""
    network.eval()
    out: dict[str, dict[str, float]] = {}
    for call in calls:
        sequences = batches.encode(tokenizer, [r["text"] for r in call], LONGEST)
        for side, (logits, places) in logits_of(network, [call], sequences).items():
            for place, values in zip(places, logits.tolist()):
                out[f"{call[place]['call']} {call[place]['turn']}"] = dict(zip(tasks(side), values))
    return out


@dataclass(frozen=True)
class Fitted:
    network: CallNetwork
    #: Names of the calls that it learned from.
    read: frozenset[str]


def fitted(name: str, calls: list[list[dict]], start: Path, work: Path, tokenizer, epochs: int, seed: int) -> Fitted:
    """The network of that name from --work, with the calls that it once read, or else one that has read `calls`."""
    place = work / f"turn-network-{name}.pt"
    stored = torch.load(start, weights_only=True)
    shape = Shape(**{**stored["shape"], "dropout": INNER_DROPOUT})
    if place.exists():
        own = torch.load(place, weights_only=True)
        network = CallNetwork(Encoder(shape), {side: len(tasks(side)) for side in turn_labels.SIDES})
        network.load_state_dict(own["model"])
        return Fitted(network.eval(), frozenset(own["read"]))
    print(f"network {name}: {len(calls)} calls", flush=True)
    network = train(calls, stored["model"], shape, tokenizer, seed, epochs)
    read = sorted(call[0]["call"] for call in calls)
    torch.save({"model": network.state_dict(), "read": read}, place)
    return Fitted(network, frozenset(read))


def judge_unseen(networks: list[Fitted], calls: list[list[dict]], tokenizer) -> dict[str, dict[str, float]]:
    """Each call as judged by the first network that has read neither it nor the call that it is made from."""
    own: list[list[list[dict]]] = [[] for _ in networks]
    for call in calls:
        name = call[0].get("bareOf", call[0]["call"])
        free = [i for i, each in enumerate(networks) if name not in each.read]
        if not free:
            raise SystemExit(f"Every network in --work has read the call {name}: delete turn-network-*.pt and train them anew.")
        own[free[0]].append(call)
    return {key: value for each, some in zip(networks, own) for key, value in judge(each.network, some, tokenizer).items()}


def write(network: CallNetwork, rows: list[dict], tokenizer, work: Path, out: Path) -> None:
    """Static int8, with the ranges of some turns of the calls."""
    texts = sorted({r["text"] for r in rows}, key=lambda t: corpora.fraction(t, "calibration"))
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(work / name, out / name)
    export.write_int8(TurnGraph(network), tokenizer, texts[: export.CALIBRATION_TURNS], work, out)
    config = export.bert_config(network.encoder.shape, outputs(), {"id": NAME})
    export.write_json(out / "config.json", {**config, "problem_type": "multi_label_classification"})
    if out.resolve() == SHIPPED.resolve():
        write_reference(network, texts, tokenizer)


def write_reference(network: CallNetwork, texts: list[str], tokenizer) -> None:
    """fp32 log odds of some turns, for the test of the int8 network."""
    chosen = sorted(texts, key=lambda t: corpora.fraction(t, "reference"))[: export.REFERENCE_TURNS]
    graph = TurnGraph(network).eval()
    with torch.no_grad():
        rows = [
            {"text": text, "logits": [round(v, 3) for v in graph(*batches.pad(batches.encode(tokenizer, [text], LONGEST)))[0].tolist()]}
            for text in chosen
        ]
    REFERENCE_FILE.write_text("[\n" + ",\n".join(json.dumps(r, ensure_ascii=False) for r in rows) + "\n]\n", encoding="utf-8")


def run(rows_file: Path, work: Path, out: Path, epochs: int = EPOCHS, seed: int = 20) -> None:
    rows = [json.loads(line) for line in rows_file.read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if r["language"] == "zh" and r["speaker"] in turn_labels.SIDES]
    calls = calls_of(rows)
    whole = [c for c in calls if "bareOf" not in c[0]]
    fold_of = turn_labels.folds_of([c[0]["call"] for c in whole])
    tokenizer, start = vocabulary.load(work), work / "pretrained-large.pt"

    def network_without(out: tuple[int, ...], name: str) -> Fitted:
        taught = [c for c in whole if fold_of[c[0]["call"]] not in out]
        return fitted(name, taught, start, work, tokenizer, epochs, seed + (out[0] if out else turn_labels.FOLDS))

    of_all = network_without((), "all")
    # Calls that came after all of them were trained are new to that of all calls, which is the best of them.
    networks = [of_all, *(network_without(group, "without-" + "-".join(map(str, group))) for group in GROUPS)]
    unseen = judge_unseen(networks, calls, tokenizer)
    (work / "network-unseen.json").write_text(json.dumps(unseen), encoding="utf-8")
    write(of_all.network, [r for call in whole for r in call], tokenizer, work, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, required=True, help="rows of turn-rows.mjs, train and dev")
    parser.add_argument("--work", type=Path, default=Path("work/encoder"))
    parser.add_argument("--out", type=Path, default=SHIPPED)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    run(args.rows, args.work, args.out, args.epochs, args.seed)


if __name__ == "__main__":
    main()
