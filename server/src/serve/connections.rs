//! Connections of clients: how many are open, and how long one may say nothing.
//!
//! `axum::serve` bounds neither, and its connections have no timer for heads of requests.

use std::convert::Infallible;
use std::future::pending;
use std::mem;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::response::Response;
use axum::serve::Listener;
use axum::{BoxError, Router};
use http::Request;
use http_body_util::BodyExt as _;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::sleep;
use tower::Service;

/// Longer than the minute for which proxies commonly keep their connections, so that they close first.
const QUIET: Duration = Duration::from_secs(75);
/// Long enough for a head that is on its way.
const QUIET_WHEN_FULL: Duration = Duration::from_secs(5);

/// What connections are held to.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Open ones at most; those beyond wait for a place.
    pub open: NonZeroU16,
    /// How long one may be open without a request under way. A request is under way from the end of its head to the end of
    /// its answer, so a head that never ends is cut too, however slowly it goes on.
    pub quiet: Duration,
    /// How long it may go on so once all places are taken: browsers keep connections open that others wait for.
    pub quiet_when_full: Duration,
}

impl Bounds {
    /// The usual times.
    pub fn of(open: NonZeroU16) -> Self {
        Self {
            open,
            quiet: QUIET,
            quiet_when_full: QUIET_WHEN_FULL,
        }
    }
}

/// Serves until told to stop, then closes the listener and waits for open requests.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    stopping: watch::Receiver<bool>,
) {
    let open = bounds.open.get();
    let places = Arc::new(Semaphore::new(usize::from(open)));
    let mut door = Door {
        listener,
        places: Arc::clone(&places),
        full: watch::Sender::new(false),
        told: false,
    };
    let mut stop = pin!(stopped(stopping.clone()));
    loop {
        let (stream, peer, place) = tokio::select! {
            next = door.next() => next,
            () = stop.as_mut() => break,
        };
        let visitor = Visitor {
            router: router.clone(),
            peer,
            requests: Arc::new(watch::Sender::new(0)),
        };
        let silence = silence(Arc::clone(&visitor.requests), bounds, door.full.subscribe());
        tokio::spawn(attend(stream, visitor, silence, stopping.clone(), place));
    }
    drop(door);
    // All places are free when all connections are closed. An error would mean that nobody gives places any more.
    let _ = places.acquire_many(u32::from(open)).await;
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the sender is gone, and with it the server's reason to run.
    let _ = stopping.wait_for(|stop| *stop).await;
}

/// Lets connections in while there are places.
struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    /// There are none; connections hear of it.
    full: watch::Sender<bool>,
    /// The log says so. It is not said again while each place that becomes free is taken at once.
    told: bool,
}

impl Door {
    /// The place comes first: who finds none waits in the system's queue, unread, and is not turned away.
    async fn next(&mut self) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
        let full = self.places.available_permits() == 0;
        if full && !self.told {
            tracing::warn!("all connections of HEXASTYLE_CONNECTIONS are open: the next one waits");
        }
        self.told = full;
        self.say(full);
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
            // Nobody closes it.
            return pending().await;
        };
        self.say(false);
        // The trait's own: it waits a second where the process has no file left, and tries again.
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        (stream, peer, place)
    }

    fn say(&self, full: bool) {
        // Wakes nobody for nothing.
        self.full
            .send_if_modified(|said| mem::replace(said, full) != full);
    }
}

/// One connection, until it is over, silent for too long, or told to stop and done with what is under way.
async fn attend(
    stream: TcpStream,
    visitor: Visitor,
    silence: impl Future<Output = ()>,
    stopping: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let mut silence = pin!(silence);
    let builder = Builder::new(TokioExecutor::new());
    let service = TowerToHyperService::new(visitor);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
    // How a connection broke off is the client's affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = silence.as_mut() => return,
        () = stopped(stopping) => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection => {}
        () = silence => {}
    }
}

/// Waits until no request has been under way for as long as the bounds allow.
async fn silence(
    requests: Arc<watch::Sender<usize>>,
    bounds: Bounds,
    mut full: watch::Receiver<bool>,
) {
    let mut changes = requests.subscribe();
    loop {
        let busy = *changes.borrow_and_update() > 0;
        // Each begin and end counts, also of a request that is over before anybody looks.
        let change = changes.changed();
        if busy {
            // The sender is there as long as this is.
            let _ = change.await;
            continue;
        }
        tokio::select! {
            _ = change => {}
            () = sleep(bounds.quiet) => return,
            () = patience(&mut full, bounds.quiet_when_full) => return,
        }
    }
}

/// Waits until all places were taken, and then as long as may still be.
async fn patience(full: &mut watch::Receiver<bool>, quiet: Duration) {
    let closed = full.wait_for(|full| *full).await.is_err();
    if closed {
        // Nobody waits at a door that is closed.
        return pending().await;
    }
    sleep(quiet).await;
}

/// The site for one connection: knows the address, counts requests under way.
#[derive(Clone)]
struct Visitor {
    router: Router,
    peer: SocketAddr,
    requests: Arc<watch::Sender<usize>>,
}

impl<B> Service<Request<B>> for Visitor
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // As the router: always.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let under_way = UnderWay::begin(&self.requests);
        request.extensions_mut().insert(ConnectInfo(self.peer));
        let answer = self.router.call(request);
        Box::pin(async move {
            let answer = answer.await?;
            Ok(answer.map(|body| {
                Body::new(body.map_err(move |error| {
                    // Held by the body: the request ends when that is written or given up.
                    let _ = &under_way;
                    error
                }))
            }))
        })
    }
}

/// A request that is counted as long as this is there.
struct UnderWay(Arc<watch::Sender<usize>>);

impl UnderWay {
    fn begin(requests: &Arc<watch::Sender<usize>>) -> Self {
        requests.send_modify(|count| *count += 1);
        Self(Arc::clone(requests))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count = count.saturating_sub(1));
    }
}
