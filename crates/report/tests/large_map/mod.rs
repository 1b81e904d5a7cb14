//! A map with as many parts as a large workload has.

use domain::evidence::Severity;
use domain::map::{CallKind, Facts, PartKind, RiskFact};
use domain::views::map::{CallRow, MapPage, PartRow};
use domain::views::workloads::Abilities;
use domain::{AssessmentId, Band, Exact, Locale, TeamId, WorkloadId};
use serde_json::json;

/// An id of any kind.
fn id<T: std::str::FromStr>(number: usize) -> T {
    let text = format!("0190cccc-0000-7000-8000-{number:012x}");
    text.parse().ok().expect("an id")
}

fn facts(number: usize) -> Facts {
    let level = u8::try_from(number % 6).expect("fits");
    Facts {
        checks: 3,
        level: (level > 0).then_some(level),
        claimed_level: Some(5),
        findings: if number.is_multiple_of(3) {
            vec![(Severity::High, 2)]
        } else {
            Vec::new()
        },
        conflicts: u32::try_from(number % 5).expect("fits"),
        risk: (!number.is_multiple_of(4)).then(|| RiskFact {
            risk: "K-S2".parse().expect("fits"),
            score: Exact::whole(i64::try_from(number % 20).expect("fits")),
            band: Band::of(&Exact::whole(i64::try_from(number % 20).expect("fits"))),
        }),
        ..Facts::default()
    }
}

/// A map of so many parts that call one another as in the field.
pub fn page(count: usize) -> MapPage {
    let head = json!({
        "id": id::<WorkloadId>(9_000), "name": "大型工作负载", "description": "", "team": id::<TeamId>(9_001), "team_name": "一队", "tier": 1,
        "profile": [], "archived": false, "version": 1, "to_decide": 0,
        "assessment": {"id": id::<AssessmentId>(9_002), "number": 1, "state": "draft", "framework_version": "1.2.0",
            "submitted_by": null, "submitted_at": null},
        "abilities": Abilities::default(),
    });
    let part = |number: usize| {
        let kind = PartKind::ALL[(number * 7 + number / 31) % PartKind::ALL.len()];
        PartRow {
            id: id(number),
            kind,
            layer: kind.layer(),
            name: format!("{}组件 component-{number} <b>", kind.name(Locale::Zh)),
            note: String::new(),
            pin: None,
            version: 1,
            facts: facts(number),
            components: Vec::new(),
        }
    };
    let calls = (0..count).flat_map(|from| {
        let to = [(from * 13 + 34) % count, (from * 13 + 63) % count];
        to.into_iter()
            .filter(move |to| *to != from)
            .map(move |to| (from, to))
    });
    let call = |(number, (from, to)): (usize, (usize, usize))| CallRow {
        id: id(number),
        from: id(from),
        to: id(to),
        kind: CallKind::ALL[number % CallKind::ALL.len()],
    };
    MapPage {
        head: serde_json::from_value(head).expect("fits"),
        parts: (0..count).map(part).collect(),
        calls: calls.enumerate().map(call).collect(),
        found: Vec::new(),
        ignored: Vec::new(),
        removed: Vec::new(),
        unplaced: Vec::new(),
        templates: Vec::new(),
        detail: None,
        undo: None,
    }
}

/// Writes a file to look at, where `HEXASTYLE_LOOK` names a folder.
pub fn look_at(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("HEXASTYLE_LOOK") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).expect("fits");
    }
}
