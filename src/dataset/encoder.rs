use serde::{Deserialize, Serialize};

use super::exact;
use crate::matrix::Matrix;
use crate::table::{Column, MISSING, Map, Table, Values};

/// How each input column becomes numbers: fitted on training rows, kept with the model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Encoder {
    pub columns: Vec<ColumnEncoder>,
}

/// How one column becomes numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnEncoder {
    pub name: String,
    pub encoding: Encoding,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// z = (x − mean) / standard_deviation, one input; a missing cell becomes the mean, z = 0.
    Standard {
        #[serde(deserialize_with = "exact::number")]
        mean: f64,
        #[serde(deserialize_with = "exact::number")]
        standard_deviation: f64,
    },
    /// One input for each level, 1 where the cell is that level. `missing`: missing cells are a level of their own,
    /// the last but one; `other`: levels too rare for an input share one, the last. A level that was never seen sets
    /// `other`, or nothing.
    OneHot { levels: Vec<String>, missing: bool, other: bool },
}

/// Rows as the network takes them, and what did not fit on the way.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// (n_rows, encoder width)
    pub inputs: Matrix,
    /// Sentences for people.
    pub notes: Vec<String>,
}

/// The most levels of a column that get an input of their own.
const MAX_LEVELS: usize = 64;

impl Encoder {
    /// Learns means, standard deviations and levels from `rows` of the columns.
    pub fn fit(columns: &[&Column], rows: &[u32]) -> Encoder {
        let fit = |column: &&Column| ColumnEncoder {
            name: column.name.clone(),
            encoding: Encoding::fit(column, rows),
        };
        Encoder { columns: columns.iter().map(fit).collect() }
    }

    /// Inputs of the network.
    pub fn width(&self) -> usize {
        self.columns.iter().map(|column| column.encoding.width()).sum()
    }

    /// A name for each input: the column's, or `column = level`.
    pub fn input_names(&self) -> Vec<String> {
        self.columns.iter().flat_map(ColumnEncoder::input_names).collect()
    }

    /// Turns `rows` of a table with these columns into inputs; `Err` names the columns that the table lacks.
    pub fn encode(&self, table: &Table, rows: &[u32]) -> Result<Encoded, Vec<String>> {
        let found: Vec<Option<&Column>> =
            self.columns.iter().map(|column| table.column(&column.name)).collect();
        let lacking = self.columns.iter().zip(&found).filter(|(_, found)| found.is_none());
        let lacking: Vec<String> = lacking.map(|(column, _)| column.name.clone()).collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let mut inputs = Matrix::zeros(rows.len(), self.width());
        let mut notes = Vec::new();
        let mut first = 0;
        for (encoder, column) in self.columns.iter().zip(found.into_iter().flatten()) {
            notes.extend(encoder.encode(column, rows, first, &mut inputs));
            first += encoder.encoding.width();
        }
        Ok(Encoded { inputs, notes })
    }
}

impl Encoding {
    fn fit(column: &Column, rows: &[u32]) -> Encoding {
        match &column.values {
            Values::Numbers(numbers) => standard(rows.iter().map(|&row| numbers[row as usize])),
            Values::Labels(labels) => {
                let mut counts = vec![0usize; labels.levels.len()];
                let mut missing = false;
                for &row in rows {
                    match labels.codes[row as usize] {
                        MISSING => missing = true,
                        code => counts[code as usize] += 1,
                    }
                }
                let mut seen: Vec<usize> = (0..counts.len()).filter(|&code| counts[code] > 0).collect();
                // The commonest first; of equal ones the first in the alphabet, so that row order does not matter.
                seen.sort_by(|&a, &b| {
                    counts[b].cmp(&counts[a]).then_with(|| labels.levels[a].cmp(&labels.levels[b]))
                });
                let other = seen.len() > MAX_LEVELS;
                seen.truncate(MAX_LEVELS);
                let levels = seen.into_iter().map(|code| labels.levels[code].clone()).collect();
                Encoding::OneHot { levels, missing, other }
            }
        }
    }

