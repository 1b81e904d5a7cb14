#!/usr/bin/env python3
"""Kills the console, its database, or both, by SIGKILL, while spans and totals come in, and counts afterwards: every span that was
acknowledged must be there, once. A sender that got no answer sends the same bytes again, as SDKs do.

    crash.py path/to/hexastyle [ROUNDS]

Spans, because they add up: a batch that counted twice, or not at all, shows. Points of gauges likewise: every point counts one.
Exit status: 0 all are there once.
"""
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time

PORT = 8715
os.environ["BENCH_ORIGIN"] = f"http://127.0.0.1:{PORT}"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "bench"))
from run import PASSWORD, Console, new_workload, teams_of  # noqa: E402

SENDERS, SPANS = 4, 25


class Running:
    """The console with its private database; both can be killed and started again."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def start(self):
        log = open(os.path.join(self.folder, "console.log"), "ab")
        self.process = subprocess.Popen([self.program, "serve", "--listen", f"127.0.0.1:{PORT}", "--data-dir", self.folder + "/data"],
                                        stdout=log, stderr=log)
        for _ in range(600):
            if self.process.poll() is not None:
                # The killed database's memory may still be there for a moment.
                time.sleep(1)
                return self.start()
            if self.ready():
                return
            time.sleep(0.1)
        self.give_up("did not start")

    def ready(self):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False

    def wait(self):
        """Until the console has started its database again."""
        time.sleep(1)
        for _ in range(600):
            if self.process.poll() is not None:
                self.give_up("ended with its database")
            if self.ready():
                return
            time.sleep(0.1)
        self.give_up("did not start its database again")

    def give_up(self, what):
        log = open(os.path.join(self.folder, "console.log"), encoding="utf-8")
        sys.exit(f"the console {what}: {log.read()[-2000:]}")

    def postmaster(self):
        for place, _, files in os.walk(self.folder + "/data"):
            if "postmaster.pid" in files:
                return int(open(os.path.join(place, "postmaster.pid"), encoding="ascii").readline())
        return None

    def kill_console(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def kill_database(self):
        """The postmaster and all its children: what a machine that loses power does."""
        master = self.postmaster()
        children = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True).stdout.split()
        for pid in [master] + [int(child) for child in children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def body(sender, number):
    at = time.time_ns()
    spans = [{"traceId": f"{sender + 1:08x}{number:016x}{n:08x}", "spanId": f"{n + 1:016x}", "name": "chat", "kind": 3,
              "startTimeUnixNano": str(at), "endTimeUnixNano": str(at + 1000),
              "attributes": [{"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                             {"key": "gen_ai.request.model", "value": {"stringValue": "a"}}]} for n in range(SPANS)]
    return json.dumps({"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"scope": {"name": "s"}, "spans": spans}]}]})


def points(sender, number, begun):
    """Gauges of SPANS series, each point later than the one before."""
    at = begun + number * 1_000_000_000
    data = [{"timeUnixNano": str(at), "asDouble": number, "attributes": [{"key": "pod", "value": {"stringValue": f"{sender}-{n}"}}]}
            for n in range(SPANS)]
    metric = {"name": "vllm:num_requests_running", "gauge": {"dataPoints": data}}
    return json.dumps({"resourceMetrics": [{"resource": {"attributes": []}, "scopeMetrics": [{"scope": {"name": "s"}, "metrics": [metric]}]}]})


def send(sender, token, stop, counts):
    """Even senders send spans, odd ones points."""
    number, begun = 0, time.time_ns() - 86_400 * 10**9
    path = "/v1/metrics" if sender % 2 else "/v1/traces"
    while not stop.is_set():
        content = points(sender, number, begun) if sender % 2 else body(sender, number)
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
                connection.request("POST", path, content,
                                   {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
                status = connection.getresponse().status
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 200:
                break
            if status not in (0, 429, 502, 503, 504):
                counts["refused"] = counts.get("refused", 0) + 1
                break
            counts["again"] = counts.get("again", 0) + 1
            time.sleep(0.2)
        counts[sender] = counts.get(sender, 0) + SPANS
        number += 1


def main():
    program, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 6
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        running = Running(program, folder)
        running.start()
        console = Console()
        console.form("/setup", [("organisation", "Crash"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                                ("password", PASSWORD), ("repeat", PASSWORD)])
        console.form("/teams", [("name", "Team"), ("capacity_days", "40"), ("capacity", "40")])
        workload = new_workload(console, teams_of(console)[0], "Crash", 2)
        _, content = console.send("POST", f"/api/v1/workloads/{workload}/tokens",
                                  json.dumps({"name": "sender", "days": 1, "scope": "signals"}), "application/json", "application/json")
        token = json.loads(content)["token"]
        stop, counts = threading.Event(), {}
        senders = [threading.Thread(target=send, args=(n, token, stop, counts)) for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        for number in range(rounds):
            time.sleep(random.uniform(1.5, 4))
            what = ("the console", "both", "the database")[number % 3]
            if what != "the console":
                running.kill_database()
            if what == "the database":
                running.wait()
            else:
                time.sleep(random.uniform(0, 0.5))
                running.kill_console()
                running.start()
            print(f"round {number + 1}: killed {what}", flush=True)
        time.sleep(2)
        stop.set()
        for sender in senders:
            sender.join()
        acknowledged = {kind: sum(counts.get(n, 0) for n in range(SENDERS) if n % 2 == odd)
                        for odd, kind in enumerate(("spans", "points"))}
        console.connection.close()
        for _ in range(120):
            page = json.loads(console.get(f"/api/v1/workloads/{workload}/signals"))
            if all(page[kind] >= count for kind, count in acknowledged.items()):
                break
            time.sleep(0.5)
        time.sleep(3)
        page = json.loads(console.get(f"/api/v1/workloads/{workload}/signals"))
        running.process.terminate()
        running.process.wait(30)
    counted = {kind: page[kind] for kind in acknowledged}
    print(f"acknowledged {acknowledged}, counted {counted}, sent again {counts.get('again', 0)}, refused {counts.get('refused', 0)}")
    sys.exit(0 if counted == acknowledged and not counts.get("refused") else 1)


if __name__ == "__main__":
    main()
