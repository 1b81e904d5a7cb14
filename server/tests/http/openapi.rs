//! The OpenAPI document says what the server does.

use std::collections::BTreeSet;

use axum::body::Body;
use http::{Method, StatusCode};
use serde_json::{Value, json};
use server::api::document::{Access, document};
use server::{api, ingest};
use sqlx::PgPool;

use super::access::assessment;
use super::support::{Answer, CRITERION, Client, Role, World};

fn as_json() -> Value {
    serde_json::to_value(document()).unwrap()
}

/// Method, path and operation of everything in the document.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| {
            (method.to_uppercase(), path.clone(), operation.clone())
        })
    });
    all.collect()
}

/// The paths that a router serves, as it lists them itself.
fn paths_of(router: &axum::Router<server::web::AppState>) -> BTreeSet<String> {
    let list = format!("{router:?}");
    let quoted = list.split('"').skip(1).step_by(2);
    let paths = quoted.filter(|text| text.starts_with('/'));
    // The router's own list of fallbacks names these.
    let paths = paths.filter(|text| *text != "/" && !text.contains("__private__axum"));
    paths.map(str::to_owned).collect()
}

#[test]
fn every_path_is_in_the_document_and_nothing_else_is() {
    let mut served = paths_of(&api::routes());
    served.extend(paths_of(&ingest::routes().into()));
    assert!(served.remove("/api/v1/{*rest}"), "{served:?}");
    let document = as_json();
    let described = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(served, described);
}

/// A method that nobody takes is answered with those that are.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn every_method_is_in_the_document_and_nothing_else_is(pool: PgPool) {
    let world = World::new(pool).await;
    let document = as_json();
    for (path, item) in document["paths"].as_object().unwrap() {
        let concrete = path.replace(['{', '}'], "");
        let answer = world
            .anonymous()
            .send(Method::TRACE, &concrete, "", Body::empty())
            .await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        let served = answer
            .header("allow")
            .split(',')
            .filter(|method| *method != "HEAD");
        let described = item
            .as_object()
            .unwrap()
            .keys()
            .map(|method| method.to_uppercase());
        assert_eq!(
            served.map(str::to_owned).collect::<BTreeSet<_>>(),
            described.collect(),
            "{path}"
        );
    }
}

#[test]
fn it_is_openapi_3_1() {
    let text = api::document::text().unwrap();
    let read = oas3::from_json(text).unwrap();
    assert_eq!(read.validate_version().unwrap().to_string(), "3.1.0");
    assert_eq!(read.operations().count(), operations(&as_json()).len());
    for (name, schema) in as_json()["components"]["schemas"].as_object().unwrap() {
        jsonschema::draft202012::meta::validate(schema)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = as_json();
    let text = document.to_string();
    let references = text.split("\"$ref\":\"#").skip(1);
    let mut seen = 0;
    for reference in references.filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
        seen += 1;
    }
    assert!(seen > 100);
}

#[test]
fn every_operation_says_what_it_is() {
    let document = as_json();
    let mut ids = BTreeSet::new();
    for (method, path, operation) in operations(&document) {
        let of = |key: &str| operation[key].as_str().unwrap_or_default().to_owned();
        let id = of("operationId");
        assert!(!id.is_empty() && ids.insert(id.clone()), "{method} {path}");
        assert!(of("summary").ends_with('.'), "{id}: {}", of("summary"));
        let code = of("x-access");
        let access = Access::ALL
            .iter()
            .find(|access| access.code() == code)
            .unwrap();
        assert!(of("description").ends_with(access.sentence()), "{id}");
        let tags: Vec<_> = document["tags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tag| &tag["name"])
            .collect();
        assert!(tags.contains(&&operation["tags"][0]), "{id}");
        let answers = operation["responses"].as_object().unwrap();
        assert!(answers.keys().any(|status| status.starts_with('2')), "{id}");
        let failures: Vec<_> = answers
            .keys()
            .filter(|status| status.as_str() >= "400")
            .collect();
        assert!(!failures.is_empty(), "{id}");
        // Who is no administrator is refused by 403, and callers have to know that.
        assert!(
            *access != Access::Administrators || answers.contains_key("403"),
            "{id}"
        );
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["description"].is_string(),
                "{id} {}",
                parameter["name"]
            );
        }
        let keyed = operation["parameters"]
            .to_string()
            .contains("Idempotency-Key");
        let ingested = operation["tags"][0] == "Ingestion";
        // Of telemetry only a page without times is not the same by its bytes.
        let sent_again = !ingested || id == "prometheus-metrics";
        assert_eq!(keyed, method != "GET" && sent_again, "{id}");
    }
}

