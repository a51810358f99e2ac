//! One row that a person fills in: what is asked for, and what the model says of it.

use serde::{Deserialize, Serialize};

use super::Model;
use super::new_rows::{input_readers, why_unread};
use super::producer::Producer;
use super::shared::InputColumn;
use crate::dataset::{ColumnEncoder, Encoding, Oddity, Targets, significant};
use crate::matrix::Matrix;
use crate::table::{Kind, Manner};

/// A cell that a person is asked for. All texts are for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InputField {
    /// The column's name.
    pub name: String,
    /// What stands there to begin with: the median or the mean, as the column's scale has it, or the first level.
    pub start: String,
    /// The range of the training, with its unit: `32.1 to 59.6 mm`. Empty where nothing is known of it.
    pub range: String,
    /// Of numbers whose range is known: the least, the most, and a step from one to the next.
    pub track: Vec<String>,
    /// Of a category, those that are not too long to be looked at.
    pub levels: Vec<String>,
    /// Whether a number is asked for.
    pub is_number: bool,
}

/// What a model says of one row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowAnswer {
    /// The likeliest class; of numbers the number.
    pub text: String,
    /// `None` for classes, and where the answer is no finite number.
    pub number: Option<f64>,
    /// The classes with their probabilities: in the target's order where they are few, else the likeliest first and all others
    /// as one.
    pub classes: Vec<(String, f64)>,
    /// What is to be told of each cell; empty: nothing.
    pub notes: Vec<String>,
}

/// So many classes are told by name.
const MOST_CLASSES: usize = 8;

/// The most characters of a level that is offered, and levels of a column.
const LONGEST: usize = 200;
const MOST_LEVELS: usize = 200;

impl Model {
    /// So many cells can be filled in; those of further columns are missing.
    pub const MOST_FIELDS: usize = 120;

    /// The first of the cells that it needs, in the order of [`Model::input_names`].
    pub fn fields(&self) -> Vec<InputField> {
        self.columns.iter().take(Model::MOST_FIELDS).map(field).collect()
    }

    /// The answer for one row. `cells`: as a person writes them, in the order of [`Model::input_names`], numbers with a decimal
    /// point; those that are lacking are missing.
    pub fn predict_row(&self, cells: &[String]) -> RowAnswer {
        // A table's own numbers are written with a point, whatever its file has.
        let manner = |column: &InputColumn| Manner { decimal: '.', ..Manner::of(&column.encoder.form()) };
        let readers = input_readers(self, self.columns.iter().map(manner));
        let mut inputs: Vec<Matrix> =
            self.members.iter().map(|member| Matrix::zeros(1, member.encoder.width())).collect();
        let mut notes = Vec::new();
        for (place, reader) in readers.iter().enumerate() {
            let cell = cells.get(place).map_or("", |cell| cell.trim());
            let oddity = reader.encode(cell, 0, &mut inputs).oddity;
            notes.push(note(&reader.column.encoder, cell, oddity));
        }
        let inputs: Vec<&Matrix> = inputs.iter().collect();
        let mut answer = RowAnswer { text: String::new(), number: None, classes: Vec::new(), notes };
        let mut producer = Producer::new(&self.members, &self.combine, &self.target);
        if let Some(outputs) = producer.next(&inputs, 0) {
            answer.text = self.target.text(outputs.answers(), 0);
            if let Targets::Numbers(numbers) = outputs.answers() {
                answer.number = numbers.first().copied().filter(|number| number.is_finite());
            }
            answer.classes = self.classes(outputs.probabilities(0));
        }
        answer
    }

    fn classes(&self, probabilities: &[f64]) -> Vec<(String, f64)> {
        let mut shown: Vec<usize> = Vec::new();
        if probabilities.len() <= MOST_CLASSES {
            shown.extend(0..probabilities.len());
        }
        // One after the other, which is no long work for few; of equally likely ones the first in order.
        while shown.len() < MOST_CLASSES.min(probabilities.len()) {
            let likelier = |best: usize, next: usize| {
                if probabilities[next] > probabilities[best] { next } else { best }
            };
            shown.extend((0..probabilities.len()).filter(|class| !shown.contains(class)).reduce(likelier));
        }
        let label = |class: usize| self.target.text(&Targets::Classes(vec![class as u32]), 0);
        let mut classes: Vec<(String, f64)> =
            shown.iter().map(|&class| (label(class), probabilities[class])).collect();
        if shown.len() < probabilities.len() {
            let others = (0..probabilities.len()).filter(|class| !shown.contains(class));
            let sum = others.map(|class| probabilities[class]).sum();
            classes.push((format!("{} others", probabilities.len() - shown.len()), sum));
        }
        classes
    }
}

