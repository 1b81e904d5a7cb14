//! Many at once: every accepted write is in the log, and no chain breaks.

use std::collections::BTreeSet;

use domain::Answer;
use domain::views::assessing::{Change, Saved};
use services::assessing;
use sqlx::PgPool;
use store::change_log;
use tokio::task::JoinSet;

use super::support::{Role, World};

/// Writers at a time.
const WRITERS: usize = 64;
/// Writes of each.
const WRITES: usize = 5;

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn the_log_has_every_accepted_write(pool: PgPool) {
    let world = World::new(pool).await;
    let criteria: Vec<_> = world
        .services
        .framework()
        .checks()
        .flat_map(|(_, check)| {
            check.criteria.iter().filter(|criterion| {
                check.applies_when.is_empty() && criterion.applies_when.is_empty()
            })
        })
        .map(|criterion| criterion.id.clone())
        .take(20)
        .collect();
    let before = count(&world.pool).await;
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let (services, criteria) = (world.services.clone(), criteria.clone());
        let role = if writer % 2 == 0 {
            Role::Owner
        } else {
            Role::Architect
        };
        let (viewer, workload) = (world.viewer(role).clone(), world.workload);
        writers.spawn(async move {
            let mut accepted = 0;
            let mut expected = 0;
            for write in 0..WRITES {
                let criterion = criteria[(writer * 7 + write) % criteria.len()].clone();
                let answer = Some(if write % 2 == 0 {
                    Answer::Met
                } else {
                    Answer::Unknown
                });
                let change = Change {
                    criterion,
                    expected,
                    answer,
                };
                match assessing::answer(&services, &viewer, workload, &[change])
                    .await
                    .unwrap()
                {
                    Saved::Done { .. } => accepted += 1,
                    Saved::Conflict { theirs } => {
                        expected = theirs
                            .first()
                            .and_then(|(_, stands)| stands.as_ref())
                            .map_or(0, |a| a.version);
                    }
                }
            }
            accepted
        });
    }
    let mut accepted = 0;
    while let Some(writer) = writers.join_next().await {
        accepted += writer.unwrap();
    }
    assert!(
        usize::try_from(accepted).unwrap() >= criteria.len(),
        "{accepted}"
    );
    assert_eq!(count(&world.pool).await - before, accepted);
    let mut db = world.pool.acquire().await.unwrap();
    let (entries, broken) = change_log::verify(&mut db).await.unwrap();
    assert_eq!(broken, None);
    assert!(i64::try_from(entries).unwrap() >= accepted);
    let versions: Vec<(String, i32)> = sqlx::query_as("SELECT criterion, version FROM answers")
        .fetch_all(&mut *db)
        .await
        .unwrap();
    let answered: BTreeSet<_> = versions.iter().map(|(criterion, _)| criterion).collect();
    assert_eq!(answered.len(), versions.len());
    assert_eq!(
        versions
            .iter()
            .map(|(_, version)| i64::from(*version))
            .sum::<i64>(),
        accepted
    );
}

async fn count(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM change_log WHERE action = 'answer.set'")
        .fetch_one(pool)
        .await
        .unwrap()
}
