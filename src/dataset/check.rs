//! Whether encoders that were read from a file can be what training rows taught. Those that were fitted here are so by the way
//! they are made, but a file may hold anything.

use std::collections::BTreeSet;
use std::fmt;

use super::plan::MAX_CLASSES;
use super::{ColumnEncoder, Cycle, Encoder, Encoding, TargetEncoder};
use crate::matrix::Matrix;
use crate::table::{Form, LARGEST_NUMBER, Look, usual_spelling};

/// What is wrong with an encoder.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The name of its column.
    pub column: String,
    /// What is wrong, as the end of a sentence that begins with the column.
    pub what: &'static str,
}

impl Encoder {
    /// Every number finite and in its order, every name and level there once. `Err`: the first flaw.
    pub fn check(&self) -> Result<(), Flaw> {
        if let Some(name) = doubled(self.columns.iter().map(|column| column.name.as_str())) {
            return Err(flaw(name, "is there twice"));
        }
        self.columns.iter().try_for_each(|column| column.check().map_err(|what| flaw(&column.name, what)))
    }

    /// Three rows as the network takes them, (3, width): every number missing and every category its commonest; every number
    /// far below its centre, without a category; every number far above, with the last category.
    pub fn trial_inputs(&self) -> Matrix {
        let mut inputs = Matrix::zeros(3, self.width());
        let mut first = 0;
        for column in &self.columns {
            let width = column.encoding.width();
            if column.coded {
                inputs.row_mut(0)[first..first + column.width()].fill(f32::NAN);
                let last = column.levels().first().copied().unwrap_or(0).saturating_sub(1);
                let far = if matches!(column.encoding, Encoding::OneHot { .. }) { last as f32 } else { FAR };
                inputs.row_mut(2)[first] = far;
                first += column.width();
                continue;
            }
            match &column.encoding {
                Encoding::OneHot { .. } if width > 0 => {
                    inputs.row_mut(0)[first] = 1.0;
                    inputs.row_mut(2)[first + width - 1] = 1.0;
                }
                Encoding::OneHot { .. } => {}
                encoding => {
                    let centre = column.fill.unwrap_or(encoding.centre());
                    inputs.row_mut(0)[first] = encoding.scaled(centre) as f32;
                    for (row, far) in [(1, -FAR), (2, FAR)] {
                        inputs.row_mut(row)[first..first + width].fill(far.signum());
                        inputs.row_mut(row)[first] = far;
                        let bins = inputs.row_mut(row)[first + width..].iter_mut();
                        bins.take(column.bins.width(encoding)).for_each(|input| *input = far.clamp(0.0, 1.0));
                    }
                }
            }
            first += column.width();
            if column.indicator {
                inputs.row_mut(0)[first - 1] = 1.0;
            }
        }
        inputs
    }
}

/// So far from the centre that few rows are farther, and none of a robust scale: in standard deviations, or their like.
const FAR: f32 = 3.0;

