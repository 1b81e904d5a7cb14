//! Rules over what came in: which verdicts change when a file, a decision or a day does.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    WorkloadId,
    evidence::{Completeness, ComponentKind, Kind, Reading},
    rule::{Dated, Evidence, Gap, Outcome, Verdict, host, judge as judge_rule, signal::Names},
    views::signals::ComponentStanding,
};
use store::{
    PgConnection, components,
    findings::{self, Judged},
    readings, verdicts,
};
use time::Date;

use crate::{Error, Services, rules::Numbers};

/// Judges the rules that read files of a kind, or all of them, and keeps their verdicts.
pub(crate) async fn judge(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    kind: Option<Kind>,
) -> Result<(), Error> {
    let (today, now) = (services.today(), services.now());
    let stored = readings::list(db, id).await?;
    let found = findings::unfixed(db, id).await?;
    let known: BTreeSet<_> = verdicts::list(db, id)
        .await?
        .into_iter()
        .map(|v| v.rule)
        .collect();
    let (settled, until) = settled(&found, today);
    let since = since(&found);
    let whole = with_findings(stored, found);
    let dated: Vec<_> = whole
        .iter()
        .map(|(reading, day)| Dated { reading, day: *day })
        .collect();
    let listed = components::list(db, id).await?;
    let services_allowed = services_allowed(&listed);
    let reviewed = reviewed(listed);
    let evidence = Evidence {
        reviewed: &reviewed,
        readings: &dated,
        settled: &settled,
        since: &since,
        services: &services_allowed,
        today,
    };
    let numbers = Numbers::read(db).await?;
    for rule in &services.framework.rules {
        let (Some(test), Some(thresholds)) = (&rule.test, numbers.of(rule)) else {
            continue;
        };
        if kind.is_some_and(|kind| !test.kinds.contains(&kind)) {
            continue;
        }
        let mut verdict = judge_rule(test, thresholds, evidence);
        if verdict.outcome == Outcome::NoData(Gap::Nothing) && !known.contains(&rule.id) {
            continue;
        }
        lapse(&mut verdict, until);
        verdicts::keep(db, id, &rule.id, &verdict, now).await?;
    }
    Ok(())
}

/// The models of the inventory that a person allowed or refused.
fn reviewed(listed: Vec<components::Stored>) -> Names {
    let mut names = Names::default();
    for one in listed {
        let name = one.content.name.as_str().to_lowercase();
        match one.standing {
            _ if one.content.kind != ComponentKind::Model => {}
            ComponentStanding::Allowed => drop(names.inside.insert(name)),
            ComponentStanding::Refused => drop(names.refused.insert(name)),
            ComponentStanding::Unreviewed => {}
        }
    }
    names
}

/// The services of the inventory that a person allowed, by name and host.
fn services_allowed(listed: &[components::Stored]) -> BTreeSet<String> {
    let allowed = listed.iter().filter(|one| {
        let service = one.content.kind == ComponentKind::Service;
        service && one.standing == ComponentStanding::Allowed
    });
    let names = allowed.flat_map(|one| {
        let source = one
            .content
            .source
            .as_ref()
            .map(|source| host(source.as_str()));
        source.into_iter().chain([host(one.content.name.as_str())])
    });
    names.filter(|name| !name.is_empty()).collect()
}

/// What rests on an acceptance lapses with it.
fn lapse(verdict: &mut Verdict, until: Option<Date>) {
    if verdict.outcome == Outcome::Supports {
        verdict.fresh_until = match (verdict.fresh_until, until) {
            (Some(fresh), Some(until)) => Some(fresh.min(until)),
            (fresh, until) => fresh.or(until),
        };
    }
}

type Settled = BTreeSet<domain::evidence::Fingerprint>;

/// The findings that somebody settled, and the first day on which one of them counts again, less one.
fn settled(found: &[Judged], today: Date) -> (Settled, Option<Date>) {
    let in_force = found.iter().filter_map(|one| {
        let until = one.settled?;
        until
            .is_none_or(|day| day >= today)
            .then(|| (one.content.fingerprint.clone(), until))
    });
    let (fingerprints, ends): (Settled, Vec<_>) = in_force.unzip();
    (fingerprints, ends.into_iter().flatten().min())
}

/// The first day on which each finding was reported; the earliest, where several series hold the same.
fn since(found: &[Judged]) -> BTreeMap<domain::evidence::Fingerprint, Date> {
    let mut since = BTreeMap::new();
    for one in found {
        let fingerprint = one.content.fingerprint.clone();
        let day = since.entry(fingerprint).or_insert(one.first_day);
        *day = one.first_day.min(*day);
    }
    since
}

/// Readings with their findings again, the oldest first; findings stand in the newest of each series that did not fail.
fn with_findings(stored: Vec<readings::Stored>, found: Vec<Judged>) -> Vec<(Reading, Date)> {
    let mut by_series: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for one in found {
        by_series.entry(one.series).or_default().push(one.content);
    }
    let mut whole: Vec<_> = stored
        .into_iter()
        .map(|one| {
            // A failed run says nothing, so what was open before it stays with the run that saw it.
            let failed = matches!(one.content.completeness, Completeness::Failed(_));
            let findings = if failed {
                Vec::new()
            } else {
                by_series.remove(&one.series).unwrap_or_default()
            };
            let content = Reading {
                findings,
                ..one.content
            };
            (content, one.day)
        })
        .collect();
    whole.reverse();
    whole
}

#[cfg(test)]
mod tests {
    use domain::ReadingId;
    use domain::evidence::Reason;
    use serde_json::json;
    use time::{OffsetDateTime, macros::date};
    use uuid::Uuid;

    use super::*;

    fn run(day: Date, completeness: Completeness) -> readings::Stored {
        let content = json!({"kind": "trivy", "tool": {"name": "trivy", "version": null}, "taken_at": null,
            "completeness": completeness, "scopes": [], "findings": [], "tally": domain::evidence::Tally::default(),
            "measures": [], "components": [], "ignored": [], "warnings": []});
        readings::Stored {
            id: ReadingId(Uuid::nil()),
            sha256: String::new(),
            file_name: String::new(),
            size: 0,
            series: "a".to_owned(),
            day,
            content: serde_json::from_value(content).unwrap(),
            received_at: OffsetDateTime::UNIX_EPOCH,
            sender: String::new(),
        }
    }

    #[test]
    fn a_failed_run_hides_no_finding() {
        let finding = json!({"rule": "CVE-1", "title": "A flaw", "severity": "critical",
            "location": {"file": null, "line": null, "object": null, "url": null}, "fingerprint": "ab".repeat(32),
            "state": "open", "tags": [], "fixed_version": null, "verified": null});
        let found = Judged {
            series: "a".to_owned(),
            content: serde_json::from_value(finding).unwrap(),
            checks: Vec::new(),
            settled: None,
            first_day: date!(2026 - 11 - 01),
        };
        // As the store lists them: the newest first.
        let runs = vec![
            run(
                date!(2026 - 11 - 22),
                Completeness::Failed(Reason::RunFailed),
            ),
            run(date!(2026 - 11 - 21), Completeness::Complete),
        ];
        let whole = with_findings(runs, vec![found]);
        let counts: Vec<_> = whole
            .iter()
            .map(|(reading, _)| reading.findings.len())
            .collect();
        assert_eq!(counts, [1, 0]);
    }
}
