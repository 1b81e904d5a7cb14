//! Results as JSON, PDF and CSV.

use std::future::Future;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path, Query};
use axum::response::{IntoResponse, Response};
use domain::{AssessmentId, Locale, TeamId, Viewer, WorkloadId};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use services::export::{self, Group};
use services::{Error, Services, settings, teams, workload};
use sha2::{Digest as _, Sha256};

use super::error::ApiError;
use crate::hex::hex;
use crate::web::{AppState, Identity, RequestId, attachment};

const JSON: &str = "application/json";
const PDF: &str = "application/pdf";
const CSV: &str = "text/csv; charset=utf-8";

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
    async fn answer(
        &self,
        kind: &'static str,
        content: impl Future<Output = Result<(String, Vec<u8>), Error>>,
    ) -> Result<Response, ApiError> {
        let (name, bytes) = content
            .await
            .map_err(|error| ApiError::from_use_case(error, self.request))?;
        let tag = tag(&bytes);
        if self
            .headers
            .get_all(IF_NONE_MATCH)
            .iter()
            .any(|known| known == tag)
        {
            let mut response = StatusCode::NOT_MODIFIED.into_response();
            response.headers_mut().insert(ETAG, tag);
            return Ok(response);
        }
        let mut response = bytes.into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(ETAG, tag);
        if kind != JSON {
            headers.insert(CONTENT_DISPOSITION, attachment::header(&name));
        }
        Ok(response)
    }

    /// `名称-2026-11-22.pdf`: which, and of when.
    fn file_name(&self, name: &str, ending: &str) -> String {
        format!("{name}-{}{ending}", self.services.today())
    }

    async fn workload_name(&self, id: WorkloadId, ending: &str) -> Result<String, Error> {
        Ok(self.file_name(
            &workload::look(&self.services, &self.viewer, id).await?.name,
            ending,
        ))
    }

    async fn group_name(&self, group: Group, ending: &str) -> Result<String, Error> {
        let name = match group {
            Group::Team(team) => teams::get(&self.services, &self.viewer, team).await?.name,
            Group::Organisation => settings::organisation_name(&self.services)
                .await?
                .unwrap_or_default(),
        };
        Ok(self.file_name(&name, ending))
    }
}

/// Names the bytes: the same content, the same tag.
fn tag(bytes: &[u8]) -> HeaderValue {
    let hash = hex(&Sha256::digest(bytes));
    HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

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

macro_rules! of_workload {
    ($($name:ident = $export:ident, $kind:ident, $ending:literal;)*) => {$(
        pub(super) async fn $name(path: Id<WorkloadId>, asked: Asked) -> Result<Response, ApiError> {
            let id = id(path)?;
            let content = async {
                let name = asked.workload_name(id, $ending).await?;
                Ok((name, export::$export(&asked.services, &asked.viewer, id, asked.locale).await?))
            };
            asked.answer($kind, content).await
        }
    )*};
}

of_workload! {
    workload_pdf = workload_pdf, PDF, ".pdf";
    answers = answers_csv, CSV, "-answers.csv";
    risks = risks_csv, CSV, "-risks.csv";
    plan = plan_csv, CSV, "-plan.csv";
}

async fn group_pdf(asked: &Asked, group: Group) -> Result<Response, ApiError> {
    let content = async {
        let name = asked.group_name(group, ".pdf").await?;
        Ok((
            name,
            export::group_pdf(&asked.services, &asked.viewer, group, asked.locale).await?,
        ))
    };
    asked.answer(PDF, content).await
}

async fn group_csv(asked: &Asked, group: Group) -> Result<Response, ApiError> {
    let content = async {
        let name = asked.group_name(group, "-workloads.csv").await?;
        Ok((
            name,
            export::group_csv(&asked.services, &asked.viewer, group, asked.locale).await?,
        ))
    };
    asked.answer(CSV, content).await
}

async fn group_json(asked: &Asked, group: Group) -> Result<Response, ApiError> {
    let content = async {
        Ok((
            String::new(),
            export::group_json(&asked.services, &asked.viewer, group).await?,
        ))
    };
    asked.answer(JSON, content).await
}

pub(super) async fn team_pdf(path: Id<TeamId>, asked: Asked) -> Result<Response, ApiError> {
    group_pdf(&asked, Group::Team(id(path)?)).await
}

pub(super) async fn team_csv(path: Id<TeamId>, asked: Asked) -> Result<Response, ApiError> {
    group_csv(&asked, Group::Team(id(path)?)).await
}

pub(super) async fn team_json(path: Id<TeamId>, asked: Asked) -> Result<Response, ApiError> {
    group_json(&asked, Group::Team(id(path)?)).await
}

pub(super) async fn organisation_pdf(asked: Asked) -> Result<Response, ApiError> {
    group_pdf(&asked, Group::Organisation).await
}

pub(super) async fn organisation_csv(asked: Asked) -> Result<Response, ApiError> {
    group_csv(&asked, Group::Organisation).await
}

pub(super) async fn organisation_json(asked: Asked) -> Result<Response, ApiError> {
    group_json(&asked, Group::Organisation).await
}
