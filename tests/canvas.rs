//! What only a browser can show of the charts: pixels.
#![cfg(target_arch = "wasm32")]

use perceptab_browser::web::canvas;
use perceptab_conversation::chart::{Figure, NumberFormat, Plot, Role, Series, Theme};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

wasm_bindgen_test_configure!(run_in_browser);

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 240.0;
const TRAIN: [u8; 4] = [0, 0, 255, 255];
const NOTHING: [u8; 4] = [0, 0, 0, 0];

/// Train lies level on 0.7, well between the ticks 0.6 and 0.8; test falls to zero.
fn figure() -> Figure {
    let series = |name: &str, role, points: Vec<(f64, f64)>| Series { name: name.to_string(), role, points };
    Figure {
        title: "Loss against the epoch".to_string(),
        x_title: "epoch".to_string(),
        y_title: "loss".to_string(),
        y_format: NumberFormat::Plain,
        series: vec![
            series("train", Role::Train, vec![(0.0, 0.7), (100.0, 0.7)]),
            series("test", Role::Test, vec![(0.0, 1.0), (100.0, 0.0)]),
            series("baseline", Role::Baseline, vec![(0.0, 0.9)]),
        ],
        x_max: 100.0,
    }
}

fn theme() -> Theme {
    Theme { train: "#0000ff".to_string(), test: "#ff8000".to_string(), ..Theme::light() }
}

/// A canvas whose size comes from CSS.
fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas = document.create_element("canvas").unwrap();
    canvas.set_attribute("style", &format!("display: block; width: {WIDTH}px; height: {HEIGHT}px")).unwrap();
    document.body().unwrap().append_child(&canvas).unwrap();
    canvas.unchecked_into()
}

/// The colour of one device pixel: red, green, blue, opacity.
fn pixel(canvas: &HtmlCanvasElement, x: f64, y: f64) -> [u8; 4] {
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let data = context.get_image_data(x, y, 1.0, 1.0).unwrap().data();
    [data[0], data[1], data[2], data[3]]
}

/// The device row in which the train line's middle stands, and a column a quarter of the way along it.
fn on_train_line(plot: &Plot, ratio: f64) -> (f64, f64) {
    let line = plot.lines.iter().find(|line| line.role == Role::Train).unwrap();
    let (from, to) = (line.pieces[0][0], line.pieces[0][1]);
    (((from.0 * 0.77 + to.0 * 0.23) * ratio).floor(), (from.1 * ratio).floor())
}

#[wasm_bindgen_test]
fn the_train_line_stands_where_the_geometry_says() {
    let canvas = canvas();
    let plot = canvas::draw_at_ratio(&canvas, &figure(), &theme(), None, 1.0);
    assert_eq!((canvas.width(), canvas.height()), (400, 240));
    let (x, y) = on_train_line(&plot, 1.0);
    assert_eq!(pixel(&canvas, x, y), TRAIN);
    assert_eq!(pixel(&canvas, x, y - 4.0), NOTHING);
    assert_eq!(pixel(&canvas, x, y + 4.0), NOTHING);
    canvas.remove();
}

#[wasm_bindgen_test]
fn at_two_device_pixels_it_is_drawn_twice_as_fine() {
    let canvas = canvas();
    let plot = canvas::draw_at_ratio(&canvas, &figure(), &theme(), None, 2.0);
    assert_eq!(
        (canvas.width(), canvas.height()),
        (800, 480),
        "the canvas has a pixel for each of the device's"
    );
    let (x, y) = on_train_line(&plot, 2.0);
    // Two CSS pixels are four of the device's: at least three rows are all blue, and no more than two are half so.
    let rows: Vec<[u8; 4]> = (-5..=5).map(|row| pixel(&canvas, x, y + f64::from(row))).collect();
    let full = rows.iter().filter(|row| **row == TRAIN).count();
    let touched = rows.iter().filter(|row| **row != NOTHING).count();
    assert!((3..=4).contains(&full) && touched <= 5, "{rows:?}");
    // The grid's lines are two whole device pixels, with nothing beside them.
    let grid = (plot.y_ticks[1].at * 2.0).round();
    let beside = |row: f64| pixel(&canvas, x, grid + row);
    let opaque = |pixel: [u8; 4]| pixel[3] == 255;
    assert!(opaque(beside(-1.0)) && opaque(beside(0.0)), "{:?} {:?}", beside(-1.0), beside(0.0));
    assert_eq!((beside(-2.0), beside(1.0)), (NOTHING, NOTHING));
    canvas.remove();
}

