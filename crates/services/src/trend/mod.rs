//! Numbers over time: samples of each day, what they show, and where the plan leads.

pub(crate) mod alerts;
pub(crate) mod movement;
mod points;
mod sampling;

pub use alerts::page as alerts_page;
pub use sampling::{fold_days, record, repeat, sample_due};

use domain::{
    Locale, Readable, Viewer, WorkloadId,
    access::Read,
    group::{Group, Member},
    views::trend::{DayNumber, Freshness, MovedRisk, Trend, WorkloadTrend},
};
use store::{PgConnection, StoreError, decisions, samples};
use time::{Date, Duration};

use crate::{Error, Services, overview::names::Names, results, texts, workload};
use movement::Past;

/// Days that a trend looks back unless it is asked for others.
const SPAN: u32 = 90;
/// Days that can be asked for.
const SPANS: [u32; 4] = [30, 90, 180, 365];

fn span(asked: &str) -> u32 {
    let asked = asked.parse().ok();
    asked.filter(|days| SPANS.contains(days)).unwrap_or(SPAN)
}

/// The numbers of all teams that may be read, over time.
pub(crate) async fn of_group(
    services: &Services,
    db: &mut PgConnection,
    (readable, group): (&Readable, &Group),
    asked: &str,
) -> Result<Trend, Error> {
    let (today, span) = (services.today(), span(asked));
    let since = today - Duration::days(span.into());
    let stored = samples::of_groups(db, readable, since).await?;
    let mut points = points::of_groups(stored, today)?;
    points.extend(points::now(group, today));
    Ok(trend(services, group, points::thin(points, span), span))
}

/// A trend with what comes of the plans.
fn trend(
    services: &Services,
    group: &Group,
    points: Vec<domain::views::trend::TrendPoint>,
    span: u32,
) -> Trend {
    let today = services.today();
    let leading = group.leading();
    let projected = leading.map(|(_, version)| version.projected());
    Trend {
        span,
        today,
        points,
        projected: by_week(today, projected.unwrap_or_default()),
        left: by_week(today, group.plan.left.clone()),
        capacity: group.plan.capacity,
        version: leading.map_or_else(
            || services.framework.version.clone(),
            |(name, _)| name.to_owned(),
        ),
    }
}

fn by_week(today: Date, values: Vec<domain::Exact>) -> Vec<DayNumber> {
    let day = |week: usize| today + Duration::weeks(i64::try_from(week).unwrap_or(0));
    values
        .into_iter()
        .enumerate()
        .map(|(week, value)| DayNumber {
            day: day(week),
            value,
        })
        .collect()
}

/// How much is proven, and for how long.
pub(crate) fn freshness(group: &Group, today: Date) -> Freshness {
    let Group { counts, proof, .. } = group;
    let ends = |days: i64| proof.until.within(today, today + Duration::days(days));
    let aged = |from: i64, to: i64| {
        let day = |days| today - Duration::days(days);
        proof.since.within(day(to), day(from))
    };
    let age = |since: Date| u32::try_from((today - since).whole_days()).unwrap_or(0);
    Freshness {
        met: counts.met,
        proven: counts.proven,
        ends_7: ends(7),
        ends_30: ends(30),
        ends_90: ends(90),
        ended: proof.ended.total(),
        median_age: proof.since.median().map(age),
        ages: [
            aged(0, 30),
            aged(31, 90),
            aged(91, 180),
            proof.since.before(today - Duration::days(180)),
        ],
    }
}

/// The trend page of a workload.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn workload_page(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    asked: &str,
    locale: Locale,
) -> Result<WorkloadTrend, Error> {
    let mut tx = services.begin().await?;
    let (basis, evaluation) = results::of_workload(services, &mut tx, id).await?;
    viewer.permit::<Read>(basis.workload.team)?;
    let (today, span) = (services.today(), span(asked));
    let actions = decisions::actions(&mut tx, id).await?;
    let share = results::share(services, &basis, &evaluation, &actions);
    let member = Member {
        id,
        tier: basis.workload.tier,
        share: Some(&share),
    };
    let group = Group::of(&[member], basis.workload.capacity);
    let since = today - Duration::days(span.into());
    let stored = samples::of_workload(&mut tx, id, since).await?;
    let mut points = points::of_workload(stored, today)?;
    points.extend(points::now(&group, today));
    let past = Past::read(services, &mut tx, &[id]).await?;
    let readable = Readable::Teams(vec![basis.workload.team]);
    let since = alerts::since(today);
    let found = store::alerts::since(&mut tx, (&readable, Some(id)), since, (50, 0)).await?;
    let names = Names::read(&mut tx, &group, &[], &found.0).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let mut risks: Vec<_> = share
        .risks
        .iter()
        .map(|risk| MovedRisk {
            name: texts::named(services.framework, &risk.id, risk.own.as_deref(), locale),
            assured: risk.assured.clone(),
            band: risk.band(),
            accepted: risk.accepted,
            month: past.month(id, &risk.id),
            milestone: past.milestone(id, &risk.id),
            risk: risk.id.clone(),
        })
        .collect();
    risks.sort_by(|a, b| (&b.assured, &a.risk).cmp(&(&a.assured, &b.risk)));
    Ok(WorkloadTrend {
        head: workload::head(viewer, &basis.workload, basis.attention)?,
        trend: trend(services, &group, points::thin(points, span), span),
        freshness: freshness(&group, today),
        risks,
        alerts: alerts::view(services.framework, found, &names, locale)?,
    })
}
