#!/usr/bin/env python3
"""Sends telemetry to a running console as fast as it takes it, and sets that against COPY of as many rows.

Called by `scripts/bench.sh ingest`. First OTLP metrics in protobuf, then the same points as Prometheus remote write, and
where `victoria-metrics` is installed the same bodies into it. OTLP metrics in protobuf, 1,000 points of 1,000 series in each request, the points of
a series 15 seconds apart: gauges and counters by halves. Two rates: until everything is acknowledged (durable), and
until everything is folded into rollups. The sender is `crates/telemetry/examples/send.rs`: one in Python takes a core from
what is measured. Environment as in run.py, and
  BENCH_SEND          the sender
  BENCH_REQUESTS      how many requests (default 4500: four and a half million points)
  BENCH_CONNECTIONS   how many connections send (default 16)
"""
import json
import os
import shutil
import struct
import subprocess
import tempfile
import time
import urllib.parse

from run import ORIGIN, Console, PASSWORD, memory, new_workload, peak, teams_of

REQUESTS = int(os.environ.get("BENCH_REQUESTS", "4500"))
CONNECTIONS = int(os.environ.get("BENCH_CONNECTIONS", "16"))
SERIES = 1000
STEP = 15


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def attribute(name, value):
    return field(1, name.encode()) + field(2, field(1, value.encode()))


def body(nanos, value):
    """An ExportMetricsServiceRequest: a gauge and a counter of 500 series each."""
    points = {"gauge": b"", "counter": b""}
    for number in range(SERIES):
        labels = b"".join(field(7, attribute(name, text)) for name, text in
                          (("model_name", f"model-{number % 7}"), ("pod", f"pod-{number:04}"), ("engine", "0")))
        point = struct.pack("<BQ", 3 << 3 | 1, nanos) + struct.pack("<Bd", 4 << 3 | 1, value + number) + labels
        points["gauge" if number % 2 else "counter"] += field(1, point)
    gauge = field(1, b"vllm:num_requests_running") + field(5, points["gauge"])
    total = points["counter"] + varint(2 << 3) + varint(2) + varint(3 << 3) + varint(1)
    counter = field(1, b"vllm:generation_tokens_total") + field(7, total)
    scope = field(2, gauge) + field(2, counter)
    resource = field(1, field(1, attribute("service.name", "serving")))
    return field(1, resource + field(2, scope))


def write_request(millis, value):
    """The same as a prometheus.WriteRequest, in Snappy's block format without compression: literals only."""
    label = lambda name, text: field(1, field(1, name.encode()) + field(2, text.encode()))
    out = b""
    for number in range(SERIES):
        name = "vllm:num_requests_running" if number % 2 else "vllm:generation_tokens_total"
        labels = b"".join(label(*pair) for pair in (("__name__", name), ("engine", "0"), ("model_name", f"model-{number % 7}"),
                                                    ("pod", f"pod-{number:04}"), ("service_name", "serving")))
        sample = struct.pack("<Bd", 1 << 3 | 1, value + number) + varint(2 << 3) + varint(millis)
        out += field(1, labels + field(2, sample))
    packed = varint(len(out))
    for start in range(0, len(out), 60000):
        part = out[start:start + 60000]
        packed += struct.pack("<BH", 61 << 2, len(part) - 1) + part
    return packed


def bodies(now):
    first = now - REQUESTS * STEP
    for number in range(REQUESTS):
        yield body((first + number * STEP) * 10**9, float(number * 10))


def writes(now):
    first = now - REQUESTS * STEP
    for number in range(REQUESTS):
        yield write_request((first + number * STEP) * 1000, float(number * 10))


def send_all(origin, path, headers, waiting, connections=CONNECTIONS):
    """Sends everything, the oldest first; when that began, seconds, and how many were refused."""
    address = urllib.parse.urlsplit(origin).netloc
    with tempfile.NamedTemporaryFile() as file:
        for content in waiting:
            file.write(struct.pack("<I", len(content)) + content)
        file.flush()
        lines = [f"{name}: {value}" for name, value in headers.items()]
        call = [os.environ["BENCH_SEND"], address, path, file.name, str(connections), *lines]
        done = subprocess.run(call, check=True, capture_output=True, text=True)
    began, seconds, refused = done.stdout.split()
    return float(began), float(seconds), int(refused)


def signals(console, workload):
    return json.loads(console.get(f"/api/v1/workloads/{workload}/signals"))