fn field(column: &InputColumn) -> InputField {
    let encoder = &column.encoder;
    let name = encoder.name.clone();
    let kind = match &encoder.encoding {
        Encoding::OneHot { levels, .. } => {
            let is_short = |level: &&String| level.chars().nth(LONGEST).is_none();
            let levels: Vec<String> = levels.iter().filter(is_short).take(MOST_LEVELS).cloned().collect();
            return InputField {
                name,
                start: levels.first().cloned().unwrap_or_default(),
                levels,
                ..InputField::default()
            };
        }
        Encoding::Moments { dated: true, .. } => Kind::Date,
        Encoding::Moments { .. } => Kind::Time,
        _ => Kind::Numeric,
    };
    let is_number = kind == Kind::Numeric;
    let text = |value: f64| if is_number { significant(value, 4) } else { kind.text(value) };
    // To the day, or to the minute.
    let start = if is_number { text(encoder.encoding.centre()) } else { encoder.fill_text() };
    let range = encoder
        .range()
        .map(|(least, most)| format!("{} to {} {}", text(least), text(most), encoder.form().unit));
    let track = encoder
        .range()
        .filter(|_| is_number)
        .map(|(least, most)| vec![least.to_string(), most.to_string(), step(least, most).to_string()]);
    InputField {
        name,
        start,
        range: range.unwrap_or_default().trim_end().to_string(),
        track: track.unwrap_or_default(),
        levels: Vec::new(),
        is_number,
    }
}

/// A power of ten, about a hundredth of the range; at least 1 where the range is one of whole numbers and wide enough.
fn step(least: f64, most: f64) -> f64 {
    let wanted = (most - least) / 100.0;
    let is_wide = least.fract() == 0.0 && most.fract() == 0.0 && most - least >= 10.0;
    // Divided once, so that it is the nearest number to its power.
    let (mut times, mut parts) = (1.0, 1.0);
    while 1.0 / parts > wanted && parts < 1e9 && !is_wide {
        parts *= 10.0;
    }
    while times * 10.0 <= wanted {
        times *= 10.0;
    }
    times / parts
}

/// What is to be told of a cell, in few words.
fn note(column: &ColumnEncoder, cell: &str, oddity: Option<Oddity>) -> String {
    match oddity {
        Some(Oddity::Outside(_)) => "outside of the training's range".to_string(),
        Some(Oddity::Unseen) => "not among the training rows".to_string(),
        Some(Oddity::RareOrUnseen) => "rare, or not among the training rows".to_string(),
        Some(Oddity::Unread(unread)) => format!("{}: taken as missing", why_unread(unread)),
        None if !cell.is_empty() => String::new(),
        None => match &column.encoding {
            Encoding::OneHot { .. } => "missing".to_string(),
            _ => format!("missing: taken as {}", column.fill_text()),
        },
    }
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
        assert!(answer.classes.is_empty() && answer.notes == ["", ""]);
    }

    #[test]
    fn what_is_odd_about_a_cell_is_told_beside_it() {
        let notes = |row: &[&str]| sum().predict_row(&cells(row)).notes;
        assert_eq!(notes(&["11", "3"]), ["outside of the training's range", ""]);
        assert_eq!(notes(&["1", "many"]), ["", "is no number: taken as missing"]);
        // Nothing at all is missing too.
        assert_eq!(notes(&["1"]), ["", "missing: taken as 0"]);
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
        assert_eq!(few.text, "c");
        // e⁰ + e¹ + e² = 1 + 2.71828 + 7.38906.
        assert!((few.classes[2].1 - 7.389_06 / 11.107_34).abs() < 1e-5);
        let levels: Vec<String> = (0..10).map(|level| format!("l{level}")).collect();
        let many = of(&levels.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((many.classes.len(), many.classes[0].0.as_str()), (MOST_CLASSES + 1, "l9"));
        assert_eq!(many.classes[MOST_CLASSES].0, "2 others");
        let sum: f64 = many.classes.iter().map(|class| class.1).sum();
        assert!((sum - 1.0).abs() < 1e-6 && many.classes[MOST_CLASSES].1 > 0.0);
    }

    #[test]
    fn a_field_begins_with_the_middle_or_the_first_level() {
        let mut with_words = member(&["a", "c"], number(1.0));
        with_words.encoder.columns[0].encoding = Encoding::Robust { median: 43.95, factor: 1.0 };
        with_words.encoder.columns[0].min = Some(32.0);
        with_words.encoder.columns[0].max = Some(60.0);
        let levels = vec!["north".to_string(), "x".repeat(LONGEST + 1)];
        with_words.encoder.columns[1].encoding = Encoding::OneHot { levels, missing: false, other: false };
        let fields = Model::from(with_words).fields();
        assert_eq!((fields[0].start.as_str(), fields[0].range.as_str()), ("43.95", "32 to 60"));
        assert_eq!(fields[0].track, ["32", "60", "1"]);
        assert_eq!((fields[1].start.as_str(), fields[1].is_number), ("north", false));
        assert_eq!(fields[1].levels, ["north"], "one that is too long to be looked at is not offered");
    }

    #[test]
    fn steps_are_powers_of_ten() {
        assert_eq!(
            [step(32.1, 59.6), step(0.0, 1.0), step(0.0, 6_050.0), step(0.0, 0.0)],
            [0.1, 0.01, 10.0, 1e-9]
        );
    }
}
