//! A realistic workload and organisation, made from the built-in framework by fixed arithmetic.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AnswerState, AssessmentId, AssessmentState, Counts, Evaluation, Exact, Fact, FindingId,
    Framework, Headline, Inputs, Mark, MeanScores, ProofKind, Provenance, Reason, RiskId, Rubric,
    Tier, Triple, WorkloadId,
    aggregate::mean,
    evaluate,
    evidence::{
        ComponentKind, Figure, Finding, FindingState, Fingerprint, Label, Location, Place,
        Severity, Tag, Title, Unit,
    },
    framework::builtin,
    proof::Standing,
    rule::{Outcome, Quote, Quoted},
    views::{
        evidence::{FindingRow, FindingStanding, Standing as VerdictStanding},
        signals::{ComponentStanding, SignalChart},
    },
};
use report::{GroupReport, WorkloadReport, model::*};
use time::macros::{date, datetime};

/// Texts that must come out as they are.
pub const HOSTILE: &str = "#eval(\"x\") *b* $x$ <script>";

pub const HASH: &str = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// What a report borrows.
pub struct Sample {
    pub framework: &'static Framework,
    pub rubric: Rubric,
    pub inputs: Inputs,
    pub evaluation: Evaluation,
}

impl Sample {
    /// Answers that depend on `seed`: about two thirds met, three fifths of those proven.
    pub fn new(seed: usize, tier: Tier) -> Self {
        let framework = builtin().expect("the built-in framework");
        let rubric = framework.rubric();
        let profile = [
            Fact::SelfHosted,
            Fact::Rag,
            Fact::Agents,
            Fact::PersonalData,
            Fact::PublicFacing,
            Fact::FineTuning,
        ];
        let mut inputs = Inputs::new(profile.into(), tier);
        inputs.capacity = 30;
        let criteria = rubric
            .checks()
            .flat_map(|(p, c)| c.criteria.iter().map(move |k| (p, c, k)));
        for (n, (pillar, check, criterion)) in criteria.enumerate() {
            let roll = (n * 37 + seed * 23 + usize::from(criterion.level) * 13) % 100;
            let bonus = (pillar.id.as_str().len() * 7 + seed * 5) % 38;
            let ease = (122 + bonus).saturating_sub(usize::from(criterion.level) * 22);
            let state = match roll {
                r if r < ease => AnswerState::Met,
                r if r < ease + 12 => AnswerState::NotMet,
                r if r < ease + 17 => AnswerState::Unknown,
                r if r < ease + 21 => AnswerState::NotApplicable,
                r if r < ease + 26 => continue,
                _ => AnswerState::NotMet,
            };
            let met = state == AnswerState::Met;
            let proven = met && (n * 7 + seed) % 10 < 6 + usize::from(criterion.level == 2) * 3;
            let conflict = met && n % 61 == 7;
            if inputs.in_scope(check, criterion) {
                inputs.answers.insert(
                    criterion.id.clone(),
                    Mark {
                        state,
                        proven,
                        conflict,
                    },
                );
            }
        }
        inputs.accepted = ["K-C1"].iter().filter_map(|id| id.parse().ok()).collect();
        inputs.open_findings = if seed % 3 == 1 {
            ["S02"].iter().filter_map(|id| id.parse().ok()).collect()
        } else {
            BTreeSet::new()
        };
        let evaluation = evaluate(&rubric, &inputs);
        Self {
            framework,
            rubric,
            inputs,
            evaluation,
        }
    }

