//! Findings of other tools: a list to filter, and what people decide about them.

use domain::{
    Comment, FindingId, Problem, Remark, Viewer, WorkloadId,
    access::Treat,
    evidence::Severity,
    views::evidence::{FindingRow, FindingStanding, FindingsPage},
};
use serde_json::json;
use store::findings::{self, Decision, Query, Stored};
use time::Date;

use super::judging;
use crate::{
    Error, Services,
    assessing::{date, finish, open_for},
    workload,
};

/// Findings on a page.
const PER_PAGE: i64 = 50;

/// What the list is asked for, as the address says it; what makes no sense is left out.
#[derive(Clone, Debug, Default)]
pub struct FindingsQuery {
    /// A kind of file.
    pub kind: String,
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
    let head = workload::head(viewer, &stored.ok_or(Error::NotFound)?)?;
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
    let pages = u32::try_from((total + PER_PAGE - 1) / PER_PAGE).unwrap_or(u32::MAX);
    Ok(FindingsPage {
        head,
        rows: rows.into_iter().map(|row| view(row, today)).collect(),
        total: u64::try_from(total).unwrap_or(0),
        page,
        pages: pages.max(1),
    })
}

fn filter(query: &FindingsQuery) -> Query {
    let known = |state: &str| {
        let all = FindingStanding::ALL.iter();
        all.map(|s| s.as_str()).find(|code| *code == state)
    };
    Query {
        kind: Some(query.kind.clone()).filter(|kind| !kind.is_empty()),
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
        finding: row.content,
        checks: row.checks,
        first_day: row.first_day,
        last_day: row.last_day,
        standing,
        accepted_until: row.triage.as_ref().and_then(|t| t.accepted_until),
        decided: row.triage.map(|t| (t.by_name, t.remark)),
        version: row.version,
    }
}

/// What a person decides about a finding, as the form sends it.
#[derive(Clone, Debug, Default)]
pub struct Triage {
    /// `open`, `accepted` or `false_positive`.
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
    judging::judge(services, &mut tx, id, None).await?;
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
