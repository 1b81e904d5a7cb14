//! Who may call an operation: `x-access` beside the handler, and what follows from it for the document.

use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};

/// The extension's name.
const EXTENSION: &str = "x-access";
const SESSION: &str = "session";
const TOKEN: &str = "token";

macro_rules! access {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $who:literal, [$($need:expr),*];)*) => {
        /// Who may call an operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Access {$($(#[$doc])* $name),*}

        impl Access {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name in the document.
            pub const fn code(self) -> &'static str {
                match self {$(Self::$name => $code),*}
            }

            /// The sentence in the document.
            pub const fn sentence(self) -> &'static str {
                match self {$(Self::$name => $who),*}
            }

            fn security(self) -> Vec<SecurityRequirement> {
                match self {$(Self::$name => vec![$($need),*]),*}
            }
        }
    };
}

access! {
    /// Nobody needs to be known.
    Anyone = "anyone", "Anyone.", [];
    /// Everybody with an account.
    SignedIn = "signed_in", "Everybody who is signed in.", [session()];
    /// `Read` of the team.
    Readers = "readers", "Members of the team, managers and administrators.", [session()];
    /// `Assess`, `Treat`, `EditWorkload` of the team.
    Architects = "architects", "Architects and owners of the team, and administrators.", [session()];
    /// `Assess` of the team, or a token.
    ArchitectsOrToken = "architects_or_evidence_token",
        "Architects and owners of the team, administrators, and machines with a token of scope `evidence` for the workload.",
        [session(), token("evidence")];
    /// A token of scope `evidence`.
    EvidenceToken = "evidence_token", "Machines with a token of scope `evidence`.", [token("evidence")];
    /// A token of scope `signals`.
    SignalsToken = "signals_token", "Machines with a token of scope `signals`.", [token("signals")];
    /// `Administer`.
    Administrators = "administrators", "Administrators.", [session()];
}

fn session() -> SecurityRequirement {
    SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, [])
}

fn token(scope: &str) -> SecurityRequirement {
    SecurityRequirement::new(TOKEN, [scope])
}

impl Access {
    /// What stands beside an operation.
    pub fn of(extensions: Option<&Extensions>) -> Option<Self> {
        let code = extensions?.get(EXTENSION)?.as_str()?;
        Self::ALL
            .iter()
            .copied()
            .find(|access| access.code() == code)
    }
}

/// Says who may call an operation, in its security and in words.
pub(super) fn complete(operation: &mut Operation) {
    let Some(access) = Access::of(operation.extensions.as_ref()) else {
        return;
    };
    operation.security = Some(access.security());
    let who = format!("Who may call: {}", access.sentence());
    let description = match operation.description.take() {
        Some(description) if !description.is_empty() => format!("{description}\n\n{who}"),
        _ => who,
    };
    operation.description = Some(description);
}

/// How callers show who they are.
pub(super) fn schemes() -> [(&'static str, SecurityScheme); 2] {
    let cookie = "The cookie of somebody who signed in; on loopback without TLS it is called `hexastyle`. State-changing \
                  requests need the `Origin` of the console as well.";
    let bearer = "A token for one workload, `hxs_…`, of scope `evidence` or `signals`; it lives up to 366 days.";
    [
        (
            SESSION,
            SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
                "__Host-hexastyle",
                cookie,
            ))),
        ),
        (
            TOKEN,
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .description(Some(bearer))
                    .build(),
            ),
        ),
    ]
}
