use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::class_labels;
use super::elementary::{exp, ln};
use super::encoder::look_of_levels;
use super::encoding::{exact_text, significant};
use super::exact;
use super::missing_words;
use super::number_scale::sum;
use super::{Plan, PrepareError, TargetScale, Task, plan::MAX_CLASSES};
use crate::order;
use crate::pace::{self, Pace, ROWS};
use crate::table::{Column, Form, Look, Map, Values};

/// How the target column becomes what the network is trained on, and how its answers become values again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum TargetEncoder {
    /// Regression: the network sees (y − shift) / scale, or (ln(1 + y) − shift) / scale.
    Number {
        /// The column's name.
        name: String,
        /// Whether it sees the logarithm.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        log: bool,
        /// What is taken off first.
        #[serde(deserialize_with = "exact::number")]
        shift: f64,
        /// What the rest is divided by, never 0.
        #[serde(deserialize_with = "exact::number")]
        scale: f64,
        /// Whether every value is a whole number: then answers are also read rounded, and clipped to min … max.
        whole: bool,
        /// Smallest value in the training rows.
        #[serde(deserialize_with = "exact::number")]
        min: f64,
        /// Largest value in the training rows.
        #[serde(deserialize_with = "exact::number")]
        max: f64,
        /// How the column's cells were read; unknown in models of before.
        #[serde(default, skip_serializing_if = "Form::is_unknown")]
        form: Form,
    },
    /// Classification: the network sees the index of the level. Numbers and dates ascend, words are in alphabetical order.
    Classes {
        /// The column's name.
        name: String,
        /// The classes as text.
        levels: Vec<String>,
        /// The classes as the training's cells have them (`00501` where the level is 501), in the levels' order; empty where
        /// that is the level, and an empty list where all are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        written: Vec<String>,
        /// How the column's cells were read; unknown in models of before.
        #[serde(default, skip_serializing_if = "Form::is_unknown")]
        form: Form,
    },
}

/// The target's values in one part, a value a row; or a network's answers for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// In the target's own unit.
    Numbers(Vec<f64>),
    /// Indices of levels.
    Classes(Vec<u32>),
}

impl TargetEncoder {
    /// Learns scale and range from `fitted_rows`; the levels of a classification are those of `all_rows`, since which
    /// classes there are is part of the question.
    pub fn fit(
        column: &Column,
        plan: &Plan,
        fitted_rows: &[u32],
        all_rows: &[u32],
    ) -> Result<TargetEncoder, PrepareError> {
        pace::at_once(async |pace| {
            TargetEncoder::fit_in_steps(column, plan, fitted_rows, all_rows, pace).await
        })
    }

    /// [`TargetEncoder::fit`] in steps.
    pub async fn fit_in_steps(
        column: &Column,
        plan: &Plan,
        fitted_rows: &[u32],
        all_rows: &[u32],
        pace: &Pace,
    ) -> Result<TargetEncoder, PrepareError> {
        let name = column.name.clone();
        let Some(&first) = all_rows.first() else {
            return Err(PrepareError::TargetIsEmpty { name, aside: missing_words::aside(column) });
        };
        let text = column.text(first as usize);
        let mut varies = false;
        for some in all_rows.chunks(WORDS) {
            varies = some.iter().any(|&row| column.text(row as usize) != text);
            if varies {
                break;
            }
            pace.after(ROWS).await;
        }
        if !varies {
            let aside = missing_words::aside(column);
            return Err(PrepareError::ConstantTarget { name, value: text.into_owned(), aside });
        }
        let form = column.form.learnt();
        match plan.task {
            Task::Regression => {
                let Values::Numbers(numbers) = &column.values else {
                    return Err(PrepareError::TargetIsNotNumeric { name });
                };
                let mut values = Vec::with_capacity(fitted_rows.len());
                let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
                for some in fitted_rows.chunks(ROWS) {
                    for &row in some {
                        let value = numbers[row as usize];
                        (min, max) = (min.min(value), max.max(value));
                        values.push(value);
                    }
                    pace.after(some.len()).await;
                }
                let log = plan.log_target;
                if log && let Some(value) = below_zero(all_rows, numbers, pace).await {
                    return Err(PrepareError::LogBelowZero { name, value });
                }
                let (shift, scale) = match plan.target_scale {
                    TargetScale::DivideBy(number) => (0.0, number),
                    TargetScale::Standardise if log => {
                        mean_and_deviation(&values, &|y| ln(1.0 + y), pace).await
                    }
                    TargetScale::Standardise => mean_and_deviation(&values, &|y| y, pace).await,
                };
                Ok(TargetEncoder::Number {
                    name,
                    log,
                    shift,
                    scale,
                    whole: column.is_whole(),
                    min,
                    max,
                    form,
                })
            }
            Task::Classification => {
                let levels = levels(column, all_rows, pace).await;
                levels
                    .map(|levels| {
                        let written = class_labels::written(&levels, &column.form).0;
                        TargetEncoder::Classes { name: name.clone(), levels, written, form }
                    })
                    .map_err(|classes| {
                        let numeric = matches!(column.values, Values::Numbers(_));
                        PrepareError::TooManyClasses { name, classes, numeric }
                    })
            }
        }
    }

