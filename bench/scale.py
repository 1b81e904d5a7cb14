#!/usr/bin/env python3
"""How pages over all workloads grow with their number. Called by `scripts/bench.sh scale`.

Measures the same pages at SCALE_SMALL workloads (default 100) and at SCALE_LARGE (default 10000), teams of twenty each, with a
year of samples, and prints p50 and p99 with their ratios. One team is filled through the console's doors; the others are copies
of it, written by SQL. Standard library and psql only. To measure another page, add a line to `pages`.
"""
import json
import os
import subprocess
import sys
import time

from run import Console, PASSWORD, answers, me_of, memory, new_workload, teams_of

SMALL, LARGE = int(os.environ.get("SCALE_SMALL", "100")), int(os.environ.get("SCALE_LARGE", "10000"))
REQUESTS = int(os.environ.get("SCALE_REQUESTS", "200"))
DOCUMENTS = int(os.environ.get("SCALE_DOCUMENTS", "10"))
PER_TEAM = 20


def pages(team, workload):
    return [
        ("organisation page with heat map", "/"),
        ("organisation page, a year back", "/?span=365"),
        ("organisation page, workloads by gap", "/?sort=-gap"),
        ("heat map, its second page", "/?heat=2"),
        ("team page with heat map", f"/teams/{team}"),
        ("alerts", "/alerts"),
        ("list of workloads", "/workloads"),
        ("list of workloads with critical risks", "/workloads?has=critical&sort=-risks"),
        ("list of teams", "/teams"),
        ("a workload's trend", f"/workloads/{workload}/trend?span=365"),
        ("register", "/risks"),
        ("register, from one cell of the matrix", "/risks?matrix=assured&likelihood=3&impact=4"),
        ("register, critical and undecided", "/risks?assured=critical&treatment=undecided"),
        ("register of a pillar", "/risks?pillar=security"),
        ("register by findings", "/risks?sort=-findings"),
        ("register by workload", "/risks?sort=workload"),
        ("register of a team", f"/teams/{team}/risks"),
        ("plan", "/plan"),
        ("plan of a pillar", "/plan?pillar=security"),
        ("plan that nobody owns, by gain", "/plan?owner=none&sort=-gain"),
        ("plan by effort, downwards", "/plan?sort=-effort"),
        ("plan by workload", "/plan?sort=workload"),
        ("plan, overdue", "/plan?due=overdue&sort=due"),
        ("plan, time line", "/plan?view=timeline"),
        ("cost", "/cost"),
    ]


def documents(team):
    """Made row by row, so they grow with what they list: measured a few times only."""
    organisation = "/api/v1/organisation/"
    return [
        ("executive's PDF of the organisation", organisation + "report.pdf?kind=executive"),
        ("consolidated PDF of the organisation", organisation + "report.pdf?kind=team"),
        ("consolidated PDF of a team", f"/api/v1/teams/{team}/report.pdf?kind=team"),
        ("the organisation as XLSX", organisation + "report.xlsx"),
        ("the organisation's workloads as CSV", organisation + "workloads.csv"),
    ]


