//! Whatever the bytes are, reading neither panics nor exceeds its limits.

use crate::common;
use std::{fs, sync::LazyLock};

use domain::evidence::{Kind, Reading};
use evidence::{Limits, read, read_as, recognise};
use proptest::{collection::vec, prelude::*, sample::select};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    values: 5_000,
    depth: 24,
    findings: 3,
    facts: 3,
};

static FIXTURES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    common::all()
        .iter()
        .map(|(_, path)| fs::read(path).unwrap())
        .collect()
});

/// Pieces from which broken and odd files are made.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\ud800",
    "\n",
    "\r\n",
    "null",
    "NaN",
    "-Infinity",
    "1e999",
    "-1",
    "18446744073709551616",
    "true",
    "\"runs\"",
    "\"version\":\"2.1.0\"",
    "\"results\":",
    "\"vulns\":[",
    "\"tools\":[{\"name\":\"a\",\"inputSchema\":{}}]",
    "[INFO] x\n",
    "---\n",
    "- a: &x [*x]\n",
    "a: *x\n",
    "<a>",
    "</a>",
    "<!DOCTYPE a>",
    "&lt;",
    "a,b\n1,2\n",
    "\u{feff}",
    "\u{202e}",
    "表",
    "\0",
    "\u{7f}",
    "!T ",
    "? ",
    "%YAML 1.2\n",
];

fn within_limits(reading: &Reading) {
    assert!(reading.findings.len() <= LIMITS.findings);
    assert!(reading.measures.len() <= LIMITS.facts);
    assert!(reading.components.len() <= LIMITS.facts);
    assert!(reading.scopes.len() <= LIMITS.facts);
    assert!(reading.tally.total() >= u64::try_from(reading.findings.len()).unwrap());
    assert!(reading.warnings.len() <= 80 && reading.ignored.len() <= 80);
    for finding in &reading.findings {
        assert!(finding.rule.as_str().chars().count() <= 200);
        assert!(finding.title.as_str().chars().count() <= 300);
        assert!(finding.tags.len() <= 32);
    }
    let json = serde_json::to_string(reading).unwrap();
    assert_eq!(&serde_json::from_str::<Reading>(&json).unwrap(), reading);
}

fn survives(bytes: &[u8]) {
    recognise(bytes);
    if let Ok(reading) = read(bytes, &LIMITS) {
        within_limits(&reading);
        assert_eq!(read(bytes, &LIMITS), Ok(reading));
    }
}

/// A fixture with some bytes cut, changed, repeated or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change = (
        any::<prop::sample::Index>(),
        0..5_u8,
        any::<u8>(),
        select(&PIECES[..]),
    );
    (select(&FIXTURES[..]), vec(change, 1..6)).prop_map(|(mut bytes, changes)| {
        for (index, how, byte, piece) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = index.index(bytes.len());
            match how {
                0 => bytes.truncate(at),
                1 => bytes[at] = byte,
                2 => drop(bytes.splice(at..at, piece.bytes())),
                3 => drop(bytes.remove(at)),
                _ => bytes.extend_from_within(at..),
            }
            bytes.truncate(200_000);
        }
        bytes
    })
}

/// A fixture of JSON with some values replaced by ones of another type.
fn retyped() -> impl Strategy<Value = Vec<u8>> {
    const VALUES: [&str; 9] = [
        "null", "[]", "{}", "\"x\"", "-1", "1e300", "[[]]", "[null]", "true",
    ];
    let parsed: Vec<serde_json::Value> = FIXTURES
        .iter()
        .filter_map(|b| serde_json::from_slice(b).ok())
        .collect();
    (
        select(parsed),
        vec((any::<u16>(), select(&VALUES[..])), 1..4),
    )
        .prop_map(|(mut value, changes)| {
            for (which, new) in changes {
                let mut left = usize::from(which) % 97;
                replace(&mut value, &mut left, &serde_json::from_str(new).unwrap());
            }
            value.to_string().into_bytes()
        })
}

fn replace(value: &mut serde_json::Value, left: &mut usize, new: &serde_json::Value) {
    let parts: Box<dyn Iterator<Item = &mut serde_json::Value>> = match value {
        serde_json::Value::Array(list) => Box::new(list.iter_mut()),
        serde_json::Value::Object(object) => Box::new(object.values_mut()),
        _ => return,
    };
    for part in parts {
        match left.checked_sub(1) {
            None => return,
            Some(0) => {
                *part = new.clone();
                *left = 0;
                return;
            }
            Some(rest) => *left = rest,
        }
        replace(part, left, new);
        if *left == 0 {
            return;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 384, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in vec(any::<u8>(), 0..400)) {
        survives(&bytes);
    }

    #[test]
    fn random_pieces(pieces in vec(select(&PIECES[..]), 0..40)) {
        survives(pieces.concat().as_bytes());
    }

    #[test]
    fn mutated_fixtures(bytes in mutated()) {
        survives(&bytes);
    }

    #[test]
    fn retyped_fixtures(bytes in retyped()) {
        survives(&bytes);
    }

    #[test]
    fn fixtures_as_other_kinds(bytes in retyped(), kind in select(Kind::ALL)) {
        if let Ok(reading) = read_as(kind, &bytes, &LIMITS) {
            within_limits(&reading);
        }
    }
}

#[test]
fn long_and_deep_files_are_refused_or_cut() {
    for text in [
        "[",
        "{\"a\":",
        "<a>",
        "a:\n ",
        "- ",
        "\"",
        "{\"RuleID\":1}\n",
        "[1,",
        "&",
        "\\",
    ] {
        survives(text.repeat(20_000).as_bytes());
    }
    for text in ["[", "{b: "] {
        survives(format!("a: {}", text.repeat(200_000)).as_bytes());
    }
    let finding = r#"{"RuleID":"a","File":"b","StartLine":1},"#;
    let list = format!("[{}]", finding.repeat(1_000).trim_end_matches(','));
    let reading = read(list.as_bytes(), &LIMITS).unwrap();
    assert_eq!((reading.findings.len(), reading.tally.total()), (3, 1_000));
    let lines = finding.replace("},", "}\n").repeat(20_000);
    let reading = read(lines.as_bytes(), &LIMITS).unwrap();
    assert_eq!(reading.tally.total(), 20_000);
}
