"""A small Chinese BERT of our own, with an embedding for pairs of characters, and what is read off it.

Few layers see little; most of what an n-gram model knows sits in pairs of
neighbouring characters (that is, words). So each position adds the embedding of
its pair, found by a hash into a fixed number of buckets. The hash is arithmetic
on token ids inside the graph: the tokenizer stays a plain BERT one.
"""
from __future__ import annotations

from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

LABELS = ("negative", "neutral", "positive", "abuse")
PAIR_FACTOR = 31337
VECTOR = 192
HEAD_DROPOUT = 0.2
#: Of the network over the turns of a call.
CONTEXT_LAYERS = 2
CONTEXT_HEADS = 4
CONTEXT_INNER = 384
CONTEXT_DROPOUT = 0.15
#: How far a turn looks in each layer, so that long calls can be read in pieces; farther than `NEAR` turns are alike.
BAND = 16
NEAR = 8
#: Who speaks; not known where a recording is not split.
SPEAKERS = ("agent", "caller", "unknown")


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 7000
    hidden: int = 256
    layers: int = 4
    heads: int = 4
    inner: int = 1024
    positions: int = 96
    buckets: int = 16384
    dropout: float = 0.05

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


class Layer(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.hidden, shape.hidden)
        self.key = nn.Linear(shape.hidden, shape.hidden)
        self.value = nn.Linear(shape.hidden, shape.hidden)
        self.joined = nn.Linear(shape.hidden, shape.hidden)
        self.widen = nn.Linear(shape.hidden, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.hidden)
        self.norm_attention = nn.LayerNorm(shape.hidden)
        self.norm_output = nn.LayerNorm(shape.hidden)
        self.dropout = nn.Dropout(shape.dropout)

    def split(self, x: Tensor) -> Tensor:
        batch, length, hidden = x.shape
        return x.view(batch, length, self.heads, hidden // self.heads).transpose(1, 2)

    def forward(self, x: Tensor, bias: Tensor, rows: int | None = None) -> Tensor:
        """New states of the first `rows` places (all without a number), each having seen every place."""
        own = x if rows is None else x[:, :rows]
        query, key, value = self.split(self.query(own)), self.split(self.key(x)), self.split(self.value(x))
        scores = query @ key.transpose(-1, -2) / (query.shape[-1] ** 0.5) + bias
        mixed = (torch.softmax(scores, dim=-1) @ value).transpose(1, 2).flatten(2)
        own = self.norm_attention(own + self.dropout(self.joined(mixed)))
        return self.norm_output(own + self.dropout(self.narrow(F.relu(self.widen(own)))))


class Encoder(nn.Module):
    """Token ids to states, and what pre-training asks of them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.tokens = nn.Embedding(shape.vocabulary, shape.hidden, padding_idx=0)
        self.pairs = nn.Embedding(shape.buckets, shape.hidden)
        self.places = nn.Embedding(shape.positions, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.lm_transform = nn.Linear(shape.hidden, shape.hidden)
        self.lm_norm = nn.LayerNorm(shape.hidden)
        self.lm_bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.neighbour = nn.Linear(shape.hidden, shape.hidden)
        for table in (self.tokens, self.pairs, self.places):
            nn.init.normal_(table.weight, std=0.05)

    def buckets_of(self, ids: Tensor) -> Tensor:
        before = F.pad(ids[:, :-1], (1, 0))
        return (before * PAIR_FACTOR + ids) % self.shape.buckets

    def embedded(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The tokens as vectors, and what attention adds to places that hold none."""
        x = self.tokens(ids) + self.pairs(self.buckets_of(ids)) + self.places.weight[: ids.shape[1]]
        return self.dropout(self.norm(x)), (1.0 - mask.to(x.dtype))[:, None, None, :] * -10000.0

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        x, bias = self.embedded(ids, mask)
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        """[CLS] of the last layer, the only place that it is computed for, and the mean of the places before it."""
        x, bias = self.embedded(ids, mask)
        for layer in self.layers[:-1]:
            x = layer(x, bias)
        seen = mask.to(x.dtype)[:, :, None]
        mean = (x * seen).sum(1) / seen.sum(1)
        return torch.cat((self.layers[-1](x, bias, rows=1)[:, 0], mean), dim=-1)

    def words_at(self, states: Tensor, chosen: Tensor) -> Tensor:
        x = self.lm_norm(F.relu(self.lm_transform(states[chosen])))
        return x @ self.tokens.weight.T + self.lm_bias


class ContextLayer(nn.Module):
    """Attention among the turns of a call, as far as `BAND` goes."""

    def __init__(self) -> None:
        super().__init__()
        self.joint = nn.Linear(VECTOR, 3 * VECTOR)
        self.joined = nn.Linear(VECTOR, VECTOR)
        self.widen = nn.Linear(VECTOR, CONTEXT_INNER)
        self.narrow = nn.Linear(CONTEXT_INNER, VECTOR)
        self.norm_attention = nn.LayerNorm(VECTOR)
        self.norm_inner = nn.LayerNorm(VECTOR)
        self.dropout = nn.Dropout(CONTEXT_DROPOUT)
        self.distances = nn.Parameter(torch.zeros(CONTEXT_HEADS, 2 * NEAR + 1))

    def split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (CONTEXT_HEADS, VECTOR // CONTEXT_HEADS)).transpose(1, 2)

    def forward(self, x: Tensor, unseen: Tensor, distance: Tensor) -> Tensor:
        query, key, value = (self.split(part) for part in self.joint(self.norm_attention(x)).chunk(3, dim=-1))
        bias = self.distances[:, distance.clamp(-NEAR, NEAR) + NEAR]
        scores = query @ key.transpose(-1, -2) / ((VECTOR // CONTEXT_HEADS) ** 0.5) + bias
        weights = torch.softmax(scores.float().masked_fill(unseen, -10000.0), dim=-1).to(value.dtype)
        x = x + self.dropout(self.joined((weights @ value).transpose(1, 2).flatten(2)))
        return x + self.dropout(self.narrow(F.relu(self.widen(self.norm_inner(x)))))


class Context(nn.Module):
    """The turns of calls, seen among those around them: vectors, speakers (places in `SPEAKERS`) and which are turns."""

    def __init__(self) -> None:
        super().__init__()
        self.speakers = nn.Embedding(len(SPEAKERS), VECTOR)
        self.layers = nn.ModuleList(ContextLayer() for _ in range(CONTEXT_LAYERS))
        self.norm = nn.LayerNorm(VECTOR)

    def forward(self, vectors: Tensor, speakers: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(vectors.shape[1])
        distance = places[None, :] - places[:, None]
        unseen = (mask == 0)[:, None, None, :] | (distance.abs() > BAND)
        x = vectors + self.speakers(speakers)
        for layer in self.layers:
            x = layer(x, unseen, distance)
        return self.norm(x)


class Network(nn.Module):
    """One reading of a turn, and what is taken from it.

    Logits of feelings (softmax) and abuse (sigmoid), and a vector. Of the vectors of a call, each beside those of its
    neighbours and among those around it, the labels of each side are read: `sizes` says how many.
    """

    def __init__(self, shape: Shape, sizes: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.feel = nn.Linear(2 * shape.hidden, len(LABELS))
        self.project = nn.Linear(2 * shape.hidden, VECTOR)
        self.dropout = nn.Dropout(HEAD_DROPOUT)
        self.context = Context()
        self.heads = nn.ModuleDict({side: nn.Linear(4 * VECTOR, size) for side, size in sizes.items()})

    def pooled(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.encoder.dropout(self.encoder.pooled(ids, mask))

    def feelings(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.feel(self.pooled(ids, mask))

    def vector(self, pooled: Tensor) -> Tensor:
        return torch.tanh(self.project(pooled))

    def labels(self, vectors: Tensor, speakers: Tensor, mask: Tensor) -> dict[str, Tensor]:
        """Log odds [calls, turns, labels] of each side for every turn; vectors of what is no turn are zero."""
        before, after = F.pad(vectors[:, :-1], (0, 0, 1, 0)), F.pad(vectors[:, 1:], (0, 0, 0, 1))
        states = torch.cat((vectors, before, after, self.context(vectors, speakers, mask)), dim=-1)
        return {side: head(self.dropout(states)) for side, head in self.heads.items()}


class Wide(nn.Module):
    """A linear model over tokens and pairs: logits [batch, 4]."""

    def __init__(self, vocabulary: int, weights: Tensor, squares: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.buckets = weights.shape[0] - vocabulary
        self.register_buffer("weights", weights.half())
        self.register_buffer("squares", squares.half())
        self.register_buffer("bias", bias.float())

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        before = F.pad(ids[:, :-1], (1, 0))
        pairs = (before * PAIR_FACTOR + ids) % self.buckets + self.vocabulary
        rows, seen = torch.cat((ids, pairs), dim=1), torch.cat((mask, mask), dim=1).float()
        summed = (self.weights[rows].float() * seen[:, :, None]).sum(1)
        length = (self.squares[rows].float() * seen).sum(1, keepdim=True).clamp(min=1e-6).sqrt()
        return summed / length + self.bias


class Shipped(nn.Module):
    """What is shipped of texts: the logits of feelings and abuse, those of the linear model added, and the vector."""

    def __init__(self, network: Network, wide: Wide) -> None:
        super().__init__()
        self.network = network
        self.wide = wide

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        pooled = self.network.pooled(ids, mask)
        feelings = self.network.feel(pooled) + self.wide(ids, mask)
        return torch.cat((feelings, self.network.vector(pooled)), dim=-1)


class ShippedContext(nn.Module):
    """What is shipped of calls: from the vectors [turns, VECTOR] and speakers [turns] of one call the log odds of all labels."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, vectors: Tensor, speakers: Tensor) -> Tensor:
        own, sides = vectors[None], speakers[None]
        return torch.cat(list(self.network.labels(own, sides, torch.ones_like(sides)).values()), dim=-1)[0]
