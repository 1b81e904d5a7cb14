//! JSON against `docs`' fixed formats: names, nesting, six places.

#![cfg(test)]

mod support;

use domain::Tier;
use report::{json, model::GroupKind};
use serde_json::Value;
use support::{OLDER, Sample, group, two_versions};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is missing");
    }
}

fn is_decimal(value: &Value) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    value
        .as_str()
        .and_then(|s| s.split_once('.'))
        .is_some_and(|(w, p)| digits(w) && digits(p) && p.len() == 6)
}

#[test]
fn an_assessment_has_the_fixed_fields() {
    let sample = Sample::new(1, Tier::One);
    let report = sample.report();
    let doc = parsed(&json::assessment(&report).unwrap());
    has(
        &doc,
        &[
            "score_spec",
            "framework",
            "input_hash",
            "workload",
            "state",
            "answers",
            "scores",
            "floors",
            "risks",
            "plan",
        ],
    );
    assert_eq!(doc["score_spec"], 1);
    assert_eq!(
        doc["framework"],
        serde_json::json!({"id": "genai-wa", "version": "1.2.0"})
    );
    assert_eq!(doc["input_hash"], report.input_hash);
    assert_eq!(doc["state"], "approved");
    has(&doc["workload"], &["id", "name", "team", "tier", "profile"]);
    assert_eq!(doc["workload"]["tier"], 1);
    assert_eq!(doc["workload"]["profile"][0], "self_hosted");
    for answer in doc["answers"].as_array().unwrap() {
        has(
            answer,
            &[
                "criterion",
                "state",
                "reason",
                "provenance",
                "proven",
                "conflict",
                "version",
            ],
        );
        assert!(answer["version"].is_i64() && answer["proven"].is_boolean());
        assert_eq!(
            answer["reason"].is_string(),
            answer["state"] == "not_applicable"
        );
    }
    assert_eq!(
        doc["answers"].as_array().unwrap().len(),
        sample.inputs.answers.len()
    );
    for risk in doc["risks"].as_array().unwrap() {
        for key in ["inherent", "claimed_residual", "assured_residual"] {
            assert!(is_decimal(&risk[key]), "{key}");
        }
    }
    for action in doc["plan"].as_array().unwrap() {
        has(action, &["criterion", "phase"]);
        assert!(
            is_decimal(&action["gain"])
                && is_decimal(&action["risk_gain"])
                && action["effort_days"].is_u64()
        );
    }
}

#[test]
fn scores_nest_by_set() {
    let sample = Sample::new(1, Tier::One);
    let doc = parsed(&json::assessment(&sample.report()).unwrap());
    for set in ["claimed", "assured", "possible"] {
        let scores = &doc["scores"][set];
        assert!(
            is_decimal(&scores["index"])
                && is_decimal(&scores["layer_index"])
                && scores["level"].is_u64()
        );
        assert!(
            is_decimal(&scores["pillars"]["security"]) && is_decimal(&scores["layers"]["resource"])
        );
        assert!(
            scores["checks"]["S01"]["level"].is_u64()
                && is_decimal(&scores["checks"]["S01"]["value"])
        );
    }
    let index = sample.evaluation.scores.claimed.index.as_ref().unwrap();
    assert_eq!(doc["scores"]["claimed"]["index"], index.decimal(6));
}

#[test]
fn floors_name_what_did_it() {
    let doc = (0..12)
        .map(|seed| parsed(&json::assessment(&Sample::new(seed, Tier::One).report()).unwrap()));
    let floors: Vec<_> = doc
        .flat_map(|d| d["floors"].as_array().unwrap().clone())
        .collect();
    assert!(!floors.is_empty());
    for floor in &floors {
        has(
            floor,
            &["set", "overall", "pillar", "because", "from", "to"],
        );
        assert!(floor["because"].is_string());
    }
}

#[test]
fn a_framework_has_the_fixed_fields() {
    let sample = Sample::new(1, Tier::One);
    let doc = parsed(&json::framework(sample.framework).unwrap());
    has(
        &doc,
        &[
            "id",
            "version",
            "locales",
            "pillars",
            "principles",
            "risks",
            "actions",
            "glossary",
            "directions",
            "rules",
        ],
    );
    assert_eq!(doc["locales"], serde_json::json!(["zh-CN", "en"]));
    let check = &doc["pillars"][0]["checks"][0];
    has(
        check,
        &[
            "id",
            "layer",
            "weight",
            "question",
            "why",
            "principles",
            "risks",
            "applies_when",
            "crosswalk",
            "criteria",
        ],
    );
    has(&check["question"], &["zh-CN", "en"]);
    let criterion = &check["criteria"][0];
    has(
        criterion,
        &[
            "id",
            "level",
            "statement",
            "how_to",
            "effort",
            "proof",
            "rules",
            "requires",
            "applies_when",
        ],
    );
    let checks = || {
        doc["pillars"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|p| p["checks"].as_array().unwrap())
    };
    assert!(
        checks().any(|c| c["applies_when"].is_null())
            && checks().any(|c| c["applies_when"].is_array())
    );
    has(
        &doc["risks"][0],
        &["id", "name", "likelihood", "impact", "applies_when"],
    );
    let back: domain::Framework = serde_json::from_value(doc).unwrap();
    assert_eq!(back, *sample.framework);
}

#[test]
fn a_group_counts_what_is_not_assessed_apart() {
    let report = group(GroupKind::Organisation, 4, 6);
    let doc = parsed(&json::group(&report).unwrap());
    assert_eq!(doc["kind"], "organisation");
    assert_eq!(doc["workloads_total"], 24);
    assert_eq!(doc["workloads_assessed"], 22);
    let rows = doc["workloads"].as_array().unwrap();
    for row in rows {
        assert_eq!(row["scores"].is_null(), row["assessed"] == false);
    }
    assert!(is_decimal(&rows[0]["scores"]["assured"]["pillars"]["cost"]));
    assert!(is_decimal(&doc["scores"]["claimed"]["index"]));
    assert_eq!(doc["teams"].as_array().unwrap().len(), 4);
}

#[test]
fn framework_versions_stand_apart() {
    let report = two_versions(GroupKind::Organisation);
    let doc = parsed(&json::group(&report).unwrap());
    assert_eq!(doc["framework"]["version"], report.framework.version);
    let index = |means: &domain::MeanScores| means.index.as_ref().unwrap().decimal(6);
    assert_eq!(
        doc["scores"]["claimed"]["index"],
        index(&report.means.claimed)
    );
    let others = doc["other_versions"].as_array().unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!(others[0]["framework_version"], OLDER);
    assert_eq!(others[0]["assessed"], 3);
    assert_eq!(
        others[0]["scores"]["claimed"]["index"],
        index(&report.others[0].means.claimed)
    );
    assert_eq!(doc["teams"][0]["framework_version"], OLDER);
    assert_eq!(doc["workloads"][0]["framework_version"], OLDER);
    let alike = parsed(&json::group(&group(GroupKind::Team, 1, 3)).unwrap());
    assert_eq!(alike["other_versions"], serde_json::json!([]));
}
