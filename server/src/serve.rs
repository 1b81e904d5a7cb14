//! `hexastyle serve`: listens until it is told to stop.

pub mod connections;

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use services::Services;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::config::ServeConfig;
use crate::database::DatabaseError;
use crate::delivery::{Hooks, MailError, Mailer, Ways};
use crate::demo::{self, DemoError, DemoLogins};
use crate::instance::{Instance, InstanceError};
use crate::prometheus::{PrometheusConfig, PrometheusError};
use crate::secret_key::SecretKeyError;
use crate::serve::connections::Bounds;
use crate::web::{AppState, CookieNames, failure, router};
use crate::work;

/// How long open requests may take after the order to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How often ended sessions and links are forgotten.
const SWEEP: Duration = Duration::from_mins(10);

/// Why the console could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("can't listen on {address}: choose another with --listen, or stop what is there")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The process can't be told to stop.
    #[error("can't listen for signals")]
    Signals(#[source] io::Error),
    /// The database and the use cases over it.
    #[error(transparent)]
    Instance(#[from] InstanceError),
    /// The example organisation.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The database at the end.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The installation's Prometheus.
    #[error(transparent)]
    Prometheus(#[from] PrometheusError),
    /// The settings of mail.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The key of secrets in the database.
    #[error(transparent)]
    SecretKey(#[from] SecretKeyError),
    /// The listener has no address.
    #[error("serving failed")]
    Serve(#[source] io::Error),
}

/// The orders to stop.
struct Orders {
    interrupt: Signal,
    terminate: Signal,
}

impl Orders {
    fn new() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Runs the console until SIGINT or SIGTERM, then lets open requests finish and stops a private database.
///
/// # Errors
/// See [`ServeError`].
pub async fn serve(config: ServeConfig) -> Result<(), ServeError> {
    let address = config.listen;
    let mut orders = Orders::new().map_err(ServeError::Signals)?;
    // First, as it is quick to fail.
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    let fetch = config
        .prometheus
        .as_ref()
        .map(PrometheusConfig::fetch)
        .transpose()?;
    let ways = ways(&config)?;
    let instance = tokio::select! {
        instance = Instance::start(&config.database) => instance?,
        () = orders.wait() => return Ok(()),
    };
    // Now, as it may stand in the folder of a private database, which is made with it.
    let key = match config.secret_key.read() {
        Ok(key) => key,
        Err(error) => {
            instance.database.close().await?;
            return Err(error.into());
        }
    };
    let services = instance
        .services
        .clone()
        .with_signals(config.telemetry, fetch)
        .with_mail(ways.mailer.is_some())
        .with_sealing(key);
    seal(&services).await;
    let served = tokio::select! {
        served = fill_and_run(&config, (&services, &ways), listener, orders) => served,
        error = instance.database.watch() => Err(error.into()),
    };
    let closed = instance.database.close().await;
    served?;
    Ok(closed?)
}

/// Seals secrets that still stand in clear. What can't be opened is told, and no reason not to run.
async fn seal(services: &Services) {
    let sealed = match services::notices::seal_secrets(services).await {
        Ok(sealed) => sealed,
        Err(error) => return failure::log(&error, None),
    };
    let services::notices::Sealed { now, clear, lost } = sealed;
    if now > 0 {
        tracing::info!(now, "sealed secrets of webhooks that stood in clear");
    }
    if clear > 0 {
        tracing::warn!(
            clear,
            "secrets of webhooks stand in the database in clear: set HEXASTYLE_SECRET_KEY or HEXASTYLE_SECRET_KEY_FILE"
        );
    }
    if lost > 0 {
        tracing::warn!(
            lost,
            "secrets of webhooks were sealed with another key: put that one back, or give them new secrets"
        );
    }
}

/// How mails and calls of webhooks leave.
fn ways(config: &ServeConfig) -> Result<Ways, MailError> {
    let mailer = config.mail.as_ref().map(Mailer::new).transpose()?;
    let hooks = Hooks {
        allowed: config.webhook_networks.clone(),
        origin: config.origin.clone(),
    };
    Ok(Ways {
        mailer: mailer.map(Arc::new),
        hooks: Arc::new(hooks),
    })
}

async fn fill_and_run(
    config: &ServeConfig,
    (services, ways): (&Services, &Ways),
    listener: TcpListener,
    mut orders: Orders,
) -> Result<(), ServeError> {
    let logins = tokio::select! {
        logins = fill(config, services) => logins?,
        () = orders.wait() => return Ok(()),
    };
    run(config, (services, ways), listener, orders, logins).await
}

/// The example organisation, where it was asked for.
async fn fill(config: &ServeConfig, services: &Services) -> Result<Option<DemoLogins>, ServeError> {
    if !config.demo {
        return Ok(None);
    }
    Ok(Some(demo::fill(services).await?))
}

async fn run(
    config: &ServeConfig,
    (services, ways): (&Services, &Ways),
    listener: TcpListener,
    mut orders: Orders,
    logins: Option<DemoLogins>,
) -> Result<(), ServeError> {
    let local = listener.local_addr().map_err(ServeError::Serve)?;
    let cookies = CookieNames::of_site(local.ip(), config.origin.as_deref());
    let state = AppState::new(services.clone(), cookies, config.proxies);
    let bounds = Bounds::of(config.connections);
    let (stop, stopping) = watch::channel(false);
    let server = connections::serve(listener, router(state), bounds, stopping);
    announce(local, logins.as_ref());
    let deadline = async {
        orders.wait().await;
        tracing::info!("stopping");
        stop.send_replace(true);
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        () = server => Ok(()),
        () = deadline => {
            tracing::warn!("stopped with requests still open");
            Ok(())
        }
        () = sweep(services) => Ok(()),
        () = Box::pin(work::all(services, ways)) => Ok(()),
    }
}

/// Where the console can be opened, and by whom.
fn announce(local: SocketAddr, logins: Option<&DemoLogins>) {
    tracing::info!(listen.address = %local, "listening on http://{local}");
    if !local.ip().is_loopback() {
        tracing::info!(
            "others sign in over HTTPS only: a proxy with TLS must stand before the console"
        );
    }
    let logins = logins.map(ToString::to_string).unwrap_or_default();
    // Nobody needs to read it: a closed standard output is no reason to stop.
    let _ = writeln!(io::stdout(), "Hexastyle: http://{local}\n{logins}");
}

/// Forgets what is over, for as long as the console runs.
async fn sweep(services: &Services) {
    let mut ticks = tokio::time::interval(SWEEP);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match services::sessions::sweep(services).await {
            Ok(rows) => tracing::debug!(rows, "forgot what is over"),
            Err(error) => failure::log(&error, None),
        }
        if let Err(error) = services::idempotency::sweep(services).await {
            failure::log(&error, None);
        }
        if let Err(error) = services::signals::upkeep(services).await {
            failure::log(&error, None);
        }
        if let Err(error) = services::notices::upkeep(services).await {
            failure::log(&error, None);
        }
        if let Err(error) = services::outward::upkeep(services).await {
            failure::log(&error, None);
        }
        if let Err(error) = services::transfer::sweep(services).await {
            failure::log(&error, None);
        }
    }
}
