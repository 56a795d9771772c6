"""Finds the programs that Lineal is compared with; each may be absent."""
import subprocess
import sys
from dataclasses import dataclass, field

from .process import say


@dataclass
class Peers:
    numpy: list = field(default_factory=list)    # command of a Python that has NumPy; empty when there is none
    sklearn: list = field(default_factory=list)
    systemds: list = field(default_factory=list)


def has_module(python, module):
    try:
        return subprocess.run([python, "-c", f"import {module}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def find(systemds):
    peers = Peers()
    # The first Python on the path is not always the one that Debian's packages belong to.
    for python in dict.fromkeys([sys.executable, "python3", "/usr/bin/python3"]):
        if not peers.numpy and has_module(python, "numpy"):
            peers.numpy = [python]
        if not peers.sklearn and has_module(python, "sklearn"):
            peers.sklearn = [python]
    if not peers.numpy:
        say("skipped: NumPy (not installed; Debian: python3-numpy)")
    if not peers.sklearn:
        say("skipped: scikit-learn (not installed; Debian: python3-sklearn)")
    if systemds:
        peers.systemds = [systemds]
    else:
        say("skipped: SystemDS (give its launcher: make bench SYSTEMDS=/path/to/systemds)")
    return peers
