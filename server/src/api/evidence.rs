//! Evidence from other tools: files by people and pipelines, verdicts, findings, tokens.

use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query};
use axum::response::IntoResponse;
use axum::{Extension, Json};
use domain::evidence::{Kind, Severity};
use domain::rule::Outcome;
use domain::views::evidence::{
    EvidencePage, FindingStanding, FindingsPage, ReadingRow, TelemetryFile, TokenScope,
};
use domain::{CheckId, FindingId, Locale, ReadingId, RuleId, TokenId, WorkloadId};
use http::StatusCode;
use http::header::AUTHORIZATION;
use http::request::Parts;
use serde::{Deserialize, Serialize};
use services::assessing::NewFile;
use services::evidence::{self, Decision, FindingsQuery, HandedIn, Said, Sender, Triage};
use services::{Error, Services};
use utoipa::{IntoParams, ToSchema};

use super::document::{File, Refused, TooLarge, Unknown, Written};
use super::error::ApiError;
use super::reports::{Asked, Id, id};
use crate::web::idempotency::ShownOnce;
use crate::web::{AppState, RequestId};

pub(super) type Sent<T> = Result<Json<T>, JsonRejection>;

pub(super) fn sent<T>(body: Sent<T>) -> Result<T, ApiError> {
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
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct FileQuery {
    /// The file's name; without dates and numbers of runs it is the subject of files that don't say theirs.
    #[serde(default)]
    file: String,
    /// What the file is about; a later one about the same takes its place. Left out, it or its name says so.
    #[serde(default)]
    #[param(max_length = 500)]
    subject: String,
    /// What it is, where its content does not tell, as with an empty list.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only look, keep nothing.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// What became of a file.
#[derive(Serialize, ToSchema)]
#[schema(as = HandedIn)]
pub(super) struct Answer {
    /// Whether it was not there before.
    new: bool,
    /// What it says, where it is evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<ReadingRow>,
    /// What it holds, where it is telemetry.
    #[serde(skip_serializing_if = "Option::is_none")]
    telemetry: Option<TelemetryFile>,
}

/// Hands in a file of another tool.
///
/// What it is, is recognised by its content; it is read, and not kept itself. The same file twice counts once; one without
/// a date of its own, once a day. A file of telemetry (OTLP in JSON, a page of metrics) goes the way of what senders send.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/evidence",
    operation_id = "send-evidence",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        FileQuery,
    ),
    request_body(content = File, content_type = "application/octet-stream", description = "The file as the tool wrote it, up to 20 MiB."),
    responses(
        (status = 200, description = "The file was there already, or was only looked at.", body = Answer),
        (status = 201, description = "The file was read and kept.", body = Answer),
        TooLarge, Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects_or_evidence_token"))),
)]
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
    let said = Said {
        kind: query.kind,
        subject: query.subject,
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
    let done = evidence::hand_in_as(services, sender, workload, (file, said), !query.dry_run).await;
    match done.map_err(|error| ApiError::from_use_case(error, request))? {
        HandedIn::Read { reading, new } => {
            let answer = Answer {
                new,
                reading: Some(*reading),
                telemetry: None,
            };
            Ok((kept(new && !query.dry_run), Json(answer)))
        }
        HandedIn::Telemetry { held, new } => {
            let answer = Answer {
                new,
                reading: None,
                telemetry: Some(held),
            };
            Ok((kept(new && !query.dry_run), Json(answer)))
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

const fn kept(new: bool) -> StatusCode {
    if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

/// Hands in a file of another tool, for the workload of the token.
///
/// As `send-evidence`; `hexastyle push` uses it.
#[utoipa::path(
    post,
    path = "/api/v1/evidence",
    operation_id = "send-evidence-by-token",
    tag = "Evidence",
    params(
        FileQuery,
    ),
    request_body(content = File, content_type = "application/octet-stream", description = "The file as the tool wrote it, up to 20 MiB."),
    responses(
        (status = 200, description = "The file was there already, or was only looked at.", body = Answer),
        (status = 201, description = "The file was read and kept.", body = Answer),
        TooLarge, Written, Refused,
    ),
    extensions(("x-access" = json!("evidence_token"))),
)]
pub(super) async fn hand_in_by_token(
    caller: Caller,
    query: Result<Query<FileQuery>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<(StatusCode, Json<Answer>), ApiError> {
    let Caller::Machine { workload, .. } = caller else {
        return Err(ApiError::unauthenticated());
    };
    hand_in(Ok(Path(workload)), caller, query, body).await
}

/// What came in, verdicts beside answers, rules that wait for data, tokens.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/evidence",
    operation_id = "get-evidence",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("lang" = inline(Option<Locale>), Query, description = "The language; the reader's own where it is left out."),
    ),
    responses(
        (status = 200, description = "What came in, and what rules say.", body = EvidencePage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn page(
    path: Id<WorkloadId>,
    asked: Asked,
) -> Result<Json<EvidencePage>, ApiError> {
    let page = evidence::evidence_page(&asked.services, &asked.viewer, id(path)?, asked.locale);
    page.await.map(Json).map_err(|error| asked.refused(error))
}

/// Takes a file back.
///
/// What rules said of it is judged anew.
#[utoipa::path(
    delete,
    path = "/api/v1/workloads/{workload}/readings/{reading}",
    operation_id = "withdraw-reading",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("reading" = inline(ReadingId), Path, description = "The id of a file that came in."),
    ),
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(super) async fn withdraw(
    path: Id<(WorkloadId, ReadingId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, reading) = id(path)?;
    let done = evidence::withdraw_reading(&asked.services, &asked.viewer, workload, reading);
    asked.done(done.await)
}

/// What a person says to some verdicts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Decision, example = json!({
    "rules": [{"rule": "S05.vuln", "verdict": "supports"}], "accept": true, "remark": ""
}))]
pub(super) struct DecisionBody {
    /// The rules, each with the outcome that the person saw.
    rules: Vec<Seen>,
    /// Whether the answers follow.
    accept: bool,
    /// Why; needed to reject.
    #[serde(default)]
    remark: String,
}

