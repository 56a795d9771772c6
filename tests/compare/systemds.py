"""Runs one script on the real SystemDS and takes its output apart."""
import os
import re
import subprocess

from expectations import Workplace

FAILED = re.compile(r"^\x1b\[31m\s*$|^An Error Occurred", re.M)


def run(systemds, root, script, timeout=120):
    """Returns the printed lines and the error text, which is None when the script succeeded."""
    with Workplace(root, script) as place:
        command = [systemds, place.name]
        named = place.arguments(script, "args")
        positional = place.arguments(script, "positional")
        if named:
            command += ["-nvargs", *named]
        if positional:
            command += ["-args", *positional]
        environment = dict(os.environ)
        environment.setdefault("SYSTEMDS_OPTS", "-Xmx2g -Xms256m")
        done = subprocess.run(command, cwd=place.folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout, encoding="utf-8", errors="replace")
    return take_apart(done.stdout, done.returncode, done.stderr)


def take_apart(text, status, complaints):
    error = None
    found = FAILED.search(text)
    if found:
        error = re.sub(r"\x1b\[\d*m", "", text[found.start():]).strip()
        text = text[:found.start()]
    elif status != 0:
        error = f"exit status {status}: {complaints[-400:]}"
    text = text.split("SystemDS Statistics:\n")[0]
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    return lines, error
