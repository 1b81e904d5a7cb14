//! Telemetry by machines: OTLP over HTTP, Prometheus remote write and text. A token for one workload opens the door;
//! cookies don't, and no body is read before it is known whose it is.

mod machine;
mod otlp;
mod prometheus;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::web::AppState;

/// How large a body may be as it is sent, in bytes; unpacked it may be 64 MiB.
const LARGEST: usize = 64 * 1024 * 1024;

/// The addresses that senders know: those of OTLP are fixed.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::default()
        .routes(routes!(otlp::traces))
        .routes(routes!(otlp::metrics))
        .routes(routes!(otlp::logs))
        .routes(routes!(prometheus::remote_write))
        .routes(routes!(prometheus::exposition))
}

/// Whether an address is one of these.
pub(crate) fn is_ours(path: &str) -> bool {
    path.starts_with("/v1/") || path.starts_with("/api/v1/prometheus/")
}
