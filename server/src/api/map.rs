//! The map of a workload as a document and as a picture.

use axum::response::Response;
use domain::WorkloadId;
use domain::map::Lens;
use serde::Deserialize;
use services::map;

use super::document::{Cached, IfNoneMatch, Language, Refused, Unknown};
use super::error::ApiError;
use super::evidence::{Asking, asking};
use super::reports::{Asked, Id, JSON, id};

const SVG: &str = "image/svg+xml";

/// The map of a workload: its parts in three layers, the calls between them, and what sits on each part.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/map",
    operation_id = "get-map",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The map.", body = report::json::MapDocument<'static>,
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn document(path: Id<WorkloadId>, asked: Asked) -> Result<Response, ApiError> {
    let id = id(path)?;
    let content = async {
        let document = map::map_json(&asked.services, &asked.viewer, id).await?;
        Ok((String::new(), document))
    };
    asked.answer(JSON, content).await
}

/// What the picture shows.
#[derive(Deserialize)]
pub(super) struct Seen {
    see: Option<Lens>,
}

/// The map of a workload as a picture.
///
/// Complete in itself: fonts are the reader's, colours those of the light console, with its key.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/map.svg",
    operation_id = "get-map-svg",
    tag = "Results",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("see" = inline(Option<Lens>), Query, description = "Which side of the parts; `assured` where it is left out."),
        Language, IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The picture.", body = String, content_type = "image/svg+xml",
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn picture(
    path: Id<WorkloadId>,
    asked: Asked,
    query: Asking<Seen>,
) -> Result<Response, ApiError> {
    let id = id(path)?;
    let lens = asking(query)?.see.unwrap_or(Lens::Assured);
    let content = async {
        let name = asked.workload_name(id, "-map.svg").await?;
        let picture = map::map_svg(&asked.services, &asked.viewer, id, lens, asked.locale).await?;
        Ok((name, picture))
    };
    asked.answer(SVG, content).await
}
