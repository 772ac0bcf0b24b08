"""A small Chinese BERT of our own, with an embedding for pairs of characters.

Two layers see little; most of what an n-gram model knows sits in pairs of
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


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 7000
    hidden: int = 128
    layers: int = 2
    heads: int = 4
    inner: int = 512
    positions: int = 96
    buckets: int = 16384
    dropout: float = 0.1

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


#: Of each network that is trained here: `small` reads feelings and abuse, `large` the labels of turns.
SHAPES = {"small": Shape(), "large": Shape(hidden=256, layers=4, inner=1024, dropout=0.05)}


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
    """Token ids to logits [batch, 4]: three of sentiment (softmax), one of abuse (sigmoid)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.tokens = nn.Embedding(shape.vocabulary, shape.hidden, padding_idx=0)
        self.pairs = nn.Embedding(shape.buckets, shape.hidden)
        self.places = nn.Embedding(shape.positions, shape.hidden)
        self.norm = nn.LayerNorm(shape.hidden)
        self.dropout = nn.Dropout(shape.dropout)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.classify = nn.Linear(2 * shape.hidden, len(LABELS))
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

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Of the small network: [CLS] and the mean of the last layer."""
        x = self.states(ids, mask)
        seen = mask.to(x.dtype)[:, :, None]
        mean = (x * seen).sum(1) / seen.sum(1)
        return self.classify(self.dropout(torch.cat((x[:, 0], mean), dim=-1)))

    def masked_lm(self, ids: Tensor, mask: Tensor, chosen: Tensor) -> Tensor:
        """Vocabulary logits of the chosen positions only: the full matrix would cost most of the step."""
        return self.words_at(self.states(ids, mask), chosen)

    def words_at(self, states: Tensor, chosen: Tensor) -> Tensor:
        x = self.lm_norm(F.relu(self.lm_transform(states[chosen])))
        return x @ self.tokens.weight.T + self.lm_bias


class Joined(nn.Module):
    """What is shipped: the logits of the encoder plus those of the linear model over tokens and pairs."""

    def __init__(self, deep: Encoder, weights: Tensor, squares: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.deep = deep
        self.buckets = weights.shape[0] - deep.shape.vocabulary
        self.register_buffer("weights", weights.half())
        self.register_buffer("squares", squares.half())
        self.register_buffer("bias", bias.float())

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        before = F.pad(ids[:, :-1], (1, 0))
        pairs = (before * PAIR_FACTOR + ids) % self.buckets + self.deep.shape.vocabulary
        rows, seen = torch.cat((ids, pairs), dim=1), torch.cat((mask, mask), dim=1).float()
        summed = (self.weights[rows].float() * seen[:, :, None]).sum(1)
        length = (self.squares[rows].float() * seen).sum(1, keepdim=True).clamp(min=1e-6).sqrt()
        return self.deep(ids, mask) + summed / length + self.bias
