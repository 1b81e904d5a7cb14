//! A sheet to draw on: coordinates in whole units, text by family name, no font measured.

use plotters::{
    coord::Shift,
    element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text},
    prelude::{DrawingArea, IntoDrawingArea, IntoFont, RGBColor, SVGBackend, ShapeStyle},
    style::{
        Color, FontFamily, FontStyle, TextStyle,
        text_anchor::{HPos, Pos, VPos},
    },
};

use super::{ChartError, Look, palette::Colour};

/// A point on the sheet.
pub type Point = (i32, i32);

/// Where a text stands relative to its point.
#[derive(Clone, Copy)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// The sheet.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
    font: &'a str,
}

/// Draws on a sheet of the given size and returns the SVG.
pub fn sheet(
    size: (u32, u32),
    look: &Look<'_>,
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), ChartError>,
) -> Result<String, ChartError> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let canvas = Canvas {
            area,
            font: look.font,
        };
        paint(&canvas)?;
        canvas.area.present()?;
    }
    // The library says nothing to people who can't see the picture.
    let label = escape(look.label);
    Ok(svg.replacen(
        "<svg ",
        &format!("<svg role=\"img\" aria-label=\"{label}\" "),
        1,
    ))
}

/// A text inside XML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_control()) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A length in whole units.
#[expect(
    clippy::cast_possible_truncation,
    reason = "coordinates of a sheet are far below 2^31"
)]
pub fn px(length: f64) -> i32 {
    length.round() as i32
}

fn rgb(colour: Colour) -> RGBColor {
    let (r, g, b) = colour.rgb;
    RGBColor(r, g, b)
}

fn stroke(colour: Colour, width: u32) -> ShapeStyle {
    rgb(colour).stroke_width(width)
}

impl Canvas<'_> {
    /// A filled area; `opacity` in [0, 1].
    pub fn area(&self, points: Vec<Point>, colour: Colour, opacity: f64) -> Result<(), ChartError> {
        Ok(self
            .area
            .draw(&Polygon::new(points, rgb(colour).mix(opacity).filled()))?)
    }

    /// A filled rectangle.
    pub fn fill(&self, from: Point, to: Point, colour: Colour) -> Result<(), ChartError> {
        if from.0 >= to.0 || from.1 >= to.1 {
            return Ok(());
        }
        Ok(self
            .area
            .draw(&Rectangle::new([from, to], rgb(colour).filled()))?)
    }

    /// The edge of a rectangle.
    pub fn frame(
        &self,
        from: Point,
        to: Point,
        colour: Colour,
        width: u32,
    ) -> Result<(), ChartError> {
        let path = vec![from, (to.0, from.1), to, (from.0, to.1), from];
        self.line(path, colour, width)
    }

    /// A line through points.
    pub fn line(&self, points: Vec<Point>, colour: Colour, width: u32) -> Result<(), ChartError> {
        Ok(self
            .area
            .draw(&PathElement::new(points, stroke(colour, width)))?)
    }

    /// A dashed line through points.
    pub fn dashes(
        &self,
        points: Vec<Point>,
        colour: Colour,
        width: u32,
        (dash, gap): (u32, u32),
    ) -> Result<(), ChartError> {
        let path = DashedPathElement::new(points, dash, gap, stroke(colour, width));
        Ok(self.area.draw(&path)?)
    }

    /// A filled circle.
    pub fn dot(&self, at: Point, radius: i32, colour: Colour) -> Result<(), ChartError> {
        Ok(self
            .area
            .draw(&Circle::new(at, radius, rgb(colour).filled()))?)
    }

    /// A line of text whose middle is at the height of the point.
    pub fn text(
        &self,
        text: &str,
        at: Point,
        size: f64,
        (anchor, colour, bold): (Anchor, Colour, bool),
    ) -> Result<(), ChartError> {
        // The backend divides sizes by 1.24.
        let weight = if bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let font = (FontFamily::Name(self.font), size * 1.24, weight).into_font();
        let horizontal = match anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let colour = rgb(colour);
        let style = TextStyle::from(font)
            .color(&colour)
            .pos(Pos::new(horizontal, VPos::Center));
        let clean: String = text.chars().filter(|c| !c.is_control()).collect();
        Ok(self.area.draw(&Text::new(clean, at, style))?)
    }

    /// The hatch of "claimed and not proven" in a rectangle.
    pub fn hatch(
        &self,
        from: Point,
        to: Point,
        colours: (Colour, Colour),
    ) -> Result<(), ChartError> {
        const STEP: usize = 9;
        self.fill(from, to, colours.0)?;
        let height = to.1 - from.1;
        for x in (from.0 - height..to.0).step_by(STEP) {
            // From the lower left to the upper right, clipped to the rectangle.
            let (left, right) = (x.max(from.0), (x + height).min(to.0));
            if left < right {
                let path = vec![(left, to.1 - (left - x)), (right, to.1 - (right - x))];
                self.line(path, colours.1, 3)?;
            }
        }
        Ok(())
    }
}
