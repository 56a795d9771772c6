"""Runs programs and says how long they took, how much memory they held, and what they printed."""
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


class Failed(Exception):
    """A program did not do its work."""


@dataclass
class Run:
    seconds: float
    megabytes: float
    output: str
    timed_out: bool = False
    fresh_pages: int = 0  # page faults that read nothing from a disk


def run(command, timeout=None, directory=None, environment=None):
    """Returns what became of one process, its children ended with it. Raises Failed when its exit status is not 0."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=directory, env=environment,
                                   start_new_session=True)
        timed_out = False
        while True:
            # Blocks when there is nothing to watch, so that short runs are timed exactly.
            pid, status, usage = os.wait4(process.pid, 0 if timeout is None else os.WNOHANG)
            if pid:
                break
            if time.perf_counter() - begin > timeout and not timed_out:
                timed_out = True
                os.killpg(process.pid, signal.SIGKILL)
            time.sleep(0.01)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        output = out.read().decode("utf-8", "replace")
        # SystemDS exits 0 when a script fails.
        if not timed_out and (process.returncode != 0 or "An Error Occurred" in output):
            errors = err.read().decode("utf-8", "replace")
            raise Failed(f"{' '.join(command)}: exit status {process.returncode}: {(output + errors)[-600:]}")
        return Run(seconds, usage.ru_maxrss / 1024, output, timed_out, usage.ru_minflt)


def numbers_after(output, first):
    """Returns, for each line that begins with the word `first`, the numbers that follow."""
    found = [[float(word) for word in line.split()[1:]] for line in output.splitlines() if line.split()[:1] == [first]]
    if not found:
        raise Failed(f"no line '{first} ...' in: {output[-300:]}")
    return found


def interleaved(times, actions, warm=False):
    """Calls each action of a dict `times` times in turn; returns its results as lists. What disturbs one disturbs all.

    With `warm` each call follows directly on one that does not count. A virtual machine hands memory that lies free back
    to its host within seconds, and whoever comes after a process that needed less of it would pay for all of them.
    """
    results = {name: [] for name in actions}
    for _ in range(times):
        for name, action in actions.items():
            if warm:
                action()
            results[name].append(action())
    return results


def median(numbers):
    return statistics.median(numbers)


def say(text):
    print(text, file=sys.stderr, flush=True)