def sql(text):
    done = subprocess.run(["psql", os.environ["DATABASE_URL"], "-AtqX", "-v", "ON_ERROR_STOP=1", "-c", text], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.strip()


def columns(table, *but):
    every = sql(f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}' ORDER BY ordinal_position").split("\n")
    return ", ".join(name for name in every if name not in but)


def first_team(console):
    """Twenty workloads, answered through the door, then proven, planned and accepted in part."""
    framework = json.loads(console.get("/api/v1/frameworks/genai-wa"))
    criteria = [(c["id"], k["id"], k["level"]) for p in framework["pillars"] for c in p["checks"] for k in c["criteria"]]
    console.form("/teams", [("name", "Team 000"), ("capacity_days", "40"), ("capacity", "40")])
    team, me = teams_of(console)[0], me_of(console)
    for n in range(PER_TEAM):
        workload = new_workload(console, team, f"Workload {n:05}", 1 + n % 3)
        saved = console.json("/api/fn/checks/answer", {"id": workload, "writer": me, "changes": answers(criteria, n * 7)})
        if saved.get("outcome") != "done":
            sys.exit(f"answers of {workload}: {saved}")
    user, attestation = columns("users", "id", "email", "name"), "id, workload_id, criterion, statement, by_user, at"
    sql(f"""
        INSERT INTO users (id, email, name, {user}) SELECT gen_random_uuid(), 'second@example.invalid', 'Second', {user} FROM users;
        CREATE TEMP TABLE claims AS
            SELECT a.workload_id, k.criterion, k.answered_by, abs(hashtext(a.workload_id || k.criterion)) AS chance
            FROM answers k JOIN assessments a ON a.id = k.assessment_id WHERE k.state = 'met';
        INSERT INTO attestations ({attestation})
            SELECT gen_random_uuid(), c.workload_id, c.criterion, 'seen', u.id, now() FROM claims c, users u
            WHERE u.email = 'second@example.invalid' AND c.chance % 3 = 0;
        CREATE TEMP TABLE papers AS SELECT gen_random_uuid() AS id, * FROM claims WHERE chance % 3 = 1;
        INSERT INTO evidence (id, workload_id, check_id, title, sha256, url, effective, valid_until, added_by, received_at)
            SELECT id, workload_id, split_part(criterion, '.', 1), 'Paper', 'sha256', 'https://example.invalid', current_date - chance % 300,
                   current_date + 1 + chance % 400, answered_by, now() FROM papers;
        INSERT INTO evidence_criteria (evidence_id, criterion) SELECT id, criterion FROM papers;
        INSERT INTO actions (workload_id, criterion, state, due_on, updated_at)
            SELECT a.workload_id, k.criterion, 'open', current_date - 20 + abs(hashtext(k.criterion)) % 90, now()
            FROM answers k JOIN assessments a ON a.id = k.assessment_id
            WHERE k.state = 'not_met' AND abs(hashtext(a.workload_id || k.criterion)) % 10 = 0;
        UPDATE results SET revision = revision + 1""")
    return team


def grow(team, count):
    """Copies the first team until there are so many workloads."""
    have = int(sql("SELECT count(*) FROM workloads"))
    more = (count - have) // PER_TEAM
    if more <= 0:
        return
    work, assess = columns("workloads", "id", "team_id", "name"), columns("assessments", "id", "workload_id")
    answer, paper = columns("answers", "assessment_id"), columns("evidence", "id", "workload_id")
    word, act, group = columns("attestations", "id", "workload_id"), columns("actions", "workload_id"), columns("teams", "id", "name")
    sql(f"""
        CREATE TEMP TABLE groups AS
            SELECT gen_random_uuid() AS id, (SELECT count(*) FROM teams) + n AS n FROM generate_series(0, {more - 1}) n;
        INSERT INTO teams (id, name, {group}) SELECT g.id, 'Team ' || lpad(g.n::text, 3, '0'), {group} FROM groups g, teams t WHERE t.id = '{team}';
        CREATE TEMP TABLE copies AS
            SELECT w.id AS old, gen_random_uuid() AS new, a.id AS old_draft, gen_random_uuid() AS new_draft, g.id AS team_id,
                   'Workload ' || lpad((g.n * {PER_TEAM} + row_number() OVER (PARTITION BY g.id ORDER BY w.name) - 1)::text, 5, '0') AS name
            FROM workloads w JOIN assessments a ON a.workload_id = w.id AND a.state <> 'approved', groups g WHERE w.team_id = '{team}';
        INSERT INTO workloads (id, team_id, name, {work}) SELECT c.new, c.team_id, c.name, {qualified(work, 'w')} FROM copies c JOIN workloads w ON w.id = c.old;
        INSERT INTO assessments (id, workload_id, {assess})
            SELECT c.new_draft, c.new, {qualified(assess, 'a')} FROM copies c JOIN assessments a ON a.id = c.old_draft;
        INSERT INTO answers (assessment_id, {answer}) SELECT c.new_draft, {qualified(answer, 'k')} FROM copies c JOIN answers k ON k.assessment_id = c.old_draft;
        CREATE TEMP TABLE papers AS SELECT e.id AS old, gen_random_uuid() AS new, c.new AS workload_id FROM copies c JOIN evidence e ON e.workload_id = c.old;
        INSERT INTO evidence (id, workload_id, {paper}) SELECT p.new, p.workload_id, {qualified(paper, 'e')} FROM papers p JOIN evidence e ON e.id = p.old;
        INSERT INTO evidence_criteria (evidence_id, criterion) SELECT p.new, k.criterion FROM papers p JOIN evidence_criteria k ON k.evidence_id = p.old;
        INSERT INTO attestations (id, workload_id, {word})
            SELECT gen_random_uuid(), c.new, {qualified(word, 't')} FROM copies c JOIN attestations t ON t.workload_id = c.old;
        INSERT INTO actions (workload_id, {act}) SELECT c.new, {qualified(act, 'x')} FROM copies c JOIN actions x ON x.workload_id = c.old;
        INSERT INTO results (workload_id) SELECT new FROM copies""")
    sql("ANALYZE")


def qualified(names, table):
    return ", ".join(f"{table}.{name}" for name in names.split(", "))


def prepared(console):
    """Waits until the console has prepared all numbers and put all plans in order; how long it took."""
    started, waiting = time.monotonic(), int(sql("SELECT count(*) FROM results WHERE computed_revision < revision"))
    while int(sql("""SELECT (SELECT count(*) FROM results WHERE computed_revision < revision) + (SELECT count(*) FROM team_changes)
                          + (SELECT count(*) FROM team_results g LEFT JOIN plan_orders o USING (team_id)
                             WHERE o.edition IS DISTINCT FROM g.edition)""")):
        time.sleep(0.5)
    seconds = time.monotonic() - started
    print(f"numbers of {waiting} workloads prepared in {seconds:.1f} s")
    console.get("/")


def history():
    """A year of samples, as if each day had been what today is."""
    sql("""
        INSERT INTO workload_samples (workload_id, day, source, taken_at, framework_version, score_spec, input_hash, tier, assessed, assured,
                                      claimed, possible, in_scope, answered, met, proven, conflicts, high, critical, ended, open_actions,
                                      effort_days, risks)
        SELECT w.id, current_date - n, 'daily', now(), r.share ->> 'version', 1, r.share ->> 'input_hash', w.tier, r.assessed,
               r.share #>> '{headline,assured,index}', r.share #>> '{headline,claimed,index}', r.share #>> '{headline,possible,index}',
               0, 0, (r.share #>> '{counts,met}')::int, (r.share #>> '{counts,proven}')::int, r.conflicts, r.high, r.critical, r.ended,
               (r.share #>> '{plan,open}')::int, (r.share #>> '{plan,effort_days}')::int, CASE WHEN n = 365 THEN r.share -> 'risks' END
        FROM results r JOIN workloads w ON w.id = r.workload_id, generate_series(1, 365) n
        ON CONFLICT DO NOTHING;
        DELETE FROM group_samples;
        INSERT INTO group_samples (team_id, day, framework_version, weight, assured, claimed, possible, assessed, not_assessed, met, proven,
                                   conflicts, high, critical, open_actions, effort_days, milestones)
        SELECT w.team_id, current_date - n, min(r.share ->> 'version'), sum(4 - w.tier), (sum((4 - w.tier) * round(r.assured)))::int || '/1',
               (sum((4 - w.tier) * round(r.claimed)))::int || '/1', (sum((4 - w.tier) * 100))::int || '/1', count(*), 0,
               sum((r.share #>> '{counts,met}')::int), sum((r.share #>> '{counts,proven}')::int), sum(r.conflicts), sum(r.high), sum(r.critical),
               sum((r.share #>> '{plan,open}')::int), sum((r.share #>> '{plan,effort_days}')::int), n % 9
        FROM results r JOIN workloads w ON w.id = r.workload_id, generate_series(1, 365) n GROUP BY GROUPING SETS ((w.team_id, n), (n));
        ANALYZE""")


def measured(console, path, requests, warm=5):
    times = []
    for number in range(requests + warm):
        started = time.monotonic()
        answer, content = console.send("GET", path)
        if answer.status != 200 or b"c-failure" in content:
            sys.exit(f"GET {path}: {answer.status}")
        # The first few warm up.
        if number >= warm:
            times.append((time.monotonic() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[min(len(times) - 1, len(times) * 99 // 100)], len(content)


def after_a_change(console, me, workload):
    """The organisation page right after an answer was saved: the reader prepares what changed."""
    times, criterion = [], "S01.2a"
    for _ in range(max(REQUESTS // 10, 5)):
        version = int(sql(f"SELECT k.version FROM answers k JOIN assessments a ON a.id = k.assessment_id "
                          f"WHERE a.workload_id = '{workload}' AND a.state <> 'approved' AND k.criterion = '{criterion}'"))
        state = "met" if version % 2 else "not_met"
        change = {"criterion": criterion, "expected": version, "answer": {"state": state}}
        console.json("/api/fn/checks/answer", {"id": workload, "writer": me, "changes": [change]})
        started = time.monotonic()
        console.send("GET", "/")
        times.append((time.monotonic() - started) * 1000)
    times.sort()
    return times[len(times) // 2], times[-1], 0


def main():
    console = Console()
    console.form("/setup", [("organisation", "Benchmark"), ("name", "Administrator"), ("email", "bench@example.invalid"),
                            ("password", PASSWORD), ("repeat", PASSWORD)])
    me = me_of(console)
    team = first_team(console)
    workload = sql("SELECT id FROM workloads ORDER BY name LIMIT 1")
    results = {}
    for count in (SMALL, LARGE):
        grow(team, count)
        prepared(console)
        history()
        have = sql("SELECT (SELECT count(*) FROM workloads) || ' workloads in ' || (SELECT count(*) FROM teams) || ' teams, ' || "
                   "(SELECT count(*) FROM workload_samples) || ' samples'")
        print(have, flush=True)
        results[count] = {name: measured(console, path, REQUESTS) for name, path in pages(team, workload)}
        results[count] |= {name: measured(console, path, DOCUMENTS, 1) for name, path in documents(team)}
        results[count]["organisation page after an answer"] = after_a_change(console, me, workload)
    print(f"\n| page | p50 ms at {SMALL} | p99 | p50 ms at {LARGE} | p99 | ratio p50 | ratio p99 | kB |\n|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, (low50, low99, _) in results[SMALL].items():
        high50, high99, size = results[LARGE][name]
        print(f"| {name} | {low50:.1f} | {low99:.1f} | {high50:.1f} | {high99:.1f} | {high50 / low50:.2f} | {high99 / low99:.2f} | {size / 1000:.0f} |")
    print(f"\nconsole, resident: {memory():.0f} MiB")


if __name__ == "__main__":
    main()
