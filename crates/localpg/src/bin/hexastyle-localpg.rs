//! Runs a command with `DATABASE_URL` set to a private PostgreSQL cluster, for tests and
//! `cargo sqlx prepare`. The command's exit status is this program's.

use std::error::Error as _;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};

use localpg::{Durability, LocalPg};

const USAGE: &str = "\
usage: hexastyle-localpg run (--data-dir DIR | --temporary) [--database NAME] -- COMMAND [ARGUMENT…]

  --data-dir DIR    keep the cluster in DIR and use it again the next time
  --temporary       a fast, lossy cluster that is removed afterwards
  --database NAME   the database to create and to name in DATABASE_URL (default: hexastyle)";

/// What the command line asked for.
struct Request {
    data_dir: Option<PathBuf>,
    database: String,
    command: Vec<OsString>,
}

fn main() -> ExitCode {
    let Some(request) = parse(std::env::args_os().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let outcome = match &request.data_dir {
        Some(folder) => run(&request, folder, Durability::Full),
        None => run_temporary(&request),
    };
    match outcome {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("hexastyle-localpg: {}", sentence(&error));
            ExitCode::from(1)
        }
    }
}

/// The error with what caused it.
fn sentence(error: &localpg::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn parse(mut arguments: impl Iterator<Item = OsString>) -> Option<Request> {
    arguments.next().filter(|first| first == "run")?;
    let mut data_dir = None;
    let mut temporary = false;
    let mut database = "hexastyle".to_owned();
    loop {
        let option = arguments.next()?;
        match option.to_str()? {
            "--data-dir" => data_dir = Some(PathBuf::from(arguments.next()?)),
            "--temporary" => temporary = true,
            "--database" => database = arguments.next()?.into_string().ok()?,
            "--" => break,
            _ => return None,
        }
    }
    let command: Vec<OsString> = arguments.collect();
    let complete = !command.is_empty() && temporary == data_dir.is_none();
    complete.then_some(Request {
        data_dir,
        database,
        command,
    })
}

fn run_temporary(request: &Request) -> Result<u8, localpg::Error> {
    let folder = temporary_folder()?;
    let outcome = run(request, &folder, Durability::Disposable);
    let removed = fs::remove_dir_all(&folder).map_err(|source| localpg::Error::Io {
        action: "remove",
        path: folder,
        source,
    });
    let code = outcome?;
    removed.map(|()| code)
}

/// A folder that others can pass through but not list; the cluster inside has its own, closed one.
fn temporary_folder() -> Result<PathBuf, localpg::Error> {
    let name = format!("hexastyle-pg-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let made = fs::DirBuilder::new().mode(0o711).create(&path);
    match made {
        Ok(()) => Ok(path),
        Err(source) => Err(localpg::Error::Io {
            action: "create",
            path,
            source,
        }),
    }
}

fn run(request: &Request, folder: &Path, durability: Durability) -> Result<u8, localpg::Error> {
    let cluster = LocalPg::start_with(folder, durability)?;
    cluster.create_database(&request.database)?;
    let url = cluster.url(&request.database);
    let Some((program, arguments)) = request.command.split_first() else {
        return Ok(2);
    };
    let status = Command::new(program)
        .args(arguments)
        .env("DATABASE_URL", url)
        .status();
    cluster.stop()?;
    status.map(exit_code).map_err(|source| localpg::Error::Io {
        action: "run",
        path: PathBuf::from(program),
        source,
    })
}

/// As a shell does: 128 and the signal's number for a command that was killed.
fn exit_code(status: ExitStatus) -> u8 {
    let killed = status.signal().map(|signal| 128 + signal);
    let code = status.code().or(killed).unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}
