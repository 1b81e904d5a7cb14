//! What people decided about risks and actions.

mod actions;
mod treatments;

pub use actions::{
    ActionState, Due, NewActionState, NewEffort, actions, close_action, deciding, due, hold,
    reopen_action, set_action, set_effort,
};
pub use treatments::{
    NewTreatment, OfWorkload, Treatment, approve_acceptance, ask_again, reject_acceptance,
    set_risk_owner, set_treatment, treatments, treatments_of,
};
