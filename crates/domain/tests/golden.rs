//! Vectors worked out by hand from the specification of the formulas (score specification 1).
//!
//! The calculation stands beside each vector; nothing here was copied from what the code printed.

#[cfg(test)]
mod common;

#[cfg(test)]
mod golden {
    mod aggregate;
    mod build;
    mod checks;
    mod levels;
    mod plan;
    mod risks;
    mod scores;
}
