"""The examples of docs/lineage-log.md are what the program prints."""
import os
import re
import struct
import subprocess
import sys

import lineal_program

PAGE = os.path.join(lineal_program.SOURCE_ROOT, "docs", "lineage-log.md")
VERIFIER = os.path.join(lineal_program.SOURCE_ROOT, "tests", "oracle", "lineage", "verify_log.py")
FOLDER = "/home/ada/run"  # of the page
# What another machine, folder and therefore the seal change.
PLACE = re.compile("^(machine|seal) .*\n", re.M)


class DocumentedLog(lineal_program.Folder):
    """Has run the script of the page beside its input."""

    def setUp(self):
        super().setUp()
        with open(PAGE, encoding="utf-8") as page:
            self.page = page.read()
        self.write("d.csv", "1,2\n3,4\n")
        self.write("z.dml", self.block("X = read("))
        self.run_well("run", "z.dml")

    def block(self, start):
        """The only block of the page that begins so."""
        found = [text for text in re.findall("^```r?\n(.*?)^```$", self.page, re.M | re.S) if text.startswith(start)]
        self.assertEqual(len(found), 1, start)
        return found[0]

    def as_on_the_page(self, text):
        return text.replace(self.folder, FOLDER)

    def transcript(self, command):
        """What the page shows below a command."""
        return re.search(r"^    \$ " + re.escape(command) + r".*\n((?:    [^$\n].*\n)+)", self.page, re.M).group(1).replace("    ", "")

    def test_log(self):
        log = self.as_on_the_page(self.read("z.csv.lineage").decode())
        self.assertEqual(PLACE.sub("", log), PLACE.sub("", self.block("lineal lineage log ")))

    def test_audit(self):
        self.assertEqual(self.as_on_the_page(self.run_well("audit", "z.csv.lineage")), self.transcript("lineal audit z.csv.lineage"))

    def test_verifier(self):
        done = subprocess.run([sys.executable, VERIFIER, "z.csv.lineage", "--files"], cwd=self.folder, capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, self.transcript("tests/oracle/lineage/verify_log.py z.csv.lineage --files"))

    def test_reconstruction(self):
        program = self.run_well("reconstruct", "z.csv.lineage")
        self.assertEqual(self.as_on_the_page(program), self.block("# lineal: exact"))
        self.write("again.dml", program)
        self.run_well("run", "again.dml", "OUT=again.csv")
        self.assertEqual(self.read("again.csv"), self.read("z.csv"))

    def test_binary_files(self):
        """The table of binary files, read as it says."""
        self.run_well("-s", 'X = rand(rows=60, cols=30, sparsity=0.1, seed=1)\nwrite(X, "sparse", format="binary")\n'
                            'write(X + 1, "dense", format="binary")\nwrite(X * 0, "empty", format="binary")\n'
                            'write(X, "sparse.csv", format="csv")\nwrite(X + 1, "dense.csv", format="csv")\nwrite(X * 0, "empty.csv", format="csv")')
        for name, form in ("sparse", 1), ("dense", 0), ("empty", 1):
            with self.subTest(name=name):
                read_form, cells = read_binary(self.read(name))
                self.assertEqual(read_form, form)
                lines = self.read(name + ".csv").decode().splitlines()
                self.assertEqual(cells, [[float(word) for word in line.split(",")] for line in lines])


def read_binary(data):
    def whole(at):
        return int.from_bytes(data[at:at + 8], "little", signed=True)

    def cell(at):
        return struct.unpack_from("<d", data, at)[0]

    assert data[:8] == b"LINEALM1"
    form, rows, columns, entries = (whole(at) for at in (8, 16, 24, 32))
    if form == 0:
        assert entries == 0 and len(data) == 40 + 8 * rows * columns
        return form, [[cell(40 + 8 * (r * columns + c)) for c in range(columns)] for r in range(rows)]
    cells = [[0.0] * columns for _ in range(rows)]
    if entries == 0:
        assert len(data) == 40
        return form, cells
    places = 40 + 8 * (rows + 1)
    values = places + 8 * entries
    assert len(data) == values + 8 * entries and whole(40) == 0 and whole(40 + 8 * rows) == entries
    for r in range(rows):
        for i in range(whole(40 + 8 * r), whole(48 + 8 * r)):
            cells[r][whole(places + 8 * i)] = cell(values + 8 * i)
    return form, cells


if __name__ == "__main__":
    lineal_program.main()