#[test]
fn every_sentence_has_its_chinese() {
    let page = api::document::reference::reference();
    let mut missing = BTreeSet::new();
    let mut say = |text: &str| {
        if !text.is_empty() && app::i18n::reference::sentence(text).is_none() {
            missing.insert(text.to_owned());
        }
    };
    for group in &page.groups {
        say(&group.name);
        say(&group.description);
        for operation in &group.operations {
            let chinese = app::i18n::reference::operation(&operation.id);
            let (summary, description) = chinese.unwrap_or_else(|| panic!("{}", operation.id));
            assert!(
                !summary.is_empty() && description.is_empty() == operation.description.is_empty(),
                "{}",
                operation.id
            );
            say(&operation.access);
            operation
                .parameters
                .iter()
                .for_each(|parameter| say(&parameter.description));
            operation
                .answers
                .iter()
                .for_each(|answer| say(&answer.description));
            operation
                .body
                .iter()
                .for_each(|body| say(&body.description));
        }
    }
    assert_eq!(missing, BTreeSet::new());
    assert_eq!(page.total as usize, operations(&as_json()).len());
}

/// Old links to an operation lead to its row in the index, which leads to the operation itself.
#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn pages_of_the_api_have_an_anchor_for_each_operation(pool: PgPool) {
    let world = World::new(pool).await;
    let mut client = world.client(Role::Viewer).await;
    let index = client.get("/api").await.text();
    assert!(index.len() < 300_000, "{}", index.len());
    for group in &api::document::reference::reference().groups {
        let at = app::href::api_group(&group.tag);
        let page = client.get(&at).await;
        assert_eq!(page.status, StatusCode::OK, "{at}");
        let page = page.text();
        for operation in &group.operations {
            let anchor = format!("id=\"{}\"", operation.id);
            let link = format!("href=\"{at}#{}\"", operation.id);
            assert!(index.contains(&anchor) && index.contains(&link), "{link}");
            assert!(page.contains(&anchor), "{link}");
        }
    }
    let found = client.get("/api/evidence?q=revoke-token").await.text();
    assert_eq!(found.matches("<article").count(), 1);
    let found = client.get("/api?q=revoke-token").await.text();
    assert_eq!(found.matches("<tr id=").count(), 1);
    let unknown = client.get("/api/nothing").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

/// Holds an answer against what the document says of it.
fn conforms(document: &Value, path: &str, method: &str, answer: &Answer) {
    let what = format!("{method} {path} {}: {}", answer.status, answer.text());
    let (path, status) = (path.replace('/', "~1"), answer.status.as_str());
    let response = document.pointer(&format!("/paths/{path}/{method}/responses/{status}"));
    let response = response.unwrap_or_else(|| panic!("{what}"));
    let Some(content) = response.get("content") else {
        assert!(answer.bytes.is_empty(), "{what}");
        return;
    };
    let media = content.get(answer.header("content-type"));
    let schema = media.and_then(|media| media.get("schema"));
    let mut schema = schema.unwrap_or_else(|| panic!("{what}")).clone();
    let components = document.get("components").unwrap().clone();
    let whole = schema.as_object_mut().unwrap();
    whole.insert("components".to_owned(), components);
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let body = answer.json();
    let errors: Vec<_> = validator
        .iter_errors(&body)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{what}");
}

async fn read(document: &Value, client: &mut Client, path: &str, concrete: &str) -> Answer {
    let answer = client.get(concrete).await;
    conforms(document, path, "get", &answer);
    answer
}

