//! Why the demo could not be filled.

/// Why the demo could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There are people, and they are not the demo's.
    #[error("the database belongs to an organisation already: the demo needs an empty one")]
    Foreign,
    /// An earlier filling was interrupted.
    #[error("an earlier filling of the demo was interrupted: start again with an empty database")]
    Interrupted,
    /// A data file is not of the expected form.
    #[error("demo/{file}")]
    Form {
        /// Which file.
        file: &'static str,
        /// What is wrong, with its line.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A data file says something that the framework does not know, or leaves something out.
    #[error("demo/{file}: {what}")]
    Content {
        /// Which file.
        file: &'static str,
        /// What is wrong.
        what: String,
    },
    /// A use case refused or failed.
    #[error("{doing}")]
    UseCase {
        /// What was being done.
        doing: String,
        /// Why it failed.
        #[source]
        source: Box<services::Error>,
    },
    /// A write met a version that it did not expect.
    #[error("{0}: somebody else wrote meanwhile")]
    Conflict(String),
    /// A lane of the filling ended before its time.
    #[error("the filling was stopped")]
    Stopped(#[source] tokio::task::JoinError),
}

impl DemoError {
    /// Wraps a use case's error with what was being done.
    pub(super) fn during(doing: impl Into<String>) -> impl FnOnce(services::Error) -> Self {
        let doing = doing.into();
        move |source| Self::UseCase {
            doing,
            source: Box::new(source),
        }
    }
}
