"""Temperatures, and the probabilities from which a label may decide, chosen on held-out texts.

Held-out sets hold far more feeling and abuse than calls do, which flatters any
precision. So each class is weighed to about the share that it has in calls
before a precision is taken; where no threshold reaches the goal the answer is
null, and the label may support a finding but not decide one.

Sentiment is set on our own held-out call-centre sentences: TV dialogue is rated
by face and voice too, and says little about what the words of a caller deserve.
Abuse has to reach its goal twice, on weibo (COLD) and on spoken lines.
"""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

import corpora

Scorer = Callable[[list[str]], np.ndarray]
SENTIMENT_PRECISION = 0.85
ABUSE_PRECISION = 0.90
FEWEST_HITS = 12
CALL_SHARES = {"negative": 0.25, "neutral": 0.65, "positive": 0.10}
ABUSE_SHARE = 0.05


def softmax(logits: np.ndarray) -> np.ndarray:
    logits = logits.astype(np.float64)
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-logits.astype(np.float64)))


def said(logits: np.ndarray, limits: dict[str, dict[str, float]]) -> list[dict[str, object]]:
    """What logits of feelings and abuse [n, 4] say, temperatures applied, in the decimals and words of the product."""
    felt = softmax(logits[:, :3] / limits["temperature"]["sentiment"])
    abuse = sigmoid(logits[:, 3] / limits["temperature"]["abuse"])
    return [
        {"sentiment": {n: round(float(v), 4) for n, v in zip(corpora.SENTIMENTS, row)}, "abuse": round(float(a), 4)}
        for row, a in zip(felt, abuse, strict=True)
    ]


def temperature(loss: Callable[[float], float]) -> float:
    """The divisor of the logits, 0.5..4, with the least log loss."""
    return min((round(0.5 + 0.05 * i, 2) for i in range(71)), key=loss)


def share_weights(gold: np.ndarray, shares: list[float]) -> np.ndarray:
    """A weight for each row, so that the classes have the given shares."""
    counts = np.bincount(gold, minlength=len(shares))
    return (np.asarray(shares) / np.maximum(counts, 1))[gold]


def sentiment_temperature(logits: np.ndarray, gold: np.ndarray, weight: np.ndarray) -> float:
    rows = np.arange(len(gold))
    return temperature(lambda t: float(-(weight * np.log(softmax(logits / t)[rows, gold] + 1e-9)).sum()))


def abuse_temperature(logits: np.ndarray, gold: np.ndarray) -> float:
    def loss(t: float) -> float:
        p = np.clip(sigmoid(logits / t), 1e-9, 1 - 1e-9)
        return float(-(gold * np.log(p) + (1 - gold) * np.log(1 - p)).mean())

    return temperature(loss)


def threshold(probability: np.ndarray, hit: np.ndarray, weight: np.ndarray, goal: float) -> float | None:
    """The lowest probability (0.50..0.99, steps of 0.01) from which weighted precision reaches the goal."""
    for step in range(50, 100):
        chosen = probability >= step / 100
        if chosen.sum() >= FEWEST_HITS and (weight * hit)[chosen].sum() >= goal * weight[chosen].sum():
            return step / 100
    return None


def sentiment_limits(score: Scorer) -> tuple[float, dict[str, float | None]]:
    spoken = corpora.domain()["test"]
    logits, gold = score([e.text for e in spoken])[:, :3], np.asarray([e.sentiment for e in spoken])
    weight = share_weights(gold, [CALL_SHARES[name] for name in corpora.SENTIMENTS])
    warmth = sentiment_temperature(logits, gold, weight)
    probability = softmax(logits / warmth)
    return warmth, {
        name: threshold(probability[:, i], gold == i, weight, SENTIMENT_PRECISION)
        for i, name in enumerate(corpora.SENTIMENTS)
        if name != "neutral"
    }


def spoken_abuse(data: Path) -> list[corpora.Example]:
    lines = corpora.domain()["test"] + corpora.cped(data)["dev"]
    return [e for e in lines if e.abuse != corpora.NO_LABEL]


def abuse_limit(score: Scorer, data: Path) -> tuple[float, float | None]:
    weibo, spoken = corpora.cold(data)["dev"], spoken_abuse(data)
    logits, gold = score([e.text for e in weibo])[:, 3], np.asarray([e.abuse for e in weibo])
    heat = abuse_temperature(logits, gold)
    written = threshold(sigmoid(logits / heat), gold == 1, np.ones(len(gold)), ABUSE_PRECISION)
    said = np.asarray([e.abuse for e in spoken])
    weight = share_weights(said, [1 - ABUSE_SHARE, ABUSE_SHARE])
    probability = sigmoid(score([e.text for e in spoken])[:, 3] / heat)
    heard = threshold(probability, said == 1, weight, ABUSE_PRECISION)
    return heat, None if written is None or heard is None else max(written, heard)


def limits(score: Scorer, data: Path) -> dict[str, object]:
    """What config.json keeps under `tingping` beside the name and the version."""
    warmth, deciding = sentiment_limits(score)
    heat, abuse = abuse_limit(score, data)
    return {
        "temperature": {"sentiment": warmth, "abuse": heat},
        "thresholds": {**deciding, "abuse": abuse},
    }
