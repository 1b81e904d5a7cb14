//! What proves a criterion, and until when.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use crate::ProofKind;

/// The dates of a document that is evidence for a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentDates {
    /// When what it says was true; not the upload date.
    pub effective: Date,
    /// The last day on which it counts.
    pub valid_until: Date,
}

/// An attestation counts for this many days.
pub const ATTESTATION_DAYS: i64 = 365;

/// All proof there is for one criterion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProofOnFile {
    /// Documents that were not withdrawn.
    pub documents: Vec<DocumentDates>,
    /// Days of attestations by somebody other than the answerer.
    pub attested: Vec<Date>,
    /// A rule's standing `supports` verdict, and the last day on which its data is fresh.
    pub signal_until: Option<Date>,
}

/// Proof that stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The kind that stands longest among those strong enough.
    pub by: ProofKind,
    /// The last day on which it stands.
    pub until: Date,
}

/// Whether proof stands for a criterion that needs `needed`; a stronger kind stands in for a weaker one.
pub fn standing(needed: ProofKind, on_file: &ProofOnFile, today: Date) -> Option<Standing> {
    let documents = on_file
        .documents
        .iter()
        .filter(|d| d.effective <= today)
        .map(|d| Standing {
            by: ProofKind::Document,
            until: d.valid_until,
        });
    let attested = on_file
        .attested
        .iter()
        .filter(|day| **day <= today)
        .map(|day| Standing {
            by: ProofKind::Attestation,
            until: day.saturating_add(Duration::days(ATTESTATION_DAYS - 1)),
        });
    let signal = on_file.signal_until.map(|until| Standing {
        by: ProofKind::Signal,
        until,
    });
    documents
        .chain(attested)
        .chain(signal)
        .filter(|s| s.by >= needed && s.until >= today)
        .max_by_key(|s| (s.until, s.by))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn document(effective: Date, valid_until: Date) -> ProofOnFile {
        ProofOnFile {
            documents: vec![DocumentDates {
                effective,
                valid_until,
            }],
            ..ProofOnFile::default()
        }
    }

    #[test]
    fn a_document_counts_from_its_effective_date_to_its_last_day() {
        let on_file = document(date!(2026 - 01 - 01), TODAY);
        assert!(standing(ProofKind::Document, &on_file, TODAY).is_some());
        assert!(standing(ProofKind::Document, &on_file, date!(2026 - 11 - 23)).is_none());
        assert!(standing(ProofKind::Document, &on_file, date!(2025 - 12 - 31)).is_none());
    }

    #[test]
    fn stronger_stands_in_for_weaker_and_never_the_other_way() {
        let paper = document(date!(2026 - 01 - 01), date!(2026 - 12 - 31));
        assert!(standing(ProofKind::Attestation, &paper, TODAY).is_some());
        assert!(standing(ProofKind::Signal, &paper, TODAY).is_none());
        let word = ProofOnFile {
            attested: vec![TODAY],
            ..ProofOnFile::default()
        };
        assert!(standing(ProofKind::Document, &word, TODAY).is_none());
        let rule = ProofOnFile {
            signal_until: Some(TODAY),
            ..ProofOnFile::default()
        };
        assert_eq!(
            standing(ProofKind::Attestation, &rule, TODAY).map(|s| s.by),
            Some(ProofKind::Signal)
        );
    }

    #[test]
    fn an_attestation_is_under_a_year_old() {
        let word = ProofOnFile {
            attested: vec![date!(2025 - 11 - 23)],
            ..ProofOnFile::default()
        };
        assert_eq!(
            standing(ProofKind::Attestation, &word, TODAY).map(|s| s.until),
            Some(TODAY)
        );
        let old = ProofOnFile {
            attested: vec![date!(2025 - 11 - 22)],
            ..ProofOnFile::default()
        };
        assert!(standing(ProofKind::Attestation, &old, TODAY).is_none());
    }
}