    pub fn report(&self) -> WorkloadReport<'_> {
        WorkloadReport {
            map: None,
            framework: self.framework,
            rubric: &self.rubric,
            workload: Workload {
                id: WorkloadId("0190aaaa-0000-7000-8000-000000000001".parse().unwrap()),
                name: "客服知识助手 Support assistant".into(),
                description: "面向公众的检索增强问答，回答保修、退换与账单问题；每天约12万次对话。"
                    .into(),
                team: "智能客服团队 Customer AI".into(),
                tier: self.inputs.tier,
                profile: self.inputs.profile.clone(),
            },
            assessment: Assessment {
                id: AssessmentId("0190aaaa-0000-7000-8000-000000000002".parse().unwrap()),
                state: AssessmentState::Approved,
                milestone: Some(MilestoneRef {
                    number: 3,
                    name: "第三季度".into(),
                    date: date!(2026 - 11 - 20),
                }),
            },
            input_hash: HASH.into(),
            generated_at: datetime!(2026-11-22 14:05:06 +08:00),
            inputs: &self.inputs,
            evaluation: &self.evaluation,
            answers: self.answers(),
            notes: notes(),
            evidence: self.evidence(),
            verdicts: self.verdicts(),
            treatments: treatments(),
            plan: self.plan(),
            files: files(),
            attestations: self.attestations(),
            findings: findings(12),
            signals: Self::signals(),
            inventory: inventory(),
            history: history(),
            origin: origin(),
        }
    }

    fn answers(&self) -> Vec<AnswerRow> {
        let row = |(n, (criterion, mark)): (usize, (&domain::CriterionId, &Mark))| AnswerRow {
            criterion: criterion.clone(),
            state: mark.state,
            reason: (mark.state == AnswerState::NotApplicable).then_some(Reason::CoveredElsewhere),
            reason_text: (mark.state == AnswerState::NotApplicable)
                .then(|| "由集团AI平台统一承担，见平台评估 platform-7。".into()),
            provenance: [
                Provenance::Stated,
                Provenance::VerifiedByRule,
                Provenance::Imported,
            ][n % 3],
            proven: mark.proven,
            conflict: mark.conflict,
            version: 1 + i32::try_from(n % 5).unwrap(),
            answered_by: ["架构师A", "Architect B"][n % 2].into(),
            answered_at: datetime!(2026-10-02 09:30:00 +08:00),
            proof: mark.proven.then_some(Standing {
                by: [ProofKind::Document, ProofKind::Signal][n % 2],
                until: date!(2027 - 03 - 01),
            }),
            inherited_from: None,
            own_reason: None,
        };
        self.inputs.answers.iter().enumerate().map(row).collect()
    }

    fn verdicts(&self) -> Vec<VerdictLine> {
        let disputed = self.inputs.answers.iter().filter(|(_, mark)| mark.conflict);
        let line = |(id, _): (&domain::CriterionId, &Mark)| VerdictLine {
            rule: "S05.vuln".parse().unwrap(),
            criterion: id.clone(),
            outcome: Outcome::Contradicts,
            standing: VerdictStanding::Conflict,
            quotes: vec![Quote {
                what: Quoted::Open,
                value: Figure::new(3.0).unwrap(),
                unit: Unit::Count,
                bound: Figure::new(0.0),
            }],
            names: vec![Title::clip(HOSTILE)],
            tools: vec![Label::clip("Trivy 0.58")],
            period: Some((date!(2026 - 11 - 01), date!(2026 - 11 - 22))),
            fresh_until: Some(date!(2026 - 12 - 22)),
            telemetry: false,
            window: Some(30),
            decided: None,
        };
        let mut all: Vec<_> = disputed.map(line).collect();
        all.push(VerdictLine {
            rule: "C04.gpu_util".parse().unwrap(),
            criterion: "C04.2a".parse().unwrap(),
            outcome: Outcome::Supports,
            standing: VerdictStanding::Agreement,
            quotes: vec![Quote {
                what: Quoted::BusyMean,
                value: Figure::new(0.742).unwrap(),
                unit: Unit::Ratio,
                bound: Figure::new(0.7),
            }],
            names: Vec::new(),
            tools: Vec::new(),
            period: Some((date!(2026 - 11 - 08), date!(2026 - 11 - 22))),
            fresh_until: Some(date!(2026 - 12 - 06)),
            telemetry: true,
            window: Some(7),
            decided: Some(("架构师A".into(), "与看板一致".into())),
        });
        all
    }

    fn attestations(&self) -> Vec<AttestationRow> {
        let row = |criterion: &domain::CriterionId| AttestationRow {
            criterion: criterion.clone(),
            statement: format!("现场看过 {HOSTILE}"),
            by: "架构师B".into(),
            at: datetime!(2026-10-03 10:00:00 +08:00),
        };
        self.inputs.answers.keys().take(3).map(row).collect()
    }

    fn signals() -> Signals {
        let line =
            |(n, (signal, name, kind, unit)): (usize, (&str, &str, &str, &str))| SignalLine {
                signal: signal.into(),
                name: name.into(),
                kind: kind.into(),
                unit: unit.into(),
                series: 8,
                sources: vec!["vllm-prod".into(), HOSTILE.into()],
                window: (n != 2).then_some([0.742, 18_234_567.0, 0.0][n]),
                hours: [168, 150, 0][n],
                last: (n != 2).then_some([0.81, 99_182_733.0, 0.0][n]),
                first_at: datetime!(2026-10-01 00:00:00 UTC),
                last_at: Some(datetime!(2026-11-22 05:58:00 UTC)),
                rules: vec!["C04.gpu_util".parse().unwrap()],
            };
        Signals {
            rows: [
                ("gpu.utilisation", "DCGM_FI_DEV_GPU_UTIL", "gauge", "1"),
                (
                    "tokens.output",
                    "gen_ai.client.token.usage",
                    "counter",
                    "{token}",
                ),
                ("cache.hits", "vllm:prefix_cache_hits_total", "counter", ""),
            ]
            .into_iter()
            .enumerate()
            .map(line)
            .collect(),
            series: 412,
            days: 7,
            charts: ["C04.gpu_util", "S02.coverage"].map(chart).into(),
        }
    }

    fn evidence(&self) -> Vec<EvidenceRow> {
        let proven: Vec<_> = self
            .inputs
            .answers
            .iter()
            .filter(|(_, m)| m.proven)
            .map(|(id, _)| id.clone())
            .collect();
        let row = |(n, ids): (usize, &[domain::CriterionId])| EvidenceRow {
            title: match n % 4 {
                0 => format!("内容安全网关策略 v{n}"),
                1 => format!("Quarterly access review {n}"),
                2 => format!(
                    "https://wiki.example.test/ai/{}/very-long-page-name-without-any-break-opportunity-{n}",
                    "a".repeat(40)
                ),
                _ => format!("红队测试报告 {n} {HOSTILE}"),
            },
            kind: [
                EvidenceKind::File,
                EvidenceKind::Machine,
                EvidenceKind::Link,
                EvidenceKind::File,
            ][n % 4],
            sha256: format!(
                "{:016x}",
                0x9f86_d081_884c_7d65_u64.wrapping_mul(u64::try_from(n).unwrap() + 3)
            )
            .repeat(4),
            effective: date!(2026 - 08 - 01),
            valid_until: if n % 7 == 6 {
                date!(2026 - 11 - 01)
            } else {
                date!(2027 - 02 - 01)
            },
            criteria: ids.to_vec(),
        };
        proven.chunks(6).enumerate().map(row).collect()
    }

    fn plan(&self) -> BTreeMap<domain::CriterionId, PlanOverlay> {
        let overlay = |n: usize| PlanOverlay {
            state: [
                ActionState::InProgress,
                ActionState::Open,
                ActionState::Open,
            ][n % 3],
            owner: n
                .is_multiple_of(2)
                .then(|| "平台负责人 Platform lead".into()),
            due: (n % 3 != 2).then_some(date!(2026 - 12 - 15)),
        };
        self.evaluation
            .plan
            .iter()
            .take(20)
            .enumerate()
            .map(|(n, a)| (a.criterion.clone(), overlay(n)))
            .collect()
    }
}

