//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use domain::views::reports::ReportKind;
use domain::{AssessmentId, Locale, TeamId, WorkloadId};

/// The settings that stand in the environment; a value on the command line comes before them.
const SETTINGS: &str = "Environment:
  DATABASE_URL         the PostgreSQL server to use instead of a private one
  HEXASTYLE_DATA_DIR   as --data-dir
  HEXASTYLE_DB_POOL    connections to the database at most (32)
  HEXASTYLE_LISTEN     as --listen
  HEXASTYLE_CONNECTIONS  connections of clients open at most (800); those beyond wait
  HEXASTYLE_PROXIES    how many of your reverse proxies stand before the console (0)
  HEXASTYLE_PROMETHEUS_URL  a Prometheus to fetch telemetry from, with _TOKEN, or _USER and _PASSWORD, and _CA
  HEXASTYLE_ORIGIN     where people reach the console, for links in mails: https://console.example
  HEXASTYLE_SMTP_URL   the mail server, smtps://user:password@mail.example, with HEXASTYLE_MAIL_FROM
  HEXASTYLE_WEBHOOK_NETWORKS  private networks in which webhooks may be: 10.0.0.0/8, fd00::/8
  HEXASTYLE_SECRET_KEY  seals secrets in the database: 32 bytes in base64; or HEXASTYLE_SECRET_KEY_FILE, as --secret-key-file
  HEXASTYLE_KEEP_MINUTES, HEXASTYLE_KEEP_HOURS, HEXASTYLE_KEEP_TRACES  days for which telemetry is kept (14, 400, 31)
  HEXASTYLE_URL, HEXASTYLE_TOKEN  for push: as --url, and the token
  HEXASTYLE_PG_BIN     folder of PostgreSQL's programs, for the private server
  HEXASTYLE_LOG        error, warn, info or debug
  HEXASTYLE_LOG_JSON   true writes the log as JSON";

/// A console for governing generative AI architecture.
#[derive(Debug, Parser)]
#[command(name = "hexastyle", version, after_help = SETTINGS)]
pub struct Cli {
    /// Write the log as JSON, one object per line.
    #[arg(long, global = true)]
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
    /// Bring the database up to date and stop.
    Migrate(DatabaseOptions),
    /// Set up the organisation, or let somebody in who can't sign in.
    #[command(subcommand)]
    Admin(AdminCommand),
    /// Check or print a framework.
    #[command(subcommand)]
    Framework(FrameworkCommand),
    /// Write results to a file or to standard output.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Read an export of this or another installation in: all of it, or nothing.
    Import(ImportOptions),
    /// Check the change log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look for what the console needs on this machine, and say what to do.
    Doctor(DatabaseOptions),
    /// Print the REST API's OpenAPI document.
    Openapi,
    /// Send files of other tools to a console that runs elsewhere.
    Push(PushOptions),
}

