#!/usr/bin/env python3
"""take_pictures.py PROGRAM FOLDER OUT: photographs FOLDER/report.html, FOLDER/ladder.html and the page of `PROGRAM serve`, and writes
them and FOLDER/plot-*.png to OUT with at most 256 colours each. Called by make_pictures.sh."""

import re
import signal
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy
from browser import Browser

READY = "return document.body.dataset.ready === 'yes'"
LARGEST = 150_000  # bytes of a picture


def pixels_of(png):
    """height x width x 3 of an 8-bit PNG in colour, not interlaced; what is transparent is on white."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed = 8, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        content = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", content)
            assert depth == 8 and colour in (2, 6) and not interlaced
        elif kind == b"IDAT":
            packed += content
        at += 12 + length
    n = 3 if colour == 2 else 4
    lines = numpy.frombuffer(zlib.decompress(packed), numpy.uint8).reshape(height, 1 + width * n)
    out, above = numpy.zeros((height, width, n), numpy.uint8), numpy.zeros((width, n), numpy.int64)
    for y in range(height):
        method, line = lines[y, 0], lines[y, 1:].reshape(width, n).astype(numpy.int64)
        if method == 1:
            line = numpy.cumsum(line, axis=0) % 256
        elif method == 2:
            line = (line + above) % 256
        elif method in (3, 4):  # of the mean, of Paeth's predictor: each pixel needs the one before
            left, corner = numpy.zeros(n, numpy.int64), numpy.zeros(n, numpy.int64)
            for x in range(width):
                up = above[x]
                if method == 3:
                    guess = (left + up) // 2
                else:
                    p = left + up - corner
                    a, b, c = abs(p - left), abs(p - up), abs(p - corner)
                    guess = numpy.where((a <= b) & (a <= c), left, numpy.where(b <= c, up, corner))
                corner, left = up, (line[x] + guess) % 256
                line[x] = left
        out[y], above = line, line
    if n == 3:
        return out
    alpha = out[..., 3:].astype(numpy.float64) / 255
    return numpy.rint(out[..., :3] * alpha + 255 * (1 - alpha)).astype(numpy.uint8)


def palette_png(pixels):
    """A PNG of the picture with the 256 commonest colours (of 32 levels each); every other one becomes the nearest."""
    rounded = (pixels.astype(numpy.int64) >> 3) @ [1024, 32, 1]
    codes, inverse, counts = numpy.unique(rounded.ravel(), return_inverse=True, return_counts=True)
    sums = numpy.stack([numpy.bincount(inverse, pixels[..., k].ravel()) for k in range(3)], axis=1)
    means = sums / counts[:, None]
    kept = numpy.argsort(-counts)[:256]
    nearest = numpy.array([numpy.argmin(((means[kept] - one) ** 2).sum(axis=1)) for one in means], numpy.uint8)
    indices = nearest[inverse].reshape(rounded.shape)
    height, width = indices.shape
    rows = numpy.concatenate([numpy.zeros((height, 1), numpy.uint8), indices], axis=1).tobytes()

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    palette = numpy.rint(means[kept]).astype(numpy.uint8).tobytes()
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) + chunk(b"PLTE", palette)
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def halved(pixels):
    """Half as wide and high."""
    height, width = (2 * (side // 2) for side in pixels.shape[:2])
    parts = pixels[:height, :width].astype(numpy.float64)
    return numpy.rint((parts[::2, ::2] + parts[1::2, ::2] + parts[::2, 1::2] + parts[1::2, 1::2]) / 4).astype(numpy.uint8)


def keep(source, target, is_dense):
    pixels = pixels_of(source.read_bytes())
    png = palette_png(halved(pixels) if is_dense else pixels)
    if len(png) > LARGEST:
        sys.exit(f"{target.name} has {len(png)} bytes; {LARGEST} are allowed")
    target.write_bytes(png)
    print(f"{target.name}  {len(png) / 1000:.0f} kB")


def main(program, folder, out):
    shots = []

    def photograph(size, address, name):
        with Browser(size) as browser:
            browser.open(address, READY)
            browser.wait("return document.querySelectorAll('svg').length > 0 && performance.now() > 2000")
            browser.screenshot(folder / name)
        shots.append(folder / name)

    for page, size in (("report", "desktop"), ("report", "phone"), ("ladder", "desktop")):
        photograph(size, folder / f"{page}.html", f"{page}-{size}.png")
    served = subprocess.Popen([program, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://\S+:\d+/", served.stdout.readline())[0]
        for size in ("desktop", "phone"):
            photograph(size, address, f"serve-{size}.png")
    finally:
        served.send_signal(signal.SIGINT)
        served.wait(20)
    for shot in shots + sorted(folder.glob("plot-*.png")):
        # Plots have two pixels a px, phones three; a page of text needs one.
        keep(shot, out / shot.name, is_dense="desktop" not in shot.name)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
