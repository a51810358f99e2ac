use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::encoding::significant;
use super::one_hot::Unfit;
use super::{Bins, Encoding, Fill, Plan, cells, exact, number_scale, one_hot};
use crate::matrix::Matrix;
use crate::pace::{Pace, ROWS, at_once};
use crate::table::{Column, Form, Kind, Look, Table, Values};

/// How each input column becomes numbers: fitted on training rows, kept with the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encoder {
    /// The input columns, in the order of the network's inputs.
    pub columns: Vec<ColumnEncoder>,
}

/// How one column becomes numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnEncoder {
    /// The column's name in the table.
    pub name: String,
    /// What becomes of a cell's value.
    pub encoding: Encoding,
    /// What a missing number is taken for; `None`: the centre of the scale.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "exact::optional")]
    pub fill: Option<f64>,
    /// Whether the last input of this column, one more than its encoding has, is 1 where a number is missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub indicator: bool,
    /// What the number fills besides, between the encoding's inputs and the one for missing cells.
    #[serde(default, skip_serializing_if = "Bins::is_empty")]
    pub bins: Bins,
    /// As trees take it: a category is one input, the number of its level from 0, the one of those that share a level behind them; a
    /// missing number, and a category that is missing or new, is no number.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coded: bool,
    /// How the column's cells were read; unknown in models of before.
    #[serde(default, skip_serializing_if = "Form::is_unknown")]
    pub form: Form,
    /// Of categories: those that share an input because they were rare; none where they were too many to be remembered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rare: Vec<String>,
    /// Smallest of the numbers that it was learnt from; `None` where there was none, for categories, and in models of before.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "exact::optional")]
    pub min: Option<f64>,
    /// Largest of them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "exact::optional")]
    pub max: Option<f64>,
}

/// Rows as the network takes them, and what did not fit on the way.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// (n_rows, encoder width)
    pub inputs: Matrix,
    /// Sentences for people.
    pub notes: Vec<String>,
}

impl Encoder {
    /// Learns scales, fills and levels from `rows` of the columns. `decimal`: the table's decimal mark, for words that are
    /// taken as numbers.
    pub fn fit(columns: &[&Column], rows: &[u32], plan: &Plan, decimal: char) -> Encoder {
        at_once(async |pace| Encoder::fit_in_steps(columns, rows, plan, decimal, pace).await)
    }

    /// [`Encoder::fit`] in steps.
    pub async fn fit_in_steps(
        columns: &[&Column],
        rows: &[u32],
        plan: &Plan,
        decimal: char,
        pace: &Pace,
    ) -> Encoder {
        let mut fitted = Vec::with_capacity(columns.len());
        let is_number = |column: &&&Column| !is_category(column, plan.kinds.get(&column.name).copied());
        let bins = Bins::most(plan.bins, columns.iter().filter(is_number).count());
        for column in columns {
            fitted.push(ColumnEncoder::fit(column, rows, plan, bins, decimal, pace).await);
        }
        Encoder { columns: fitted }
    }

    /// Inputs of the network.
    pub fn width(&self) -> usize {
        self.columns.iter().map(ColumnEncoder::width).sum()
    }

    /// Which inputs are scaled numbers, one of each column of numbers, ascending.
    pub fn number_places(&self) -> Vec<usize> {
        let mut first = 0;
        let mut places = Vec::new();
        for column in &self.columns {
            if !matches!(column.encoding, Encoding::OneHot { .. }) {
                places.push(first);
            }
            first += column.width();
        }
        places
    }

    /// Levels of each input, of columns as trees take them: 0 of a number.
    pub fn levels(&self) -> Vec<usize> {
        self.columns.iter().flat_map(ColumnEncoder::levels).collect()
    }

    /// A name for each input: the column's, or `column = level`.
    pub fn input_names(&self) -> Vec<String> {
        self.columns.iter().flat_map(ColumnEncoder::input_names).collect()
    }

