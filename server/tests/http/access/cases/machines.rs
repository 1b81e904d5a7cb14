//! Forms about what machines say.

use domain::WorkloadId;
use services::assessing::NewFile;
use services::evidence::{self as tools, HandedIn};
use uuid::Uuid;

use super::{Case, form};
use crate::support::{Role, World, multipart};

/// A leaked secret, as gitleaks reports it: what `S10.secrets` counts.
pub const LEAK: &str = r#"[{"RuleID": "aws-access-token", "Description": "AWS", "StartLine": 3, "File": "config/serving.env",
 "Match": "REDACTED", "Secret": "REDACTED", "Fingerprint": "a:config/serving.env:aws-access-token:3", "Tags": [], "Commit": "",
 "Entropy": 3.5, "Author": "", "Email": "", "Date": "", "Message": "", "EndLine": 3, "StartColumn": 1, "EndColumn": 20,
 "SymlinkFile": ""}]"#;
/// The rule that counts it.
pub const RULE: &str = "S10.secrets";

/// Forms about what machines say, with a leaked secret handed in before.
pub async fn prepare(world: &World, name: &str, id: WorkloadId) -> Case {
    let (services, admin) = (&world.services, world.viewer(Role::Administrator));
    let base = format!("/workloads/{id}");
    if name == "components" {
        let component = component(world, id).await;
        return form(
            format!("{base}/components/{component}"),
            &[("standing", "allowed"), ("version", "1")],
        );
    }
    if name == "files" {
        let (kind, body) = multipart(&[("kind", "")], Some(("leaks.json", LEAK.as_bytes())));
        let path = format!("{base}/evidence");
        return Case { path, kind, body };
    }
    let file = NewFile {
        name: "leaks.json".to_owned(),
        bytes: LEAK.as_bytes().to_vec(),
    };
    let sender = tools::Sender::Person(admin);
    let sent = tools::hand_in(services, sender, id, file, true).await;
    let HandedIn::Read { reading, .. } = sent.unwrap() else {
        panic!("the leak is not read")
    };
    match name {
        "files/withdraw" => {
            let reading = reading.id.unwrap();
            form(format!("{base}/readings/{reading}/withdraw"), &[])
        }
        "verdicts" => {
            let seen = format!("{RULE} contradicts");
            form(
                format!("{base}/verdicts"),
                &[("seen", &seen), ("decide", "accept")],
            )
        }
        "verdicts/one" => form(
            format!("{base}/verdicts/{RULE}"),
            &[
                ("verdict", "contradicts"),
                ("decide", "reject"),
                ("remark", "旧密钥，已吊销"),
            ],
        ),
        "findings" => {
            let query = tools::FindingsQuery::default();
            let page = tools::findings_page(services, admin, id, &query)
                .await
                .unwrap();
            let finding = page.rows.first().unwrap();
            let version = finding.version.to_string();
            form(
                format!("{base}/findings/{}", finding.id),
                &[
                    ("decision", "false_positive"),
                    ("remark", "测试数据"),
                    ("version", &version),
                ],
            )
        }
        "tokens" => form(format!("{base}/tokens"), &[("name", "CI"), ("days", "30")]),
        "tokens/revoke" => {
            tools::create_token(
                services,
                admin,
                id,
                domain::views::evidence::TokenScope::Evidence,
                ("CI", "30"),
            )
            .await
            .unwrap();
            let page = tools::evidence_page(services, admin, id, domain::Locale::Zh)
                .await
                .unwrap();
            let token = page.tokens.first().unwrap().id;
            form(format!("{base}/tokens/{token}/revoke"), &[])
        }
        other => panic!("{other}"),
    }
}

/// A model that telemetry named.
pub async fn component(world: &World, id: WorkloadId) -> Uuid {
    let content = serde_json::json!({
        "kind": "model", "name": "qwen3-32b", "version": null, "digests": [], "source": null, "attributes": {},
    });
    let content: domain::evidence::Component = serde_json::from_value(content).unwrap();
    let (new, now) = (Uuid::from_u128(id.0.as_u128() ^ 7), world.services.now());
    let mut tx = world.pool.begin().await.unwrap();
    store::components::see(&mut tx, id, "telemetry", &[(new, &content)], now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    new
}
