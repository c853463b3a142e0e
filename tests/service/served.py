"""A service of the built program on a free port, ended by Ctrl-C. Shared by the tests beside it."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import unittest

PROGRAM = os.environ["DESVIO"]

SCENARIO = """[scenario]
name = "brics-100"

[[tariff]]
importer = "USA"
exporter = "@brics"
sector   = "@goods"
rate     = 1.00
"""


class Served:
    """The running program; `stop()` presses Ctrl-C and gives back the exit code."""

    def __init__(self, *options, environment=None):
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
            env=environment,
        )
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+:(\d+)/", line)
        if not found:
            self.process.kill()
            raise AssertionError(f"no address: {line!r} {self.process.stderr.read()}")
        self.port = int(found.group(1))
        self.errors = ""

    def stop(self, timeout=20):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            _, self.errors = self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, self.errors = self.process.communicate()
            return None
        return self.process.returncode

    def is_alive(self):
        return self.process.poll() is None

    def memory_mb(self):
        """What the program holds of the machine's memory now."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))

    def ask(self, method, path, body=None, headers=None, timeout=60):
        """(status, headers, bytes) of one request."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def post(self, path, question, **headers):
        body = question if isinstance(question, bytes) else json.dumps(question).encode()
        given = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.ask("POST", path, body, given)

    def get_json(self, path):
        status, _, body = self.ask("GET", path)
        assert status == 200, (path, status, body[:300])
        return json.loads(body)

    def raw(self, *pieces, timeout=30):
        """Sends bytes as they are and reads until the other side closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as client:
            try:
                for piece in pieces:
                    client.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass  # refused before it was all said; the answer may be there
            return read_all(client)


def read_all(client):
    received = b""
    try:
        while piece := client.recv(65536):
            received += piece
    except ConnectionResetError:
        pass
    return received


def status_of(answer):
    """Status of a raw answer; None where nothing was said."""
    found = re.match(rb"HTTP/1\.1 (\d\d\d) ", answer)
    return int(found.group(1)) if found else None


class ServedTest(unittest.TestCase):
    """One service for all tests of a class; it must be alive after each and end cleanly after the last."""

    OPTIONS = ()

    @classmethod
    def setUpClass(cls):
        cls.served = Served(*cls.OPTIONS)

    @classmethod
    def tearDownClass(cls):
        code = cls.served.stop()
        assert code == 0, f"ended with {code}: {cls.served.errors}"

    def tearDown(self):
        self.assertTrue(self.served.is_alive(), "the service died")
        self.assertEqual(self.served.get_json("/api/health"), {"status": "ok"})

    def assert_fault(self, body, *says):
        faults = json.loads(body)["faults"]
        self.assertTrue(faults)
        told = json.dumps(faults, ensure_ascii=False)
        for text in says:
            self.assertIn(text, told)
        for fault in faults:
            self.assertEqual(sorted(fault), ["column", "line", "problem", "what_to_do", "why"])
        return faults