class Seen:
    """How many points of a workload are folded, by the row that their transaction writes. Its page would say so too, but
    reads all hours of 1,000 series, at a cost that is missing in what is measured."""

    def __init__(self, workload):
        self.sql = f"""SELECT coalesce((SELECT points + coalesce((SELECT sum(n::bigint) FROM jsonb_each_text(dropped)
            AS each(reason, n)), 0) FROM signal_workloads WHERE workload_id = '{workload}'), 0)::bigint;\n"""
        call = ["psql", os.environ["DATABASE_URL"], "-qAtX"]
        self.psql = subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def __call__(self):
        self.psql.stdin.write(self.sql)
        self.psql.stdin.flush()
        return int(self.psql.stdout.readline())

    def close(self):
        self.psql.stdin.close()
        self.psql.wait(30)


def copy(rows):
    """COPY of (ts, series, value) into a table without indexes, from a file that is there already; its seconds."""
    url = os.environ["DATABASE_URL"]
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as out:
        for number in range(rows):
            out.write(f"2026-01-01 00:00:{number // SERIES % 60:02}+00\t{number % SERIES}\t{number * 0.5}\n")
        out.flush()
        sql = "DROP TABLE IF EXISTS copied; CREATE TABLE copied (ts timestamptz, series bigint, value float8);"
        subprocess.run(["psql", url, "-qc", sql], check=True)
        started = time.monotonic()
        subprocess.run(["psql", url, "-qc", f"\\copy copied FROM '{out.name}'"], check=True)
        return time.monotonic() - started


def main():
    console = Console()
    console.form("/setup", [("organisation", "Benchmark"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                            ("password", PASSWORD), ("repeat", PASSWORD)])
    console.form("/teams", [("name", "Team"), ("capacity_days", "40"), ("capacity", "40")])
    team = teams_of(console)[0]
    rows = REQUESTS * SERIES
    copied = copy(rows)
    print(f"{rows:,} points of {SERIES:,} series in {REQUESTS:,} requests, {CONNECTIONS} connections\n")
    print("| operation | s | points/s | ratio to `COPY` |\n|---|--:|--:|--:|")
    per_row = copied / rows
    row = lambda name, rows, seconds: print(
        f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} | {per_row * rows / seconds:.3f} |", flush=True)
    row("`COPY (ts, series, value)`", rows, copied)
    now = int(time.time())
    measure(console, team, ("OTLP", "/v1/metrics", {"Content-Type": "application/x-protobuf"}), list(bodies(now)), row)
    few = list(bodies(now))[: REQUESTS // 5]
    for connections in (1, 64):
        otlp = (f"OTLP over {connections} connections", "/v1/metrics", {"Content-Type": "application/x-protobuf"})
        measure(console, team, otlp, few, row, connections)
    snappy = {"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy", "X-Prometheus-Remote-Write-Version": "0.1.0"}
    requests = list(writes(now))
    measure(console, team, ("remote write", "/api/v1/prometheus/write", snappy), list(requests), row)
    victoria(snappy, requests, row)
    print(f"\nconsole, resident: {memory():.0f} MiB")


def measure(console, team, door, waiting, row, connections=CONNECTIONS):
    name, path, headers = door
    peak(again=True)
    rows = len(waiting) * SERIES
    workload = new_workload(console, team, name, 2)
    _, content = console.send("POST", f"/api/v1/workloads/{workload}/tokens",
                              json.dumps({"name": "bench", "days": 1, "scope": "signals"}), "application/json", "application/json")
    headers = {**headers, "Authorization": "Bearer " + json.loads(content)["token"]}
    # What came too late to be told from a retry counts as seen: totals are in the later ones.
    seen = Seen(workload)
    seen()
    began, durable, refused = send_all(ORIGIN, path, headers, waiting, connections)
    while seen() < rows and time.time() - began < 120:
        time.sleep(0.01)
    folded = time.time() - began
    seen.close()
    after = signals(console, workload)
    row(f"{name}: acknowledged, durable", rows, durable)
    row(f"{name}: folded into rollups", rows, folded)
    print(f"<!-- {name}: the console had {peak():.0f} MiB at most -->")
    print(f"<!-- {name}: refused {refused}, folded {after['points']:,}, dropped {after['dropped']} -->")


def victoria(headers, waiting, row):
    """The same bodies into VictoriaMetrics, which acknowledges before anything is on disk."""
    program = shutil.which("victoria-metrics")
    if not program:
        return print("<!-- VictoriaMetrics is not installed -->")
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen([program, f"-storageDataPath={folder}", "-httpListenAddr=127.0.0.1:8716"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(3)
            _, seconds, refused = send_all("http://127.0.0.1:8716", "/api/v1/write", headers, waiting)
        finally:
            process.terminate()
            process.wait(30)
    row("VictoriaMetrics, remote write: acknowledged", len(waiting) * SERIES, seconds)
    print(f"<!-- VictoriaMetrics: refused {refused} -->")


if __name__ == "__main__":
    main()
