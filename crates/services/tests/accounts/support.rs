//! A database with a clock that stands still until it is moved, randomness that repeats, and people.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
};

use domain::{OrgRole, Problem, TeamId, TeamRole, UserId, Viewer};
use serde_json::{Value, json};
use services::{
    Clock, Error, Randomness, Services,
    accounts::{self, NewOrganisation, PasswordCost},
    sessions,
    teams::{self, TeamForm},
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery";
/// The address that requests come from unless a test says otherwise.
pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
/// Quick enough for tests that hash a hundred times.
pub const CHEAP: PasswordCost = PasswordCost::new(64, 1);

/// An installation.
pub struct World {
    pub services: Services,
    pub pool: PgPool,
    clock: Arc<Mutex<OffsetDateTime>>,
}

impl World {
    /// Before the set-up.
    pub fn empty(pool: PgPool) -> Self {
        let start = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
        let clock = Arc::new(Mutex::new(start));
        let hands = Arc::clone(&clock);
        let now = Clock(Arc::new(move || *hands.lock().unwrap()));
        let framework = domain::framework::builtin().unwrap();
        let services =
            Services::new(pool.clone(), now, randomness(7), framework).with_password_cost(CHEAP);
        Self {
            services,
            pool,
            clock,
        }
    }

    /// After the set-up, and its administrator.
    pub async fn new(pool: PgPool) -> (Self, Viewer) {
        let world = Self::empty(pool);
        let id = accounts::setup(&world.services, &organisation())
            .await
            .unwrap();
        let admin = world.viewer(id).await;
        (world, admin)
    }

    pub fn advance(&self, by: Duration) {
        *self.clock.lock().unwrap() += by;
    }

    /// Somebody with the common password and the address `{name}@example.com`.
    pub async fn person(&self, name: &str, role: Option<OrgRole>) -> Viewer {
        let id = Uuid::from_u128(rand_id(name));
        sqlx::query(
            "INSERT INTO users (id, email, name, password_hash, org_role, created_at)
             SELECT $1, $2, $3, password_hash, $4, $5 FROM users ORDER BY created_at LIMIT 1",
        )
        .bind(id)
        .bind(format!("{name}@example.com"))
        .bind(name)
        .bind(role.map(OrgRole::as_str))
        .bind(self.services.now())
        .execute(&self.pool)
        .await
        .unwrap();
        self.viewer(UserId(id)).await
    }

    pub async fn team(&self, admin: &Viewer, name: &str) -> TeamId {
        let form = TeamForm {
            name: name.into(),
            capacity_days: "20".into(),
        };
        teams::create(&self.services, admin, &form).await.unwrap()
    }

    /// Somebody in a team.
    pub async fn member(&self, admin: &Viewer, team: TeamId, name: &str, role: TeamRole) -> Viewer {
        let person = self.person(name, None).await;
        teams::add_member(&self.services, admin, team, person.user, role.as_str())
            .await
            .unwrap();
        self.viewer(person.user).await
    }

    /// With the roles that hold now.
    pub async fn viewer(&self, user: UserId) -> Viewer {
        let epoch = self.epoch(user).await;
        sessions::viewer(&self.services, user, epoch)
            .await
            .unwrap()
            .unwrap()
            .viewer
    }

    pub async fn epoch(&self, user: UserId) -> i32 {
        sqlx::query_scalar("SELECT password_epoch FROM users WHERE id = $1")
            .bind(user.0)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// How many entries of an action the log has; all with the empty text.
    pub async fn logged(&self, action: &str) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM change_log WHERE $1 = '' OR action = $1")
            .bind(action)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// The newest entry: action, team, details.
    pub async fn newest(&self) -> (String, Option<Uuid>, Value) {
        sqlx::query_as("SELECT action, team_id, details FROM change_log WHERE chain = $1 ORDER BY number DESC LIMIT 1")
            .bind(Uuid::nil())
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// Every row of every table that the use cases of people write, but for the counts of tries.
    pub async fn everything(&self) -> String {
        sqlx::query_scalar(
            "SELECT concat(
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM users t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM sessions t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM teams t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM members t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM invitations t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM password_resets t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM organisation t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM results t),
                 (SELECT string_agg(t::text, '|' ORDER BY t::text) FROM change_log t))",
        )
        .fetch_one(&self.pool)
        .await
        .unwrap()
    }

    /// A session of somebody's, by a number.
    pub async fn session(&self, viewer: &Viewer, number: u8) -> ([u8; 16], domain::SessionHandle) {
        let handle = domain::SessionHandle(Uuid::from_bytes([number; 16]));
        let epoch = self.epoch(viewer.user).await;
        let data = json!({
            "user": viewer.user, "epoch": epoch, "handle": handle, "user_agent": "Firefox", "address": "192.0.2.1",
        });
        assert!(
            sessions::create(&self.services, [number; 16], &data)
                .await
                .unwrap()
        );
        ([number; 16], handle)
    }

    /// A workload of a team with prepared numbers.
    pub async fn workload(&self, team: TeamId, number: u128) -> Uuid {
        let id = Uuid::from_u128(number);
        sqlx::query(
            "INSERT INTO workloads (id, team_id, name, tier, profile, created_at, updated_at)
             VALUES ($1, $2, $3, 1, '{}', $4, $4)",
        )
        .bind(id)
        .bind(team.0)
        .bind(number.to_string())
        .bind(self.services.now())
        .execute(&self.pool)
        .await
        .unwrap();
        sqlx::query("INSERT INTO results (workload_id) VALUES ($1)")
            .bind(id)
            .execute(&self.pool)
            .await
            .unwrap();
        id
    }

    pub async fn revision(&self, workload: Uuid) -> i64 {
        sqlx::query_scalar("SELECT revision FROM results WHERE workload_id = $1")
            .bind(workload)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }
}

/// What the set-up form sends.
pub fn organisation() -> NewOrganisation {
    NewOrganisation {
        organisation: "Example".into(),
        name: "Admin".into(),
        email: "admin@example.com".into(),
        password: PASSWORD.into(),
        repeat: PASSWORD.into(),
    }
}

/// Bytes that differ from call to call and repeat from run to run (`SplitMix64`).
fn randomness(seed: u64) -> Randomness {
    let state = Mutex::new(seed);
    Randomness(Arc::new(move |bytes| {
        let mut state = state.lock().unwrap();
        for byte in bytes {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }))
}

/// An id for a name.
fn rand_id(name: &str) -> u128 {
    name.bytes().fold(1, |id, byte| {
        id.wrapping_mul(257).wrapping_add(u128::from(byte))
    })
}

/// The problem of a field.
pub fn problem<T: std::fmt::Debug>(result: Result<T, Error>, field: &str) -> Option<Problem> {
    match result {
        Err(Error::Invalid(errors)) => errors.of(field),
        other => panic!("{other:?}"),
    }
}

/// The fields with problems.
pub fn fields<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<String> {
    match result {
        Err(Error::Invalid(errors)) => errors.0.into_iter().map(|(field, _)| field).collect(),
        other => panic!("{other:?}"),
    }
}

/// What came of a use case, in a word.
pub fn answer<T>(result: &Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(Error::NotFound) => "not found",
        Err(Error::Forbidden) => "forbidden",
        Err(Error::Invalid(_)) => "invalid",
        Err(Error::Stale) => "stale",
        Err(Error::State(code)) => code,
        Err(Error::TooMany(_)) => "too many",
        Err(Error::Store(_) | Error::Internal(..)) => "failed",
    }
}
