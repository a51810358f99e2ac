use super::node::{Element, el};

/// Bars over equal steps, as high as the fullest one allows; 64 × 20 CSS pixels.
pub fn histogram(counts: &[usize], label: String) -> Element {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let width = 64.0 / counts.len().max(1) as f64;
    let bars = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, count)| {
        // A single row is still seen.
        let height = (20.0 * *count as f64 / most).max(1.0);
        el("rect")
            .attr("x", format!("{:.2}", at as f64 * width))
            .attr("y", format!("{:.2}", 20.0 - height))
            .attr("width", format!("{:.2}", (width - 0.5).max(0.5)))
            .attr("height", format!("{height:.2}"))
    });
    el("svg")
        .class("histogram")
        .attr("viewBox", "0 0 64 20")
        .attr("width", "64")
        .attr("height", "20")
        .attr("role", "img")
        .attr("aria-label", label)
        .children(bars)
}
