//! `hexastyle push`, the built binary, against a console that answers on a port of its own.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse as _;
use http::StatusCode;
use sqlx::PgPool;
use tokio::net::TcpListener;

use super::access::cases::LEAK;
use super::signals::token;
use super::support::{Role, World};

/// A folder of files to send; removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("hexastyle-push-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The world's console on a port.
struct Console {
    address: SocketAddr,
    /// What was asked, path and query.
    asked: Arc<Mutex<Vec<String>>>,
    /// How many of the next requests it is away for.
    away: Arc<Mutex<u32>>,
}

impl Console {
    async fn start(world: &World) -> Self {
        let (asked, away) = (
            Arc::new(Mutex::new(Vec::new())),
            Arc::new(Mutex::new(0_u32)),
        );
        let (noted, left) = (Arc::clone(&asked), Arc::clone(&away));
        let door = move |request: Request, next: Next| {
            noted.lock().unwrap().push(request.uri().to_string());
            let mut left = left.lock().unwrap();
            let gone = *left > 0;
            *left = left.saturating_sub(1);
            drop(left);
            async move {
                if gone {
                    StatusCode::SERVICE_UNAVAILABLE.into_response()
                } else {
                    next.run(request).await
                }
            }
        };
        let app = world.router.clone().layer(from_fn(door));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            address,
            asked,
            away,
        }
    }

    fn away_for(&self, requests: u32) {
        *self.away.lock().unwrap() = requests;
    }

    /// What was asked since the last time.
    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// Runs the binary away from the thread that answers it.
    async fn push(&self, token: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hexastyle"));
        command
            .arg("push")
            .args(["--url", &format!("http://{}/", self.address)])
            .args(arguments)
            .env_remove("HEXASTYLE_URL")
            .env_remove("HEXASTYLE_TOKEN");
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy).env_remove(proxy.to_uppercase());
        }
        if !token.is_empty() {
            command.env("HEXASTYLE_TOKEN", token);
        }
        let output = tokio::task::spawn_blocking(move || command.output()).await;
        output.unwrap().unwrap()
    }
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&text).into_owned()
}

fn name(path: &str) -> &str {
    Path::new(path).file_name().unwrap().to_str().unwrap()
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn files_are_sent_again_while_the_console_is_away(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, folder) = (world.workload, Folder::new());
    let token = token(&world, id, "evidence").await;
    let console = Console::start(&world).await;
    let leaks = folder.file("leaks-1101.json", LEAK);
    let kept = async || {
        let mut client = world.client(Role::Architect).await;
        let path = format!("/api/v1/workloads/{id}/evidence");
        let page = client.get(&path).await.json();
        page["readings"].as_array().cloned().unwrap_or_default()
    };

    let dry = console.push(&token, &["--dry-run", &leaks]).await;
    assert!(dry.status.success(), "{}", said(&dry));
    assert!(
        said(&dry).contains("would be read as gitleaks of gitleaks about leaks.json"),
        "{}",
        said(&dry)
    );
    assert_eq!(kept().await.len(), 0);
    assert!(console.asked()[0].contains("dry_run=true"));

    console.away_for(1);
    let sent = console
        .push(&token, &["--subject", "gateway", &leaks])
        .await;
    assert!(sent.status.success(), "{}", said(&sent));
    assert!(
        said(&sent).contains("leaks-1101.json: read as gitleaks of gitleaks about gateway"),
        "{}",
        said(&sent)
    );
    let asked = console.asked();
    assert_eq!((asked.len(), &asked[0]), (2, &asked[1]), "{asked:?}");
    let readings = kept().await;
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0]["subject"], "gateway");
    assert_eq!(readings[0]["file_name"], name(&leaks));

    let again = console
        .push(&token, &["--subject", "gateway", &leaks])
        .await;
    assert!(
        again.status.success() && said(&again).contains("was there already"),
        "{}",
        said(&again)
    );
    assert_eq!(kept().await.len(), 1);
}

#[sqlx::test(migrator = "store::MIGRATIONS")]
async fn one_file_that_is_not_taken_fails_the_command_and_stops_no_other(pool: PgPool) {
    let world = World::new(pool).await;
    let (id, folder) = (world.workload, Folder::new());
    let token = token(&world, id, "evidence").await;
    let console = Console::start(&world).await;
    let broken = folder.file("broken.json", "{\"a\": [1,]}");
    let leaks = folder.file("leaks.json", LEAK);
    let empty = folder.file("empty.json", "[]");
    let mixed = console.push(&token, &[&broken, &leaks]).await;
    let text = said(&mixed);
    assert_eq!(mixed.status.code(), Some(1), "{text}");
    assert!(
        text.contains("broken.json: not taken")
            && text.contains("leaks.json: read as gitleaks")
            && text.contains("1 file was not taken."),
        "{text}"
    );
    assert_eq!(console.asked().len(), 2, "a refusal is not sent again");

    // An empty list says which tool wrote it only where its sender does.
    let clean = console.push(&token, &["--kind", "gitleaks", &empty]).await;
    assert!(
        clean.status.success() && said(&clean).contains("read as gitleaks"),
        "{}",
        said(&clean)
    );

    console.asked();
    let unknown = console.push("hxs_unknown", &[&leaks]).await;
    assert!(
        !unknown.status.success() && said(&unknown).contains("This token opens nothing here"),
        "{}",
        said(&unknown)
    );
    assert_eq!(console.asked().len(), 1);
    let without = console.push("", &[&leaks]).await;
    assert!(
        !without.status.success() && said(&without).contains("HEXASTYLE_TOKEN"),
        "{}",
        said(&without)
    );
    assert_eq!(console.asked().len(), 0);
}
