#!/usr/bin/env python3
"""Times the search of scripts/examples/tune_ridge.dml as a user would write it with NumPy: one loop, nothing reused.

    numpy_naive.py [--rows 100000] [--cols 100] [--folds 5] [--data DATA.csv]

Prints the seconds of the search alone and the table of all configurations as the script prints it.
"""
import argparse
import time

import numpy as np


def generate(rows, cols):
    random = np.random.default_rng(7)
    X = random.uniform(-1, 1, (rows, cols))
    y = X @ random.uniform(-1, 1, cols) + 3 + random.standard_normal(rows)
    return X, y


def load(path):
    data = np.loadtxt(path, delimiter=",", ndmin=2)
    return data[:, :-1], data[:, -1]


def ridge(X, y, penalty, intercept):
    weights = np.full(X.shape[1], penalty)
    if intercept:
        X = np.hstack([X, np.ones((len(X), 1))])
        weights = np.append(weights, 0.0)
    return np.linalg.solve(X.T @ X + np.diag(weights), X.T @ y)


def predict(X, beta):
    columns = X.shape[1]
    yhat = X @ beta[:columns]
    return yhat + beta[columns] if len(beta) > columns else yhat


def evaluate(X, y, penalty, intercept, features, folds):
    chosen = X[:, :features]
    bounds = [f * len(y) // folds for f in range(folds + 1)]
    squares = 0.0
    for first, last in zip(bounds, bounds[1:]):
        train_X = np.vstack([chosen[:first], chosen[last:]])
        train_y = np.concatenate([y[:first], y[last:]])
        beta = ridge(train_X, train_y, penalty, intercept)
        squares += np.sum((y[first:last] - predict(chosen[first:last], beta)) ** 2)
    return squares / len(y)


def search(X, y, folds):
    order = np.argsort(np.arange(len(y)) % folds, kind="stable")
    X, y = X[order], y[order]
    X = (X - X.mean(axis=0)) / X.std(axis=0, ddof=1)
    results = []
    for penalty in 10.0 ** np.arange(-4, 6):
        for intercept in (0, 1):
            for features in (X.shape[1], (X.shape[1] + 1) // 2):
                results.append((evaluate(X, y, penalty, intercept, features, folds), penalty, intercept, features))
    return sorted(results)


def print_table(results):
    """Prints rows (error, penalty, intercept, features), best first."""
    for rank, (error, penalty, intercept, features) in enumerate(results, 1):
        print(f"{rank:4d}  {penalty:12.4f}  {intercept:9d}  {features:8d}  {error:19.12f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=100000)
    parser.add_argument("--cols", type=int, default=100)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--data", help="CSV without header, the last column is the target")
    chosen = parser.parse_args()
    X, y = load(chosen.data) if chosen.data else generate(chosen.rows, chosen.cols)
    start = time.perf_counter()
    results = search(X, y, chosen.folds)
    seconds = time.perf_counter() - start
    print(f"seconds {seconds:.3f}")
    print_table(results)


if __name__ == "__main__":
    main()
