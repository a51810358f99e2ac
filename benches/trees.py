"""Seconds a tree of LightGBM on the rows of `examples/trees time`: one thread, 64 leaves, 128 bins.

    python benches/trees.py [ROWS COLUMNS]
"""

import sys
import time

import lightgbm
import numpy as np

TREES = 200

n_rows, n_columns = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (50_000, 20)
chance = np.random.default_rng(1)
x = chance.uniform(-1, 1, (n_rows, n_columns)).astype(np.float32)
y = (x[:, 0] > 0.3) + x[:, 1] * x[:, 2] + 0.5 * x[:, 3] + 0.3 * chance.uniform(-1, 1, n_rows)
settings = dict(num_leaves=64, max_bin=127, num_threads=1, learning_rate=0.1, min_data_in_leaf=20, verbose=-1)
for name, objective, target in [("regression", "regression", y), ("two classes", "binary", (y > 0.5).astype(int))]:

    def seconds(trees):
        data = lightgbm.Dataset(x, target, params=settings).construct()
        began = time.perf_counter()
        lightgbm.train({**settings, "objective": objective}, data, trees)
        return time.perf_counter() - began

    first, every = seconds(1), seconds(TREES + 1)
    print(f"{n_rows} rows × {n_columns}, {name}: {1e3 * (every - first) / TREES:.2f} ms a tree")
