//! The OpenAPI 3.1 document, made of the declarations beside the handlers and of the types that they answer.

mod access;
mod bodies;
mod parameters;
pub mod reference;
mod refusals;

use std::sync::LazyLock;

use axum::response::IntoResponse;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, Tag,
};
use utoipa::{PartialSchema, ToSchema};

pub use access::Access;
pub(crate) use bodies::{Bytes, File, Json, Packed, Pdf, Snappy, Spreadsheet, WebPage, Workbook};
pub(crate) use parameters::{IfNoneMatch, Language};
pub(crate) use refusals::{
    Cached, Forbidden, Invalid, OtlpRefused, OtlpStatus, PrometheusRefused, Refused, TooLarge,
    Unknown, Written,
};

use super::error::ErrorBody;
use crate::ingest;

/// Groups of operations, in the order in which pages show them.
const TAGS: [(&str, &str); 7] = [
    ("Results", "Assessments, reports and tables."),
    (
        "Evidence",
        "Files of other tools, what rules say of them, and what people say to that.",
    ),
    (
        "Telemetry",
        "What came in by name, and the parts of a workload.",
    ),
    (
        "Cost",
        "What a month came to: tokens, money, GPUs, energy and carbon, with the rows behind them.",
    ),
    ("Rules", "Rules that judge, and their numbers."),
    (
        "Ingestion",
        "Telemetry by machines: OTLP over HTTP and Prometheus.",
    ),
    ("Document", "This document."),
];

const DESCRIPTION: &str = "\
A console for governing generative AI architecture. Errors are `{\"error\": {\"code\", \"message\", \"fields\"}}` with the \
status that says the same. Names may be added to answers, never changed. `x-access` says who may call an operation.";

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(build);
static TEXT: LazyLock<Result<String, serde_json::Error>> =
    LazyLock::new(|| serde_json::to_string_pretty(&*DOCUMENT));

/// The document.
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// The document as JSON.
///
/// # Errors
/// None that a caller can cause: every part of it has a JSON form.
pub fn text() -> Result<&'static str, &'static serde_json::Error> {
    TEXT.as_deref()
}

/// This document: OpenAPI 3.1.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    operation_id = "get-openapi",
    tag = "Document",
    responses((status = 200, description = "The document.", body = inline(Json)), refusals::Ours),
    extensions(("x-access" = json!("anyone"))),
)]
pub(super) async fn openapi() -> impl IntoResponse {
    let kind = HeaderValue::from_static("application/json");
    text()
        .map(|text| ([(CONTENT_TYPE, kind)], text))
        .map_err(|error| {
            crate::web::failure::log(error, None);
            super::ApiError::internal(http::StatusCode::INTERNAL_SERVER_ERROR, None)
        })
}

fn build() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Hexastyle")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .build();
    let mut document = OpenApiBuilder::new()
        .info(info)
        .tags(Some(TAGS.map(tag)))
        .components(Some(components()))
        .build();
    document.merge(super::operations().into_openapi());
    document.merge(ingest::routes().into_openapi());
    for (path, item) in &mut document.paths.paths {
        let keyed = !ingest::is_ours(path);
        for (writes, operation) in operations_of(item) {
            access::complete(operation);
            parameters::tidy(operation);
            if writes && keyed {
                add_key(operation);
            }
        }
    }
    document
}

fn tag((name, description): (&str, &str)) -> Tag {
    TagBuilder::new()
        .name(name)
        .description(Some(description))
        .build()
}

/// Schemas that only refusals name, and how callers show who they are.
fn components() -> utoipa::openapi::Components {
    let mut schemas = vec![
        (ErrorBody::name().into_owned(), ErrorBody::schema()),
        (OtlpStatus::name().into_owned(), OtlpStatus::schema()),
    ];
    ErrorBody::schemas(&mut schemas);
    let components = ComponentsBuilder::new().schemas_from_iter(schemas);
    access::schemes()
        .into_iter()
        .fold(components, |components, (name, scheme)| {
            components.security_scheme(name, scheme)
        })
        .build()
}

/// The operations of a path, and whether each changes something.
fn operations_of(item: &mut PathItem) -> impl Iterator<Item = (bool, &mut Operation)> {
    let PathItem {
        get,
        put,
        post,
        delete,
        patch,
        ..
    } = item;
    let writes = [put, post, delete, patch].into_iter().flatten();
    let reads = get.iter_mut().map(|operation| (false, operation));
    reads.chain(writes.map(|operation| (true, operation)))
}

/// Every state-changing request below `/api/v1` may carry a key, which makes sending it again safe.
fn add_key(operation: &mut Operation) {
    operation
        .parameters
        .get_or_insert_default()
        .push(key_parameter().into());
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && status.starts_with('2')
        {
            response
                .headers
                .insert("Idempotency-Replayed".to_owned(), replayed().into());
        }
    }
}

fn replayed() -> Header {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(["true"]));
    HeaderBuilder::new()
        .schema(Some(schema))
        .description(Some("The request ran before, and this is its answer."))
        .build()
}

fn key_parameter() -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("A new one for each request, the same one to send it again: it then does not run twice."))
        .schema(Some(schema))
        .build()
}
