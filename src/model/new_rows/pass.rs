use std::sync::Arc;

use super::cell_writer::CellWriter;
use super::chunk::{Chunk, Piece, Row};
use super::columns::Columns;
use super::input_reader::InputReader;
use super::remarks::{Remarks, Sort, remark, target_remark};
use super::score::Score;
use super::{NewRowsError, PredictSettings};
use crate::dataset::{CellNotes, TargetCell, Targets};
use crate::matrix::Matrix;
use crate::model::guard::guarded;
use crate::model::{Model, Predicted};
use crate::table::stream::{Layout, Part, Raw};
use crate::table::{Doubt, Map};

/// Takes a file's parts and writes them again, each row with its new cells.
pub struct Pass {
    pub model: Arc<Model>,
    /// The file's name.
    pub file: String,
    pub settings: PredictSettings,
    table: Option<Table>,
    chunk: Chunk,
    pub out: Vec<u8>,
    pub failure: Option<NewRowsError>,
    pub rows: usize,
    /// The first rows' numbers and answers, for people.
    pub first: Vec<(usize, String)>,
    pub remarks: Remarks,
    pub score: Score,
}

/// What is known once the table begins.
struct Table {
    layout: Layout,
    columns: Columns,
    writer: CellWriter,
}

/// Rows that are held before they are written, and bytes; by the first of them it is decided how columns are read.
const HELD_ROWS: usize = 4096;
const HELD_BYTES: usize = 1 << 22;
/// Rows that are predicted together.
const ROWS: usize = 256;

/// First predictions that are shown.
const FIRST_ROWS: usize = 10;

impl Pass {
    pub fn new(model: Arc<Model>, file: &str, settings: PredictSettings) -> Pass {
        Pass {
            model,
            file: file.to_string(),
            settings,
            table: None,
            chunk: Chunk::default(),
            out: Vec::new(),
            failure: None,
            rows: 0,
            first: Vec::new(),
            remarks: Remarks::default(),
            score: Score::default(),
        }
    }

    /// False: it failed.
    pub fn take(&mut self, part: Part) -> bool {
        let taken = match part {
            Part::Begin(layout) => self.begin(layout),
            Part::Aside(text) => self.aside(text),
            Part::Names(raw) => {
                self.names(&raw);
                Ok(())
            }
            Part::Row(raw) => self.row(&raw),
        };
        self.failure = taken.err();
        self.failure.is_none()
    }

    fn begin(&mut self, layout: &Layout) -> Result<(), NewRowsError> {
        let columns = Columns::find(layout, &self.model).map_err(|columns| NewRowsError::Missing {
            file: self.file.clone(),
            columns,
            found: layout.names.iter().map(|(name, _)| name.clone()).collect(),
            delimiter: layout.delimiter,
        })?;
        self.table = Some(Table { layout: layout.clone(), columns, writer: CellWriter::of(layout) });
        Ok(())
    }

    /// Whether the table has begun, and its columns are found.
    pub fn has_begun(&self) -> bool {
        self.table.is_some()
    }

    /// The names of columns that are needed and stand there twice, what was set in vain, and what of the readings is in doubt.
    pub fn doubled_idle_and_doubts(&mut self) -> (Vec<String>, Vec<String>, Vec<Doubt>) {
        let columns = self.table.take().map(|table| table.columns);
        let both = columns.map(|mut columns| {
            let (doubled, idle) = (std::mem::take(&mut columns.doubled), std::mem::take(&mut columns.idle));
            (doubled, idle, columns.all_doubts(&self.model, &self.settings.wishes))
        });
        both.unwrap_or_default()
    }

    fn aside(&mut self, text: &[u8]) -> Result<(), NewRowsError> {
        match self.settings.guard {
            false => self.chunk.aside(text),
            true => self.chunk.aside(guarded(&String::from_utf8_lossy(text)).as_bytes()),
        }
        if self.chunk.bytes() > HELD_BYTES { self.flush() } else { Ok(()) }
    }

    fn names(&mut self, raw: &Raw) {
        let Some(Table { layout, writer, .. }) = &self.table else { return };
        let (mut line, tail) = split(raw, layout, self.settings.guard);
        for name in self.new_names(layout) {
            writer.delimiter(&mut line);
            writer.text(&guarded(&name), &mut line);
        }
        line.extend_from_slice(&tail);
        line.extend_from_slice(raw.line_end);
        self.chunk.aside(&line);
    }

