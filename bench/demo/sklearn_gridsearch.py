#!/usr/bin/env python3
"""Times the search of scripts/examples/tune_ridge.dml with scikit-learn's GridSearchCV.

    sklearn_gridsearch.py [--rows 100000] [--cols 100] [--folds 5] [--jobs 1] [--data DATA.csv]

Prints the seconds of the search alone and the table of all configurations as the script prints it. The mean over folds of
scikit-learn equals the mean over rows when all folds have the same size.
"""
import argparse
import os
import sys
import time

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from numpy_naive import generate, load, print_table


class LeadingColumns(BaseEstimator, TransformerMixin):
    """Keeps the first columns: the grid's choice of features."""

    def __init__(self, features=None):
        self.features = features

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X[:, :self.features]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=int, default=100000)
    parser.add_argument("--cols", type=int, default=100)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--data", help="CSV without header, the last column is the target")
    chosen = parser.parse_args()
    X, y = load(chosen.data) if chosen.data else generate(chosen.rows, chosen.cols)
    start = time.perf_counter()
    X = StandardScaler().fit_transform(X) * np.sqrt((len(X) - 1) / len(X))  # unbiased deviations, as in the script
    search = GridSearchCV(
        Pipeline([("columns", LeadingColumns()), ("ridge", Ridge(solver="cholesky"))]),
        {"columns__features": [X.shape[1], (X.shape[1] + 1) // 2],
         "ridge__alpha": list(10.0 ** np.arange(-4, 6)),
         "ridge__fit_intercept": [False, True]},
        scoring="neg_mean_squared_error", cv=PredefinedSplit(np.arange(len(y)) % chosen.folds), refit=False, n_jobs=chosen.jobs)
    search.fit(X, y)
    seconds = time.perf_counter() - start
    print(f"seconds {seconds:.3f}")
    print_table(sorted((-score, tried["ridge__alpha"], int(tried["ridge__fit_intercept"]), tried["columns__features"])
                       for score, tried in zip(search.cv_results_["mean_test_score"], search.cv_results_["params"])))


if __name__ == "__main__":
    main()
