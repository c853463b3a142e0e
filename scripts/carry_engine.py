#!/usr/bin/env python3
"""Makes page/live's engine_binary.js of engine.wasm: the engine deflated, in base64, as a script that a page can hold.

Usage: carry_engine.py ENGINE.wasm ENGINE_BINARY.js
"""

import base64
import sys
import zlib
from pathlib import Path


def main():
    engine, script = Path(sys.argv[1]), Path(sys.argv[2])
    packed = base64.b64encode(zlib.compress(engine.read_bytes(), 9)).decode("ascii")
    head = "(function (root) { (root.desvio = root.desvio || {}).engine_binary = "
    tail = "; })(typeof window === 'undefined' ? globalThis : window);\n"
    script.write_text(f"'use strict';\n// The engine (docs/adr/0013-engine-in-the-page.md): WebAssembly, deflated, in base64.\n{head}'{packed}'{tail}")


if __name__ == "__main__":
    main()