    /// Turns `rows` of a table with these columns into inputs; `Err` names the columns that the table lacks.
    pub fn encode(&self, table: &Table, rows: &[u32]) -> Result<Encoded, Vec<String>> {
        at_once(async |pace| self.encode_in_steps(table, rows, pace).await)
    }

    /// [`Encoder::encode`] in steps.
    pub async fn encode_in_steps(
        &self,
        table: &Table,
        rows: &[u32],
        pace: &Pace,
    ) -> Result<Encoded, Vec<String>> {
        let found: Vec<Option<&Column>> = table.columns_named(self.columns.iter().map(|column| &column.name));
        let lacking = self.columns.iter().zip(&found).filter(|(_, found)| found.is_none());
        let lacking: Vec<String> = lacking.map(|(column, _)| column.name.clone()).collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let mut inputs = Matrix::zeros(rows.len(), self.width());
        let mut notes = Vec::new();
        let mut first = 0;
        for (encoder, column) in self.columns.iter().zip(found.into_iter().flatten()) {
            notes.extend(encoder.encode(column, rows, first, &mut inputs, table.dialect.decimal, pace).await);
            first += encoder.width();
        }
        Ok(Encoded { inputs, notes })
    }
}

impl ColumnEncoder {
    async fn fit(
        column: &Column,
        rows: &[u32],
        plan: &Plan,
        bins: usize,
        decimal: char,
        pace: &Pace,
    ) -> ColumnEncoder {
        let name = column.name.clone();
        let asked = plan.kinds.get(&name).copied();
        if is_category(column, asked) {
            let (encoding, rare) = one_hot::fit(column, rows, plan.coded, pace).await;
            return ColumnEncoder {
                name,
                encoding,
                rare,
                fill: None,
                indicator: false,
                bins: Bins::default(),
                coded: plan.coded,
                form: column.form.learnt(),
                min: None,
                max: None,
            };
        }
        let kind = asked.unwrap_or(column.kind);
        let numbers = cells::numbers(column, kind, decimal);
        let mut present = Vec::with_capacity(rows.len());
        for some in rows.chunks(ROWS) {
            present.extend(some.iter().map(|&row| numbers[row as usize]).filter(|number| !number.is_nan()));
            pace.after(some.len()).await;
        }
        let encoding = match kind {
            Kind::Date => Encoding::fit_moments(true, &present, pace).await,
            Kind::Time => Encoding::fit_moments(false, &present, pace).await,
            _ => number_scale::fit(plan.scale, &present, pace).await,
        };
        let fill = match (plan.fill, &encoding) {
            _ if plan.coded => None,
            (Fill::Mean, Encoding::Standard { .. } | Encoding::Moments { .. }) => None,
            (Fill::Median, Encoding::Robust { .. } | Encoding::Quantile { .. }) => None,
            (Fill::Mean, _) if present.is_empty() => Some(0.0),
            (Fill::Mean, _) => {
                Some(number_scale::sum(&present, &|number| number, pace).await / present.len() as f64)
            }
            (Fill::Median, _) => Some(number_scale::median(&present, pace).await),
        };
        let indicator = plan.missing_indicators && !plan.coded && present.len() < rows.len();
        let bins = Bins::fit(if plan.coded { 0 } else { bins }, &present, pace).await;
        let form = cells::form(column, kind, decimal);
        let (mut min, mut max) = (None, None);
        for some in present.chunks(ROWS) {
            min = some.iter().copied().chain(min).reduce(f64::min);
            max = some.iter().copied().chain(max).reduce(f64::max);
            pace.after(some.len()).await;
        }
        ColumnEncoder {
            name,
            encoding,
            fill,
            indicator,
            bins,
            coded: plan.coded,
            form,
            rare: Vec::new(),
            min,
            max,
        }
    }

