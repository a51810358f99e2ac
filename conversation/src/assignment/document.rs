use super::{AssignmentReport, EXPERIMENTS};
use crate::session::{Document, Event, Runs, file, recipe_json};
use perceptab::model::history_csv;

/// The file as an [`Event::File`].
pub fn written(document: &Document) -> Event {
    match document {
        Document::History { table, history } => file(table, "history.csv", "text/csv", history_csv(history)),
        Document::Recipe { table, recipe } => {
            file(table, "recipe.json", "application/json", recipe_json(recipe))
        }
        Document::Assignment(runs) => {
            let report = AssignmentReport::of(runs);
            let (name, media_type, bytes) = match runs.archive {
                true => ("assignment.zip", "application/zip", report.archive()),
                false => ("assignment.html", "text/html", report.html().into_bytes()),
            };
            let (name, media_type) = (name.to_string(), media_type.to_string());
            Event::File { name, media_type, bytes, asked: None }
        }
    }
}

impl AssignmentReport {
    /// What the runs have come to, in the assignment's order; those that are none of its are left out.
    fn of(runs: &Runs) -> AssignmentReport {
        let mut report = AssignmentReport {
            title: "The assignment".to_string(),
            table: runs.table.clone(),
            rows: runs.rows,
            target: runs.target.clone(),
            seed: runs.seed,
            version: env!("CARGO_PKG_VERSION").to_string(),
            ..AssignmentReport::default()
        };
        for experiment in &EXPERIMENTS {
            if let Some(run) = runs.runs.iter().find(|run| run.recipe.preset == experiment.preset) {
                report.add(experiment, run);
            }
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{RunFacts, RunId, SessionView};
    use perceptab::recipe::Recipe;
    use perceptab::training::EpochRecord;

    fn text(document: &Document) -> (String, String) {
        let Event::File { name, bytes, .. } = written(document) else { panic!("no file") };
        (name, String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn a_history_and_a_recipe_are_named_by_their_table() {
        let history = vec![EpochRecord { epoch: 3, train_loss: 0.5, ..EpochRecord::default() }];
        let (name, csv) = text(&Document::History { table: "a.b.csv".into(), history });
        assert_eq!(name, "a.b-history.csv");
        assert_eq!(csv.lines().nth(1).map(|line| &line[..2]), Some("3,"), "{csv}");
        let recipe = Box::new(Recipe::default().with(|it| it.question.target = Some("y".into())));
        let (name, json) = text(&Document::Recipe { table: "a".into(), recipe });
        assert_eq!(name, "a-recipe.json");
        assert!(json.contains(r#""target": "y""#), "{json}");
    }

    /// Two runs in another order than the assignment's, and one that is none of its.
    #[test]
    fn the_report_has_the_assignments_runs_in_its_order() {
        let run = |recipe: Recipe| {
            let mut view = SessionView::default();
            view.begin(RunId(1), recipe);
            view.take(Event::Started {
                run: RunId(1),
                facts: Box::new(RunFacts { test_rows: 9, ..RunFacts::default() }),
            });
            let records =
                vec![EpochRecord { epoch: 1, test_accuracy: Some(1.0 / 3.0), ..EpochRecord::default() }];
            view.take(Event::Progress {
                run: RunId(1),
                epoch: 1,
                epochs: 1,
                seconds: 1.0,
                rows_per_second: 1.0,
                records,
            });
            view.runs.pop().expect("it has begun")
        };
        let recipes = [EXPERIMENTS[1].preset.recipe(), Recipe::default(), EXPERIMENTS[0].preset.recipe()];
        let runs = Runs { table: "t.csv".into(), runs: recipes.map(run).into(), ..Runs::default() };
        let report = AssignmentReport::of(&runs);
        let presets: Vec<_> = report.lines.iter().map(|line| line.experiment.preset).collect();
        assert_eq!(presets, [EXPERIMENTS[0].preset, EXPERIMENTS[1].preset]);
        let (name, html) = text(&Document::Assignment(Box::new(runs.clone())));
        assert_eq!(name, "assignment.html");
        assert!(html.contains("t.csv") && html.contains("33.33"), "{html}");
        let archive = Document::Assignment(Box::new(Runs { archive: true, ..runs }));
        let Event::File { name, bytes, .. } = written(&archive) else { panic!("no file") };
        assert_eq!((name.as_str(), &bytes[..2]), ("assignment.zip", &b"PK"[..]));
    }
}
