#!/usr/bin/env python3
"""Starts real senders against a running console and checks what arrived. Called by scripts/senders.sh.

Environment: SENDERS_ORIGIN, DATABASE_URL; PROMETHEUS_URL_PORT, the port at which the console looks for a Prometheus to pull from.
Exit status: 0 everything that ran agrees, 1 something differs.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("BENCH_ORIGIN", os.environ["SENDERS_ORIGIN"])
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "bench"))
from run import ORIGIN, PASSWORD, Console, new_workload, teams_of  # noqa: E402

PAGE, PULLED = 8711, os.environ["PROMETHEUS_URL_PORT"]
FAILED = []


def check(what, found, wanted):
    fine = wanted(found) if callable(wanted) else found == wanted
    print(("ok   " if fine else "WRONG"), what, found, flush=True)
    if not fine:
        FAILED.append(what)


def token(console, workload):
    _, content = console.send("POST", f"/api/v1/workloads/{workload}/tokens",
                              json.dumps({"name": "sender", "days": 1, "scope": "signals"}), "application/json", "application/json")
    return json.loads(content)["token"]


def workload(console, team, name):
    made = new_workload(console, team, name, 2)
    return made, token(console, made)


def signals(console, made):
    page = json.loads(console.get(f"/api/v1/workloads/{made}/signals"))
    return page, {row["name"]: sum(v or 0 for v in row["hours"]) for row in page["signals"]}


def until(console, made, enough, seconds=30):
    end = time.time() + seconds
    while time.time() < end:
        page, sums = signals(console, made)
        if enough(page, sums):
            break
        time.sleep(0.5)
    return signals(console, made)


def sdk(console, team):
    made, secret = workload(console, team, "OpenTelemetry SDK")
    python = os.environ.get("OTEL_PYTHON", sys.executable)
    done = subprocess.run([python, os.path.join(HERE, "otel_sdk.py"), ORIGIN, secret], capture_output=True, text=True)
    if "No module named" in done.stderr:
        return print("left out: the OpenTelemetry SDK for Python is not installed")
    check("OpenTelemetry SDK: exit", (done.returncode, done.stderr[-300:] if done.returncode else ""), (0, ""))
    sent = json.loads(done.stdout.splitlines()[-1])
    page, sums = until(console, made, lambda p, s: p["logs"] >= sent["logs"] and s.get("app.answers", 0) >= sent["answers"])
    check("OpenTelemetry SDK: spans", page["spans"], sent["spans"])
    check("OpenTelemetry SDK: records", page["logs"], sent["logs"])
    check("OpenTelemetry SDK: calls", sums.get("hexastyle.genai.calls"), sent["calls"])
    check("OpenTelemetry SDK: output tokens", sums.get("hexastyle.genai.output_tokens"), sent["output_tokens"])
    check("OpenTelemetry SDK: personal data found", sums.get("hexastyle.genai.calls.with_personal_data"), sent["calls"])
    check("OpenTelemetry SDK: counter", sums.get("app.answers"), sent["answers"])


def growth(name, sums, seconds):
    # Ten tokens a second of three pods, from the first scrape on; the first total is no increase.
    tokens = sums.get("vllm:generation_tokens_total", 0)
    check(f"{name}: tokens in about {seconds} s", tokens, lambda n: 30 * (seconds - 4) <= n <= 30 * (seconds + 4))
    check(f"{name}: tokens are whole tens of three pods", tokens % 30, 0)


def writer(console, team, name, start):
    """A scraper that writes remotely."""
    made, secret = workload(console, team, name)
    with tempfile.TemporaryDirectory() as folder:
        process = start(folder, secret)
        if process is None:
            return print(f"left out: {name} is not installed")
        _, sums = until(console, made, lambda p, s: p["points"] > 0, 40)
        time.sleep(20)
        process.terminate()
        process.wait(20)
    page, sums = until(console, made, lambda p, s: False, 4)
    growth(name, sums, 20)
    check(f"{name}: series", {r["name"]: r["series"] for r in page["signals"]}.get("vllm:num_requests_running"), 6)
    check(f"{name}: nothing was refused", [d for d in page["dropped"] if d[0] not in ("stale_marker", "not_newer")], [])


def scrape(extra):
    return ("global:\n  scrape_interval: 2s\nscrape_configs:\n  - job_name: vllm\n    static_configs:\n"
            f"      - targets: ['127.0.0.1:{PAGE}']\n" + extra)


def run(command):
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def prometheus(folder, secret):
    program = shutil.which("prometheus")
    if not program:
        return None
    config = os.path.join(folder, "p.yml")
    open(config, "w", encoding="ascii").write(scrape(
        f"remote_write:\n  - url: {ORIGIN}/api/v1/prometheus/write\n    authorization:\n      credentials: {secret}\n"
        "    queue_config:\n      batch_send_deadline: 1s\n"))
    return run([program, f"--config.file={config}", f"--storage.tsdb.path={folder}/data", "--web.listen-address=127.0.0.1:8712"])


def vmagent(folder, secret):
    program = shutil.which("vmagent")
    if not program:
        return None
    config = os.path.join(folder, "p.yml")
    open(config, "w", encoding="ascii").write(scrape(""))
    return run([program, f"-promscrape.config={config}", f"-remoteWrite.url={ORIGIN}/api/v1/prometheus/write",
                f"-remoteWrite.bearerToken={secret}", f"-remoteWrite.tmpDataPath={folder}", "-httpListenAddr=127.0.0.1:8713",
                "-remoteWrite.flushInterval=1s"])


def pulled(console, team, name, start):
    """A store that the console asks."""
    made, _ = workload(console, team, f"Pull from {name}")
    with tempfile.TemporaryDirectory() as folder:
        process = start(folder)
        if process is None:
            return print(f"left out: {name} is not installed")
        # A query sees whole minutes, half a minute after they ended.
        time.sleep(100)
        answer, content = console.send("POST", f"/api/v1/workloads/{made}/pull", json.dumps({"selector": 'namespace="chat"'}),
                                       "application/json", "application/json")
        check(f"pull from {name}: accepted", (answer.status, content[:200]), (204, b""))
        page, sums = until(console, made, lambda p, s: p["points"] > 0, 60)
        process.terminate()
        process.wait(20)
    check(f"pull from {name}: failure", page["pull"]["failure"], "")
    names = {r["name"]: r["series"] for r in page["signals"]}
    check(f"pull from {name}: series of the workload only", names.get("vllm:num_requests_running"), 3)


def store_prometheus(folder):
    program = shutil.which("prometheus")
    if not program:
        return None
    config = os.path.join(folder, "p.yml")
    open(config, "w", encoding="ascii").write(scrape(""))
    return run([program, f"--config.file={config}", f"--storage.tsdb.path={folder}/data", f"--web.listen-address=127.0.0.1:{PULLED}"])


def store_victoria(folder):
    program = shutil.which("victoria-metrics")
    if not program:
        return None
    config = os.path.join(folder, "p.yml")
    open(config, "w", encoding="ascii").write(scrape(""))
    return run([program, f"-promscrape.config={config}", f"-storageDataPath={folder}/data", f"-httpListenAddr=127.0.0.1:{PULLED}"])


def main():
    console = Console()
    console.form("/setup", [("organisation", "Senders"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                            ("password", PASSWORD), ("repeat", PASSWORD)])
    console.form("/teams", [("name", "Team"), ("capacity_days", "40"), ("capacity", "40")])
    team = teams_of(console)[0]
    page = run([sys.executable, os.path.join(HERE, "page.py"), str(PAGE)])
    try:
        time.sleep(1)
        sdk(console, team)
        writer(console, team, "Prometheus remote write", prometheus)
        writer(console, team, "vmagent remote write", vmagent)
        pulled(console, team, "Prometheus", store_prometheus)
        pulled(console, team, "VictoriaMetrics", store_victoria)
    finally:
        page.terminate()
    sys.exit(1 if FAILED else 0)


if __name__ == "__main__":
    main()
