#!/usr/bin/env python3
"""Verifies a lineage log by docs/lineage-log.md alone: seal, structure, hashes of nodes, and the files where they are found.

    tests/oracle/lineage/verify_log.py RESULT.lineage [--files]

Shares no code with Lineal. With --files the result beside the log and the inputs below the logged folder are hashed too. Prints one
line and exits 0, or names the first fault and exits 1. Needs libxxhash (Debian: libxxhash0) and no Python package.
"""
import argparse
import ctypes
import ctypes.util
import hashlib
import os
import re
import struct
import sys


class Halves(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


XXHASH = ctypes.CDLL(ctypes.util.find_library("xxhash") or "libxxhash.so.0")
XXHASH.XXH3_128bits.restype = Halves
XXHASH.XXH3_128bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]

KINDS = {"INT64": 0, "FP64": 1, "BOOLEAN": 2, "STRING": 3, "operator": 4, "leaf": 5}
ESCAPES = {"n": b"\n", "r": b"\r", "t": b"\t", '"': b'"', "\\": b"\\"}
QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')


class Fault(Exception):
    pass


def xxh3(data):
    """Returns (low, high) of XXH3-128."""
    found = XXHASH.XXH3_128bits(data, len(data))
    return found.low, found.high


def words(*numbers):
    return struct.pack(f"<{len(numbers)}Q", *numbers)


def unescape(raw):
    out, i = b"", 0
    while i < len(raw):
        if raw[i:i + 1] != b"\\":
            out, i = out + raw[i:i + 1], i + 1
        elif raw[i + 1:i + 2] == b"x":
            out, i = out + bytes([int(raw[i + 2:i + 4], 16)]), i + 4
        else:
            out, i = out + ESCAPES[chr(raw[i + 1])], i + 2
    return out


def take_quoted(rest):
    found = QUOTED.match(rest)
    if not found:
        raise Fault(f"expected a quoted text: {rest[:40]!r}")
    return unescape(found[1]), rest[found.end():].lstrip(b" ")


def take_word(rest):
    word, _, rest = rest.partition(b" ")
    return word.decode(), rest


def literal_bits(kind, word):
    if kind == "INT64":
        return int(word) & (2**64 - 1)
    if kind == "BOOLEAN":
        return {"TRUE": 1, "FALSE": 0}[word]
    if word.startswith("NaN"):
        return int(word[4:], 16) if ":" in word else 0x7FF8000000000000
    return struct.unpack("<Q", struct.pack("<d", float(word)))[0]


def literal_key(kind, rest):
    """The key (low, high) of a literal or stated value, and what follows it on the line."""
    if kind == "STRING":
        text, rest = take_quoted(rest)
        return xxh3(words(KINDS[kind], len(text), *xxh3(text))), rest
    word, rest = take_word(rest)
    return xxh3(words(KINDS[kind], literal_bits(kind, word))), rest


def operation_key(kind, name, output, text, inputs):
    head = [KINDS[kind] | output << 8 | len(inputs) << 16, xxh3(name)[0] if name else 0]
    if kind == "leaf":
        head += [len(text), *xxh3(text)]
    return xxh3(words(*head, *(half for key in inputs for half in key)))


def references(rest, nodes, used):
    inputs = []
    for word in rest.split():
        number = int(word[1:-1])
        if not 1 <= number <= len(nodes):
            raise Fault(f"input ({number}) of ({len(nodes) + 1}) does not come earlier")
        used[number - 1] = True
        inputs.append(nodes[number - 1])
    return inputs


def parse_node(line, nodes, used):
    number, rest = take_word(line)
    if number != f"({len(nodes) + 1})":
        raise Fault(f"node numbers must go up one by one: {number}")
    form, rest = take_word(rest)
    if form == "(L)":
        kind, rest = take_word(rest)
        return literal_key(kind, rest)[0]
    name, rest = take_quoted(rest) if rest.startswith(b'"') else (lambda w: (w[0].encode(), w[1]))(take_word(rest))
    output = 0
    if rest.startswith(b"#"):
        word, rest = take_word(rest)
        output = int(word[1:])
    text = b""
    if form == "(C)":
        text, rest = take_quoted(rest)
    stated = None
    if rest.startswith(b"= "):
        kind, rest = take_word(rest[2:])
        stated, rest = literal_key(kind, rest)
    if rest.startswith(b"by "):
        _, rest = take_quoted(rest[3:])
        _, rest = take_quoted(rest[3:])
    key = operation_key("leaf" if form == "(C)" else "operator", name, output, text, references(rest, nodes, used))
    return stated or key


def key_text(key):
    return f"{key[1]:016x}{key[0]:016x}"


def file_hash(path):
    hasher = hashlib.sha256()
    with open(path, "rb") as handle:
        for piece in iter(lambda: handle.read(1 << 20), b""):
            hasher.update(piece)
    return hasher.hexdigest()


def verify(path, with_files):
    with open(path, "rb") as handle:
        data = handle.read()
    if not data.startswith(b"lineal lineage log 2\n"):
        raise Fault("not a lineage log of version 2")
    body, seal = data[:-70], data[-70:]
    if seal != b"seal " + hashlib.sha256(body).hexdigest().encode() + b"\n":
        raise Fault("the seal does not match the text")
    lines = body.split(b"\n")[1:-1]
    texts = {}
    for name in ("program", "profile", "machine", "folder"):
        if name == "machine" and not lines[0].startswith(b"machine "):
            continue
        word, rest = take_word(lines.pop(0))
        if word != name:
            raise Fault(f"expected {name}: {word}")
        texts[name], _ = take_quoted(rest)
    _, rest = take_word(lines.pop(0))
    result, rest = take_quoted(rest)
    _, digest = take_quoted(rest)
    hashes = [(path[:-len(".lineage")], digest.decode(), result)]
    while lines[0].startswith(b"input "):
        name, rest = take_quoted(lines.pop(0)[len("input "):])
        hashes.append((os.path.join(texts["folder"].decode(), name.decode()), rest.split()[0].decode(), name))
    word, count = take_word(lines.pop(0))
    nodes, used = [], [False] * int(count)
    for line in lines[:int(count)]:
        nodes.append(parse_node(line, nodes, used))
    rest = lines[int(count):]
    if word != "nodes" or len(rest) != 1:
        raise Fault("the number of nodes is not that of the lines")
    used[-1] = True
    if not all(used):
        raise Fault(f"node ({used.index(False) + 1}) is not used")
    stated = rest[0].decode().split(" ")
    found = ["root", f"({count.decode()})", key_text(nodes[-1])]
    if stated != found:
        raise Fault(f"stated {' '.join(stated)}, found {' '.join(found)}")
    if with_files:
        for where, digest, name in hashes:
            if file_hash(where) != digest:
                raise Fault(f"{name.decode()} at {where} has other bytes than the log says")
    return len(nodes), len(hashes) - 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("log")
    parser.add_argument("--files", action="store_true", help="hash the result and the inputs, too")
    chosen = parser.parse_args()
    try:
        nodes, inputs = verify(chosen.log, chosen.files)
    except (Fault, ValueError, KeyError, IndexError, OSError) as fault:
        print(f"{chosen.log}: {fault}")
        return 1
    print(f"{chosen.log}: verified, {nodes} nodes, {inputs} inputs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
