use crate::dataset::{ColumnEncoder, Encoder, Encoding, TargetEncoder, exact_text};
use crate::table::parse_number;
use crate::table::stream::Layout;

/// What of a cell did not fit its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    Unread,
    Unseen,
}

/// The model's columns in a file of new rows.
pub struct Columns {
    decimal: char,
    /// Where each input column stands in a row, the target's last if the file has it.
    places: Vec<usize>,
    has_target: bool,
    /// Where the places stand in `places`, ascending by place.
    order: Vec<usize>,
    /// Columns that are needed and stand there twice.
    pub doubled: Vec<String>,
}

impl Columns {
    /// `Err` names the columns that the file lacks.
    pub fn find(layout: &Layout, encoder: &Encoder, target: &TargetEncoder) -> Result<Columns, Vec<String>> {
        let place = |name: &str| layout.names.iter().find(|known| known.0 == name).map(|known| known.1);
        let found: Vec<Option<usize>> = encoder.columns.iter().map(|column| place(&column.name)).collect();
        let lacking = encoder.columns.iter().zip(&found).filter(|(_, found)| found.is_none());
        let lacking: Vec<String> = lacking.map(|(column, _)| column.name.clone()).collect();
        if !lacking.is_empty() {
            return Err(lacking);
        }
        let target = place(target.name());
        let places: Vec<usize> = found.into_iter().chain([target]).flatten().collect();
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|&index| places[index]);
        let is_doubled = |place: &usize| {
            let name = layout.written.get(*place).filter(|name| !name.is_empty());
            name.is_some_and(|name| layout.written.iter().filter(|other| *other == name).count() > 1)
        };
        let doubled =
            places.iter().filter(|place| is_doubled(place)).map(|place| layout.written[*place].clone());
        let mut doubled: Vec<String> = doubled.collect();
        doubled.dedup();
        let decimal = char::from(layout.decimal);
        Ok(Columns { decimal, has_target: target.is_some(), order, doubled, places })
    }

    /// How many cells of each row are needed.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    pub fn has_target(&self) -> bool {
        self.has_target
    }

    /// The needed cells of a row with their index; those that it lacks are empty.
    pub fn pick<'c>(&self, cells: impl Iterator<Item = &'c [u8]>, mut take: impl FnMut(usize, &'c [u8])) {
        let mut cells = cells.enumerate();
        let mut last: Option<(usize, &[u8])> = None;
        for &index in &self.order {
            let place = self.places[index];
            if last.is_none_or(|last| last.0 != place) {
                last = cells.find(|cell| cell.0 == place);
            }
            take(index, last.map_or(&[], |last| last.1));
        }
    }

    /// Fills the column's inputs.
    pub fn encode(&self, encoder: &ColumnEncoder, cell: &str, inputs: &mut [f32]) -> Option<Oddity> {
        let is_missing = crate::table::is_missing(cell.as_bytes());
        if let Encoding::OneHot { levels, missing, other } = &encoder.encoding {
            if is_missing {
                if *missing {
                    inputs[levels.len()] = 1.0;
                }
                return None;
            }
            let number = parse_number(cell, self.decimal).map(|number| number.to_string());
            let place = levels.iter().position(|level| level == cell || Some(level) == number.as_ref());
            match place {
                Some(place) => inputs[place] = 1.0,
                None if *other => inputs[levels.len() + usize::from(*missing)] = 1.0,
                None => {}
            }
            return place.is_none().then_some(Oddity::Unseen);
        }
        match parse_number(cell, self.decimal) {
            Some(number) => {
                inputs[0] = encoder.encoding.scaled(number) as f32;
                None
            }
            None => {
                if let Some(fill) = encoder.fill {
                    inputs[0] = encoder.encoding.scaled(fill) as f32;
                }
                if encoder.indicator {
                    inputs[encoder.encoding.width()] = 1.0;
                }
                (!is_missing).then_some(Oddity::Unread)
            }
        }
    }

    /// The target's value in a cell; `None` where it is missing, no number, or no class that is known.
    pub fn target(&self, target: &TargetEncoder, cell: &str) -> Option<f64> {
        let number = parse_number(cell, self.decimal);
        match target {
            TargetEncoder::Number { .. } => number,
            TargetEncoder::Classes { levels, .. } => {
                let text = number.map(exact_text);
                let place = levels.iter().position(|level| level == cell || Some(level) == text.as_ref());
                place.map(|place| place as f64)
            }
        }
    }
}
