"""Refuses to compare programs that did not compute the same."""
from .process import Failed

TOLERANCE = 1e-8


def read_scores(output):
    """Returns {(penalty, intercept, features): score} of a printed table, best first."""
    scores = {}
    for line in output.splitlines():
        words = line.split()
        if len(words) == 5 and words[0] == str(len(scores) + 1):
            scores[(float(words[1]), int(words[2]), int(words[3]))] = float(words[4])
    return scores


def check(name, output, configurations, wanted=None, wanted_name=""):
    """Returns the scores of a run. Raises Failed unless there are all of them and they agree with `wanted`."""
    scores = read_scores(output)
    if len(scores) != configurations:
        raise Failed(f"{name}: printed {len(scores)} configurations instead of {configurations}")
    if wanted is None:
        return scores
    if next(iter(scores)) != next(iter(wanted)):
        raise Failed(f"{name}: best configuration {next(iter(scores))}, but {wanted_name} found {next(iter(wanted))}")
    for configuration, score in wanted.items():
        if configuration not in scores:
            raise Failed(f"{name}: configuration {configuration} of {wanted_name} is missing")
        if not abs(scores[configuration] - score) <= TOLERANCE * abs(score):
            raise Failed(f"{name}: score of {configuration} is {scores[configuration]}, but {wanted_name} found {score}")
    return scores
