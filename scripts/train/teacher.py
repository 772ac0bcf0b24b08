"""Soft labels from n-gram models, so that the encoder starts from what the floor already knows.

Every text is judged by a model that was not trained on it (cross-fitting over
five folds): a judgement of its own training texts would only repeat the labels.
"""
from __future__ import annotations

from dataclasses import replace

import numpy as np

import corpora
import floor
from corpora import Example

FOLDS = 5


def soften(examples: list[Example], label: str, strength: float) -> list[Example]:
    """The same examples, each with the class probabilities `soft` of a model that never saw it."""
    texts = [e.text for e in examples]
    gold = np.asarray([getattr(e, label) for e in examples])
    folds = np.asarray([int(corpora.fraction(corpora.bare(t), "teacher") * FOLDS) for t in texts])
    soft = np.zeros((len(examples), int(gold.max()) + 1))
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        fitted = floor.build(strength, False).fit([texts[i] for i in outside], gold[outside])
        soft[inside] = fitted.predict_proba([texts[i] for i in inside])
    return [replace(e, soft=tuple(float(v) for v in row)) for e, row in zip(examples, soft, strict=True)]
