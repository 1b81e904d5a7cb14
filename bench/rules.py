#!/usr/bin/env python3
"""How long rules take to look at many workloads with telemetry. Called by `scripts/bench.sh rules`.

Writes BENCH_WORKLOADS workloads (default 10000) with twelve series and two days of hours each straight into the database, as if they had
been sent, marks all as changed, and waits until the console has judged every one. Standard library and psql only.
"""
import os
import subprocess
import sys
import time

from run import Console, PASSWORD, memory, new_workload, teams_of

COUNT = int(os.environ.get("BENCH_WORKLOADS", "10000"))
NAMES = ["vllm:num_requests_running", "vllm:num_requests_waiting", "vllm:kv_cache_usage_perc", "vllm:generation_tokens_total",
         "vllm:prefix_cache_queries_total", "vllm:prefix_cache_hits_total", "vllm:request_success_total", "DCGM_FI_DEV_GPU_UTIL",
         "hexastyle.genai.calls", "hexastyle.genai.calls.long", "hexastyle.genai.duration", "hexastyle.genai.output_tokens"]


def sql(text):
    done = subprocess.run(["psql", os.environ["DATABASE_URL"], "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


def main():
    console = Console()
    console.form("/setup", [("organisation", "Benchmark"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                            ("password", PASSWORD), ("repeat", PASSWORD)])
    console.form("/teams", [("name", "Team"), ("capacity_days", "40"), ("capacity", "40")])
    first = new_workload(console, teams_of(console)[0], "Workload", 2)
    columns = lambda table, but: ", ".join(c for c in sql(
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position").split("\n") if c not in but)
    work, assess = columns("workloads", {"id", "name"}), columns("assessments", {"id", "workload_id"})
    sql(f"""CREATE TEMP TABLE more AS SELECT gen_random_uuid() AS id, n FROM generate_series(2, {COUNT}) n;
        INSERT INTO workloads (id, name, {work}) SELECT m.id, 'Workload ' || m.n, {work} FROM workloads w, more m WHERE w.id = '{first}';
        INSERT INTO assessments (id, workload_id, {assess})
            SELECT gen_random_uuid(), m.id, {assess} FROM assessments a, more m WHERE a.workload_id = '{first}'""")
    month = "date_trunc('month', now() AT TIME ZONE 'UTC')"
    for offset in (-1, 0):
        start = sql(f"SELECT ({month} + interval '{offset} month')::date")
        end = sql(f"SELECT ({month} + interval '{offset + 1} month')::date")
        name = "signal_hours_" + start[:7].replace("-", "")
        sql(f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF signal_hours FOR VALUES FROM ('{start}') TO ('{end}')")
    names = ", ".join(f"('{name}')" for name in NAMES)
    sql(f"""INSERT INTO signal_series (workload_id, key, name, kind, unit, labels, first_at)
            SELECT w.id, decode(md5(w.id || v.name), 'hex'), v.name, 'gauge', '', '{{"pod": "a"}}', now()
            FROM workloads w, (VALUES {names}) v(name);
        INSERT INTO signal_hours (series_id, hour, minutes, points, count, sum, min, max, resets, gaps)
            SELECT s.id, date_trunc('hour', now()) - h * interval '1 hour', 1, 60, 60, 40 + (s.id * 7 + h) % 50, 0, 9, 0, 0
            FROM signal_series s, generate_series(1, 48) h;
        INSERT INTO signal_workloads (workload_id, last_at) SELECT id, now() FROM workloads;
        ANALYZE""")
    print(f"{sql('SELECT count(*) FROM workloads')} workloads, {sql('SELECT count(*) FROM signal_hours')} hours of series, "
          "107 rules of the framework, those with a test judged")
    for what in ("first time", "again, nothing changed"):
        sql("UPDATE signal_workloads SET dirty_since = now() - interval '1 hour'")
        started = time.monotonic()
        while int(sql("SELECT count(*) FROM signal_workloads WHERE dirty_since IS NOT NULL")):
            time.sleep(0.5)
        seconds = time.monotonic() - started
        print(f"{what}: {seconds:.1f} s, {COUNT / seconds:,.0f} workloads/s; verdicts kept: {sql('SELECT count(*) FROM verdicts')}")
    print(f"console, resident: {memory():.0f} MiB")


if __name__ == "__main__":
    main()
