"""scikit-learn's own networks of the assignment's section 5, on our prepared rows, beside ours.

    perceptab assignment test-scikit-learn --rows ROWS
    python benches/assignment.py ROWS

ROWS: the folder with train.csv and test.csv, a row's inputs and its target in each line, and runs.json, our own runs, whose
recipes say what is trained. scikit-learn trains on the same rows as float32, on one thread, with every setting of the recipe
and its own first weights and order of rows.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

ACTIVATIONS = {"sigmoid": "logistic", "relu": "relu"}


def parts(rows):
    """(inputs, targets as text) of the train and the test rows."""
    for part in ("train", "test"):
        cells = [line.rsplit(",", 1) for line in (Path(rows) / f"{part}.csv").read_text().splitlines()]
        inputs = np.array([inputs.split(",") for inputs, _ in cells], dtype=np.float32)
        yield inputs, np.array([target for _, target in cells])


def model_of(recipe):
    base = MLPRegressor if recipe["task"] == "regression" else MLPClassifier
    return base(
        hidden_layer_sizes=recipe["hidden"], activation=ACTIVATIONS[recipe["activation"]], solver="sgd",
        learning_rate_init=recipe["learning_rate"], momentum=recipe["momentum"], nesterovs_momentum=recipe["nesterov"],
        alpha=recipe["alpha"], batch_size=recipe["batch_size"], max_iter=recipe["epochs"], tol=0.0,
        n_iter_no_change=10**9, early_stopping=False, random_state=recipe["seed"],
    )


def scores(recipe, model, inputs, targets, limits):
    """Share of exact answers, and R² of a regression, as the engine defines them."""
    if recipe["task"] != "regression":
        exact = model.predict(inputs) == targets
        return {"accuracy": float(exact.mean()), "correct": int(exact.sum())}
    actual = targets.astype(float)
    answers = model.predict(inputs).astype(float) * recipe["target_scale"]["divide-by"]
    exact = np.clip(np.round(answers), *limits) == actual
    variance = ((actual - actual.mean()) ** 2).mean()
    return {
        "accuracy": float(exact.mean()), "correct": int(exact.sum()),
        "r2": float(1 - ((actual - answers) ** 2).mean() / variance),
        "mean_absolute_error": float(np.abs(actual - answers).mean()),
    }


def train(recipe, rows):
    warnings.simplefilter("ignore", ConvergenceWarning)
    (x, y), (x_test, y_test) = parts(rows)
    limits = None
    if recipe["task"] == "regression":
        everything = np.concatenate([y, y_test]).astype(float)
        limits = (everything.min(), everything.max())
        wanted = (y.astype(float) / recipe["target_scale"]["divide-by"]).astype(np.float32)
    else:
        wanted = y
    model = model_of(recipe)
    start = time.perf_counter()
    model.fit(x, wanted)
    seconds = time.perf_counter() - start
    assert model.n_iter_ == recipe["epochs"] and model.coefs_[0].dtype == np.float32
    return {
        "seconds": seconds,
        "train": scores(recipe, model, x, y, limits),
        "test": scores(recipe, model, x_test, y_test, limits),
    }


def main(rows):
    runs = json.loads((Path(rows) / "runs.json").read_text())["runs"]
    head = ["", "train accuracy", "test accuracy", "MAE", "R²", "seconds"]
    table = [head]

    def cells(name, train_part, test, mae, r2, seconds):
        def share(part):
            return f"{100 * part['accuracy']:.2f} % ({part['correct']:,})" if part else "–"

        def number(value, digits):
            return "–" if value is None else f"{value:.{digits}f}".replace("-", "−")

        return [name, share(train_part), share(test), number(mae, 2), number(r2, 3), number(seconds, 1)]

    for run in runs:
        theirs = train(run["recipe"], rows)
        table.append(cells(f"{run['title']}, ours", run["train"], run["test"], run["mean_absolute_error"], run["r2"], run["seconds"]))
        test = theirs["test"]
        table.append(cells(f"{run['title']}, scikit-learn", theirs["train"], test, test.get("mean_absolute_error"), test.get("r2"), theirs["seconds"]))
        print(f"scikit-learn, {run['title']}: {theirs['seconds']:.1f} s", file=sys.stderr)
    widths = [max(len(row[column]) for row in table) for column in range(len(head))]
    for row in table:
        first, rest = row[0].ljust(widths[0]), [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join([first, *rest]).rstrip())


if __name__ == "__main__":
    main(*sys.argv[1:])
