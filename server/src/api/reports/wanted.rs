//! Which report is asked for, and about which workloads: what stands after the `?`.

use axum::extract::{FromRequestParts, Query};
use domain::WorkloadId;
use domain::views::reports::{Choice, ReportKind};
use domain::views::workloads::WorkloadQuery;
use http::request::Parts;
use serde::Deserialize;
use utoipa::IntoParams;

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

/// For whom, as the document has it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(super) struct ForWhom {
    /// For whom; `team` where it is left out. Files of data hold everything for everybody.
    #[param(inline)]
    kind: Option<ReportKind>,
}

/// Which workloads of a group, as the document has it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(super) struct Chosen {
    /// Only these workloads: ids with commas between them.
    #[param(
        pattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*$"
    )]
    ids: Option<String>,
    /// Only workloads with this in their name or description.
    q: Option<String>,
}

/// The rest of it; with the organisation, the team stands before it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it only stands in the document")]
pub(super) struct Filtered {
    /// Only of this tier: 1, 2 or 3.
    tier: Option<String>,
    /// Only those for which this fact holds.
    fact: Option<String>,
    /// Only those whose assessment stands so: `draft` or `in_review`.
    state: Option<String>,
    /// Only those with something: as the filter of the list of workloads has it.
    has: Option<String>,
    /// `archived` for those in the archive.
    show: Option<String>,
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
