//! `Idempotency-Key`: a request that is sent again does not run again (draft-ietf-httpapi-idempotency-key-header).

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use services::assessing::LARGEST_FILE;
use services::idempotency::{self, Caller, Claimed, InvalidKey, Kept, Key, Verdict};
use services::{Services, evidence};

use crate::api::ApiError;
use crate::web::{AppState, Identity, RequestId, bearer, failure};

/// The header with the key.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// `true` on an answer that was given before.
pub const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Marks an answer that holds a secret, which is shown once and kept nowhere.
#[derive(Clone, Copy, Debug)]
pub struct ShownOnce;

/// Runs a state-changing request with a key once; every other request passes.
pub async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE
    );
    if reads || !request.headers().contains_key(IDEMPOTENCY_KEY) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().copied();
    match with_key(&state.services, request, next).await {
        Ok(response) => response,
        Err(Refused::Api(error)) => error.into_response(),
        Err(Refused::Failed(error)) => ApiError::from_use_case(error, id).into_response(),
    }
}

/// Why a request does not run.
enum Refused {
    Api(ApiError),
    Failed(services::Error),
}

impl From<services::Error> for Refused {
    fn from(error: services::Error) -> Self {
        Self::Failed(error)
    }
}

async fn with_key(services: &Services, request: Request, next: Next) -> Result<Response, Refused> {
    let key = key(request.headers()).map_err(|InvalidKey| Refused::Api(ApiError::bad_key()))?;
    let (parts, body) = request.into_parts();
    let Some(caller) = caller(services, &parts).await? else {
        // Whom nobody knows is refused further in; there is nothing to keep for them.
        return Ok(next.run(Request::from_parts(parts, body)).await);
    };
    let body = to_bytes(body, LARGEST_FILE).await;
    let body = body.map_err(|_| Refused::Api(ApiError::too_large()))?;
    let claim = idempotency::Request {
        caller,
        method: parts.method.as_str(),
        path: parts.uri.path(),
        key: &key,
        query: parts.uri.query().unwrap_or_default(),
        content_type: parts
            .headers
            .get(CONTENT_TYPE)
            .map_or(&[], HeaderValue::as_bytes),
        body: &body,
    };
    match idempotency::claim(services, &claim).await? {
        Verdict::Run(claimed) => {
            let request = Request::from_parts(parts, Body::from(body));
            run(services.clone(), claimed, request, next).await
        }
        Verdict::Replay(kept) => replay(kept).map_err(Refused::Api),
        Verdict::UnderWay => Err(Refused::Api(ApiError::under_way())),
        Verdict::AnotherRequest => Err(Refused::Api(ApiError::key_used())),
    }
}

fn key(headers: &HeaderMap) -> Result<Key, InvalidKey> {
    let mut all = headers.get_all(IDEMPOTENCY_KEY).iter();
    match (all.next(), all.next()) {
        (Some(value), None) => Key::parse(value.as_bytes()),
        _ => Err(InvalidKey),
    }
}

/// Who sends it, by the same means as the handlers further in.
async fn caller(services: &Services, parts: &Parts) -> Result<Option<Caller>, services::Error> {
    let Some(token) = bearer(&parts.headers) else {
        let identity = parts.extensions.get::<Identity>();
        let visitor = identity.and_then(|identity| identity.visitor.as_ref());
        return Ok(visitor.map(|visitor| Caller::Person(visitor.viewer.user)));
    };
    let admitted = evidence::admit(services, token).await?;
    Ok(admitted.map(|(token, _)| Caller::Machine(token)))
}

/// Runs the request in a task of its own: it ends, and its answer is kept, even where the sender went away. That is
/// what senders come again for.
async fn run(
    services: Services,
    claimed: Claimed,
    request: Request,
    next: Next,
) -> Result<Response, Refused> {
    let (kept_by, name) = (services.clone(), claimed.clone());
    let task = tokio::spawn(async move {
        let response = next.run(request).await;
        keep(&kept_by, &name, response).await
    });
    match task.await {
        Ok(response) => Ok(response),
        Err(panicked) => {
            idempotency::release(&services, &claimed).await?;
            Err(services::Error::Internal("a request", Box::new(panicked)).into())
        }
    }
}

/// Whether a retry would be answered the same: not where we failed, nor where waiting or signing in helps.
fn is_final(status: StatusCode) -> bool {
    let passing = [StatusCode::UNAUTHORIZED, StatusCode::TOO_MANY_REQUESTS];
    !status.is_server_error() && !passing.contains(&status)
}

/// Keeps an answer, and gives it back. Where that fails the answer still goes out: the request ran.
async fn keep(services: &Services, claimed: &Claimed, response: Response) -> Response {
    if !is_final(response.status()) {
        if let Err(error) = idempotency::release(services, claimed).await {
            failure::log(&error, None);
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    // Answers of writes are in memory already; reading them can't fail.
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let secret = parts.extensions.get::<ShownOnce>().is_some();
    let kept = Kept {
        status: parts.status.as_u16(),
        content_type: parts
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        body: (!secret && body.len() <= idempotency::LARGEST_ANSWER).then(|| body.to_vec()),
    };
    if let Err(error) = idempotency::finish(services, claimed, &kept).await {
        failure::log(&error, None);
    }
    Response::from_parts(parts, Body::from(body))
}

fn replay(kept: Kept) -> Result<Response, ApiError> {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::NO_CONTENT);
    let body = kept.body.ok_or_else(|| ApiError::not_kept(status))?;
    let mut response = (status, Bytes::from(body)).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    if let Some(kind) = kept.content_type.and_then(|kind| kind.try_into().ok()) {
        headers.insert(CONTENT_TYPE, kind);
    }
    headers.insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
