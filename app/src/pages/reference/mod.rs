//! The REST API for reading: operations, their parameters, bodies and answers, from the server's own document.

#[cfg(feature = "ssr")]
mod chosen;
mod front;
mod group;
mod operation;
mod table;

pub use front::ReferencePage;
pub use group::ReferenceGroupPage;
