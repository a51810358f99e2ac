//! One row that a person fills in: what is asked for, and what the model says of it.

use serde::{Deserialize, Serialize};

use super::Model;
use super::new_rows::{input_readers, why_unread};
use super::producer::Producer;
use super::shared::InputColumn;
use crate::dataset::{ColumnEncoder, Encoding, Oddity, Targets, significant};
use crate::matrix::Matrix;
use crate::table::{Kind, Manner};

/// A cell that a person is asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputField {
    pub name: String,
    /// A number, a category, a date or a time of day.
    pub kind: Kind,
    /// What stands there to begin with: the number that a missing one is taken for, or the first level.
    pub start: String,
    /// Of the training rows, where that is known; dates and times in seconds.
    pub range: Option<(f64, f64)>,
    /// Of a category, those that are not too long to be looked at.
    pub levels: Vec<String>,
    /// As it stood beside the numbers: `cm`. Empty: nothing.
    pub unit: String,
}

/// What a model says of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowAnswer {
    /// The number in the target's own unit, or the likeliest class, as text.
    pub text: String,
    /// `None` for classes, and where the answer is no finite number.
    pub number: Option<f64>,
    /// The classes with their probabilities: in the target's order where they are few, else the likeliest first.
    pub classes: Vec<(String, f64)>,
    /// The probability of all that are not among them.
    pub others: f64,
    /// What is to be told of a cell, by its place.
    pub notes: Vec<(usize, String)>,
}

/// So many classes are told by name.
const MOST_CLASSES: usize = 8;

/// The most characters of a level that is offered, and levels of a column.
const LONGEST: usize = 200;
const MOST_LEVELS: usize = 200;

impl Model {
    /// The cells that it needs, in the order of [`Model::input_names`].
    pub fn fields(&self) -> Vec<InputField> {
        self.columns.iter().map(field).collect()
    }

