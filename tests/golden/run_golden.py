#!/usr/bin/env python3
"""Runs the scripts of tests/dml through lineal, once per configuration, and checks output, errors and exit status.

    tests/golden/run_golden.py --lineal build/release/bin/lineal [--config default ...] [part-of-a-path ...]

A configuration is a file tests/configs/NAME.conf, see read_configuration. An error is reported on stderr as
`file:line:column: kind: message` and must name the script's line, contain the expected text and give a non-zero exit status.
"""
import argparse
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "compare")]
import expectations
import plans


class Configuration:
    """Options of lineal, variables of its environment, and the scripts it is meant for."""

    def __init__(self, options=(), environment=None, uses=None):
        self.options = list(options)
        self.environment = environment or {}
        self.uses = uses  # a pattern that the text of a script must match; None: every script

    def is_default(self):
        return not self.options and not self.environment and self.uses is None

    def is_for(self, script, every_script):
        return every_script or self.uses is None or self.uses.search(script.text) is not None


def read_configuration(path):
    """Words of the file's lines: options as they are, `env:NAME=VALUE` for the environment, and `uses:REGEX`: only the
    scripts whose text it matches, unless --every-script is given. A line that starts with # is a comment."""
    with open(path, encoding="utf-8") as handle:
        words = shlex.split(" ".join(line for line in handle if line.strip() and not line.startswith("#")))
    found = Configuration()
    for word in words:
        if word.startswith("env:"):
            name, _, value = word[len("env:"):].partition("=")
            found.environment[name] = value
        elif word.startswith("uses:"):
            found.uses = re.compile(word[len("uses:"):])
        else:
            found.options.append(word)
    return found


def read_configurations(folder):
    return {name[:-5]: read_configuration(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".conf")}


def lacks_processor(lineal, configuration):
    """What lineal says if this processor has not the instructions that the configuration forces, else None."""
    forced = [option for option in configuration.options if option.startswith("--isa=")]
    if not forced:
        return None
    done = subprocess.run([lineal, *forced, "-s", "x = 1"], capture_output=True, encoding="utf-8", errors="replace")
    return done.stderr.strip() if done.returncode == 2 and "processor" in done.stderr else None


def check_error(script, name, status, complaints):
    """Returns one sentence per difference between the expected error and the reported one."""
    if script.error is None:
        if status == 0:
            return []
        return [f"exit status {status}: {complaints.strip()[:400]}"]
    found = []
    where = f"line {script.error.source_line}"
    if status == 0:
        found.append(f"{where}: expected an error, got exit status 0")
    if status < 0:
        found.append(f"{where}: killed by signal {-status}")
    reported = re.compile(r"^(?:.*/)?" + re.escape(name) + r":(\d+):\d+: [a-z/ ]+: (.*)$", re.M)
    errors = [(int(line), message) for line, message in reported.findall(complaints) if not message.startswith("skipped")]
    if not errors:
        found.append(f"{where}: no error of the form file:line:column: kind: message, got {complaints.strip()[:300]!r}")
    elif not any(line == script.error.source_line and script.error.text in message for line, message in errors):
        found.append(f"{where}: expected an error with {script.error.text!r}, got "
                     + "; ".join(f"line {line}: {message}" for line, message in errors[:3]))
    return found


def check_hits(script, complaints):
    """Compares the hits of the reuse cache, which --stats shows, with those that the script expects."""
    if "reuse hits" not in script.directives:
        return []
    shown = re.search(r"^ +cache probes +\d+: (\d+) hits", complaints, re.M)
    if not shown:
        return ["reuse hits: --stats shows none"]
    wanted = script.directives["reuse hits"]
    return [] if shown[1] == wanted else [f"reuse hits: expected {wanted}, got {shown[1]}"]


def execute(lineal, root, script, options=(), environment=None, timeout=60):
    """Runs a script in a place of its own. Throws subprocess.TimeoutExpired."""
    with expectations.Workplace(root, script) as place:
        positional = place.arguments(script, "positional")
        if positional:
            command = [lineal, *options, "-f", place.name, "-args", *positional]
        else:
            command = [lineal, "run", *options, place.name, *place.arguments(script, "args")]
        return subprocess.run(command, cwd=place.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=timeout, encoding="utf-8", errors="replace", env={**os.environ, **(environment or {})})


