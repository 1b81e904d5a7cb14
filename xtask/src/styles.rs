//! One style sheet out of `style/main.css` and what it imports.

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::workspace::Workspace;

/// Bundles and minifies; syntax newer than the browsers of 2023 is written the older way.
pub fn bundle(workspace: &Workspace) -> Result<String> {
    let entry = workspace.root.join("style/main.css");
    let provider = FileProvider::new();
    let targets = Targets::from(browsers());
    let mut sheet = Bundler::new(&provider, None, ParserOptions::default())
        .bundle(&entry)
        .map_err(|error| anyhow!("bundling the style sheets: {error}"))?;
    sheet
        .minify(MinifyOptions {
            targets,
            ..MinifyOptions::default()
        })
        .map_err(|error| anyhow!("minifying the style sheets: {error}"))?;
    let options = PrinterOptions {
        minify: true,
        targets,
        ..PrinterOptions::default()
    };
    let css = sheet
        .to_css(options)
        .map_err(|error| anyhow!("printing the CSS: {error}"))?;
    Ok(css.code)
}

fn browsers() -> Browsers {
    let version = |major: u32, minor: u32| Some((major << 16) | (minor << 8));
    Browsers {
        chrome: version(111, 0),
        edge: version(111, 0),
        firefox: version(114, 0),
        ios_saf: version(16, 4),
        safari: version(16, 4),
        ..Browsers::default()
    }
}
