//! Settings: from the command line, else from the environment; checked all at once before anything starts.

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use services::signals::Limits;
use sqlx::postgres::PgConnectOptions;

use crate::cli::{DatabaseOptions, ServeOptions};
use crate::delivery::{MailConfig, Mailer, Network, NotANetwork};
use crate::prometheus::PrometheusConfig;
use crate::secret_key::{self, SecretKey};

/// Connections to the database unless told otherwise.
const POOL: u32 = 32;
/// More than this never help one process.
const LARGEST_POOL: u32 = 200;
/// Open connections of clients unless told otherwise: with the files and the connections to the database they stay below the
/// 1,024 open files that many systems allow a process.
const CONNECTIONS: u16 = 800;
/// Where the console listens unless told otherwise: for this machine only.
const LISTEN: &str = "127.0.0.1:8640";

/// Which database.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// A server that runs elsewhere; none runs a private one.
    pub server: Option<PgConnectOptions>,
    /// Where the private one lives.
    pub data_dir: PathBuf,
    /// Connections at most.
    pub pool: u32,
}

/// How the console runs.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// Address and port.
    pub listen: SocketAddr,
    /// Open connections of clients at most.
    pub connections: NonZeroU16,
    /// The database.
    pub database: DatabaseConfig,
    /// Fill an empty database with an example organisation.
    pub demo: bool,
    /// How many proxies of ours stand before the server.
    pub proxies: usize,
    /// The installation's Prometheus, where it has one.
    pub prometheus: Option<PrometheusConfig>,
    /// Where people reach the console: `https://console.example`.
    pub origin: Option<String>,
    /// The mail server, where there is one.
    pub mail: Option<MailConfig>,
    /// Networks that are not public and in which webhooks may be.
    pub webhook_networks: Vec<Network>,
    /// How much telemetry is taken and how long it is kept.
    pub telemetry: Limits,
    /// Where the key of secrets in the database is.
    pub secret_key: SecretKey,
}

/// Every setting that can't be used, a sentence each.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError(Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.join("\n"))
    }
}

/// Reads a variable of the environment; tests hold it.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The process's own environment; what is empty counts as not set.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
}

/// Collects what is wrong while values are read.
struct Reader<'a> {
    environment: Environment<'a>,
    wrong: Vec<String>,
}

