//! Evidence from other tools: files by people and pipelines, verdicts, findings, tokens.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{FromRequestParts, Query};
use domain::rule::Outcome;
use domain::views::evidence::{EvidencePage, FindingsPage, ReadingRow};
use domain::{FindingId, ReadingId, RuleId, TokenId, WorkloadId};
use http::StatusCode;
use http::header::AUTHORIZATION;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use services::assessing::NewFile;
use services::evidence::{self, Decision, FindingsQuery, HandedIn, Sender, Triage};
use services::{Error, Services};

use super::error::ApiError;
use super::reports::{Asked, Id, id};
use crate::web::{AppState, RequestId};

type Sent<T> = Result<Json<T>, JsonRejection>;

fn sent<T>(body: Sent<T>) -> Result<T, ApiError> {
    body.map(|Json(value)| value)
        .map_err(|rejection| ApiError::malformed(rejection.body_text()))
}

/// A person with a session, or a machine with a token.
pub(super) enum Caller {
    Person(Box<Asked>),
    Machine {
        services: Services,
        token: TokenId,
        workload: WorkloadId,
        request: Option<RequestId>,
    },
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Some(header) = parts.headers.get(AUTHORIZATION) else {
            let asked = Asked::from_request_parts(parts, state).await?;
            return Ok(Self::Person(Box::new(asked)));
        };
        let request = parts.extensions.get::<RequestId>().copied();
        let text = header.to_str().ok().and_then(|h| h.strip_prefix("Bearer "));
        let services = state.services.clone();
        let admitted = evidence::admit(&services, text.unwrap_or_default().trim());
        let admitted = admitted
            .await
            .map_err(|e| ApiError::from_use_case(e, request))?;
        let (token, workload) = admitted.ok_or_else(ApiError::unauthenticated)?;
        Ok(Self::Machine {
            services,
            token,
            workload,
            request,
        })
    }
}

/// What stands after the `?` of a file.
#[derive(Deserialize)]
pub(super) struct FileQuery {
    /// The file's name.
    #[serde(default)]
    file: String,
    /// Only look, keep nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What became of a file.
#[derive(Serialize)]
pub(super) struct Answer {
    /// Whether it was not there before.
    new: bool,
    reading: ReadingRow,
}

/// `POST /api/v1/workloads/{id}/evidence?file=NAME&dry_run=true`, the file as the body. The same file twice counts once.
pub(super) async fn hand_in(
    path: Id<WorkloadId>,
    caller: Caller,
    query: Result<Query<FileQuery>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Answer>), ApiError> {
    let workload = id(path)?;
    let Query(query) = query.map_err(|rejection| ApiError::malformed(rejection.body_text()))?;
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::too_large(),
        _ => ApiError::malformed(rejection.body_text()),
    })?;
    let file = NewFile {
        name: query.file,
        bytes: body.into(),
    };
    let (services, request, sender) = match &caller {
        Caller::Person(asked) => (
            &asked.services,
            asked.request,
            Sender::Person(&asked.viewer),
        ),
        Caller::Machine {
            services,
            token,
            workload,
            request,
        } => (services, *request, Sender::Machine(*token, *workload)),
    };
    let done = evidence::hand_in(services, sender, workload, file, !query.dry_run).await;
    match done.map_err(|error| ApiError::from_use_case(error, request))? {
        HandedIn::Read { reading, new } => {
            let status = if new && !query.dry_run {
                StatusCode::CREATED
            } else {
                StatusCode::OK
            };
            let reading = *reading;
            Ok((status, Json(Answer { new, reading })))
        }
        HandedIn::Unusable(why) => {
            let details = serde_json::to_value(&why).map_err(|error| {
                let error = Error::Internal("evidence", Box::new(error));
                ApiError::from_use_case(error, request)
            })?;
            Err(ApiError::unusable(details))
        }
    }
}

/// `GET /api/v1/workloads/{id}/evidence`: what came in, verdicts, what waits.
pub(super) async fn page(
    path: Id<WorkloadId>,
    asked: Asked,
) -> Result<Json<EvidencePage>, ApiError> {
    let page = evidence::evidence_page(&asked.services, &asked.viewer, id(path)?, asked.locale);
    page.await.map(Json).map_err(|error| asked.refused(error))
}

