use super::{Experiment, Line, Section};
use crate::chart::{Figure, NumberFormat, Role, Theme};
use crate::session::{RunView, figures};
use perceptab::format::{count, counted};

/// Everything that the reports are made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AssignmentReport {
    /// "Section 4: regression", or of all sections together.
    pub title: String,
    /// The table's file name.
    pub table: String,
    /// Rows of the table.
    pub rows: usize,
    /// Rows that repeat an earlier one and were left out.
    pub duplicates_dropped: usize,
    pub target: String,
    pub seed: u64,
    pub lines: Vec<Line>,
    /// Of each run its two figures, in the order of the lines.
    pub pictures: Vec<Picture>,
    /// Of Perceptab.
    pub version: String,
}

/// A figure of a run, drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub experiment: Experiment,
    /// Its file without the ending: "spec1-regression-accuracy".
    pub name: String,
    pub title: String,
    pub svg: String,
}

/// CSS pixels.
const SIZE: (f64, f64) = (720.0, 400.0);

/// A run's two figures: accuracy (R² where the target has none) and loss against the epoch, each with its baseline.
pub fn pictures(experiment: &Experiment, run: &RunView) -> [Picture; 2] {
    let epochs = run.recipe.training.epochs;
    let baseline = Line::of(experiment, run).and_then(|line| line.baseline);
    [("accuracy", figures::accuracy(Some(run), &[], epochs)), ("loss", figures::loss(Some(run), &[], epochs))]
        .map(|(name, figure)| {
            let title = format!("{}: {}", experiment.title, figure.title);
            let mut figure = Figure { title: title.clone(), ..figure };
            if let (true, Some(share)) = (figure.y_format == NumberFormat::Percent, baseline) {
                // The same baseline as in the table.
                for series in figure.series.iter_mut().filter(|series| series.role == Role::Baseline) {
                    series.points.iter_mut().for_each(|point| point.1 = share.value());
                }
            }
            let svg = figure.layout_with_title(SIZE.0, SIZE.1).to_svg(&Theme::light());
            Picture {
                experiment: *experiment,
                name: format!("{}-{name}", experiment.preset.id()),
                title,
                svg,
            }
        })
}

impl AssignmentReport {
    /// Adds what came of a run; nothing before its first measurement.
    pub fn add(&mut self, experiment: &Experiment, run: &RunView) {
        let Some(line) = Line::of(experiment, run) else { return };
        if let Some(facts) = &run.facts {
            self.duplicates_dropped = facts.duplicates_dropped;
        }
        self.lines.push(line);
        self.pictures.extend(pictures(experiment, run));
    }

    pub fn pictures_of(&self, experiment: &Experiment) -> impl Iterator<Item = &Picture> {
        self.pictures.iter().filter(move |picture| picture.experiment.preset == experiment.preset)
    }

    /// What to type for the same numbers again.
    pub fn commands(&self) -> Vec<String> {
        let has = |section: &Section| self.lines.iter().any(|line| line.experiment.section == *section);
        let epochs = self.lines.first().map(|line| line.recipe.training.epochs);
        let usual = self.lines.first().map(|line| line.experiment.preset.recipe().training.epochs);
        let epochs = match epochs.filter(|_| epochs != usual) {
            Some(epochs) => format!(" --epochs {epochs}"),
            None => String::new(),
        };
        let sections = Section::ALL.into_iter().filter(has);
        sections
            .map(|section| {
                format!(
                    "perceptab assignment {} --data {} --target {} --seed {}{epochs}",
                    section.id(),
                    quoted(&self.table),
                    quoted(&self.target),
                    self.seed
                )
            })
            .collect()
    }

    /// Which rows the percentages are of, in one or two sentences.
    pub fn about(&self) -> String {
        let parts = self.lines.first().map_or(String::new(), |line| {
            format!("; {} to train, {} to test", count(line.train_rows), count(line.test_rows))
        });
        format!(
            "{}: {}, {} left out{parts}. Predicted: {}. Seed {}.",
            self.table,
            counted(self.rows, "row"),
            counted(self.duplicates_dropped, "repeated row"),
            self.target,
            self.seed
        )
    }

    /// Remarks on the assignment's figures.
    pub fn remarks(&self) -> impl Iterator<Item = &'static str> {
        self.lines.iter().map(|line| line.experiment.remark).filter(|remark| !remark.is_empty())
    }
}

/// A shell's word.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_string(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::line::tests::line;
    use super::*;

    pub fn report() -> AssignmentReport {
        let picture = |line: &Line| Picture {
            experiment: line.experiment,
            name: format!("{}-accuracy", line.experiment.preset.id()),
            title: "Accuracy against the epoch".to_string(),
            svg: "<svg><title>Accuracy against the epoch</title></svg>\n".to_string(),
        };
        let lines = vec![line(0, 227, 63, 0.4), line(1, 246, 60, 0.1)];
        AssignmentReport {
            title: "Section 4: regression".to_string(),
            table: "a <b> & c.csv".to_string(),
            rows: 18_835,
            duplicates_dropped: 3_911,
            target: "song_popularity".to_string(),
            seed: 1,
            pictures: lines.iter().map(picture).collect(),
            lines,
            version: "1.2.3".to_string(),
        }
    }

    #[test]
    fn the_command_is_one_that_a_shell_takes() {
        assert_eq!(
            report().commands(),
            ["perceptab assignment model --data 'a <b> & c.csv' --target song_popularity --seed 1"]
        );
        let mut short = report();
        short.lines[0].recipe.training.epochs = 5;
        assert!(short.commands()[0].ends_with("--seed 1 --epochs 5"));
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }

    #[test]
    fn the_rows_are_told() {
        assert_eq!(
            report().about(),
            "a <b> & c.csv: 18,835 rows, 3,911 repeated rows left out; 11,939 to train, 2,985 to test. Predicted: \
             song_popularity. Seed 1."
        );
    }
}
