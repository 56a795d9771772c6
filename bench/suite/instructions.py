"""What one scalar instruction costs, by difference between loops, and what its lineage weighs."""
import os

from .process import interleaved, numbers_after, run, say
from .table import Row

ROUNDS = 100
TURNS = 10000  # of a loop; 10^6 in all rounds
RUNS = 3


def per_instruction(command, script, arguments, instructions):
    """Returns the microseconds of one instruction: the second loop has `instructions` a turn more than the first.

    Each loop counts with its fastest round, which is as good as undisturbed.
    """
    rounds = numbers_after(run(command + [script] + arguments).output, "nanoseconds")
    short, long = (min(of) for of in zip(*rounds))
    return (long - short) / (instructions * TURNS) / 1e3


def measure(lineal, programs, peers, scripts):
    say("scalar instructions ...")
    off, traced, probed = ["--lineage=off", "--reuse=none"], ["--lineage=on", "--reuse=none"], ["--lineage=on", "--reuse=full"]

    def loop(options, name="scalar_loop", instructions=20):
        script = os.path.join(scripts, name + ".dml")
        return lambda: per_instruction([lineal, "run"] + options, script, [f"rounds={ROUNDS}", f"turns={TURNS}"], instructions)

    def systemds(options, rounds):
        script = os.path.join(scripts, "scalar_loop.dml")
        return per_instruction(peers.systemds, script, ["-nvargs", f"rounds={rounds}", f"turns={TURNS}"] + options, 20)

    figures = interleaved(RUNS, {
        "off": loop(off), "traced": loop(traced), "probed": loop(probed), "kept": loop(traced, "history_loop", 4),
        # Nothing may move the aggregate out of the loop.
        "hit": loop(probed + ["--disable=hoist"], "cached_loop", 1),
    })
    peer = {}
    if peers.systemds:
        say("scalar instructions, SystemDS ...")
        peer["off"] = systemds([], ROUNDS)
        peer["traced"] = systemds(["-lineage"], ROUNDS // 10)
        peer["probed"] = systemds(["-lineage", "reuse_hybrid"], ROUNDS // 10)
    rows = []
    for key, name, limit in (("off", "scalar instruction, lineage off", 0.05), ("traced", "scalar instruction, traced", 0.15),
                             ("kept", "scalar instruction, traced, history kept", 0.15),
                             ("probed", "scalar instruction, traced and probed", 0.3),
                             ("hit", "instruction answered by the cache", 0.3)):
        best = min(figures[key])
        rows.append(Row(name, best, "us", "SystemDS" if key in peer else "", peer.get(key), aim=f"<= {limit} us", met=best <= limit))
    say("lineage nodes ...")
    nodes, counted, resident, making, releasing = min(
        ([float(word) for word in run([os.path.join(programs, "bench_nodes")]).output.split()] for _ in range(RUNS)), key=lambda line: line[3])
    rows.append(Row("lineage node of two inputs", counted / nodes, "bytes", "node and its inputs", 48 + 2 * 8))
    rows.append(Row("lineage node, resident", resident / nodes, "bytes"))
    rows.append(Row("lineage node, made and released", (making + releasing) / nodes * 1e6, "us"))
    return rows
