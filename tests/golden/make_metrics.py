"""Writes metrics.json: scikit-learn's and SciPy's scores of small tables of answers, with ties, classes that are missing, one row,
constants and zeros.

    target/venv/bin/python tests/golden/make_metrics.py

Where scikit-learn gives no number, warns that a score is not defined, or gives a convention in its place, null stands here: a score
of rows of one class or of numbers that do not vary. Three it does not have in this form, and they are worked here by their
definition: one class against the rest where classes are missing (held to scikit-learn's where none is), the calibration error, and
the log loss of a probability of 0, which counts as the least positive float32.
"""

import warnings

import numpy as np
import scipy
from scipy import stats
from sklearn import metrics

from problems import numbers, write

LEAST = float(np.finfo(np.float32).tiny)
BINS = 15


def roc_auc(y, p):
    """Plain and weighted mean of each class against the rest, over the classes that are there."""
    k = p.shape[1]
    there = np.unique(y)
    if len(there) < 2:
        return None, None
    if k == 2:
        return metrics.roc_auc_score(y, p[:, 1]), None
    areas = [metrics.roc_auc_score(y == c, p[:, c]) for c in there]
    plain, weighted = np.mean(areas), np.average(areas, weights=[np.sum(y == c) for c in there])
    if len(there) == k:
        for average, ours in (("macro", plain), ("weighted", weighted)):
            assert np.isclose(metrics.roc_auc_score(y, p, multi_class="ovr", average=average), ours, rtol=1e-13)
    return plain, weighted


def average_precision(y, p):
    there = np.unique(y)
    if p.shape[1] == 2:
        return metrics.average_precision_score(y, p[:, 1]) if 1 in there else None
    return np.mean([metrics.average_precision_score(y == c, p[:, c]) for c in there])


def log_loss(y, p):
    own = p[np.arange(len(y)), y]
    if own.min() == 0:
        return -np.mean(np.log(np.maximum(own, LEAST)))
    return metrics.log_loss(y, p, labels=range(p.shape[1]))


def calibration_error(y, p):
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    bins = np.clip(np.ceil(confidence * BINS), 1, BINS)
    return sum(
        np.sum(bins == b) / len(y) * abs(right[bins == b].mean() - confidence[bins == b].mean())
        for b in np.unique(bins)
    )


def top_5(y, p):
    k = p.shape[1]
    # Of equal ones scikit-learn takes the last, and the answer is the first: so the classes are turned round.
    return metrics.top_k_accuracy_score(k - 1 - y, p[:, ::-1], k=5, labels=range(k)) if k > 5 else None


def classes(p, y):
    p, y = np.asarray(p, dtype=float), np.asarray(y, dtype=int)
    k, answers = p.shape[1], p.argmax(axis=1)
    averaged = {"zero_division": 0.0}
    plain, weighted = roc_auc(y, p)
    kappa = metrics.cohen_kappa_score(y, answers)
    return {
        "probabilities": numbers(p),
        "answers": numbers(answers),
        "actual": numbers(y),
        "scores": scores(
            accuracy=metrics.accuracy_score(y, answers),
            log_loss=log_loss(y, p),
            roc_auc=plain,
            roc_auc_weighted=weighted,
            average_precision=average_precision(y, p),
            brier=metrics.brier_score_loss(y, p[:, 1] if k == 2 else p, labels=range(k)),
            balanced_accuracy=metrics.balanced_accuracy_score(y, answers),
            f1_macro=metrics.f1_score(y, answers, average="macro", **averaged),
            f1_micro=metrics.f1_score(y, answers, average="micro", **averaged),
            precision_macro=metrics.precision_score(y, answers, average="macro", **averaged),
            recall_macro=metrics.recall_score(y, answers, average="macro", **averaged),
            matthews=metrics.matthews_corrcoef(y, answers) if len(np.unique(y)) > 1 else None,
            kappa=kappa,
            calibration_error=calibration_error(y, p),
            top_5_accuracy=top_5(y, p),
        ),
    }


