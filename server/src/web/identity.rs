//! Who makes a request, in which language.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::views::frame::Theme;
use domain::{Locale, SessionHandle, UserId};
use http::header::ACCEPT_LANGUAGE;
use http::{Extensions, HeaderMap, HeaderName};
use services::sessions::{self, EPOCH, HANDLE, USER, Visitor};
use services::{Error, Services};
use tower_sessions::Session;

use crate::api::ApiError;
use crate::web::session::received;
use crate::web::{AppState, CookieNames, RequestId, error_page, failure};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// What is known of who makes a request; in the extensions of every request behind [`identify`].
#[derive(Clone, Debug)]
pub struct Identity {
    /// Who is signed in.
    pub visitor: Option<Visitor>,
    /// Names their session.
    pub session: Option<SessionHandle>,
    /// The reader's language.
    pub locale: Locale,
    /// The reader's theme; none follows the system.
    pub theme: Option<Theme>,
    /// Where the request comes from.
    pub address: IpAddr,
}

/// Finds out who makes a request: one query for the session's row and one for the person.
pub async fn identify(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request.extensions().get::<RequestId>().copied();
    let headers = request.headers();
    let (locale, theme) = chosen(headers, state.cookies);
    let address = address(headers, request.extensions(), state.proxies);
    let found = match visitor(&state.services, &session).await {
        Ok(found) => found,
        Err(error) => return unavailable(&error, request.uri().path(), locale, id),
    };
    let (visitor, handle) = found.unzip();
    let identity = Identity {
        locale: visitor.as_ref().and_then(|v| v.locale).unwrap_or(locale),
        theme: visitor.as_ref().map_or(theme, |v| v.theme.or(theme)),
        session: handle,
        visitor,
        address,
    };
    request.extensions_mut().insert(identity);
    next.run(request).await
}

/// Nobody can be recognised, so nothing can be answered: in the form that the client reads.
fn unavailable(error: &Error, path: &str, locale: Locale, id: Option<RequestId>) -> Response {
    failure::log(error, id);
    let status = failure::status(error);
    if app::href::is_for_programs(path) {
        ApiError::internal(status, id).into_response()
    } else {
        error_page::page(status, locale, id)
    }
}

async fn visitor(
    services: &Services,
    session: &Session,
) -> Result<Option<(Visitor, SessionHandle)>, Error> {
    if session.id().is_none() {
        return Ok(None);
    }
    // Reading fails only with the database; what is not of its type is nobody's.
    let user = session.get_value(USER).await.map_err(unreadable)?;
    let user = user.and_then(|user| serde_json::from_value::<UserId>(user).ok());
    let epoch = session.get::<i32>(EPOCH).await.ok().flatten();
    let handle = session.get::<SessionHandle>(HANDLE).await.ok().flatten();
    let (Some(user), Some(epoch), Some(handle)) = (user, epoch, handle) else {
        return Ok(None);
    };
    let visitor = sessions::viewer(services, user, epoch).await?;
    if visitor.is_none() {
        // Disabled, or another password: the session opens nothing any more.
        session.flush().await.map_err(unreadable)?;
    }
    Ok(visitor.map(|visitor| (visitor, handle)))
}

fn unreadable(error: tower_sessions::session::Error) -> Error {
    // The store answers so when the database can't be reached, and has logged why.
    tracing::debug!(error = %error, "the session can't be read");
    Error::Store(store::StoreError::Database(sqlx::Error::PoolClosed))
}

/// What the cookies and the browser say; a signed-in person's own settings come before.
fn chosen(headers: &HeaderMap, cookies: CookieNames) -> (Locale, Option<Theme>) {
    let locale = received(headers, cookies.locale()).and_then(Locale::from_tag);
    let accepted = || {
        headers
            .get(ACCEPT_LANGUAGE)?
            .to_str()
            .ok()
            .and_then(Locale::from_accept_language)
    };
    let theme = received(headers, cookies.theme()).and_then(|theme| theme.parse().ok());
    (locale.or_else(accepted).unwrap_or_default(), theme)
}

/// The client's address: the peer's, or what the outermost of our own proxies saw. Each proxy appends who called it, so
/// what a client itself writes there stands further left and does not count.
pub(super) fn address(headers: &HeaderMap, extensions: &Extensions, proxies: usize) -> IpAddr {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let lines = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let hops: Vec<&str> = lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .collect();
    let seen = hops
        .len()
        .checked_sub(proxies)
        .filter(|_| proxies > 0)
        .and_then(|index| hops.get(index));
    let seen = seen.and_then(|hop| hop.parse().ok());
    seen.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::extract::ConnectInfo;
    use http::{Extensions, HeaderMap};

    use super::{FORWARDED_FOR, address};

    #[test]
    fn only_our_own_proxies_are_believed() {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo::<SocketAddr>("192.0.2.1:5000".parse().unwrap()));
        let mut headers = HeaderMap::new();
        headers.append(FORWARDED_FOR, "198.51.100.9, 203.0.113.5".parse().unwrap());
        headers.append(FORWARDED_FOR, "10.0.0.2".parse().unwrap());
        let seen = |proxies| address(&headers, &extensions, proxies).to_string();
        assert_eq!(seen(0), "192.0.2.1");
        assert_eq!(seen(1), "10.0.0.2");
        assert_eq!(seen(2), "203.0.113.5");
        assert_eq!(seen(9), "192.0.2.1");
        assert_eq!(
            address(&HeaderMap::new(), &extensions, 1).to_string(),
            "192.0.2.1"
        );
    }
}
