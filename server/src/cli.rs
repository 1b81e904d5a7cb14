//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A console for governing generative AI.
#[derive(Debug, Parser)]
#[command(name = "hexastyle", version)]
pub struct Cli {
    /// Write the log as JSON, one object per line.
    #[arg(long, global = true, env = "HEXASTYLE_LOG_JSON")]
    pub log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the console.
    Serve(ServeOptions),
}

/// How to run the console.
#[derive(Args, Clone, Debug)]
pub struct ServeOptions {
    /// Address and port to listen on.
    #[arg(
        long,
        value_name = "ADDR:PORT",
        default_value = "127.0.0.1:8640",
        env = "HEXASTYLE_LISTEN"
    )]
    pub listen: SocketAddr,
    /// Folder for what this instance keeps: the private database, unless DATABASE_URL names one.
    #[arg(long, value_name = "DIR", env = "HEXASTYLE_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// Fill an empty database with an example organisation.
    #[arg(long)]
    pub demo: bool,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Cli, Command};

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_listens_on_loopback_unless_told() {
        let cli = Cli::try_parse_from(["hexastyle", "serve"]).unwrap();
        let Command::Serve(options) = cli.command;
        assert_eq!(options.listen.to_string(), "127.0.0.1:8640");
        assert!(!options.demo);
    }
}
