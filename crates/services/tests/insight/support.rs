//! Two teams with workloads that were answered for in part; a clock that tests hold.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use domain::{
    Answer, Comment, CriterionId, Evaluation, Framework, Inputs, OrgRole, ProofKind, Reason,
    Rubric, TeamId, TeamRole, UserId, Viewer, WorkloadId, evaluate,
    views::assessing::{Change, Saved},
};
use services::{
    Clock, Randomness, Services,
    assessing::{self, DocumentForm},
    workload::{self, WorkloadForm},
};
use sqlx::PgPool;
use time::{Duration, OffsetDateTime, macros::datetime};
use uuid::Uuid;

pub const START: OffsetDateTime = datetime!(2026-11-22 08:00 UTC);

pub struct World {
    pub services: Services,
    pub team: TeamId,
    pub other: TeamId,
    pub owner: Viewer,
    pub architect: Viewer,
    pub manager: Viewer,
    pub administrator: Viewer,
    /// Owns the other team.
    pub stranger: Viewer,
    seconds: Arc<AtomicI64>,
    pool: PgPool,
    clock: Clock,
    randomness: Randomness,
}

impl World {
    pub async fn new(pool: PgPool) -> Self {
        Self::of(pool, domain::framework::builtin().unwrap()).await
    }

    /// With another framework in the binary.
    pub async fn of(pool: PgPool, framework: &'static Framework) -> Self {
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
        let services = Services::new(pool.clone(), clock.clone(), randomness.clone(), framework);
        keep(&pool, framework, START).await;
        let run = async |sql: &'static str, id: Uuid, name: &str| {
            sqlx::query(sql)
                .bind(id)
                .bind(name)
                .bind(START)
                .execute(&pool)
                .await
                .unwrap();
        };
        run(
            "INSERT INTO organisation (name, created_at) SELECT $2, $3 WHERE $1 IS NOT NULL",
            Uuid::nil(),
            "示例集团",
        )
        .await;
        let (team, other) = (TeamId(Uuid::from_u128(0xA)), TeamId(Uuid::from_u128(0xB)));
        for (id, name) in [(team, "智能客服"), (other, "数据平台")] {
            run(
                "INSERT INTO teams (id, name, created_at) VALUES ($1, $2, $3)",
                id.0,
                name,
            )
            .await;
        }
        let person = |n, org_role, teams| person(&pool, n, org_role, teams);
        Self {
            owner: person(1, None, Some((team, TeamRole::Owner))).await,
            architect: person(2, None, Some((team, TeamRole::Architect))).await,
            manager: person(4, Some(OrgRole::Manager), None).await,
            administrator: person(5, Some(OrgRole::Administrator), None).await,
            stranger: person(6, None, Some((other, TeamRole::Owner))).await,
            services,
            team,
            other,
            seconds,
            pool,
            clock,
            randomness,
        }
    }

    /// The same installation after an update that brings another framework.
    pub async fn update(&mut self, framework: &'static Framework) {
        keep(&self.pool, framework, START + Duration::hours(1)).await;
        let (clock, randomness) = (self.clock.clone(), self.randomness.clone());
        self.services = Services::new(self.pool.clone(), clock, randomness, framework);
    }

    /// Lets days pass.
    pub fn pass(&self, days: i64) {
        self.seconds.fetch_add(days * 86_400, Ordering::Relaxed);
    }

    pub async fn workload(
        &self,
        team: TeamId,
        name: &str,
        tier: u8,
        profile: &[&str],
    ) -> WorkloadId {
        let form = WorkloadForm {
            name: name.into(),
            description: String::new(),
            tier: tier.to_string(),
            profile: profile.iter().map(|f| (*f).to_owned()).collect(),
        };
        workload::create(&self.services, &self.administrator, team, &form)
            .await
            .unwrap()
    }

    pub async fn inputs(&self, id: WorkloadId) -> (Rubric, Inputs) {
        let basis = assessing::scoring_basis(&self.services, &self.administrator, id)
            .await
            .unwrap();
        (basis.rubric, basis.inputs)
    }

    pub async fn evaluation(&self, id: WorkloadId) -> Evaluation {
        let (rubric, inputs) = self.inputs(id).await;
        evaluate(&rubric, &inputs)
    }

    /// Criteria in scope that nobody has answered.
    pub async fn unanswered(&self, id: WorkloadId) -> Vec<CriterionId> {
        let (rubric, inputs) = self.inputs(id).await;
        rubric
            .checks()
            .flat_map(|(_, check)| inputs.criteria(check).map(|k| k.id.clone()))
            .filter(|criterion| !inputs.answers.contains_key(criterion))
            .collect()
    }

    /// Answers new criteria as the architect of the first team.
    pub async fn answer(&self, id: WorkloadId, answers: &[(&str, Answer)]) {
        let change =
            |(criterion, answer): &(&str, Answer)| change(criterion, 0, Some(answer.clone()));
        self.change(id, &answers.iter().map(change).collect::<Vec<_>>())
            .await;
    }

    pub async fn change(&self, id: WorkloadId, changes: &[Change]) {
        let saved = assessing::answer(&self.services, &self.architect_of(id).await, id, changes)
            .await
            .unwrap();
        assert!(matches!(saved, Saved::Done { .. }), "{saved:?}");
    }

    pub async fn attest(&self, id: WorkloadId, criterion: &str) {
        let criterion = criterion.parse().unwrap();
        assessing::attest(&self.services, &self.administrator, id, &criterion, "看过")
            .await
            .unwrap();
    }

    pub async fn document(&self, id: WorkloadId, criteria: &[&str], (from, until): (&str, &str)) {
        let form = DocumentForm {
            title: "制度".into(),
            url: "https://wiki.example.invalid/policy".into(),
            effective: from.into(),
            valid_until: until.into(),
            criteria: criteria.iter().map(|c| (*c).to_owned()).collect(),
        };
        let check = criteria[0].split('.').next().unwrap().parse().unwrap();
        assessing::add_document(
            &self.services,
            &self.architect_of(id).await,
            id,
            &check,
            &form,
            None,
        )
        .await
        .unwrap();
    }

    async fn architect_of(&self, id: WorkloadId) -> Viewer {
        let mine = workload::look(&self.services, &self.architect, id)
            .await
            .is_ok();
        if mine {
            self.architect.clone()
        } else {
            self.stranger.clone()
        }
    }

    /// Answers most criteria in a mix that depends on `seed`, and proves some of them.
    pub async fn fill(&self, id: WorkloadId, seed: usize) {
        let (rubric, inputs) = self.inputs(id).await;
        let in_scope = rubric
            .checks()
            .flat_map(|(_, c)| c.criteria.iter().filter(|k| inputs.in_scope(c, k)));
        let mixed: Vec<_> = in_scope
            .enumerate()
            .map(|(n, k)| (n * 7 + seed, k))
            .collect();
        let changes = mixed
            .iter()
            .filter_map(|(n, k)| Some(change(k.id.as_str(), 0, Some(mix(*n, k.level)?))));
        self.change(id, &changes.collect::<Vec<_>>()).await;
        let met = |n: usize, level| mix(n, level) == Some(Answer::Met) && !n.is_multiple_of(3);
        for (_, k) in mixed.iter().filter(|(n, k)| met(*n, k.level)) {
            match k.proof {
                ProofKind::Attestation => self.attest(id, k.id.as_str()).await,
                ProofKind::Document => {
                    self.document(id, &[k.id.as_str()], ("2026-11-01", "2027-06-30"))
                        .await;
                }
                ProofKind::Signal => {}
            }
        }
    }
}

