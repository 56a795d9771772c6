"""Brings plans, as `--explain=lower` prints them, into a form in which plans that do the same are the same text.

Left out is what is no part of the work: names and numbers of slots, where values are released, how lineage is traced, and where one
straight block ends and the next begins. Variables are numbered as they first appear, temporaries anew wherever one is written.
"""
import re

WORD = re.compile(r'"[^"]*"|[^\s,]+')
NAME = re.compile(r"^[%#A-Za-z_][\w.#]*$")
CONSTANTS = {"TRUE", "FALSE", "NaN", "Inf", "default", "_"}


class Numbering:
    """Gives names numbers in the order in which it first sees them."""

    def __init__(self, prefix):
        self.prefix = prefix
        self.known = {}
        self.count = 0

    def of(self, name):
        return self.known[name] if name in self.known else self.anew(name)

    def anew(self, name):
        self.count += 1
        self.known[name] = f"{self.prefix}{self.count}"
        return self.known[name]


class Normaliser:
    def __init__(self):
        self.functions = Numbering("@")
        self.slots = Numbering("$")

    def operand(self, word):
        name = word.rstrip("!")
        if word.startswith('"') or name in CONSTANTS or not NAME.match(name):
            return word
        return self.slots.of(name) + word[len(name):]

    def target(self, word):
        if word == "_":
            return word
        return self.slots.anew(word) if word.startswith("%") else self.slots.of(word)

    def instruction(self, text):
        text = re.sub(r"  (traced in \d+ steps|release( \S+)+)", "", text)
        assigned = re.match(r"((?:[%#\w.]+, )*[%#\w.]+) = ", text)
        words = WORD.findall(text[assigned.end():] if assigned else text)
        operator = words.pop(0)
        if operator == "call":
            operator += " " + self.functions.of(words.pop(0))
        operands = [self.operand(word) for word in words]
        targets = [self.target(word) for word in WORD.findall(assigned[1])] if assigned else []
        return (", ".join(targets) + " = " if targets else "") + " ".join([operator, *operands])

    def line(self, line):
        text = line.strip()
        indent = line[:len(line) - len(line.lstrip())]
        if text == "block":
            return None
        if text in ("if", "while", "else"):
            return indent + text
        heading = re.match(r"(for|parfor) (\S+)$", text)
        if heading:
            return f"{indent}{heading[1]} {self.slots.of(heading[2])}"
        function = re.match(r"function (\S+) \(\d+ slots\)$", text)
        if function:
            self.slots = Numbering("$")
            return "function " + self.functions.of(function[1])
        return indent + self.instruction(text)


def normalised(text):
    """Returns the lines of a plan in normal form."""
    normaliser = Normaliser()
    lines = [normaliser.line(line) for line in text.split("\n") if line.strip()]
    return [line for line in lines if line is not None]


def difference(plan, other):
    """Returns one sentence about the first line in which two plans differ; None if they are the same."""
    mine, theirs = normalised(plan), normalised(other)
    for a, b in zip(mine, theirs):
        if a != b:
            return f"{a.strip()!r} where the other has {b.strip()!r}"
    if len(mine) != len(theirs):
        longer = mine if len(mine) > len(theirs) else theirs
        whose = "this one" if longer is mine else "the other"
        return f"only {whose} has {longer[min(len(mine), len(theirs))].strip()!r}"
    return None
