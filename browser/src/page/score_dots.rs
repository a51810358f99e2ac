//! The score of the network, of its training rows and of the baseline as dots on one line each.

use super::node::{Element, el};
use perceptab::evaluation::{Report, Scores};
use perceptab::format::{r_squared, share};

/// CSS pixels: where a scale of 0 to 1 begins and ends, and between two lines.
const LEFT: f64 = 124.0;
const RIGHT: f64 = 296.0;
const STEP: f64 = 24.0;

/// On a scale of 0 to 1; what lies below is drawn at 0. The table beside it holds the figures.
pub fn score_dots(report: &Report) -> Element {
    let is_r2 = report.test.r2.is_some();
    let score = |scores: &Scores| if is_r2 { scores.r2 } else { scores.accuracy };
    let rows = [
        ("On test rows", &report.test),
        ("On training rows", &report.train),
        ("The baseline", &report.baseline.test),
    ];
    let mut drawing = el("svg").class("dots").attr("viewBox", "0 0 344 92").attr("role", "img").attr(
        "aria-label",
        if is_r2 { "R², beside the baseline’s" } else { "Accuracy, beside the baseline’s" },
    );
    for (at, (name, scores)) in rows.into_iter().enumerate() {
        let Some(value) = score(scores) else { continue };
        let (y, x) = (12.0 + STEP * at as f64, LEFT + (RIGHT - LEFT) * value.clamp(0.0, 1.0));
        let words = if is_r2 { r_squared(Some(value)) } else { share(value, scores.rows) };
        // One standard error of a share of the rows to both sides.
        let error = if is_r2 { 0.0 } else { (value * (1.0 - value) / scores.rows.max(1) as f64).sqrt() };
        let reach = (RIGHT - LEFT) * error;
        drawing = drawing
            .child(words_at(0.0, y, "start", name.to_string()))
            .child(line(LEFT, RIGHT, y, "axis"))
            .child(line((x - reach).max(LEFT), (x + reach).min(RIGHT), y, "reach"))
            .child(
                el("circle")
                    .class(if at == 0 { "dot own" } else { "dot" })
                    .attr("cx", format!("{x:.1}"))
                    .attr("cy", format!("{y}"))
                    .attr("r", "4"),
            )
            .child(words_at(344.0, y, "end", words));
    }
    let name = if is_r2 { "R²" } else { "accuracy" };
    drawing
        .child(words_at(LEFT, 84.0, "start", "0".to_string()))
        .child(words_at((LEFT + RIGHT) / 2.0, 84.0, "middle", name.to_string()))
        .child(words_at(RIGHT, 84.0, "end", "1".to_string()))
}

pub fn line(from: f64, to: f64, y: f64, class: &'static str) -> Element {
    let y = format!("{y}");
    el("line")
        .class(class)
        .attr("x1", format!("{from:.1}"))
        .attr("x2", format!("{to:.1}"))
        .attr("y1", y.clone())
        .attr("y2", y)
}

pub fn words_at(x: f64, y: f64, anchor: &'static str, words: String) -> Element {
    el("text")
        .attr("x", format!("{x}"))
        .attr("y", format!("{}", y + 4.0))
        .attr("text-anchor", anchor)
        .text(words)
}