    /// What the new columns are called; a name that the file has already gets a number.
    fn new_names(&self, layout: &Layout) -> Vec<String> {
        let stem = format!("predicted_{}", self.model.target.name());
        let mut wanted = vec![stem.clone()];
        if self.has_probabilities() {
            wanted.push("probability".to_string());
        }
        if self.settings.remarks {
            wanted.push(format!("{stem}_remarks"));
        }
        let names = layout.names.iter().map(|known| &known.0).chain(&layout.written);
        let mut taken: Map<String, ()> = names.map(|name| (name.clone(), ())).collect();
        let mut new = Vec::new();
        for name in wanted {
            let numbered = (2..).map(|number| format!("{name}_{number}"));
            let free = std::iter::once(name.clone()).chain(numbered).find(|new| !taken.contains_key(new));
            taken.extend(free.clone().map(|name| (name, ())));
            new.extend(free);
        }
        new
    }

    fn has_probabilities(&self) -> bool {
        matches!(self.model.target.no_answers(0), Targets::Classes(_))
    }

    fn row(&mut self, raw: &Raw) -> Result<(), NewRowsError> {
        let Some(Table { layout, columns, .. }) = &self.table else { return Ok(()) };
        let width = layout.width;
        if self.settings.guard || raw.width() > width || raw.is_open {
            let (mut head, tail) = split(raw, layout, self.settings.guard);
            if raw.is_open && raw.width() <= width {
                head.extend(layout.quote);
            }
            self.chunk.row(raw, &head, &tail, width, &columns.needed);
        } else {
            self.chunk.row(raw, raw.text, &[], width, &columns.needed);
        }
        if self.chunk.rows >= HELD_ROWS || self.chunk.bytes() > HELD_BYTES { self.flush() } else { Ok(()) }
    }

    /// Predicts and writes what waits.
    pub fn flush(&mut self) -> Result<(), NewRowsError> {
        let mut chunk = std::mem::take(&mut self.chunk);
        let written = self.write(&mut chunk);
        chunk.clear();
        self.chunk = chunk;
        written
    }

    fn write(&mut self, chunk: &mut Chunk) -> Result<(), NewRowsError> {
        let model = self.model.clone();
        let (inputs, target) = match &mut self.table {
            Some(Table { columns, writer, .. }) if chunk.rows > 0 => {
                if columns.resolve(&model, chunk, &self.settings.wishes) {
                    writer.use_comma();
                }
                columns.readers(&model)
            }
            _ => (Vec::new(), None),
        };
        if let (true, Some(target), Some(index)) =
            (self.settings.only_without_target, &target, self.table.as_ref().and_then(Table::target))
        {
            chunk.keep(|chunk, row| {
                matches!(target.read(chunk.cell(row, index)).0, TargetCell::Missing | TargetCell::Unread(_))
            });
        }
        let chunk = &*chunk;
        let (mut start, mut row) = (0, 0);
        let nothing = Predicted::none(&model.target, 0);
        let mut block = Block { first: 0, end: 0, predicted: nothing, told: Vec::new() };
        for piece in &chunk.pieces {
            match piece {
                Piece::Aside(end) => {
                    self.out.extend_from_slice(&chunk.text[start..*end]);
                    start = *end;
                }
                Piece::Gone(end) => start = *end,
                Piece::Row(place) => {
                    if row == block.end {
                        block = self.predict(chunk, row, &inputs);
                    }
                    if let (Some(target), Some(index)) =
                        (&target, self.table.as_ref().and_then(Table::target))
                    {
                        let (cell, at) = (chunk.cell(row, index), row - block.first);
                        let (actual, taken) = target.read(cell);
                        self.score.add(&model.target, &block.predicted.answers, at, actual);
                        let odd = actual.oddity().map(Sort::Cell);
                        for sort in taken.map(Sort::Taken).into_iter().chain(odd) {
                            self.remarks.add(Some(index), sort, place.number, cell);
                            if let Some(told) = block.told.get_mut(at) {
                                tell(told, target_remark(&model.target, sort, cell));
                            }
                        }
                    }
                    self.write_row(chunk, start, place, row, &mut block)?;
                    start = place.end;
                    row += 1;
                }
            }
        }
        Ok(())
    }

