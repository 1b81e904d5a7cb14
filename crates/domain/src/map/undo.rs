//! What takes a step of drawing back.

use serde::{Deserialize, Serialize};

use super::{Call, PartKind, Pin};
use crate::{CallId, CheckId, ComponentId, Layer, PartId};

/// All that a hand can change of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// What it is.
    pub kind: PartKind,
    /// In which layer it stands.
    pub layer: Layer,
    /// Its name.
    pub name: String,
    /// What there is to know about it.
    pub note: String,
    /// Where somebody put it.
    pub pin: Option<Pin>,
}

/// One thing that a step did, with what it takes to undo it. Parts say how the step left them: what somebody else changed
/// since is not overwritten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub enum Undo {
    /// A part was put on the map, or back.
    PartCame {
        /// Which.
        part: PartId,
        /// As it came.
        is: Shape,
    },
    /// A part was taken off.
    PartGone {
        /// Which.
        part: PartId,
    },
    /// A part was changed or moved.
    PartChanged {
        /// Which.
        part: PartId,
        /// Before.
        was: Shape,
        /// Afterwards.
        is: Shape,
    },
    /// A line was drawn.
    CallCame {
        /// Which.
        call: CallId,
    },
    /// A line was erased.
    CallGone {
        /// As it was.
        call: Call,
    },
    /// What was found was accepted, or not wanted.
    Decided {
        /// Which.
        component: ComponentId,
    },
    /// What was decided of a component was taken back.
    Forgotten {
        /// Which.
        component: ComponentId,
        /// The part that it was; none where it was not wanted.
        part: Option<PartId>,
    },
    /// Somebody said whether a check sits on a part.
    Said {
        /// On which.
        part: PartId,
        /// Which.
        check: CheckId,
        /// What was said before.
        was: Option<bool>,
    },
}
