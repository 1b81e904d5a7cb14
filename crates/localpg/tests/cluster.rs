//! On the PostgreSQL of this machine: starting, recovering, and leaving nothing behind.

#[cfg(test)]
mod support;

use std::process::Command;

use localpg::{Durability, Error, LocalPg};
use support::{Folder, kill, psql, until};

#[test]
fn keeps_its_data_over_a_restart() {
    let folder = Folder::new("restart");
    let cluster = LocalPg::start(folder.path()).unwrap();
    cluster.create_database("one").unwrap();
    cluster.create_database("one").unwrap();
    let url = cluster.url("one");
    psql(&url, "CREATE TABLE t (x text); INSERT INTO t VALUES ('数')");
    let settings = psql(
        &url,
        "SHOW listen_addresses; SHOW fsync; SHOW server_encoding",
    );
    assert_eq!(settings, "\non\nUTF8\n");
    cluster.stop().unwrap();

    let again = LocalPg::start(folder.path()).unwrap();
    assert_eq!(psql(&again.url("one"), "SELECT x FROM t"), "数\n");
}

#[test]
fn a_second_process_is_told_who_has_it() {
    let folder = Folder::new("lock");
    let cluster = LocalPg::start_with(folder.path(), Durability::Disposable).unwrap();
    let second = LocalPg::start(folder.path()).unwrap_err();
    let own = std::process::id().to_string();
    assert!(
        matches!(&second, Error::InUse { pid, .. } if *pid == own),
        "{second}"
    );
    drop(cluster);
    LocalPg::start(folder.path()).unwrap().stop().unwrap();
}

#[test]
fn a_name_that_needs_quoting_is_refused() {
    let folder = Folder::new("name");
    let cluster = LocalPg::start_with(folder.path(), Durability::Disposable).unwrap();
    let refused = cluster.create_database("x\"; DROP DATABASE postgres");
    assert!(matches!(refused, Err(Error::DatabaseName(_))));
}

#[test]
fn recovers_what_was_committed_when_the_server_is_killed() {
    let folder = Folder::new("crash");
    let cluster = LocalPg::start(folder.path()).unwrap();
    let url = cluster.url("postgres");
    psql(&url, "CREATE TABLE t AS SELECT 7 AS x");
    kill(folder.server_pid().unwrap());
    drop(cluster);

    let again = LocalPg::start(folder.path()).unwrap();
    assert_eq!(psql(&again.url("postgres"), "SELECT x FROM t"), "7\n");
}

#[test]
fn a_server_that_ended_by_itself_is_started_again() {
    let folder = Folder::new("revive");
    let mut cluster = LocalPg::start(folder.path()).unwrap();
    let url = cluster.url("postgres");
    psql(&url, "CREATE TABLE t AS SELECT 7 AS x");
    assert!(!cluster.revive().unwrap());
    let killed = folder.server_pid().unwrap();
    kill(killed);
    until(|| !support::runs(killed));
    assert!(cluster.revive().unwrap());
    assert_ne!(folder.server_pid(), Some(killed));
    assert_eq!(psql(&url, "SELECT x FROM t"), "7\n");
    assert!(!cluster.revive().unwrap());
    cluster.stop().unwrap();
}

#[test]
fn the_server_ends_when_this_program_is_killed() {
    let folder = Folder::new("parent");
    let mut runner = folder.runner(&["sleep", "300"]);
    until(|| folder.server_pid().is_some_and(|_| folder.ready()));
    let server = folder.server_pid().unwrap();
    runner.kill().unwrap();
    runner.wait().unwrap();
    until(|| !support::runs(server));
    folder.end_command();
}

#[test]
fn a_server_that_was_left_behind_is_ended_first() {
    let folder = Folder::new("orphan");
    let mut runner = folder.runner(&["sleep", "300"]);
    until(|| folder.server_pid().is_some_and(|_| folder.ready()));
    let server = folder.server_pid().unwrap();
    kill(Folder::watchdog(server).unwrap());
    runner.kill().unwrap();
    runner.wait().unwrap();
    assert!(support::runs(server));

    let cluster = LocalPg::start(folder.path()).unwrap();
    assert!(!support::runs(server));
    assert_eq!(psql(&cluster.url("postgres"), "SELECT 1"), "1\n");
    folder.end_command();
}

#[test]
fn a_process_id_that_is_somebody_else_s_now_is_no_obstacle() {
    let folder = Folder::new("reused");
    LocalPg::start(folder.path()).unwrap().stop().unwrap();
    let own = std::process::id();
    let file = folder.path().join("postgres/data/postmaster.pid");
    std::fs::write(&file, format!("{own}\n")).unwrap();
    LocalPg::start(folder.path()).unwrap().stop().unwrap();
}

#[test]
fn a_long_path_still_gets_a_socket() {
    let folder = Folder::new("long");
    let deep = folder.path().join("a folder, with spaces ".repeat(5));
    let cluster = LocalPg::start_with(&deep, Durability::Disposable).unwrap();
    let url = cluster.url("postgres");
    assert_eq!(psql(&url, "SELECT 1"), "1\n");
    let socket = psql(&url, "SHOW unix_socket_directories");
    cluster.stop().unwrap();
    std::fs::remove_dir(socket.trim().trim_matches('"')).unwrap();
}

#[test]
fn passes_the_command_s_status_on() {
    let run = |arguments: &[&str]| {
        let program = env!("CARGO_BIN_EXE_hexastyle-localpg");
        Command::new(program).args(arguments).output().unwrap()
    };
    let script = "psql -X -A -t -d \"$DATABASE_URL\" -c 'SELECT current_database()'; exit 7";
    let temporary = [
        "run",
        "--temporary",
        "--database",
        "mine",
        "--",
        "sh",
        "-c",
        script,
    ];
    let seven = run(&temporary);
    assert_eq!(seven.status.code(), Some(7), "{seven:?}");
    assert_eq!(seven.stdout, b"mine\n");
    assert_eq!(run(&["run", "--", "true"]).status.code(), Some(2));
}

#[test]
fn works_for_an_ordinary_user_too() {
    let folder = Folder::new("ordinary");
    let Some(mut command) = folder.as_nobody() else {
        return; // not root: all other tests ran as an ordinary user
    };
    let output = command
        .args(["run", "--data-dir"])
        .arg(folder.path().join("theirs"))
        .args([
            "--",
            "sh",
            "-c",
            "psql -X -A -t -d \"$DATABASE_URL\" -c 'SELECT 1'",
        ])
        .output()
        .unwrap();
    assert_eq!(output.stdout, b"1\n", "{output:?}");

    let root_s = Folder::new("roots");
    let taken = LocalPg::start_with(root_s.path(), Durability::Disposable).unwrap();
    taken.stop().unwrap();
    let mut command = folder.as_nobody().unwrap();
    let refused = command
        .args(["run", "--data-dir"])
        .arg(root_s.path())
        .args(["--", "true"])
        .output()
        .unwrap();
    let text = String::from_utf8(refused.stderr).unwrap();
    assert!(text.contains("belongs to user id 0"), "{text}");
}

#[test]
fn root_is_told_about_a_folder_that_is_closed() {
    let folder = Folder::new("closed");
    if folder.as_nobody().is_none() {
        return; // only root runs the cluster as somebody else
    }
    folder.close();
    let refused = LocalPg::start(&folder.path().join("data")).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("chmod o+x"), "{text}");
    assert!(!folder.path().join("data").exists());
}
