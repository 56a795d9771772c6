"""Disks that are full or lie, kills while values are spilled, and limits of the system: one clear error, never a wrong result."""
import os
import random
import re
import resource
import signal
import subprocess
import time

import lineal_program

MEBIBYTE = 1 << 20
# 24 matrices of 2 MB, all alive, looked at twice, and one result.
GREEDY = """
    all = list()
    for (i in 1:24) { all = append(all, rand(rows=512, cols=512, seed=i)) }
    total = 0
    for (j in 1:ROUNDS) { for (i in 1:24) { total = total + sum(as.matrix(all[i])) * i } }
    print(total)
    X = as.matrix(all[1]) + total
    write(X, "out.bin", format="binary")
"""


def may_mount():
    """Whether a folder of its own file system can be made for one child."""
    return subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0


class Greedy(lineal_program.Folder):
    """Has a script that needs 50 MB, and a folder to spill into."""

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("spill"))
        self.write("script.dml", GREEDY.replace("ROUNDS", "2"))

    def assert_no_result(self):
        self.assertFalse([name for name in os.listdir(self.folder) if name.startswith("out.bin")], os.listdir(self.folder))

    def limited(self, kind, limit, *words):
        """Runs lineal under a limit of the system."""
        done = subprocess.run([self.lineal, *words], cwd=self.folder, capture_output=True, timeout=120, check=False,
                              preexec_fn=lambda: resource.setrlimit(kind, (limit, limit)))
        return lineal_program.Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


