//! Properties of the formulas over generated rubrics, answers and circumstances.

#[cfg(test)]
mod common;

#[cfg(test)]
mod properties {
    mod arithmetic;
    mod generate;
    mod inputs;
    mod order;
    mod plan;
    mod platforms;
    mod scores;
}