    /// How the column's cells are read. Of a model of before it is guessed by what it makes of them.
    pub fn form(&self) -> Cow<'_, Form> {
        if self.form.look != Look::Unknown {
            return Cow::Borrowed(&self.form);
        }
        Cow::Owned(Form::of(match &self.encoding {
            Encoding::Moments { dated: true, .. } => Look::Dates,
            Encoding::Moments { .. } => Look::Times,
            Encoding::OneHot { levels, .. } => look_of_levels(levels),
            _ => Look::Numbers,
        }))
    }

    /// The least and the largest number that it was learnt from.
    pub fn range(&self) -> Option<(f64, f64)> {
        self.min.zip(self.max)
    }

    /// Inputs of this column.
    pub fn width(&self) -> usize {
        if self.coded && matches!(self.encoding, Encoding::OneHot { .. }) {
            return 1;
        }
        self.encoding.width() + self.bins.width(&self.encoding) + usize::from(self.indicator)
    }

    /// What a missing cell is taken for, in the column's own unit.
    pub fn fill_text(&self) -> String {
        let number = self.fill.unwrap_or(self.encoding.centre());
        match &self.encoding {
            _ if self.coded => "missing".to_string(),
            Encoding::OneHot { missing: true, .. } => "missing, as a level of its own".to_string(),
            Encoding::OneHot { .. } => "none of the levels".to_string(),
            // To the day, or to the minute.
            Encoding::Moments { dated: true, .. } => Kind::Date.text(number - number.rem_euclid(86_400.0)),
            Encoding::Moments { .. } => Kind::Time.text(number - number.rem_euclid(60.0)),
            _ => significant(number, 6),
        }
    }

    /// What a missing number's first inputs are: nothing but zeros where it is taken for the centre and has no bins.
    pub(super) fn filled(&self) -> Vec<f32> {
        let mut inputs = vec![0.0; self.encoding.width() + self.bins.width(&self.encoding)];
        if self.coded {
            inputs.fill(f32::NAN);
            return inputs;
        }
        if let Some(fill) = self.fill {
            inputs[0] = self.encoding.scaled(fill) as f32;
        }
        let value = self.fill.unwrap_or(self.encoding.centre());
        self.bins.fill_all(&self.encoding, value, &mut inputs[self.encoding.width()..]);
        inputs
    }

    /// Levels of each of its inputs, as trees count them: 0 of a number.
    pub(super) fn levels(&self) -> Vec<usize> {
        match &self.encoding {
            Encoding::OneHot { levels, other, .. } => vec![levels.len() + usize::from(*other)],
            _ => vec![0; self.width()],
        }
    }

    fn input_names(&self) -> Vec<String> {
        if self.coded && matches!(self.encoding, Encoding::OneHot { .. }) {
            return vec![self.name.clone()];
        }
        let mut names = self.encoding.input_names(&self.name);
        names.extend(self.bins.input_names(&self.encoding, &self.name));
        names.extend(self.indicator.then(|| format!("{} is missing", self.name)));
        names
    }

    /// Fills this column's inputs, from input `first` on, and says what did not fit.
    async fn encode(
        &self,
        column: &Column,
        rows: &[u32],
        first: usize,
        inputs: &mut Matrix,
        decimal: char,
        pace: &Pace,
    ) -> Option<String> {
        if let Encoding::OneHot { levels, missing, other } = &self.encoding {
            return one_hot::encode(levels, *missing, *other, self.coded, column, rows, first, inputs, pace)
                .await
                .map(|unfit: Unfit| unfit.sentence(&self.name));
        }
        let kind = match self.encoding {
            Encoding::Moments { dated: true, .. } => Kind::Date,
            Encoding::Moments { .. } => Kind::Time,
            _ => Kind::Numeric,
        };
        let numbers = cells::numbers(column, kind, decimal);
        let filled = self.filled();
        let bins = first + self.encoding.width();
        let last = first + self.width() - 1;
        let mut strange = 0usize;
        for (place, &row) in rows.iter().enumerate() {
            if place % ROWS == 0 {
                pace.after(ROWS.min(rows.len() - place)).await;
            }
            let value = numbers[row as usize];
            let cells = inputs.row_mut(place);
            if !value.is_nan() {
                cells[first] = self.encoding.scaled(value) as f32;
                self.bins.fill_all(&self.encoding, value, &mut cells[bins..]);
                if let Encoding::Moments { cycles, .. } = &self.encoding {
                    cycles.iter().zip(cells[first + 1..].chunks_mut(2)).for_each(|(cycle, pair)| {
                        pair.copy_from_slice(&cycle.place(value));
                    });
                }
                continue;
            }
            cells[first..first + filled.len()].copy_from_slice(&filled);
            if self.indicator {
                cells[last] = 1.0;
            }
            strange +=
                usize::from(matches!(column.values, Values::Labels(_)) && !column.is_missing(row as usize));
        }
        (strange > 0).then(|| {
            format!(
                "Column '{}' is one of numbers and holds words here: {strange} cell{} taken as missing, for {}.",
                self.name,
                if strange == 1 { "" } else { "s" },
                self.fill_text()
            )
        })
    }
}

