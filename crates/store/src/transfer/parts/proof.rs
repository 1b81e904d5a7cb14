//! Documents and confirmations.

use domain::{AttestationId, CheckId, Comment, CriterionId, EvidenceId, Name, UserId, WebLink};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::super::people::PeopleOf;
use super::day;

parts! {
    /// A document that was not withdrawn.
    EvidencePart [added_by] {
        /// Which.
        id: EvidenceId,
        /// Its check.
        check_id: CheckId,
        /// Its title.
        title: Name,
        /// SHA-256 of the file, or of the address.
        sha256: String,
        /// The name that the file came with.
        file_name: Option<String>,
        /// What its content was recognised as.
        media_type: Option<String>,
        /// The address, of a link.
        url: Option<WebLink>,
        /// When what it says was true.
        #[serde(with = "day")]
        effective: Date,
        /// The last day on which it counts.
        #[serde(with = "day")]
        valid_until: Date,
        /// What it proves.
        criteria: Vec<CriterionId>,
        /// Who added it.
        added_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        received_at: OffsetDateTime,
        /// The file in base64, where files were asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content: Option<String>,
    }

    /// A confirmation that was not withdrawn.
    AttestationPart [by_user] {
        /// Which.
        id: AttestationId,
        /// Of what.
        criterion: CriterionId,
        /// What they saw.
        statement: Comment,
        /// Who.
        by_user: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        at: OffsetDateTime,
    }
}
