"""Writes the golden files beside it: what scikit-learn's MLP makes of small data from fixed first weights.

    python3 -m venv target/venv && target/venv/bin/pip install -r tests/golden/requirements.txt
    target/venv/bin/python tests/golden/make.py

Each file is one activation x head, with the same numbers worked in float64 and in float32: the head's outputs, the
loss and every gradient at the first weights, then the loss of each epoch and the weights after training by plain
mini-batch descent (no momentum, no decay, no shuffling) in batches that leave a smaller last one.
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

HERE = Path(__file__).parent
N_ROWS, N_INPUTS, HIDDEN = 22, 5, (6, 3)
BATCH, RATE, EPOCHS = 8, 0.1, 5  # batches of 8, 8 and 6 rows

HEADS = {"identity": 1, "sigmoid": 1, "softmax": 3}
ACTIVATIONS = {"identity": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}


def fixed(base):
    """The class with its first weights given instead of drawn."""

    class Fixed(base):
        # scikit-learn reads a constructor's arguments by name, so the weights come in as a plain attribute.
        first = None

        def _init_coef(self, fan_in, fan_out, dtype):
            weights, biases = next(self._first_layers)
            assert weights.shape == (fan_in, fan_out)
            return weights.astype(dtype), biases.astype(dtype)

        def _initialize(self, y, layer_units, dtype):
            self._first_layers = iter(self.first)
            super()._initialize(y, layer_units, dtype)

    return Fixed


def data(rng, head):
    x = rng.normal(size=(N_ROWS, N_INPUTS))
    hidden_truth = np.tanh(x @ rng.normal(size=(N_INPUTS, 3)))
    if head == "identity":
        return x, hidden_truth @ np.array([0.7, -0.5, 0.4]) + 0.1 * rng.normal(size=N_ROWS)
    if head == "sigmoid":
        return x, (hidden_truth[:, 0] > 0).astype(int)
    return x, hidden_truth.argmax(axis=1)


def first_weights(rng, n_out):
    widths = (N_INPUTS, *HIDDEN, n_out)
    layers = []
    for n_in, n in zip(widths, widths[1:]):
        # Biases too, so that a forgotten one is seen.
        layers.append((rng.uniform(-0.8, 0.8, (n_in, n)), rng.uniform(-0.5, 0.5, n)))
    return layers


def model(head, activation, first, epochs):
    base = MLPRegressor if head == "identity" else MLPClassifier
    one = fixed(base)(
        hidden_layer_sizes=HIDDEN, activation=ACTIVATIONS[activation], solver="sgd", momentum=0.0,
        nesterovs_momentum=False, alpha=0.0, learning_rate="constant", learning_rate_init=RATE, batch_size=BATCH,
        shuffle=False, max_iter=epochs, tol=0.0, n_iter_no_change=10**9,
    )
    one.first = first
    return one


def layers(weights, biases):
    return [{"weights": numbers(w), "biases": numbers(b)} for w, b in zip(weights, biases)]


def numbers(array):
    """The shortest digits that give the same number back, in the array's own precision."""
    array = np.asarray(array)
    if array.ndim:
        return [numbers(row) for row in array]
    return json.loads(str(array)) if array.dtype != int else int(array)


def work(head, activation, x, y, first, dtype):
    x = x.astype(dtype)
    y = y.astype(dtype) if head == "identity" else y
    at_first = model(head, activation, first, 1)
    # One fit makes the tables of classes and the shapes; then the first weights are put back.
    at_first.fit(x, y)
    at_first.coefs_ = [w.astype(dtype) for w, _ in first]
    at_first.intercepts_ = [b.astype(dtype) for _, b in first]
    target = y.reshape(-1, 1) if head == "identity" else at_first._label_binarizer.transform(y)
    activations = [x] + [None] * len(first)
    deltas = [None] * len(first)
    weight_gradients = [np.empty_like(w) for w in at_first.coefs_]
    bias_gradients = [np.empty_like(b) for b in at_first.intercepts_]
    loss, weight_gradients, bias_gradients = at_first._backprop(
        x, target, None, activations, deltas, weight_gradients, bias_gradients
    )
    trained = model(head, activation, first, EPOCHS)
    trained.fit(x, y)
    assert all(w.dtype == dtype for w in trained.coefs_) and trained.n_iter_ == EPOCHS
    return {
        "outputs": numbers(activations[-1].reshape(N_ROWS, -1)),
        "loss": float(loss),
        "gradients": layers(weight_gradients, bias_gradients),
        "loss_curve": [float(loss) for loss in trained.loss_curve_],
        "final": layers(trained.coefs_, trained.intercepts_),
    }


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    for head, n_out in HEADS.items():
        for activation in ACTIVATIONS:
            rng = np.random.default_rng(2024)
            x, y = data(rng, head)
            first = first_weights(rng, n_out)
            # Inputs and first weights are exact in both precisions, so that only the working differs.
            single = lambda array: array.astype(np.float32).astype(np.float64)
            x, y = single(x), single(y) if head == "identity" else y
            first = [(single(w), single(b)) for w, b in first]
            golden = {
                "made_by": f"tests/golden/make.py with scikit-learn {sklearn.__version__}, numpy {np.__version__}",
                "head": head,
                "activation": activation,
                "batch": BATCH,
                "rate": RATE,
                "x": numbers(x),
                "y": numbers(y),
                "first": layers(*zip(*first)),
                "float64": work(head, activation, x, y, first, np.float64),
                "float32": work(head, activation, x, y, first, np.float32),
            }
            path = HERE / f"{head}-{activation}.json"
            path.write_text(pretty(golden) + "\n")
            print(path.name)


def pretty(value, indent=0):
    """JSON with one innermost list a line, so that a difference shows where it is."""
    pad = " " * (indent + 1)
    if isinstance(value, dict):
        items = [f"{pad}{json.dumps(key)}: {pretty(item, indent + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"
    if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
        return "[\n" + ",\n".join(pad + pretty(item, indent + 1) for item in value) + "\n" + " " * indent + "]"
    return json.dumps(value)


if __name__ == "__main__":
    main()
