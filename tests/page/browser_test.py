"""The harness sees what it must: each fault is planted in a small page and found; a sound page has none."""

import http.server
import tempfile
import threading
import unittest
from pathlib import Path

import browser as harness
from browser import Browser

SOUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>A page</h1><p>It is <data value="0.30000000000000004">0.3</data> of <data value="-1e-9">-0.000</data>.</p>
<button id="b" onclick="save()">Save</button></main><script>
function save() { const a = document.createElement('a'); a.href = URL.createObjectURL(new Blob(['one,two\\n']));
  a.download = 'x.csv'; a.click(); }
%s</script></body></html>"""


class Harness(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        harness.require_browser()

    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name)

    def page(self, script="", html=SOUND):
        path = self.folder / "page.html"
        path.write_text(html % script, encoding="utf-8")
        return path

    def test_a_sound_page_has_no_fault_at_any_size(self):
        for size in harness.SIZES:
            with self.subTest(size=size), Browser(size) as browser:
                path = self.page()
                browser.open(path)
                self.assertEqual((browser.errors(), browser.strangers(path.as_uri())), ([], []))
                self.assertEqual(browser.figures(), [(0.30000000000000004, "0.3"), (-1e-9, "-0.000")])
                self.assertEqual(browser.violations(("minor", "moderate", "serious", "critical")), [])
                self.assertEqual(browser.run("return innerWidth"), harness.SIZES[size][0])
                self.assertEqual(browser.run("return 'ontouchstart' in window"), size == "phone")

    def test_errors_of_every_kind_are_seen(self):
        for script in ("throw new Error('planted');", "console.error('planted');", "Promise.reject(new Error('planted'));",
                       "setTimeout(() => { planted.planted(); }, 0);"):
            with self.subTest(script), Browser() as browser:
                browser.open(self.page(script))
                browser.wait("return performance.now() > 200")
                self.assertTrue(any("planted" in error for error in browser.errors()), browser.errors())

    def test_requests_of_every_kind_are_seen(self):
        for script in ("fetch('http://planted.example/x').catch(() => 0);", "new Image().src = 'https://planted.example/x.png';",
                       "navigator.sendBeacon('https://planted.example/x');", "new WebSocket('wss://planted.example/x');"):
            with self.subTest(script), Browser() as browser:
                path = self.page(script)
                browser.open(path)
                browser.wait("return performance.now() > 200")
                self.assertTrue(any("planted.example" in url for url in browser.strangers(path.as_uri())), browser.requests())

    def test_barriers_are_seen(self):
        with Browser() as browser:
            browser.open(self.page(html=SOUND.replace("<p>", '<img src="data:,"><input type="range"><p style="color:#ccc">')))
            found = " ".join(browser.violations())
            for rule in ("image-alt", "label", "color-contrast"):
                self.assertIn(rule, found)

    def test_downloads_pictures_and_print(self):
        with Browser("phone") as browser:
            browser.open(self.page())
            saved = browser.download(lambda: browser.run("document.getElementById('b').click()"))
            self.assertEqual((saved.name, saved.read_text(encoding="utf-8")), ("x.csv", "one,two\n"))
            browser.screenshot(self.folder / "x.png")
            picture = (self.folder / "x.png").read_bytes()
            self.assertEqual([int.from_bytes(picture[at:at + 4], "big") for at in (16, 20)], [3 * 390, 3 * 844])
            browser.print_to(self.folder / "x.pdf")
            self.assertTrue((self.folder / "x.pdf").read_bytes().startswith(b"%PDF-"))

    def test_only_this_machine_can_be_reached(self):
        server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        with Browser() as browser:
            browser.open(f"http://127.0.0.1:{server.server_port}/no-such-file")
            self.assertIn("404", browser.run("return document.body.textContent"))

    def test_keys_go_where_the_focus_is(self):
        with Browser() as browser:
            browser.open(self.page())
            browser.press("\ue004")  # tabulator
            self.assertEqual(browser.focused()["name"], "Save")


if __name__ == "__main__":
    unittest.main()
