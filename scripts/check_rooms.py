#!/usr/bin/env python3
"""Checks what the compiler cannot: who may include whom, who may print, exit or open files, and a few habits.

Usage: check_rooms.py [TOP]   prints "file:line: problem" for each violation and fails if there is one.
"""

import re
import sys
from pathlib import Path

# Doors: a room may include itself and these. Tests, benches and examples may include everything.
DOORS = {
    "core": [],
    "params": ["core"],
    "solvers": ["core"],
    "model": ["core", "params", "solvers"],
    "io": ["core", "params"],
    "tables": ["core", "params", "solvers"],
    "engine": ["core", "params", "solvers", "model", "io", "tables"],
    "distributed": ["core", "solvers"],
    "report": ["core", "params", "solvers", "model", "io", "tables", "engine", "distributed"],
    "service": ["core", "params", "io", "engine", "report"],
    "app": ["core", "params", "solvers", "model", "io", "tables", "engine", "report", "distributed", "service"],
}
FREE = ["tests", "benches", "examples"]

# The one header that may stop the program: a broken contract is a bug.
CONTRACTS = "include/desvio/core/contracts.hpp"

PRINTING = re.compile(
    r"\bstd::(cout|cerr|clog)\b|\b(printf|fprintf|vprintf|puts|fputs|putchar|perror)\s*\(|\bfmt::print(ln)?\s*\("
    r"|#\s*include\s*<iostream>"
)
LEAVING = re.compile(r"\b(exit|_exit|_Exit|quick_exit|abort|terminate)\s*\(|\b(getenv|secure_getenv|setenv|putenv)\s*\(|\bargv\b")
OPENING = re.compile(
    r"#\s*include\s*<(fstream|cstdio|stdio\.h|fcntl\.h|hdf5\.h|hdf5_hl\.h|H5\w*\.h)>"
    r"|\b(fopen|freopen|tmpfile|mkstemp)\s*\(|\b[io]?fstream\b"
    r"|\bfilesystem::(create_director(y|ies)|remove(_all)?|rename|copy(_file)?|resize_file|permissions|(recursive_)?directory_iterator)\b"
)
NUMBER = re.compile(r"(?<![\w.])(\d[\d']*\.?[\d']*|\.\d+)([eE][+-]?\d+)?[fFlLuUzZ]*(?![\w.])")
MODEL_LITERALS = {0.0, 1.0, 2.0, 0.5}
MACHINE_PATH = re.compile(r"""(?<![\w.~$}/-])/(""" + "|".join([r"root\b", "tmp/[a-z]", "home/[a-z]", "Users/[A-Za-z]"]) + r""")""")
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
LONGEST_FILE = 400
LONGEST_TEST = 600

SOURCE_SUFFIXES = {".cpp", ".hpp"}
TEXT_SUFFIXES = SOURCE_SUFFIXES | {".py", ".sh", ".cmake", ".txt", ".md", ".toml", ".json", ".in", ".yml", ""}


