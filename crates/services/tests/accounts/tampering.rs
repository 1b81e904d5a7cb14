//! Somebody with the database's password changes the log: whatever they change, the entry is named.

use domain::{TeamRole, Viewer, WorkloadId};
use services::{
    teams::TeamForm,
    workload::{self, WorkloadForm},
};
use sqlx::{Connection, PgConnection, PgPool, Row, postgres::PgRow};
use store::change_log::{Broken, Fault, heads, verify, verify_against};
use uuid::Uuid;

use crate::support::World;

/// How often each kind of tampering is tried, each time on another entry.
const TIMES: u64 = 40;

/// A repeatable choice.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(n).unwrap()).unwrap()
    }
}

/// Three workloads with some changes each, and what happened around them.
async fn busy(pool: PgPool) -> (World, Viewer) {
    let (world, admin) = World::new(pool).await;
    let framework = domain::framework::builtin().unwrap();
    let mut db = world.pool.acquire().await.unwrap();
    store::frameworks::keep(&mut db, framework, "test", world.services.now())
        .await
        .unwrap();
    drop(db);
    let team = world.team(&admin, "团队一").await;
    world.member(&admin, team, "owner", TeamRole::Owner).await;
    for name in ["客服助手", "代码助手", "知识库"] {
        let form = |name: &str| WorkloadForm {
            name: name.into(),
            description: "\"引号\" — ünïcode \\ 1e400".into(),
            tier: "2".into(),
            profile: vec!["rag".into()],
        };
        let id = workload::create(&world.services, &admin, team, &form(name))
            .await
            .unwrap();
        for level in [3, 4, 3] {
            let check = "S01".parse().unwrap();
            workload::set_targets(&world.services, &admin, id, &check, Some(level))
                .await
                .unwrap();
        }
        workload::archive(&world.services, &admin, id)
            .await
            .unwrap();
        workload::restore(&world.services, &admin, id)
            .await
            .unwrap();
    }
    let form = TeamForm {
        name: "团队二".into(),
        capacity_days: "7".into(),
    };
    services::teams::update(&world.services, &admin, team, &form, 1)
        .await
        .unwrap();
    (world, admin)
}

struct Entry {
    chain: Uuid,
    number: i64,
    last: bool,
}

async fn entries(db: &mut PgConnection) -> Vec<Entry> {
    let rows = sqlx::query(
        "SELECT chain, number, number = max(number) OVER (PARTITION BY chain) AS last FROM change_log ORDER BY chain, number",
    );
    let entry = |row: &PgRow| Entry {
        chain: row.get("chain"),
        number: row.get("number"),
        last: row.get("last"),
    };
    rows.fetch_all(db)
        .await
        .unwrap()
        .iter()
        .map(entry)
        .collect()
}

