"""Trains one preset with scikit-learn, natively, in float32 on one thread, and prints one JSON object.

    python benches/scikit_learn.py FILE PRESET EPOCHS

The same work as the engine's: repeated rows dropped, 13 inputs standardised, 80:20, batches of 32 reshuffled every
epoch, plain descent at rate 0.01 (no momentum, no decay, no early stop). Measuring accuracy every 10 epochs is left
out, which favours scikit-learn. `seconds` and `cpu_seconds` are of `fit` alone.
"""

import csv
import json
import os
import sys
import time
import warnings

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from threadpoolctl import threadpool_limits

PRESETS = {
    "spec1-regression": (MLPRegressor, (32,), "logistic"),
    "spec2-regression": (MLPRegressor, (64, 32), "relu"),
    "spec1-softmax": (MLPClassifier, (32,), "logistic"),
    "spec2-softmax": (MLPClassifier, (64, 32), "relu"),
}


def main(file, preset, epochs):
    base, hidden, activation = PRESETS[preset]
    with open(file, newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    names = rows[0]
    target = names.index("song_popularity")
    kept = [column for column, name in enumerate(names) if name != "song_name"]
    # As the assignment does: the name is dropped first, then repeated rows.
    table = np.array(list(dict.fromkeys(tuple(float(row[column]) for column in kept) for row in rows[1:])))
    place = kept.index(target)
    x, y = np.delete(table, place, axis=1), table[:, place]
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=42)
    centre, scale = x_train.mean(axis=0), x_train.std(axis=0)
    x_train = ((x_train - centre) / scale).astype(np.float32)
    x_test = ((x_test - centre) / scale).astype(np.float32)
    y_fit = (y_train / 100).astype(np.float32) if base is MLPRegressor else y_train.astype(int)

    model = base(
        hidden_layer_sizes=hidden, activation=activation, solver="sgd", learning_rate_init=0.01, momentum=0.0,
        nesterovs_momentum=False, alpha=0.0, batch_size=32, max_iter=epochs, tol=0.0, n_iter_no_change=10**9,
        early_stopping=False, random_state=0,
    )
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(limits=1):
        wall, cpu = time.perf_counter(), time.process_time()
        model.fit(x_train, y_fit)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert model.n_iter_ == epochs and model.coefs_[0].dtype == np.float32

    answers = model.predict(x_test)
    if base is MLPRegressor:
        answers = np.clip(np.round(100 * answers), 0, 100)
    print(json.dumps({
        "seconds": wall,
        "cpu_seconds": cpu,
        "rows": [len(x_train), len(x_test)],
        "test_accuracy": float((answers == y_test).mean()),
        "versions": {
            "Python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__,
        },
    }))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
