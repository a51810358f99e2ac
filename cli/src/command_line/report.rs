use perceptab::dataset::Task;
use perceptab::evaluation::{Baseline, Comparison, Report};
use perceptab::format::{count, duration, number};
use perceptab::study;
use perceptab::training::History;
use perceptab_conversation::session::{Course, Event, Outcome, RunFacts};
use serde::Serialize;

use super::all_scores::AllScores;
use super::score_text::{brief, score_table, without_target};
use super::study::{Mix, OutOfFold};

/// What came of a run, gathered from its events.
pub struct RunResult {
    file: String,
    /// Whether nobody named the target.
    proposed: bool,
    facts: Option<RunFacts>,
    history: History,
    report: Option<Report>,
    pub outcome: Option<Outcome>,
    course: Course,
    weights_hash: String,
    seconds: f64,
    /// Of a tier that mixes several networks.
    mix: Option<Mix>,
}

/// What `--json` prints, in this order.
#[derive(Serialize)]
pub struct Object<'a> {
    file: &'a str,
    task: Option<Task>,
    target: Option<&'a str>,
    /// Whether the target is the one that the table proposes, as nobody named one.
    target_proposed: bool,
    /// `finished`, `concluded`, `stopped` or `diverged`.
    outcome: Option<&'static str>,
    /// Why it ended before its last epoch, or which weights were kept.
    conclusion: Option<&'a str>,
    course: &'a Course,
    divergence: Option<&'a Outcome>,
    sentence: Option<&'a str>,
    rows: Option<Parts<usize>>,
    duplicates_dropped: Option<usize>,
    missing_targets: Option<usize>,
    /// Neurons of each layer from the encoded inputs to the outputs.
    widths: Option<&'a [usize]>,
    parameters: Option<usize>,
    notes: &'a [String],
    #[serde(rename = "final")]
    final_scores: Option<Parts<AllScores>>,
    /// Whether accuracy means equality after rounding.
    rounded: Option<bool>,
    baseline: Option<&'a Baseline>,
    comparison: Option<Comparison>,
    commonest: Option<&'a Baseline>,
    exact_matches: Option<Comparison>,
    weights_hash: &'a str,
    seconds: f64,
    history: &'a History,
    /// Networks that were trained, and that the model is of.
    trials: usize,
    members: usize,
    /// Of a mix: each training row as the networks say that were not trained on it.
    out_of_fold: Option<OutOfFold<'a>>,
    /// Of a mix: the kinds that were tried, and the one network before it, from the least loss.
    ladder: Vec<Rung>,
    /// Of a mix of classes: what its probabilities were brought to.
    temperature: Option<f64>,
}

/// A kind of network by itself.
#[derive(Serialize)]
struct Rung {
    kind: &'static str,
    /// How often the mix counts it; 0 where it is left out.
    count: u32,
    /// On the training rows that it was not trained on.
    /// Null where its loss grew without bound in training.
    out_of_fold_loss: Option<f64>,
}

#[derive(Serialize)]
struct Parts<T> {
    train: T,
    test: T,
}

impl RunResult {
    pub fn new(file: String, proposed: bool) -> RunResult {
        let weights_hash = String::new();
        RunResult {
            file,
            proposed,
            facts: None,
            history: vec![],
            report: None,
            outcome: None,
            course: Course::default(),
            weights_hash,
            seconds: 0.0,
            mix: None,
        }
    }

    pub fn take(&mut self, event: Event) {
        match event {
            Event::Started { facts, .. } => self.facts = Some(*facts),
            Event::Progress { records, .. } => self.history.extend(records),
            Event::Ended { outcome, report, course, weights_hash, seconds, .. } => {
                self.outcome = Some(outcome);
                self.report = report.map(|report| *report);
                self.course = *course;
                self.weights_hash = weights_hash;
                self.seconds = seconds;
            }
            _ => {}
        }
    }

    /// What was done to make the columns numbers.
    pub fn notes(&self) -> &[String] {
        self.facts.as_ref().map_or(&[], |facts| &facts.notes)
    }

    /// How many rows were left out for want of a value to predict.
    pub fn without_target(&self) -> Option<String> {
        self.facts.as_ref().and_then(without_target)
    }