/// An hourly line, or a daily share, each with gaps and both lines.
pub fn chart(rule: &str) -> (domain::RuleId, SignalChart) {
    let by_day = rule == "S02.coverage";
    let value = |n: u32| (n % 9 != 4).then(|| 0.4 + f64::from(n % 7) / 20.0);
    let chart = SignalChart {
        signal: if by_day { "traces" } else { "gpu.utilisation" }.into(),
        what: by_day.then_some(Quoted::Share),
        from: 498_000,
        step: if by_day { 24 } else { 1 },
        values: (0..if by_day { 8 } else { 168 }).map(value).collect(),
        unit: Unit::Ratio,
        supports: Some(0.7),
        contradicts: Some(0.3),
        full: None,
        share: true,
    };
    (rule.parse().unwrap(), chart)
}

fn inventory() -> Vec<ComponentLine> {
    let line = |(n, kind): (usize, ComponentKind)| ComponentLine {
        kind,
        name: ["qwen3-32b", HOSTILE, "=1+1"][n % 3].into(),
        version: (n == 1).then(|| "2.1".into()),
        standing: ComponentStanding::ALL[n % 3],
        reviewed: (n == 2).then(|| ("未登记 not on the list".into(), "架构师A".into())),
        origin: ["telemetry", "cyclonedx", "telemetry"][n % 3].into(),
        first_at: datetime!(2026-10-01 00:00:00 UTC),
        last_at: datetime!(2026-11-22 05:58:00 UTC),
    };
    let kinds = [
        ComponentKind::Model,
        ComponentKind::Library,
        ComponentKind::Tool,
    ];
    kinds.into_iter().enumerate().map(line).collect()
}

