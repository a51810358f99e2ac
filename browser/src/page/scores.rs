use super::PageState;
use super::column_table::scroll;
use super::node::{Element, el};
use super::words_table::words_table;
use perceptab::evaluation::{Report, Scores};
use perceptab::format::{count, number, r_squared, share};
use perceptab_conversation::session::RunView;

/// One number with the baseline's beside it.
struct Tile {
    label: &'static str,
    value: String,
    beside: String,
}

const NOTHING: &str = "–";

/// The two numbers that count, from the first measurement on.
pub fn tiles(state: &PageState) -> Element {
    let tiles = state.view.run().and_then(tiles_of).unwrap_or_else(no_tiles);
    let tiles = tiles.map(|tile| {
        let value = el("dd")
            .child(el("span").class("value").text(tile.value))
            .text(" ")
            .child(el("span").class("muted").text(tile.beside));
        el("div").class("tile").child(el("dt").text(tile.label)).child(value)
    });
    el("dl").class("tiles").children(tiles)
}

fn no_tiles() -> [Tile; 2] {
    let tile = |label| Tile { label, value: NOTHING.to_string(), beside: String::new() };
    [tile("Test accuracy"), tile("Train accuracy")]
}

fn tiles_of(run: &RunView) -> Option<[Tile; 2]> {
    let (facts, last) = (run.facts.as_ref()?, run.history.last()?);
    let report = run.report.as_ref();
    if facts.shows_r2 {
        // At the end those of the weights that were kept, which need not be the last.
        let [test, train] = match report {
            Some(report) => [report.test.r2, report.train.r2],
            None => [last.test_r2, last.train_r2],
        };
        let tile = |label, r2| Tile { label, value: r_squared(r2), beside: "baseline 0".to_string() };
        return Some([tile("Test R²", test), tile("Train R²", train)]);
    }
    let [test, train] = match report {
        Some(report) => [report.test.accuracy, report.train.accuracy],
        None => [last.test_accuracy, last.train_accuracy],
    };
    let baseline = report.and_then(|report| report.baseline.train.accuracy);
    let tile = |label, accuracy: Option<f64>, baseline: Option<f64>, rows| Tile {
        label,
        value: accuracy.map_or(NOTHING.to_string(), |accuracy| share(accuracy, rows)),
        beside: baseline.map_or(String::new(), |accuracy| format!("baseline {}", share(accuracy, rows))),
    };
    Some([
        tile("Test accuracy", test, facts.baseline_accuracy, facts.test_rows),
        tile("Train accuracy", train, baseline, facts.train_rows),
    ])
}

/// All scores of the ended run beside the baseline's.
pub fn score_table(state: &PageState) -> [Option<Element>; 2] {
    let Some(report) = state.answer() else { return [None, None] };
    let baseline = format!("The baseline always answers {}.", report.baseline.answer);
    [
        Some(scroll("scroll scores", "Scores").child(table_of(report))),
        Some(el("p").class("muted small").text(baseline)),
    ]
}

/// Scores beside the baseline's.
fn table_of(report: &Report) -> Element {
    let parts = [&report.test, &report.baseline.test, &report.train];
    let plain = |value: Option<f64>| value.map_or(NOTHING.to_string(), |value| number(value, 4));
    let mut rows = vec![["", "Test", "Baseline on test", "Train"].map(String::from).to_vec()];
    let mut add = |name: &str, of: &dyn Fn(&Scores) -> String| {
        rows.push([name.to_string()].into_iter().chain(parts.map(of)).collect());
    };
    if report.test.accuracy.is_some() {
        let name = if report.rounded { "Accuracy (exact match after rounding)" } else { "Accuracy" };
        add(name, &|scores| scores.accuracy.map_or(NOTHING.to_string(), |value| share(value, scores.rows)));
    }
    if report.test.r2.is_some() {
        add("R²", &|scores| r_squared(scores.r2));
        add("Mean absolute error", &|scores| plain(scores.mean_absolute_error));
        add("Root mean squared error", &|scores| plain(scores.root_mean_squared_error));
    }
    add("Loss", &|scores| number(scores.loss, 4));
    add("Rows", &|scores| count(scores.rows));
    words_table(&rows)
}