class Faults(Greedy):
    def test_killed_while_spilling(self):
        self.write("long.dml", GREEDY.replace("ROUNDS", "100000"))
        chosen = random.Random(7)
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT) * 3:
            with self.subTest(signal=number):
                child = subprocess.Popen([self.lineal, "run", "long.dml", "--memory=6m", "--spill=spill"], cwd=self.folder,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
                time.sleep(chosen.uniform(0.05, 0.35))
                self.assertIsNone(child.poll())
                child.send_signal(number)
                complaints = child.communicate(timeout=30)[1].decode()
                self.assertIn(child.returncode, (130,) if number == signal.SIGINT else (-number,), complaints)
                self.assertEqual(os.listdir(self.path("spill")), [])

    def test_limit_of_file_size(self):
        outcome = self.limited(resource.RLIMIT_FSIZE, MEBIBYTE, "run", "script.dml", "--memory=6m", "--spill=spill")
        self.assert_refused(outcome, 71, "2097152", str(6 * MEBIBYTE), "File too large", "not enough memory")
        self.assertEqual(len(outcome.complaints.splitlines()), 3, outcome.complaints)
        self.assert_no_result()

    def test_full_disk(self):
        if not may_mount():
            self.skipTest("unshare -m is not allowed")
        mount = f"mount -t tmpfs -o size=8m tmpfs {self.path('spill')}"
        command = f'{mount} && exec "$0" run script.dml --memory=6m --spill=spill'
        done = subprocess.run(["unshare", "-m", "bash", "-c", command, self.lineal], cwd=self.folder, capture_output=True, timeout=60, check=False)
        outcome = lineal_program.Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
        self.assert_refused(outcome, 71, "2097152", str(6 * MEBIBYTE), "No space left on device", "not enough memory")
        self.assertEqual(len(outcome.complaints.splitlines()), 3, outcome.complaints)
        self.assert_no_result()

    def test_missing_folder(self):
        outcome = self.call("run", "script.dml", "--memory=6m", "--spill=nowhere")
        self.assert_refused(outcome, 71, "cannot spill to 'nowhere'", "No such file or directory")
        self.assert_no_result()
        # Nobody needs it: nobody misses it.
        self.run_well("-s", "print(1)", "--spill=nowhere")

    def test_unwritable_folder(self):
        self.write("file", "")
        outcome = self.call("run", "script.dml", "--memory=6m", "--spill=file")
        self.assert_refused(outcome, 71, "cannot spill to 'file'", "Not a directory")
        outcome = self.call("run", "script.dml", "--memory=6m", "--spill=/proc")
        self.assert_refused(outcome, 71, "cannot spill to '/proc'")
        self.assert_no_result()

    def test_corrupted_file(self):
        """The file is changed while the program stands still."""
        self.write("long.dml", GREEDY.replace("ROUNDS", "100000"))
        child = subprocess.Popen([self.lineal, "run", "long.dml", "--memory=6m", "--spill=spill"], cwd=self.folder,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(child.kill)
        links = f"/proc/{child.pid}/fd"
        spill = []
        end = time.monotonic() + 20
        while time.monotonic() < end and (not spill or os.stat(f"{links}/{spill[0]}").st_size < 40 * MEBIBYTE):
            time.sleep(0.02)
            spill = [name for name in os.listdir(links) if os.readlink(f"{links}/{name}").startswith(self.path("spill"))]
        self.assertEqual(len(spill), 1)
        child.send_signal(signal.SIGSTOP)
        with open(f"{links}/{spill[0]}", "r+b") as handle:
            handle.seek(20 * MEBIBYTE + 1000)
            byte = handle.read(1)
            handle.seek(20 * MEBIBYTE + 1000)
            handle.write(bytes([byte[0] ^ 1]))
        child.send_signal(signal.SIGCONT)
        output, complaints = child.communicate(timeout=60)
        outcome = lineal_program.Outcome(child.returncode, output.decode(), complaints.decode())
        self.assert_refused(outcome, 74, "are not those that were written")
        self.assertEqual(outcome.output, "")
        self.assert_no_result()


class Limits(Greedy):
    """Limits of the system itself."""

    def test_address_space(self):
        """Under `ulimit -v` a script spills, or says what it lacks; it is never killed."""
        expected = self.run_well("run", "script.dml")
        for megabytes in (2000, 1200, 800, 600, 450, 400, 350, 300):
            outcome = self.limited(resource.RLIMIT_AS, megabytes * MEBIBYTE, "run", "script.dml", "--threads=2", "--spill=spill")
            with self.subTest(megabytes=megabytes):
                if outcome.status == 0:
                    self.assertEqual(outcome.output, expected)
                else:
                    self.assert_refused(outcome, 71, "resource error")
                self.assertNotIn("bad_alloc", outcome.complaints)
                self.assertTrue(outcome.status == 0 or megabytes < 1200, repr(outcome))

    # What allocates otherwise than dense matrices do: CSR arrays, frames, text, lists, lineage.
    HUNGRY = {
        "sparse": "all = list()\nfor (i in 1:400) { all = append(all, rand(rows=100000, cols=100, sparsity=0.2, seed=i)) }",
        "frame": 'all = list()\nfor (i in 1:4000) { all = append(all, as.frame(rand(rows=100000, cols=10, seed=i))) }',
        "text": 's = "0123456789"\nfor (i in 1:60) { s = s + s }\nprint(length(s))',
        "lineage": "x = 1\nfor (i in 1:100000000) { x = x * 0.5 + i }\nprint(x)",
        "wide": "X = rand(rows=30000, cols=30000, sparsity=0.3, seed=1)\nprint(sum(X))",
        "parfor": "R = matrix(0, rows=64, cols=1)\nparfor (i in 1:64) { X = rand(rows=30000, cols=3000, sparsity=0.2, seed=i)\nR[i, 1] = sum(X) }\nprint(sum(R))",
    }

    def test_every_kind_of_memory(self):
        for name, text in self.HUNGRY.items():
            with self.subTest(name=name):
                self.write("hungry.dml", text)
                outcome = self.limited(resource.RLIMIT_AS, 800 * MEBIBYTE, "run", "hungry.dml", "--threads=2", f"--spill={self.path('spill')}")
                self.assertNotIn("bad_alloc", outcome.complaints)
                if outcome.status != 0:
                    self.assert_refused(outcome, 71, "resource error", "bytes")

    def test_container(self):
        """The limit of the control group, from files that one child sees in place of the system's."""
        if not may_mount():
            self.skipTest("unshare -m is not allowed")
        with open("/proc/self/cgroup", encoding="utf-8") as handle:
            groups = dict(line.rstrip("\n").split(":", 2)[1:] for line in handle)
        places = {"root of version 2": "memory.max", "root of version 1": "memory/memory.limit_in_bytes"}
        if "" in groups:
            places["own group of version 2"] = groups[""] + "/memory.max"
            places["the group above"] = os.path.dirname(groups[""]) + "/memory.max"
        if "memory" in groups:
            places["own group of version 1"] = "memory" + groups["memory"] + "/memory.limit_in_bytes"
            places["above that"] = os.path.dirname("memory" + groups["memory"]) + "/memory.limit_in_bytes"
        for number, (name, place) in enumerate(places.items()):
            with self.subTest(name=name):
                root = self.path(f"group{number}")
                file = os.path.join(root, place.lstrip("/"))
                os.makedirs(os.path.dirname(file))
                with open(file, "w", encoding="ascii") as handle:
                    handle.write(f"{40 * MEBIBYTE}\n")
                command = f'mount --bind {root} /sys/fs/cgroup && exec "$0" run script.dml --stats --spill=spill'
                done = subprocess.run(["unshare", "-m", "bash", "-c", command, self.lineal], cwd=self.folder, capture_output=True, timeout=60, check=False)
                self.assertEqual(done.returncode, 0, done.stderr.decode())
                self.assertRegex(done.stderr.decode(), rf"memory .* of {40 * MEBIBYTE // 10 * 7};")
                self.assertGreater(int(re.search(rb"spilled +(\d+)", done.stderr).group(1)), 0)


if __name__ == "__main__":
    lineal_program.main()
