//! Holds a file of predictions against the file that was predicted: but for the new cells, every byte is the same.

use std::sync::Arc;

use perceptab::dataset::{Encoder, Plan, TargetEncoder, Targets, Task};
use perceptab::matrix::Matrix;
use perceptab::model::{Member, Model, NewRows, NewRowsError, PredictSettings, Predictor, Report};
use perceptab::network::{Head, Layer, Network};
use perceptab::table::stream::{Layout, Part, Raw, Stream};
use perceptab::table::{Column, Form, ReadSettings, Table};

/// A network without hidden layers that needs every column of the table.
pub fn model(table: &Table) -> Arc<Model> {
    let columns: Vec<&Column> = table.columns.iter().collect();
    let rows: Vec<u32> = (0..table.n_rows as u32).collect();
    let encoder =
        Encoder::fit(&columns, &rows, &Plan::new("y", Task::Regression, &[]), table.dialect.decimal);
    let name = "some target that no file has".to_string();
    let (shift, scale) = (12_345_678.9, 3.25);
    let target = TargetEncoder::Number {
        name,
        log: false,
        shift,
        scale,
        whole: false,
        min: 0.0,
        max: 1.0,
        form: Form::default(),
    };
    let weights = Matrix::from_fn(encoder.width(), 1, |input, _| ((input * 7) % 11) as f32 / 9.0 - 0.5);
    let layer = Layer { weights, biases: Matrix::from_fn(1, 1, |_, _| 0.125) };
    let network = Network { waves: None, layers: vec![layer], activations: Vec::new(), head: Head::Identity };
    Arc::new(Member { encoder, target, predictor: Predictor::Network(network), epochs: 1 }.into())
}

pub fn predict(
    model: &Arc<Model>,
    bytes: &[u8],
    chunk: usize,
    settings: &PredictSettings,
) -> Result<(Vec<u8>, Report), NewRowsError> {
    let mut rows = NewRows::new(model.clone(), "new.csv", settings.clone());
    let mut written = Vec::new();
    for chunk in bytes.chunks(chunk.min(bytes.len()).max(1)) {
        rows.push(chunk)?;
        written.extend(rows.take_written());
    }
    let (last, report) = rows.finish()?;
    written.extend(last);
    Ok((written, report))
}

/// Predicts the file with a model of its own table: what was copied must be the file's text, and the numbers those that the
/// whole table gives.
pub fn assert_copied(bytes: &[u8], chunk: usize, settings: &ReadSettings, table: &Table) {
    let model = model(table);
    let settings = PredictSettings { reading: settings.clone(), ..PredictSettings::default() };
    let (written, _) =
        predict(&model, bytes, chunk, &settings).unwrap_or_else(|error| panic!("not predicted: {error}"));
    let (copied, numbers) = without_new_cells(bytes, &settings.reading, &written);
    // Other files are not text as they stand.
    if table.encoding == "UTF-8" && table.dialect.container.is_empty() {
        assert_eq!(String::from_utf8_lossy(&copied), String::from_utf8_lossy(bytes));
        assert!(copied == bytes, "a byte changed");
    }
    let all: Vec<u32> = (0..table.n_rows as u32).collect();
    let Targets::Numbers(expected) = model.predict(table, &all).unwrap().answers else { panic!("numbers") };
    let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&numbers), bits(&expected), "{numbers:?} instead of {expected:?}");
}

/// What is left of `written` when each record of the file has lost what stands behind its own cells, and the numbers there.
/// The records are the file's own; where a new cell ends is found by its letters.
fn without_new_cells(bytes: &[u8], reading: &ReadSettings, written: &[u8]) -> (Vec<u8>, Vec<f64>) {
    let (mut copied, mut numbers, mut rest) = (Vec::new(), Vec::new(), written);
    let mut layout = Layout::default();
    let mut take = |part: Part| {
        let mut copy = |text: &[u8]| {
            let (head, tail) = rest.split_at_checked(text.len()).expect("the file goes on");
            assert_eq!(String::from_utf8_lossy(head), String::from_utf8_lossy(text));
            copied.extend_from_slice(head);
            rest = tail;
        };
        let (raw, is_row): (Raw, bool) = match part {
            Part::Begin(found) => {
                layout = found.clone();
                return true;
            }
            Part::Aside(text) => {
                copy(text);
                return true;
            }
            Part::Names(raw) => (raw, false),
            Part::Row(raw) => (raw, true),
        };
        let ends = raw.ends(&layout);
        let end = if is_row && ends.len() > layout.width { ends[layout.width - 1] } else { raw.text.len() };
        copy(&raw.text[..end]);
        if !is_row {
            rest = rest.strip_prefix(&[layout.delimiter]).unwrap();
            let name = b"predicted_some target that no file has";
            let quoted =
                if layout.delimiter == b' ' { [b"\"", &name[..], b"\""].concat() } else { name.to_vec() };
            rest = rest.strip_prefix(&quoted[..]).expect("the new name");
        } else {
            if raw.is_open && raw.width() <= layout.width {
                rest = rest.strip_prefix(&[layout.quote.unwrap()]).unwrap();
            }
            for _ in raw.width()..layout.width {
                rest = rest.strip_prefix(&[layout.delimiter]).unwrap();
                if layout.delimiter == b' ' {
                    rest = rest.strip_prefix(b"\"\"").unwrap();
                }
            }
            rest = rest.strip_prefix(&[layout.delimiter]).expect("a delimiter before the new cell");
            numbers.push(number(&mut rest, &layout));
        }
        let mut copy = |text: &[u8]| {
            let (head, tail) = rest.split_at_checked(text.len()).expect("the file goes on");
            assert_eq!(String::from_utf8_lossy(head), String::from_utf8_lossy(text));
            copied.extend_from_slice(head);
            rest = tail;
        };
        copy(&raw.text[end..]);
        copy(raw.line_end);
        true
    };
    let mut stream = Stream::new(reading.clone());
    stream.push(bytes, &mut take).unwrap();
    stream.finish(&mut take).unwrap();
    assert!(rest.is_empty(), "something stands behind the file");
    (copied, numbers)
}

/// Takes a number off, in quotes or not, with whichever decimal mark.
fn number(rest: &mut &[u8], layout: &Layout) -> f64 {
    let is_quoted = layout.quote.is_some() && rest.first().copied() == layout.quote;
    let first = usize::from(is_quoted);
    let is_inside = |byte: &u8| {
        byte.is_ascii_digit()
            || b".-+e".contains(byte)
            || (*byte == b',' && (is_quoted || layout.delimiter != b','))
    };
    let length = rest[first..].iter().position(|byte| !is_inside(byte)).unwrap_or(rest.len() - first);
    let text = std::str::from_utf8(&rest[first..first + length]).unwrap().replace(',', ".");
    *rest = &rest[length + 2 * first..];
    text.parse().unwrap_or_else(|_| panic!("'{text}' is no number"))
}
