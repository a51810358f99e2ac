use super::field::guide;
use super::node::{Element, Handler, el};
use super::{Field, PageState};
use perceptab::evaluation::{Closeness, Ordinal, Report};
use perceptab::format::{number, share};

/// How many answers come near, for a distance that is slid; and classes that are numbers, read as numbers.
pub fn nearness(state: &PageState) -> Option<Element> {
    let report = state.answer()?;
    let within = report.closeness.as_ref().map(|closeness| within(state, report, closeness));
    if within.is_none() && report.ordinal.is_none() {
        return None;
    }
    Some(
        el("div")
            .class("nearness")
            .child(el("h3").text("How near"))
            .child(within)
            .child(report.ordinal.as_ref().map(ordinal)),
    )
}

fn within(state: &PageState, report: &Report, closeness: &Closeness) -> Element {
    let most = closeness.test.len().saturating_sub(1);
    let step = state.nearness.min(most);
    let distance = number(step as f64 * closeness.unit, 3);
    let part = |counts: &[u32], rows: usize| {
        let count = counts.get(step).copied().unwrap_or_default();
        share(f64::from(count) / rows.max(1) as f64, rows)
    };
    let id = Field::Nearness.name();
    let slider = el("input")
        .attr("type", "range")
        .attr("id", id)
        .attr("min", "0")
        .attr("max", most.to_string())
        .attr("aria-valuetext", format!("within plus or minus {distance}"))
        .value(step.to_string())
        .on(Handler::Typed(Field::Nearness));
    let words = format!(
        "{} of the test rows, baseline {}, train {}",
        part(&closeness.test, report.test.rows),
        part(&closeness.baseline, report.test.rows),
        part(&closeness.train, report.train.rows),
    );
    el("div")
        .class("within")
        .child(el("label").attr("for", id).text(format!("Within ±{distance}")))
        .child(slider)
        .child(el("output").attr("for", id).text(words))
}

fn ordinal(ordinal: &Ordinal) -> Element {
    let error = |error: f64| number(error, 3);
    let words = format!(
        "Read as numbers, the likeliest class is off by {} on average (mean absolute error), the expected value over all \
         classes by {}, always answering the mean by {}. ",
        error(ordinal.likeliest_error),
        error(ordinal.expected_error),
        error(ordinal.mean_error),
    );
    let more =
        guide("scores", "More in the guide", "More on reading classes as numbers in the guide".to_string());
    el("p").class("muted small").text(words).child(more)
}
