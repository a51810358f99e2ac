"""The small data, the fixed first weights and the models that the golden files are made from."""

import json
from copy import copy
from pathlib import Path

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

HERE = Path(__file__).parent
MADE_WITH = f"scikit-learn {sklearn.__version__}, numpy {np.__version__}"
N_ROWS, N_INPUTS, HIDDEN = 22, 4, (5, 3)
BATCH = 8  # batches of 8, 8 and 6 rows

#: Outputs of each head.
HEADS = {"identity": 1, "two-numbers": 2, "poisson": 1, "sigmoid": 1, "softmax": 3}
REGRESSIONS = ("identity", "two-numbers", "poisson")
ACTIVATIONS = {"identity": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
PRECISIONS = {"float64": np.float64, "float32": np.float32}


class Problem:
    """Rows, targets, how much each row counts, and first weights, all exact in both precisions, so that only the
    working differs."""

    def __init__(self, head):
        rng = np.random.default_rng(2024)
        self.head = head
        x, y = data(rng, head)
        self.x = single(x)
        self.y = single(y) if head in REGRESSIONS else y
        self.first = [(single(w), single(b)) for w, b in first_weights(rng, HEADS[head])]
        # In quarters; a row that counts nothing is among them.
        self.sample_weight = np.random.default_rng(7).integers(1, 12, N_ROWS) / 4
        self.sample_weight[4] = 0.0

    def moved(self, seed, share):
        """The same with first weights moved at random by up to a share of themselves."""
        other, rng = copy(self), np.random.default_rng(seed)
        move = lambda array: array * (1 + rng.uniform(-share, share, array.shape))
        other.first = [(move(w), move(b)) for w, b in self.first]
        return other

    def in_precision(self, dtype):
        return self.x.astype(dtype), self.y.astype(dtype) if self.head in REGRESSIONS else self.y


def single(array):
    return array.astype(np.float32).astype(np.float64)


def data(rng, head):
    x = rng.normal(size=(N_ROWS, N_INPUTS))
    truth = np.tanh(x @ rng.normal(size=(N_INPUTS, 3)))
    if head == "identity":
        return x, truth @ np.array([0.7, -0.5, 0.4]) + 0.1 * rng.normal(size=N_ROWS)
    if head == "two-numbers":
        return x, truth[:, :2] + 0.1 * rng.normal(size=(N_ROWS, 2))
    if head == "poisson":
        counts = rng.poisson(np.exp(0.9 * truth[:, 0] + 0.4)).astype(float)
        assert counts.min() == 0  # whose logarithm must not be taken
        return x, counts
    if head == "sigmoid":
        return x, (truth[:, 0] > 0).astype(int)
    return x, truth.argmax(axis=1)


def first_weights(rng, n_out):
    widths = (N_INPUTS, *HIDDEN, n_out)
    # Biases too, so that a forgotten one is seen.
    return [(rng.uniform(-0.8, 0.8, (n_in, n)), rng.uniform(-0.5, 0.5, n)) for n_in, n in zip(widths, widths[1:])]


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


def model(problem, activation, **settings):
    """An unfitted network with the problem's first weights; rows in their own order."""
    base = MLPRegressor if problem.head in REGRESSIONS else MLPClassifier
    if problem.head == "poisson":
        settings["loss"] = "poisson"
    one = fixed(base)(
        hidden_layer_sizes=HIDDEN, activation=ACTIVATIONS[activation], shuffle=False,
        **{"batch_size": BATCH, "n_iter_no_change": 10**9, "tol": 0.0, **settings},
    )
    one.first = problem.first
    return one


def numbers(array):
    """The shortest digits that give the same number back, in the array's own precision."""
    array = np.asarray(array)
    if array.ndim:
        return [numbers(row) for row in array]
    return int(array) if array.dtype == int else json.loads(str(array))


def layers(weights, biases):
    return [{"weights": numbers(w), "biases": numbers(b)} for w, b in zip(weights, biases)]


def write(name, golden, script):
    golden = {"made_by": f"tests/golden/{script} with {MADE_WITH}", **golden}
    (HERE / name).write_text(pretty(golden) + "\n")
    print(name)


def pretty(value):
    """JSON with one innermost list a line, so that a difference shows where it is."""
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{json.dumps(key)}: {pretty(item)}" for key, item in value.items()) + "\n}"
    if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
        return "[\n" + ",\n".join(pretty(item) for item in value) + "\n]"
    return json.dumps(value)