/// Findings of which so many open ones are shown.
pub fn findings(shown: usize) -> Findings {
    let row = |n: usize| FindingRow {
        id: FindingId(format!("0190bbbb-0000-7000-8000-{n:012x}").parse().unwrap()),
        kind: ["trivy", "semgrep", "sarif"][n % 3].into(),
        tool: ["", "semgrep", "CodeQL"][n % 3].into(),
        finding: Finding {
            rule: Label::clip(&format!("CVE-2026-{n:04}")),
            title: Title::clip(&match n % 4 {
                0 => "=cmd|' /C calc'!A0".to_owned(),
                1 => HOSTILE.to_owned(),
                2 => "依赖库存在远程代码执行漏洞 ".repeat(12),
                _ => "Container runs as root".to_owned(),
            }),
            severity: [Severity::Critical, Severity::High, Severity::Medium][n % 3],
            location: Location {
                file: Some(Place::clip(
                    "services/gateway/src/very/long/path/handler.py",
                )),
                line: Some(42),
                ..Location::default()
            },
            tags: vec![Tag::clip("CWE-78")],
            fixed_version: None,
            verified: None,
            state: FindingState::Open,
            fingerprint: Fingerprint::from([u8::try_from(n % 256).unwrap(); 32]),
        },
        checks: vec!["S05".parse().unwrap()],
        first_day: date!(2026 - 10 - 01),
        last_day: date!(2026 - 11 - 20),
        standing: FindingStanding::Open,
        fixed_by_hand: false,
        accepted_until: None,
        decided: None,
        version: 1,
    };
    let counts = |open| FindingCounts {
        open,
        accepted: 2,
        false_positive: 1,
        fixed: 5,
    };
    Findings {
        counts: vec![
            (Severity::Critical, counts(7)),
            (Severity::High, counts(20)),
            (Severity::Medium, counts(31)),
        ],
        rows: (0..shown).map(row).collect(),
        whole: false,
    }
}

fn files() -> Vec<FileRow> {
    vec![FileRow {
        kind: "trivy".into(),
        tool: "Trivy 0.58".into(),
        file_name: "\"><img onerror=x>.json".into(),
        sha256: "c".repeat(64),
        day: date!(2026 - 11 - 20),
        received_at: datetime!(2026-11-20 08:00:00 UTC),
        sender: "流水线 pipeline".into(),
    }]
}

/// Two milestones, what led to them, and the end of a long chain.
pub fn history() -> History {
    let milestone = |number: u32| MilestoneLine {
        number,
        at: datetime!(2026-10-20 09:00:00 UTC),
        by: format!("批准人 Approver {number}"),
        framework: format!("genai-wa 0.9.{number}"),
        input_hash: format!("sha256:{:064x}", 0xd0_0000 + u64::from(number)),
        comment: HOSTILE.into(),
    };
    let review = |(step, by): (ReviewStep, &str)| ReviewLine {
        assessment: 2,
        step,
        by: by.into(),
        at: datetime!(2026-10-19 09:00:00 UTC),
        comment: "=1+1".into(),
    };
    let entry = |number: u64| LogLine {
        number,
        at: datetime!(2026-11-22 06:00:00 UTC),
        by: (!number.is_multiple_of(5)).then(|| "架构师A".into()),
        action: "answer.set".into(),
        subject: format!("0190dddd-0000-7000-8000-{number:012x}"),
        hash: format!("{:064x}", 0xe0_0000 + number),
    };
    let steps = [
        (ReviewStep::Approve, "首席架构师 Chief architect"),
        (ReviewStep::Submit, "架构师A"),
        (ReviewStep::SendBack, "首席架构师 Chief architect"),
        (ReviewStep::Withdraw, "Architect B"),
    ];
    let before = |(by, subject): (Option<&str>, &str)| ImportedLine {
        at: datetime!(2026-07-01 06:00:00 UTC),
        by: by.map(str::to_owned),
        action: "risk.treat".into(),
        subject: subject.into(),
        origin: "=总部 Headquarters".into(),
    };
    let imported = [
        (Some("前任架构师 Former architect"), "K-S3"),
        (None, "own-1"),
    ];
    History {
        milestones: [2, 1].map(milestone).into(),
        reviews: steps.map(review).into(),
        log: (104..=123).rev().map(entry).collect(),
        imported: imported.map(before).into(),
        imported_older: 7,
    }
}

