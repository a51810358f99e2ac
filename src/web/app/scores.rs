use leptos::prelude::*;

use super::the_page;
use crate::evaluation::{Report, Scores};
use crate::session::RunView;
use crate::session::format::{number, share};

/// One number with the baseline's beside it.
#[derive(Clone, PartialEq)]
struct Tile {
    label: &'static str,
    value: String,
    beside: String,
}

const NOTHING: &str = "–";

/// The two numbers that count, from the first measurement on, and the reading at the end.
#[component]
pub fn Headline() -> impl IntoView {
    let page = the_page();
    let tiles = Memo::new(move |_| page.view.with(|view| view.run.as_ref().map_or_else(no_tiles, tiles_of)));
    let reading = Memo::new(move |_| {
        page.view.with(|view| {
            let run = view.run.as_ref()?;
            Some(run.report.as_ref()?.sentence.clone())
        })
    });
    let waits = move || {
        let run = page.run_state.get();
        match (run, page.data.with(Option::is_some)) {
            (Some(_), _) => "The reading comes at the end of the run.",
            (None, true) => "Press Train to see how well the network does on rows it has never seen.",
            (None, false) => "Waits for a table to train on.",
        }
    };
    let tile = move |at: usize| {
        let tile = move || tiles.with(|tiles| tiles[at].clone());
        view! {
            <div class="tile">
                <dt>{move || tile().label}</dt>
                <dd><span class="value">{move || tile().value}</span> <span class="muted">{move || tile().beside}</span></dd>
            </div>
        }
    };
    view! {
        <dl class="tiles">{tile(0)} {tile(1)}</dl>
        <div class="sentence">
            <p role="status">{move || reading.get()}</p>
            <p class="muted" hidden=move || reading.with(Option::is_some)>{waits}</p>
        </div>
    }
}

fn no_tiles() -> [Tile; 2] {
    let tile = |label| Tile { label, value: NOTHING.to_string(), beside: String::new() };
    [tile("Test accuracy"), tile("Train accuracy")]
}

fn tiles_of(run: &RunView) -> [Tile; 2] {
    let (Some(facts), Some(last)) = (&run.facts, run.history.last()) else { return no_tiles() };
    if facts.shows_r2 {
        let value =
            |r2: Option<f64>| r2.map_or(NOTHING.to_string(), |r2| format!("{r2:.3}").replace('-', "−"));
        let beside = "baseline 0".to_string();
        return [
            Tile { label: "Test R²", value: value(last.test_r2), beside: beside.clone() },
            Tile { label: "Train R²", value: value(last.train_r2), beside },
        ];
    }
    let value =
        |accuracy: Option<f64>, rows| accuracy.map_or(NOTHING.to_string(), |accuracy| share(accuracy, rows));
    let beside = |accuracy: Option<f64>, rows| {
        accuracy.map_or(String::new(), |accuracy| format!("baseline {}", share(accuracy, rows)))
    };
    let train = run.report.as_ref().and_then(|report| report.baseline.train.accuracy);
    [
        Tile {
            label: "Test accuracy",
            value: value(last.test_accuracy, facts.test_rows),
            beside: beside(facts.baseline_accuracy, facts.test_rows),
        },
        Tile {
            label: "Train accuracy",
            value: value(last.train_accuracy, facts.train_rows),
            beside: beside(train, facts.train_rows),
        },
    ]
}

/// All scores of the ended run beside the baseline's.
#[component]
pub fn ScoreTable() -> impl IntoView {
    let page = the_page();
    let report =
        Memo::new(move |_| page.view.with(|view| view.run.as_ref().and_then(|run| run.report.clone())));
    move || {
        report.get().map(|report| {
            let rows = rows_of(&report).into_iter().map(|(name, values)| {
                let cells = values.map(|value| view! { <td>{value}</td> });
                view! { <tr><th scope="row">{name}</th>{cells}</tr> }
            });
            view! {
                <div class="scroll scores" tabindex="0" role="group" aria-label="Scores">
                    <table>
                        <thead>
                            <tr>
                                <td></td>
                                <th scope="col">"Test"</th>
                                <th scope="col">"Baseline on test"</th>
                                <th scope="col">"Train"</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
                <p class="muted small">"The baseline always answers " {report.baseline.answer.clone()} "."</p>
            }
        })
    }
}

fn rows_of(report: &Report) -> Vec<(&'static str, [String; 3])> {
    let parts = [&report.test, &report.baseline.test, &report.train];
    let plain = |value: Option<f64>| value.map_or(NOTHING.to_string(), |value| number(value, 4));
    let accuracy =
        |scores: &Scores| scores.accuracy.map_or(NOTHING.to_string(), |value| share(value, scores.rows));
    let r2 =
        |scores: &Scores| scores.r2.map_or(NOTHING.to_string(), |r2| format!("{r2:.3}").replace('-', "−"));
    let mut rows = Vec::new();
    if report.test.accuracy.is_some() {
        let name = if report.rounded { "Accuracy (exact match after rounding)" } else { "Accuracy" };
        rows.push((name, parts.map(accuracy)));
    }
    if report.test.r2.is_some() {
        rows.push(("R²", parts.map(r2)));
        rows.push(("Mean absolute error", parts.map(|scores| plain(scores.mean_absolute_error))));
        rows.push(("Root mean squared error", parts.map(|scores| plain(scores.root_mean_squared_error))));
    }
    rows.push(("Loss", parts.map(|scores| number(scores.loss, 4))));
    rows.push(("Rows", parts.map(|scores| crate::session::format::count(scores.rows))));
    rows
}
