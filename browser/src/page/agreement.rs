//! Predicted against actual: numbers as a picture with their diagonal, classes as the table of what was taken for what.

use super::column_table::scroll;
use super::node::{Element, el};
use super::score_dots::{line, words_at};
use super::shown::short;
use super::words_table::{TONES, toned_table};
use perceptab::evaluation::Report;
use perceptab::format::counted;
use perceptab_conversation::session::AgreementView;

/// CSS pixels: where the square begins from the left, where it ends below, and how wide it is.
const LEFT: f64 = 56.0;
const BOTTOM: f64 = 296.0;
const SIDE: f64 = 288.0;

/// On the test rows.
pub fn agreement(view: &AgreementView, report: &Report) -> Element {
    let rows = counted(report.test.rows, "test row");
    let mut shown =
        el("div").class("agreement").child(el("h3").text(format!("Predicted against actual, {rows}")));
    if view.cells.is_empty() {
        shown = shown.child(
            scroll("scroll confusion", "Actual classes against predicted ones")
                .child(toned_table(&view.table, &view.tones)),
        );
    } else {
        let twin = el("details")
            .child(el("summary").text("By tenths of the rows"))
            .child(toned_table(&view.table, &view.tones));
        shown = shown.child(picture(view, &short(&report.target))).child(twin);
    }
    shown.child(el("p").class("small").text(view.finding.clone()))
}

fn picture(view: &AgreementView, target: &str) -> Element {
    let mut drawing = el("svg")
        .class("against")
        .attr("viewBox", "0 0 352 336")
        .attr("role", "img")
        .attr("aria-label", format!("Predicted against actual {target}. {}", view.finding));
    for (place, words) in &view.ticks {
        let (x, y) = (LEFT + SIDE * place, BOTTOM - SIDE * place);
        drawing = drawing
            .child(line(LEFT, LEFT + SIDE, y, "axis"))
            .child(words_at(LEFT - 8.0, y, "end", words.clone()))
            .child(words_at(x, BOTTOM + 12.0, "middle", words.clone()));
    }
    let path = |class: &'static str, outline: String| {
        el("path").class(class).attr("transform", "translate(56 8) scale(288)").attr("d", outline)
    };
    drawing
        .child(path("diagonal", "M0 1L1 0".to_string()))
        .children(TONES[1..].iter().zip(&view.cells).map(|(class, cells)| path(class, cells.clone())))
        .child(words_at(LEFT + 4.0, 12.0, "start", "predicted".to_string()))
        .child(words_at(LEFT + SIDE, BOTTOM + 30.0, "end", format!("actual {target}")))
}
