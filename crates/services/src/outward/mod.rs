//! Reports that leave the console by themselves: links for people without an account, and schedules.

mod kept;
mod open;
mod rounds;
mod schedules;
mod shares;
mod subject;

pub use kept::{download, reports_kept};
pub use open::{Opened, open};
pub use rounds::{run_due, upkeep};
pub use schedules::{
    ScheduleForm, create_schedule, go_on, pause, remove_schedule, run_now, schedules_page,
    update_schedule,
};
pub use shares::{NewLink, ShareForm, create_share, revoke_share, shares_page};
