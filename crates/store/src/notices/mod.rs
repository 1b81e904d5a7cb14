//! What people are told: events, who is told, what is due, what comes by mail.

pub mod choices;
pub mod due;
pub mod events;
pub mod inbox;
pub mod mail;