/// What is sent where. The workload is the token's, which stands in `HEXASTYLE_TOKEN`.
#[derive(Args, Clone, Debug)]
pub struct PushOptions {
    /// The console's address, such as `https://console.example`.
    #[arg(long, env = "HEXASTYLE_URL")]
    pub url: String,
    /// Only say what the files would be read as.
    #[arg(long)]
    pub dry_run: bool,
    /// What the files are about, such as a repository: later files of the same tool about the same take their place. Where
    /// it is left out, each file says so, or its name does without dates and numbers of runs.
    #[arg(long)]
    pub subject: Option<String>,
    /// What the files are, where their content does not tell, such as `gitleaks` for an empty list.
    #[arg(long)]
    pub kind: Option<domain::evidence::Kind>,
    /// Files of scanners, test tools and the like.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// What is read in.
#[derive(Args, Clone, Debug)]
pub struct ImportOptions {
    /// A file of `hexastyle export workload` or `hexastyle export organisation --whole`.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only say what would be made, and what is in the way.
    #[arg(long)]
    pub dry_run: bool,
    /// Make names of all people, also of those who have an account here with the same address.
    #[arg(long)]
    pub names_only: bool,
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseOptions,
}

/// Which database.
#[derive(Args, Clone, Debug, Default)]
pub struct DatabaseOptions {
    /// Folder of the private database, unless DATABASE_URL names a server.
    #[arg(long, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

/// How to run the console.
#[derive(Args, Clone, Debug, Default)]
pub struct ServeOptions {
    /// Address and port to listen on [default: 127.0.0.1:8640].
    #[arg(long, value_name = "ADDR:PORT")]
    pub listen: Option<SocketAddr>,
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseOptions,
    /// Fill an empty database with an example organisation.
    #[arg(long)]
    pub demo: bool,
    /// File with the key that seals secrets in the database, made where it is not there [default: secret.key in the data
    /// directory, none with DATABASE_URL].
    #[arg(long, value_name = "FILE")]
    pub secret_key_file: Option<PathBuf>,
}

/// What is done with accounts.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make the organisation and its first administrator, whose password is read from standard input.
    Create {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The administrator's name.
        #[arg(long)]
        name: String,
        /// The organisation's name.
        #[arg(long, default_value = "Hexastyle")]
        organisation: String,
        /// Which database.
        #[command(flatten)]
        database: DatabaseOptions,
    },
    /// Print a link with which somebody sets a new password; it works for a day.
    Recover {
        /// Whose address.
        #[arg(long)]
        email: String,
        /// Which database.
        #[command(flatten)]
        database: DatabaseOptions,
    },
}

/// What is done with frameworks.
#[derive(Debug, Subcommand)]
pub enum FrameworkCommand {
    /// Prove that a framework is whole.
    Lint {
        /// A folder such as `frameworks/genai-wa`, instead of the built-in framework.
        folder: Option<PathBuf>,
    },
    /// Print a framework.
    Export {
        /// Its id: `genai-wa`.
        id: String,
        /// As what.
        #[arg(long, value_enum, default_value = "json")]
        format: FrameworkFormat,
        /// To this file instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// The format of a framework.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FrameworkFormat {
    /// Everything, in both languages.
    Json,
}

/// What is written.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// An assessment.
    Assessment {
        /// Which; see `--list`.
        #[arg(required_unless_present = "list", conflicts_with = "list")]
        id: Option<AssessmentId>,
        /// Print the ids of all assessments that are being worked on, one a line.
        #[arg(long)]
        list: bool,
        /// How.
        #[command(flatten)]
        options: ExportOptions,
    },
    /// A workload with everything that its numbers and charts follow from, in lines, for `hexastyle import`.
    Workload {
        /// Which; see `--list`.
        #[arg(required_unless_present = "list", conflicts_with = "list")]
        id: Option<WorkloadId>,
        /// Print the ids of all workloads, one a line.
        #[arg(long)]
        list: bool,
        /// With the files of its documents, 32 MiB in all at most.
        #[arg(long)]
        files: bool,
        /// To this file instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// Which database.
        #[command(flatten)]
        database: DatabaseOptions,
    },
    /// A team's workloads.
    Team {
        /// Which.
        id: TeamId,
        /// How.
        #[command(flatten)]
        options: ExportOptions,
    },
    /// All workloads.
    Organisation {
        /// Everything that their numbers follow from, a line each, for `hexastyle import`.
        #[arg(long)]
        whole: bool,
        /// With the files of documents, 32 MiB for a workload at most.
        #[arg(long, requires = "whole")]
        files: bool,
        /// How.
        #[command(flatten)]
        options: ExportOptions,
    },
}

/// How something is written.
#[derive(Args, Clone, Debug)]
pub struct ExportOptions {
    /// As what.
    #[arg(long, value_enum, default_value = "json")]
    pub format: Format,
    /// In which language: `zh-CN` or `en`.
    #[arg(long, value_name = "TAG", default_value = "zh-CN", value_parser = locale)]
    pub lang: Locale,
    /// For whom a report is: `executive`, `team` or `auditor`.
    #[arg(long, value_name = "KIND", default_value = "team", value_parser = kind)]
    pub kind: ReportKind,
    /// To this file instead of standard output.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseOptions,
}

/// The format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For other software.
    Json,
    /// For people.
    Pdf,
    /// For spreadsheets: the main table.
    Csv,
    /// For spreadsheets: a workbook with every table.
    Xlsx,
    /// For browsers: one file with everything inside.
    Html,
}

/// What is done with the change log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Recompute every hash of every chain; fails where one does not fit.
    Verify {
        /// Heads that were kept elsewhere: their entries must still be there.
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
        /// Which database.
        #[command(flatten)]
        database: DatabaseOptions,
    },
    /// Print the last entry of every chain, to be kept elsewhere.
    Heads(DatabaseOptions),
}

fn locale(tag: &str) -> Result<Locale, &'static str> {
    Locale::from_tag(tag).ok_or("write zh-CN or en")
}

fn kind(name: &str) -> Result<ReportKind, &'static str> {
    name.parse().map_err(|_| "write executive, team or auditor")
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
    fn the_documented_calls_are_understood() {
        for line in [
            "hexastyle serve --listen 127.0.0.1:9000 --data-dir /data --demo",
            "hexastyle migrate",
            "hexastyle admin create --email a@b.example --name Administrator",
            "hexastyle admin recover --email a@b.example",
            "hexastyle framework lint",
            "hexastyle framework export genai-wa --format json",
            "hexastyle export assessment --list",
            "hexastyle export assessment 019ab000-0000-7000-8000-000000000000 --format pdf --lang en -o a.pdf",
            "hexastyle export team 019ab000-0000-7000-8000-000000000000 --format csv",
            "hexastyle export organisation --format json",
            "hexastyle export organisation --whole --files -o all.ndjson",
            "hexastyle export workload --list",
            "hexastyle export workload 019ab000-0000-7000-8000-000000000000 --files",
            "hexastyle import all.ndjson --dry-run",
            "hexastyle audit verify --data-dir /data",
            "hexastyle audit verify --against heads.txt",
            "hexastyle audit heads",
            "hexastyle doctor",
            "hexastyle openapi",
            "hexastyle push --url http://127.0.0.1:8640 --dry-run trivy.json garak.report.jsonl",
            "hexastyle push --url http://127.0.0.1:8640 --subject gateway --kind gitleaks leaks.json",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).is_ok(), "{line}");
        }
        assert!(Cli::try_parse_from(["hexastyle", "export", "assessment"]).is_err());
    }

    #[test]
    fn serve_leaves_to_the_environment_what_is_not_said() {
        let cli = Cli::try_parse_from(["hexastyle", "serve"]).unwrap();
        let Command::Serve(options) = cli.command else {
            panic!("another command")
        };
        assert!(options.listen.is_none() && options.database.data_dir.is_none() && !options.demo);
    }
}