    /// Encodes and predicts a block of rows from `first` on.
    fn predict(&mut self, chunk: &Chunk, first: usize, readers: &[InputReader]) -> Block {
        let Pass { model, remarks, settings, .. } = self;
        let end = chunk.rows.min(first + ROWS);
        let members = model.members.iter();
        let mut inputs: Vec<Matrix> =
            members.map(|member| Matrix::zeros(end - first, member.encoder.width())).collect();
        let mut told = vec![String::new(); if settings.remarks { end - first } else { 0 }];
        let numbers: Vec<usize> = chunk.rows_from(first).take(end - first).map(|row| row.number).collect();
        for (index, reader) in readers.iter().enumerate() {
            for (place, number) in numbers.iter().enumerate() {
                let cell = chunk.cell(first + place, index);
                let CellNotes { oddity, remark: taken } = reader.encode(cell, place, &mut inputs);
                for sort in taken.map(Sort::Taken).into_iter().chain(oddity.map(Sort::Cell)) {
                    remarks.add(Some(index), sort, *number, cell);
                    if let Some(told) = told.get_mut(place) {
                        tell(told, remark(Some(&reader.column.encoder), sort, cell));
                    }
                }
            }
        }
        Block { first, end, predicted: model.predict_encoded(&inputs), told }
    }

    fn write_row(
        &mut self,
        chunk: &Chunk,
        start: usize,
        row: &Row,
        index: usize,
        block: &mut Block,
    ) -> Result<(), NewRowsError> {
        let Some(Table { writer, .. }) = &self.table else { return Ok(()) };
        let (target, out) = (&self.model.target, &mut self.out);
        let (place, predicted) = (index - block.first, &block.predicted);
        let mut odd: Vec<Sort> = Vec::new();
        odd.extend((row.short > 0).then_some(Sort::Short(row.short)));
        odd.extend((row.long > 0).then_some(Sort::Long(row.long)));
        odd.extend(row.is_open.then_some(Sort::Open));
        out.extend_from_slice(&chunk.text[start..row.head]);
        for _ in 0..row.short {
            writer.delimiter(out);
            writer.nothing(out);
        }
        writer.delimiter(out);
        match &predicted.answers {
            Targets::Numbers(numbers) if !numbers[place].is_finite() => {
                return Err(NewRowsError::NotFinite { row: row.number });
            }
            Targets::Numbers(numbers) => writer.number(numbers[place], out),
            Targets::Classes(_) => {
                let label = target.exact_text(&predicted.answers, place);
                if !writer.text(&guarded(&label), out) {
                    odd.push(Sort::Label);
                }
                let probability = predicted.probabilities.get(place).copied().unwrap_or(f64::NAN);
                if !probability.is_finite() {
                    return Err(NewRowsError::NotFinite { row: row.number });
                }
                writer.delimiter(out);
                writer.number(probability, out);
            }
        }
        odd.iter().for_each(|sort| self.remarks.add(None, *sort, row.number, ""));
        if let Some(told) = block.told.get_mut(place) {
            odd.iter().for_each(|sort| tell(told, remark(None, *sort, "")));
            writer.delimiter(out);
            if told.is_empty() {
                writer.nothing(out);
            } else {
                writer.text(&guarded(told), out);
            }
        }
        out.extend_from_slice(&chunk.text[row.head..row.end]);
        if self.first.len() < FIRST_ROWS {
            self.first.push((row.number, target.text(&predicted.answers, place)));
        }
        self.rows += 1;
        Ok(())
    }
}

impl Table {
    fn target(&self) -> Option<usize> {
        self.columns.target()
    }
}

/// Rows of a chunk that were predicted together.
struct Block {
    first: usize,
    end: usize,
    predicted: Predicted,
    /// What is odd about each row, where that is wanted.
    told: Vec<String>,
}

fn tell(told: &mut String, remark: Option<String>) {
    let Some(remark) = remark else { return };
    if !told.is_empty() {
        told.push_str("; ");
    }
    told.push_str(&remark);
}

/// A record's text before the new cells and behind them: they stand where the header's end, whatever follows. With `guard`
/// cells that a spreadsheet would take for formulas are written anew.
fn split(raw: &Raw, layout: &Layout, guard: bool) -> (Vec<u8>, Vec<u8>) {
    let ends = raw.ends(layout);
    let writer = CellWriter::of(layout);
    let (mut head, mut tail, mut start) = (Vec::new(), Vec::new(), 0);
    for (place, (&end, cell)) in ends.iter().zip(raw.cells()).enumerate() {
        let part = if place < layout.width { &mut head } else { &mut tail };
        let text = String::from_utf8_lossy(cell);
        match guarded(&text) {
            safe if guard && safe != text => {
                let is_delimiter = |byte: &&u8| place > 0 && **byte == layout.delimiter;
                part.extend(
                    raw.text[start..end].iter().take_while(is_delimiter).take(if layout.delimiter == b' ' {
                        end
                    } else {
                        1
                    }),
                );
                writer.text(&safe, part);
            }
            _ => part.extend_from_slice(&raw.text[start..end]),
        }
        start = end;
    }
    let rest = if ends.len() > layout.width { &mut tail } else { &mut head };
    rest.extend_from_slice(&raw.text[start..]);
    (head, tail)
}
