//! Calls of webhooks, as the Standard Webhooks specification says.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::DeliveryId;
use domain::notice::{Failure, HookAddress};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use services::notices::Call;
use sha2::Sha256;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::network::{Network, may_be_called};

/// How long an answer may take: the specification recommends 15 to 30 seconds.
const TIME_OUT: Duration = Duration::from_secs(20);

/// What calls webhooks.
#[derive(Clone, Debug, Default)]
pub struct Hooks {
    /// Networks that are not public and may be called all the same.
    pub allowed: Vec<Network>,
    /// What links start with, where the installation knows it: `https://console.example`.
    pub origin: Option<String>,
}

/// A call that is ready to be made.
struct Request {
    url: HookAddress,
    id: String,
    timestamp: String,
    signature: String,
    body: String,
}

impl Hooks {
    /// Calls a webhook; any success of its answer counts.
    ///
    /// # Errors
    /// Why it failed.
    pub async fn send(
        &self,
        call: &Call,
        id: DeliveryId,
        now: OffsetDateTime,
    ) -> Result<(), Failure> {
        let body = body(call, self.origin.as_deref()).to_string();
        // The same for every try: a receiver knows by it what it has seen.
        let id = format!("msg_{}", id.0.simple());
        let timestamp = now.unix_timestamp().to_string();
        let signature = sign(&call.secret, &id, &timestamp, &body);
        let request = Request {
            url: call.url.clone(),
            id,
            timestamp,
            signature,
            body,
        };
        let allowed = self.allowed.clone();
        let sent = tokio::task::spawn_blocking(move || post(&request, &allowed)).await;
        sent.unwrap_or(Err(Failure::Other))
    }
}

fn body(call: &Call, origin: Option<&str>) -> Value {
    let at = call.at.format(&Rfc3339).unwrap_or_default();
    let Some(notice) = &call.notice else {
        return json!({ "type": "test", "timestamp": at, "data": {} });
    };
    let place = app::href::notice(notice.workload, &notice.event);
    // What is about a team names no workload; what is about the organisation names neither.
    let name = &notice.workload_name;
    let workload = notice.workload.map(|id| json!({ "id": id, "name": name }));
    let team = Some(&notice.team_name).filter(|name| !name.is_empty());
    let team = team.map(|name| json!({ "name": name }));
    json!({
        "type": notice.event.kind(),
        "timestamp": at,
        "data": {
            "workload": workload,
            "team": team,
            "event": notice.event,
            "url": origin.map(|origin| format!("{origin}{place}")),
        },
    })
}

/// `v1,` and the HMAC-SHA256 of id, time and body.
fn sign(secret: &[u8], id: &str, timestamp: &str, body: &str) -> String {
    // HMAC takes keys of any length; an empty signature is refused by every receiver.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

fn post(request: &Request, allowed: &[Network]) -> Result<(), Failure> {
    let config = Agent::config_builder()
        .timeout_global(Some(TIME_OUT))
        .http_status_as_error(false)
        // A proxy or another address would be called unchecked.
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build();
    let checked = Checked(resolve(&request.url, allowed)?);
    let agent = Agent::with_parts(config, DefaultConnector::default(), checked);
    let answer = agent
        .post(request.url.as_str())
        .header("Content-Type", "application/json")
        .header(
            "User-Agent",
            concat!("Hexastyle/", env!("CARGO_PKG_VERSION")),
        )
        .header("webhook-id", &request.id)
        .header("webhook-timestamp", &request.timestamp)
        .header("webhook-signature", &request.signature)
        .send(&request.body)
        .map_err(|error| failure(&error))?;
    match answer.status().as_u16() {
        200..=299 => Ok(()),
        status @ 300..=399 => Err(Failure::Redirected { status }),
        status => Err(Failure::Status { status }),
    }
}

/// The addresses of the webhook's machine that may be called.
fn resolve(url: &HookAddress, allowed: &[Network]) -> Result<Vec<SocketAddr>, Failure> {
    let host = url.host();
    let uri: Uri = url.as_str().parse().map_err(|_| Failure::Other)?;
    let port = uri.port_u16();
    let port = port.unwrap_or(if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    });
    let unresolved = Failure::Unresolved {
        host: host.to_owned(),
    };
    let found: Vec<_> = match host.parse::<IpAddr>() {
        Ok(address) => vec![SocketAddr::new(address, port)],
        Err(_) => (host, port)
            .to_socket_addrs()
            .map_err(|_| unresolved.clone())?
            .collect(),
    };
    let first = found.first().map(SocketAddr::ip);
    let may = |one: &SocketAddr| may_be_called(one.ip(), url.is_loopback(), allowed);
    let checked: Vec<_> = found.into_iter().filter(may).collect();
    match first {
        Some(address) if checked.is_empty() => Err(Failure::Private { address }),
        Some(_) => Ok(checked),
        None => Err(unresolved),
    }
}

/// Gives the addresses that were checked, and no others: a name that leads elsewhere a moment later changes nothing.
#[derive(Debug)]
struct Checked(Vec<SocketAddr>);

impl Resolver for Checked {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut addresses = self.empty();
        for address in self.0.iter().take(8) {
            addresses.push(*address);
        }
        Ok(addresses)
    }
}

fn failure(error: &ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::TimedOut,
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => Failure::Tls,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Failure::TimedOut,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => Failure::Tls,
        ureq::Error::Io(_) | ureq::Error::ConnectionFailed => Failure::Unreachable,
        _ => Failure::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the specification's own libraries are tested with.
    #[test]
    fn signatures_are_those_of_the_specification() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let signed = sign(&secret, id, "1614265330", "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_private_address_is_refused_before_anybody_is_called() {
        let at = |text: &str, allowed: &[&str]| {
            let allowed: Vec<_> = allowed.iter().map(|n| n.parse().unwrap()).collect();
            resolve(&HookAddress::parse(text).unwrap(), &allowed)
        };
        let address = "169.254.169.254".parse().unwrap();
        let refused = Err(Failure::Private { address });
        assert_eq!(at("https://169.254.169.254/latest", &[]), refused);
        assert!(at("https://[fe80::1]/", &[]).is_err());
        assert!(at("http://127.0.0.1:9/", &[]).is_ok());
        let allowed = at("https://10.0.0.9:8443/x", &["10.0.0.0/8"]).unwrap();
        assert_eq!(allowed, ["10.0.0.9:8443".parse().unwrap()]);
    }
}