    /// The same with a number divided by another besides.
    pub fn divided_by(mut self, divisor: f64) -> TargetEncoder {
        if let TargetEncoder::Number { scale, .. } = &mut self {
            *scale *= divisor;
        }
        self
    }

    /// The column's name.
    pub fn name(&self) -> &str {
        match self {
            TargetEncoder::Number { name, .. } | TargetEncoder::Classes { name, .. } => name,
        }
    }

    /// How the target's cells are read. Of a model of before it is guessed by what there is to predict.
    pub fn form(&self) -> Cow<'_, Form> {
        match self {
            TargetEncoder::Number { form, .. } | TargetEncoder::Classes { form, .. }
                if form.look != Look::Unknown =>
            {
                Cow::Borrowed(form)
            }
            TargetEncoder::Number { .. } => Cow::Owned(Form::of(Look::Numbers)),
            TargetEncoder::Classes { levels, .. } => Cow::Owned(Form::of(look_of_levels(levels))),
        }
    }

    /// The least and the largest number among the training rows.
    pub fn range(&self) -> Option<(f64, f64)> {
        match self {
            TargetEncoder::Number { min, max, .. } => Some((*min, *max)),
            TargetEncoder::Classes { .. } => None,
        }
    }

    /// Whether it is a number or a class.
    pub fn task(&self) -> Task {
        match self {
            TargetEncoder::Number { .. } => Task::Regression,
            TargetEncoder::Classes { .. } => Task::Classification,
        }
    }

    /// Whether a regression target is read rounded too, for exact matches.
    pub fn is_rounded(&self) -> bool {
        matches!(self, TargetEncoder::Number { whole: true, .. })
    }

    /// Outputs of the network: one number, one probability for two classes, or one for each class.
    pub fn width(&self) -> usize {
        match self {
            TargetEncoder::Number { .. } => 1,
            TargetEncoder::Classes { levels, .. } if levels.len() == 2 => 1,
            TargetEncoder::Classes { levels, .. } => levels.len(),
        }
    }

    /// The target's values in `rows`; `None` for a class that was not there when the levels were learnt, or a cell
    /// that is missing or no number.
    pub fn read(&self, column: &Column, rows: &[u32]) -> Option<Targets> {
        pace::at_once(async |pace| self.read_in_steps(column, rows, pace).await)
    }

    /// [`TargetEncoder::read`] in steps.
    pub async fn read_in_steps(&self, column: &Column, rows: &[u32], pace: &Pace) -> Option<Targets> {
        match self {
            TargetEncoder::Number { .. } => {
                let Values::Numbers(numbers) = &column.values else { return None };
                let mut values = Vec::with_capacity(rows.len());
                for some in rows.chunks(ROWS) {
                    values.extend(some.iter().map(|&row| numbers[row as usize]));
                    pace.after(some.len()).await;
                }
                values.iter().all(|value| !value.is_nan()).then_some(Targets::Numbers(values))
            }
            TargetEncoder::Classes { levels, .. } => {
                let places: Map<&str, u32> =
                    levels.iter().enumerate().map(|(place, level)| (level.as_str(), place as u32)).collect();
                let place = |&row: &u32| places.get(column.text(row as usize).as_ref()).copied();
                let mut classes = Vec::with_capacity(rows.len());
                for some in rows.chunks(WORDS) {
                    for row in some {
                        classes.push(place(row)?);
                    }
                    pace.after(ROWS).await;
                }
                Some(Targets::Classes(classes))
            }
        }
    }

    /// A number as the network is trained on it.
    pub fn scaled(&self, value: f64) -> f32 {
        match self {
            TargetEncoder::Number { log: true, shift, scale, .. } => {
                // Values are never below 0 here; one that is compared with them may be.
                ((ln(1.0 + value.max(0.0)) - shift) / scale) as f32
            }
            TargetEncoder::Number { shift, scale, .. } => ((value - shift) / scale) as f32,
            TargetEncoder::Classes { .. } => value as f32,
        }
    }

    /// An empty list for answers of this kind.
    pub fn no_answers(&self, capacity: usize) -> Targets {
        match self {
            TargetEncoder::Number { .. } => Targets::Numbers(Vec::with_capacity(capacity)),
            TargetEncoder::Classes { .. } => Targets::Classes(Vec::with_capacity(capacity)),
        }
    }

    /// Reads one row of the network's last sums z (before the head, whose order is the same) as an answer.
    pub fn answer(&self, z: &[f32], answers: &mut Targets) {
        match answers {
            Targets::Numbers(numbers) => numbers.push(self.number(z)),
            Targets::Classes(classes) => classes.push(likeliest(z)),
        }
    }

    /// A row of last sums as a number: that of the class where there are classes, none where there are no sums.
    fn number(&self, z: &[f32]) -> f64 {
        let TargetEncoder::Number { log, shift, scale, .. } = self else { return f64::from(likeliest(z)) };
        let value = f64::from(z.first().copied().unwrap_or(f32::NAN)) * scale + shift;
        if *log { without_log(value) } else { value }
    }

    /// A number as it is compared for exact matches: rounded, and clipped to the range of the training rows.
    pub fn rounded(&self, value: f64) -> f64 {
        match self {
            TargetEncoder::Number { min, max, .. } => value.round().max(*min).min(*max) + 0.0,
            TargetEncoder::Classes { .. } => value,
        }
    }

    /// An answer as text for files: a number in the shortest digits that read back to the same bits.
    pub fn exact_text(&self, answers: &Targets, row: usize) -> String {
        match answers {
            Targets::Numbers(numbers) => exact_text(numbers[row]),
            Targets::Classes(_) => self.text(answers, row),
        }
    }

    /// An answer as text for people.
    pub fn text(&self, answers: &Targets, row: usize) -> String {
        match (self, answers) {
            (TargetEncoder::Classes { levels, written, .. }, Targets::Classes(classes)) => {
                let place = classes[row] as usize;
                let written = written.get(place).filter(|label| !label.is_empty());
                written.or(levels.get(place)).cloned().unwrap_or_default()
            }
            (_, Targets::Numbers(numbers)) => significant(numbers[row], 6),
            (_, Targets::Classes(classes)) => classes[row].to_string(),
        }
    }
}