impl Reader<'_> {
    fn read<T: FromStr>(&mut self, name: &str, ask: &str) -> Option<T> {
        let text = (self.environment)(name)?;
        let value = text.trim().parse().ok();
        if value.is_none() {
            self.wrong
                .push(format!("{name} is `{}`: write {ask}.", text.trim()));
        }
        value
    }

    fn database(&mut self, options: &DatabaseOptions) -> DatabaseConfig {
        // Never repeated in a message: it holds a password.
        let server = (self.environment)("DATABASE_URL").and_then(|url| {
            let parsed = if url.starts_with("postgres") {
                url.trim().parse().ok()
            } else {
                None
            };
            if parsed.is_none() {
                self.wrong.push(
                    "DATABASE_URL is not of the form postgres://user:password@host:5432/database."
                        .into(),
                );
            }
            parsed
        });
        let pool = self.read(
            "HEXASTYLE_DB_POOL",
            "how many connections to the database are kept, 1 to 200",
        );
        let pool = pool.unwrap_or(POOL);
        if !(1..=LARGEST_POOL).contains(&pool) {
            self.wrong.push(format!(
                "HEXASTYLE_DB_POOL is `{pool}`: write how many connections are kept, 1 to 200."
            ));
        }
        let named = options.data_dir.clone();
        let named = named.or_else(|| (self.environment)("HEXASTYLE_DATA_DIR").map(PathBuf::from));
        let data_dir = named.or_else(localpg::default_data_dir);
        if data_dir.is_none() && server.is_none() {
            self.wrong.push(
                "There is no home folder for the data: name a folder with --data-dir or HEXASTYLE_DATA_DIR, or a \
                 database with DATABASE_URL."
                    .into(),
            );
        }
        DatabaseConfig {
            server,
            data_dir: data_dir.unwrap_or_default(),
            pool,
        }
    }

    fn prometheus(&mut self) -> Option<PrometheusConfig> {
        let url = (self.environment)("HEXASTYLE_PROMETHEUS_URL")?;
        let url = url.trim().to_owned();
        if !(url.starts_with("http://") || url.starts_with("https://")) {
            self.wrong.push(
                "HEXASTYLE_PROMETHEUS_URL is not of the form https://prometheus.example.".into(),
            );
        }
        // What fails is told with the address, in the log and on pages.
        let authority = url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            self.wrong.push(
                "HEXASTYLE_PROMETHEUS_URL holds a user or a password: put them into HEXASTYLE_PROMETHEUS_USER and \
                 HEXASTYLE_PROMETHEUS_PASSWORD."
                    .into(),
            );
        }
        let token = (self.environment)("HEXASTYLE_PROMETHEUS_TOKEN");
        let user = (self.environment)("HEXASTYLE_PROMETHEUS_USER");
        let password = (self.environment)("HEXASTYLE_PROMETHEUS_PASSWORD");
        let authorization = match (token, user) {
            (Some(_), Some(_)) => {
                self.wrong.push(
                    "HEXASTYLE_PROMETHEUS_TOKEN and HEXASTYLE_PROMETHEUS_USER are both set: keep one of them.".into(),
                );
                None
            }
            (Some(token), None) => Some(format!("Bearer {}", token.trim())),
            (None, Some(user)) => {
                let both = format!("{user}:{}", password.unwrap_or_default());
                Some(format!("Basic {}", STANDARD.encode(both)))
            }
            (None, None) => None,
        };
        let ca = (self.environment)("HEXASTYLE_PROMETHEUS_CA").map(PathBuf::from);
        Some(PrometheusConfig {
            url,
            authorization,
            ca,
        })
    }

    fn origin(&mut self) -> Option<String> {
        let origin = (self.environment)("HEXASTYLE_ORIGIN")?;
        let origin = origin.trim().trim_end_matches('/').to_owned();
        let host = origin.strip_prefix("https://");
        let host = host.or_else(|| origin.strip_prefix("http://"));
        let plain = |host: &str| {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b))
        };
        if !host.is_some_and(plain) {
            self.wrong.push(format!(
                "HEXASTYLE_ORIGIN is `{origin}`: write where people reach the console, such as https://console.example."
            ));
        }
        Some(origin)
    }

    /// The mail server; links in mails need the console's own address.
    fn mail(&mut self, origin: Option<&str>) -> Option<MailConfig> {
        let url = (self.environment)("HEXASTYLE_SMTP_URL")?.trim().to_owned();
        let from = (self.environment)("HEXASTYLE_MAIL_FROM");
        for (name, missing) in [
            ("HEXASTYLE_MAIL_FROM", from.is_none()),
            ("HEXASTYLE_ORIGIN", origin.is_none()),
        ] {
            if missing {
                self.wrong.push(format!(
                    "HEXASTYLE_SMTP_URL is set, so {name} must be set too."
                ));
            }
        }
        let config = MailConfig {
            url,
            from: from?.trim().to_owned(),
            origin: origin?.to_owned(),
        };
        if let Err(error) = Mailer::new(&config) {
            self.wrong.push(format!("{error}."));
        }
        Some(config)
    }

    /// Given, else in a file; a private database has one beside it. Never repeated in a message.
    fn secret_key(&mut self, options: &ServeOptions, database: &DatabaseConfig) -> SecretKey {
        let given = (self.environment)("HEXASTYLE_SECRET_KEY");
        let file = (self.environment)("HEXASTYLE_SECRET_KEY_FILE").map(PathBuf::from);
        let file = options.secret_key_file.clone().or(file);
        match (given, file) {
            (Some(_), Some(_)) => {
                self.wrong.push(
                    "HEXASTYLE_SECRET_KEY and HEXASTYLE_SECRET_KEY_FILE (or --secret-key-file) are both set: keep one \
                     of them."
                        .into(),
                );
                SecretKey::Nowhere
            }
            (Some(text), None) => secret_key::parse(&text).map_or_else(
                || {
                    self.wrong.push(
                        "HEXASTYLE_SECRET_KEY is not 32 bytes in base64: make one with `openssl rand -base64 32`."
                            .into(),
                    );
                    SecretKey::Nowhere
                },
                SecretKey::Given,
            ),
            (None, Some(path)) => SecretKey::File(path),
            (None, None) if database.server.is_none() => {
                SecretKey::File(database.data_dir.join(secret_key::FILE))
            }
            (None, None) => SecretKey::Nowhere,
        }
    }

    fn webhook_networks(&mut self) -> Vec<Network> {
        let text = (self.environment)("HEXASTYLE_WEBHOOK_NETWORKS").unwrap_or_default();
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let mut networks = Vec::new();
        for part in parts {
            match part.parse() {
                Ok(network) => networks.push(network),
                Err(NotANetwork) => self.wrong.push(format!(
                    "HEXASTYLE_WEBHOOK_NETWORKS names `{part}`: write networks such as 10.0.0.0/8, with commas between."
                )),
            }
        }
        networks
    }

    /// Days for which something is kept.
    fn days(&mut self, name: &str, range: RangeInclusive<i64>, usual: i64) -> i64 {
        let ask = format!("a number of days, {} to {}", range.start(), range.end());
        let days = self.read(name, &ask).unwrap_or(usual);
        if !range.contains(&days) {
            self.wrong.push(format!("{name} is `{days}`: write {ask}."));
        }
        days
    }

    fn telemetry(&mut self) -> Limits {
        let usual = Limits::default();
        Limits {
            minute_days: self.days("HEXASTYLE_KEEP_MINUTES", 1..=400, usual.minute_days),
            // The longest window of a rule is 90 days.
            hour_days: self.days("HEXASTYLE_KEEP_HOURS", 90..=3650, usual.hour_days),
            trace_days: self.days("HEXASTYLE_KEEP_TRACES", 1..=400, usual.trace_days),
            ..usual
        }
    }

    fn finish<T>(self, value: T) -> Result<T, ConfigError> {
        if self.wrong.is_empty() {
            Ok(value)
        } else {
            Err(ConfigError(self.wrong))
        }
    }
}

