//! What pages show: plain data that use cases fill and the interface draws, the same on the server and in the browser.

pub mod accounts;
pub mod assessing;
pub mod catalog;
pub mod cost;
pub mod evidence;
pub mod frame;
pub mod glance;
pub mod map;
pub mod notices;
pub mod outward;
pub mod overview;
pub mod plans;
pub mod platforms;
pub mod reference;
pub mod register;
pub mod reports;
pub mod results;
pub mod rules;
pub mod signals;
pub mod transfer;
pub mod trend;
pub mod words;
pub mod workloads;
