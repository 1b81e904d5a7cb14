#!/usr/bin/env python3
"""Fills a running console through its own doors, then measures it. Called by scripts/bench.sh.

Standard library only. Environment: BENCH_ORIGIN (http://127.0.0.1:port), BENCH_PID (the console's process),
DATABASE_URL (for pgbench), BENCH_SECONDS (a measurement's length, default 8).
"""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

ORIGIN = os.environ["BENCH_ORIGIN"]
SECONDS = os.environ.get("BENCH_SECONDS", "8")
HERE = os.path.dirname(os.path.abspath(__file__))
TEAMS, WORKLOADS, SPARE = 20, 10, 60
FACTS = ["self_hosted", "commercial_api", "rag", "agents", "fine_tuning", "multimodal", "edge", "personal_data", "cross_border",
         "high_risk", "public_facing"]
PASSWORD = "benchmark-only-password"


class Console:
    """One session on one kept-alive connection."""

    def __init__(self):
        url = urllib.parse.urlsplit(ORIGIN)
        self.connection = http.client.HTTPConnection(url.hostname, url.port, timeout=60)
        self.cookie = ""
        self.used = time.monotonic()

    def send(self, method, path, body=None, kind="application/x-www-form-urlencoded", accept="text/html"):
        headers = {"Origin": ORIGIN, "Accept": accept, "Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = kind
        # The console drops what is silent for 75 seconds; http.client opens a closed connection again.
        if time.monotonic() - self.used > 30:
            self.connection.close()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        self.used = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie" and "hexastyle" in value.split("=")[0]:
                self.cookie = value.split(";")[0]
        return answer, content

    def form(self, path, fields):
        answer, content = self.send("POST", path, urllib.parse.urlencode(fields))
        if answer.status != 303:
            sys.exit(f"POST {path}: {answer.status} {content[:300]!r}")
        return answer.getheader("Location")

    def json(self, path, value):
        answer, content = self.send("POST", path, json.dumps(value), "application/json", "application/json")
        if answer.status != 200:
            sys.exit(f"POST {path}: {answer.status} {content[:300]!r}")
        return json.loads(content)

    def get(self, path):
        answer, content = self.send("GET", path, accept="application/json")
        if answer.status != 200:
            sys.exit(f"GET {path}: {answer.status} {content[:300]!r}")
        return content


def teams_of(console):
    page = console.get("/teams").decode()
    return list(dict.fromkeys(re.findall(r"/teams/([0-9a-f-]{36})", page)))


def new_workload(console, team, name, tier):
    fields = [("team", team), ("name", name), ("description", ""), ("tier", str(tier))] + [("profile", f) for f in FACTS]
    place = console.form("/workloads", fields)
    found = re.search(r"/workloads/([0-9a-f-]{36})", place)
    if not found:
        sys.exit(f"POST /workloads went to {place}")
    return found.group(1)


def answers(criteria, salt):
    """Levels hold together: what is met reaches up to a level that varies by check."""
    changes = []
    for number, (check, criterion, level) in enumerate(criteria):
        reach = 1 + (hash_of(check) + salt) % 5
        state = "met" if level <= reach else ("unknown" if number % 7 == 0 else "not_met")
        changes.append({"criterion": criterion, "expected": 0, "answer": {"state": state}})
    return changes


def hash_of(text):
    return sum(ord(c) * (i + 3) for i, c in enumerate(text))


def fill(console):
    console.form("/setup", [("organisation", "Benchmark"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                            ("password", PASSWORD), ("repeat", PASSWORD)])
    framework = json.loads(console.get("/api/v1/frameworks/genai-wa"))
    criteria = [(c["id"], k["id"], k["level"]) for p in framework["pillars"] for c in p["checks"] for k in c["criteria"]]
    for number in range(TEAMS):
        console.form("/teams", [("name", f"Team {number:02}"), ("capacity_days", "40"), ("capacity", "40")])
    teams = teams_of(console)
    if len(teams) != TEAMS:
        sys.exit(f"{len(teams)} teams instead of {TEAMS}")
    me = me_of(console)
    filled = []
    for t, team in enumerate(teams):
        for n in range(WORKLOADS):
            workload = new_workload(console, team, f"Workload {t:02}-{n}", 1 + (t + n) % 3)
            saved = console.json("/api/fn/checks/answer", {"id": workload, "writer": me, "changes": answers(criteria, t * 7 + n)})
            if saved.get("outcome") != "done":
                sys.exit(f"answers of {workload}: {saved}")
            filled.append(workload)
    spare = [new_workload(console, teams[n % TEAMS], f"Spare {n:02}", 2) for n in range(SPARE)]
    jobs = [json.dumps({"id": w, "writer": me, "changes": [{"criterion": k, "expected": 0, "answer": {"state": "met"}}]})
            for _, k, _ in criteria for w in spare]
    return teams, filled, jobs, len(criteria)


def me_of(console):
    rows = subprocess.run(["psql", os.environ["DATABASE_URL"], "-Atc", "SELECT id FROM users"], capture_output=True, text=True, check=True)
    return rows.stdout.strip()


def wrk(script, path, connections, environment):
    threads = 1 if connections == 1 else 2
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{SECONDS}s", "--latency", "--timeout", "30s", "-s",
               os.path.join(HERE, script), ORIGIN + path]
    environment = {**os.environ, **environment, "BENCH_THREADS": str(threads)}
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    p50, p99 = (re.search(rf"{p}%\s+([\d.]+)(us|ms|s)", out).groups() for p in (50, 99))
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    sockets = re.search(r"Socket errors: (.*)", out)
    return rate, milliseconds(*p50), milliseconds(*p99), (errors.group(1) if errors else "0") + (" " + sockets.group(1) if sockets else "")


def milliseconds(value, unit):
    return float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def memory():
    text = open(f"/proc/{os.environ['BENCH_PID']}/status", encoding="ascii").read()
    return int(re.search(r"VmRSS:\s+(\d+)", text).group(1)) / 1024


def peak(again=False):
    """The most that the console had in memory since it was last asked to begin `again`, MiB."""
    process = f"/proc/{os.environ['BENCH_PID']}"
    if again:
        with open(f"{process}/clear_refs", "w", encoding="ascii") as out:
            out.write("5")
    for line in open(f"{process}/status", encoding="ascii"):
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def pgbench():
    url = os.environ["DATABASE_URL"]
    subprocess.run(["pgbench", "-i", "-q", "-s", "10", url], capture_output=True, check=True)
    rates = {}
    for clients in (1, 16):
        out = subprocess.run(["pgbench", "-S", "-M", "prepared", f"-c{clients}", "-j2", f"-T{SECONDS}", "-n", url],
                             capture_output=True, text=True, check=True).stdout
        rates[clients] = float(re.search(r"tps = ([\d.]+)", out).group(1))
    return rates


def main():
    console = Console()
    teams, filled, jobs, criteria = fill(console)
    print(f"{len(teams)} teams, {len(filled)} assessed workloads, {criteria} criteria each, {SPARE} empty ones to save into\n")
    idle = memory()
    base = pgbench()
    workload = filled[0]
    console.get("/")
    pages = [
        ("questionnaire page (HTML)", f"/workloads/{workload}/checks/S02"),
        ("results page (HTML)", f"/workloads/{workload}"),
        ("organisation page (HTML)", "/"),
        ("list of workloads (HTML)", "/workloads"),
        ("answers (CSV)", f"/api/v1/workloads/{workload}/answers.csv?lang=en"),
        ("report (PDF, zh-CN)", f"/api/v1/workloads/{workload}/report.pdf?lang=zh-CN"),
    ]
    print("| operation | c | requests/s | p50 ms | p99 ms | errors | ratio to `pgbench -S` |\n|---|--:|--:|--:|--:|--:|--:|")
    row = lambda name, c, r: print(f"| {name} | {c} | {r[0]:,.1f} | {r[1]:.2f} | {r[2]:.2f} | {r[3]} | {r[0] / base[c]:.4f} |", flush=True)
    for name, path in pages:
        for connections in (1, 16):
            row(name, connections, wrk("page.lua", path, connections, {"BENCH_COOKIE": console.cookie}))
    half = len(jobs) // 4
    with tempfile.TemporaryDirectory() as folder:
        for connections, part in ((1, jobs[:half]), (16, jobs[half:])):
            file = os.path.join(folder, f"jobs-{connections}")
            with open(file, "w", encoding="utf-8") as out:
                out.write("\n".join(part))
            before = entries()
            result = wrk("answer.lua", "", connections, {"BENCH_COOKIE": console.cookie, "BENCH_JOBS": file})
            row("save one answer", connections, result)
            print(f"<!-- answers stored and logged: {entries() - before} -->")
    row("organisation page, after the saves", 16, wrk("page.lua", "/", 16, {"BENCH_COOKIE": console.cookie}))
    for clients, rate in base.items():
        print(f"| `pgbench -S -M prepared` | {clients} | {rate:,.0f} | | | | 1 |")
    print(f"\nconsole, resident: {idle:.0f} MiB after filling, {memory():.0f} MiB after all measurements")


def entries():
    rows = subprocess.run(["psql", os.environ["DATABASE_URL"], "-Atc", "SELECT count(*) FROM change_log"], capture_output=True, text=True, check=True)
    return int(rows.stdout)


if __name__ == "__main__":
    main()
