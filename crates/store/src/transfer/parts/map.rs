//! The map.

use domain::{
    CallId, CheckId, ComponentId, Layer, PartId, UserId,
    map::{CallKind, PartKind, PartName, PartNote},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::super::people::PeopleOf;

parts! {
    /// A part of the map; taken off it where it was removed.
    MapPart [created_by, removed_by] {
        /// Which.
        id: PartId,
        /// What it is.
        kind: PartKind,
        /// In which layer.
        layer: Layer,
        /// Its name.
        name: PartName,
        /// What there is to know about it.
        note: PartNote,
        /// Where somebody put it.
        pin_column: Option<i16>,
        /// Where somebody put it.
        pin_row: Option<i16>,
        /// Who drew it.
        created_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        created_at: OffsetDateTime,
        /// Who took it off.
        removed_by: Option<UserId>,
        /// When.
        #[serde(with = "time::serde::rfc3339::option")]
        removed_at: Option<OffsetDateTime>,
        /// Grows with each change.
        version: i32,
    }

    /// A call between two parts of the map.
    MapCall [created_by] {
        /// Which.
        id: CallId,
        /// From this part.
        from_part: PartId,
        /// To this one.
        to_part: PartId,
        /// What kind of call.
        kind: CallKind,
        /// Who drew it.
        created_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        created_at: OffsetDateTime,
    }

    /// What of the inventory stands on the map.
    MapPlace [decided_by] {
        /// What.
        component_id: ComponentId,
        /// As which part; none where it is not wanted there.
        part_id: Option<PartId>,
        /// Who said so.
        decided_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        decided_at: OffsetDateTime,
    }

    /// A check that sits on a part of the map, or does not, by somebody's decision.
    MapBearing [said_by] {
        /// The part.
        part_id: PartId,
        /// The check.
        check_id: CheckId,
        /// Whether it sits there.
        sits: bool,
        /// Who said so.
        said_by: UserId,
        /// When.
        #[serde(with = "time::serde::rfc3339")]
        said_at: OffsetDateTime,
    }
}
