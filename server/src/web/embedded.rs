//! The files inside the binary: WebAssembly, scripts, style, icons.

use app::PageAssets;

/// One embedded file.
#[derive(Debug)]
pub struct WebFile {
    /// Its name under `/assets/`, with the hash of its content.
    pub name: &'static str,
    /// The hash of its content.
    pub hash: &'static str,
    /// What the page uses it for.
    pub role: Option<&'static str>,
    /// Its name at the site's root, if it has a fixed address too.
    pub public: Option<&'static str>,
    /// The bytes.
    pub content: &'static [u8],
    /// The bytes, compressed with Brotli, where that is smaller.
    pub brotli: Option<&'static [u8]>,
    /// The bytes, compressed with gzip, where that is smaller.
    pub gzip: Option<&'static [u8]>,
}

/// All embedded files; none if the server was built without the web part.
pub static FILES: &[WebFile] = include!(concat!(env!("OUT_DIR"), "/embedded_files.rs"));

/// The file with that name under `/assets/`.
pub fn find(name: &str) -> Option<&'static WebFile> {
    FILES.iter().find(|file| file.name == name)
}

/// The addresses that a page links to.
pub fn page_assets() -> PageAssets {
    PageAssets {
        icon: address("icon"),
        start: address("start"),
        script: address("script"),
        wasm: address("wasm"),
        style: address("style"),
    }
}

/// The address of the style sheet.
pub fn style_address() -> Option<String> {
    let file = FILES.iter().find(|file| file.role == Some("style"))?;
    Some(format!("/assets/{}", file.name))
}

/// Leaks a short string for each role; called once, when the server starts.
fn address(role: &str) -> Option<&'static str> {
    let file = FILES.iter().find(|file| file.role == Some(role))?;
    Some(String::leak(format!("/assets/{}", file.name)))
}
