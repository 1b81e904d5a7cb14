//! Results as documents, tables and JSON.

mod documents;
mod stream;
mod tables;
mod wanted;

pub(super) use documents::*;
pub(super) use tables::*;

use std::future::Future;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::response::{IntoResponse, Response};
use domain::{AssessmentId, Locale, TeamId, Viewer, WorkloadId};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use services::export;
use services::export::Group;
use services::{Error, Services, settings, teams, workload};
use sha2::{Digest as _, Sha256};

use super::document::{Cached, IfNoneMatch, Refused, Unknown};
use super::error::ApiError;
use crate::hex::hex;
use crate::web::{AppState, Identity, RequestId, attachment};

pub(super) const JSON: &str = "application/json";
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// Who asks for what, in which language.
pub(super) struct Asked {
    pub(super) services: Services,
    pub(super) viewer: Viewer,
    pub(super) locale: Locale,
    pub(super) request: Option<RequestId>,
    headers: HeaderMap,
}

/// What stands after the `?`.
#[derive(Deserialize)]
struct Language {
    lang: Option<String>,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let identity = parts
            .extensions
            .get::<Identity>()
            .ok_or_else(ApiError::unauthenticated)?;
        let visitor = identity
            .visitor
            .as_ref()
            .ok_or_else(ApiError::unauthenticated)?;
        let (viewer, own) = (visitor.viewer.clone(), identity.locale);
        let Query(Language { lang }) = Query::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::language())?;
        let locale = match lang {
            Some(tag) => Locale::ALL
                .into_iter()
                .find(|l| l.tag() == tag)
                .ok_or_else(ApiError::language)?,
            None => own,
        };
        Ok(Self {
            services: state.services.clone(),
            viewer,
            locale,
            request: parts.extensions.get::<RequestId>().copied(),
            headers: parts.headers.clone(),
        })
    }
}

pub(super) type Id<T> = Result<Path<T>, PathRejection>;

pub(super) fn id<T>(path: Id<T>) -> Result<T, ApiError> {
    path.map(|Path(id)| id).map_err(|_| ApiError::not_found())
}

impl Asked {
    /// Waits for a result and for what it is called.
    pub(super) async fn answer(
        &self,
        kind: &'static str,
        content: impl Future<Output = Result<(String, Vec<u8>), Error>>,
    ) -> Result<Response, ApiError> {
        let (name, bytes) = content
            .await
            .map_err(|error| ApiError::from_use_case(error, self.request))?;
        Ok(self.file(kind, &name, bytes))
    }

    /// A whole file; only its head where it is known already.
    fn file(&self, kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
        let tag = tag(&bytes);
        if self
            .headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .any(|known| known == tag)
        {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            response.headers_mut().insert(ETAG, tag);
            return response;
        }
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(ETAG, tag);
        if kind != JSON {
            headers.insert(CONTENT_DISPOSITION, attachment::header(name));
        }
        response
    }

    /// What a team's document is called.
    pub(super) async fn team_name(&self, team: TeamId, ending: &str) -> Result<String, Error> {
        self.group_name(Group::Team(team), ending).await
    }

    /// What the document of a team or the organisation is called.
    pub(super) async fn group_name(&self, group: Group, ending: &str) -> Result<String, Error> {
        let name = match group {
            Group::Team(team) => teams::get(&self.services, &self.viewer, team).await?.name,
            Group::Organisation => settings::organisation_name(&self.services)
                .await?
                .unwrap_or_default(),
        };
        Ok(self.file_name(&name, ending))
    }

    /// `名称-2026-11-22.pdf`: which, and of when.
    pub(super) fn file_name(&self, name: &str, ending: &str) -> String {
        format!("{name}-{}{ending}", self.services.today())
    }

    pub(super) async fn workload_name(
        &self,
        id: WorkloadId,
        ending: &str,
    ) -> Result<String, Error> {
        Ok(self.file_name(
            &workload::look(&self.services, &self.viewer, id).await?.name,
            ending,
        ))
    }
}

/// Names the bytes: the same content, the same tag.
fn tag(bytes: &[u8]) -> HeaderValue {
    let hash = hex(&Sha256::digest(bytes));
    HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// An assessment with its answers, scores, floors, risks and plan.
///
/// Decimals are strings with six places, rounded half-even from the exact value. With `inputs` anybody can compute the
/// numbers again; `input_hash` names them.
#[utoipa::path(
    get,
    path = "/api/v1/assessments/{assessment}",
    operation_id = "get-assessment",
    tag = "Results",
    params(
        ("assessment" = inline(AssessmentId), Path, description = "The id of an assessment."),
        IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The assessment.", body = report::json::AssessmentDocument<'static>,
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn assessment(path: Id<AssessmentId>, asked: Asked) -> Result<Response, ApiError> {
    let id = id(path)?;
    let content = async {
        Ok((
            String::new(),
            export::assessment_json(&asked.services, &asked.viewer, id).await?,
        ))
    };
    asked.answer(JSON, content).await
}

/// A framework with all its texts in both languages.
///
/// The format of `hexastyle framework export`. There is one framework: `genai-wa`.
#[utoipa::path(
    get,
    path = "/api/v1/frameworks/{framework}",
    operation_id = "get-framework",
    tag = "Results",
    params(
        ("framework" = String, Path, description = "The id of a framework.", example = "genai-wa"),
        IfNoneMatch,
    ),
    responses(
        (status = 200, description = "The framework.", body = domain::Framework,
            headers(("ETag" = String, description = "Names this content."))),
        Cached, Unknown, Refused,
    ),
    extensions(("x-access" = json!("signed_in"))),
)]
pub(super) async fn framework(path: Id<String>, asked: Asked) -> Result<Response, ApiError> {
    if id(path)? != asked.services.framework().id.as_str() {
        return Err(ApiError::not_found());
    }
    asked
        .answer(JSON, async {
            Ok((String::new(), export::framework_json(&asked.services)?))
        })
        .await
}
