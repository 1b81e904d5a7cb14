//! Each reader on its own fixtures, each broken in 64 ways: none panics, and none takes more memory than is stated here.

use std::{collections::BTreeMap, fs, sync::LazyLock};

use allocation_counter::measure;
use domain::evidence::{Kind, Reading};
use evidence::{Limits, read, read_as};

use crate::{
    broken::{Way, broken},
    common,
};

const LIMITS: Limits = Limits {
    bytes: 1 << 20,
    values: 50_000,
    depth: 64,
    findings: 100,
    facts: 100,
};

/// The most bytes that reading a file may hold at a time. The first part is for what the limits allow, with regular
/// expressions and their caches; the second for copies of the text.
fn bound(bytes: &[u8]) -> u64 {
    (64 << 20) + 40 * u64::try_from(bytes.len()).unwrap()
}

/// The fixtures of each kind.
static OWN: LazyLock<BTreeMap<Kind, Vec<Vec<u8>>>> = LazyLock::new(|| {
    let mut all: BTreeMap<Kind, Vec<Vec<u8>>> = BTreeMap::new();
    for (folder, path) in common::all() {
        if let Some(kind) = common::kind(&folder) {
            all.entry(kind).or_default().push(fs::read(path).unwrap());
        }
    }
    all
});

fn within_limits(reading: &Reading) {
    assert!(reading.findings.len() <= LIMITS.findings);
    assert!(reading.measures.len() <= LIMITS.facts);
    assert!(reading.components.len() <= LIMITS.facts);
    assert!(reading.scopes.len() <= LIMITS.facts);
    assert!(reading.warnings.len() <= 80 && reading.ignored.len() <= 80);
}

/// Whether there was a reading.
fn survives(bytes: &[u8], reads: impl FnOnce(&[u8]) -> Option<Reading>) -> bool {
    let mut is_read = false;
    // Counts this thread only: tests beside this one don't disturb.
    let used = measure(|| {
        if let Some(reading) = reads(bytes) {
            within_limits(&reading);
            is_read = true;
        }
    });
    let most = bound(bytes);
    assert!(used.bytes_max <= most, "{} of {most}", used.bytes_max);
    is_read
}

fn every_kind(way: Way) {
    let mut are_read = 0;
    for (index, kind) in Kind::ALL.iter().enumerate() {
        let own = OWN
            .get(kind)
            .unwrap_or_else(|| panic!("no fixture of {kind:?}"));
        for nth in 0..way.times() {
            // A neighbour that is another one each time.
            let other = &OWN[&Kind::ALL[(index + 1 + nth * 5) % Kind::ALL.len()]];
            let seed = u64::try_from(index * 100 + nth).unwrap();
            let bytes = broken(way, &own[nth % own.len()], &other[nth % other.len()], seed);
            // Shown where the test fails: the last one is to blame.
            println!("{kind:?}, {way:?}, file {nth}");
            let named = |bytes: &[u8]| read_as(*kind, bytes, &LIMITS).ok();
            are_read += usize::from(survives(&bytes, named));
            survives(&bytes, |bytes| read(bytes, &LIMITS).ok());
        }
    }
    // Files that all fall at the first hurdle would prove nothing of the readers.
    assert!(are_read > 0);
}

#[test]
fn each_reader_has_64_broken_files() {
    let times = Way::ALL.iter().map(|way| way.times());
    assert_eq!(times.sum::<usize>(), 64);
}

macro_rules! ways {
    ($($test:ident: $way:ident),* $(,)?) => {$(
        #[test]
        fn $test() {
            every_kind(Way::$way);
        }
    )*};
}

// One test for each way, so that they run beside each other.
ways! {
    flipped_bits: Flipped,
    missing_parts: Cut,
    repeated_parts: Doubled,
    huge_numbers: Huge,
    deep_nesting: Nested,
    long_texts: Long,
    parts_of_other_kinds: Swapped,
}

#[test]
fn many_small_values_take_no_more_than_the_bound() {
    let json = |piece: &str, times: usize| format!("[{}0]", piece.repeat(times));
    for text in [
        // The first three are just within the limit of values, the next beyond it.
        json("{\"\":0},", 24_000),
        json("[],", 49_000),
        json("\"\",", 49_000),
        json("{\"\":0},", 100_000),
        json("0,", 400_000),
        "{\"RuleID\":\"a\"}\n".repeat(20_000),
        format!("a,b\n{}", "1,2\n".repeat(60_000)),
        format!("<testsuites>{}</testsuites>", "<a b=''/>".repeat(49_000)),
        "- {}\n".repeat(15_000),
        "x\n".repeat(200_000),
    ] {
        survives(text.as_bytes(), |bytes| read(bytes, &LIMITS).ok());
    }
}

#[test]
fn many_groups_of_one_package_are_not_searched_for_each_of_its_vulnerabilities() {
    let file = |count: usize| {
        let all = |one: fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
        let vulnerabilities = all(|n| format!("{{\"id\":\"A-{n}\"}}"));
        let groups = all(|n| format!("{{\"ids\":[\"A-{n}\"],\"max_severity\":\"9.1\"}}"));
        format!(
            "{{\"results\":[{{\"source\":{{\"path\":\"a.lock\"}},\"packages\":[{{\"package\":{{\"name\":\"p\"}},\
             \"vulnerabilities\":[{vulnerabilities}],\"groups\":[{groups}]}}]}}]}}"
        )
    };
    // Regular expressions are made once, for the first file.
    assert!(read(file(1).as_bytes(), &LIMITS).is_ok());
    let text = file(3_000);
    let used = measure(|| assert!(read(text.as_bytes(), &LIMITS).is_ok()));
    assert!(used.count_total < 300_000, "{}", used.count_total);
}
