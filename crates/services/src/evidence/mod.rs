//! Proof from other tools: files in, rules judge, people confirm.

mod aside;
mod decide;
mod ending;
mod findings;
mod hand_in;
pub(crate) mod judging;
mod page;
mod subject;
mod tokens;
mod verdicts;
mod withdraw;

pub(crate) use decide::in_scope;
pub use decide::{Decision, decide};
pub(crate) use ending::ending;
pub(crate) use findings::findings_of;
pub use findings::{FindingsQuery, Triage, findings_csv, findings_page, triage};
pub use hand_in::{HandedIn, Said, Sender, hand_in, hand_in_as};
pub use page::evidence_page;
pub(crate) use tokens::PREFIX as TOKEN_PREFIX;
pub use tokens::{admit, create_token, revoke_token};
pub(crate) use verdicts::{Beside, standing};
pub use withdraw::withdraw_reading;
