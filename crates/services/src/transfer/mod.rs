//! A workload, or the organisation, out of one installation and into another, with everything that its numbers follow
//! from: after the import they are computed anew and compared with those in the file.

mod account;
mod check;
mod document;
mod export;
mod exporter;
mod feed;
mod import;
mod lines;
mod measured;
mod people;
mod teams;
mod upload;
mod validate;
mod verify;
mod write;

pub use export::{LARGEST_FILES, workload_export, workloads};
pub use exporter::Exporter;
pub use import::{Source, Wish, import, look};
pub use lines::Reread;
pub use upload::{LARGEST_UPLOAD, discard, page, run, sweep, upload, uploads};