impl ColumnEncoder {
    /// `Err`: what is wrong.
    fn check(&self) -> Result<(), &'static str> {
        match &self.encoding {
            Encoding::Standard { mean, standard_deviation } => scale(*mean, *standard_deviation)?,
            Encoding::Robust { median, factor } => {
                ensure(median.is_finite(), "has a median that is no number")?;
                ensure(is_possible(*median), BEYOND)?;
                // 0: all its numbers were equal.
                ensure(factor.is_finite() && *factor >= 0.0, "has a factor that is not a number from 0 up")?;
                ensure(*factor <= MOST_FACTOR, "has a factor that no training rows give")?;
            }
            Encoding::Quantile { references } => {
                ensure(
                    references.iter().all(|reference| reference.is_finite()),
                    "has a quantile that is no number",
                )?;
                ensure(references.is_sorted(), "has quantiles that do not ascend")?;
                ensure(references.iter().all(|&reference| is_possible(reference)), BEYOND)?;
            }
            Encoding::Moments { dated, mean, standard_deviation, cycles } => {
                scale(*mean, *standard_deviation)?;
                ensure(doubled(cycles.iter().map(|cycle| cycle.name())).is_none(), "has a cycle twice")?;
                ensure(
                    *dated || cycles.iter().all(|&cycle| cycle == Cycle::Hour),
                    "has times without a date, and a cycle of dates",
                )?;
            }
            Encoding::OneHot { levels, .. } => {
                let all = levels.iter().chain(&self.rare);
                ensure(doubled(all.map(String::as_str)).is_none(), "has a category twice")?;
                ensure(self.fill.is_none(), "has categories, and a number for missing ones")?;
                ensure(self.bins.is_empty(), "has categories, and bins of a number")?;
                ensure(!self.indicator, "has categories, and says of numbers where they are missing")?;
            }
        }
        ensure(
            !self.coded || (self.bins.is_empty() && !self.indicator && self.fill.is_none()),
            "is for trees, and has inputs for networks",
        )?;
        let borders = &self.bins.borders;
        ensure(borders.iter().all(|border| border.is_finite()), "has a border of bins that is no number")?;
        ensure(borders.iter().all(|&border| is_possible(border)), BEYOND)?;
        ensure(borders.is_sorted_by(|low, high| low < high), "has borders of bins that do not ascend")?;
        ensure(borders.len() != 1, "has one border, and so no bin")?;
        form(&self.form)?;
        let is_of_words = self.form.look == Look::Words && !matches!(self.encoding, Encoding::OneHot { .. });
        ensure(!is_of_words, WORDS)?;
        ensure(
            match (self.min, self.max) {
                (Some(min), Some(max)) => min.is_finite() && max.is_finite() && min <= max,
                (None, None) => true,
                _ => false,
            },
            "has a smallest and a largest value that are not in order",
        )?;
        let numbers = [self.fill, self.min, self.max];
        // A number that is none has its own sentence.
        ensure(numbers.into_iter().flatten().all(|number| number.is_nan() || is_possible(number)), BEYOND)?;
        let centre = self.fill.unwrap_or(self.encoding.centre());
        ensure(
            (self.encoding.scaled(centre) as f32).is_finite(),
            "has no finite number for a cell that is missing",
        )
    }
}

/// How each class is written: as its level, where nothing else is said.
fn labels<'a>(levels: &'a [String], written: &'a [String]) -> impl Iterator<Item = &'a str> {
    levels
        .iter()
        .zip(written)
        .map(|(level, label)| if label.is_empty() { level.as_str() } else { label.as_str() })
}

impl TargetEncoder {
    /// Every number finite and in its order, every class there once. `Err`: the first flaw.
    pub fn check(&self) -> Result<(), Flaw> {
        let known = match self {
            TargetEncoder::Number { form, .. } | TargetEncoder::Classes { form, .. } => form,
        };
        let checked = match self {
            TargetEncoder::Number { log, shift, scale: width, min, max, form, .. } => scale(*shift, *width)
                .and_then(|()| {
                    let ordered = min.is_finite() && max.is_finite() && min <= max;
                    ensure(ordered, "has a smallest and a largest value that are not in order")?;
                    ensure(!log || *min >= 0.0, "has values below 0, and a logarithm")?;
                    ensure(is_possible(*min) && is_possible(*max), BEYOND)?;
                    ensure(form.look != Look::Words, WORDS)
                }),
            TargetEncoder::Classes { levels, written, .. } => {
                ensure((2..=MAX_CLASSES).contains(&levels.len()), "has fewer classes than 2, or too many")
                    .and_then(|()| {
                        ensure(doubled(levels.iter().map(String::as_str)).is_none(), "has a class twice")
                    })
                    .and_then(|()| {
                        let is_whole = written.is_empty() || written.len() == levels.len();
                        ensure(is_whole, "has another number of written classes than of classes")
                    })
                    .and_then(|()| {
                        ensure(
                            doubled(labels(levels, written)).is_none(),
                            "has a class written as another is",
                        )
                    })
            }
        };
        let checked = checked.and_then(|()| form(known));
        checked.map_err(|what| flaw(self.name(), what))
    }
}

impl fmt::Display for Flaw {
    /// A column name of any length is shown by its beginning.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut letters = self.column.chars();
        let shown: String = letters.by_ref().take(60).collect();
        let more = if letters.next().is_some() { "…" } else { "" };
        write!(formatter, "column '{shown}{more}' {}", self.what)
    }
}

/// No cell is a number beyond [`LARGEST_NUMBER`], and so is nothing that is made of them but by rounding.
const MOST: f64 = LARGEST_NUMBER * 10.0;
/// What the least distance between numbers that are held in full gives.
const MOST_FACTOR: f64 = 1e300;
const BEYOND: &str = "has a number larger than any cell may be";
const WORDS: &str = "is of words, and made into numbers";

fn is_possible(number: f64) -> bool {
    number.abs() <= MOST
}