/// A rule and its outcome, as a person saw them.
#[derive(Deserialize, ToSchema)]
struct Seen {
    /// Which rule.
    rule: RuleId,
    /// The outcome that was seen.
    #[serde(flatten)]
    outcome: Outcome,
}

/// Accepts or rejects verdicts: all or none.
///
/// `verdict` is the one that was seen; where it is another one by now, nothing is written and the answer is 409. A
/// rejection needs a remark.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/verdicts",
    operation_id = "decide-verdicts",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    request_body = DecisionBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
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
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(super) struct FindingsAsked {
    /// Only of this kind of file.
    #[param(value_type = Option<Kind>, inline)]
    kind: String,
    /// Only of this tool, as it names itself.
    #[param(value_type = Option<String>)]
    tool: String,
    /// This severity or worse.
    #[param(value_type = Option<Severity>, inline)]
    severity: String,
    /// Only those that rules of this check count.
    #[param(value_type = Option<CheckId>, inline)]
    check: String,
    /// Only those that stand so.
    #[param(value_type = Option<FindingStanding>, inline)]
    state: String,
    /// Which page, from 1; 50 findings each.
    #[param(value_type = Option<u32>, minimum = 1)]
    page: String,
}

/// Findings of other tools, the worst first.
#[utoipa::path(
    get,
    path = "/api/v1/workloads/{workload}/findings",
    operation_id = "list-findings",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        FindingsAsked,
    ),
    responses(
        (status = 200, description = "A page of findings.", body = FindingsPage),
        Unknown, Refused,
    ),
    extensions(("x-access" = json!("readers"))),
)]
pub(super) async fn findings(
    path: Id<WorkloadId>,
    asked: Asked,
    query: Result<Query<FindingsAsked>, QueryRejection>,
) -> Result<Json<FindingsPage>, ApiError> {
    let Query(query) = query.map_err(|rejection| ApiError::malformed(rejection.body_text()))?;
    let query = FindingsQuery {
        kind: query.kind,
        tool: query.tool,
        severity: query.severity,
        check: query.check,
        state: query.state,
        page: query.page,
    };
    let page = evidence::findings_page(&asked.services, &asked.viewer, id(path)?, &query);
    page.await.map(Json).map_err(|error| asked.refused(error))
}

