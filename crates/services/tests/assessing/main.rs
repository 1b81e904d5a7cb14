//! Workloads, answers, proof, review, risks and plans on a real Postgres.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests stop the test where something they need is not there"
)]

mod answers;
mod collecting;
mod judging;
mod notices;
mod plan_counts;
mod plans;
mod platforms;
mod proof;
mod review;
mod support;
mod treatment;
mod workloads;
