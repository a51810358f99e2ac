"""Holds our section 5 against scikit-learn's over five seeds and prints docs/parity.md.

    python benches/parity.py PERCEPTAB DATA FOLDER

PERCEPTAB: the command line's program. DATA: the song file. FOLDER: where prepared rows and reports may go. Seed by seed both
train on the same rows; every run of either has first weights and an order of rows of its own.
"""

import json
import os
import platform
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from math import hypot, sqrt
from pathlib import Path
from statistics import mean, stdev

import assignment
import numpy
import sklearn

SEEDS = (1, 2, 3, 4, 5)
LIMIT = 3.0


def ours(program, data, folder, seed):
    rows = folder / f"rows-{seed}"
    command = [program, "assignment", "test-scikit-learn", "--json", "--data", data, "--seed", str(seed)]
    command += ["--rows", str(rows), "--reports", str(folder / f"reports-{seed}")]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return rows, json.loads(printed)


def measures(run, theirs):
    """Each measure's (name, is a share, ours, scikit-learn's)."""
    yield "train accuracy", True, run["train"]["accuracy"], theirs["train"]["accuracy"]
    yield "test accuracy", True, run["test"]["accuracy"], theirs["test"]["accuracy"]
    if run["r2"] is not None:
        yield "train R²", False, run["history"][-1]["train_r2"], theirs["train"]["r2"]
        yield "test R²", False, run["r2"], theirs["test"]["r2"]


def error(values):
    return stdev(values) / sqrt(len(values))


def signed(value, digits):
    return f"{value:+.{digits}f}".replace("-", "−")


def number(value, is_share):
    text = f"{100 * value:.2f} %" if is_share else f"{value:.4f}"
    return text.replace("-", "−")


def both(values, is_share):
    return f"{number(mean(values), is_share)} ± {number(error(values), is_share)}"


def train(job):
    return assignment.train(*job)


def main(program, data, folder):
    folder = Path(folder)
    made = [ours(program, data, folder, seed) for seed in SEEDS]
    jobs = [(run["recipe"], rows) for rows, result in made for run in result["runs"]]
    # As many at a time as ours.
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        theirs = []
        for (recipe, _), result in zip(jobs, pool.map(train, jobs)):
            print(f"scikit-learn, {recipe['preset']}, seed {recipe['seed']}: {result['seconds']:.1f} s", file=sys.stderr)
            theirs.append(result)
    n_runs = len(made[0][1]["runs"])
    lines, times, outside = [], [], []
    for place in range(n_runs):
        pairs = [(result["runs"][place], theirs[seed * n_runs + place]) for seed, (_, result) in enumerate(made)]
        title = pairs[0][0]["title"]
        for measure in zip(*(list(measures(run, their)) for run, their in pairs)):
            name, is_share = measure[0][:2]
            a, b = [one[2] for one in measure], [one[3] for one in measure]
            apart = mean(a) - mean(b)
            errors = apart / hypot(error(a), error(b))
            paired = apart / error([x - y for x, y in zip(a, b)])
            fits = abs(errors) <= LIMIT
            if not fits:
                outside.append(f"{title}, {name}")
            lines.append(
                f"| {title} | {name} | {both(a, is_share)} | {both(b, is_share)} | {signed(errors, 1)} | {signed(paired, 1)} | "
                f"{'within' if fits else '**outside**'} |"
            )
        seconds = mean(run["seconds"] for run, _ in pairs), mean(their["seconds"] for _, their in pairs)
        times.append(f"| {title} | {seconds[0]:.1f} | {seconds[1]:.1f} | {seconds[1] / seconds[0]:.1f} × |")
    verdict = (
        f"All {len(lines)} measures lie within {LIMIT:.0f} standard errors of scikit-learn's."
        if not outside
        else f"{len(outside)} of {len(lines)} measures lie further than {LIMIT:.0f} standard errors from scikit-learn's: "
        + "; ".join(outside) + "."
    )
    result = made[0][1]
    rows = result["runs"][0]["train"]["rows"], result["runs"][0]["test"]["rows"]
    print(f"""# Parity with scikit-learn

{verdict}

The assignment's section 5 (`MLPRegressor` and `MLPClassifier`, solver sgd with Nesterov's momentum 0.9, alpha 1e-4, learning rate
0.01, batches of 32, {result['runs'][0]['epochs']} epochs, no early stop) on the assignment's song file: {result['rows']:,} rows, {rows[0]:,} to train and {rows[1]:,} to test
after the repeated ones are dropped. Seeds {SEEDS[0]} to {SEEDS[-1]}: each has a split of its own, the same for both; first weights and the
order of rows are each program's own. Both train in float32.

| model | measure | Perceptab | scikit-learn | difference | paired | |
|---|---|---|---|---|---|---|
{chr(10).join(lines)}

Means over the seeds ± their standard errors. *Difference*: of the means, in standard errors of the difference (√ of the sum of
both squared), by which the verdict goes. *Paired*: the same with the standard error of the differences seed by seed, which
leaves the splits' own luck out; from {len(SEEDS)} differences that error is itself known to ± {100 / sqrt(2 * (len(SEEDS) - 1)):.0f} % only.

| model | Perceptab, s | scikit-learn, s | |
|---|---|---|---|
{chr(10).join(times)}

Mean training time of a run, {os.cpu_count()} runs at a time with either, each on one thread; Perceptab's includes measuring accuracy and loss
over all rows every 10 epochs. The machine was not kept idle for it: [BENCHMARKS.md](../BENCHMARKS.md) has the careful times.

Measured on {date.today().isoformat()} with Python {platform.python_version()}, scikit-learn {sklearn.__version__}, numpy {numpy.__version__}. Again: `scripts/parity.sh`, with the song file in
`../shared/data/` or as `DATA=path`.""")


if __name__ == "__main__":
    main(*sys.argv[1:])
