#!/usr/bin/env python3
"""Recomputes every number of an exported assessment and compares it with what the console says.

Written from the specification (score_spec 1: scores, floors, risks, plan) and from the two export formats, not from
the program: two implementations that agree are worth more than one. Python's standard library only; all arithmetic in
fractions, rounded half-even to six places at the very end.

    check.py --framework framework.json assessment.json ...
    check.py --all [--hexastyle "path/to/hexastyle"] [--with "--data-dir DIR"]

Exit status: 0 everything agrees, 1 something differs (each difference on a line), 2 an input is missing.
"""

import argparse
import datetime
import json
import math
import shlex
import subprocess
import sys
from fractions import Fraction

SETS = ("claimed", "assured", "possible")
LAYER_SHARES = {"resource": Fraction(4, 10), "architecture": Fraction(4, 10), "application": Fraction(2, 10)}
EFFORT_DAYS = {"S": 2, "M": 8, "L": 20}
TIER_TARGETS = {1: 4, 2: 3, 3: 2}
PHASES = (30, 90, 180)
MONTH_DAYS = 30


class Missing(Exception):
    """The export lacks something that the numbers depend on."""


def need(document, *path):
    """A field of a document, by its path."""
    value = document
    for key in path:
        if not isinstance(value, dict) or key not in value:
            raise Missing("the export has no field " + ".".join(path))
        value = value[key]
    return value


