//! Proof from other tools: files in, rules judge, people confirm.

mod decide;
mod findings;
mod hand_in;
pub(crate) mod judging;
mod page;
mod tokens;
mod withdraw;

pub use decide::{Decision, decide};
pub use findings::{FindingsQuery, Triage, findings_page, triage};
pub use hand_in::{HandedIn, Sender, hand_in};
pub use page::evidence_page;
pub(crate) use page::standing;
pub use tokens::{admit, create_token, revoke_token};
pub use withdraw::withdraw_reading;
