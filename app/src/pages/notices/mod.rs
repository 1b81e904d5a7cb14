//! One's own notices.

mod list;
mod row;

pub use list::NoticesPage;
pub(crate) use list::shown;
#[cfg(feature = "ssr")]
pub(crate) use row::day;
