//! Connections of clients: how many are open, and how long one may say nothing.

use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Path, State};
use axum::routing::get;
use server::serve::connections::{Bounds, serve};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Short, for connections that are to be cut.
const SHORT: Duration = Duration::from_millis(500);

/// Never reached.
const LONG: Duration = Duration::from_hours(1);

/// What the small site knows.
#[derive(Clone, Default)]
struct Seen {
    names: Arc<Mutex<Vec<String>>>,
    /// Lets the answer of `/held` go.
    go: Arc<Notify>,
}

/// A small site behind the console's own door.
struct Site {
    address: SocketAddr,
    seen: Seen,
    stop: watch::Sender<bool>,
    served: JoinHandle<()>,
}

impl Site {
    async fn start(open: u16, quiet: Duration, quiet_when_full: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Seen::default();
        let router = Router::new()
            .route("/by/{name}", get(note))
            .route("/held", get(hold))
            .route("/late", get(late))
            .with_state(seen.clone());
        let bounds = Bounds {
            open: NonZeroU16::new(open).unwrap(),
            quiet,
            quiet_when_full,
        };
        let (stop, stopping) = watch::channel(false);
        Self {
            address,
            seen,
            stop,
            served: tokio::spawn(serve(listener, router, bounds, stopping)),
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    fn names(&self) -> Vec<String> {
        self.seen.names.lock().unwrap().clone()
    }
}

async fn note(
    State(seen): State<Seen>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(name): Path<String>,
) -> String {
    seen.names.lock().unwrap().push(name);
    format!("{peer} ok")
}

async fn hold(State(seen): State<Seen>) -> &'static str {
    seen.names.lock().unwrap().push("held".into());
    seen.go.notified().await;
    "ok"
}

async fn late() -> &'static str {
    sleep(SHORT * 3).await;
    "ok"
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: console.example\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// The whole answer: all of them end in `ok`.
async fn answer(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"ok") {
        let more = stream.read_buf(&mut read).await.unwrap();
        assert!(more > 0, "cut: {}", String::from_utf8_lossy(&read));
    }
    String::from_utf8(read).unwrap()
}

/// Waits for the server to close, and says what came before.
async fn cut(stream: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    // A reset is a cut too.
    let _ = stream.read_to_end(&mut read).await;
    read
}

#[tokio::test]
async fn one_beyond_the_bound_waits_and_is_served_when_another_closes() {
    let site = Site::start(1, LONG, LONG).await;
    let mut first = site.connect().await;
    ask(&mut first, "/by/first").await;
    let local = first.local_addr().unwrap();
    let told = answer(&mut first).await;
    assert!(told.ends_with(&format!("{local} ok")), "{told}");
    let mut second = site.connect().await;
    ask(&mut second, "/by/second").await;
    // Had it been let in, it would have been served somewhere among these.
    for _ in 0..50 {
        ask(&mut first, "/by/first").await;
        answer(&mut first).await;
    }
    assert!(site.names().iter().all(|name| name == "first"));
    drop(first);
    answer(&mut second).await;
    assert_eq!(site.names().last().unwrap(), "second");
}

#[tokio::test]
async fn who_says_nothing_gives_the_place_back() {
    let site = Site::start(1, SHORT, LONG).await;
    let mut silent = site.connect().await;
    let mut second = site.connect().await;
    ask(&mut second, "/by/second").await;
    answer(&mut second).await;
    assert!(cut(&mut silent).await.is_empty());
    // Kept open for more requests, but not for ever.
    assert!(cut(&mut second).await.is_empty());
}

#[tokio::test]
async fn a_connection_that_is_kept_gives_way_when_all_places_are_taken() {
    let site = Site::start(1, LONG, SHORT).await;
    let mut kept = site.connect().await;
    ask(&mut kept, "/by/kept").await;
    answer(&mut kept).await;
    let mut second = site.connect().await;
    ask(&mut second, "/by/second").await;
    answer(&mut second).await;
    assert!(cut(&mut kept).await.is_empty());
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_however_slowly_it_goes_on() {
    let site = Site::start(2, SHORT, LONG).await;
    let (mut reader, mut writer) = site.connect().await.into_split();
    let trickle = tokio::spawn(async move {
        let mut part = "GET /by/nobody HTTP/1.1\r\nHost: console.example\r\nX-Slow: ";
        while writer.write_all(part.as_bytes()).await.is_ok() {
            part = "a";
            sleep(SHORT / 10).await;
        }
    });
    let mut read = Vec::new();
    let _ = reader.read_to_end(&mut read).await;
    assert!(read.is_empty(), "{}", String::from_utf8_lossy(&read));
    trickle.await.unwrap();
    // Nor does the beginning of HTTP/2 hold a place.
    let mut other = site.connect().await;
    other.write_all(b"PRI * HTTP/2.0\r\n").await.unwrap();
    assert!(cut(&mut other).await.is_empty());
    assert!(site.names().is_empty());
}

#[tokio::test]
async fn an_answer_may_take_longer_than_silence() {
    let site = Site::start(1, SHORT, SHORT).await;
    let mut patient = site.connect().await;
    ask(&mut patient, "/late").await;
    answer(&mut patient).await;
}

#[tokio::test]
async fn the_order_to_stop_lets_open_requests_finish() {
    let site = Site::start(2, LONG, LONG).await;
    let mut idle = site.connect().await;
    ask(&mut idle, "/by/idle").await;
    answer(&mut idle).await;
    let mut held = site.connect().await;
    ask(&mut held, "/held").await;
    while site.names().len() < 2 {
        tokio::task::yield_now().await;
    }
    site.stop.send_replace(true);
    assert!(cut(&mut idle).await.is_empty());
    assert!(!site.served.is_finished());
    site.seen.go.notify_one();
    answer(&mut held).await;
    site.served.await.unwrap();
    assert!(TcpStream::connect(site.address).await.is_err());
}
