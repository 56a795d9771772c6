"""Reads and forges lineage logs: written from the documented form of the log, without code of the program."""
import hashlib
import re


class Log:
    """The lines of a log without the seal. Lines are bytes without their end."""

    def __init__(self, text):
        lines = text.split(b"\n")
        assert lines[-1] == b"" and lines[-2].startswith(b"seal "), "not a sealed log"
        self.lines = lines[:-2]

    def sealed(self):
        """The text with a seal that fits it."""
        body = b"".join(line + b"\n" for line in self.lines)
        return body + b"seal " + hashlib.sha256(body).hexdigest().encode() + b"\n"

    def nodes(self):
        """Indexes of the lines that hold nodes."""
        return [i for i, line in enumerate(self.lines) if line.startswith(b"(")]

    def find(self, pattern):
        """Index of the first line that matches a regular expression."""
        for i, line in enumerate(self.lines):
            if re.search(pattern, line):
                return i
        raise AssertionError(f"no line matches {pattern}")

    def replace(self, pattern, replacement):
        """Replaces the first match; it must change something."""
        i = self.find(pattern)
        changed = re.sub(pattern, replacement, self.lines[i], count=1)
        assert changed != self.lines[i], f"{pattern}: nothing changed"
        self.lines[i] = changed

    def drop_node(self, index):
        """Removes the node on a line; those after it move up by one and what referred to it refers to the one before."""
        number = int(re.match(rb"\((\d+)\)", self.lines[index]).group(1))

        def renumber(match):
            old = int(match.group(1))
            return b"(%d)" % (old - 1 if old >= number else old)

        del self.lines[index]
        for i, line in enumerate(self.lines):
            if line.startswith(b"nodes "):
                self.lines[i] = b"nodes %d" % (int(line[6:]) - 1)
            elif line.startswith((b"(", b"root ")):
                head, quote, rest = line.partition(b'"')
                text, end, references = rest.rpartition(b'"')
                self.lines[i] = (re.sub(rb"\((\d+)\)", renumber, head) + quote + text + end
                                 + re.sub(rb"\((\d+)\)", renumber, references))

    def set_root_key(self, key):
        i = self.find(rb"^root ")
        words = self.lines[i].split(b" ")
        words[2] = key.encode()
        self.lines[i] = b" ".join(words)


def forge_keys(log, name, case):
    """Makes the key of a changed log right, with the help of the parser, which says what it found; writes the log.

    A forger can compute the keys, since the program is public; its own message is the shortest way. Returns the outcome
    of the first audit that has nothing to say about keys.
    """
    for _ in range(2):
        case.write(name, log.sealed())
        outcome = case.call("audit", name)
        found = re.search(r"the root's key is not that of the nodes: stated \w+, found (\w+)", outcome.complaints)
        if not found:
            return outcome
        log.set_root_key(found.group(1))
    raise AssertionError("the key does not settle")
