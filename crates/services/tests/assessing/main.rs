//! Workloads, answers, proof, review, risks and plans on a real Postgres.

mod answers;
mod proof;
mod review;
mod support;
mod treatment;
mod workloads;
