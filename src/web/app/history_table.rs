use leptos::html::Details;
use leptos::prelude::*;

use super::the_page;
use crate::session::format::{count, number, share};
use crate::training::EpochRecord;

/// So many epochs are listed at most; the CSV has them all.
const MOST: usize = 400;

/// The charts' figures as a table. Its rows are made when it is opened.
#[component]
pub fn HistoryTable() -> impl IntoView {
    let page = the_page();
    let open = RwSignal::new(false);
    let details = NodeRef::<Details>::new();
    let measured =
        Memo::new(move |_| page.view.with(|view| view.run.as_ref().map_or(0, |run| run.history.len())));
    let table = move || {
        (open.get() && measured.get() > 0).then(|| {
            page.view.with_untracked(|view| {
                let run = view.run.as_ref()?;
                let rows = run.facts.as_ref().map_or((0, 0), |facts| (facts.train_rows, facts.test_rows));
                let first = run.history.first()?;
                let columns = Columns { accuracy: first.train_accuracy.is_some(), r2: first.train_r2.is_some(), rows };
                let step = run.history.len().div_ceil(MOST);
                let last = run.history.len() - 1;
                let listed = run.history.iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last);
                let body = listed.map(|(_, record)| columns.row(record)).collect_view();
                let thinned = (step > 1).then(|| {
                    view! { <p class="muted small">"One of every " {step} " measurements; the history as CSV has all " {count(last + 1)} "."</p> }
                });
                Some(view! {
                    <div class="scroll history" tabindex="0" role="group" aria-label="Figures by epoch">
                        <table><thead>{columns.head()}</thead><tbody>{body}</tbody></table>
                    </div>
                    {thinned}
                })
            })
        })
    };
    let toggled = move |_| {
        if let Some(details) = details.get_untracked() {
            open.set(details.open());
        }
    };
    view! {
        <details node_ref=details on:toggle=toggled hidden=move || measured.get() == 0>
            <summary>"Figures as a table"</summary>
            {table}
        </details>
    }
}

struct Columns {
    accuracy: bool,
    r2: bool,
    /// Train and test rows behind each share.
    rows: (usize, usize),
}

impl Columns {
    fn head(&self) -> impl IntoView + use<> {
        let names = ["Epoch"]
            .into_iter()
            .chain(["Train accuracy", "Test accuracy"].into_iter().filter(|_| self.accuracy))
            .chain(["Train loss", "Test loss"])
            .chain(["Train R²", "Test R²"].into_iter().filter(|_| self.r2));
        let cells = names.map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        view! { <tr>{cells}</tr> }
    }

    fn row(&self, record: &EpochRecord) -> impl IntoView + use<> {
        let part = |value: Option<f64>, rows| value.map_or("–".to_string(), |value| share(value, rows));
        let r2 = |value: Option<f64>| {
            value.map_or("–".to_string(), |value| format!("{value:.3}").replace('-', "−"))
        };
        let mut cells = Vec::new();
        if self.accuracy {
            cells.extend([part(record.train_accuracy, self.rows.0), part(record.test_accuracy, self.rows.1)]);
        }
        cells.extend([number(record.train_loss, 4), number(record.test_loss, 4)]);
        if self.r2 {
            cells.extend([r2(record.train_r2), r2(record.test_r2)]);
        }
        let cells = cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view();
        view! { <tr><th scope="row">{count(record.epoch)}</th>{cells}</tr> }
    }
}
