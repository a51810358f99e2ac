//! Draws a [`Figure`] on a canvas: follows the marks of its plot, sharp at any device pixel ratio.

use js_sys::{Array, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement};

use perceptab_conversation::chart::{Anchor, Figure, Mark, Plot, Theme};

/// Draws the figure without its words (the page has title and legend as text) over the whole canvas and returns where everything stands, for the read-out.
///
/// The canvas's size on the page must come from CSS: its own `width` and `height` are set from it, in device pixels.
/// `cursor`: the epoch at which a cross-hair stands.
pub fn draw(canvas: &HtmlCanvasElement, figure: &Figure, theme: &Theme, cursor: Option<f64>) -> Plot {
    let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
    draw_at_ratio(canvas, figure, theme, cursor, ratio)
}

/// As [`draw`], for a stated number of device pixels in a CSS pixel.
pub fn draw_at_ratio(
    canvas: &HtmlCanvasElement,
    figure: &Figure,
    theme: &Theme,
    cursor: Option<f64>,
    ratio: f64,
) -> Plot {
    // Not client_width: it is rounded to whole CSS pixels, and the drawing would be stretched.
    let shown = canvas.get_bounding_client_rect();
    let plot = figure.layout_beside_words(shown.width(), shown.height());
    if let Some(pen) = Pen::on(canvas, &plot, theme, ratio) {
        pen.context.clear_rect(0.0, 0.0, plot.width, plot.height);
        plot.marks(cursor).iter().for_each(|mark| pen.draw(mark));
    }
    plot
}

/// The figure with title and legend on an opaque surface as a PNG file of `width` × `height` CSS pixels, each `scale`
/// pixels of the picture wide. Errors: what the browser says where it has no canvas of that size.
pub async fn to_png(
    figure: &Figure,
    theme: &Theme,
    width: f64,
    height: f64,
    scale: f64,
) -> Result<Blob, JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("there is no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let plot = figure.layout_with_title(width, height);
    let pen = Pen::on(&canvas, &plot, theme, scale).ok_or("the browser gave no canvas to draw on")?;
    pen.context.set_fill_style_str(&theme.surface);
    pen.context.fill_rect(0.0, 0.0, plot.width, plot.height);
    plot.marks(None).iter().for_each(|mark| pen.draw(mark));
    let encoded = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            let _ = if blob.is_null() {
                reject.call1(&JsValue::NULL, &"the browser could not encode the picture".into())
            } else {
                resolve.call1(&JsValue::NULL, &blob)
            };
        });
        if let Err(error) = canvas.to_blob(done.unchecked_ref()) {
            wasm_bindgen::throw_val(error);
        }
    });
    JsFuture::from(encoded).await?.dyn_into()
}

/// The colours and the font that an element has on the page: its CSS custom properties `--surface`, `--ink`,
/// `--muted`, `--grid`, `--train`, `--test` and `--previous`, and its `font-family`. One that is not set is as in
/// [`Theme::light`].
pub fn theme_of(element: &Element) -> Theme {
    let mut theme = Theme::light();
    let style = web_sys::window().and_then(|window| window.get_computed_style(element).ok().flatten());
    let Some(style) = style else { return theme };
    for (property, place) in [
        ("--surface", &mut theme.surface),
        ("--ink", &mut theme.ink),
        ("--muted", &mut theme.muted),
        ("--grid", &mut theme.grid),
        ("--train", &mut theme.train),
        ("--test", &mut theme.test),
        ("--previous", &mut theme.previous),
        ("font-family", &mut theme.font),
    ] {
        let value = style.get_property_value(property).unwrap_or_default();
        if !value.trim().is_empty() {
            *place = value.trim().to_string();
        }
    }
    theme
}

/// A canvas made ready: its coordinates are CSS pixels.
struct Pen<'a> {
    context: CanvasRenderingContext2d,
    theme: &'a Theme,
    ratio: f64,
}

impl Pen<'_> {
    /// Sets the canvas's size in device pixels, only where it changes: setting it empties the canvas. `None` where
    /// there is nothing to draw on.
    fn on<'a>(canvas: &HtmlCanvasElement, plot: &Plot, theme: &'a Theme, ratio: f64) -> Option<Pen<'a>> {
        let ratio = if ratio.is_finite() && ratio > 0.0 { ratio } else { 1.0 };
        let (width, height) = ((plot.width * ratio).round() as u32, (plot.height * ratio).round() as u32);
        if width == 0 || height == 0 {
            return None;
        }
        if canvas.width() != width {
            canvas.set_width(width);
        }
        if canvas.height() != height {
            canvas.set_height(height);
        }
        let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).ok()?;
        context.set_line_join("round");
        context.set_text_baseline("middle");
        Some(Pen { context, theme, ratio })
    }

    fn draw(&self, mark: &Mark) {
        match mark {
            Mark::Path { points, ink, width, dash, crisp } => {
                self.context.set_stroke_style_str(self.theme.colour(*ink));
                self.context.set_line_width(*width);
                let dash: Array = dash.iter().map(|length| JsValue::from_f64(*length)).collect();
                // Only an array of something else than numbers is refused.
                let _ = self.context.set_line_dash(&dash);
                self.stroke(points, *width, *crisp);
            }
            Mark::Dot { at, radius, ink, ringed } => {
                if *ringed {
                    self.dot(*at, radius + 1.5, &self.theme.surface);
                }
                self.dot(*at, *radius, self.theme.colour(*ink));
            }
            Mark::Words { at, text, size, anchor, ink, bold, rimmed } => {
                let weight = if *bold { "600" } else { "400" };
                self.context.set_font(&format!("{weight} {size}px {}", self.theme.font));
                self.context.set_text_align(match anchor {
                    Anchor::Start => "left",
                    Anchor::Middle => "center",
                    Anchor::End => "right",
                });
                if *rimmed {
                    self.context.set_stroke_style_str(&self.theme.surface);
                    self.context.set_line_width(3.0);
                    let _ = self.context.set_line_dash(&Array::new());
                    let _ = self.context.stroke_text(text, at.0, at.1);
                }
                self.context.set_fill_style_str(self.theme.colour(*ink));
                let _ = self.context.fill_text(text, at.0, at.1);
            }
        }
    }

    fn stroke(&self, points: &[(f64, f64)], width: f64, crisp: bool) {
        if crisp {
            self.context.set_line_width((width * self.ratio).round().max(1.0) / self.ratio);
        }
        self.context.begin_path();
        for (at, (x, y)) in points.iter().enumerate() {
            let (x, y) = if crisp { (self.snapped(*x, width), self.snapped(*y, width)) } else { (*x, *y) };
            if at == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
        self.context.stroke();
    }

    /// The nearest place where a stroke of this width covers whole device pixels.
    fn snapped(&self, at: f64, width: f64) -> f64 {
        let is_odd = (width * self.ratio).round().max(1.0) % 2.0 == 1.0;
        let half = if is_odd { 0.5 } else { 0.0 };
        ((at * self.ratio - half).round() + half) / self.ratio
    }

    fn dot(&self, at: (f64, f64), radius: f64, colour: &str) {
        self.context.set_fill_style_str(colour);
        self.context.begin_path();
        // Only a negative radius is refused.
        let _ = self.context.arc(at.0, at.1, radius, 0.0, std::f64::consts::TAU);
        self.context.fill();
    }
}
