//! Settings: from the command line, else from the environment; checked all at once before anything starts.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;

use crate::cli::{DatabaseOptions, ServeOptions};

/// Connections to the database unless told otherwise.
const POOL: u32 = 32;
/// More than this never help one process.
const LARGEST_POOL: u32 = 200;
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
    /// The database.
    pub database: DatabaseConfig,
    /// Fill an empty database with an example organisation.
    pub demo: bool,
    /// How many proxies of ours stand before the server.
    pub proxies: usize,
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
        let database = reader.database(&options.database);
        let proxies = reader.read(
            "HEXASTYLE_PROXIES",
            "how many reverse proxies of yours stand before the console",
        );
        reader.finish(Self {
            listen,
            database,
            demo: options.demo,
            proxies: proxies.unwrap_or(0),
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

    use super::{DatabaseConfig, ServeConfig};
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
        assert!(config.database.server.is_none());
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
        ])
        .unwrap_err();
        for name in [
            "HEXASTYLE_LISTEN",
            "DATABASE_URL",
            "HEXASTYLE_DB_POOL",
            "HEXASTYLE_PROXIES",
        ] {
            assert!(said.contains(name), "{said}");
        }
        assert_eq!(said.lines().count(), 4, "{said}");
        assert!(!said.contains("hunter2"), "{said}");
        let bad = DatabaseConfig::read(&DatabaseOptions::default(), &|name| {
            (name == "DATABASE_URL").then(|| "postgres://u:hunter2@[/d".to_owned())
        });
        assert!(!bad.unwrap_err().to_string().contains("hunter2"));
    }
}
