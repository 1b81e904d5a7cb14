//! `hexastyle`, the one binary.

use std::io::IsTerminal;

use anyhow::{Context, Result};
use clap::Parser;
use server::cli::{Cli, Command};
use server::serve::serve;
use tracing_subscriber::EnvFilter;

fn main() -> Result<()> {
    let cli = Cli::parse();
    start_log(cli.log_json);
    runtime()?.block_on(async {
        match cli.command {
            Command::Serve(options) => Ok(serve(options).await?),
        }
    })
}

/// At least four workers: rendering can wait for itself on fewer (leptos-rs/leptos#4647).
fn runtime() -> Result<tokio::runtime::Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(4))
        .enable_all()
        .build()
        .context("starting the async runtime")
}

fn start_log(json: bool) {
    let filter =
        EnvFilter::try_from_env("HEXASTYLE_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    if json {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
}
