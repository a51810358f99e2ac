"""Writes the golden files beside it: what scikit-learn's MLP makes of small data from fixed first weights.

    python3 -m venv target/venv && target/venv/bin/pip install -r tests/golden/requirements.txt
    target/venv/bin/python tests/golden/make.py

heads.json has, for each head, the rows, targets, row weights and first weights, and for each activation the outputs,
the loss and every gradient there, with the penalty on the weights; for one activation with row weights too. Every other
file is one solver: for each head x activation the loss of each epoch and the weights after the last, without shuffling,
in batches that leave a smaller last one. All is worked in float64 and in float32, but for L-BFGS, which scikit-learn
works in float64 whatever it is given.

make_stopping.py, make_paths.py and make_metrics.py write the rest.
"""

import warnings
from unittest import mock

import numpy as np
import scipy.optimize
from sklearn.exceptions import ConvergenceWarning

from problems import ACTIVATIONS, HEADS, N_ROWS, PRECISIONS, REGRESSIONS, Problem, layers, model, numbers, write

EPOCHS = 10
ALPHA = 0.05  # large enough that a penalty divided by the wrong number of rows is seen

SGD = {"solver": "sgd", "momentum": 0.9, "nesterovs_momentum": True, "learning_rate": "constant",
       "learning_rate_init": 0.02, "alpha": ALPHA}
SOLVERS = {
    "plain": {**SGD, "momentum": 0.0, "nesterovs_momentum": False, "learning_rate_init": 0.1, "alpha": 0.0},
    "momentum": {**SGD, "nesterovs_momentum": False},
    "nesterov": SGD,
    "invscaling": {**SGD, "learning_rate": "invscaling", "learning_rate_init": 0.05, "power_t": 0.5},
    "adaptive": {**SGD, "learning_rate": "adaptive", "tol": 0.1, "n_iter_no_change": 1},
    "adam": {"solver": "adam", "learning_rate_init": 0.02, "alpha": ALPHA},
    "lbfgs": {"solver": "lbfgs", "alpha": ALPHA},
}
#: The activation that is worked with row weights too.
WEIGHTED = "tanh"


def at_first(problem, activation, dtype):
    """Outputs, loss and gradients at the first weights."""
    x, y = problem.in_precision(dtype)
    one = model(problem, activation, solver="sgd", alpha=ALPHA, max_iter=1)
    # One fit makes the tables of classes and the shapes; then the first weights are put back.
    one.fit(x, y)
    one.coefs_ = [w.astype(dtype) for w, _ in problem.first]
    one.intercepts_ = [b.astype(dtype) for _, b in problem.first]
    target = y.reshape(N_ROWS, -1) if problem.head in REGRESSIONS else one._label_binarizer.transform(y)

    def work(sample_weight):
        activations = [x] + [None] * len(problem.first)
        room = ([None] * len(problem.first) for _ in range(3))
        loss, weights, biases = one._backprop(x, target, sample_weight, activations, *room)
        return activations[-1], {"loss": float(loss), "gradients": layers(weights, biases)}

    outputs, plain = work(None)
    golden = {"outputs": numbers(outputs), **plain}
    if activation == WEIGHTED:
        golden["weighted"] = work(problem.sample_weight.astype(dtype))[1]
    return golden


def run(problem, activation, settings, dtype, sample_weight=None):
    x, y = problem.in_precision(dtype)
    trained = model(problem, activation, max_iter=EPOCHS, **settings)
    trained.fit(x, y, sample_weight=sample_weight)
    assert all(w.dtype == dtype for w in trained.coefs_) and trained.n_iter_ == EPOCHS
    if settings.get("learning_rate") == "adaptive":
        assert trained._optimizer.learning_rate < settings["learning_rate_init"]
        assert margin(trained.loss_curve_, settings["tol"]) > 1e-4, "too close to call in another precision"
    return {
        "loss_curve": [float(loss) for loss in trained.loss_curve_],
        "final": layers(trained.coefs_, trained.intercepts_),
    }


