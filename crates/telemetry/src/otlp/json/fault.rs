//! Where reading stopped: an address while parts of a body are read one by one, a line of the body in the end.

use serde_json::error::Category;

use crate::otlp::Unreadable;

/// Why a part of a body can't be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault {
    /// Of the byte where it was noticed. Parts are slices of the body, so that it says where in the body, too.
    address: usize,
    /// Whether it is JSON, of another shape.
    of_shape: bool,
}

impl Fault {
    /// That of an error whose line and column are of this part.
    pub(super) fn of(error: &serde_json::Error, part: &str) -> Self {
        let rows = part.split_inclusive('\n').map(str::len);
        let above: usize = rows.take(error.line().saturating_sub(1)).sum();
        let at = (above + error.column()).min(part.len());
        Self {
            address: part.as_ptr().addr() + at,
            of_shape: error.classify() == Category::Data,
        }
    }

    /// The same with its line and column in the whole.
    pub(super) fn within(self, whole: &str) -> Unreadable {
        let at = self.address.saturating_sub(whole.as_ptr().addr());
        let before = whole.as_bytes().get(..at).unwrap_or_default();
        let line = before.split(|b| *b == b'\n').count();
        let column = before.iter().rev().take_while(|b| **b != b'\n').count();
        if self.of_shape {
            Unreadable::Shape { line, column }
        } else {
            Unreadable::Syntax { line, column }
        }
    }
}