/// Levels that are all written as numbers are come of numbers.
pub(super) fn look_of_levels(levels: &[String]) -> Look {
    let is_number = |level: &String| level.parse::<f64>().is_ok_and(|number| number.to_string() == *level);
    if levels.iter().all(is_number) { Look::Numbers } else { Look::Words }
}

/// Whether a column is taken as categories: as a person says, and otherwise by what it holds.
fn is_category(column: &Column, asked: Option<Kind>) -> bool {
    match asked {
        Some(Kind::Category | Kind::Boolean | Kind::Text) => true,
        Some(Kind::Numeric | Kind::Code | Kind::Date | Kind::Time) => false,
        Some(Kind::Identifier | Kind::Constant) | None => matches!(column.values, Values::Labels(_)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Scale, Task};
    use crate::table::{Labels, MISSING};

    fn table(columns: Vec<(&str, Values)>) -> Table {
        let n_rows = match &columns[0].1 {
            Values::Numbers(numbers) => numbers.len(),
            Values::Labels(labels) => labels.codes.len(),
        };
        let columns = columns.into_iter().map(|(name, values)| Column {
            name: name.into(),
            kind: Kind::Numeric,
            reason: String::new(),
            values,
            missing: 0,
            distinct: 0,
            form: crate::table::Form::default(),
        });
        Table { n_rows, columns: columns.collect(), ..Table::default() }
    }

    fn words(words: &[&str]) -> Values {
        let mut labels = Labels::default();
        for word in words {
            let known = labels.levels.iter().position(|level| level == word);
            let code = known.unwrap_or_else(|| {
                labels.levels.push(word.to_string());
                labels.levels.len() - 1
            });
            labels.codes.push(if word.is_empty() { MISSING } else { code as u32 });
        }
        Values::Labels(labels)
    }

    fn fit(table: &Table, rows: &[u32]) -> Encoder {
        fit_as(table, rows, |_| {})
    }

    fn fit_as(table: &Table, rows: &[u32], change: impl FnOnce(&mut Plan)) -> Encoder {
        let mut plan = Plan::new("y", Task::Regression, &[]);
        change(&mut plan);
        Encoder::fit(&table.columns.iter().collect::<Vec<_>>(), rows, &plan, '.')
    }

    fn encoded(encoder: &Encoder, table: &Table, rows: &[u32]) -> Vec<Vec<f32>> {
        let inputs = encoder.encode(table, rows).unwrap().inputs;
        (0..rows.len()).map(|row| inputs.row(row).to_vec()).collect()
    }

    #[test]
    fn numbers_are_standardised_by_the_rows_fitted_on() {
        // Mean 2, standard deviation 1 over the first two rows; the third is seen in encoding only.
        let table = table(vec![("x", Values::Numbers(vec![1.0, 3.0, 7.0, f64::NAN]))]);
        let encoded = fit(&table, &[0, 1]).encode(&table, &[0, 1, 2, 3]).unwrap();
        assert_eq!(encoded.inputs.values().collect::<Vec<_>>(), [-1.0, 1.0, 5.0, 0.0]);
    }

    #[test]
    fn a_constant_column_becomes_zero() {
        let table = table(vec![("x", Values::Numbers(vec![4.0, 4.0]))]);
        let encoded = fit(&table, &[0, 1]).encode(&table, &[0, 1]).unwrap();
        assert_eq!(encoded.inputs.values().collect::<Vec<_>>(), [0.0, 0.0]);
    }

    #[test]
    fn words_become_one_hot_with_missing_as_a_level() {
        let table = table(vec![("x", words(&["b", "a", "b", "", "c"]))]);
        let encoder = fit(&table, &[0, 1, 2, 3]);
        assert_eq!(encoder.input_names(), ["x = b", "x = a", "x is missing"]);
        let encoded = encoder.encode(&table, &[0, 1, 3, 4]).unwrap();
        let rows: Vec<&[f32]> = (0..4).map(|row| encoded.inputs.row(row)).collect();
        assert_eq!(rows, [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]);
        assert_eq!(encoded.notes.len(), 1, "the unseen level is told");
        assert!(encoded.notes[0].contains("'c'"));
    }

    #[test]
    fn rare_levels_share_an_input() {
        let words_of: Vec<String> =
            (0..100).flat_map(|i| vec![format!("w{i:02}"); if i < 64 { 2 } else { 1 }]).collect();
        let table = table(vec![("x", words(&words_of.iter().map(String::as_str).collect::<Vec<_>>()))]);
        let rows: Vec<u32> = (0..table.n_rows as u32).collect();
        let encoder = fit(&table, &rows);
        assert_eq!(encoder.width(), 65);
        let encoded = encoder.encode(&table, &[127, 128, 163]).unwrap();
        assert_eq!(encoded.inputs.row(0)[63], 1.0);
        assert_eq!((encoded.inputs.row(1)[64], encoded.inputs.row(2)[64]), (1.0, 1.0));
    }

    #[test]
    fn columns_that_a_table_lacks_are_named() {
        let old = table(vec![("x", Values::Numbers(vec![1.0])), ("y", Values::Numbers(vec![1.0]))]);
        let new = table(vec![("y", Values::Numbers(vec![1.0]))]);
        assert_eq!(fit(&old, &[0]).encode(&new, &[0]).unwrap_err(), ["x"]);
    }

    #[test]
    fn missing_numbers_are_filled_and_shown() {
        // Present: 0, 0, 3; mean 1, median 0, standard deviation √2.
        let table = table(vec![("x", Values::Numbers(vec![0.0, 0.0, 3.0, f64::NAN]))]);
        let by_mean = fit(&table, &[0, 1, 2, 3]);
        assert_eq!(by_mean.input_names(), ["x", "x is missing"]);
        assert_eq!(encoded(&by_mean, &table, &[3]), [[0.0, 1.0]]);
        assert_eq!(by_mean.columns[0].fill_text(), "1");
        let by_median = fit_as(&table, &[0, 1, 2, 3], |plan| plan.fill = Fill::Median);
        let low = -(1.0 / 2.0f64.sqrt()) as f32;
        assert_eq!(encoded(&by_median, &table, &[0, 3]), [[low, 0.0], [low, 1.0]]);
        assert_eq!(by_median.columns[0].fill_text(), "0");
        // No missing cell among the training rows, or no wish for it: no input more.
        assert_eq!(fit(&table, &[0, 1, 2]).width(), 1);
        assert_eq!(fit_as(&table, &[3, 2, 1], |plan| plan.missing_indicators = false).width(), 1);
        let robust = fit_as(&table, &[0, 1, 2, 3], |plan| plan.scale = Scale::Robust);
        assert_eq!(robust.columns[0].fill, Some(1.0));
    }

    #[test]
    fn a_person_says_what_a_column_is() {
        let table = table(vec![
            ("key", Values::Numbers(vec![10.0, 2.0, 10.0, f64::NAN])),
            ("size", words(&["3", "1", "large", ""])),
        ]);
        let encoder = fit_as(&table, &[0, 1, 2, 3], |plan| {
            plan.kinds.insert("key".into(), Kind::Category);
            plan.kinds.insert("size".into(), Kind::Numeric);
        });
        let names = ["key = 2", "key = 10", "key is missing", "size", "size is missing"];
        assert_eq!(encoder.input_names(), names);
        let expected = [
            [0.0, 1.0, 0.0, 1.0, 0.0],
            [1.0, 0.0, 0.0, -1.0, 0.0],
            [0.0, 1.0, 0.0, 0.0, 1.0],
            [0.0, 0.0, 1.0, 0.0, 1.0],
        ];
        assert_eq!(encoded(&encoder, &table, &[0, 1, 2, 3]), expected);
        let notes = encoder.encode(&table, &[2]).unwrap().notes;
        assert!(notes[0].contains("'size'") && notes[0].contains("1 cell taken"), "{notes:?}");
    }

    #[test]
    fn a_date_has_its_parts() {
        // Monday 2024-01-01 00:00, Thursday 2024-02-01 06:00, Wednesday 2024-05-01 12:00.
        let seconds = vec![1_704_067_200.0, 1_706_767_200.0, 1_714_564_800.0, f64::NAN];
        let mut table = table(vec![("at", Values::Numbers(seconds))]);
        table.columns[0].kind = Kind::Date;
        let encoder = fit(&table, &[0, 1, 2]);
        let names = ["at", "at (month, sine)", "at (month, cosine)", "at (weekday, sine)"];
        assert_eq!(encoder.input_names()[..4], names);
        assert_eq!(encoder.width(), 7);
        let rows = encoded(&encoder, &table, &[0, 1, 3]);
        assert_eq!(rows[0][1..3], [0.0, 1.0], "January is where the year begins");
        assert_eq!(rows[0][3..], [0.0, 1.0, 0.0, 1.0], "so is Monday, so is midnight");
        assert_eq!(rows[1][5..], [1.0, 0.0], "six in the morning is a quarter of a day");
        assert_eq!(rows[2], [0.0; 7]);
        // One day alone: nothing but the time that went by, and that does not vary.
        assert_eq!(fit(&table, &[1]).input_names(), ["at"]);
        assert_eq!(encoder.columns[0].fill_text(), "2024-02-20");
    }

    #[test]
    fn a_model_of_before_is_read() {
        let json = r#"{"columns": [
            {"name": "x", "encoding": {"standard": {"mean": 0.1, "standard_deviation": 2.5}}},
            {"name": "c", "encoding": {"one-hot": {"levels": ["a"], "missing": true, "other": false}}}]}"#;
        let encoder: Encoder = serde_json::from_str(json).unwrap();
        assert_eq!(encoder.input_names(), ["x", "c = a", "c is missing"]);
        assert_eq!((encoder.columns[0].fill, encoder.columns[0].indicator), (None, false));
        assert_eq!(encoder.columns[0].encoding, Encoding::Standard { mean: 0.1, standard_deviation: 2.5 });
        // What is not used is not written either.
        assert!(!serde_json::to_string(&encoder).unwrap().contains("fill"));
    }

    #[test]
    fn every_encoding_reads_back_to_the_last_bit() {
        let table =
            table(vec![("x", Values::Numbers(vec![0.1, 0.7, 1.3, f64::NAN, 2e9])), ("c", words(&["a"; 5]))]);
        for (scale, kind) in
            [(Scale::Robust, Kind::Numeric), (Scale::Quantile, Kind::Numeric), (Scale::Standard, Kind::Date)]
        {
            let encoder = fit_as(&table, &[0, 1, 2, 3, 4], |plan| {
                (plan.scale, plan.fill) = (scale, Fill::Mean);
                plan.kinds.insert("x".into(), kind);
            });
            let json = serde_json::to_string(&encoder).unwrap();
            assert_eq!(serde_json::from_str::<Encoder>(&json).unwrap(), encoder, "{json}");
        }
    }
}
