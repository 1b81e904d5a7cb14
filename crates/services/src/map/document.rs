//! The map as files: a picture, a document, and what reports take of it.

use domain::{
    Locale, Viewer, WorkloadId,
    map::{Lens, draw},
    views::map::MapPage,
};
use report::charts::{Look, Seen};

use super::map_page;
use crate::{Error, Services};

/// The map as SVG, seen through a lens.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn map_svg(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
    lens: Lens,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let page = map_page(services, viewer, id, locale, None).await?;
    let picture = tokio::task::spawn_blocking(move || svg(&page, lens, locale)).await;
    let picture = picture.map_err(|e| Error::Internal("map", Box::new(e)))?;
    Ok(picture.into_bytes())
}

fn svg(page: &MapPage, lens: Lens, locale: Locale) -> String {
    let picture = draw(&page.drawn_parts(), &page.drawn_calls());
    let label = match locale {
        Locale::Zh => format!("{}：三层架构图，{}", page.head.name, lens.name(locale)),
        Locale::En => format!("{}: three-layer map, {}", page.head.name, lens.name(locale)),
    };
    let look = Look {
        font: "sans-serif",
        label: &label,
    };
    let seen = Seen {
        lens,
        locale,
        piece: None,
    };
    report::charts::map(page, &picture, seen, &look)
}

/// The map as JSON.
///
/// # Errors
/// [`Error::NotFound`] where it may not be read.
#[tracing::instrument(skip_all)]
pub async fn map_json(
    services: &Services,
    viewer: &Viewer,
    id: WorkloadId,
) -> Result<Vec<u8>, Error> {
    let page = map_page(services, viewer, id, Locale::default(), None).await?;
    let json = report::json::map(&page).map_err(|e| Error::Internal("json", Box::new(e)))?;
    Ok(json.into_bytes())
}
