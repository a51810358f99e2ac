use super::node::{Element, Handler, el};
use super::{Chart, PageState};
use perceptab_conversation::chart::{Figure, Role};

/// A figure on a canvas, with a cross-hair for mouse, finger and arrow keys and its reading as text.
pub fn chart(state: &PageState, chart: Chart) -> Element {
    let figure = state.figure(chart);
    let reading = state.cursor.and_then(|epoch| reading_at(&figure, epoch)).unwrap_or_default();
    let label = format!("{}. Read the values at an epoch with the arrow keys.", figure.title);
    el("figure")
        .class("chart")
        .child(
            el("figcaption")
                .child(el("span").class("chart-title").text(figure.y_title))
                .text(" ")
                .child(el("span").class("reading-out").attr("aria-live", "polite").text(reading)),
        )
        .child(
            el("canvas")
                .attr("id", chart.id())
                .attr("tabindex", "0")
                .attr("role", "img")
                .attr("aria-label", label)
                .on(Handler::Chart(chart)),
        )
}

/// The digits of a reading follow the ticks of a chart of this size, in CSS pixels.
const USUAL_SIZE: (f64, f64) = (480.0, 200.0);

fn reading_at(figure: &Figure, epoch: f64) -> Option<String> {
    let read_out = figure.layout_beside_words(USUAL_SIZE.0, USUAL_SIZE.1).read_out(epoch)?;
    let values = read_out.values.iter().filter(|value| value.role != Role::Baseline);
    let values: Vec<String> =
        values.map(|value| format!("{} {}", value.name.to_ascii_lowercase(), value.text)).collect();
    Some(format!("Epoch {}: {}", read_out.epoch_text, values.join(" · ")))
}

/// Which line is which, in words beside a piece of it.
pub fn legend(state: &PageState) -> Element {
    let run = state.view.run();
    let baseline = run.and_then(|run| Some(run.facts.as_ref()?.baseline_name.clone()));
    let entry = |class, dash, name: super::Node| el("span").child(sample(class, dash)).text(" ").child(name);
    let mut entries = vec![entry("line train", "", "train".into()), entry("line test", "6 4", "test".into())];
    entries.extend(baseline.map(|name| entry("line base", "1.5 3", name.into())));
    let compared: Vec<&str> = state.view.compared().iter().map(|run| run.name.as_str()).collect();
    if !compared.is_empty() {
        entries.push(entry("line previous", "", compared.join(", ").into()));
    }
    el("div").class("legend").children(entries)
}

fn sample(class: &'static str, dash: &'static str) -> Element {
    let line = el("line")
        .attr("x1", "0")
        .attr("y1", "4")
        .attr("x2", "24")
        .attr("y2", "4")
        .attr("stroke-dasharray", dash);
    el("svg")
        .class(class)
        .attr("viewBox", "0 0 24 8")
        .attr("width", "24")
        .attr("height", "8")
        .attr("aria-hidden", "true")
        .child(line)
}
