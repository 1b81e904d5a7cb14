//! Parts and calls of a map.

use serde::{Deserialize, Serialize};

use super::{CallKind, PartKind};
use crate::{Bounded, CallId, Layer, PartId};

/// The name of a part.
pub type PartName = Bounded<1, 80>;
/// What there is to know about a part.
pub type PartNote = Bounded<0, 500>;

/// How many parts a map can have: nobody reads more.
pub const MOST_PARTS: usize = 500;
/// How many calls a map can have.
pub const MOST_CALLS: usize = 2_000;

/// Where somebody put a part: counted within its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pin {
    /// From the left, 0…11.
    pub column: u8,
    /// From the top of the layer, 0…99; rows without parts are left out of the picture.
    pub row: u8,
}

impl Pin {
    /// How many columns there are to pin to.
    pub const COLUMNS: u8 = 12;
    /// How many rows there are to pin to.
    pub const ROWS: u8 = 100;

    /// A place that there is.
    pub fn new(column: u8, row: u8) -> Option<Self> {
        (column < Self::COLUMNS && row < Self::ROWS).then_some(Self { column, row })
    }
}

/// A part as the picture needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Part {
    /// Which.
    pub id: PartId,
    /// What it is.
    pub kind: PartKind,
    /// In which layer it stands.
    pub layer: Layer,
    /// Its name.
    pub name: PartName,
    /// Where somebody put it; laid out by itself otherwise.
    pub pin: Option<Pin>,
}

/// A call as the picture needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Call {
    /// Which.
    pub id: CallId,
    /// Who calls.
    pub from: PartId,
    /// Who is called.
    pub to: PartId,
    /// What passes.
    pub kind: CallKind,
}
