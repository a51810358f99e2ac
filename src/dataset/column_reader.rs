use super::encoder::ColumnEncoder;
use super::{Encoding, Oddity};
use crate::table::{Cell, CellReader, Kind, Look, Manner, Map, Remark};

/// Turns the cells of one column of a new file into inputs, as [`super::Encoder::encode`] does those of a table. Made once
/// for a file.
#[derive(Clone, Debug)]
pub struct ColumnReader<'e> {
    encoder: &'e ColumnEncoder,
    cells: CellReader,
    /// What the first inputs of a missing number are.
    filled: Vec<f32>,
    levels: Levels<'e>,
}

/// What is to be told of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CellNotes {
    /// What is odd about it; `None` where nothing is.
    pub oddity: Option<Oddity>,
    /// How its number was taken; `None` where it was written as the training's.
    pub remark: Option<Remark>,
}

/// The places of the levels that a cell may be of.
#[derive(Clone, Debug)]
pub(super) enum Levels<'e> {
    /// By a number's bits.
    Numbers(Map<u64, u32>),
    Words(Map<&'e str, u32>),
    /// By the text of a moment of this kind.
    Moments(Map<&'e str, u32>, Kind),
}

impl<'e> Levels<'e> {
    /// The places go on in `rare`.
    pub(super) fn of(levels: &'e [String], rare: &'e [String], look: Look) -> Levels<'e> {
        let kind = match look {
            // What a number is written as reads back to the same bits.
            Look::Numbers => {
                let bits_of = |level: &String| level.parse().ok().map(bits);
                return Levels::Numbers(places(levels.iter().map(bits_of), rare.iter().map(bits_of)));
            }
            Look::Dates | Look::CompactDates => Some(Kind::Date),
            Look::Times => Some(Kind::Time),
            Look::Words | Look::Unknown => None,
        };
        let word = |level: &'e String| Some(level.as_str());
        let places = places(levels.iter().map(word), rare.iter().map(word));
        match kind {
            Some(kind) => Levels::Moments(places, kind),
            None => Levels::Words(places),
        }
    }

    pub(super) fn of_number(&self, value: f64) -> Option<u32> {
        match self {
            Levels::Numbers(places) => places.get(&bits(value)).copied(),
            Levels::Moments(places, kind) => places.get(kind.text(value).as_str()).copied(),
            Levels::Words(places) => places.get(value.to_string().as_str()).copied(),
        }
    }

    pub(super) fn of_word(&self, word: &str) -> Option<u32> {
        match self {
            Levels::Words(places) => places.get(word).copied(),
            Levels::Numbers(_) | Levels::Moments(..) => None,
        }
    }
}

/// A level goes before one that is rare and written alike.
fn places<K: std::hash::Hash + Eq>(
    levels: impl Iterator<Item = Option<K>>,
    rare: impl Iterator<Item = Option<K>>,
) -> Map<K, u32> {
    let mut places = Map::default();
    let mut place = 0u32;
    for key in levels {
        key.and_then(|key| places.insert(key, place));
        place += 1;
    }
    for key in rare {
        if let Some(key) = key {
            places.entry(key).or_insert(place);
        }
        place += 1;
    }
    places
}

/// 0 and −0 are one number.
fn bits(value: f64) -> u64 {
    (value + 0.0).to_bits()
}

impl<'e> ColumnReader<'e> {
    /// For the column of this encoder; `manner`: how it is read in the new file.
    pub fn new(encoder: &'e ColumnEncoder, manner: Manner) -> ColumnReader<'e> {
        let cells = CellReader::new(&encoder.form(), manner);
        let levels: &[String] = match &encoder.encoding {
            Encoding::OneHot { levels, .. } => levels,
            _ => &[],
        };
        let filled = match &encoder.encoding {
            Encoding::OneHot { .. } => Vec::new(),
            _ => encoder.filled(),
        };
        ColumnReader { encoder, levels: Levels::of(levels, &encoder.rare, cells.look()), cells, filled }
    }

    /// `inputs`: this column's, [`ColumnEncoder::width`] zeros.
    pub fn encode(&self, cell: &str, inputs: &mut [f32]) -> CellNotes {
        let cell = self.cells.read(cell);
        let remark = match cell {
            Cell::Taken(_, remark) => Some(remark),
            _ => None,
        };
        let oddity = match &self.encoder.encoding {
            Encoding::OneHot { levels, missing, other } => {
                self.encode_level(cell, levels.len(), *missing, *other, inputs)
            }
            encoding => self.encode_number(cell, encoding, inputs),
        };
        CellNotes { oddity, remark }
    }

    fn encode_level(
        &self,
        cell: Cell,
        n_levels: usize,
        missing: bool,
        other: bool,
        inputs: &mut [f32],
    ) -> Option<Oddity> {
        let level = match cell {
            Cell::Number(value) | Cell::Taken(value, _) => self.levels.of_number(value),
            Cell::Word(word) => self.levels.of_word(word),
            Cell::Missing | Cell::Unread(_) => {
                if self.encoder.coded {
                    put(inputs, f32::NAN);
                } else if missing {
                    set(inputs, n_levels);
                }
                return Oddity::of_unread(cell);
            }
        };
        match level {
            _ if self.encoder.coded => {
                let known = level.filter(|&level| (level as usize) < n_levels);
                put(
                    inputs,
                    known.or(other.then_some(n_levels as u32)).map_or(f32::NAN, |level| level as f32),
                );
            }
            Some(level) if (level as usize) < n_levels => set(inputs, level as usize),
            _ if other => set(inputs, n_levels + usize::from(missing)),
            _ => {}
        }
        match level {
            Some(_) => None,
            None if other && self.encoder.rare.is_empty() => Some(Oddity::RareOrUnseen),
            None => Some(Oddity::Unseen),
        }
    }

    fn encode_number(&self, cell: Cell, encoding: &Encoding, inputs: &mut [f32]) -> Option<Oddity> {
        let (Cell::Number(value) | Cell::Taken(value, _)) = cell else {
            inputs.iter_mut().zip(&self.filled).for_each(|(input, &filled)| *input = filled);
            if self.encoder.indicator {
                set(inputs, self.filled.len());
            }
            return Oddity::of_unread(cell);
        };
        let (first, rest) = inputs.split_first_mut()?;
        *first = encoding.scaled(value) as f32;
        if let Some(bins) = rest.get_mut(encoding.width() - 1..) {
            self.encoder.bins.fill_all(encoding, value, bins);
        }
        if let Encoding::Moments { cycles, .. } = encoding {
            cycles.iter().zip(rest.chunks_exact_mut(2)).for_each(|(cycle, pair)| {
                pair.copy_from_slice(&cycle.place(value));
            });
        }
        let outside = self.encoder.range().is_some_and(|(least, most)| value < least || value > most);
        outside.then_some(Oddity::Outside(value))
    }
}

fn put(inputs: &mut [f32], value: f32) {
    if let Some(input) = inputs.first_mut() {
        *input = value;
    }
}

fn set(inputs: &mut [f32], place: usize) {
    if let Some(input) = inputs.get_mut(place) {
        *input = 1.0;
    }
}
