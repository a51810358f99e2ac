"""Writes stopping.json and initialiser.json beside it; make.py says how to run it.

stopping.json has runs of scikit-learn's MLP that end by themselves, on the rows and first weights of heads.json:
"loss" by the training loss, the adaptive ones when their rate is used up; "lbfgs" by convergence or by the number of
evaluations; "score" by the score on rows held back at random, of which only the scores are of use.
"""

import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPRegressor

from make import ALPHA, SGD, margin, run_lbfgs
from problems import ACTIVATIONS, BATCH, PRECISIONS, Problem, layers, model, write

LOSS = {
    "sgd-identity-tanh": {**SGD, "tol": 1e-3, "n_iter_no_change": 5},
    "sgd-softmax-relu": {**SGD, "learning_rate_init": 0.1, "tol": 2e-3, "n_iter_no_change": 3},
    "adam-sigmoid-tanh": {"solver": "adam", "alpha": ALPHA, "learning_rate_init": 0.05, "tol": 1e-3,
                          "n_iter_no_change": 4},
    "adam-poisson-sigmoid": {"solver": "adam", "alpha": ALPHA, "learning_rate_init": 0.02, "tol": 3e-3,
                             "n_iter_no_change": 10},
    "adaptive-identity-relu": {**SGD, "learning_rate": "adaptive", "learning_rate_init": 0.05, "tol": 1e-3,
                               "n_iter_no_change": 2},
    "adaptive-softmax-tanh": {**SGD, "learning_rate": "adaptive", "learning_rate_init": 0.1, "tol": 3e-3,
                              "n_iter_no_change": 1},
}
LBFGS = {
    "flat-identity-identity": {"tol": 1e-2},
    "flat-poisson-tanh": {"tol": 3e-2},
    # Before the first iteration.
    "flat-softmax-relu": {"tol": 1.0},
    "still-identity-identity": {"tol": 1e-9, "alpha": 5.0},
    "evaluations-sigmoid-tanh": {"tol": 1e-6, "max_fun": 12},
    # The limit falls inside a line search, which is finished all the same.
    "evaluations-identity-sigmoid": {"tol": 1e-6, "max_fun": 7},
}
SCORE = {
    "sgd-softmax-tanh": {**SGD, "learning_rate_init": 0.1, "tol": 1e-4, "n_iter_no_change": 6},
    "adam-sigmoid-relu": {"solver": "adam", "learning_rate_init": 0.02, "tol": 1e-4, "n_iter_no_change": 5},
    "adam-identity-tanh": {"solver": "adam", "learning_rate_init": 0.05, "tol": 0.01, "n_iter_no_change": 4},
    "adaptive-identity-sigmoid": {**SGD, "learning_rate": "adaptive", "learning_rate_init": 0.1, "tol": 0.01,
                                  "n_iter_no_change": 3},
}
#: More than any of the runs takes.
MOST_EPOCHS = 400
#: How far the first weights may be moved without changing what is counted: more than float32 rounds off, or float64
#: where the loss must stand still, which it does not in float32.
SMALL_MOVE = {"flat": 1e-6, "still": 1e-12, "evaluations": 1e-6}


def parts(name):
    solver, head, activation = name.split("-")
    return solver, Problem(head), activation


def settings_of(one):
    wanted = ("alpha", "tol", "n_iter_no_change", "max_fun")
    stochastic = ("learning_rate_init", "learning_rate", "momentum", "nesterovs_momentum", "power_t")
    betas = ("beta_1", "beta_2", "epsilon")
    more = {"sgd": stochastic, "adam": ("learning_rate_init", *betas), "lbfgs": ()}[one.solver]
    return {"solver": one.solver, "batch_size": BATCH, **{key: one.get_params()[key] for key in (*wanted, *more)}}


def by_loss(name, settings):
    _, problem, activation = parts(name)
    golden = {}
    for precision, dtype in PRECISIONS.items():
        one = model(problem, activation, max_iter=MOST_EPOCHS, **settings)
        one.fit(*problem.in_precision(dtype))
        assert one.n_iter_ < MOST_EPOCHS, name
        assert margin(one.loss_curve_, one.tol) > 2e-6, f"{name}: too close to call in another precision"
        golden[precision] = {"n_iter": one.n_iter_, "loss_curve": [float(loss) for loss in one.loss_curve_],
                             "best_loss": float(one.best_loss_)}
    assert golden["float64"]["n_iter"] == golden["float32"]["n_iter"]
    print(" ", name, golden["float64"]["n_iter"])
    return {"head": problem.head, "activation": activation, "settings": settings_of(one), **golden}


def by_lbfgs(name, settings):
    ending, problem, activation = parts(name)
    settings = {"solver": "lbfgs", "alpha": ALPHA, "max_iter": MOST_EPOCHS, **settings}
    golden, result = run_lbfgs(problem, activation, settings)
    message = {"flat": "NORM OF PROJECTED GRADIENT", "still": "RELATIVE REDUCTION", "evaluations": "EVALUATIONS"}
    assert message[ending] in result.message, f"{name}: {result.message}"
    for seed in range(20):
        other = run_lbfgs(problem.moved(seed, SMALL_MOVE[ending]), activation, settings)[1]
        assert (other.nit, other.nfev) == (result.nit, result.nfev), f"{name}: hangs on rounding"
    print(" ", name, result.nit, result.nfev, result.message)
    one = model(problem, activation, **settings)
    return {"ending": ending, "head": problem.head, "activation": activation, "settings": settings_of(one),
            "n_iter": result.nit, "loss": float(result.fun), **golden}


def by_score(name, settings):
    _, problem, activation = parts(name)
    one = model(problem, activation, max_iter=MOST_EPOCHS, early_stopping=True, validation_fraction=0.4,
                random_state=3, **settings)
    one.fit(*problem.in_precision(np.float64))
    assert one.n_iter_ < MOST_EPOCHS, name
    print(" ", name, one.n_iter_, one.best_validation_score_)
    return {"settings": settings_of(one), "n_iter": one.n_iter_,
            "validation_scores": [float(score) for score in one.validation_scores_],
            "best_validation_score": float(one.best_validation_score_)}


class Recorder:
    """Stands where scikit-learn draws its first weights from, and keeps the ranges it was asked for."""

    def __init__(self):
        self.ranges = []

    def uniform(self, low, high, size):
        assert low == -high
        self.ranges.append(float(high))
        return np.zeros(size)


def ranges(activation):
    found = []
    for n_in, n_out in [(1, 1), (4, 5), (5, 3), (3, 1), (13, 100), (100, 101), (784, 30)]:
        one = MLPRegressor(activation=ACTIVATIONS[activation])
        one._random_state = Recorder()
        one._init_coef(n_in, n_out, np.float64)
        of_weights, of_biases = one._random_state.ranges
        found.append({"n_in": n_in, "n_out": n_out, "weights": of_weights, "biases": of_biases})
    return found


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)
    golden = {
        "loss": {name: by_loss(name, settings) for name, settings in LOSS.items()},
        "lbfgs": {name: by_lbfgs(name, settings) for name, settings in LBFGS.items()},
        "score": {name: by_score(name, settings) for name, settings in SCORE.items()},
    }
    write("stopping.json", golden, "make_stopping.py")
    write("initialiser.json", {"ranges": {name: ranges(name) for name in ACTIVATIONS}}, "make_stopping.py")


if __name__ == "__main__":
    main()
