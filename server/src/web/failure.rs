//! What is our fault: logged once, with its causes, and answered without them.

use std::error::Error as StdError;

use http::StatusCode;
use services::Error;
use sqlx::Error as Sql;
use store::StoreError;

use crate::web::RequestId;

/// Writes a failure and its causes to the log.
pub fn log(error: &(dyn StdError + 'static), request: Option<RequestId>) {
    let chain = chain(error);
    let id = request.map(|id| id.0.to_string()).unwrap_or_default();
    tracing::error!(request.id = id, error = %chain, "failed: {chain}");
}

/// A failure with its causes, in one line.
pub fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut causes = vec![error.to_string()];
    let mut next = error.source();
    while let Some(cause) = next {
        // Transparent errors repeat their source.
        let text = cause.to_string();
        if causes.last() != Some(&text) {
            causes.push(text);
        }
        next = cause.source();
    }
    causes.join(": ")
}

/// The status that says the same as a use case's error.
pub fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Stale | Error::State(_) => StatusCode::CONFLICT,
        Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Store(StoreError::Database(
            Sql::PoolTimedOut | Sql::PoolClosed | Sql::Io(_) | Sql::Tls(_),
        )) => StatusCode::SERVICE_UNAVAILABLE,
        Error::Store(_) | Error::Internal(..) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