def blank_comments_and_strings(text):
    """The code alone: comments, strings and characters become spaces, lines stay where they are."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"' r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'", re.S
    )

    def blank(match):
        token = match.group(0)
        if text[max(0, match.start() - 40) : match.start()].rstrip().endswith("include"):
            return token
        return re.sub(r"[^\n]", " ", token)

    return pattern.sub(blank, text)


def room_of(path):
    """(room, is_public) of a source file, from its path relative to the top; (None, False) outside the rooms."""
    parts = path.parts
    if parts[:2] == ("include", "desvio") and len(parts) > 3:
        return parts[2], True
    return (parts[0], False) if parts[0] in DOORS else (None, False)


def check_includes(path, lines):
    room, is_public = room_of(path)
    if room is None:
        return
    if room not in DOORS:
        yield 1, f"'{room}' is no room; the rooms are {', '.join(DOORS)}"
        return
    for number, line in enumerate(lines, 1):
        match = re.match(r'\s*#\s*include\s*["<]((?:desvio/)?)([^">/]+)/([^">]+)[">]', line)
        if not match or match.group(2) not in DOORS:
            continue
        seen, through_public_header = match.group(2), bool(match.group(1))
        if seen != room and seen not in DOORS[room]:
            yield number, f"{room} includes {seen}, which it may not see (doors of {room}: {', '.join(DOORS[room]) or 'none'})"
        if not through_public_header and seen != room:
            yield number, f"{room} includes a private header of {seen}"
        if not through_public_header and is_public:
            yield number, f"a public header includes the private header {seen}/{match.group(3)}"


def check_habits(path, lines):
    room, _ = room_of(path)
    if room is None:
        return
    for number, line in enumerate(lines, 1):
        if room != "app" and path.as_posix() != CONTRACTS:
            if PRINTING.search(line):
                yield number, "only app prints"
            if LEAVING.search(line):
                yield number, "only app exits, reads arguments or the environment"
        if room != "io" and OPENING.search(line):
            allowed = "<cstdio>" in line and (room == "app" or path.as_posix() == CONTRACTS)
            if not allowed:
                yield number, "only io opens files"
        if room == "model" and not line.lstrip().startswith("#"):
            for literal in NUMBER.finditer(line):
                value = float(re.sub(r"['fFlLuUzZ]", "", literal.group(0)))
                if value not in MODEL_LITERALS:
                    yield number, f"the number {literal.group(0)} in model: what is not computed lives in params/sets"


def check_text(path, text):
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield number, "a path of one machine"
        if path.suffix in SOURCE_SUFFIXES | {".py", ".sh", ".cmake"} and UNFINISHED.search(line):
            yield number, "an unfinished mark"


def check_link_graph(top):
    """CMakeLists.txt must not link a room to one it may not see."""
    text = (top / "CMakeLists.txt").read_text(encoding="utf-8")
    for match in re.finditer(r"desvio_add_room\(\s*(\w+)([^)]*)\)", text):
        room, arguments = match.group(1), match.group(2).split()
        number = text.count("\n", 0, match.start()) + 1
        if room not in DOORS:
            yield number, f"'{room}' has no doors in scripts/check_rooms.py"
            continue
        rooms, reading = [], False
        for word in arguments:
            if word.isupper() and word.isalpha():
                reading = word == "ROOMS"
            elif reading:
                rooms.append(word)
        for seen in rooms:
            if seen not in DOORS[room]:
                yield number, f"{room} links {seen}, which it may not see"


def text_files(top):
    for path in sorted(top.rglob("*")):
        relative = path.relative_to(top)
        hidden = any(part.startswith(".") and part not in (".ci", ".clang-tidy", ".clang-format") for part in relative.parts)
        if hidden or relative.parts[0] in ("build", "out") or relative.parts[:2] == ("params", "sets"):
            continue
        if path.is_file() and path.suffix in TEXT_SUFFIXES:
            yield path, relative


def check_tree(top):
    """Every violation as (path, line, problem)."""
    violations = [(Path("CMakeLists.txt"), *found) for found in check_link_graph(top)]
    for path, relative in text_files(top):
        text = path.read_text(encoding="utf-8", errors="replace")
        found = list(check_text(relative, text))
        if path.suffix in SOURCE_SUFFIXES:
            lines = blank_comments_and_strings(text).splitlines()
            found += [*check_includes(relative, lines), *check_habits(relative, lines)]
            longest = LONGEST_TEST if relative.parts[0] in FREE else LONGEST_FILE
            if len(lines) > longest:
                found.append((len(lines), f"{len(lines)} lines: more than one idea? (at most {longest})"))
        violations += [(relative, *one) for one in sorted(found)]
    return violations


def main():
    top = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    violations = check_tree(top)
    for path, number, problem in violations:
        print(f"{path}:{number}: {problem}")
    if violations:
        return 1
    print("rooms: every door is kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