/// Low levels are met more often than high ones; some criteria stay unanswered.
fn mix(n: usize, level: u8) -> Option<Answer> {
    match (n % 11, level) {
        (10, _) => None,
        (9, _) => Some(Answer::Unknown),
        (8, _) => Some(not_applicable()),
        (0..=6, 2) | (0..=4, 3) | (0..=2, _) => Some(Answer::Met),
        _ => Some(Answer::NotMet),
    }
}

pub fn not_applicable() -> Answer {
    Answer::NotApplicable {
        reason: Reason::NotUsed,
        text: Comment::parse("没有这项功能").unwrap(),
    }
}

pub fn change(criterion: &str, expected: i32, answer: Option<Answer>) -> Change {
    Change {
        criterion: criterion.parse::<CriterionId>().unwrap(),
        expected,
        answer,
    }
}

async fn keep(pool: &PgPool, framework: &Framework, at: OffsetDateTime) {
    let mut db = pool.acquire().await.unwrap();
    store::frameworks::keep(&mut db, framework, "test", at)
        .await
        .unwrap();
}

async fn person(
    pool: &PgPool,
    n: u128,
    org_role: Option<OrgRole>,
    team: Option<(TeamId, TeamRole)>,
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
    if let Some((team, role)) = team {
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
        teams: team.into_iter().collect(),
    }
}