async fn write(
    document: &Value,
    client: &mut Client,
    path: &str,
    concrete: &str,
    body: Value,
) -> Answer {
    let kind = "application/json";
    let answer = client
        .send(Method::POST, concrete, kind, Body::from(body.to_string()))
        .await;
    conforms(document, path, "post", &answer);
    answer
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn results_are_as_the_document_says(pool: PgPool) {
    let world = World::new(pool).await;
    world
        .answer(Role::Architect, world.workload, CRITERION, 0)
        .await;
    let (document, id) = (as_json(), assessment(&world, world.workload).await);
    let mut client = world.client(Role::Viewer).await;
    for (path, concrete, status) in [
        (
            "/api/v1/frameworks/{framework}",
            "/api/v1/frameworks/genai-wa".to_owned(),
            200,
        ),
        (
            "/api/v1/frameworks/{framework}",
            "/api/v1/frameworks/none".to_owned(),
            404,
        ),
        (
            "/api/v1/assessments/{assessment}",
            format!("/api/v1/assessments/{id}"),
            200,
        ),
        (
            "/api/v1/teams/{team}/report.json",
            format!("/api/v1/teams/{}/report.json", world.team),
            200,
        ),
        (
            "/api/v1/organisation/report.json",
            "/api/v1/organisation/report.json".to_owned(),
            200,
        ),
        (
            "/api/v1/organisation/report.pdf",
            "/api/v1/organisation/report.pdf?lang=fr".to_owned(),
            400,
        ),
        ("/api/v1/rules", "/api/v1/rules?lang=zh-CN".to_owned(), 200),
        (
            "/api/v1/openapi.json",
            "/api/v1/openapi.json".to_owned(),
            200,
        ),
    ] {
        let answer = read(&document, &mut client, path, &concrete).await;
        assert_eq!(answer.status, status, "{concrete}");
    }
    let path = "/api/v1/rules";
    let answer = read(&document, &mut world.anonymous(), path, path).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    // The document is for everybody.
    let path = "/api/v1/openapi.json";
    assert_eq!(
        read(&document, &mut world.anonymous(), path, path)
            .await
            .json(),
        document
    );
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn evidence_is_as_the_document_says(pool: PgPool) {
    let world = World::new(pool).await;
    let (document, id) = (as_json(), world.workload);
    let mut client = world.client(Role::Owner).await;
    let of = |part: &str| {
        (
            format!("/api/v1/workloads/{{workload}}/{part}"),
            format!("/api/v1/workloads/{id}/{part}"),
        )
    };
    let file = json!({"SchemaVersion": 2, "ArtifactName": "serving", "ArtifactType": "container_image",
        "Results": [{"Target": "serving", "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
            {"VulnerabilityID": "CVE-2026-1", "PkgName": "openssl", "InstalledVersion": "3.0", "Severity": "HIGH",
             "FixedVersion": "3.1", "Title": "A flaw"}]}]});
    let (path, at) = of("evidence");
    let sent = write(
        &document,
        &mut client,
        &path,
        &format!("{at}?file=trivy.json"),
        file,
    )
    .await;
    assert_eq!(sent.status, StatusCode::CREATED);
    let unusable = write(
        &document,
        &mut client,
        &path,
        &at,
        json!({"none": "of ours"}),
    )
    .await;
    assert_eq!(unusable.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = read(&document, &mut client, &path, &at).await.json();
    assert!(
        !page["readings"].as_array().unwrap().is_empty()
            && !page["waiting"].as_array().unwrap().is_empty()
    );
    let (path, at) = of("findings");
    let found = read(&document, &mut client, &path, &at).await.json();
    assert_eq!(found["total"], 1);
    let (path, at) = of("signals");
    read(&document, &mut client, &path, &at).await;
    let (path, at) = of("cost");
    read(
        &document,
        &mut client,
        &path,
        &format!("{at}?part=calculators&spend=1000&tokens_in=5"),
    )
    .await;
    let (path, at) = (
        "/api/v1/organisation/cost",
        "/api/v1/organisation/cost?by=model",
    );
    read(&document, &mut client, path, at).await;
    let (path, at) = of("tokens");
    let refused = write(
        &document,
        &mut client,
        &path,
        &at,
        json!({"name": "", "days": 0}),
    )
    .await;
    assert_eq!(refused.json()["error"]["code"], "invalid");
    write(
        &document,
        &mut client,
        &path,
        &at,
        json!({"name": "CI", "days": 9, "scope": "signals"}),
    )
    .await;
    let (path, at) = of("verdicts");
    let malformed = write(
        &document,
        &mut client,
        &path,
        &at,
        json!({"accept": "perhaps"}),
    )
    .await;
    assert_eq!(malformed.status, StatusCode::BAD_REQUEST);
}
