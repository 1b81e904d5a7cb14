//! A team with an owner, an architect and a viewer, a manager, an administrator and a stranger; a clock that tests hold.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use domain::{OrgRole, TeamId, TeamRole, UserId, Viewer, WorkloadId};
use services::{Clock, Randomness, Services, workload::WorkloadForm};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

pub const START: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);

pub struct World {
    pub services: Services,
    pub pool: PgPool,
    pub team: TeamId,
    pub owner: Viewer,
    pub architect: Viewer,
    pub reader: Viewer,
    pub manager: Viewer,
    pub administrator: Viewer,
    pub stranger: Viewer,
    seconds: Arc<AtomicI64>,
}

impl World {
    pub async fn new(pool: PgPool) -> Self {
        let seconds = Arc::new(AtomicI64::new(0));
        let held = Arc::clone(&seconds);
        let clock = Clock(Arc::new(move || {
            START + Duration::seconds(held.fetch_add(1, Ordering::Relaxed))
        }));
        let counter = AtomicU64::new(1);
        let randomness = Randomness(Arc::new(move |bytes: &mut [u8]| {
            let n = counter.fetch_add(1, Ordering::Relaxed).to_be_bytes();
            bytes
                .iter_mut()
                .zip(n.iter().cycle())
                .for_each(|(b, n)| *b = *n);
        }));
        let framework = domain::framework::builtin().unwrap();
        let services = Services::new(pool.clone(), clock, randomness, framework);
        let mut db = pool.acquire().await.unwrap();
        store::frameworks::keep(&mut db, framework, "test", START)
            .await
            .unwrap();
        sqlx::query("INSERT INTO organisation (name, created_at) VALUES ('示例集团', $1)")
            .bind(START)
            .execute(&mut *db)
            .await
            .unwrap();
        let team = TeamId(Uuid::from_u128(0xA));
        let other = TeamId(Uuid::from_u128(0xB));
        for (id, name) in [(team, "智能客服"), (other, "数据平台")] {
            let insert = "INSERT INTO teams (id, name, created_at) VALUES ($1, $2, $3)";
            sqlx::query(insert)
                .bind(id.0)
                .bind(name)
                .bind(START)
                .execute(&mut *db)
                .await
                .unwrap();
        }
        drop(db);
        Self {
            team,
            owner: person(&pool, 1, None, &[(team, TeamRole::Owner)]).await,
            architect: person(&pool, 2, None, &[(team, TeamRole::Architect)]).await,
            reader: person(&pool, 3, None, &[(team, TeamRole::Viewer)]).await,
            manager: person(&pool, 4, Some(OrgRole::Manager), &[]).await,
            administrator: person(&pool, 5, Some(OrgRole::Administrator), &[]).await,
            stranger: person(&pool, 6, None, &[(other, TeamRole::Owner)]).await,
            services,
            pool,
            seconds,
        }
    }

    /// Lets days pass.
    pub fn pass(&self, days: i64) {
        self.seconds.fetch_add(days * 86_400, Ordering::Relaxed);
    }

    pub async fn workload(&self, name: &str, profile: &[&str]) -> WorkloadId {
        services::workload::create(
            &self.services,
            &self.architect,
            self.team,
            &form(name, profile),
        )
        .await
        .unwrap()
    }

    /// Has the reader's account go back to the owner's invitation, through the architect; and lets the reader own the team.
    pub async fn second_address(&self) -> Viewer {
        for (guest, host) in [
            (self.architect.user, self.owner.user),
            (self.reader.user, self.architect.user),
        ] {
            sqlx::query("UPDATE users SET invited_by = $2 WHERE id = $1")
                .bind(guest.0)
                .bind(host.0)
                .execute(&self.pool)
                .await
                .unwrap();
        }
        sqlx::query("UPDATE members SET role = 'owner' WHERE user_id = $1")
            .bind(self.reader.user.0)
            .execute(&self.pool)
            .await
            .unwrap();
        let mut guest = self.reader.clone();
        guest.teams.insert(self.team, TeamRole::Owner);
        guest
    }

    /// How many entries the change log has, all chains together.
    pub async fn entries(&self) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM change_log")
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }
}

pub fn form(name: &str, profile: &[&str]) -> WorkloadForm {
    WorkloadForm {
        name: name.into(),
        description: String::new(),
        tier: "2".into(),
        profile: profile.iter().map(|f| (*f).to_owned()).collect(),
    }
}

async fn person(
    pool: &PgPool,
    n: u128,
    org_role: Option<OrgRole>,
    teams: &[(TeamId, TeamRole)],
) -> Viewer {
    let user = UserId(Uuid::from_u128(n));
    sqlx::query("INSERT INTO users (id, email, name, password_hash, org_role, created_at) VALUES ($1, $2, $3, '', $4, $5)")
        .bind(user.0)
        .bind(format!("p{n}@example.invalid"))
        .bind(format!("person {n}"))
        .bind(org_role.map(OrgRole::as_str))
        .bind(START)
        .execute(pool)
        .await
        .unwrap();
    for (team, role) in teams {
        sqlx::query(
            "INSERT INTO members (team_id, user_id, role, created_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(team.0)
        .bind(user.0)
        .bind(role.as_str())
        .bind(START)
        .execute(pool)
        .await
        .unwrap();
    }
    Viewer {
        user,
        org_role,
        teams: teams.iter().copied().collect::<BTreeMap<_, _>>(),
    }
}