#[wasm_bindgen_test]
fn the_test_line_is_dashed_and_the_cross_hair_has_dots() {
    let canvas = canvas();
    let mut figure = figure();
    figure.series[1].points = vec![(0.0, 0.9), (100.0, 0.9)];
    figure.series.remove(2);
    let plot = canvas::draw_at_ratio(&canvas, &figure, &theme(), Some(97.0), 1.0);
    let line = plot.lines.iter().find(|line| line.role == Role::Test).unwrap();
    let y = line.pieces[0][0].1.floor();
    let orange = |[red, _, blue, opacity]: [u8; 4]| red > 200 && blue < 100 && opacity > 200;
    let along: Vec<bool> =
        (0..100).map(|step| orange(pixel(&canvas, plot.frame.left + f64::from(20 + step), y))).collect();
    assert!(along.contains(&true) && along.contains(&false), "neither solid nor missing");
    // 97 is nearest to epoch 100: its dot reaches three pixels to the left of the line's end, above the line.
    let end = plot.lines.iter().find(|line| line.role == Role::Train).unwrap().end().unwrap();
    assert_eq!(pixel(&canvas, (end.0 - 1.0).floor(), (end.1 - 2.0).floor()), TRAIN);
    canvas.remove();
}

#[wasm_bindgen_test]
fn the_size_changes_only_with_the_page() {
    let canvas = canvas();
    canvas::draw(&canvas, &figure(), &theme(), None);
    let ratio = web_sys::window().unwrap().device_pixel_ratio();
    assert_eq!(f64::from(canvas.width()), (WIDTH * ratio).round());
    canvas.set_attribute("style", "display: block; width: 300px; height: 200px").unwrap();
    let plot = canvas::draw(&canvas, &figure(), &theme(), None);
    assert_eq!((plot.width, plot.height), (300.0, 200.0));
    assert_eq!(f64::from(canvas.width()), (300.0 * ratio).round());
    // Without a place on the page there is nothing to draw on, and no error either.
    canvas.set_attribute("style", "display: none").unwrap();
    assert_eq!(canvas::draw(&canvas, &figure(), &theme(), None).width, 0.0);
    canvas.remove();
}

#[wasm_bindgen_test]
fn the_colours_come_from_the_page() {
    let document = web_sys::window().unwrap().document().unwrap();
    let element: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    element.set_attribute("style", "--train: rgb(1, 2, 3); font-family: monospace").unwrap();
    document.body().unwrap().append_child(&element).unwrap();
    let theme = canvas::theme_of(&element);
    assert_eq!((theme.train.as_str(), theme.font.as_str()), ("rgb(1, 2, 3)", "monospace"));
    assert_eq!(theme.test, Theme::light().test);
    element.remove();
}

#[wasm_bindgen_test]
async fn a_png_has_title_and_opaque_surface() {
    let blob = canvas::to_png(&figure(), &theme(), WIDTH, HEIGHT, 2.0).await.unwrap();
    assert_eq!(blob.type_(), "image/png");
    let buffer = wasm_bindgen_futures::JsFuture::from(blob.array_buffer()).await.unwrap();
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
    // The header chunk: width and height as big-endian numbers.
    assert_eq!(bytes[16..24], [0, 0, 800u32.to_be_bytes()[2], 800u32.to_be_bytes()[3], 0, 0, 1, 224]);
    // Each pixel is opaque, the corner included.
    let window = web_sys::window().unwrap();
    let bitmap = window.create_image_bitmap_with_blob(&blob).unwrap();
    let bitmap: web_sys::ImageBitmap =
        wasm_bindgen_futures::JsFuture::from(bitmap).await.unwrap().unchecked_into();
    let canvas = canvas();
    canvas.set_width(800);
    canvas.set_height(480);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0).unwrap();
    assert_eq!(pixel(&canvas, 1.0, 1.0), [255, 255, 255, 255]);
    let title = (10..200).any(|x| pixel(&canvas, f64::from(x), 24.0)[0] < 100);
    assert!(title, "no dark letters where the title stands");
    let plot = figure().layout_with_title(WIDTH, HEIGHT);
    let (x, y) = on_train_line(&plot, 2.0);
    assert_eq!(pixel(&canvas, x, y), TRAIN);
    canvas.remove();
}
