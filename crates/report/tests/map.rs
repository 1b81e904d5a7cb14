//! The map as a file, with as many parts as a large workload has.

#![cfg(test)]

mod large_map;

use domain::Locale;
use domain::map::{Lens, draw};
use large_map::{look_at, page};
use report::charts::{Look, Seen, map, map_key};

const LOOK: Look<'_> = Look {
    font: "sans-serif",
    label: "三层架构图 <&>",
};

#[test]
fn a_hundred_and_fifty_parts_are_a_picture_that_says_its_names() {
    let page = page(150);
    let picture = draw(&page.drawn_parts(), &page.drawn_calls());
    for lens in Lens::ALL {
        for locale in Locale::ALL {
            let seen = Seen {
                lens: *lens,
                locale,
                piece: None,
            };
            let svg = map(&page, &picture, seen, &LOOK);
            assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
            assert!(!svg.contains("<b>") && svg.contains("&lt;b&gt;"));
            assert_eq!(svg.matches("<title>").count(), 150);
            assert_eq!(svg, map(&page, &picture, seen, &LOOK));
            look_at(
                &format!("map-{}-{}.svg", lens.as_str(), locale.tag()),
                svg.as_bytes(),
            );
        }
    }
}

#[test]
fn paper_gets_pieces_that_cover_the_picture() {
    let page = page(150);
    let picture = draw(&page.drawn_parts(), &page.drawn_calls());
    let most = picture.width * 4 / 3;
    let pieces = picture.pieces(most);
    assert!(pieces.len() > 1);
    let mut end = 0;
    for (top, height) in pieces {
        assert_eq!(top, end);
        assert!(height > 0 && height <= most, "{height}");
        for placed in &picture.boxes {
            let inside = placed.y >= top && placed.y + placed.height <= top + height;
            let outside = placed.y + placed.height <= top || placed.y >= top + height;
            assert!(inside || outside, "a box is cut");
        }
        end = top + height;
    }
    assert_eq!(end, picture.height);
    let seen = Seen {
        lens: Lens::Risk,
        locale: Locale::En,
        piece: None,
    };
    assert!(map_key(picture.width, seen, &LOOK).contains("Residual risk"));
}
