use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Event, HtmlCanvasElement, KeyboardEvent, MouseEvent, ResizeObserver};

use super::{App, files};
use crate::page::{Action, Chart, Tab};
use crate::web::canvas::{draw, theme_of, to_png};
use perceptab_conversation::chart::{Figure, Plot};

/// A saved picture's size in CSS pixels, and how many of its pixels each is wide.
const PICTURE: (f64, f64, f64) = (800.0, 450.0, 2.0);

/// What was last drawn.
#[derive(Default)]
pub struct Charts {
    drawn: [RefCell<Option<Drawn>>; Chart::ALL.len()],
    /// Sizes or colours have changed.
    stale: Cell<bool>,
    /// Whether the canvases were in sight when the page was last shown.
    seen: Cell<bool>,
    watched: RefCell<Option<ResizeObserver>>,
}

struct Drawn {
    figure: Figure,
    cursor: Option<f64>,
    plot: Plot,
}

impl Charts {
    /// Draws everything at the next frame.
    pub fn redraw(&self) {
        self.stale.set(true);
    }
}

impl App {
    fn canvas(&self, chart: Chart) -> Option<HtmlCanvasElement> {
        self.document.get_element_by_id(chart.id())?.dyn_into().ok()
    }

    pub(super) fn draw_charts(self: &Rc<Self>) {
        self.watch_sizes();
        let state = self.state.borrow();
        let (is_seen, was_seen) = (state.tab == Tab::Learn, self.charts.seen.get());
        self.charts.seen.set(is_seen);
        // Canvases that have just come into sight get a size, and are drawn when that is known.
        if !is_seen || !was_seen {
            return;
        }
        let stale = self.charts.stale.replace(false);
        for chart in Chart::ALL {
            let mut drawn = self.charts.drawn[chart as usize].borrow_mut();
            let (figure, cursor) = (state.figure(chart), state.cursor);
            let same = drawn.as_ref().is_some_and(|drawn| drawn.figure == figure && drawn.cursor == cursor);
            if same && !stale {
                continue;
            }
            if let Some(canvas) = self.canvas(chart) {
                let plot = draw(&canvas, &figure, &theme_of(&canvas), cursor);
                *drawn = Some(Drawn { figure, cursor, plot });
            }
        }
    }

    /// The canvases stay the same elements as long as the page is there.
    fn watch_sizes(self: &Rc<Self>) {
        if self.charts.watched.borrow().is_some() {
            return;
        }
        let this = self.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            this.charts.redraw();
            this.show_soon();
        });
        let Ok(observer) = ResizeObserver::new(changed.into_js_value().unchecked_ref()) else { return };
        for canvas in Chart::ALL.into_iter().filter_map(|chart| self.canvas(chart)) {
            observer.observe(&canvas);
        }
        self.charts.watched.replace(Some(observer));
    }

    pub(super) fn chart_event(self: &Rc<Self>, chart: Chart, event: &Event) {
        let epoch = {
            let drawn = self.charts.drawn[chart as usize].borrow();
            let Some(Drawn { plot, .. }) = &*drawn else { return };
            match event.type_().as_str() {
                "pointerleave" | "blur" => None,
                "keydown" => {
                    let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
                    let from = self.state.borrow().cursor;
                    let epoch = match key.as_str() {
                        "ArrowRight" => plot.next_epoch(from, 1),
                        "ArrowLeft" => plot.next_epoch(from, -1),
                        "Home" => plot.next_epoch(None, 1),
                        "End" => plot.next_epoch(None, -1),
                        "Escape" => None,
                        _ => return,
                    };
                    event.prevent_default();
                    epoch
                }
                _ => {
                    let x = event.dyn_ref().map_or(0, MouseEvent::offset_x);
                    match plot.read_out_at(f64::from(x)) {
                        Some(read_out) => Some(read_out.epoch),
                        None => return,
                    }
                }
            }
        };
        self.act(Action::Point(epoch));
    }

    pub(super) fn save_picture(self: &Rc<Self>, chart: Chart) {
        let Some(canvas) = self.canvas(chart) else { return };
        let (figure, theme) = (self.state.borrow().figure(chart), theme_of(&canvas));
        let this = self.clone();
        spawn_local(async move {
            let (width, height, scale) = PICTURE;
            match to_png(&figure, &theme, width, height, scale).await {
                Ok(blob) => files::save_blob(chart.file(), &blob),
                Err(_) => this.act(Action::Say("The browser could not draw the picture.".to_string())),
            }
        });
    }
}
