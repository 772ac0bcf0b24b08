"""The floor to beat: character 1-3-gram tf-idf with logistic regression, same splits."""
from __future__ import annotations

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import Pipeline, make_pipeline

STRENGTHS = (0.5, 1.0, 3.0)


def build(strength: float, balanced: bool) -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        LogisticRegression(C=strength, max_iter=400, class_weight="balanced" if balanced else None),
    )


def scores(gold: list[int], guess: np.ndarray) -> dict[str, float]:
    return {
        "accuracy": round(float(accuracy_score(gold, guess)), 4),
        "macroF1": round(float(f1_score(gold, guess, average="macro")), 4),
    }


def best(train: tuple[list[str], list[int]], dev: tuple[list[str], list[int]], balanced: bool) -> Pipeline:
    """The strength of regularisation is chosen on dev, as it is for the encoder."""
    fitted = [build(c, balanced).fit(*train) for c in STRENGTHS]
    return max(fitted, key=lambda p: f1_score(dev[1], p.predict(dev[0]), average="macro"))
