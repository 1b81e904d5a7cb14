use domain::{Answer, Locale, Set, WorkloadId, views::results::ExplainPage};
use services::{
    explain,
    risks::{self, TreatmentForm},
};
use sqlx::PgPool;

use crate::{
    explanations::query,
    support::{World, change, not_applicable},
};

async fn ask(
    w: &World,
    id: WorkloadId,
    number: &str,
    what: &str,
    set: Set,
    locale: Locale,
) -> ExplainPage {
    explain::workload(
        &w.services,
        &w.architect,
        id,
        &query(number, what, set),
        locale,
    )
    .await
    .unwrap()
}

async fn note(w: &World, id: WorkloadId, criterion: &str, set: Set, locale: Locale) -> String {
    let page = ask(
        w,
        id,
        "check",
        criterion.split('.').next().unwrap(),
        set,
        locale,
    )
    .await;
    page.rows
        .into_iter()
        .find(|r| r.name.starts_with(criterion))
        .unwrap()
        .note
}

#[sqlx::test(migrations = "../../migrations")]
async fn each_criterion_says_why_it_counts_or_not(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &[]).await;
    let answers = [
        ("S01.2a", Answer::Met),
        ("S01.2b", Answer::NotMet),
        ("S01.3a", Answer::Unknown),
    ];
    w.answer(id, &answers).await;
    w.answer(
        id,
        &[
            ("S01.3c", not_applicable()),
            ("S01.4a", Answer::Met),
            ("S01.5a", Answer::Met),
        ],
    )
    .await;
    w.document(id, &["S01.2a", "S01.2b"], ("2026-11-01", "2027-05-31"))
        .await;
    w.document(id, &["S01.4a"], ("2026-11-01", "2027-05-31"))
        .await;
    for (criterion, set, zh, en) in [
        (
            "S01.2a",
            Set::Assured,
            "2级；person 2于2026年11月22日回答“满足”；证明：文件，有效至2027年5月31日；计入“已证实”。",
            "Level 2; answered \"met\" by person 2 on 22 November 2026; proven by a document until 31 May 2027; counts as assured.",
        ),
        (
            "S01.2b",
            Set::Claimed,
            "2级；person 2于2026年11月22日回答“不满足”；不计入“已声明”。",
            "Level 2; answered \"not met\" by person 2 on 22 November 2026; does not count as claimed.",
        ),
        (
            "S01.3a",
            Set::Possible,
            "3级；person 2于2026年11月22日回答“未知”；计入“可能”。",
            "Level 3; answered \"unknown\" by person 2 on 22 November 2026; counts as possible.",
        ),
        (
            "S01.3b",
            Set::Claimed,
            "3级；只在画像包含以下任一情况时适用：检索增强；不参与计算。",
            "Level 3; applies only where the profile has any of: Retrieval-augmented answers; it leaves the calculation.",
        ),
        (
            "S01.3c",
            Set::Possible,
            "3级；person 2于2026年11月22日回答“不适用”；理由：工作负载没有用到这项技术或功能（没有这项功能）；不参与计算。",
            "Level 3; answered \"not applicable\" by person 2 on 22 November 2026; reason: The workload does not use this technique or feature (没有这项功能); it leaves the calculation.",
        ),
        (
            "S01.4a",
            Set::Assured,
            "4级；person 2于2026年11月22日回答“满足”；已有的证明强度不够，需要信号；不计入“已证实”。",
            "Level 4; answered \"met\" by person 2 on 22 November 2026; what is on file is too weak, a signal is asked for; does not count as assured.",
        ),
        (
            "S01.4b",
            Set::Claimed,
            "4级；尚未回答；不计入“已声明”。",
            "Level 4; not answered; does not count as claimed.",
        ),
        (
            "S01.4b",
            Set::Possible,
            "4级；尚未回答；计入“可能”。",
            "Level 4; not answered; counts as possible.",
        ),
        (
            "S01.5a",
            Set::Assured,
            "5级；person 2于2026年11月22日回答“满足”；没有证明，需要文件；不计入“已证实”。",
            "Level 5; answered \"met\" by person 2 on 22 November 2026; no proof on file, a document is asked for; does not count as assured.",
        ),
    ] {
        assert_eq!(note(&w, id, criterion, set, Locale::Zh).await, zh);
        assert_eq!(note(&w, id, criterion, set, Locale::En).await, en);
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn proof_that_ended_is_named_with_its_day(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w.workload(w.team, "客服助手", 2, &["agents"]).await;
    let criterion = "U05.3b";
    w.answer(id, &[("S01.2a", Answer::Met), (criterion, Answer::Met)])
        .await;
    assert!(
        note(&w, id, criterion, Set::Assured, Locale::En)
            .await
            .contains("no proof on file, an attestation is asked for")
    );
    w.document(id, &["S01.2a"], ("2026-11-01", "2026-12-31"))
        .await;
    w.attest(id, criterion).await;
    assert!(
        note(&w, id, criterion, Set::Assured, Locale::En)
            .await
            .contains("by an attestation until 21 November 2027")
    );
    w.pass(40);
    assert!(
        note(&w, id, "S01.2a", Set::Assured, Locale::Zh)
            .await
            .contains("证明已于2026年12月31日到期，需要新的文件；不计入")
    );
    assert!(
        note(&w, id, "S01.2a", Set::Claimed, Locale::En)
            .await
            .ends_with("counts as claimed.")
    );
    w.pass(400);
    assert!(
        note(&w, id, criterion, Set::Assured, Locale::En)
            .await
            .contains("the proof ended on 21 November 2027")
    );
    // A later answer leaves the attestation behind.
    w.change(id, &[change(criterion, 1, Some(Answer::NotMet))])
        .await;
    w.change(id, &[change(criterion, 2, Some(Answer::Met))])
        .await;
    assert!(
        note(&w, id, criterion, Set::Assured, Locale::En)
            .await
            .contains("older than the answer")
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn floors_and_acceptances_are_named(pool: PgPool) {
    let w = World::new(pool).await;
    let id = w
        .workload(w.team, "客服助手", 1, &["rag", "personal_data"])
        .await;
    // Everything but security is met: the security level holds the whole down.
    let (rubric, inputs) = w.inputs(id).await;
    let others = rubric.checks().filter(|(p, _)| p.id.as_str() != "security");
    let changes: Vec<_> = others
        .flat_map(|(_, c)| {
            inputs
                .criteria(c)
                .map(|k| change(k.id.as_str(), 0, Some(Answer::Met)))
        })
        .chain([change("S01.2a", 0, Some(Answer::NotMet))])
        .collect();
    w.change(id, &changes).await;
    let level = ask(&w, id, "level", "", Set::Claimed, Locale::Zh).await;
    let floor = w
        .evaluation(id)
        .await
        .levels
        .claimed
        .floors
        .into_iter()
        .find(|f| f.overall)
        .unwrap();
    let sentence = &level.remarks[1];
    assert!(
        sentence.starts_with(&format!(
            "总评级别由{}级降为1级：受“安全合规”限制",
            floor.from
        )),
        "{sentence}"
    );
    assert!(sentence.contains(floor.because.as_str()), "{sentence}");
    let behind = level.rows.last().unwrap();
    assert!(
        behind
            .href
            .as_ref()
            .unwrap()
            .contains(&format!("id={}", floor.because.as_str())),
        "{behind:?}"
    );

    let risk = "K-S3".parse().unwrap();
    let before = ask(&w, id, "risk", "K-S3", Set::Assured, Locale::En).await;
    assert_eq!(before.remarks[0], likelihood(&w));
    assert!(
        before.remarks[2].starts_with("The residual is critical"),
        "{:?}",
        before.remarks
    );
    let form = TreatmentForm {
        treatment: "accept".into(),
        note: "已有补偿措施".into(),
        expires_on: "2027-01-31".into(),
        ..Default::default()
    };
    risks::treat(&w.services, &w.architect, id, &risk, &form)
        .await
        .unwrap();
    risks::approve_acceptance(&w.services, &w.owner, id, &risk, 1)
        .await
        .unwrap();
    let after = ask(&w, id, "risk", "K-S3", Set::Assured, Locale::Zh).await;
    let accepted = "已被接受（person 1批准），有效至2027年1月31日；在此期间不限制支柱级别。";
    assert_eq!(after.remarks.last().unwrap(), accepted);
    w.pass(100);
    let ended = ask(&w, id, "risk", "K-S3", Set::Assured, Locale::Zh).await;
    assert!(!ended.remarks.iter().any(|r| r == accepted));
}

fn likelihood(w: &World) -> String {
    let fact = |id: &str| {
        let found = w
            .services
            .framework()
            .facts
            .iter()
            .find(|f| f.id.as_str() == id)
            .unwrap();
        found.name.get(Locale::En).to_owned()
    };
    let facts = [fact("rag"), fact("personal_data")].join("; ");
    format!("Likelihood 5: 3 in the catalogue, and one more, up to 5, for each of: {facts}.")
}
