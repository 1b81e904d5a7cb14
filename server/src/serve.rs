//! `hexastyle serve`: listens until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::cli::ServeOptions;
use crate::web::{AppState, router};

/// How long open requests may take after the order to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Why the console could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address is taken or not ours.
    #[error("can't listen on {address}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The process can't be told to stop.
    #[error("can't listen for signals")]
    Signals(#[source] io::Error),
    /// Accepting connections failed.
    #[error("serving failed")]
    Serve(#[source] io::Error),
}

/// Runs the console until SIGINT or SIGTERM, then lets open requests finish.
///
/// # Errors
/// If it can't listen on the address or for signals.
pub async fn serve(options: ServeOptions) -> Result<(), ServeError> {
    let address = options.listen;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(ServeError::Signals)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(ServeError::Signals)?;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    let local = listener.local_addr().map_err(ServeError::Serve)?;
    tracing::info!(listen.address = %local, "listening on http://{local}");

    let (stop, stopping) = watch::channel(false);
    let service = router(AppState::default()).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, service).with_graceful_shutdown(stopped(stopping));
    let deadline = async {
        first_of(&mut interrupt, &mut terminate).await;
        tracing::info!("stopping");
        stop.send_replace(true);
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        result = server => result.map_err(ServeError::Serve),
        () = deadline => {
            tracing::warn!("stopped with requests still open");
            Ok(())
        }
    }
}

async fn first_of(interrupt: &mut Signal, terminate: &mut Signal) {
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, and with it the server's reason to run.
    let _ = stopping.wait_for(|stop| *stop).await;
}
