//! What the console does by itself: folds telemetry, has rules look at what changed, prepares numbers, takes each day's
//! samples, tells people.

use std::time::{Duration, Instant};

use services::signals::{fold_waiting, judge_due, pull_due};
use services::{Services, notices, outward, plan, trend};

use crate::delivery::{Ways, deliver_due};
use crate::web::failure;

/// How long acknowledged telemetry waits at most before it is folded.
const FOLD: Duration = Duration::from_secs(2);
/// Batches that come together are folded together.
const GATHER: Duration = Duration::from_millis(100);
/// How often rules look for what changed.
const JUDGE: Duration = Duration::from_secs(10);
/// How often is looked whether a new day has begun.
const REMIND: Duration = Duration::from_mins(10);
/// How often numbers are prepared that readers would have to compute else.
const PREPARE: Duration = Duration::from_secs(5);
/// How often the day's samples are written anew: the last time decides what the day was.
const SAMPLE: Duration = Duration::from_mins(10);
/// How often deliveries that are due are sent.
const DELIVER: Duration = Duration::from_secs(5);
/// How often is looked for reports whose time has come.
const MAKE: Duration = Duration::from_secs(15);
/// After a failure: the database may be away for a moment.
const REST: Duration = Duration::from_secs(5);

/// Everything that the console does by itself, for as long as it runs.
pub(crate) async fn all(services: &Services, ways: &Ways) {
    tokio::select! {
        () = fold(services) => {}
        () = judge(services) => {}
        () = pull(services) => {}
        () = remind(services) => {}
        () = prepare(services) => {}
        () = sample(services) => {}
        () = deliver(services, ways) => {}
        () = make(services) => {}
    }
}

/// Folds telemetry for as long as the console runs.
async fn fold(services: &Services) {
    let mut gathered = false;
    loop {
        services.signals().arrived(FOLD).await;
        if !gathered {
            tokio::time::sleep(GATHER).await;
        }
        let began = Instant::now();
        match fold_waiting(services).await {
            Ok(0) => {}
            Ok(batches) => tracing::debug!(batches, "folded telemetry"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
            }
        }
        // What came in during a long fold had its time to come together.
        gathered = began.elapsed() >= GATHER;
    }
}

/// Has rules look at what changed, for as long as the console runs.
async fn judge(services: &Services) {
    loop {
        tokio::time::sleep(JUDGE).await;
        match judge_due(services).await {
            Ok(0) => {}
            Ok(workloads) => tracing::debug!(workloads, "judged"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Fetches from the installation's Prometheus for as long as the console runs.
async fn pull(services: &Services) {
    loop {
        match pull_due(services).await {
            Ok(0) => {}
            // More may be due already.
            Ok(workloads) => {
                tracing::debug!(workloads, "fetched");
                continue;
            }
            Err(error) => failure::log(&error, None),
        }
        tokio::time::sleep(JUDGE).await;
    }
}

/// Tells people what ends, once a day, for as long as the console runs.
async fn remind(services: &Services) {
    loop {
        match notices::tell_due(services).await {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "told what ends"),
            Err(error) => failure::log(&error, None),
        }
        tokio::time::sleep(REMIND).await;
    }
}

/// Prepares numbers that are not true any more, for as long as the console runs.
async fn prepare(services: &Services) {
    loop {
        tokio::time::sleep(PREPARE).await;
        match services::prepare(services).await {
            Ok(0) => {}
            Ok(rows) => tracing::debug!(rows, "prepared numbers"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
                continue;
            }
        }
        match plan::prepare_orders(services).await {
            Ok(0) => {}
            Ok(teams) => tracing::debug!(teams, "put plans in order"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Takes the day's samples for as long as the console runs.
async fn sample(services: &Services) {
    loop {
        match trend::sample_due(services).await {
            Ok(0) => {}
            Ok(workloads) => tracing::debug!(workloads, "took samples"),
            Err(error) => failure::log(&error, None),
        }
        tokio::time::sleep(SAMPLE).await;
    }
}

/// Makes reports whose time has come, for as long as the console runs.
async fn make(services: &Services) {
    loop {
        match outward::run_due(services).await {
            Ok(0) => {}
            Ok(rounds) => tracing::info!(rounds, "made scheduled reports"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
            }
        }
        tokio::time::sleep(MAKE).await;
    }
}

/// Sends mails and calls webhooks for as long as the console runs.
async fn deliver(services: &Services, ways: &Ways) {
    loop {
        match deliver_due(services, ways).await {
            Ok(0) => {}
            Ok(deliveries) => tracing::debug!(deliveries, "delivered"),
            Err(error) => {
                failure::log(&error, None);
                tokio::time::sleep(REST).await;
            }
        }
        tokio::time::sleep(DELIVER).await;
    }
}
