//! Which report is asked for, and about which workloads: what stands after the `?`.

use axum::extract::{FromRequestParts, Query};
use domain::WorkloadId;
use domain::views::reports::{Choice, ReportKind};
use domain::views::workloads::WorkloadQuery;
use http::request::Parts;
use serde::Deserialize;

use crate::api::ApiError;
use crate::web::AppState;

/// For whom, and which workloads of a group.
pub(in crate::api) struct Wanted {
    pub kind: ReportKind,
    pub choice: Choice,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Parameters {
    kind: String,
    ids: String,
    #[serde(flatten)]
    query: WorkloadQuery,
}

impl FromRequestParts<AppState> for Wanted {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Query(Parameters { kind, ids, query }) = Query::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::malformed("A parameter stands twice."))?;
        let kind = match kind.as_str() {
            "" => ReportKind::Team,
            kind => kind.parse().map_err(|_| ApiError::kind())?,
        };
        let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
        let ids: Result<Vec<WorkloadId>, _> = ids.map(str::parse).collect();
        Ok(Self {
            kind,
            choice: Choice {
                query,
                ids: ids.map_err(|_| ApiError::ids())?,
            },
        })
    }
}
