//! `hexastyle`, the one binary.

use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use server::cli::{Cli, Command};
use server::config::{ServeConfig, environment};
use server::{commands, serve};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    start_log(&cli);
    match runtime().and_then(|runtime| runtime.block_on(run(cli.command))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hexastyle: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<()> {
    match command {
        Command::Serve(options) => {
            Ok(serve::serve(ServeConfig::read(&options, &environment)?).await?)
        }
        other => Ok(commands::run(other, &environment).await?),
    }
}

/// What went wrong with its causes, each said once.
fn sentence(error: &anyhow::Error) -> String {
    server::web::failure::chain(error.as_ref())
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

/// The log goes to standard error; commands say only what is wrong, as their result is on standard output.
fn start_log(cli: &Cli) {
    let usual = if matches!(cli.command, Command::Serve(_)) {
        "info"
    } else {
        "warn"
    };
    let filter = environment("HEXASTYLE_LOG").unwrap_or_else(|| usual.to_owned());
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new(usual));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let wanted =
        environment("HEXASTYLE_LOG_JSON").is_some_and(|json| json != "false" && json != "0");
    if cli.log_json || wanted {
        log.json().flatten_event(true).init();
    } else {
        log.init();
    }
}
