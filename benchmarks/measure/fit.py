"""Logistic regression on a handful of columns, fitted on other rows than those it scores."""

import hashlib
from collections.abc import Sequence
from math import exp

Matrix = list[list[float]]

RIDGE = 1.0
"""Pull towards nought, in rows: keeps a column that separates a small part perfectly from running away."""
STEPS = 25
FOLDS = 5


def out_of_fold(columns: Sequence[Sequence[float]], truth: Sequence[bool], keys: Sequence[str]) -> list[float]:
    """For each row the log-odds by a model that never saw its key: keys fall into five folds by their digest."""
    folds = [int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % FOLDS for key in keys]
    scores = [0.0] * len(truth)
    for fold in range(FOLDS):
        rest = [row for row, held in enumerate(folds) if held != fold]
        weights, means, spreads = fit([columns[row] for row in rest], [truth[row] for row in rest])
        for row in (row for row, held in enumerate(folds) if held == fold):
            scores[row] = _odds(weights, _scaled(columns[row], means, spreads))
    return scores


def fit(rows: Sequence[Sequence[float]], truth: Sequence[bool]) -> tuple[list[float], list[float], list[float]]:
    """Weights (the constant first), and the means and spreads that columns are scaled by. By Newton's steps."""
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    columns = list(zip(*rows, strict=True))
    spreads = [
        (sum((value - mean) ** 2 for value in column) / len(rows)) ** 0.5 or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    scaled = [_scaled(row, means, spreads) for row in rows]
    weights = [0.0] * (len(means) + 1)
    for _ in range(STEPS):
        step = _newton(weights, scaled, truth)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-7:
            break
    return weights, means, spreads


def _scaled(row: Sequence[float], means: Sequence[float], spreads: Sequence[float]) -> list[float]:
    return [1.0, *((value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True))]


def _odds(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, row, strict=True))


def _newton(weights: Sequence[float], rows: Matrix, truth: Sequence[bool]) -> list[float]:
    size = len(weights)
    slope = [-RIDGE * weight if at else 0.0 for at, weight in enumerate(weights)]
    curve = [[RIDGE if one == other and one else 0.0 for other in range(size)] for one in range(size)]
    for row, label in zip(rows, truth, strict=True):
        chance = 1 / (1 + exp(-max(-30.0, min(30.0, _odds(weights, row)))))
        weight = max(chance * (1 - chance), 1e-9)
        for one in range(size):
            slope[one] += (label - chance) * row[one]
            for other in range(size):
                curve[one][other] += weight * row[one] * row[other]
    return _solved(curve, slope)


def _solved(matrix: Matrix, right: list[float]) -> list[float]:
    """Gauss with pivots: the matrix is small and positive definite."""
    size = len(right)
    held = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(held[row][column]))
        held[column], held[pivot] = held[pivot], held[column]
        for row in range(size):
            if row != column:
                factor = held[row][column] / held[column][column]
                held[row] = [value - factor * other for value, other in zip(held[row], held[column], strict=True)]
    return [held[row][size] / held[row][row] for row in range(size)]