impl Targets {
    /// Rows.
    pub fn len(&self) -> usize {
        match self {
            Targets::Numbers(numbers) => numbers.len(),
            Targets::Classes(classes) => classes.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The class with the largest sum, the first of equals; a single sum is that of the second of two.
fn likeliest(z: &[f32]) -> u32 {
    if let [z] = z {
        return u32::from(*z > 0.0);
    }
    let mut best = 0;
    for (class, &z_class) in z.iter().enumerate() {
        if z_class > z[best] {
            best = class;
        }
    }
    best as u32
}

/// Rows whose cells are written as texts that make as much work as [`ROWS`] do otherwise.
const WORDS: usize = ROWS / 8;

/// The first value below 0, if there is one.
async fn below_zero(rows: &[u32], numbers: &[f64], pace: &Pace) -> Option<f64> {
    for some in rows.chunks(ROWS) {
        let below = some.iter().map(|&row| numbers[row as usize]).find(|&number| number < 0.0);
        if below.is_some() {
            return below;
        }
        pace.after(some.len()).await;
    }
    None
}

/// y from ln(1 + y): never below 0, since no value was, and never beyond e^80, since no cell is beyond 1e30.
fn without_log(log: f64) -> f64 {
    (exp(log.min(80.0)) - 1.0).max(0.0)
}

/// Mean and standard deviation (division by n) of what becomes of the values; 1 for one that is 0.
async fn mean_and_deviation(values: &[f64], of: &dyn Fn(f64) -> f64, pace: &Pace) -> (f64, f64) {
    let count = values.len().max(1) as f64;
    let mean = sum(values, of, pace).await / count;
    let square = |value| (of(value) - mean).powi(2);
    let deviation = (sum(values, &square, pace).await / count).sqrt();
    (mean, if deviation > 0.0 { deviation } else { 1.0 })
}

/// The distinct values in `rows`: numbers ascending, words in alphabetical order. `Err`: how many, where they are too many.
async fn levels(column: &Column, rows: &[u32], pace: &Pace) -> Result<Vec<String>, usize> {
    let few = |n: usize| if n > MAX_CLASSES { Err(n) } else { Ok(()) };
    match &column.values {
        Values::Numbers(numbers) => {
            let mut values = Vec::with_capacity(rows.len());
            for some in rows.chunks(ROWS) {
                values.extend(some.iter().map(|&row| numbers[row as usize] + 0.0));
                pace.after(some.len()).await;
            }
            pace::ascend(&mut values, pace).await;
            values.dedup();
            few(values.len())?;
            // As the column itself writes them: dates as dates.
            let mut levels: Vec<String> = values.iter().map(|&value| column.kind.text(value)).collect();
            levels.dedup();
            Ok(levels)
        }
        Values::Labels(labels) => {
            let mut seen = vec![false; labels.levels.len()];
            for some in rows.chunks(ROWS) {
                some.iter().for_each(|&row| seen[labels.codes[row as usize] as usize] = true);
                pace.after(some.len()).await;
            }
            let seen: Vec<&String> =
                labels.levels.iter().zip(seen).filter(|(_, seen)| *seen).map(|(level, _)| level).collect();
            few(seen.len())?;
            let mut levels: Vec<String> = seen.into_iter().cloned().collect();
            order::sort_by(&mut levels, String::cmp);
            Ok(levels)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Kind, Labels};

    fn column(values: Values) -> Column {
        Column {
            name: "y".into(),
            kind: Kind::Numeric,
            reason: String::new(),
            values,
            missing: 0,
            distinct: 9,
            form: crate::table::Form::default(),
        }
    }

    fn fit(values: Values, task: Task, scale: TargetScale) -> Result<TargetEncoder, PrepareError> {
        let plan = Plan { target_scale: scale, ..Plan::new("y", task, &[]) };
        TargetEncoder::fit(&column(values), &plan, &[0, 1, 2], &[0, 1, 2])
    }

    #[test]
    fn a_log_target_is_trained_as_a_logarithm_and_answered_as_it_was() {
        let plan = Plan { log_target: true, ..Plan::new("y", Task::Regression, &[]) };
        let fit = |numbers: &[f64]| {
            TargetEncoder::fit(&column(Values::Numbers(numbers.to_vec())), &plan, &[0, 1, 2], &[0, 1, 2])
        };
        // ln(1 + y) = 0, 1, 2: mean 1, standard deviation √(2/3).
        let e = std::f64::consts::E;
        let target = fit(&[0.0, e - 1.0, e * e - 1.0]).unwrap();
        let z = target.scaled(e * e - 1.0);
        assert!((z - 1.5f32.sqrt()).abs() < 1e-6);
        let mut answers = target.no_answers(3);
        [z, 0.0, -1e30, f32::MAX].iter().for_each(|&z| target.answer(&[z], &mut answers));
        let Targets::Numbers(numbers) = answers else { panic!("numbers") };
        assert!((numbers[0] - (e * e - 1.0)).abs() < 1e-5 && (numbers[1] - (e - 1.0)).abs() < 1e-12);
        assert!(numbers[2] == 0.0 && numbers[3].is_finite());
        let below = fit(&[0.0, -0.5, 2.0]).unwrap_err();
        assert_eq!((below.kind(), below.field()), ("log-below-zero", "log_target"));
        let old = r#"{"number": {"name": "y", "shift": 1, "scale": 2, "whole": true, "min": 0, "max": 9}}"#;
        let old: TargetEncoder = serde_json::from_str(old).unwrap();
        assert_eq!(old.scaled(5.0), 2.0);
    }

    #[test]
    fn a_divided_number_comes_back_rounded_and_clipped() {
        let target =
            fit(Values::Numbers(vec![0.0, 40.0, 100.0]), Task::Regression, TargetScale::DivideBy(100.0))
                .unwrap();
        assert_eq!(target.scaled(52.0), 0.52);
        let mut answers = target.no_answers(2);
        target.answer(&[0.5], &mut answers);
        target.answer(&[1.5], &mut answers);
        assert_eq!(answers, Targets::Numbers(vec![50.0, 150.0]));
        assert_eq!((target.rounded(49.6), target.rounded(150.0)), (50.0, 100.0));
        assert!(target.is_rounded());
    }

    #[test]
    fn a_standardised_number_has_mean_zero_and_deviation_one() {
        let target =
            fit(Values::Numbers(vec![1.0, 2.5, 4.0]), Task::Regression, TargetScale::Standardise).unwrap();
        assert_eq!(target.scaled(2.5), 0.0);
        assert!((target.scaled(4.0) - 1.5f32.sqrt()).abs() < 1e-6);
        assert!(!target.is_rounded());
    }

    #[test]
    fn classes_are_in_order_and_the_largest_sum_wins() {
        let target =
            fit(Values::Numbers(vec![10.0, 9.0, 2.0]), Task::Classification, TargetScale::Standardise)
                .unwrap();
        assert_eq!(
            target,
            TargetEncoder::Classes {
                name: "y".into(),
                levels: vec!["2".into(), "9".into(), "10".into()],
                written: Vec::new(),
                form: Form::default()
            }
        );
        let mut answers = target.no_answers(1);
        target.answer(&[0.1, 0.3, 0.2], &mut answers);
        assert_eq!(target.text(&answers, 0), "9");
        assert_eq!(target.width(), 3);
    }

    #[test]
    fn two_classes_have_one_output() {
        let labels = Labels { codes: vec![0, 1, 0], levels: vec!["yes".into(), "no".into()] };
        let target = fit(Values::Labels(labels), Task::Classification, TargetScale::Standardise).unwrap();
        assert_eq!(target.width(), 1);
        let mut answers = target.no_answers(2);
        target.answer(&[0.5], &mut answers);
        target.answer(&[-0.5], &mut answers);
        assert_eq!(
            (target.text(&answers, 0), target.text(&answers, 1)),
            ("yes".to_string(), "no".to_string())
        );
    }

    /// Such a list is nobody's, but it can be written.
    #[test]
    fn answers_of_another_task_are_answers_nevertheless() {
        let labels = Labels { codes: vec![0, 1, 0], levels: vec!["yes".into(), "no".into()] };
        let classes = fit(Values::Labels(labels), Task::Classification, TargetScale::Standardise).unwrap();
        let mut numbers = Targets::Numbers(vec![]);
        classes.answer(&[0.5], &mut numbers);
        assert_eq!(numbers, Targets::Numbers(vec![1.0]));
        let number =
            fit(Values::Numbers(vec![1.0, 3.0, 2.0]), Task::Regression, TargetScale::DivideBy(2.0)).unwrap();
        let mut none = number.no_answers(1);
        number.answer(&[], &mut none);
        assert!(matches!(none, Targets::Numbers(numbers) if numbers[0].is_nan()));
    }

    #[test]
    fn targets_that_cannot_be_are_refused() {
        let constant = fit(Values::Numbers(vec![1.0; 3]), Task::Regression, TargetScale::Standardise);
        assert_eq!(constant.unwrap_err().kind(), "constant-target");
        let many = column(Values::Numbers((0..1_001).map(f64::from).collect()));
        let rows: Vec<u32> = (0..1_001).collect();
        let plan = Plan::new("y", Task::Classification, &[]);
        let error = TargetEncoder::fit(&many, &plan, &rows, &rows).unwrap_err();
        assert_eq!(error.kind(), "too-many-classes");
        assert!(error.to_string().contains("Choose regression"));
        let labels = Labels { codes: vec![0, 1, 0], levels: vec!["a".into(), "b".into()] };
        let words = fit(Values::Labels(labels), Task::Regression, TargetScale::Standardise);
        assert_eq!(words.unwrap_err().kind(), "target-is-not-numeric");
    }
}
