use super::column_table::scroll;
use super::node::{Element, Handler, Node, el};
use super::words_table::words_table;
use super::{Fold, PageState};
use perceptab::format::{count, number, r_squared, share};
use perceptab::training::EpochRecord;
use perceptab_conversation::session::RunView;

/// So many epochs are listed at most; the CSV has them all.
const MOST: usize = 400;

/// The charts' figures as a table. Its rows are made when it is opened.
pub fn history_table(state: &PageState) -> Element {
    let measured = state.view.run().filter(|run| !run.history.is_empty());
    let details = el("details")
        .flag("hidden", measured.is_none())
        .on(Handler::Opened(Fold::History))
        .child(el("summary").text("Figures as a table"));
    match measured {
        Some(run) if state.history_listed => details.children(table(run)),
        _ => details,
    }
}

fn table(run: &RunView) -> [Node; 2] {
    let rows = run.facts.as_ref().map_or((0, 0), |facts| (facts.train_rows, facts.test_rows));
    let first = run.history.first();
    let columns = Columns {
        accuracy: first.is_some_and(|first| first.train_accuracy.is_some()),
        r2: first.is_some_and(|first| first.train_r2.is_some()),
        rows,
    };
    let step = run.history.len().div_ceil(MOST).max(1);
    let last = run.history.len() - 1;
    let listed = run.history.iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last);
    let mut rows = vec![columns.head()];
    rows.extend(listed.map(|(_, record)| columns.row(record)));
    let thinned = (step > 1).then(|| {
        let words =
            format!("One of every {step} measurements; the history as CSV has all {}.", count(last + 1));
        el("p").class("muted small").text(words)
    });
    [scroll("scroll history", "Figures by epoch").child(words_table(&rows)).into(), thinned.into()]
}

struct Columns {
    accuracy: bool,
    r2: bool,
    /// Train and test rows behind each share.
    rows: (usize, usize),
}

impl Columns {
    fn head(&self) -> Vec<String> {
        let mut names = vec!["Epoch"];
        if self.accuracy {
            names.extend(["Train accuracy", "Test accuracy"]);
        }
        names.extend(["Train loss", "Test loss"]);
        if self.r2 {
            names.extend(["Train R²", "Test R²"]);
        }
        names.into_iter().map(String::from).collect()
    }

    fn row(&self, record: &EpochRecord) -> Vec<String> {
        let part = |value: Option<f64>, rows| value.map_or("–".to_string(), |value| share(value, rows));
        let mut cells = vec![count(record.epoch)];
        if self.accuracy {
            cells.extend([part(record.train_accuracy, self.rows.0), part(record.test_accuracy, self.rows.1)]);
        }
        cells.extend([number(record.train_loss, 4), number(record.test_loss, 4)]);
        if self.r2 {
            cells.extend([r_squared(record.train_r2), r_squared(record.test_r2)]);
        }
        cells
    }
}