/// A decision about a finding.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Triage, example = json!({
    "decision": "accepted", "until": "2026-12-31", "remark": "No fix yet; the port is closed.", "version": 1
}))]
pub(super) struct TriageBody {
    /// Where it stands from now on.
    #[schema(value_type = TriageDecision)]
    decision: String,
    /// The last day on which it is accepted, such as `2026-12-31`; only with `accepted`.
    #[serde(default)]
    until: String,
    /// Why.
    #[serde(default)]
    remark: String,
    /// The version that was seen.
    version: i32,
}

/// Settles a finding: open, accepted until a day, no problem, or fixed.
///
/// A finding that was said to be fixed is open again once a later run reports it.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/findings/{finding}",
    operation_id = "triage-finding",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("finding" = inline(FindingId), Path, description = "The id of a finding."),
    ),
    request_body = TriageBody,
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
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

/// What a person says of a finding.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "it only stands in the document")]
pub(super) enum TriageDecision {
    Open,
    Accepted,
    FalsePositive,
    Fixed,
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken, example = json!({"name": "CI", "days": 90, "scope": "evidence"}))]
pub(super) struct TokenBody {
    /// What it is called in the list.
    #[schema(min_length = 1)]
    name: String,
    /// How long it lives, 1–366.
    #[schema(minimum = 1, maximum = 366)]
    days: u32,
    /// What it allows to send: `evidence` or `signals`.
    #[serde(default = "evidence_scope")]
    scope: TokenScope,
}

const fn evidence_scope() -> TokenScope {
    TokenScope::Evidence
}

/// The secret, shown once.
#[derive(Serialize, ToSchema)]
#[schema(as = TokenSecret)]
pub(super) struct TokenAnswer {
    /// `hxs_…`, for `Authorization: Bearer`.
    token: String,
}

/// Makes a token for a machine.
///
/// Its secret is in this answer and nowhere else: a retry with the same `Idempotency-Key` is answered 409.
#[utoipa::path(
    post,
    path = "/api/v1/workloads/{workload}/tokens",
    operation_id = "create-token",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
    ),
    request_body = TokenBody,
    responses(
        (status = 201, description = "The token, shown once.", body = TokenAnswer),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(super) async fn new_token(
    path: Id<WorkloadId>,
    asked: Asked,
    body: Sent<TokenBody>,
) -> Result<impl IntoResponse + use<>, ApiError> {
    let (workload, body) = (id(path)?, sent(body)?);
    let (services, viewer) = (&asked.services, &asked.viewer);
    let days = body.days.to_string();
    let token =
        evidence::create_token(services, viewer, workload, body.scope, (&body.name, &days)).await;
    let token = token.map_err(|error| asked.refused(error))?;
    let answer = Json(TokenAnswer { token });
    Ok((StatusCode::CREATED, Extension(ShownOnce), answer))
}

/// Ends a token at once.
#[utoipa::path(
    delete,
    path = "/api/v1/workloads/{workload}/tokens/{token}",
    operation_id = "revoke-token",
    tag = "Evidence",
    params(
        ("workload" = inline(WorkloadId), Path, description = "The id of a workload."),
        ("token" = inline(TokenId), Path, description = "The id of a token."),
    ),
    responses(
        (status = 204, description = "Done."),
        Unknown, Written, Refused,
    ),
    extensions(("x-access" = json!("architects"))),
)]
pub(super) async fn revoke_token(
    path: Id<(WorkloadId, TokenId)>,
    asked: Asked,
) -> Result<StatusCode, ApiError> {
    let (workload, token) = id(path)?;
    let done = evidence::revoke_token(&asked.services, &asked.viewer, workload, token);
    asked.done(done.await)
}

impl Asked {
    pub(super) fn refused(&self, error: Error) -> ApiError {
        ApiError::from_use_case(error, self.request)
    }

    pub(super) fn done(&self, done: Result<(), Error>) -> Result<StatusCode, ApiError> {
        done.map(|()| StatusCode::NO_CONTENT)
            .map_err(|error| self.refused(error))
    }
}
