use super::node::{Element, button, el};
use super::tier_part::mixing;
use super::{Action, PageState};
use perceptab::format::{count, counted, size, time_left};
use perceptab_conversation::session::{Export, JobKind, JobView};

/// A line for each job of the worker, and a way out of it.
pub fn job_lines(state: &PageState) -> Option<Element> {
    // A file has its line beside its name, and a run the bar.
    let is_beside =
        |job: &&JobView| !job.kind.is_of_run() && !job.kind.reads() && job.kind != JobKind::Rehearse;
    let mut jobs = state.view.jobs.iter().filter(is_beside).peekable();
    let line = |job: &JobView| {
        el("p")
            .class("job")
            .child(el("span").text(words(job)))
            .text(" ")
            .child(button("Cancel", Action::Cancel(job.id)).class("quiet"))
    };
    let mixing = mixing(state);
    let is_any = mixing.is_some() || jobs.peek().is_some();
    is_any.then(|| el("div").class("jobs").child(mixing).children(jobs.map(line)))
}

/// What is being done, and how far it is.
fn words(job: &JobView) -> String {
    let JobView { kind, done, of, .. } = *job;
    let what = match kind {
        JobKind::Read => "Reading",
        JobKind::Predict => "Predicting the new rows",
        JobKind::Prepare => "Preparing the table",
        JobKind::Train => "Training",
        JobKind::Boost => "Boosting trees",
        JobKind::Join => "Mixing the networks",
        JobKind::Measure { .. } => "Measuring the scores",
        JobKind::Rehearse => "Getting ready",
        JobKind::Audit => "Looking the table over",
        JobKind::Copy => "Keeping a copy of the model",
        JobKind::SelfTest => "Measuring this machine",
        JobKind::Export(Export::History) => "Writing the history",
        JobKind::Export(Export::Recipe) => "Writing the recipe",
        JobKind::Export(Export::Predictions | Export::MixPredictions) => "Writing the predictions",
        JobKind::Export(Export::Split) => "Writing the split",
        JobKind::Export(Export::Ledger) => "Writing the changed cells",
        JobKind::Export(Export::Model) => "Writing the model",
        JobKind::Export(Export::NewPredictions) => "Writing the predictions of the new rows",
    };
    if of == 0 {
        return format!("{what}…");
    }
    let far = match kind {
        JobKind::Read | JobKind::Predict => format!("{} of {}", size(done as u64), size(of as u64)),
        JobKind::Train => format!("{} of {}", count(done), counted(of, "epoch")),
        JobKind::Boost => format!("{} of at most {}", count(done), counted(of, "tree")),
        JobKind::Measure { .. } => format!("{} of {}", count(done), counted(of, "row")),
        JobKind::Prepare | JobKind::Join | JobKind::Rehearse => format!("{} of {}", count(done), count(of)),
        JobKind::Audit | JobKind::SelfTest => format!("{:.0} %", 100.0 * done as f64 / of as f64),
        JobKind::Copy | JobKind::Export(Export::Model) => {
            format!("{} of {}", count(done), counted(of, "parameter"))
        }
        JobKind::Export(Export::Predictions | Export::MixPredictions | Export::Split) => {
            format!("{} of {}", count(done), counted(of, "row"))
        }
        JobKind::Export(Export::NewPredictions) => format!("{} of {}", size(done as u64), size(of as u64)),
        JobKind::Export(_) => format!("{} of {}", count(done), count(of)),
    };
    let left = job.seconds_left().map(time_left).filter(|left| !left.is_empty());
    left.map_or_else(|| format!("{what}: {far}"), |left| format!("{what}: {far} · {left}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Effect;
    use crate::page::visit::{Visit, recipe};
    use perceptab_conversation::session::{Command, Event, JobId};

    #[test]
    fn a_job_says_what_it_does_and_how_far_it_is() {
        let said = |kind, done, of| words(&JobView { id: JobId(1), kind, done, of, seconds: 0.0 });
        let export = JobKind::Export;
        for (words, expected) in [
            (said(JobKind::Audit, 1, 3), "Looking the table over: 33 %"),
            (said(JobKind::Audit, 0, 0), "Looking the table over…"),
            (
                said(export(Export::Predictions), 120_000, 1_000_000),
                "Writing the predictions: 120,000 of 1,000,000 rows",
            ),
            (said(export(Export::Ledger), 5, 7_000), "Writing the changed cells: 5 of 7,000"),
            (said(export(Export::Model), 1_000, 2_000), "Writing the model: 1,000 of 2,000 parameters"),
            (
                said(export(Export::NewPredictions), 1_500_000, 3_000_000),
                "Writing the predictions of the new rows: 1.5 MB of 3.0 MB",
            ),
        ] {
            assert_eq!(words, expected);
        }
    }

    #[test]
    fn a_job_whose_time_is_counted_says_how_long_it_still_takes() {
        let job = JobView { id: JobId(1), kind: JobKind::Audit, done: 1, of: 4, seconds: 2.0 };
        // Three quarters are left, at two seconds each.
        assert_eq!(words(&job), "Looking the table over: 25 % · 6 s left");
    }

    #[test]
    fn its_line_stands_in_the_bar_until_it_is_cancelled_or_over() {
        let mut visit = Visit::with_table("a.csv", &["x"]);
        let (id, kind) = (JobId(4), JobKind::Export(Export::Predictions));
        let told = |done| Event::Job { id, kind, done, of: 90, seconds: 0.0 };
        assert!(!visit.bar().contains("Cancel"));
        visit.hear(vec![told(30)]);
        visit.hear(vec![told(60)]);
        assert!(visit.bar().contains("Writing the predictions: 60 of 90 rows"), "{}", visit.bar());
        assert!(!visit.bar().contains("30 of 90"));
        assert_eq!(visit.state.act(Action::Cancel(id)), [Effect::Tell(Command::Cancel(id))]);
        visit.hear(vec![Event::JobEnded { id }]);
        assert!(!visit.bar().contains("Writing"));
    }

    /// Files come in the order in which they are ready, each with what it is: another one that comes first saves no model.
    #[test]
    fn a_model_counts_as_saved_when_its_own_file_comes() {
        let file = |asked| Event::File {
            name: "f".to_string(),
            media_type: String::new(),
            bytes: Vec::new(),
            asked: Some(asked),
        };
        let mut visit = Visit::with_table("a.csv", &["x"]);
        visit.state.recipe = recipe();
        visit.train();
        let run = visit.state.view.run().map(|run| run.id);
        visit.state.act(Action::Export(Export::Model));
        visit.state.act(Action::Export(Export::Split));
        visit.hear(vec![file((Export::Split, run))]);
        assert!(visit.state.asks_before_leaving(), "the model is still being written");
        visit.hear(vec![file((Export::Model, run))]);
        assert!(!visit.state.asks_before_leaving());
    }
}
