//! Findings of other tools: a list to filter, and what people decide about them.

use std::collections::BTreeSet;

use domain::{
    CheckId, Comment, FindingId, Framework, Locale, Problem, Remark, Viewer, WorkloadId,
    access::Treat,
    evidence::Severity,
    rule::Look,
    views::evidence::{BornOn, FindingRow, FindingStanding, FindingsPage},
};
use report::{
    csv::Part,
    model::{FindingCounts, Findings},
};
use serde_json::json;
use store::{
    PgConnection, StoreError,
    findings::{self, Decision, Place, Query, Stored},
};
use time::Date;

use super::judging;
use crate::{
    Error, Services,
    assessing::{date, finish, open_for},
    export::{self, Page, Paged, Table},
    plan, workload,
};

/// Findings on a page.
const PER_PAGE: i64 = 50;
/// Findings in a table to take away.
const IN_A_TABLE: i64 = 100_000;

/// What the list is asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default)]
pub struct FindingsQuery {
    /// A kind of file.
    pub kind: String,
    /// A tool, as it names itself.
    pub tool: String,
    /// A severity, or worse.
    pub severity: String,
    /// A check.
    pub check: String,
    /// A state.
    pub state: String,
    /// A page, from 1.
    pub page: String,
}

/// The findings page.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn findings_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    query: &FindingsQuery,
) -> Result<FindingsPage, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    let head = workload::look_at(services, &mut tx, viewer, &stored).await?;
    let today = services.today();
    let filter = filter(query);
    let asked = query.page.parse::<u32>().unwrap_or(1).clamp(1, 100_000);
    let of = |page: u32| (i64::from(page - 1) * PER_PAGE, PER_PAGE);
    let (mut rows, mut total) = findings::page(&mut tx, id, &filter, today, of(asked)).await?;
    let mut page = asked;
    if rows.is_empty() && asked > 1 {
        // Beyond the last page there is nothing to count either.
        (rows, total) = findings::page(&mut tx, id, &filter, today, of(1)).await?;
        page = 1;
    }
    let risks = born_on(services, &mut tx, &stored).await?;
    let tools = findings::tools(&mut tx, id).await?;
    let pages = u32::try_from((total + PER_PAGE - 1) / PER_PAGE).unwrap_or(u32::MAX);
    Ok(FindingsPage {
        head,
        rows: rows.into_iter().map(|row| view(row, today)).collect(),
        total: u64::try_from(total).unwrap_or(0),
        page,
        pages: pages.max(1),
        checks: counting(services.framework),
        tools,
        risks,
    })
}

/// The risks that the workload has, each with its checks.
async fn born_on(
    services: &Services,
    db: &mut store::PgConnection,
    workload: &store::workloads::Workload,
) -> Result<Vec<BornOn>, Error> {
    let risks = services.framework.risks.iter();
    let applying = risks.filter(|r| domain::applies(&r.applies_when, &workload.profile));
    let linked = |risk: &domain::RiskId| {
        let checks = services.framework.checks();
        let linked = checks.filter(|(_, check)| check.risks.contains(risk));
        linked.map(|(_, check)| check.id.clone()).collect()
    };
    let catalogue = applying.map(|r| BornOn {
        risk: r.id.clone(),
        checks: linked(&r.id),
    });
    let own = store::own_risks::list(db, workload.id).await?;
    let own = own.into_iter().filter(|r| r.closed.is_none());
    let own = own.map(|r| BornOn {
        risk: r.risk.id,
        checks: r.risk.checks.into_iter().collect(),
    });
    Ok(catalogue.chain(own).collect())
}

/// The findings of a workload that a query asks for as CSV, the worst first: at most a hundred thousand.
///
/// # Errors
/// [`Error::NotFound`] where the workload is not there or may not be read.
#[tracing::instrument(skip_all)]
pub async fn findings_csv(
    services: &Services,
    viewer: &Viewer,
    (id, locale): (WorkloadId, Locale),
    query: &FindingsQuery,
) -> Result<Table, Error> {
    let mut tx = services.begin().await?;
    let stored = store::workloads::lookup(&mut tx, id).await?;
    workload::look_at(services, &mut tx, viewer, &stored.ok_or(Error::NotFound)?).await?;
    drop(tx);
    let rows = Rows {
        services: services.clone(),
        of: (id, filter(query)),
        today: services.today(),
        after: None,
        locale,
    };
    Ok(Table::new(rows, IN_A_TABLE))
}

struct Rows {
    services: Services,
    of: (WorkloadId, Query),
    today: Date,
    /// Where the last finding that was given stands.
    after: Option<Place>,
    locale: Locale,
}

impl Paged for Rows {
    async fn page(&mut self, part: Part, rows: i64) -> Result<Page, Error> {
        let (today, locale) = (self.today, self.locale);
        let (id, query) = &self.of;
        let mut tx = self.services.begin().await?;
        let after = (self.after, rows);
        let (found, last) = findings::following(&mut tx, *id, query, today, after).await?;
        tx.commit().await.map_err(StoreError::from)?;
        self.after = last;
        export::page(found.len(), move || {
            let rows: Vec<_> = found.into_iter().map(|row| view(row, today)).collect();
            report::csv::findings(&rows, (part, locale))
        })
        .await
    }
}

