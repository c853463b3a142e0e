#!/usr/bin/env python3
"""Requests that nobody with good intentions sends. What comes back is printed; the service must outlive all of it."""

import json
import os
import socket
import threading
import time
import unittest

from served import SCENARIO, Served, ServedTest, read_all, status_of


def head(method="GET", path="/", host="localhost", more=""):
    return f"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n".encode()


def question_head(length, more=""):
    return head("POST", "/api/answer", more=f"Content-Type: application/json\r\nContent-Length: {length}\r\n{more}")


class Hostile(ServedTest):
    def expect(self, what, answer, *statuses):
        status = status_of(answer)
        print(f"  {what:<58} {status if status else 'closed'}")
        self.assertIn(status, statuses, answer[:300])
        self.assertNotIn(b"\nServer:", answer)
        return answer

    # Paths

    def test_paths_never_reach_a_disk(self):
        for path in (
            "/../../../../etc/passwd", "/page/../../../etc/passwd", "/page/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
            "/page/%2e%2e/charts/format.js", "/page/serve/../serve/index.html", "//etc/passwd", "/page//etc/passwd",
            "/page\\..\\..\\etc\\passwd", "/page/serve/index.html%00.js", "/%00", "/page/", "/page", "/page/serve", "/page/serve/",
            "/page/./serve/index.html", "/page/serve/INDEX.HTML", "/page/%252e%252e/x", "/page/serve/index.html/", "/api", "/api/",
            "/proc/self/environ", "/page/~root", "/page/C:\\windows\\win.ini", "/page/file:///etc/passwd", "/.git/config", "/é",
        ):
            with self.subTest(path=path):
                answer = self.expect(path, self.served.raw(head(path=path)), 400, 404)
                self.assertNotIn(b"root:", answer)

    def test_a_path_that_is_too_long(self):
        self.expect("address of 10 kB", self.served.raw(head(path="/" + "a" * 10_000)), 414)
        self.expect("address of 1 MB", self.served.raw(head(path="/" + "a" * 1_000_000)), 414, 431)

    # Heads

    def test_heads_that_are_none(self):
        for what, sent in {
            "no HTTP": b"hello\r\n\r\n",
            "TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) + b"\r\n\r\n",
            "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "HTTP/9.9": b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            "NULs": b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "no version": b"GET /\r\n\r\n",
            "absolute address of another host": b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        }.items():
            self.expect(what, self.served.raw(sent), 400, 403, 404)

    def test_nothing_at_all(self):
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as client:
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(read_all(client), b"")

    def test_heads_that_are_too_large(self):
        self.expect("a header of 100 kB", self.served.raw(head(more="X: " + "a" * 100_000 + "\r\n")), 400, 431)
        self.expect("100,000 headers", self.served.raw(head(more="X: y\r\n" * 100_000)), 400, 431)
        before = self.served.memory_mb()
        sent = 0
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as client:
            client.sendall(b"GET / HTTP/1.1\r\n")
            try:
                while sent < 200_000_000:
                    sent += client.send(b"X: " + b"a" * 60_000)
            except OSError:
                pass
        print(f"  a header without end: closed after {sent / 1e6:.1f} MB sent, {self.served.memory_mb() - before:+.1f} MB held")
        self.assertLess(sent, 20_000_000)
        self.assertLess(self.served.memory_mb() - before, 20)

    def test_other_hosts_and_other_sites(self):
        for host in ("evil.example", "127.0.0.1.evil.example", "127.evil.example", "localhost:80@evil.example", "", "10.1.2.3"):
            self.expect(f"Host: {host}", self.served.raw(head(host=host)), 403)
        self.expect("no Host", self.served.raw(b"GET / HTTP/1.1\r\n\r\n"), 403)
        self.expect("two Hosts", self.served.raw(head(more="Host: evil.example\r\n")), 403)
        body = json.dumps({"scenario": SCENARIO}).encode()
        for more in ("Origin: http://evil.example\r\n", "Origin: null\r\n", "Sec-Fetch-Site: cross-site\r\n"):
            self.expect(more.strip(), self.served.raw(question_head(len(body), more), body), 403)

    def test_methods(self):
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
            self.expect(f"{method} /", self.served.raw(head(method, more="Content-Length: 0\r\n")), 400, 405)
        answer = self.expect("GET /api/answer", self.served.raw(head(path="/api/answer")), 405)
        self.assertIn(b"Allow: POST", answer)

    def test_ranges_do_not_multiply(self):
        ranges = "bytes=" + ",".join("0-" for _ in range(1000))
        answer = self.expect("1,000 ranges of one page", self.served.raw(head(path="/api/scenarios", more=f"Range: {ranges}\r\n")), 200)
        self.assertLess(len(answer), 1_000_000)

    # Bodies

    def test_bodies_that_are_too_large_or_lie(self):
        self.expect("body of 65 kB", self.served.raw(question_head(66_000), b"x" * 66_000), 413)
        self.expect("says 10 GB", self.served.raw(question_head(10**10), b"x" * 1000), 413)
        self.expect("says 10^40", self.served.raw(question_head(10**40)), 413)
        self.expect("says -1", self.served.raw(question_head(-1)), 400)
        self.expect("two lengths", self.served.raw(question_head(5, "Content-Length: 6\r\n"), b"{}{}{}"), 400)
        self.expect("chunked", self.served.raw(question_head(5, "Transfer-Encoding: chunked\r\n"), b"5\r\n{}   \r\n0\r\n\r\n"), 411)
        no_length = head("POST", "/api/answer", more="Content-Type: application/json\r\n")
        self.expect("no length", self.served.raw(no_length, b"{}"), 411)
        self.expect("packed", self.served.raw(question_head(5, "Content-Encoding: gzip\r\n"), b"\x1f\x8b\x08\0\0"), 415)
        form = head("POST", "/api/answer", more="Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n")
        self.expect("a form", self.served.raw(form, b"a=b"), 415)
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=30) as client:
            client.sendall(question_head(50) + b"{}")
            client.shutdown(socket.SHUT_WR)
            self.expect("less than it says", read_all(client), 400)

    def test_a_second_request_behind_the_first_is_never_read(self):
        body = b'{"scenario": ""}'
        answer = self.served.raw(question_head(len(body)), body, head(path="/api/health"))
        self.assertEqual(answer.count(b"HTTP/1.1"), 1)
        self.assertIn(b"Connection: close", answer)

    def test_questions_that_are_none(self):
        deep = b"[" * 30_000
        for what, body in {
            "empty": b"", "no JSON": b"{", "an array": b"[]", "a number": b"1e999", "no UTF-8": b'{"scenario": "\xff"}',
            "a lone surrogate": b'{"scenario": "\\ud800"}', "NaN": b'{"scenario": "", "levels": {"theta": NaN}}',
            "1e999": b'{"scenario": "", "levels": {"theta": 1e999}}', "30,000 deep": deep,
            "30,000 deep, closed": b'{"scenario": ' + deep + b"]" * 30_000 + b"}", "unknown key": b'{"scenario": "", "x": 1}',
            "a base of a disk": b'{"base": "/etc/passwd", "scenario": ""}', "a base up there": b'{"base": "../x", "scenario": ""}',
        }.items():
            status, _, answer = self.served.post("/api/answer", body)
            print(f"  question: {what:<48} {status}")
            self.assertEqual(status, 400, what)
            self.assert_fault(answer)

    def test_scenarios_that_are_none(self):
        tail = '\n[[tariff]]\nimporter = "USA"\n'
        start = '[scenario]\nname = "x"\n'
        for what, text in {
            "no TOML": "= 3", "NUL": "a = \"\0\"", "rate nan": start + tail + "rate = nan", "rate inf": start + tail + "rate = inf",
            "rate 1e999": start + tail + "rate = 1e999", "rate 100": start + tail + "rate = 100", "rate text": start + tail + 'rate = "1"',
            "nested 20,000 deep": start + "x = " + "[" * 20_000, "tables 5,000 deep": "[" + ".".join("a" * 5_000) + "]",
            "brackets in a selector": start + '[[tariff]]\nimporter = "' + "(" * 20_000 + '"\nrate = 1', "unknown key": start + "x = 1",
            "a table of rates of a disk": start + tail + 'table = "/etc/passwd"',
            "a schedule of a disk": start + '[[schedule]]\nfile = "/etc"\ndate = 2025-08-07',
            "a value of time of a disk": start + '[[trade_cost]]\nexporter = "PER"\ndays = 3\nper_day = "/etc/passwd"',
            "groups of a disk": start + '[groups]\nfile = "/etc/passwd"',
        }.items():
            for path in ("/api/answer", "/api/result.h5"):
                status, _, answer = self.served.post(path, {"scenario": text})
                print(f"  scenario: {what:<40} {path:<16} {status}")
                self.assertEqual(status, 400, (what, answer[:300]))
                told = json.dumps(self.assert_fault(answer))
                self.assertNotIn("root:", told)

    # Time and number

    def test_slow_senders_are_dropped_and_do_not_hold_others_up(self):
        clients = [socket.create_connection(("127.0.0.1", self.served.port), timeout=30) for _ in range(40)]
        begin = time.monotonic()
        answers = [b""] * len(clients)

        def trickle(k):
            try:
                for letter in question_head(1000) + b" " * 1000:
                    clients[k].sendall(bytes([letter]))
                    time.sleep(0.2)
            except OSError:
                pass
            answers[k] = read_all(clients[k])

        threads = [threading.Thread(target=trickle, args=(k,)) for k in range(len(clients))]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        asked = time.monotonic()
        self.served.get_json("/api/health")
        waited = time.monotonic() - asked
        for thread in threads:
            thread.join()
        for client in clients:
            client.close()
        took = time.monotonic() - begin
        print(f"  40 slow senders: dropped within {took:.1f} s; another asked meanwhile and waited {waited * 1e3:.0f} ms")
        self.assertLess(took, 16)
        self.assertLess(waited, 2)

    def test_who_never_reads_the_answer(self):
        body = json.dumps({"scenario": SCENARIO}).encode()
        clients = []
        for _ in range(20):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.settimeout(10)
            client.connect(("127.0.0.1", self.served.port))
            client.sendall(question_head(len(body)) + body)
            clients.append(client)
        time.sleep(1)
        begin = time.monotonic()
        status, _, _ = self.served.post("/api/answer", {"scenario": SCENARIO})
        print(f"  20 clients that do not read: another was answered {status} after {(time.monotonic() - begin) * 1e3:.0f} ms")
        self.assertEqual(status, 200)
        for client in clients:
            client.close()

    def test_a_thousand_at_once(self):
        before = self.served.memory_mb()
        body = json.dumps({"scenario": SCENARIO}).encode()
        counts, lock, peak = {}, threading.Lock(), [before]
        start = threading.Barrier(1001)

        def one():
            start.wait()
            try:
                status = status_of(self.served.raw(question_head(len(body)) + body, timeout=120))
            except OSError as error:
                status = type(error).__name__
            with lock:
                counts[status] = counts.get(status, 0) + 1
                peak[0] = max(peak[0], self.served.memory_mb())

        threading.stack_size(256 * 1024)
        threads = [threading.Thread(target=one) for _ in range(1000)]
        for thread in threads:
            thread.start()
        begin = time.monotonic()
        start.wait()
        for thread in threads:
            thread.join()
        threading.stack_size(0)
        print(f"  1,000 at once: {counts} in {time.monotonic() - begin:.1f} s; memory {before:.0f} -> {peak[0]:.0f} MB at most")
        self.assertEqual(sum(counts.values()), 1000)
        self.assertLessEqual(set(counts), {200, 503})
        self.assertGreater(counts.get(200, 0), 0)
        self.assertLess(peak[0] - before, 1500)


