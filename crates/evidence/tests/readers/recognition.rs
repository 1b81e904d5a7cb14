//! Every fixture is of the kind of its folder, and of no other.

use crate::common;
use std::fs;

use domain::evidence::{BinaryForm, Flaw, Kind, Syntax, Unusable};
use evidence::{Limits, read, read_as, recognise};

#[test]
fn every_fixture_is_of_its_folders_kind_only() {
    let fixtures = common::all();
    for kind in Kind::ALL {
        let folder = kind.code();
        assert!(
            fixtures.iter().any(|(f, _)| f == folder),
            "no fixture of {kind}"
        );
    }
    for (folder, path) in fixtures {
        let bytes = fs::read(&path).unwrap();
        let name = path.display();
        assert_eq!(recognise(&bytes), common::kind(&folder), "{name}");
        let Some(own) = common::kind(&folder) else {
            continue;
        };
        for kind in Kind::ALL.iter().filter(|_| own != Kind::EmptyResult) {
            let read = read_as(*kind, &bytes, &Limits::default());
            assert_eq!(read.is_ok(), *kind == own, "{name} as {kind}");
        }
    }
}

#[test]
fn nothing_in_a_reading_is_a_secret() {
    for (folder, path) in common::all() {
        if common::kind(&folder).is_some() {
            let bytes = fs::read(&path).unwrap();
            common::assert_no_secret(&read(&bytes, &Limits::default()).unwrap());
        }
    }
}

#[test]
fn readings_survive_storage() {
    for (folder, path) in common::all() {
        if common::kind(&folder).is_some() {
            let reading = read(&fs::read(&path).unwrap(), &Limits::default()).unwrap();
            let json = serde_json::to_string(&reading).unwrap();
            assert_eq!(
                serde_json::from_str::<domain::evidence::Reading>(&json).unwrap(),
                reading
            );
        }
    }
}

#[test]
fn an_empty_list_is_that_of_the_kind_that_is_said() {
    for kind in [Kind::Gitleaks, Kind::Trivy] {
        let reading = read_as(kind, b"[]", &Limits::default()).unwrap();
        assert_eq!((reading.kind, reading.tally.total()), (kind, 0));
    }
    let wrong = read_as(Kind::Sarif, b"[]", &Limits::default());
    assert_eq!(wrong, Err(Unusable::OtherKind { kind: Kind::Sarif }));
}

#[test]
fn unusable_files_say_why_and_where() {
    let why = |name: &str| {
        read(
            &common::fixture(&format!("unusable/{name}")),
            &Limits::default(),
        )
        .unwrap_err()
    };
    let broken = |syntax, flaw, line, column| Unusable::Broken {
        syntax,
        flaw,
        line,
        column,
    };
    assert_eq!(
        why("trailing-comma.json"),
        broken(Syntax::Json, Flaw::TrailingComma, 4, 3)
    );
    assert!(matches!(
        why("truncated.sarif"),
        Unusable::Broken {
            flaw: Flaw::Truncated,
            line: 1,
            ..
        }
    ));
    assert!(matches!(
        why("broken.yaml"),
        Unusable::Broken {
            syntax: Syntax::Yaml,
            line: 2,
            ..
        }
    ));
    assert!(matches!(
        why("doctype.xml"),
        Unusable::UnknownFormat {
            syntax: Syntax::Xml,
            ..
        }
    ));
    let zip = Some(BinaryForm::Zip);
    assert_eq!(why("archive.eval"), Unusable::Binary { looks_like: zip });
    assert_eq!(why("latin1.csv"), Unusable::NotUtf8 { line: 1 });
    assert_eq!(why("blank.txt"), Unusable::Empty);
    for (name, syntax, key) in [
        ("unknown.json", Syntax::Json, "hello"),
        ("unknown.csv", Syntax::Csv, "name"),
    ] {
        let Unusable::UnknownFormat { syntax: of, keys } = why(name) else {
            panic!("{name}")
        };
        assert_eq!((of, keys[0].as_str()), (syntax, key));
    }
}

#[test]
fn beyond_the_limits_findings_are_counted_and_not_kept() {
    let limits = Limits {
        findings: 2,
        facts: 1,
        ..Limits::default()
    };
    let whole = common::reading("trivy/image.json");
    let cut = read(&common::fixture("trivy/image.json"), &limits).unwrap();
    assert_eq!(cut.findings, whole.findings[..2]);
    assert_eq!(cut.tally, whole.tally);
    let omitted = whole.tally.total() - 2;
    let warning = domain::evidence::Warning::FindingsOmitted { count: omitted };
    assert!(cut.warnings.contains(&warning));
    assert_eq!(cut.scopes.len(), 1);
}
