//! From hours of series and from files to amounts by day and month.

use domain::{
    WorkloadId,
    cost::{FILE_KINDS, Filed, Month, book as entries, days_of, signals},
    evidence::Reading,
};
use store::{Tx, cost::days, readings};
use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

use crate::{Error, Services, notices, signals::Days};

/// Days that are read at once.
const WINDOW: Duration = Duration::days(31);

fn start(day: Date) -> OffsetDateTime {
    day.with_time(Time::MIDNIGHT).assume_utc()
}

/// Books what came in since it was booked last, and tells whoever must hear of a budget.
pub(crate) async fn book(services: &Services, tx: &mut Tx, id: WorkloadId) -> Result<(), Error> {
    let Some(from) = days::take(tx, id).await? else {
        return Ok(());
    };
    let today = services.today();
    // Older hours are kept no longer: what was booked of them stays.
    let oldest = today - Duration::days(services.signals().hour_days());
    let from = from.to_offset(UtcOffset::UTC).date().max(oldest);
    let filed = files(tx, id).await?;
    let series = Days::load(tx, id, signals()).await?;
    let mut all = Vec::new();
    let mut first = from;
    // Clocks of senders may be a little ahead, and a bill may end after today.
    while first <= today {
        let next = first + WINDOW;
        let last = if next > today {
            Date::MAX
        } else {
            next - Duration::days(1)
        };
        let until = if next > today {
            today + Duration::days(2)
        } else {
            next
        };
        let read = series.read(tx, (start(first), start(until)), None).await?;
        all.extend(entries(&read, &filed, (first, last)));
        first = next;
    }
    days::replace(tx, id, from, &all).await?;
    let workload = store::workloads::lookup(tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let month = Month::of(today);
    for month in [month.previous(), month] {
        if month >= Month::of(from) {
            notices::tell_passed(services, tx, (id, workload.team), month).await?;
        }
    }
    Ok(())
}

async fn files(tx: &mut Tx, id: WorkloadId) -> Result<Vec<Filed>, Error> {
    let kinds: Vec<String> = FILE_KINDS
        .iter()
        .map(|kind| kind.code().to_owned())
        .collect();
    let stored = readings::of_kinds(tx, id, &kinds).await?.into_iter();
    let filed = stored.map(|(id, series, day, content)| Filed {
        id,
        series,
        day,
        content,
    });
    Ok(filed.collect())
}

/// Books anew what a file says that came in or was taken back, where it says anything of cost.
pub(crate) async fn filed(
    services: &Services,
    tx: &mut Tx,
    id: WorkloadId,
    (day, content): (Date, &Reading),
) -> Result<(), Error> {
    if !FILE_KINDS.contains(&content.kind) {
        return Ok(());
    }
    let (first, _) = days_of(day, content);
    days::touch(
        tx,
        id,
        start(first.min(day).min(services.today())),
        services.now(),
    )
    .await?;
    book(services, tx, id).await
}
