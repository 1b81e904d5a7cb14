//! HTTP: routes and what happens to every request.

mod assets;
pub mod attachment;
mod bearer;
mod embedded;
pub mod error_page;
pub mod failure;
pub mod flash;
mod frame;
mod headers;
pub mod idempotency;
mod identity;
mod origin;
mod request_log;
mod router;
pub mod session;
mod share;
mod state;

pub(crate) use bearer::bearer;
pub use identity::Identity;
pub use request_log::RequestId;
pub use router::router;
pub use session::CookieNames;
pub use state::AppState;
