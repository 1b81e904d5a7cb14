//! The interface: pages, components and server functions (thin adapters to `services`).
//!
//! Built twice: with `ssr` into the server, with `hydrate` into the browser's WebAssembly.

#[cfg(not(erase_components))]
compile_error!(
    "build with `--cfg erase_components` (set in .cargo/config.toml; a RUSTFLAGS variable hides \
     it): the server's HTML and the browser's WebAssembly must agree on it"
);

pub mod components;
pub mod error;
pub mod frame;
pub mod href;
pub mod i18n;
pub mod layout;
pub mod load;
#[cfg(feature = "ssr")]
pub mod mail;
pub mod markup;
pub mod pages;
pub mod query;
pub mod respond;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod upload;

pub use error::AppError;
pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::{PageAssets, shell};
