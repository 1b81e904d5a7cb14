//! The binary: starts on a database of its own, answers, is read beside by commands, and leaves nothing running.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a console may take to answer on a cluster that is there.
const WARM: Duration = Duration::from_secs(5);
/// The same for a new cluster, on a busy machine.
const COLD: Duration = Duration::from_mins(1);

/// A folder that the database's account can reach; removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self(PathBuf::from(format!(
            "/tmp/hexastyle-test-{}",
            std::process::id()
        )))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn hexastyle(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hexastyle"));
    command.args(arguments).arg("--data-dir").arg(folder);
    for name in [
        "DATABASE_URL",
        "HEXASTYLE_DB_POOL",
        "HEXASTYLE_LISTEN",
        "HEXASTYLE_DATA_DIR",
        "HEXASTYLE_PROXIES",
        "HEXASTYLE_CONNECTIONS",
    ] {
        command.env_remove(name);
    }
    command
}

fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = hexastyle(folder, arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn start(folder: &Path, port: u16, limit: Duration) -> Child {
    let listen = format!("127.0.0.1:{port}");
    let mut command = hexastyle(folder, &["serve", "--listen", &listen]);
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !ready(port) {
        assert!(start.elapsed() < limit, "not ready after {limit:?}");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(start.elapsed() < limit, "ready after {:?}", start.elapsed());
    child
}

fn ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    stream
        .write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.0 200")
}

fn stop(mut child: Child) {
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_console_of_ones_own() {
    let folder = Folder::new();
    let folder = folder.0.as_path();
    let port = free_port();
    let console = start(folder, port, COLD);

    let created = [
        "admin",
        "create",
        "--email",
        "a@example.test",
        "--name",
        "管理员",
        "--organisation",
        "织云",
    ];
    let short = run(folder, &created, "short\n");
    assert!(
        !short.status.success() && said(&short).contains("12 to 200"),
        "{}",
        said(&short)
    );
    let made = run(folder, &created, "correct horse battery\n");
    assert!(made.status.success(), "{}", said(&made));
    let again = run(folder, &created, "correct horse battery\n");
    assert!(
        !again.status.success() && said(&again).contains("recover"),
        "{}",
        said(&again)
    );
    let link = run(
        folder,
        &["admin", "recover", "--email", "a@example.test"],
        "",
    );
    assert!(said(&link).contains("/reset/"), "{}", said(&link));
    let audit = run(folder, &["audit", "verify"], "");
    assert!(
        said(&audit).contains("every chain holds"),
        "{}",
        said(&audit)
    );
    let heads = run(folder, &["audit", "heads"], "");
    let kept = folder.join("heads.txt");
    std::fs::write(&kept, &heads.stdout).unwrap();
    let kept = kept.to_str().unwrap();
    let against = run(folder, &["audit", "verify", "--against", kept], "");
    assert!(against.status.success(), "{}", said(&against));
    // A head of an entry that is not there: the end of the chain was cut off.
    let ahead = format!("{} 999 {}", uuid::Uuid::nil(), "0f".repeat(32));
    std::fs::write(kept, ahead).unwrap();
    let cut = run(folder, &["audit", "verify", "--against", kept], "");
    assert!(!cut.status.success(), "{}", said(&cut));
    let doctor = run(folder, &["doctor"], "");
    assert!(
        said(&doctor).contains("the schema is up to date"),
        "{}",
        said(&doctor)
    );
    let json = run(folder, &["export", "organisation"], "");
    assert!(said(&json).contains("织云"), "{}", said(&json));
    let none = run(
        folder,
        &[
            "export",
            "assessment",
            "019ab000-0000-7000-8000-000000000000",
        ],
        "",
    );
    assert!(
        !none.status.success() && said(&none).contains("no such assessment"),
        "{}",
        said(&none)
    );

    stop(console);
    assert!(
        !folder.join("postgres/data/postmaster.pid").exists(),
        "the database still runs"
    );
    assert!(!folder.join("postgres.url").exists());

    let console = start(folder, port, WARM);
    let second = run(folder, &["serve", "--listen", "127.0.0.1:0"], "");
    assert!(
        !second.status.success() && said(&second).contains("in use"),
        "{}",
        said(&second)
    );
    stop(console);

    // Without a console the command starts the database itself, and stops it.
    let list = run(folder, &["export", "assessment", "--list"], "");
    assert!(
        list.status.success() && list.stdout.is_empty(),
        "{}",
        said(&list)
    );
    assert!(
        !folder.join("postgres/data/postmaster.pid").exists(),
        "the database still runs"
    );
}

#[test]
fn what_is_wrong_is_said_before_anything_starts() {
    let folder = Folder(PathBuf::from("/tmp/hexastyle-test-never-made"));
    let mut command = hexastyle(&folder.0, &["serve"]);
    command
        .env("DATABASE_URL", "mysql://root:hunter2@localhost/x")
        .env("HEXASTYLE_DB_POOL", "many");
    let output = command.output().unwrap();
    let text = said(&output);
    assert!(!output.status.success());
    assert!(
        text.contains("DATABASE_URL") && text.contains("HEXASTYLE_DB_POOL"),
        "{text}"
    );
    assert!(!text.contains("hunter2"), "{text}");
    assert!(!folder.0.exists());
}

#[test]
fn a_framework_needs_no_database() {
    let binary = env!("CARGO_BIN_EXE_hexastyle");
    let lint = Command::new(binary)
        .args(["framework", "lint"])
        .output()
        .unwrap();
    assert!(lint.status.success(), "{}", said(&lint));
    let json = Command::new(binary)
        .args(["framework", "export", "genai-wa", "--format", "json"])
        .output()
        .unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["pillars"].as_array().map(Vec::len), Some(6));
}

#[test]
fn a_framework_in_a_folder_is_linted() {
    let binary = env!("CARGO_BIN_EXE_hexastyle");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../frameworks/genai-wa");
    let folder = Folder(std::env::temp_dir().join(format!("hexastyle-lint-{}", free_port())));
    std::fs::create_dir_all(folder.0.join("checks")).unwrap();
    for part in ["", "checks"] {
        for entry in std::fs::read_dir(ours.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let copy = folder.0.join(part).join(path.file_name().unwrap());
                std::fs::copy(path, copy).unwrap();
            }
        }
    }
    let lint = || {
        let mut command = Command::new(binary);
        command.args(["framework", "lint"]).arg(&folder.0);
        command.output().unwrap()
    };
    assert!(lint().status.success(), "{}", said(&lint()));

    let check = folder.0.join("checks/S01.toml");
    let whole = std::fs::read_to_string(&check).unwrap();
    std::fs::write(&check, whole.replacen("K-", "K-X", 1)).unwrap();
    let output = lint();
    assert!(!output.status.success());
    assert!(said(&output).contains("S01"), "{}", said(&output));

    std::fs::write(&check, "id = ").unwrap();
    let output = lint();
    assert!(!output.status.success());
    assert!(
        said(&output).contains("checks/S01.toml"),
        "{}",
        said(&output)
    );
}
