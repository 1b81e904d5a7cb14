//! The installation's Prometheus, or what speaks its API: where it is and how the console signs in to it.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use services::signals::Fetch;
use ureq::Agent;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// How long an answer may take.
const TIME_OUT: Duration = Duration::from_mins(1);
/// How large an answer may be, in bytes: 64 MiB.
const LARGEST: u64 = 64 << 20;

/// Where it is and how to sign in.
#[derive(Clone, Default)]
pub struct PrometheusConfig {
    /// Such as `https://prometheus.example`, without the API's path.
    pub url: String,
    /// Sent as `Authorization`: a bearer token, or user and password.
    pub authorization: Option<String>,
    /// Certificates to trust instead of the usual ones, in PEM.
    pub ca: Option<PathBuf>,
}

/// Its certificates can't be read.
#[derive(Debug, thiserror::Error)]
pub enum PrometheusError {
    /// The file can't be read.
    #[error("HEXASTYLE_PROMETHEUS_CA: can't read {path}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no certificate in it.
    #[error("HEXASTYLE_PROMETHEUS_CA: {0} holds no certificate in PEM")]
    NoCertificate(PathBuf),
}

impl std::fmt::Debug for PrometheusConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the credentials.
        f.debug_struct("PrometheusConfig")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

impl PrometheusConfig {
    /// What asks it.
    ///
    /// # Errors
    /// See [`PrometheusError`].
    pub fn fetch(&self) -> Result<Fetch, PrometheusError> {
        let mut config = Agent::config_builder()
            .timeout_global(Some(TIME_OUT))
            .http_status_as_error(false)
            // A redirect would carry the credentials to somebody else.
            .max_redirects(0);
        if let Some(path) = &self.ca {
            let tls = TlsConfig::builder()
                .root_certs(RootCerts::Specific(Arc::new(certificates(path)?)))
                .build();
            config = config.tls_config(tls);
        }
        let agent = Agent::new_with_config(config.build());
        let (url, authorization) = (
            self.url.trim_end_matches('/').to_owned(),
            self.authorization.clone(),
        );
        Ok(Fetch(Arc::new(move |path| {
            ask(&agent, &format!("{url}{path}"), authorization.as_deref())
        })))
    }
}

fn certificates(path: &PathBuf) -> Result<Vec<Certificate<'static>>, PrometheusError> {
    let read = |source| PrometheusError::Read {
        path: path.clone(),
        source,
    };
    let bytes = fs::read(path).map_err(read)?;
    let found: Vec<_> = parse_pem(&bytes)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate.to_owned()),
            _ => None,
        })
        .collect();
    if found.is_empty() {
        return Err(PrometheusError::NoCertificate(path.clone()));
    }
    Ok(found)
}

/// The body of an answer. A refusal has one too, which says why; anything else is told by its status.
fn ask(agent: &Agent, address: &str, authorization: Option<&str>) -> Result<Vec<u8>, String> {
    let mut request = agent.get(address).header("Accept", "application/json");
    if let Some(value) = authorization {
        request = request.header("Authorization", value);
    }
    let mut answer = request.call().map_err(|error| error.to_string())?;
    let status = answer.status();
    let body = answer
        .body_mut()
        .with_config()
        .limit(LARGEST)
        .read_to_vec()
        .map_err(|error| error.to_string())?;
    let explained = body.starts_with(b"{");
    if status.is_success() || (status.is_client_error() && explained) {
        return Ok(body);
    }
    Err(format!("Prometheus answered {status}"))
}

#[cfg(test)]
mod tests;