/// Hashes that can be told apart.
pub fn origin() -> Origin {
    let head = |digit: char, entries| ChainHead {
        entries,
        hash: digit.to_string().repeat(64),
        at: datetime!(2026-11-22 06:00:00 UTC),
    };
    Origin {
        framework_sha256: "f".repeat(64),
        log: Some(head('a', 123)),
        organisation_log: Some(head('b', 45)),
    }
}

fn notes() -> BTreeMap<domain::CheckId, String> {
    let notes = [
        ("S02", format!("网关由平台团队维护；{HOSTILE}\n第二行")),
        ("C04", format!("see {}", "https://example.test/".repeat(9))),
        ("R01", "=HYPERLINK(\"http://example.test\")".into()),
    ];
    notes
        .into_iter()
        .filter_map(|(id, text)| Some((id.parse().ok()?, text)))
        .collect()
}

fn treatments() -> BTreeMap<RiskId, RiskTreatment> {
    let treatment = |treatment, accepted_by: Option<&str>, note: &str| RiskTreatment {
        rejected: false,
        treatment,
        owner: Some("安全负责人 Security lead".into()),
        asked_by: (treatment == Treatment::Accept).then(|| "架构师A".into()),
        accepted_by: accepted_by.map(Into::into),
        expires_on: (treatment == Treatment::Accept).then_some(date!(2027 - 01 - 31)),
        note: note.into(),
    };
    let rows = [
        (
            "K-S2",
            treatment(Treatment::Mitigate, None, "网关升级已立项"),
        ),
        (
            "K-C1",
            treatment(
                Treatment::Accept,
                Some("首席信息官 CIO"),
                "Volume discount until January",
            ),
        ),
        ("K-R1", treatment(Treatment::Accept, None, "+1 waiting")),
        ("K-S5", treatment(Treatment::Transfer, None, "")),
    ];
    rows.into_iter()
        .filter_map(|(id, t)| Some((id.parse().ok()?, t)))
        .collect()
}

/// An organisation of `teams` × `each` workloads, or one team.
pub fn group(kind: GroupKind, teams: usize, each: usize) -> GroupReport<'static> {
    let framework = builtin().expect("the built-in framework");
    let samples: Vec<Sample> = (0..9).map(|n| Sample::new(n, Tier::ALL[n % 3])).collect();
    let mut rows = Vec::new();
    let mut top_risks = Vec::new();
    for n in 0..teams * each {
        let sample = &samples[n % samples.len()];
        let name = format!(
            "{} {n}",
            [
                "合同审阅助手",
                "Code review agent",
                "推荐文案生成",
                "Claims triage",
                "知识库问答"
            ][n % 5]
        );
        if n < 9 {
            let risk = sample
                .evaluation
                .risks
                .iter()
                .max_by_key(|r| r.residual.assured.score.clone())
                .unwrap()
                .clone();
            top_risks.push(TopRisk {
                workload: name.clone(),
                risk,
                treatment: treatments().into_values().nth(n % 6),
            });
        }
        rows.push(GroupRow {
            id: WorkloadId(format!("0190aaaa-0000-7000-8000-{n:012x}").parse().unwrap()),
            name,
            team: team_name(n / each),
            tier: sample.inputs.tier,
            state: AssessmentState::ALL[n % 2],
            framework_version: framework.version.clone(),
            input_hash: Some(format!("sha256:{n:064x}")),
            log: Some(ChainHead {
                entries: 7,
                hash: format!("{n:064x}"),
                at: datetime!(2026-11-22 06:00:00 UTC),
            }),
            result: (n % 11 != 10).then(|| result(sample)),
        });
    }
    let team = |t: usize| {
        let own: Vec<_> = rows.iter().filter(|r| r.team == team_name(t)).collect();
        let assessed = own.iter().filter(|r| r.result.is_some()).count();
        TeamRow {
            name: team_name(t),
            version: (assessed > 0).then(|| framework.version.clone()),
            means: means(&own),
            workloads: u32::try_from(own.len()).unwrap(),
            assessed: u32::try_from(assessed).unwrap(),
        }
    };
    GroupReport {
        name: if kind == GroupKind::Organisation {
            "示例集团 Example Group".into()
        } else {
            team_name(0)
        },
        kind,
        framework,
        version: Some(framework.version.clone()),
        means: means(&rows.iter().collect::<Vec<_>>()),
        others: Vec::new(),
        teams: if kind == GroupKind::Organisation {
            (0..teams).map(team).collect()
        } else {
            Vec::new()
        },
        top_risks,
        plan: PlanProgress {
            open: 210,
            in_progress: 64,
            done: 120,
            dropped: 9,
            overdue: 17,
            effort_days: 2140,
        },
        projected: (0..=26)
            .map(|week| Exact::ratio(401 + week * 9, 10))
            .collect(),
        due: due(teams * each),
        due_total: 57,
        acceptances: acceptances(),
        untreated: (3, 41),
        chosen: vec!["分级：1".into(), HOSTILE.into()],
        generated_at: datetime!(2026-11-22 14:05:06 +08:00),
        input_hash: HASH.into(),
        origin: origin(),
        rows,
        totals: None,
    }
}

