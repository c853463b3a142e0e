"""A headless Chromium as a reader has it: a page opened at a size, what it complained of, what it asked the network for, its
figures, its barriers to readers with other senses (axe-core), pictures and the printed page. Shared by the tests beside it."""

import base64
import json
import os
import shutil
import tempfile
import time
import unittest
from pathlib import Path

try:
    from selenium import webdriver
    from selenium.common.exceptions import TimeoutException
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import WebDriverWait
except ImportError:
    webdriver = None

TOP = Path(__file__).resolve().parents[2]
AXE = Path(os.environ.get("DESVIO_AXE", TOP / "build" / "page_tools" / "node_modules" / "axe-core" / "axe.min.js"))
MUST_RUN = os.environ.get("DESVIO_PAGE_TESTS") == "must"

# width, height, device pixels a px, touch. "print" is the desktop's page as it comes out of a printer.
SIZES = {"desktop": (1280, 800, 1, False), "phone": (390, 844, 3, True), "print": (1280, 800, 1, False)}


def require(holds, what):
    """Skips where something to test with is missing, on a machine where that is allowed (scripts/test.sh page installs it)."""
    if holds:
        return
    if MUST_RUN:
        raise AssertionError(f"{what} is missing")
    raise unittest.SkipTest(f"{what} is missing: 'sh scripts/test.sh page' installs it")


def require_browser():
    require(webdriver is not None, "python3-selenium")
    for program in ("chromium", "chromedriver"):
        require(shutil.which(program), program)


class Browser:
    """One browser at one size, closed at the end of a `with`."""

    def __init__(self, size="desktop", language="en"):
        self.size = size
        self.width, self.height, self.scale, self.is_touched = SIZES[size]
        self.language = language

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="browser-"))
        self.downloads = self.folder / "downloads"
        self.downloads.mkdir()
        options = Options()
        options.binary_location = shutil.which("chromium")
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--mute-audio",
                         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
                         "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--lang={self.language}",
                         f"--window-size={self.width},{self.height}", f"--user-data-dir={self.folder / 'profile'}"):
            options.add_argument(argument)
        options.add_experimental_option("prefs", {"download.default_directory": str(self.downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)
        self._requests, self._errors = [], []
        self.resize(self.width, self.height)
        if self.is_touched:
            self.cdp("Emulation.setTouchEmulationEnabled", enabled=True, maxTouchPoints=5)
        self.cdp("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(self.downloads))
        return self

    def __exit__(self, *ignored):
        self.driver.quit()
        shutil.rmtree(self.folder, ignore_errors=True)

    def cdp(self, command, **how):
        return self.driver.execute_cdp_cmd(command, how)

    def resize(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=self.scale, mobile=self.is_touched)

    def open(self, address, ready="return document.readyState === 'complete'", limit=60):
        """Opens a path or an address and waits until the script `ready` says true; \return seconds it took."""
        address = address.as_uri() if isinstance(address, Path) else address
        began = time.monotonic()
        self.driver.get(address)
        self.wait(ready, limit)
        return time.monotonic() - began

    def run(self, script, *arguments):
        """What the script returns; its arguments are arguments[0] and so on."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, script, limit=20, *arguments):
        """Waits until the script returns something that is true, and returns it."""
        try:
            return WebDriverWait(self.driver, limit, 0.02).until(lambda driver: driver.execute_script(script, *arguments))
        except TimeoutException:
            raise AssertionError(f"not within {limit} s: {script}; the console says {self.errors()}") from None

    def _read_logs(self):
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                self._requests.append(message["params"]["request"]["url"])
            elif message["method"] == "Network.webSocketCreated":
                self._requests.append(message["params"]["url"])
        self._errors += [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def errors(self):
        """Errors and warnings of the console and uncaught exceptions, since the browser was opened."""
        self._read_logs()
        return list(self._errors)

    def strangers(self, *own):
        """Addresses that were asked for and do not begin with one of `own`; what a page carries itself is none."""
        self._read_logs()
        return [url for url in self._requests if not url.startswith(("data:", "blob:", "about:", "chrome:", *own))]

    def requests(self):
        self._read_logs()
        return list(self._requests)

    def violations(self, impacts=("serious", "critical")):
        """What axe-core finds of these impacts, one text each: rule, help, where."""
        require(AXE.exists(), f"axe-core ({AXE})")
        self.run(AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations), e => done(String(e)));")
        if isinstance(found, str):
            raise AssertionError(found)
        return [f"{rule['impact']} {rule['id']}: {rule['help']}; {node['target']}: {node.get('failureSummary', '')}"
                for rule in found if rule["impact"] in impacts for node in rule["nodes"]]

    def figures(self, within="body"):
        """[(value, text shown)] of every <data> that is there."""
        return [(float(value), text) for value, text in self.run(
            "return [...document.querySelectorAll(arguments[0] + ' data')].map(d => [d.getAttribute('value'), d.textContent])", within)
            if value not in (None, "")]

    def screenshot(self, path, whole=False):
        """What is on the screen; with `whole` the page to its end."""
        area = {}
        if whole:
            size = self.cdp("Page.getLayoutMetrics")["cssContentSize"]
            area = {"clip": {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}, "captureBeyondViewport": True}
        picture = self.cdp("Page.captureScreenshot", format="png", **area)["data"]
        Path(path).write_bytes(base64.b64decode(picture))

    def print_to(self, path):
        """The page as PDF on A4, as the browser's own print button makes it."""
        page = self.cdp("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=False)["data"]
        Path(path).write_bytes(base64.b64decode(page))

    def download(self, act, limit=20):
        """Calls act(), which starts a download, and returns the path of the file once it is whole."""
        before = set(self.downloads.iterdir())
        act()
        ends = time.monotonic() + limit
        while time.monotonic() < ends:
            new = [path for path in self.downloads.iterdir() if path not in before and path.suffix != ".crdownload"]
            if new and new[0].stat().st_size > 0:
                return new[0]
            time.sleep(0.05)
        raise AssertionError(f"no download within {limit} s")

    def press(self, *keys):
        """Keys as a keyboard sends them, to whatever has the focus."""
        actions = webdriver.ActionChains(self.driver)
        for key in keys:
            actions.send_keys(key)
        actions.perform()

    def focused(self):
        """What the keyboard would act on: {tag, name, type, id}."""
        return self.run("""const e = document.activeElement;
            return {tag: e.tagName.toLowerCase(), id: e.id, type: e.type || '',
                    name: (e.getAttribute('aria-label') || (e.labels && e.labels.length ? e.labels[0].textContent : '') || e.textContent || '').trim()};""")