/// `DELETE /api/v1/workloads/{id}/readings/{reading}`.
pub(super) async fn withdraw(
    path: Id<(WorkloadId, ReadingId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, reading) = id(path)?;
    let done = evidence::withdraw_reading(&asked.services, &asked.viewer, workload, reading);
    asked.done(done.await)
}

/// What a person says to some verdicts.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DecisionBody {
    /// The rules, each with the outcome that the person saw.
    rules: Vec<Seen>,
    /// Whether the answers follow.
    accept: bool,
    /// Why; needed to reject.
    #[serde(default)]
    remark: String,
}

#[derive(Deserialize)]
struct Seen {
    rule: RuleId,
    #[serde(flatten)]
    outcome: Outcome,
}

/// `POST /api/v1/workloads/{id}/verdicts`: all or none.
pub(super) async fn decide(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<DecisionBody>,
) -> Result<StatusCode, ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let rules: Vec<_> = body
        .rules
        .into_iter()
        .map(|s| (s.rule, s.outcome))
        .collect();
    let decision = if body.accept {
        Decision::Accept
    } else {
        Decision::Reject
    };
    let (services, viewer) = (&asked.services, &asked.viewer);
    let done = evidence::decide(services, viewer, workload, &rules, decision, &body.remark);
    asked.done(done.await)
}

/// What stands after the `?` of the findings.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct FindingsAsked {
    kind: String,
    severity: String,
    check: String,
    state: String,
    page: String,
}

/// `GET /api/v1/workloads/{id}/findings?kind=&severity=&check=&state=&page=`.
pub(super) async fn findings(
    path: Id<WorkloadId>,
    asked: Asked,
    Query(query): Query<FindingsAsked>,
) -> Result<Json<FindingsPage>, ApiError> {
    let query = FindingsQuery {
        kind: query.kind,
        severity: query.severity,
        check: query.check,
        state: query.state,
        page: query.page,
    };
    let page = evidence::findings_page(&asked.services, &asked.viewer, id(path)?, &query);
    page.await.map(Json).map_err(|error| asked.refused(error))
}

/// A decision about a finding.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TriageBody {
    decision: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    remark: String,
    version: i32,
}

/// `POST /api/v1/workloads/{id}/findings/{finding}`.
pub(super) async fn triage(
    path: Id<(WorkloadId, FindingId)>,
    asked: Asked,
    body: Sent<TriageBody>,
) -> Result<StatusCode, ApiError> {
    let ((workload, finding), body) = (id(path)?, sent(body)?);
    let form = Triage {
        decision: body.decision,
        until: body.until,
        remark: body.remark,
        version: body.version,
    };
    let done = evidence::triage(&asked.services, &asked.viewer, workload, finding, &form);
    asked.done(done.await)
}

/// A token to be made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenBody {
    name: String,
    /// How long it lives, 1–366.
    days: u32,
}

/// The secret, shown once.
#[derive(Serialize)]
pub(super) struct TokenAnswer {
    token: String,
}

/// `POST /api/v1/workloads/{id}/tokens`.
pub(super) async fn new_token(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<TokenBody>,
) -> Result<(StatusCode, Json<TokenAnswer>), ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let (services, viewer) = (&asked.services, &asked.viewer);
    let days = body.days.to_string();
    let token = evidence::create_token(services, viewer, workload, &body.name, &days).await;
    let token = token.map_err(|error| asked.refused(error))?;
    Ok((StatusCode::CREATED, Json(TokenAnswer { token })))
}

/// `DELETE /api/v1/workloads/{id}/tokens/{token}`.
pub(super) async fn revoke_token(
    path: Id<(WorkloadId, TokenId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, token) = id(path)?;
    let done = evidence::revoke_token(&asked.services, &asked.viewer, workload, token);
    asked.done(done.await)
}

impl Asked {
    fn refused(&self, error: Error) -> ApiError {
        ApiError::from_use_case(error, self.request)
    }

    fn done(&self, done: Result<(), Error>) -> Result<StatusCode, ApiError> {
        done.map(|()| StatusCode::NO_CONTENT)
            .map_err(|error| self.refused(error))
    }
}