/// Whether new cells can be read as a form says: a unit that is not known here is a newer version's, and would be taken for none.
fn form(form: &Form) -> Result<(), &'static str> {
    ensure(matches!(form.decimal, None | Some('.' | ',')), "has numbers with a decimal mark that is none")?;
    let is_known = form.unit.is_empty() || usual_spelling(&form.unit) == Some(form.unit.as_str());
    ensure(is_known, "has a unit that is not known here (a newer version may know it)")
}

/// A centre and the distance that it is divided by, which has all its digits.
fn scale(centre: f64, distance: f64) -> Result<(), &'static str> {
    ensure(centre.is_finite(), "has a mean that is no number")?;
    ensure(distance.is_finite() && distance > 0.0, "has a scale that is not a number above 0")?;
    ensure(is_possible(centre) && is_possible(distance), BEYOND)?;
    ensure(distance.is_normal(), "has a scale too small to divide by")
}

fn ensure(holds: bool, what: &'static str) -> Result<(), &'static str> {
    if holds { Ok(()) } else { Err(what) }
}

fn flaw(column: &str, what: &'static str) -> Flaw {
    Flaw { column: column.to_string(), what }
}

/// The first that was there before. (A tree, not a hash table: whoever writes a file could make all hashes equal.)
fn doubled<'a>(mut texts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    texts.find(|text| !seen.insert(*text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Bins;

    fn column(encoding: Encoding) -> ColumnEncoder {
        ColumnEncoder {
            name: "x".to_string(),
            encoding,
            fill: None,
            indicator: false,
            bins: Bins::default(),
            coded: false,
            form: Form::default(),
            rare: Vec::new(),
            min: None,
            max: None,
        }
    }

    fn what(encoding: Encoding) -> Option<&'static str> {
        let encoder = Encoder { columns: vec![column(encoding)] };
        encoder.check().err().map(|flaw| flaw.what)
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| word.to_string()).collect()
    }

    fn one_hot(levels: &[&str]) -> Encoding {
        Encoding::OneHot { levels: words(levels), missing: false, other: false }
    }

    #[test]
    fn numbers_of_an_encoder_are_finite_and_in_order() {
        let standard = |mean, standard_deviation| what(Encoding::Standard { mean, standard_deviation });
        assert_eq!(standard(-1e30, f64::MIN_POSITIVE), None);
        for (mean, deviation) in [(f64::NAN, 1.0), (f64::INFINITY, 1.0)] {
            assert_eq!(standard(mean, deviation), Some("has a mean that is no number"));
        }
        for deviation in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(standard(0.0, deviation), Some("has a scale that is not a number above 0"));
        }
        let robust = |median, factor| what(Encoding::Robust { median, factor });
        assert_eq!((robust(5.0, 0.0), robust(5.0, 2.0)), (None, None));
        assert_eq!(robust(f64::NAN, 1.0), Some("has a median that is no number"));
        for factor in [-1e-9, f64::NAN, f64::INFINITY] {
            assert_eq!(robust(5.0, factor), Some("has a factor that is not a number from 0 up"));
        }
        let quantile = |references: &[f64]| what(Encoding::Quantile { references: references.to_vec() });
        assert_eq!((quantile(&[]), quantile(&[1.0, 1.0, 2.0])), (None, None));
        assert_eq!(quantile(&[1.0, f64::INFINITY]), Some("has a quantile that is no number"));
        assert_eq!(quantile(&[1.0, f64::NAN, 2.0]), Some("has a quantile that is no number"));
        assert_eq!(quantile(&[1.0, 3.0, 2.0]), Some("has quantiles that do not ascend"));
    }

    #[test]
    fn moments_have_cycles_that_are_theirs() {
        let moments = |dated, standard_deviation, cycles: &[Cycle]| {
            let cycles = cycles.to_vec();
            what(Encoding::Moments { dated, mean: 0.0, standard_deviation, cycles })
        };
        assert_eq!(moments(true, 1.0, &[Cycle::Month, Cycle::Weekday, Cycle::Hour]), None);
        assert_eq!(moments(false, 1.0, &[Cycle::Hour]), None);
        assert_eq!(moments(true, 1.0, &[Cycle::Hour, Cycle::Hour]), Some("has a cycle twice"));
        for cycle in [Cycle::Month, Cycle::Weekday] {
            assert_eq!(moments(false, 1.0, &[cycle]), Some("has times without a date, and a cycle of dates"));
        }
        assert_eq!(moments(true, 0.0, &[]), Some("has a scale that is not a number above 0"));
    }

    #[test]
    fn categories_are_different_and_have_no_number() {
        assert_eq!((what(one_hot(&["a", "b"])), what(one_hot(&[]))), (None, None));
        assert_eq!(what(one_hot(&["a", "b", "a"])), Some("has a category twice"));
        for other in [
            ColumnEncoder { fill: Some(0.0), ..column(one_hot(&["a"])) },
            ColumnEncoder { indicator: true, ..column(one_hot(&["a"])) },
        ] {
            assert!(Encoder { columns: vec![other] }.check().is_err());
        }
    }

    #[test]
    fn a_missing_cell_has_a_finite_number() {
        let scale = Encoding::Standard { mean: 1e30, standard_deviation: 1e-30 };
        let filled = |fill| {
            let encoder = Encoder { columns: vec![ColumnEncoder { fill, ..column(scale.clone()) }] };
            encoder.check().err().map(|flaw| flaw.what)
        };
        let no_number = Some("has no finite number for a cell that is missing");
        assert_eq!((filled(None), filled(Some(1e30)), filled(Some(0.0))), (None, None, no_number));
        assert_eq!(filled(Some(f64::NAN)), no_number);
    }

    #[test]
    fn the_range_of_a_column_is_in_order_and_its_decimal_mark_is_one() {
        let scale = Encoding::Standard { mean: 0.0, standard_deviation: 1.0 };
        let checked = |min, max, decimal| {
            let form = Form { decimal, ..Form::default() };
            let column = ColumnEncoder { min, max, form, ..column(scale.clone()) };
            Encoder { columns: vec![column] }.check().err().map(|flaw| flaw.what)
        };
        assert_eq!(checked(None, None, Some('.')), None);
        assert_eq!(checked(Some(-1.0), Some(-1.0), Some(',')), None);
        let order = Some("has a smallest and a largest value that are not in order");
        for (min, max) in [
            (Some(1.0), Some(0.0)),
            (Some(1.0), None),
            (None, Some(1.0)),
            (Some(f64::NEG_INFINITY), Some(1.0)),
            (Some(0.0), Some(f64::INFINITY)),
        ] {
            assert_eq!(checked(min, max, None), order);
        }
        let mark = Some("has numbers with a decimal mark that is none");
        assert_eq!(checked(None, None, Some(';')), mark);
        let form = Form { decimal: Some('0'), ..Form::default() };
        let levels = words(&["a", "b"]);
        let target = TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form };
        assert_eq!(target.check().err().map(|flaw| flaw.what), mark);
    }

    #[test]
    fn numbers_are_such_as_cells_give() {
        let beyond = Some(BEYOND);
        let standard = |mean, standard_deviation| what(Encoding::Standard { mean, standard_deviation });
        assert_eq!((standard(1e308, 1e300), standard(0.0, 1e308)), (beyond, beyond));
        assert_eq!(standard(0.0, 1e-320), Some("has a scale too small to divide by"));
        let robust = |median, factor| what(Encoding::Robust { median, factor });
        assert_eq!((robust(1e300, 1.0), robust(LARGEST_NUMBER, 1e300)), (beyond, None));
        assert_eq!(robust(0.0, 1e308), Some("has a factor that no training rows give"));
        assert_eq!(what(Encoding::Quantile { references: vec![0.0, 1e300] }), beyond);
        let scale = Encoding::Robust { median: 0.0, factor: 1.0 };
        for other in [
            ColumnEncoder { fill: Some(1e300), ..column(scale.clone()) },
            ColumnEncoder { min: Some(-1e300), max: Some(0.0), ..column(scale.clone()) },
        ] {
            assert_eq!(Encoder { columns: vec![other] }.check().err().map(|flaw| flaw.what), beyond);
        }
    }

    #[test]
    fn cells_can_be_read_as_a_form_says() {
        let checked = |encoding, form| {
            let encoder = Encoder { columns: vec![ColumnEncoder { form, ..column(encoding) }] };
            encoder.check().err().map(|flaw| flaw.what)
        };
        let standard = || Encoding::Standard { mean: 0.0, standard_deviation: 1.0 };
        let unit = |unit: &str| Form { unit: unit.to_string(), ..Form::of(Look::Numbers) };
        for known in ["", "cm", "%", "$", "°F", "HUF"] {
            assert_eq!(checked(standard(), unit(known)), None, "{known}");
        }
        for strange in ["parsec", "CM", "Rs."] {
            assert!(
                checked(standard(), unit(strange)).is_some_and(|what| what.contains("unit")),
                "{strange}"
            );
        }
        let moments =
            Encoding::Moments { dated: true, mean: 0.0, standard_deviation: 1.0, cycles: Vec::new() };
        for encoding in [standard(), Encoding::Quantile { references: vec![0.0] }, moments] {
            assert_eq!(checked(encoding, Form::of(Look::Words)), Some(WORDS));
        }
        assert_eq!(checked(one_hot(&["a"]), Form::of(Look::Words)), None);
        // Dates that a person takes for plain numbers, by the kind that is set.
        assert_eq!(checked(standard(), Form::of(Look::Dates)), None);
    }

    #[test]
    fn a_column_is_there_once_and_a_flaw_names_it() {
        let named = |name: &str| ColumnEncoder { name: name.to_string(), ..column(one_hot(&["a"])) };
        let encoder = |names: &[&str]| Encoder { columns: names.iter().map(|name| named(name)).collect() };
        assert!(encoder(&["a", "b"]).check().is_ok());
        let flaw = encoder(&["a", "b", "c", "b"]).check().unwrap_err();
        assert_eq!(flaw.to_string(), "column 'b' is there twice");
        let long = |count| Flaw { column: "ä".repeat(count), what: "is long" }.to_string();
        assert_eq!(long(60), format!("column '{}' is long", "ä".repeat(60)));
        assert_eq!(long(61), format!("column '{}…' is long", "ä".repeat(60)));
    }

    #[test]
    fn a_target_is_in_order() {
        let number = |log, shift, scale, min, max| {
            let target = TargetEncoder::Number {
                name: "y".into(),
                log,
                shift,
                scale,
                whole: true,
                min,
                max,
                form: Form::default(),
            };
            target.check().err().map(|flaw| flaw.to_string())
        };
        assert_eq!((number(false, 0.0, 1.0, -1.0, -1.0), number(true, 0.0, 1.0, 0.0, 9.0)), (None, None));
        for (shift, scale) in [(f64::NAN, 1.0), (0.0, 0.0), (0.0, -1.0), (0.0, f64::INFINITY)] {
            assert!(number(false, shift, scale, 0.0, 1.0).is_some());
        }
        let order = Some("column 'y' has a smallest and a largest value that are not in order".to_string());
        for (min, max) in
            [(1.0, 0.0), (f64::NAN, 0.0), (0.0, f64::NAN), (f64::NEG_INFINITY, 0.0), (0.0, f64::INFINITY)]
        {
            assert_eq!(number(false, 0.0, 1.0, min, max), order);
        }
        assert!(number(true, 0.0, 1.0, -0.5, 9.0).is_some());
        for (shift, scale, max) in [(1e308, 1.0, 9.0), (0.0, 1e300, 9.0), (0.0, 1.0, 1e300)] {
            assert_eq!(number(false, shift, scale, 0.0, max), Some(format!("column 'y' {BEYOND}")));
        }
        let classes = |levels: Vec<String>| {
            TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form: Form::default() }
                .check()
        };
        let many = |count: usize| (0..count).map(|class| class.to_string()).collect();
        assert!(classes(many(2)).is_ok() && classes(many(MAX_CLASSES)).is_ok());
        assert!(classes(many(1)).is_err() && classes(many(MAX_CLASSES + 1)).is_err());
        assert_eq!(classes(words(&["a", "a"])).unwrap_err().what, "has a class twice");
    }

    #[test]
    fn three_rows_are_tried() {
        let scale = Encoding::Standard { mean: 2.0, standard_deviation: 4.0 };
        let moments =
            Encoding::Moments { dated: false, mean: 0.0, standard_deviation: 1.0, cycles: vec![Cycle::Hour] };
        let encoder = Encoder {
            columns: vec![
                column(one_hot(&[])),
                ColumnEncoder { fill: Some(4.0), indicator: true, ..column(scale) },
                column(one_hot(&["a", "b"])),
                column(moments),
            ],
        };
        let rows = encoder.trial_inputs();
        assert_eq!(rows.row(0), [0.5, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(rows.row(1), [-3.0, 0.0, 0.0, 0.0, -3.0, -1.0, -1.0]);
        assert_eq!(rows.row(2), [3.0, 0.0, 0.0, 1.0, 3.0, 1.0, 1.0]);
    }
}