def margin(losses, tol):
    """By how much the closest of all decisions "is this loss better?" was taken."""
    best = np.minimum.accumulate(losses)
    return np.abs(np.array(losses[1:]) - (best[:-1] - tol)).min()


def run_lbfgs(problem, activation, settings, sample_weight=None, **more):
    """scikit-learn works L-BFGS in float64 whatever it is given."""
    x, y = problem.in_precision(np.float64)
    trained = model(problem, activation, **{"max_iter": EPOCHS, **settings, **more})
    iterations, results = [], []

    def minimize(*args, **kwargs):
        def hear(intermediate_result):
            iterations.append(float(intermediate_result.fun))

        results.append(scipy_minimize(*args, callback=hear, **kwargs))
        return results[-1]

    scipy_minimize = scipy.optimize.minimize
    with mock.patch("scipy.optimize.minimize", minimize):
        trained.fit(x, y, sample_weight=sample_weight)
    assert trained.n_iter_ == len(iterations)
    return {
        "loss_curve": iterations,
        "evaluations": int(results[0].nfev),
        "final": layers(trained.coefs_, trained.intercepts_),
    }, results[0]


def assert_well_conditioned(problem, activation, settings, sample_weight=None):
    """What float32 rounds off the first weights must not lead L-BFGS elsewhere: by interpolating between nearly equal
    losses a line search can make much of little."""
    golden, _ = run_lbfgs(problem, activation, settings, sample_weight)
    for seed in range(6):
        other, _ = run_lbfgs(problem.moved(seed, 2.0**-24), activation, settings, sample_weight)
        what = f"{problem.head} {activation}: hangs on rounding"
        assert other["evaluations"] == golden["evaluations"], what
        np.testing.assert_allclose(other["loss_curve"], golden["loss_curve"], rtol=5e-6, err_msg=what)


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    problems = {head: Problem(head) for head in HEADS}
    heads = {}
    for head, problem in problems.items():
        heads[head] = {
            "x": numbers(problem.x),
            "y": numbers(problem.y),
            "sample_weight": numbers(problem.sample_weight),
            "first": layers(*zip(*problem.first)),
            "activations": {
                activation: {name: at_first(problem, activation, dtype) for name, dtype in PRECISIONS.items()}
                for activation in ACTIVATIONS
            },
        }
    write("heads.json", {"alpha": ALPHA, "heads": heads}, "make.py")

    for solver, settings in SOLVERS.items():
        runs, weighted = {}, {}
        for head, problem in problems.items():
            weight = problem.sample_weight
            if solver == "lbfgs":
                for a in ACTIVATIONS:
                    assert_well_conditioned(problem, a, settings)
                assert_well_conditioned(problem, WEIGHTED, settings, weight)
                runs[head] = {a: {"float64": run_lbfgs(problem, a, settings)[0]} for a in ACTIVATIONS}
                weighted[head] = {WEIGHTED: {"float64": run_lbfgs(problem, WEIGHTED, settings, weight)[0]}}
                continue
            runs[head] = {
                a: {name: run(problem, a, settings, dtype) for name, dtype in PRECISIONS.items()} for a in ACTIVATIONS
            }
            if solver == "adam":
                weighted[head] = {
                    WEIGHTED: {name: run(problem, WEIGHTED, settings, dtype, weight.astype(dtype))
                               for name, dtype in PRECISIONS.items()}
                }
        golden = {"settings": {"epochs": EPOCHS, **model(problem, "tanh", **settings).get_params()}, "runs": runs}
        golden["settings"] = {name: value for name, value in golden["settings"].items() if name in WANTED}
        if weighted:
            golden["weighted"] = weighted
        write(f"{solver}.json", golden, "make.py")


#: Settings that the tests read.
WANTED = ("epochs", "solver", "momentum", "nesterovs_momentum", "learning_rate", "learning_rate_init", "power_t", "alpha",
          "tol", "n_iter_no_change", "batch_size", "beta_1", "beta_2", "epsilon", "max_fun")

if __name__ == "__main__":
    main()