    /// The answer for one row. `cells`: as a person writes them, in the order of [`Model::fields`], numbers with a decimal point;
    /// those that are lacking are missing.
    pub fn predict_row(&self, cells: &[String]) -> RowAnswer {
        // A table's own numbers are written with a point, whatever its file has.
        let manner = |column: &InputColumn| Manner { decimal: '.', ..Manner::of(&column.told.form()) };
        let readers = input_readers(self, self.columns.iter().map(manner));
        let mut inputs: Vec<Matrix> =
            self.members.iter().map(|member| Matrix::zeros(1, member.encoder.width())).collect();
        let mut notes = Vec::new();
        for (place, reader) in readers.iter().enumerate() {
            let cell = cells.get(place).map_or("", |cell| cell.trim());
            let oddity = reader.encode(cell, 0, &mut inputs).oddity;
            notes.extend(note(&reader.column.told, cell, oddity).map(|note| (place, note)));
        }
        let inputs: Vec<&Matrix> = inputs.iter().collect();
        let mut producer = Producer::new(&self.members, &self.combine, &self.target);
        let Some(outputs) = producer.next(&inputs, 0) else { return RowAnswer::nothing(notes) };
        let (text, number) = (self.target.text(outputs.answers(), 0), number_of(outputs.answers()));
        let label = |class: usize| self.target.text(&Targets::Classes(vec![class as u32]), 0);
        let mut classes: Vec<(usize, f64)> = outputs.probabilities(0).iter().copied().enumerate().collect();
        if classes.len() > MOST_CLASSES {
            // Of equally likely ones the first in order.
            classes.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        let others = classes.iter().skip(MOST_CLASSES).map(|(_, probability)| probability).sum();
        classes.truncate(MOST_CLASSES);
        let classes = classes.into_iter().map(|(class, probability)| (label(class), probability)).collect();
        RowAnswer { text, number, classes, others, notes }
    }
}

impl RowAnswer {
    fn nothing(notes: Vec<(usize, String)>) -> RowAnswer {
        RowAnswer { text: String::new(), number: None, classes: Vec::new(), others: 0.0, notes }
    }
}

fn number_of(answers: &Targets) -> Option<f64> {
    match answers {
        Targets::Numbers(numbers) => numbers.first().copied().filter(|number| number.is_finite()),
        Targets::Classes(_) => None,
    }
}

fn field(column: &InputColumn) -> InputField {
    let told = &column.told;
    let is_short = |level: &&String| level.chars().nth(LONGEST).is_none();
    let (kind, levels) = match &told.encoding {
        Encoding::OneHot { levels, .. } => {
            (Kind::Category, levels.iter().filter(is_short).take(MOST_LEVELS).cloned().collect())
        }
        Encoding::Moments { dated: true, .. } => (Kind::Date, Vec::new()),
        Encoding::Moments { .. } => (Kind::Time, Vec::new()),
        _ => (Kind::Numeric, Vec::new()),
    };
    let start = match kind {
        Kind::Category => levels.first().cloned().unwrap_or_default(),
        // To the day, or to the minute.
        Kind::Date | Kind::Time => told.fill_text(),
        _ => significant(told.fill.unwrap_or(told.encoding.centre()), 4),
    };
    let (name, unit) = (told.name.clone(), told.form().unit.clone());
    InputField { name, kind, start, range: told.range(), levels, unit }
}

/// What is to be told of a cell, in few words.
fn note(column: &ColumnEncoder, cell: &str, oddity: Option<Oddity>) -> Option<String> {
    Some(match oddity {
        Some(Oddity::Outside(_)) => "outside of what it was trained on; seldom right there".to_string(),
        Some(Oddity::Unseen) => "not among the rows it was trained on".to_string(),
        Some(Oddity::RareOrUnseen) => "rare, or not among the rows it was trained on".to_string(),
        Some(Oddity::Unread(unread)) => format!("{}: taken as missing", why_unread(unread)),
        None if cell.is_empty() => match &column.encoding {
            Encoding::OneHot { .. } => "missing".to_string(),
            _ => format!("missing: taken as {}", column.fill_text()),
        },
        None => return None,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::model::examples::{classes, member, network_of, number};
    use crate::table::{Form, Look};

    fn cells(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|cell| cell.to_string()).collect()
    }

    /// y = 2a + b.
    fn sum() -> Model {
        let mut sum = member(&["a", "b"], number(1.0));
        let layer = &mut network_of(&mut sum).layers[0];
        layer.weights.row_mut(0)[0] = 2.0;
        layer.weights.row_mut(1)[0] = 1.0;
        for column in &mut sum.encoder.columns {
            (column.min, column.max) = (Some(0.0), Some(10.0));
            column.form = Form { decimal: Some(','), ..Form::of(Look::Numbers) };
        }
        sum.into()
    }

    #[test]
    fn numbers_are_read_with_a_point_whatever_the_file_had() {
        let answer = sum().predict_row(&cells(&["1.5", " 4 "]));
        assert_eq!((answer.number, answer.text.as_str()), (Some(7.0), "7"));
        assert!(answer.classes.is_empty() && answer.notes.is_empty());
    }

    #[test]
    fn what_is_odd_about_a_cell_is_told_beside_it() {
        let notes = |row: &[&str]| sum().predict_row(&cells(row)).notes;
        assert_eq!(
            notes(&["11", "3"]),
            [(0, "outside of what it was trained on; seldom right there".to_string())]
        );
        assert_eq!(notes(&["1", "many"]), [(1, "is no number: taken as missing".to_string())]);
        // Nothing at all is missing too.
        assert_eq!(notes(&["1"]), [(1, "missing: taken as 0".to_string())]);
    }

    #[test]
    fn few_classes_keep_their_order_and_of_many_the_likeliest_are_told() {
        let of = |levels: &[&str]| {
            let mut member = member(&["x"], classes(levels));
            for (place, weight) in network_of(&mut member).layers[0].weights.row_mut(0).iter_mut().enumerate()
            {
                *weight = place as f32;
            }
            Model::from(member).predict_row(&cells(&["1"]))
        };
        let few = of(&["a", "b", "c"]);
        assert_eq!(few.classes.iter().map(|class| class.0.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((few.text.as_str(), few.others), ("c", 0.0));
        // e⁰ + e¹ + e² = 1 + 2.71828 + 7.38906.
        assert!((few.classes[2].1 - 7.389_06 / 11.107_34).abs() < 1e-5);
        let levels: Vec<String> = (0..10).map(|level| format!("l{level}")).collect();
        let many = of(&levels.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((many.classes.len(), many.classes[0].0.as_str()), (MOST_CLASSES, "l9"));
        let sum: f64 = many.classes.iter().map(|class| class.1).sum();
        assert!((sum + many.others - 1.0).abs() < 1e-6 && many.others > 0.0);
    }

    #[test]
    fn a_field_begins_with_the_middle_or_the_first_level() {
        let mut with_words = member(&["a", "c"], number(1.0));
        with_words.encoder.columns[0].encoding = Encoding::Robust { median: 43.95, factor: 1.0 };
        with_words.encoder.columns[0].min = Some(32.0);
        with_words.encoder.columns[0].max = Some(60.0);
        let levels = vec!["north".to_string(), "x".repeat(LONGEST + 1)];
        with_words.encoder.columns[1].encoding = Encoding::OneHot { levels, missing: false, other: false };
        let fields = Model { ..Model::from(with_words) }.fields();
        assert_eq!((fields[0].start.as_str(), fields[0].range), ("43.95", Some((32.0, 60.0))));
        assert_eq!((fields[1].start.as_str(), fields[1].kind), ("north", Kind::Category));
        assert_eq!(fields[1].levels, ["north"], "one that is too long to be looked at is not offered");
    }
}