    /// One object; null where there is no such score.
    pub fn object(&self) -> Object<'_> {
        let facts = self.facts.as_ref();
        let report = self.report.as_ref();
        Object {
            file: &self.file,
            task: report.map(|report| report.task),
            target: report.map(|report| report.target.as_str()),
            target_proposed: self.proposed,
            outcome: self.outcome.as_ref().map(name),
            conclusion: match &self.outcome {
                Some(Outcome::Concluded { message, .. }) => Some(message.as_str()),
                _ => None,
            },
            course: &self.course,
            divergence: self.outcome.as_ref().filter(|outcome| matches!(outcome, Outcome::Diverged { .. })),
            sentence: report.map(|report| report.sentence.as_str()),
            rows: facts.map(|facts| Parts { train: facts.train_rows, test: facts.test_rows }),
            duplicates_dropped: facts.map(|facts| facts.duplicates_dropped),
            missing_targets: facts.map(|facts| facts.missing_targets),
            widths: facts.map(|facts| facts.widths.as_slice()),
            parameters: facts.map(|facts| facts.parameters),
            notes: self.notes(),
            final_scores: report.map(|report| Parts {
                train: AllScores::of(report.train, report.train_metrics, report.task),
                test: AllScores::of(report.test, report.test_metrics, report.task),
            }),
            rounded: report.map(|report| report.rounded),
            baseline: report.map(|report| &report.baseline),
            comparison: report.map(|report| report.comparison),
            commonest: report.and_then(|report| report.commonest.as_ref()),
            exact_matches: report.and_then(|report| report.exact_matches),
            weights_hash: &self.weights_hash,
            seconds: self.seconds,
            history: &self.history,
            trials: self.mix.as_ref().map_or(1, |mix| mix.trials),
            members: self.mix.as_ref().map_or(1, |mix| mix.members),
            out_of_fold: report.and_then(|report| Some(OutOfFold::of(self.out_of_fold()?, report.task))),
            ladder: self.ladder(),
            temperature: self.mix.as_ref().map(|mix| mix.joined.temperature),
        }
    }

    /// A mix takes the place of the one network.
    pub fn mix(&mut self, mix: Mix) {
        self.report = Some(mix.joined.report.clone());
        self.outcome = Some(Outcome::Finished);
        self.weights_hash = mix.weights_hash.clone();
        self.seconds += mix.seconds;
        self.mix = Some(mix);
    }

    pub fn sentence(&self) -> &str {
        self.report.as_ref().map_or("", |report| &report.sentence)
    }

    pub fn divergence(&self) -> Option<&str> {
        match &self.outcome {
            Some(Outcome::Diverged { message, .. }) => Some(message),
            _ => None,
        }
    }

    fn out_of_fold(&self) -> Option<&study::OutOfFold> {
        self.mix.as_ref()?.joined.out_of_fold.as_ref()
    }

    fn ladder(&self) -> Vec<Rung> {
        let ways = self.mix.iter().flat_map(|mix| &mix.joined.ways);
        let mut ladder: Vec<Rung> =
            ways.map(|way| Rung { kind: way.kind, count: way.count, out_of_fold_loss: way.loss }).collect();
        let by = |rung: &Rung| rung.out_of_fold_loss.unwrap_or(f64::INFINITY);
        ladder.sort_by(|a, b| by(a).total_cmp(&by(b)));
        ladder
    }

    pub fn text(&self) -> String {
        let mut text = String::new();
        if let Some(facts) = &self.facts {
            let widths: Vec<String> = facts.widths.iter().map(usize::to_string).collect();
            text += &format!(
                "{}: {} train and {} test row{}; network {} ({} parameters)\n",
                self.file,
                count(facts.train_rows),
                count(facts.test_rows),
                if facts.test_rows == 1 { "" } else { "s" },
                widths.join(" → "),
                count(facts.parameters)
            );
        }
        if let (Some(report), Some(facts)) = (&self.report, &self.facts) {
            text += &format!("\n{}\n{}\n", score_table(report, &facts.baseline_name), report.sentence);
        }
        if let Some(mix) = &self.mix {
            text += &format!("Of {} that were trained {} are mixed", mix.trials, mix.members);
            let told = |Rung { kind, count, out_of_fold_loss }: Rung| match out_of_fold_loss {
                Some(loss) => format!("{kind} (counted {count}, loss {})", number(loss, 4)),
                None => format!("{kind} (left out: its loss grew without bound)"),
            };
            let ladder: Vec<String> = self.ladder().into_iter().map(told).collect();
            text += &format!(
                ", by their loss on the rows that they were not trained on: {}.\n",
                ladder.join(", ")
            );
            if let Some(told) = self.out_of_fold() {
                text += &format!(
                    "Out of fold: {} How much each kind counts was chosen on these rows, so they flatter a little.\n",
                    brief(&told.scores)
                );
            }
            return text
                + &format!(
                    "{} trained in {}; weights {}\n",
                    count(mix.trials),
                    duration(self.seconds),
                    mix.weights_hash
                );
        }
        if let Some(Outcome::Concluded { message, .. }) = &self.outcome {
            text += &format!("{message}\n");
        }
        let epoch = self.history.last().map_or(0, |record| record.epoch);
        let time = duration(self.seconds);
        text + &format!("Epoch {} after {time}; weights {}\n", count(epoch), self.weights_hash)
    }
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Finished => "finished",
        Outcome::Concluded { .. } => "concluded",
        Outcome::Stopped { .. } => "stopped",
        Outcome::Diverged { .. } => "diverged",
    }
}