impl DatabaseConfig {
    /// Reads the settings of the database.
    ///
    /// # Errors
    /// All that can't be used.
    pub fn read(
        options: &DatabaseOptions,
        environment: Environment<'_>,
    ) -> Result<Self, ConfigError> {
        let mut reader = Reader {
            environment,
            wrong: Vec::new(),
        };
        let config = reader.database(options);
        reader.finish(config)
    }
}

impl ServeConfig {
    /// Reads all settings.
    ///
    /// # Errors
    /// All that can't be used.
    pub fn read(options: &ServeOptions, environment: Environment<'_>) -> Result<Self, ConfigError> {
        let mut reader = Reader {
            environment,
            wrong: Vec::new(),
        };
        let asked = options.listen.or_else(|| {
            reader.read(
                "HEXASTYLE_LISTEN",
                "an address and a port, such as 127.0.0.1:8640 or 0.0.0.0:8640",
            )
        });
        let listen = asked.unwrap_or_else(default_listen);
        let connections = reader.read(
            "HEXASTYLE_CONNECTIONS",
            "how many connections of clients may be open, 1 to 65535",
        );
        let connections = connections.or(NonZeroU16::new(CONNECTIONS));
        let database = reader.database(&options.database);
        let proxies = reader.read(
            "HEXASTYLE_PROXIES",
            "how many reverse proxies of yours stand before the console",
        );
        let prometheus = reader.prometheus();
        let origin = reader.origin();
        let mail = reader.mail(origin.as_deref());
        let webhook_networks = reader.webhook_networks();
        let telemetry = reader.telemetry();
        let secret_key = reader.secret_key(options, &database);
        reader.finish(Self {
            listen,
            connections: connections.unwrap_or(NonZeroU16::MIN),
            database,
            demo: options.demo,
            proxies: proxies.unwrap_or(0),
            prometheus,
            origin,
            mail,
            webhook_networks,
            telemetry,
            secret_key,
        })
    }
}