/// The same with one workload, and where there are teams its whole team, on an older framework version.
pub fn two_versions(kind: GroupKind) -> GroupReport<'static> {
    let mut report = group(kind, 3, 3);
    let team = report.rows[0].team.clone();
    let alone = kind == GroupKind::Team;
    for (n, row) in report.rows.iter_mut().enumerate() {
        if n == 0 || (!alone && row.team == team) {
            row.framework_version = OLDER.into();
        }
    }
    let older = |row: &&GroupRow| row.framework_version == OLDER;
    let (of, current): (Vec<_>, Vec<_>) = report.rows.iter().partition(older);
    report.means = means(&current);
    report.others = vec![OtherVersion {
        version: OLDER.into(),
        assessed: u32::try_from(of.iter().filter(|r| r.result.is_some()).count()).unwrap(),
        means: means(&of),
    }];
    for row in report.teams.iter_mut().filter(|row| row.name == team) {
        row.version = Some(OLDER.into());
    }
    report
}

/// A framework version of before.
pub const OLDER: &str = "0.9.0";

fn due(workloads: usize) -> Vec<DueAction> {
    let criteria = ["S02.3a", "R01.3a", "P04.2a", "C04.3a", "O05.3a"];
    let action = |n: usize| DueAction {
        workload: format!("合同审阅助手 {}", n % workloads.max(1)),
        criterion: criteria[n % criteria.len()].parse().unwrap(),
        owner: (n % 3 != 1).then(|| "平台负责人 Platform lead".into()),
        due: date!(2026 - 11 - 10) + time::Duration::days(i64::try_from(n).unwrap() * 4),
        state: [ActionState::Open, ActionState::InProgress][n % 2],
    };
    (0..57.min(workloads * 3)).map(action).collect()
}

fn acceptances() -> Vec<Acceptance> {
    let one = |n: u8, approved: bool| Acceptance {
        workload: format!("Claims triage {n}"),
        risk: "K-C1".parse().unwrap(),
        own: None,
        asked_by: Some("架构师A".into()),
        approved_by: approved.then(|| "首席信息官 CIO".into()),
        expires_on: date!(2026 - 12 - 01) + time::Duration::days(i64::from(n) * 20),
        note: "=1+1".into(),
    };
    vec![one(0, true), one(1, false), one(2, true)]
}

fn team_name(n: usize) -> String {
    let name = [
        "智能客服",
        "Risk analytics",
        "内容平台",
        "Developer tools",
        "供应链",
        "Legal AI",
    ][n % 6];
    if n < 6 {
        name.into()
    } else {
        format!("{name} {}", n / 6 + 1)
    }
}

fn result(sample: &Sample) -> GroupResult {
    let evaluation = &sample.evaluation;
    let open = |band| {
        evaluation
            .risks
            .iter()
            .filter(|r| !r.accepted && r.residual.assured.band == band)
            .count()
    };
    GroupResult {
        headline: evaluation.scores.map(|s| Headline::from(s)),
        levels: evaluation.levels.map(|l| l.overall),
        coverage: Counts {
            ..evaluation.coverage.total
        },
        open_high: u32::try_from(open(domain::Band::High)).unwrap(),
        open_critical: u32::try_from(open(domain::Band::Critical)).unwrap(),
        assessed_on: date!(2026 - 11 - 20),
    }
}

fn means(rows: &[&GroupRow]) -> Triple<MeanScores> {
    Triple::of(|set| {
        let of = rows
            .iter()
            .filter_map(|r| Some((r.tier, r.result.as_ref()?.headline.get(set))))
            .collect::<Vec<_>>();
        mean(of)
    })
}