/// Applies SQL with `$1` the chain and `$2` the number of an entry, verifies, and takes it back.
async fn tampered(db: &mut PgConnection, entry: &Entry, sql: &[&str]) -> Option<Broken> {
    let mut tx = db.begin().await.unwrap();
    sqlx::query("ALTER TABLE change_log DISABLE TRIGGER change_log_append_only")
        .execute(&mut *tx)
        .await
        .unwrap();
    for sql in sql {
        let done = sqlx::query(sqlx::AssertSqlSafe((*sql).to_owned()))
            .bind(entry.chain)
            .bind(entry.number)
            .execute(&mut *tx)
            .await
            .unwrap();
        assert!(done.rows_affected() > 0, "{sql}");
    }
    let (_, broken) = verify(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    broken
}

#[expect(clippy::unnecessary_wraps, reason = "what a verification answers")]
const fn at(entry: &Entry, fault: Fault) -> Option<Broken> {
    Some(Broken {
        chain: entry.chain,
        number: entry.number,
        fault,
    })
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_changed_byte_in_any_column_is_found_and_named(pool: PgPool) {
    let (world, _) = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let entries = entries(&mut db).await;
    assert_eq!(verify(&mut db).await.unwrap().1, None);
    let mut dice = Dice(20_261_130);
    let columns = [
        "at = at + interval '1 microsecond'",
        "at = at - interval '1 second'",
        "actor = CASE WHEN actor IS NULL THEN (SELECT min(id::text)::uuid FROM users) END",
        "actor = (SELECT max(u.id::text)::uuid FROM users u WHERE u.id IS DISTINCT FROM actor)",
        "team_id = CASE WHEN team_id IS NULL THEN (SELECT min(id::text)::uuid FROM teams) END",
        "action = overlay(action placing CASE WHEN substr(action, K, 1) = 'x' THEN 'y' ELSE 'x' END from K for 1)",
        "subject = overlay(subject placing CASE WHEN substr(subject, K, 1) = '1' THEN '2' ELSE '1' END from K for 1)",
        "subject = subject || ' '",
        "details = details || '{\"~\": null}'",
        "details = (SELECT jsonb_object_agg(key || '.', value) FROM (SELECT * FROM jsonb_each(details || '{\"a\": 1}')) AS e)",
        "previous_hash = CASE WHEN length(previous_hash) = 0 THEN '\\x00' ELSE set_byte(previous_hash, K, get_byte(previous_hash, K) # 1) END",
        "hash = set_byte(hash, K, get_byte(hash, K) # 128)",
        "hash = substr(hash, 1, 31)",
    ];
    for column in columns {
        for _ in 0..TIMES {
            let entry = &entries[dice.below(entries.len())];
            let column = column.replace('K', &(dice.below(9) + 1).to_string());
            let sql = format!("UPDATE change_log SET {column} WHERE chain = $1 AND number = $2");
            let found = tampered(&mut db, entry, &[&sql]).await;
            assert_eq!(found, at(entry, Fault::Changed), "{sql}");
        }
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_deleted_or_inserted_row_is_found_and_named(pool: PgPool) {
    let (world, _) = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let entries = entries(&mut db).await;
    for entry in entries.iter().filter(|e| !e.last) {
        let sql = "DELETE FROM change_log WHERE chain = $1 AND number = $2";
        let found = tampered(&mut db, entry, &[sql]).await;
        assert_eq!(found, at(entry, Fault::Missing));
        // The gap is closed: the next entry does not fit in its place.
        let closed = "UPDATE change_log SET number = number - 1 WHERE chain = $1 AND number IN (
            SELECT number FROM change_log WHERE chain = $1 AND number > $2 ORDER BY number LIMIT 1)";
        let found = tampered(&mut db, entry, &[sql, closed]).await;
        assert_eq!(found, at(entry, Fault::Changed));
    }
    for entry in &entries {
        // A row between: those after it move on, and the one that was put in does not fit.
        let sql = [
            "UPDATE change_log SET number = number + 1000000 WHERE chain = $1 AND number >= $2",
            "INSERT INTO change_log SELECT chain, $2, at, actor, team_id, action, subject, details || '{\"~\": 1}', previous_hash, hash
             FROM change_log WHERE chain = $1 AND number = $2 + 1000000",
            "UPDATE change_log SET number = number - 999999 WHERE chain = $1 AND number > $2 + 999999",
        ];
        let found = tampered(&mut db, entry, &sql).await;
        assert_eq!(found, at(entry, Fault::Changed));
        // A copy at the end of the chain is no continuation of it.
        let sql = "INSERT INTO change_log SELECT chain, (SELECT max(number) + 1 FROM change_log WHERE chain = $1), at, actor,
            team_id, action, subject, details, previous_hash, hash FROM change_log WHERE chain = $1 AND number = $2";
        let found = tampered(&mut db, entry, &[sql]).await.unwrap();
        assert_eq!((found.chain, found.fault), (entry.chain, Fault::Changed));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn reordered_rows_are_found_and_the_first_is_named(pool: PgPool) {
    let (world, _) = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let entries = entries(&mut db).await;
    let mut dice = Dice(7);
    for entry in entries.iter().filter(|e| !e.last) {
        let by = dice.below(2) + 1;
        let later = entries.iter().any(|e| {
            e.chain == entry.chain && e.number == entry.number + i64::try_from(by).unwrap()
        });
        let by = if later { by } else { 1 };
        let swap = [
            "UPDATE change_log SET number = -1 WHERE chain = $1 AND number = $2".to_owned(),
            format!("UPDATE change_log SET number = $2 WHERE chain = $1 AND number = $2 + {by}"),
            format!("UPDATE change_log SET number = $2 + {by} WHERE chain = $1 AND number = -1"),
        ];
        let swap: Vec<_> = swap.iter().map(String::as_str).collect();
        let found = tampered(&mut db, entry, &swap).await;
        assert_eq!(found, at(entry, Fault::Changed));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn rows_of_another_chain_are_found(pool: PgPool) {
    let (world, _) = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let entries = entries(&mut db).await;
    let chains: Vec<Uuid> = {
        let mut all: Vec<_> = entries
            .iter()
            .map(|e| e.chain)
            .filter(|c| !c.is_nil())
            .collect();
        all.dedup();
        all
    };
    // Two workloads' whole chains change places; a chain goes to nobody.
    let first = Entry {
        chain: chains[0],
        number: 1,
        last: false,
    };
    let (nobody, other) = (Uuid::from_u128(99), chains[1]);
    let rename = |from: String, to: String| {
        format!(
            "UPDATE change_log SET chain = {to} WHERE chain = {from} AND $1::uuid IS NOT NULL AND $2::bigint > 0"
        )
    };
    let quoted = |id: Uuid| format!("'{id}'::uuid");
    let swap = [
        rename("$1".into(), quoted(nobody)),
        rename(quoted(other), "$1".into()),
        rename(quoted(nobody), quoted(other)),
    ];
    let swap: Vec<_> = swap.iter().map(String::as_str).collect();
    assert_eq!(
        tampered(&mut db, &first, &swap).await.map(|b| b.fault),
        Some(Fault::Foreign)
    );
    let away = rename("$1".into(), quoted(nobody));
    assert!(tampered(&mut db, &first, &[&away]).await.is_some());
    // One entry goes to the end of another chain.
    for entry in entries.iter().filter(|e| e.chain != other) {
        let sql = format!(
            "UPDATE change_log SET chain = '{other}', number = (SELECT max(number) + 1 FROM change_log WHERE chain = '{other}')
             WHERE chain = $1 AND number = $2"
        );
        assert!(tampered(&mut db, entry, &[&sql]).await.is_some());
    }
}

/// Nothing in the rows that are left tells that others followed: a head that was kept elsewhere does.
#[sqlx::test(migrations = "../../migrations")]
async fn a_cut_end_is_found_with_a_head_that_was_kept_elsewhere(pool: PgPool) {
    let (world, admin) = busy(pool).await;
    let mut db = world.pool.acquire().await.unwrap();
    let kept = heads(&mut db).await.unwrap();
    let last: Vec<_> = entries(&mut db)
        .await
        .into_iter()
        .filter(|e| e.last)
        .collect();
    assert_eq!(kept.len(), last.len());
    for entry in &last {
        let mut tx = db.begin().await.unwrap();
        sqlx::query("ALTER TABLE change_log DISABLE TRIGGER change_log_append_only")
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("DELETE FROM change_log WHERE chain = $1 AND number = $2")
            .bind(entry.chain)
            .bind(entry.number)
            .execute(&mut *tx)
            .await
            .unwrap();
        assert_eq!(
            verify(&mut tx).await.unwrap().1,
            None,
            "by itself it can't be found"
        );
        let (_, broken) = verify_against(&mut tx, &kept).await.unwrap();
        assert_eq!(broken, at(entry, Fault::Anchor));
        // A chain that is gone whole is missed: its workload, or the organisation, is still there.
        sqlx::query("DELETE FROM change_log WHERE chain = $1")
            .bind(entry.chain)
            .execute(&mut *tx)
            .await
            .unwrap();
        let (_, broken) = verify(&mut tx).await.unwrap();
        let first = Entry {
            chain: entry.chain,
            number: 1,
            last: false,
        };
        assert_eq!(broken, at(&first, Fault::Missing));
        let (_, broken) = verify_against(&mut tx, &kept).await.unwrap();
        assert!(broken.is_some_and(|b| b.chain == entry.chain));
        tx.rollback().await.unwrap();
    }
    // What is written on after a head was taken does not disturb it.
    let id = WorkloadId(last.iter().find(|e| !e.chain.is_nil()).unwrap().chain);
    workload::archive(&world.services, &admin, id)
        .await
        .unwrap();
    assert_eq!(verify_against(&mut db, &kept).await.unwrap().1, None);
}