class Ending(unittest.TestCase):
    def test_ctrl_c_answers_what_has_come(self):
        served = Served()
        body = json.dumps({"scenario": SCENARIO}).encode()
        clients = []
        for _ in range(30):
            client = socket.create_connection(("127.0.0.1", served.port), timeout=30)
            client.sendall(question_head(len(body)) + body)
            clients.append(client)
        idle = [socket.create_connection(("127.0.0.1", served.port), timeout=30) for _ in range(10)]
        time.sleep(0.3)  # taken from the system's queue
        answers = []
        reader = threading.Thread(target=lambda: answers.extend(status_of(read_all(client)) for client in clients))
        reader.start()
        begin = time.monotonic()
        self.assertEqual(served.stop(), 0)
        took = time.monotonic() - begin
        reader.join()
        for client in clients + idle:
            client.close()
        print(f"  Ctrl-C with 30 questions and 10 idle connections: exit 0 after {took:.1f} s, answers {set(answers)}")
        self.assertEqual(answers, [200] * 30)
        self.assertLess(took, 10)

    def test_a_port_that_is_taken(self):
        import subprocess

        served = Served()
        done = subprocess.run(
            [os.environ["DESVIO"], "serve", "--port", str(served.port)], capture_output=True, encoding="utf-8", timeout=30
        )
        self.assertEqual(served.stop(), 0)
        self.assertEqual(done.returncode, 6)
        self.assertIn("cannot be listened on (Address already in use)", done.stderr)


if __name__ == "__main__":
    unittest.main()
