//! Against a server on a real connection: what is sent with a question, and what counts as an answer.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use flate2::{Compression, write::GzEncoder};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{LARGEST, PrometheusConfig, PrometheusError};

const QUESTION: &str = "/api/v1/query?query=up";
const TOKEN: &str = "Bearer not-a-real-secret";
const ANSWER: &str = r#"{"status":"success"}"#;

/// A server that gives these answers, each on a connection of its own, and passes on what it was asked.
struct Peer {
    address: SocketAddr,
    asked: Receiver<String>,
}

impl Peer {
    fn start(answers: Vec<Vec<u8>>, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (heard, asked) = mpsc::channel();
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let question = match &tls {
                    None => talk(&mut stream, &answer),
                    Some(config) => {
                        let connection = ServerConnection::new(Arc::clone(config)).unwrap();
                        talk(&mut StreamOwned::new(connection, stream), &answer)
                    }
                };
                // A client that breaks off has asked nothing; a test that is over hears nothing.
                if let Ok(question) = question {
                    drop(heard.send(question));
                }
            }
        });
        Self { address, asked }
    }

    /// The next question that it was asked.
    fn asked(&self) -> String {
        self.asked.recv_timeout(Duration::from_secs(10)).unwrap()
    }

    fn was_not_asked(&self) -> bool {
        self.asked.recv_timeout(Duration::from_millis(50)).is_err()
    }
}

/// Reads a question to its end and answers it.
fn talk(stream: &mut (impl Read + Write), answer: &[u8]) -> io::Result<String> {
    let mut question = Vec::new();
    while !question.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        question.extend(byte);
    }
    stream.write_all(answer)?;
    stream.flush()?;
    Ok(String::from_utf8(question).unwrap())
}

/// An answer with a status, more headers and a body.
fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn json(status: &str) -> Vec<u8> {
    answer(
        status,
        "content-type: application/json\r\n",
        ANSWER.as_bytes(),
    )
}

/// What comes of a question.
fn ask(config: &PrometheusConfig) -> Result<String, String> {
    let fetch = config.fetch().unwrap();
    (fetch.0)(QUESTION).map(|body| String::from_utf8(body).unwrap())
}

/// A question, with credentials, to a server that answers so.
fn answered(answer: Vec<u8>) -> Result<String, String> {
    let peer = Peer::start(vec![answer], None);
    ask(&config(&format!("http://{}", peer.address)))
}

fn config(url: &str) -> PrometheusConfig {
    PrometheusConfig {
        url: url.to_owned(),
        authorization: Some(TOKEN.to_owned()),
        ca: None,
    }
}

/// The values of a header in a question.
fn header<'q>(question: &'q str, name: &str) -> Vec<&'q str> {
    let named = |line: &'q str| {
        let (own, value) = line.split_once(':')?;
        own.eq_ignore_ascii_case(name).then_some(value.trim())
    };
    question.lines().filter_map(named).collect()
}

#[test]
fn the_credentials_go_with_each_question() {
    let peer = Peer::start(vec![json("200 OK"), json("200 OK")], None);
    let mut config = config(&format!("http://{}/prom/", peer.address));
    assert_eq!(ask(&config).as_deref(), Ok(ANSWER));
    let question = peer.asked();
    let line = format!("GET /prom{QUESTION} HTTP/1.1");
    assert_eq!(question.lines().next(), Some(line.as_str()));
    assert_eq!(header(&question, "authorization"), [TOKEN]);
    assert!(!format!("{config:?}").contains(TOKEN));
    config.authorization = None;
    assert_eq!(ask(&config).as_deref(), Ok(ANSWER));
    assert!(header(&peer.asked(), "authorization").is_empty());
}

#[test]
fn redirects_are_not_followed() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
    ] {
        let elsewhere = Peer::start(vec![json("200 OK")], None);
        let location = format!("location: http://{}{QUESTION}\r\n", elsewhere.address);
        let refused = answered(answer(status, &location, b"")).unwrap_err();
        assert_eq!(refused, format!("Prometheus answered {status}"));
        assert!(elsewhere.was_not_asked());
    }
}

#[test]
fn refusals_are_told() {
    let page = |status| answered(answer(status, "", b"<html>")).unwrap_err();
    assert_eq!(
        page("401 Unauthorized"),
        "Prometheus answered 401 Unauthorized"
    );
    assert_eq!(
        page("500 Internal Server Error"),
        "Prometheus answered 500 Internal Server Error"
    );
    // What a query's author did wrong stands in the body, and its reader says it.
    assert_eq!(answered(json("400 Bad Request")).as_deref(), Ok(ANSWER));
    // What the server did wrong is no answer, even where it explains.
    assert!(answered(json("503 Service Unavailable")).is_err());
}

#[test]
fn answers_that_break_off_or_never_end_are_none() {
    let mut cut = json("200 OK");
    cut.truncate(cut.len() - 3);
    assert!(answered(cut).is_err());
    // Small on the wire: the limit holds for what comes of it.
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..LARGEST >> 20 {
        packed.write_all(&zeros).unwrap();
    }
    packed.write_all(b"0").unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 1 << 20);
    let refused = answered(answer("200 OK", "content-encoding: gzip\r\n", &packed));
    assert!(refused.is_err());
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/tls")
        .join(name)
}

/// TLS as the test's server speaks it.
fn tls() -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = vec![CertificateDer::from_pem_file(file("server.pem")).unwrap()];
    let key = PrivateKeyDer::from_pem_file(file("server-key.pem")).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key);
    Arc::new(config.unwrap())
}

#[test]
fn a_certificate_must_be_signed_by_whom_the_installation_names() {
    for (ca, trusted) in [
        (Some("ca.pem"), true),
        (Some("other-ca.pem"), false),
        (None, false),
    ] {
        let peer = Peer::start(vec![json("200 OK")], Some(tls()));
        let mut config = config(&format!("https://{}", peer.address));
        config.ca = ca.map(file);
        assert_eq!(ask(&config).is_ok(), trusted, "{ca:?}");
        if trusted {
            assert_eq!(header(&peer.asked(), "authorization"), [TOKEN]);
        } else {
            // The credentials never left.
            assert!(peer.was_not_asked(), "{ca:?}");
        }
    }
}

#[test]
fn a_file_without_certificates_is_an_error_at_the_start() {
    let mut config = config("https://prometheus.example");
    config.ca = Some(file("server-key.pem"));
    assert!(matches!(
        config.fetch(),
        Err(PrometheusError::NoCertificate(_))
    ));
    config.ca = Some(file("nowhere.pem"));
    assert!(matches!(config.fetch(), Err(PrometheusError::Read { .. })));
}