/// Findings for a report: how many of which severity, and so many rows of all or of those that are open.
pub(crate) async fn findings_of(
    services: &Services,
    db: &mut PgConnection,
    id: WorkloadId,
    (whole, limit): (bool, i64),
) -> Result<Findings, Error> {
    let today = services.today();
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let counts = findings::tally(db, id, today)
        .await?
        .into_iter()
        .map(|tally| {
            let counts = FindingCounts {
                open: count(tally.open),
                accepted: count(tally.accepted),
                false_positive: count(tally.false_positive),
                fixed: count(tally.fixed),
            };
            (tally.severity, counts)
        });
    let state = (!whole).then_some(FindingStanding::Open.as_str());
    let query = Query {
        state,
        ..Query::default()
    };
    let rows = if limit > 0 {
        findings::page(db, id, &query, today, (0, limit)).await?.0
    } else {
        Vec::new()
    };
    Ok(Findings {
        counts: counts.collect(),
        rows: rows.into_iter().map(|row| view(row, today)).collect(),
        whole,
    })
}

/// Checks with a rule that counts findings.
fn counting(framework: &Framework) -> Vec<CheckId> {
    let scans = |rule: &&domain::framework::Rule| {
        let test = rule.test.as_ref();
        test.is_some_and(|test| matches!(test.look, Look::Scan { .. }))
    };
    let mut checks: Vec<_> = framework
        .rules
        .iter()
        .filter(scans)
        .map(|r| r.check.clone())
        .collect();
    checks.sort();
    checks.dedup();
    checks
}

fn filter(query: &FindingsQuery) -> Query {
    let known = |state: &str| {
        let all = FindingStanding::ALL.iter();
        all.map(|s| s.as_str()).find(|code| *code == state)
    };
    Query {
        kind: Some(query.kind.clone()).filter(|kind| !kind.is_empty()),
        tool: Some(query.tool.clone()).filter(|tool| !tool.is_empty()),
        severity: Severity::from_word(&query.severity),
        check: query.check.parse().ok(),
        state: known(&query.state),
    }
}

fn view(row: Stored, today: Date) -> FindingRow {
    let standing = match &row.triage {
        _ if row.fixed_day.is_some() => FindingStanding::Fixed,
        _ if row.open(today) => FindingStanding::Open,
        Some(triage) if triage.accepted_until.is_some() => FindingStanding::Accepted,
        _ => FindingStanding::FalsePositive,
    };
    FindingRow {
        id: row.id,
        kind: row.kind,
        tool: row.tool,
        finding: row.content,
        checks: row.checks,
        first_day: row.first_day,
        last_day: row.last_day,
        standing,
        fixed_by_hand: row.triage.as_ref().is_some_and(|t| t.fixed),
        accepted_until: row.triage.as_ref().and_then(|t| t.accepted_until),
        decided: row.triage.map(|t| (t.by_name, t.remark)),
        version: row.version,
    }
}

/// What a person decides about a finding, as the form sends it.
#[derive(Clone, Debug, Default)]
pub struct Triage {
    /// `open`, `accepted`, `false_positive` or `fixed`.
    pub decision: String,
    /// The last day of an acceptance.
    pub until: String,
    /// Why; needed unless it is opened again.
    pub remark: String,
    /// The version that the person saw.
    pub version: i32,
}

/// Decides about a finding, and judges again.
///
/// # Errors
/// [`Error::Invalid`] field by field; [`Error::Stale`]; [`Error::NotFound`] or [`Error::Forbidden`].
#[tracing::instrument(skip_all)]
pub async fn triage(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    finding: FindingId,
    form: &Triage,
) -> Result<(), Error> {
    let mut tx = services.begin().await?;
    let (workload, permit) = open_for::<Treat>(&mut tx, viewer, id).await?;
    let (decision, remark) = parse(form, services.today())?;
    let seen = (finding, form.version);
    let content = (decision, remark.as_str());
    if !findings::triage(&mut tx, &permit, id, seen, content, services.now()).await? {
        return Err(Error::Stale);
    }
    let fulfilled = plan::fulfilled(services, &mut tx, id).await?;
    judging::judge(services, &mut tx, id, None).await?;
    let since = plan::Since {
        by: Some(viewer),
        claimed: &BTreeSet::new(),
        fulfilled: &fulfilled,
        about: None,
    };
    plan::settle(services, &mut tx, id, since).await?;
    let details = json!({ "decision": form.decision, "until": form.until, "remark": remark });
    let entry = ("finding.triage", &*finding.to_string(), details);
    finish(services, tx, viewer, &workload, entry).await
}

fn parse(form: &Triage, today: Date) -> Result<(Decision, String), Error> {
    let text = |problem| Error::field("remark", Problem::Text(problem));
    let reason = || Comment::parse(&form.remark).map(String::from).map_err(text);
    match form.decision.as_str() {
        "open" => Ok((
            Decision::Open,
            Remark::parse(&form.remark)
                .map(String::from)
                .map_err(text)?,
        )),
        "false_positive" => Ok((Decision::FalsePositive, reason()?)),
        "fixed" => Ok((Decision::Fixed(today), reason()?)),
        "accepted" => {
            let until = date(&form.until).map_err(|problem| Error::field("until", problem))?;
            if until < today {
                return Err(Error::field("until", Problem::Past));
            }
            Ok((Decision::AcceptUntil(until), reason()?))
        }
        _ => Err(Error::field("decision", Problem::Choice)),
    }
}