fn default_listen() -> SocketAddr {
    LISTEN
        .parse()
        .unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8640)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{DatabaseConfig, SecretKey, ServeConfig};
    use crate::cli::{DatabaseOptions, ServeOptions};

    fn read(variables: &[(&str, &str)]) -> Result<ServeConfig, String> {
        let variables: HashMap<_, _> = variables.iter().copied().collect();
        let environment = |name: &str| variables.get(name).map(|value| (*value).to_owned());
        ServeConfig::read(&ServeOptions::default(), &environment).map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_needs_to_be_set() {
        let config = read(&[("HEXASTYLE_DATA_DIR", "/data")]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8640");
        assert_eq!(
            (config.database.pool, config.proxies, config.demo),
            (32, 0, false)
        );
        assert_eq!(config.connections.get(), 800);
        assert!(config.database.server.is_none());
    }

    #[test]
    fn a_prometheus_is_named_with_its_credentials_which_are_never_shown() {
        let url = ("HEXASTYLE_PROMETHEUS_URL", "https://prometheus.example");
        let folder = ("HEXASTYLE_DATA_DIR", "/data");
        let user = [
            folder,
            url,
            ("HEXASTYLE_PROMETHEUS_USER", "console"),
            ("HEXASTYLE_PROMETHEUS_PASSWORD", "not-a-real-password"),
        ];
        let config = read(&user).unwrap().prometheus.unwrap();
        let header = "Basic Y29uc29sZTpub3QtYS1yZWFsLXBhc3N3b3Jk";
        assert_eq!(config.authorization.as_deref(), Some(header));
        assert!(!format!("{config:?}").contains("Basic"));
        let both = [user.as_slice(), &[("HEXASTYLE_PROMETHEUS_TOKEN", "t")]].concat();
        assert!(read(&both).unwrap_err().contains("keep one of them"));
        assert!(read(&[folder, ("HEXASTYLE_PROMETHEUS_URL", "prometheus")]).is_err());
        let inside = "https://console:hunter2@prometheus.example/a";
        let said = read(&[folder, ("HEXASTYLE_PROMETHEUS_URL", inside)]).unwrap_err();
        assert!(
            said.contains("HEXASTYLE_PROMETHEUS_USER") && !said.contains("hunter2"),
            "{said}"
        );
        let at = ("HEXASTYLE_PROMETHEUS_URL", "https://prometheus.example/a@b");
        assert!(read(&[folder, at]).is_ok());
        assert!(read(&[folder]).unwrap().prometheus.is_none());
    }

    #[test]
    fn mail_needs_a_sender_and_the_console_s_own_address() {
        let folder = ("HEXASTYLE_DATA_DIR", "/data");
        let server = ("HEXASTYLE_SMTP_URL", "smtps://console:hunter2@mail.example");
        let said = read(&[folder, server]).unwrap_err();
        assert!(
            said.contains("HEXASTYLE_MAIL_FROM") && said.contains("HEXASTYLE_ORIGIN"),
            "{said}"
        );
        let rest = [
            ("HEXASTYLE_MAIL_FROM", "Hexastyle <console@mail.example>"),
            ("HEXASTYLE_ORIGIN", "https://console.example/"),
        ];
        let config = read(&[&[folder, server], rest.as_slice()].concat()).unwrap();
        assert_eq!(config.origin.as_deref(), Some("https://console.example"));
        assert!(!format!("{:?}", config.mail.unwrap()).contains("hunter2"));
        let bad = ("HEXASTYLE_SMTP_URL", "console:hunter2@mail.example");
        let said = read(&[&[folder, bad], rest.as_slice()].concat()).unwrap_err();
        assert!(
            said.contains("HEXASTYLE_SMTP_URL") && !said.contains("hunter2"),
            "{said}"
        );
        assert!(read(&[folder, ("HEXASTYLE_ORIGIN", "console.example")]).is_err());
        assert!(read(&[folder]).unwrap().mail.is_none());
    }

    #[test]
    fn the_key_of_secrets_is_given_or_in_a_file_and_never_shown() {
        let folder = ("HEXASTYLE_DATA_DIR", "/data");
        let of = |more: &[(&str, &str)]| read(&[&[folder], more].concat()).map(|c| c.secret_key);
        let server = ("DATABASE_URL", "postgres://u:p@host/db");
        let file = ("HEXASTYLE_SECRET_KEY_FILE", "/run/secrets/key");
        let key = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=";
        let given = ("HEXASTYLE_SECRET_KEY", key);
        assert_eq!(of(&[]).unwrap(), SecretKey::File("/data/secret.key".into()));
        assert_eq!(of(&[server]).unwrap(), SecretKey::Nowhere);
        assert_eq!(
            of(&[server, file]).unwrap(),
            SecretKey::File("/run/secrets/key".into())
        );
        let read_key = of(&[server, given]).unwrap();
        assert!(matches!(read_key, SecretKey::Given([1, 2, .., 32])));
        assert!(!format!("{read_key:?}").contains('1'));
        assert!(of(&[given, file]).unwrap_err().contains("keep one"));
        let said = of(&[("HEXASTYLE_SECRET_KEY", "hunter2")]).unwrap_err();
        assert!(said.contains("openssl rand") && !said.contains("hunter2"));
    }

    #[test]
    fn networks_of_webhooks_are_a_list() {
        let folder = ("HEXASTYLE_DATA_DIR", "/data");
        let two = read(&[
            folder,
            ("HEXASTYLE_WEBHOOK_NETWORKS", "10.0.0.0/8, fd00::/8"),
        ]);
        assert_eq!(two.unwrap().webhook_networks.len(), 2);
        assert!(read(&[folder, ("HEXASTYLE_WEBHOOK_NETWORKS", "intranet")]).is_err());
    }

    #[test]
    fn telemetry_is_kept_as_long_as_is_said() {
        let folder = ("HEXASTYLE_DATA_DIR", "/data");
        let kept = |more: &[(&str, &str)]| read(&[&[folder], more].concat()).map(|c| c.telemetry);
        let usual = kept(&[]).unwrap();
        assert_eq!(
            (usual.minute_days, usual.hour_days, usual.trace_days),
            (14, 400, 31)
        );
        let set = kept(&[
            ("HEXASTYLE_KEEP_MINUTES", "3"),
            ("HEXASTYLE_KEEP_HOURS", "1000"),
        ])
        .unwrap();
        assert_eq!(
            (set.minute_days, set.hour_days, set.trace_days),
            (3, 1000, 31)
        );
        let said = kept(&[
            ("HEXASTYLE_KEEP_HOURS", "30"),
            ("HEXASTYLE_KEEP_TRACES", "month"),
        ])
        .unwrap_err();
        assert_eq!(said.lines().count(), 2, "{said}");
        assert!(said.contains("90 to 3650"), "{said}");
    }

    #[test]
    fn the_command_line_comes_before_the_environment() {
        let options = ServeOptions {
            listen: "[::1]:80".parse().ok(),
            ..ServeOptions::default()
        };
        let environment = |name: &str| (name == "HEXASTYLE_LISTEN").then(|| "0.0.0.0:1".to_owned());
        let config = ServeConfig::read(&options, &environment).unwrap();
        assert_eq!(config.listen.to_string(), "[::1]:80");
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_no_secret() {
        let said = read(&[
            ("HEXASTYLE_LISTEN", "localhost"),
            ("DATABASE_URL", "mysql://root:hunter2@x/y"),
            ("HEXASTYLE_DB_POOL", "0"),
            ("HEXASTYLE_PROXIES", "-1"),
            ("HEXASTYLE_CONNECTIONS", "0"),
        ])
        .unwrap_err();
        for name in [
            "HEXASTYLE_LISTEN",
            "DATABASE_URL",
            "HEXASTYLE_DB_POOL",
            "HEXASTYLE_PROXIES",
            "HEXASTYLE_CONNECTIONS",
        ] {
            assert!(said.contains(name), "{said}");
        }
        assert_eq!(said.lines().count(), 5, "{said}");
        assert!(!said.contains("hunter2"), "{said}");
        let bad = DatabaseConfig::read(&DatabaseOptions::default(), &|name| {
            (name == "DATABASE_URL").then(|| "postgres://u:hunter2@[/d".to_owned())
        });
        assert!(!bad.unwrap_err().to_string().contains("hunter2"));
    }
}
