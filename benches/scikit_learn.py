"""Trains one job with scikit-learn, natively, on one thread, and prints one JSON object.

    python benches/scikit_learn.py JOB

JOB is JSON: {rows: the folder with the prepared rows, task, hidden, activation, batch, rate, range, scale,
seconds: how long to train, most: the most epochs, dtypes: ["float32", "float64"]}.

The same work as the engine's: the same rows, standardised alike, batches reshuffled every epoch, plain descent (no
momentum, no decay, no early stop), first weights uniform in ± range and biases 0. After a warm-up of one epoch, which learns
nothing, as many epochs as fill `seconds` are timed, as one `fit` (which checks the rows and sets up its arrays once).
"""

import json
import math
import os
import sys
import time
import warnings

os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor
from threadpoolctl import threadpool_limits

ACTIVATIONS = {"sigmoid": "logistic", "relu": "relu"}
# The same arithmetic as with any other rate; the weights stay as they are.
NO_RATE = 1e-30


def with_weights_of(base, limit):
    """The estimator with the engine's first weights in place of its own."""

    class Estimator(base):
        def _init_coef(self, fan_in, fan_out, dtype):
            weights = self._random_state.uniform(-limit, limit, (fan_in, fan_out))
            return weights.astype(dtype, copy=False), np.zeros(fan_out, dtype=dtype)

    return Estimator


def model_of(job, epochs):
    base = MLPRegressor if job["task"] == "regression" else MLPClassifier
    return with_weights_of(base, job["range"])(
        hidden_layer_sizes=job["hidden"], activation=ACTIVATIONS[job["activation"]], solver="sgd",
        learning_rate_init=job["rate"], momentum=0.0, nesterovs_momentum=False, alpha=0.0, batch_size=job["batch"],
        max_iter=epochs, tol=0.0, n_iter_no_change=10**9, early_stopping=False, random_state=0,
    )


def fit(job, x, y, epochs):
    model = model_of(job, epochs)
    wall, cpu = time.perf_counter(), time.process_time()
    model.fit(x, y)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert model.n_iter_ == epochs and model.coefs_[0].dtype == x.dtype
    return model, wall, cpu


def score(job, model, x, y):
    """Mean loss and accuracy over all training rows, as the engine defines them."""
    if job["task"] == "regression":
        answers = model.predict(x)
        exact = np.round(job["scale"] * answers) == np.round(job["scale"] * y)
        return {"loss": float(((answers - y) ** 2).mean() / 2), "accuracy": float(exact.mean())}
    shares = model.predict_proba(x)
    places = np.searchsorted(model.classes_, y)
    loss = -np.log(np.maximum(shares[np.arange(len(y)), places], 1e-30)).mean()
    return {"loss": float(loss), "accuracy": float((shares.argmax(axis=1) == places).mean())}


def measure(job, dtype, inputs, targets):
    x = inputs.astype(dtype)
    y = targets.astype(dtype) if job["task"] == "regression" else targets.astype(int)
    start, warm_up, _ = fit(job | {"rate": NO_RATE}, x, y, 1)
    epochs = min(max(1, math.ceil(job["seconds"] / warm_up)), job["most"])
    model, wall, cpu = fit(job, x, y, epochs)
    return {
        "epoch_seconds": wall / epochs, "cpu_seconds": cpu / epochs, "epochs": epochs, "trained": epochs,
        "before": score(job, start, x, y), "after": score(job, model, x, y),
    }


def main(job):
    inputs, targets = (
        np.fromfile(f"{job['rows']}/train-{name}.f32", dtype="<f4") for name in ("inputs", job["task"])
    )
    inputs = inputs.reshape(len(targets), -1)
    warnings.simplefilter("ignore", ConvergenceWarning)
    with threadpool_limits(limits=1):
        results = {dtype: measure(job, dtype, inputs, targets) for dtype in job["dtypes"]}
    versions = {"Python": sys.version.split()[0], "scikit-learn": sklearn.__version__, "numpy": np.__version__}
    print(json.dumps({"results": results, "versions": versions}))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
