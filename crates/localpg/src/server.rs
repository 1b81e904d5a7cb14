//! The running server: a child in the foreground, and a watchdog.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::account::Account;
use crate::error::Error;
use crate::layout::Layout;
use crate::programs::Programs;
use crate::{Durability, orphan, process, settings};

/// Recovery after a crash replays up to a checkpoint's worth of log, on a slow disk for minutes.
const READY_LIMIT: Duration = Duration::from_mins(5);
/// Beyond this many bytes the log starts anew, and one old file is kept.
const LOG_LIMIT: u64 = 10 * 1024 * 1024;
/// How often, a second apart, to wait for the back ends of a killed server to notice and end.
const TRIES: usize = 20;

/// The server's processes.
#[derive(Debug)]
pub(crate) struct Server {
    postgres: Child,
    watchdog: Child,
    stopped: bool,
}

impl Server {
    /// Starts the server and waits until it accepts connections.
    pub(crate) fn start(
        layout: &Layout,
        programs: &Programs,
        account: &Account,
        durability: Durability,
    ) -> Result<Self, Error> {
        let mut tries = 1;
        loop {
            let (log, begin) = open_log(&layout.log)?;
            let postgres = spawn_server(layout, programs, account, durability, log)?;
            let mut running = Self::guard(postgres, layout, account)?;
            let Err(reason) = running.wait_ready(&layout.data) else {
                return Ok(running);
            };
            let tail = tail(&layout.log, begin);
            if tries >= TRIES || !tail.contains("pre-existing shared memory block") {
                let log = layout.log.clone();
                return Err(Error::Start { reason, log, tail });
            }
            drop(running);
            tries += 1;
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    /// Puts a watchdog beside the server: a shell that waits for its input to end, which the kernel
    /// sees to when this process dies, however it dies. The server's process id can't be another's
    /// then, as nobody has collected the child.
    fn guard(mut postgres: Child, layout: &Layout, account: &Account) -> Result<Self, Error> {
        let mut watchdog = account.command(Path::new("/bin/sh"), &layout.home);
        watchdog
            .args(["-c", "read -r _; kill -s INT \"$1\"", "sh"])
            .arg(postgres.id().to_string())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        match watchdog.spawn() {
            Ok(watchdog) => Ok(Self {
                postgres,
                watchdog,
                stopped: false,
            }),
            Err(source) => {
                let ended = postgres.kill().and_then(|()| postgres.wait());
                ended.map_err(Error::io("end", "postgres"))?;
                Err(Error::io("run", "/bin/sh")(source))
            }
        }
    }

    /// Waits for the line that says "ready"; the error says why it didn't come.
    fn wait_ready(&mut self, data: &Path) -> Result<(), String> {
        let mut ended = None;
        let done = process::wait_until(READY_LIMIT, || {
            ended = self.postgres.try_wait().ok().flatten();
            let ready = orphan::pid_file(data)
                .is_some_and(|file| file.ready && file.pid == self.postgres.id());
            ready || ended.is_some()
        });
        match ended {
            Some(status) => Err(format!("it ended with {status}")),
            None if done => Ok(()),
            None => Err(format!("not ready after {} seconds", READY_LIMIT.as_secs())),
        }
    }

    /// Ends the watchdog, then the server: `INT` closes the connections, `QUIT` doesn't wait.
    pub(crate) fn stop(&mut self) -> Result<(), Error> {
        if std::mem::replace(&mut self.stopped, true) {
            return Ok(());
        }
        let watchdog = self.watchdog.kill().and_then(|()| self.watchdog.wait());
        watchdog.map_err(Error::io("end", "/bin/sh"))?;
        let pid = self.postgres.id();
        for (signal, seconds) in [("INT", 60), ("QUIT", 10)] {
            if self.ended() {
                return Ok(());
            }
            process::signal(pid, signal)?;
            process::wait_until(Duration::from_secs(seconds), || self.ended());
        }
        if self.ended() {
            return Ok(());
        }
        let killed = self.postgres.kill().and_then(|()| self.postgres.wait());
        killed.map_err(Error::io("end", "postgres"))?;
        Err(Error::Stop(pid))
    }

    /// Whether the server ended though nobody stopped it.
    pub(crate) fn is_gone(&mut self) -> bool {
        !self.stopped && self.ended()
    }

    fn ended(&mut self) -> bool {
        matches!(self.postgres.try_wait(), Ok(Some(_)) | Err(_))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody to tell: the next start finds and ends what is left.
        drop(self.stop());
    }
}

/// A process group of its own: Ctrl-C in a terminal reaches the console, which stops the server last.
fn spawn_server(
    layout: &Layout,
    programs: &Programs,
    account: &Account,
    durability: Durability,
    log: File,
) -> Result<Child, Error> {
    let program = programs.path("postgres");
    let mut command = account.command(&program, &layout.home);
    command.arg("-D").arg(&layout.data);
    for setting in settings::all(&layout.socket, durability) {
        command.arg("-c").arg(setting);
    }
    let also = log.try_clone().map_err(Error::io("open", &layout.log))?;
    command
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(also)
        .spawn()
        .map_err(Error::io("run", program))
}

/// Opens the log at its end, and says where that is.
fn open_log(path: &Path) -> Result<(File, u64), Error> {
    if std::fs::metadata(path).is_ok_and(|log| log.len() > LOG_LIMIT) {
        let old = path.with_extension("log.1");
        std::fs::rename(path, old).map_err(Error::io("rename", path))?;
    }
    let mut log = OpenOptions::new()
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::io("open", path))?;
    let end = log
        .seek(SeekFrom::End(0))
        .map_err(Error::io("read", path))?;
    Ok((log, end))
}

/// The last lines that were written after `begin`; empty where the log can't be read.
fn tail(path: &Path, begin: u64) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|mut log| {
        log.seek(SeekFrom::Start(begin))?;
        log.read_to_end(&mut bytes)
    });
    match read {
        Ok(_) => process::last_lines(&String::from_utf8_lossy(&bytes), 12),
        Err(_) => String::new(),
    }
}