def of_numbers(answers, y):
    answers, y = np.asarray(answers, dtype=float), np.asarray(y, dtype=float)
    varies = len(np.unique(y)) > 1
    return {
        "answers": numbers(answers),
        "actual": numbers(y),
        "scores": scores(
            r2=metrics.r2_score(y, answers) if varies else None,
            root_mean_squared_error=metrics.root_mean_squared_error(y, answers),
            mean_absolute_error=metrics.mean_absolute_error(y, answers),
            median_absolute_error=metrics.median_absolute_error(y, answers),
            mean_absolute_percentage_error=metrics.mean_absolute_percentage_error(y, answers) if y.all() else None,
            spearman=stats.spearmanr(answers, y).statistic if varies and len(np.unique(answers)) > 1 else None,
        ),
    }


def scores(**named):
    return {name: None if score is None or np.isnan(score) else float(score) for name, score in named.items()}


def drawn(rng, n, k, grid=None, classes=None):
    """Probabilities of k classes in n rows, and classes that follow them; `grid`: in so many equal parts of 1, so that many tie."""
    p = rng.dirichlet(np.full(k, 0.7), n)
    y = np.array([rng.choice(k, p=row) for row in p])
    if classes is not None:
        y = rng.choice(classes, n)
    if grid is not None:
        p = np.array([rng.multinomial(grid, row) / grid for row in p])
    return p, y


def main():
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(16)
    even = lambda n, k: np.full((n, k), 1 / k)
    write(
        "metrics.json",
        {
            "spearman_by": f"SciPy {scipy.__version__}",
            "classes": {
                "two": classes(*drawn(rng, 61, 2)),
                "two with ties and zeros": classes(*drawn(rng, 60, 2, grid=4)),
                "two, and only the first is there": classes(*drawn(rng, 9, 2, classes=[0])),
                "two, and only the second is there": classes(*drawn(rng, 9, 2, classes=[1])),
                "two, one row": classes([[0.25, 0.75]], [1]),
                "two, always the same": classes(np.tile([0.75, 0.25], (11, 1)), [0, 1, 0, 0, 1, 0, 1, 0, 0, 0, 1]),
                "two, sure and right": classes(np.eye(2)[[0, 1, 1]], [0, 1, 1]),
                "two, sure and wrong": classes(np.eye(2)[[0, 1, 1]], [1, 0, 0]),
                "three": classes(*drawn(rng, 70, 3)),
                "three with ties and zeros": classes(*drawn(rng, 70, 3, grid=4)),
                "eight": classes(*drawn(rng, 120, 8)),
                "eight with ties and zeros": classes(*drawn(rng, 120, 8, grid=8)),
                "eight, three of them missing": classes(*drawn(rng, 40, 8, classes=[1, 2, 5, 6, 7])),
                "eight, only one is there": classes(*drawn(rng, 12, 8, classes=[3])),
                "eight, one row": classes(*drawn(rng, 1, 8)),
                "six, all equally likely": classes(even(14, 6), rng.integers(0, 6, 14)),
                "a hundred and one": classes(*drawn(rng, 20, 101)),
            },
            "numbers": {
                "an even number": of_numbers(rng.normal(size=40), rng.normal(size=40) + 3),
                "an odd number with ties": of_numbers(rng.integers(-3, 4, 41), rng.integers(1, 6, 41)),
                "zeros": of_numbers(rng.normal(size=15), rng.integers(0, 3, 15)),
                "one row": of_numbers([2.5], [4.0]),
                "always the same": of_numbers(np.full(12, 2.0), rng.normal(size=12)),
                "actual values that do not vary": of_numbers(rng.normal(size=12), np.full(12, -7.0)),
                "right": of_numbers([1.0, 2.0, 4.0], [1.0, 2.0, 4.0]),
                "far from zero": of_numbers(*(1e9 + rng.integers(-99, 99, (2, 30)) / 8)),
            },
        },
        "make_metrics.py",
    )


if __name__ == "__main__":
    main()
