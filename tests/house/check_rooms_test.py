#!/usr/bin/env python3
"""Plants one violation of each kind in a copy of the tree and sees scripts/check_rooms.py find it, and nothing else."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts"))
import check_rooms  # noqa: E402

COPIED = ["app", "engine", "include", "io", "model", "params", "report", "solvers", "scripts"]

# (file, text appended to it, what must be said)
PLANTED = [
    ("model/planted.cpp", '#include "desvio/io/store.hpp"\n', "model includes io"),
    ("solvers/planted.cpp", '#include "desvio/params/base.hpp"\n', "solvers includes params"),
    ("include/desvio/core/planted.hpp", '#include "desvio/params/base.hpp"\n', "core includes params"),
    ("engine/planted.cpp", '#include "io/text_file.hpp"\n', "private header of io"),
    ("include/desvio/io/planted.hpp", '#include "io/text_file.hpp"\n', "public header includes the private header"),
    ("include/desvio/attic/planted.hpp", "#pragma once\n", "no room"),
    ("report/planted.cpp", "void f() { std::cout << 1; }\n", "only app prints"),
    ("engine/planted.cpp", 'void f() { fmt::print("x"); }\n', "only app prints"),
    ("engine/planted.cpp", "void f() { std::exit(1); }\n", "only app exits"),
    ("io/planted.cpp", 'auto f() { return std::getenv("HOME"); }\n', "only app exits"),
    ("report/planted.cpp", "#include <fstream>\n", "only io opens files"),
    ("app/planted.cpp", "#include <hdf5.h>\n", "only io opens files"),
    ("engine/planted.cpp", "void f() { std::filesystem::remove(path); }\n", "only io opens files"),
    ("model/planted.cpp", "double f() { return 100.0; }\n", "the number 100.0"),
    ("model/planted.cpp", "double f() { return 1e-12; }\n", "the number 1e-12"),
    ("docs/planted.md", "see /" + "home/ana/README.md\n", "a path of one machine"),
    ("scripts/planted.py", "# TO" + "DO: later\n", "an unfinished mark"),
    ("model/planted.cpp", "\n" * 500, "more than one idea"),
    ("CMakeLists.txt", "desvio_add_room(model ROOMS core io)\n", "model links io"),
]

# What looks like a violation and is none.
INNOCENT = [
    ("model/planted.cpp", "// 3.14 in a comment, printf(\ndouble f(Tensor3 const& x2) { return 0.5 * x2(0, 1, 2); }\n"),
    ("io/planted.cpp", "#include <fstream>\n#include <hdf5.h>\n"),
    ("app/planted.cpp", "#include <cstdio>\nvoid f() { std::puts(\"x\"); }\n"),
    ("report/planted.cpp", 'char const* f() { return "std::cout and exit(1)"; }\n'),
    ("engine/planted.cpp", '#include "desvio/io/store.hpp"\n#include "engine/own.hpp"\n'),
]


class CheckRooms(unittest.TestCase):
    def setUp(self):
        self.top = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.top)
        shutil.copy(TOP / "CMakeLists.txt", self.top)
        for folder in COPIED:
            shutil.copytree(TOP / folder, self.top / folder, ignore=shutil.ignore_patterns("sets", "__pycache__"))

    def plant(self, file, text):
        path = self.top / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as stream:
            stream.write(text)

    def test_the_tree_as_it_is_keeps_every_door(self):
        self.assertEqual(check_rooms.check_tree(self.top), [])

    def test_finds_each_planted_violation(self):
        for file, text, said in PLANTED:
            with self.subTest(file=file, said=said):
                before = (self.top / file).read_text(encoding="utf-8") if (self.top / file).exists() else None
                self.plant(file, text)
                found = check_rooms.check_tree(self.top)
                if before is None:
                    (self.top / file).unlink()
                else:
                    (self.top / file).write_text(before, encoding="utf-8")
                self.assertTrue(any(str(path) == file and said in problem for path, _, problem in found), found)
                self.assertEqual({str(path) for path, _, _ in found}, {file})

    def test_lets_the_innocent_pass(self):
        for file, text in INNOCENT:
            self.plant(file, text)
        self.assertEqual(check_rooms.check_tree(self.top), [])


if __name__ == "__main__":
    unittest.main()