    fn width(&self) -> usize {
        match self {
            Encoding::Standard { .. } => 1,
            Encoding::OneHot { levels, missing, other } => {
                levels.len() + usize::from(*missing) + usize::from(*other)
            }
        }
    }
}

/// Mean and standard deviation (division by n) of the numbers that are there.
fn standard(values: impl Iterator<Item = f64> + Clone) -> Encoding {
    let present = values.filter(|value| !value.is_nan());
    let count = present.clone().count().max(1) as f64;
    let mean = present.clone().sum::<f64>() / count;
    let standard_deviation = (present.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt();
    // A constant column says nothing: with a scale of 1 it becomes 0 in every row, rather than 0 / 0.
    let standard_deviation = if standard_deviation > 0.0 { standard_deviation } else { 1.0 };
    Encoding::Standard { mean, standard_deviation }
}

impl ColumnEncoder {
    /// What a missing cell is taken for, as the cell would be written; empty where it stays missing.
    pub fn fill_text(&self) -> String {
        match &self.encoding {
            Encoding::Standard { mean, .. } => mean.to_string(),
            Encoding::OneHot { .. } => String::new(),
        }
    }

    fn input_names(&self) -> Vec<String> {
        match &self.encoding {
            Encoding::Standard { .. } => vec![self.name.clone()],
            Encoding::OneHot { levels, missing, other } => {
                let named = levels.iter().map(|level| format!("{} = {level}", self.name));
                let missing = missing.then(|| format!("{} is missing", self.name));
                named.chain(missing).chain(other.then(|| format!("{} = other", self.name))).collect()
            }
        }
    }

    /// Fills this column's inputs, from input `first` on, and says what did not fit.
    fn encode(&self, column: &Column, rows: &[u32], first: usize, inputs: &mut Matrix) -> Option<String> {
        match &self.encoding {
            Encoding::Standard { mean, standard_deviation } => {
                let mut strange = 0usize;
                for (place, &row) in rows.iter().enumerate() {
                    let value = match &column.values {
                        Values::Numbers(numbers) => numbers[row as usize],
                        Values::Labels(_) => {
                            strange += usize::from(!column.is_missing(row as usize));
                            f64::NAN
                        }
                    };
                    if !value.is_nan() {
                        inputs.row_mut(place)[first] = ((value - mean) / standard_deviation) as f32;
                    }
                }
                (strange > 0).then(|| {
                    format!(
                        "Column '{}' was numeric in training and holds words here: {strange} cells taken as its mean.",
                        self.name
                    )
                })
            }
            Encoding::OneHot { levels, missing, other } => {
                let places: Map<&str, u32> =
                    levels.iter().enumerate().map(|(place, level)| (level.as_str(), place as u32)).collect();
                let (missing_place, other_place) = (levels.len(), levels.len() + usize::from(*missing));
                let mut unseen = 0usize;
                let mut example = None;
                for (place, &row) in rows.iter().enumerate() {
                    let row = row as usize;
                    let cells = inputs.row_mut(place);
                    if column.is_missing(row) {
                        if *missing {
                            cells[first + missing_place] = 1.0;
                        }
                        continue;
                    }
                    let text = column.text(row);
                    match places.get(text.as_ref()) {
                        Some(level) => cells[first + *level as usize] = 1.0,
                        None if *other => cells[first + other_place] = 1.0,
                        None => {
                            unseen += 1;
                            example.get_or_insert_with(|| text.into_owned());
                        }
                    }
                }
                example.map(|example| {
                    format!(
                        "Column '{}' has {unseen} cells with values that the training rows do not have ('{example}'): \
                         taken as none of its levels.",
                        self.name
                    )
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Kind, Labels};

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
        Encoder::fit(&table.columns.iter().collect::<Vec<_>>(), rows)
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
}