def check_plan(lineal, root, script):
    """Compares the plan of a script with that of another one, if it says that they are the same."""
    if "plan same as" not in script.directives:
        return []
    other = os.path.normpath(os.path.join(os.path.dirname(script.path), script.directives["plan same as"]))
    if not os.path.exists(os.path.join(root, other)):
        return [f"plan same as: no such script: {other}"]
    shown = []
    for one in (script, expectations.load(root, other)):
        done = execute(lineal, root, one, ["--explain=lower"])
        if done.returncode != 0 or not done.stderr.startswith("function "):
            return [f"plan same as: no plan of {one.path}: {done.stderr.strip()[:300]}"]
        shown.append(done.stderr)
    difference = plans.difference(*shown)
    return [f"plan same as {other}: {difference}"] if difference else []


def run_one(lineal, root, script, configuration):
    """Returns the differences of one run. What happens inside is looked at in the default configuration only."""
    inside = configuration.is_default()
    options = [*configuration.options, *(["--stats"] if inside and "reuse hits" in script.directives else [])]
    try:
        done = execute(lineal, root, script, options, configuration.environment)
        lines = done.stdout.split("\n")
        if lines[-1] == "":
            lines.pop()
        found = expectations.differences(script, lines) + check_error(script, os.path.basename(script.path), done.returncode, done.stderr)
        if inside:
            found += check_hits(script, done.stderr) + check_plan(lineal, root, script)
        return found
    except subprocess.TimeoutExpired as late:
        return [f"no end after {late.timeout} s"]


def run_all(lineal, root, configurations, patterns=(), jobs=2, verbose=False, every_script=False):
    """Runs every selected script in every configuration, prints what differs and a summary; returns the exit status."""
    lineal = os.path.abspath(lineal)
    scripts = [expectations.load(root, path) for path in expectations.find(root, patterns)]
    if not scripts:
        print("no script matches", *patterns)
        return 1
    passed = failed = skipped = 0
    for name, configuration in configurations.items():
        selected = [script for script in scripts if configuration.is_for(script, every_script)]
        lacking = lacks_processor(lineal, configuration)
        if lacking is not None:
            print(f"skip {name}: {lacking}")
            skipped += len(selected)
            continue
        runnable = [script for script in selected if "skip" not in script.directives]
        skipped += len(selected) - len(runnable)
        with ThreadPoolExecutor(jobs) as pool:
            for script, found in zip(runnable, pool.map(lambda one: run_one(lineal, root, one, configuration), runnable)):
                passed += not found
                failed += bool(found)
                if found or verbose:
                    print(f"{'FAIL' if found else 'ok  '} {name}: {script.path}", flush=True)
                for sentence in found:
                    print("    " + sentence)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lineal", default="build/release/bin/lineal")
    parser.add_argument("--scripts", default=os.path.join(HERE, "..", "dml"))
    parser.add_argument("--configs", default=os.path.join(HERE, "..", "configs"))
    parser.add_argument("--config", action="append", help="only this configuration; may be repeated")
    parser.add_argument("--every-script", action="store_true", help="ignore uses: in configurations")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="name the scripts that pass, too")
    parser.add_argument("patterns", nargs="*", help="parts of paths, or globs")
    chosen = parser.parse_args()
    configurations = read_configurations(chosen.configs)
    if chosen.config:
        unknown = set(chosen.config) - set(configurations)
        if unknown:
            parser.error(f"no such configuration: {', '.join(sorted(unknown))}; known are {', '.join(configurations)}")
        configurations = {name: configurations[name] for name in chosen.config}
    if not os.path.exists(chosen.lineal):
        parser.error(f"no such program: {chosen.lineal}")
    return run_all(chosen.lineal, chosen.scripts, configurations, chosen.patterns, chosen.jobs, chosen.verbose, chosen.every_script)


if __name__ == "__main__":
    sys.exit(main())
