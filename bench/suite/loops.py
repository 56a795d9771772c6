"""Loops of small batches: what lineage and reuse add to them, and whether they work in the same buffers all the time."""
import os

from .process import Failed, interleaved, median, run, say
from .table import Row

ROWS = 25600  # 100 batches of 256
EPOCHS = 8
RUNS = 5
OFF = ["--lineage=off", "--reuse=none"]


def measure(lineal, scripts):
    say("mini-batches of an autoencoder ...")
    script = os.path.join(scripts, "autoencoder_loop.dml")

    def trained(epochs, options):
        return lambda: run([lineal, "run"] + options + [script, f"rows={ROWS}", f"epochs={epochs}"])

    runs = interleaved(RUNS, {"default": trained(EPOCHS, []), "off": trained(EPOCHS, OFF), "first": trained(1, []),
                              "first off": trained(1, OFF)})
    if len({of.output for name in ("default", "off") for of in runs[name]}) != 1:
        raise Failed("autoencoder: the loss depends on lineage and reuse")
    seconds = {name: median([each.seconds for each in of]) for name, of in runs.items()}
    pages = {name: median([each.fresh_pages for each in of]) for name, of in runs.items()}
    peak = {name: median([each.megabytes for each in of]) for name, of in runs.items()}
    later, later_off = pages["default"] - pages["first"], pages["off"] - pages["first off"]
    return [
        Row("autoencoder, 8 epochs", seconds["default"], "s", "lineage and reuse off", seconds["off"]),
        Row("autoencoder, peak memory", peak["default"], "MB", "lineage and reuse off", peak["off"]),
        # Lineage keeps nodes of every step; cells take none of these pages.
        Row("autoencoder, fresh pages after the first epoch", later, "pages", "first epoch", pages["first"], aim="<= 0.15 of the first",
            met=later <= 0.15 * pages["first"]),
        Row("autoencoder, the same with both off", later_off, "pages", "first epoch", pages["first off"]),
    ]
