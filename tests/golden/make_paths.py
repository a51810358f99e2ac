"""Writes paths.json beside it; make.py says how to run it.

Where SciPy's L-BFGS-B, which scikit-learn calls, looks on functions that lead its line search through all its cases:
the value at every point that it asks for, and how it ends.
"""

import numpy as np
from scipy.optimize import minimize

from problems import numbers, write

#: Each gives the value and the gradient; tests/lbfgs.rs has the same.
FUNCTIONS = {
    # A bent valley.
    "rosenbrock": lambda x: (
        np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2),
        np.append(-400 * x[:-1] * (x[1:] - x[:-1] ** 2) - 2 * (1 - x[:-1]), 0)
        + np.append(0, 200 * (x[1:] - x[:-1] ** 2)),
    ),
    # A bowl with bumps.
    "bumpy": lambda x: (np.sum(x**2 / 8 + np.sin(3 * x)), x / 4 + 3 * np.cos(3 * x)),
    # A plain that is steep in the middle.
    "plain": lambda x: (np.sum(np.log1p(x**2)), 2 * x / (1 + x**2)),
    # Steep walls.
    "walls": lambda x: (np.sum(x**6 / 6 - x), x**5 - 1),
    # Waves on which a long step is as good as a short one.
    "waves": lambda x: (
        np.sum(np.sqrt(1 + x**2) + np.cos(2 * x + np.arange(x.size))),
        x / np.sqrt(1 + x**2) - 2 * np.sin(2 * x + np.arange(x.size)),
    ),
    # A slope with ripples.
    "ripples": lambda x: (
        np.sum(np.sqrt(1 + x**2) + np.sin(20 * x) / 10), x / np.sqrt(1 + x**2) + 2 * np.cos(20 * x)
    ),
    # Holes in a shallow bowl.
    "holes": lambda x: (
        np.sum(x**2 / 500 - np.exp(-((x - 1) ** 2))), x / 250 + 2 * (x - 1) * np.exp(-((x - 1) ** 2))
    ),
}
STARTS, SCALE, N_INPUTS = 10, 3.0, 4
GTOL = 1e-7
#: Share of a start that may be off without leading elsewhere: some hundred roundings.
SMALL_MOVE = 1e-14
TOLERANCE = 1e-9


def path(function, start):
    values = []

    def hear(x):
        value, gradient = function(x)
        values.append(value)
        return value, gradient

    result = minimize(hear, start, jac=True, method="L-BFGS-B", options={"gtol": GTOL})
    assert result.nfev == len(values)
    return np.array(values), result


def is_well_conditioned(function, start, values, result):
    for seed in range(5):
        moved = start * (1 + np.random.default_rng(seed).uniform(-SMALL_MOVE, SMALL_MOVE, start.shape))
        others, other = path(function, moved)
        if (other.nit, other.nfev, other.message) != (result.nit, result.nfev, result.message):
            return False
        if not np.allclose(others, values, rtol=TOLERANCE, atol=TOLERANCE):
            return False
    return True


def main():
    golden = []
    for name, function in FUNCTIONS.items():
        rng = np.random.default_rng(11)
        kept = 0
        for _ in range(STARTS):
            start = rng.normal(scale=SCALE, size=N_INPUTS)
            values, result = path(function, start)
            if not is_well_conditioned(function, start, values, result):
                continue
            kept += 1
            ending = "flat" if "NORM OF PROJECTED GRADIENT" in result.message else "still"
            assert ending == "flat" or "RELATIVE REDUCTION" in result.message, result.message
            golden.append({"function": name, "start": numbers(start), "ending": ending, "iterations": int(result.nit),
                           "values": numbers(values)})
        assert kept >= 4, f"{name}: {kept}"
        print(" ", name, kept)
    write("paths.json", {"gtol": GTOL, "paths": golden}, "make_paths.py")


if __name__ == "__main__":
    main()