def six(value):
    """The decimal with six places, rounded half-even (as Python rounds fractions)."""
    if value is None:
        return None
    scaled = round(value * 10**6)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{abs(scaled) // 10**6}.{abs(scaled) % 10**6:06d}"


def mean(pairs):
    """Σ weight·value / Σ weight; None where there is nothing to weigh."""
    pairs = list(pairs)
    weights = sum(weight for weight, _ in pairs)
    return sum((weight * value for weight, value in pairs), Fraction(0)) / weights if weights else None


def maturity(score):
    """[0, 25) 1, [25, 50) 2, [50, 75) 3, [75, 95) 4, [95, 100] 5."""
    return 1 + sum(score >= bound for bound in (25, 50, 75, 95))


def band(score):
    """< 5 low, < 10 medium, < 15 high, >= 15 critical."""
    return "low" if score < 5 else "medium" if score < 10 else "high" if score < 15 else "critical"


class Workload:
    """One assessment's inputs, and the formulas over them."""

    def __init__(self, framework, document):
        self.document = document
        self.profile = set(need(document, "workload", "profile"))
        self.tier = need(document, "workload", "tier")
        self.answers = {answer["criterion"]: answer for answer in need(document, "answers")}
        self.targets = need(document, "inputs", "targets")
        self.priorities = need(document, "inputs", "priorities")
        self.capacity = need(document, "inputs", "capacity")
        self.accepted = set(need(document, "inputs", "accepted"))
        self.findings = set(need(document, "inputs", "open_findings"))
        self.pillars = need(framework, "pillars")
        self.checks = {check["id"]: check for pillar in self.pillars for check in pillar["checks"]}
        self.pillar_of = {check["id"]: pillar["id"] for pillar in self.pillars for check in pillar["checks"]}
        self.catalog = [risk for risk in need(framework, "risks") if self.applies(risk)]
        self.scope = {id: [k for k in check["criteria"] if self.applies(check) and self.applies(k)]
                      for id, check in self.checks.items()}
        self.counting = {id: [k for k in criteria if self.state(k["id"]) != "not_applicable"]
                         for id, criteria in self.scope.items()}

    def applies(self, part):
        facts = part.get("applies_when")
        return not facts or bool(self.profile & set(facts))

    def state(self, criterion):
        answer = self.answers.get(criterion)
        return answer["state"] if answer else None

    def target(self, check):
        return self.targets.get(check, TIER_TARGETS[self.tier])

    def fulfilled(self, which):
        """The set T: criteria that count as fulfilled."""
        every = [k["id"] for criteria in self.counting.values() for k in criteria]
        if which == "possible":
            return {id for id in every if self.state(id) in ("met", "unknown", None)}
        met = {id for id in every if self.state(id) == "met"}
        if which == "claimed":
            return met
        return {id for id in met if self.answers[id]["proven"] and not self.answers[id]["conflict"]}

    # -- scores ------------------------------------------------------------------------------------------------------

    def check(self, id, fulfilled):
        """Level, value, and how many of how many of the next level; None where nothing counts."""
        criteria = self.counting[id]
        if not criteria:
            return None
        level = 1
        for candidate in (2, 3, 4, 5):
            if all(k["id"] in fulfilled for k in criteria if k["level"] <= candidate):
                level = candidate
        following = [k["id"] for k in criteria if k["level"] == level + 1]
        met = sum(id in fulfilled for id in following)
        progress = Fraction(met, len(following)) if level < 5 else Fraction(0)
        return {"level": level, "value": (level - 1 + progress) / Fraction(4), "met_next": met, "of_next": len(following)}

    def values(self, fulfilled):
        computed = {id: self.check(id, fulfilled) for id in self.checks}
        return {id: check for id, check in computed.items() if check is not None}

    def score(self, checks, wanted):
        """100 × Σ w·value / Σ w over the wanted checks."""
        result = mean((self.checks[id]["weight"], check["value"]) for id, check in checks.items() if wanted(id))
        return None if result is None else 100 * result

    def pillar_scores(self, checks):
        scores = {p["id"]: self.score(checks, lambda id, p=p: self.pillar_of[id] == p["id"]) for p in self.pillars}
        return {pillar: score for pillar, score in scores.items() if score is not None}

    def layer_scores(self, checks):
        scores = {layer: self.score(checks, lambda id, l=layer: self.checks[id]["layer"] == l) for layer in LAYER_SHARES}
        return {layer: score for layer, score in scores.items() if score is not None}

    def index(self, checks):
        return mean((self.priorities[pillar], score) for pillar, score in self.pillar_scores(checks).items())

    # -- risks -------------------------------------------------------------------------------------------------------

    def mitigating(self, risk, checks):
        return [id for id in checks if risk["id"] in self.checks[id]["risks"]]

    def reopened(self, risk):
        return sorted(id for id in self.findings if risk["id"] in self.checks[id]["risks"])

    def likelihood(self, risk):
        return min(5, risk["likelihood"] + len(self.profile & set(risk.get("raised_by") or ())))

    def residual(self, risk, checks, which):
        m = mean((self.checks[id]["weight"], checks[id]["value"]) for id in self.mitigating(risk, checks)) or Fraction(0)
        if which == "assured" and self.reopened(risk):
            m = Fraction(0)
        return (1 + (self.likelihood(risk) - 1) * (1 - m)) * risk["impact"]

    def total_residual(self, checks):
        return sum((self.residual(risk, checks, "claimed") for risk in self.catalog), Fraction(0))

    # -- levels ------------------------------------------------------------------------------------------------------

    def levels(self, checks, which):
        """Overall level, level of each pillar, and the floors that bit: (overall?, pillar, from, to)."""
        pillars, floors = {}, []
        for pillar, score in self.pillar_scores(checks).items():
            by_score = maturity(score)
            pillars[pillar] = min(by_score, 2) if self.critical(pillar, checks, which) else by_score
            if pillars[pillar] < by_score:
                floors.append((False, pillar, by_score, pillars[pillar]))
        index = self.index(checks)
        if index is None:
            return None, pillars, floors
        overall = maturity(index)
        for pillar, above in (("security", 0), ("reliability", 1)):
            if pillar in pillars and pillars[pillar] + above < overall:
                floors.append((True, pillar, overall, pillars[pillar] + above))
                overall = pillars[pillar] + above
        return overall, pillars, floors

    def critical(self, pillar, checks, which):
        """Open critical risks of a pillar that nobody accepted."""
        open_risks = [r for r in self.catalog if r["pillar"] == pillar and r["id"] not in self.accepted]
        return [r["id"] for r in open_risks if band(self.residual(r, checks, which)) == "critical"]


class Comparison:
    """Compares, counts, and keeps what differs."""

    def __init__(self):
        self.compared = 0
        self.differences = []

    def same(self, where, exported, computed):
        self.compared += 1
        if exported != computed:
            self.differences.append(f"{where}: exported {exported!r}, computed {computed!r}")

    def true(self, where, holds, what):
        self.compared += 1
        if not holds:
            self.differences.append(f"{where}: {what}")


def compare_scores(work, out):
    for which in SETS:
        exported = need(work.document, "scores", which)
        checks = work.values(work.fulfilled(which))
        out.same(f"scores.{which}.index", exported["index"], six(work.index(checks)))
        layers = work.layer_scores(checks)
        shares = mean((LAYER_SHARES[layer], score) for layer, score in layers.items())
        out.same(f"scores.{which}.layer_index", exported["layer_index"], six(shares))
        compare_map(out, f"scores.{which}.pillars", exported["pillars"], work.pillar_scores(checks), six)
        compare_map(out, f"scores.{which}.layers", exported["layers"], layers, six)
        as_exported = lambda c: {**c, "value": six(c["value"])}
        compare_map(out, f"scores.{which}.checks", exported["checks"], checks, as_exported)
        compare_levels(work, out, which, exported, checks)


def compare_map(out, where, exported, computed, written):
    out.same(f"{where} (keys)", sorted(exported), sorted(computed))
    for key in sorted(set(exported) & set(computed)):
        out.same(f"{where}.{key}", exported[key], written(computed[key]))


def compare_levels(work, out, which, exported, checks):
    overall, pillars, floors = work.levels(checks, which)
    out.same(f"scores.{which}.level", exported["level"], overall)
    if exported.get("pillar_levels") is not None:
        compare_map(out, f"scores.{which}.pillar_levels", exported["pillar_levels"], pillars, int)
    listed = [floor for floor in need(work.document, "floors") if floor.get("set", "claimed") == which]
    shown = sorted((floor["overall"], floor["pillar"], floor["from"], floor["to"]) for floor in listed)
    out.same(f"floors of {which}", shown, sorted(floors))
    for floor in listed:
        pillar, cause = floor["pillar"], floor["because"]
        risks = work.critical(pillar, checks, which)
        falls_short = work.pillar_of.get(cause) == pillar and cause in checks and checks[cause]["value"] < 1
        capped = any(not overall_floor and p == pillar for overall_floor, p, _, _ in floors)
        right = cause in risks if capped else falls_short
        out.true(f"floors of {which}, {pillar}", right, f"{cause} is not what holds it down")


def compare_risks(work, out):
    claimed, assured = (work.values(work.fulfilled(which)) for which in ("claimed", "assured"))
    exported = {risk["id"]: risk for risk in need(work.document, "risks")}
    out.same("risks (keys)", sorted(exported), sorted(risk["id"] for risk in work.catalog))
    for risk in work.catalog:
        shown = exported.get(risk["id"])
        if shown is None:
            continue
        inherent = Fraction(work.likelihood(risk) * risk["impact"])
        by_claim, by_proof = work.residual(risk, claimed, "claimed"), work.residual(risk, assured, "assured")
        computed = {
            "likelihood": work.likelihood(risk), "impact": risk["impact"],
            "inherent": six(inherent), "inherent_band": band(inherent),
            "claimed_residual": six(by_claim), "claimed_band": band(by_claim),
            "assured_residual": six(by_proof), "assured_band": band(by_proof),
            "accepted": risk["id"] in work.accepted,
            "checks": sorted(work.mitigating(risk, claimed)), "reopened_by": work.reopened(risk),
        }
        for field, value in computed.items():
            is_list = isinstance(value, list)
            out.same(f"risks.{risk['id']}.{field}", sorted(shown[field]) if is_list else shown[field], value)


def compare_issues_and_coverage(work, out):
    checks = work.values(work.fulfilled("claimed"))
    issues = {}
    for id, check in checks.items():
        high = check["level"] == 1 and work.checks[id]["weight"] >= 4
        issues[id] = "high" if high else "medium" if check["level"] < work.target(id) else "none"
    if "issues" in work.document:
        compare_map(out, "issues", work.document["issues"], issues, str)
    every = [k["id"] for criteria in work.scope.values() for k in criteria]
    states = [work.state(id) for id in every]
    if "unanswered" in work.document:
        out.same("unanswered", sorted(work.document["unanswered"]), sorted(id for id in every if work.state(id) is None))
    if "coverage" in work.document:
        computed = {state: states.count(state) for state in ("met", "not_met", "unknown", "not_applicable")}
        computed |= {"in_scope": len(every), "unanswered": states.count(None), "proven": len(work.fulfilled("assured"))}
        computed["conflicts"] = sum(bool(work.answers[id]["conflict"]) for id in every if id in work.answers)
        compare_map(out, "coverage", work.document["coverage"], computed, int)


def compare_plan(work, out):
    met = work.fulfilled("claimed")
    before = work.values(met)
    index, residual = work.index(before), work.total_residual(before)
    possible = {k["id"]: (check, k) for check, criteria in work.counting.items() for k in criteria
                if k["id"] not in met and k["level"] <= work.target(check)}
    plan = need(work.document, "plan")
    out.same("plan (criteria)", sorted(action["criterion"] for action in plan), sorted(possible))

    def after(criteria, checks):
        """All values with some criteria of some checks met besides."""
        return before | {check: work.check(check, met | criteria) for check in checks}

    rates = {}
    for action in plan:
        id = action["criterion"]
        if id not in possible:
            continue
        check, criterion = possible[id]
        changed = after({id}, [check])
        gain, risk_gain = work.index(changed) - index, residual - work.total_residual(changed)
        effort = EFFORT_DAYS[criterion["effort"]]
        rates[id] = (gain + risk_gain) / effort
        open_requirements = sorted(set(criterion.get("requires") or ()) & set(possible))
        computed = {"check": check, "pillar": work.pillar_of[check], "level": criterion["level"], "gain": six(gain),
                    "risk_gain": six(risk_gain), "effort_days": effort}
        for field, value in computed.items():
            out.same(f"plan.{id}.{field}", action[field], value)
        out.same(f"plan.{id}.requires", sorted(action["requires"]), open_requirements)
    compare_order(work, out, plan, possible, rates)
    compare_dates(work, out, plan, possible, after)


def compare_order(work, out, plan, possible, rates):
    """Prerequisites first, then gain for effort: each action is a best one of those that could come next."""
    waiting = {id: set(k.get("requires") or ()) & set(possible) for id, (_, k) in possible.items()}
    for action in plan:
        id = action["criterion"]
        if id not in waiting:
            continue
        out.true(f"plan.{id}", not waiting[id], f"comes before {', '.join(sorted(waiting[id]))}, which it requires")
        best = max((rates[other] for other, needs in waiting.items() if not needs and other in rates), default=rates[id])
        out.true(f"plan.{id}", rates[id] >= best, f"gains {six(rates[id])} a day, another that could come next {six(best)}")
        del waiting[id]
        for needs in waiting.values():
            needs.discard(id)


def compare_dates(work, out, plan, possible, after):
    """Phases are filled in order within the capacity; the projected index rises with each action."""
    effort, done, touched = 0, set(), set()
    for action in plan:
        id = action["criterion"]
        if id not in possible:
            continue
        check, criterion = possible[id]
        effort += EFFORT_DAYS[criterion["effort"]]
        day = math.ceil(Fraction(effort * MONTH_DAYS, work.capacity)) if work.capacity else None
        phase = next((str(days) for days in PHASES if day is not None and day <= days), None)
        out.same(f"plan.{id}.phase", action["phase"], phase)
        out.same(f"plan.{id}.done_by_day", action["done_by_day"], day)
        done.add(id)
        touched.add(check)
        out.same(f"plan.{id}.index_after", action["index_after"], six(work.index(after(done, touched))))


def compare_proof(work, out):
    """A document proves from its effective day to its last one; criteria that need a document follow their documents."""
    if "evidence" not in work.document or "generated_at" not in work.document:
        return
    instant = datetime.datetime.fromisoformat(work.document["generated_at"].replace("Z", "+00:00"))
    today = instant.astimezone(datetime.timezone.utc).date().isoformat()
    valid = {criterion for e in work.document["evidence"] if e["effective"] <= today <= e["valid_until"]
             for criterion in e["criteria"]}
    for criteria in work.counting.values():
        for k in criteria:
            answer = work.answers.get(k["id"])
            if answer is None or k["proof"] != "document" or answer["state"] != "met":
                continue
            by_signal = (answer.get("proof") or {}).get("by") == "signal"
            out.same(f"answers.{k['id']}.proven", answer["proven"], by_signal or k["id"] in valid)


def check(framework, document):
    """All comparisons of one assessment."""
    out = Comparison()
    out.same("score_spec", need(document, "score_spec"), 1)
    for field in ("id", "version"):
        out.same(f"framework.{field}", need(document, "framework", field), need(framework, field))
    digest = need(document, "input_hash")
    out.true("input_hash", digest.startswith("sha256:") and len(digest) == 71, f"{digest!r} is no SHA-256")
    work = Workload(framework, document)
    stray = sorted(set(work.answers) - {k["id"] for criteria in work.scope.values() for k in criteria})
    out.true("answers", not set(work.priorities) ^ {p["id"] for p in work.pillars}, "priorities are not those of the pillars")
    for part in (compare_scores, compare_risks, compare_issues_and_coverage, compare_plan, compare_proof):
        part(work, out)
    return out, stray


def run(command):
    """What a command of the console prints."""
    result = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if result.returncode != 0:
        raise Missing(f"{shlex.join(command)} ended with status {result.returncode}")
    return result.stdout.decode("utf-8")


def documents(options):
    """The framework, and (name, assessment) one after the other."""
    if options.framework:
        with open(options.framework, encoding="utf-8") as file:
            yield json.load(file)
        for path in options.assessments:
            with open(path, encoding="utf-8") as file:
                yield path, json.load(file)
        return
    program, extra = shlex.split(options.hexastyle), shlex.split(options.extra)
    yield json.loads(run([*program, "framework", "export", "genai-wa", "--format", "json"]))
    listed = run([*program, "export", "assessment", "--list", *extra]).split() if options.all else options.assessments
    for id in listed:
        yield id, json.loads(run([*program, "export", "assessment", id, "--format", "json", *extra]))


def main():
    parser = argparse.ArgumentParser(description="Recomputes every number of exported assessments.")
    parser.add_argument("assessments", nargs="*", help="exported files with --framework, else ids")
    parser.add_argument("--framework", help="the exported framework; without it the console is asked for everything")
    parser.add_argument("--all", action="store_true", help="every assessment that the console lists")
    parser.add_argument("--hexastyle", default="hexastyle", help="the console's command")
    parser.add_argument("--with", dest="extra", default="", help="options for the export of assessments: where the data is")
    options = parser.parse_args()
    if options.all == bool(options.assessments) or (options.all and options.framework):
        parser.error("name assessments, or say --all without --framework")
    differing = compared = count = 0
    try:
        found = documents(options)
        framework = next(found)
        for name, document in found:
            out, stray = check(framework, document)
            count, compared = count + 1, compared + out.compared
            differing += bool(out.differences)
            title = f"{name} {document['workload']['name']}"
            beyond = f", {len(stray)} answers beyond the profile" if stray else ""
            print(f"{title}: {out.compared} compared, {len(out.differences)} differ{beyond}")
            for difference in out.differences:
                print(f"  {difference}")
    except (Missing, OSError, ValueError) as error:
        print(f"check.py: {error}", file=sys.stderr)
        return 2
    if count == 0:
        print("check.py: nothing to compare", file=sys.stderr)
        return 2
    print(f"{count} assessments, {compared} comparisons, {differing} assessments differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
