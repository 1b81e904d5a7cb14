//! What pages show: plain data that use cases fill and the interface draws, the same on the server and in the browser.

pub mod accounts;
pub mod assessing;
pub mod catalog;
pub mod evidence;
pub mod frame;
pub mod overview;
pub mod results;
pub mod workloads;
