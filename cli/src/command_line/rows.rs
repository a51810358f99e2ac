use std::fmt::Write as _;
use std::path::Path;

use perceptab::dataset::{Dataset, Part, Proposal, Targets, prepare};
use perceptab::recipe::Recipe;
use perceptab::table::{ReadError, Reader};

use super::Failure;
use super::driver::{Piece, each_piece, file_name, file_size};
use super::output::Place;

/// Writes train.csv and test.csv to `places`: the rows of both parts as a network gets them, so that another program can train
/// on the very same. A line is the encoded inputs and the target as it stood in the file; there are no names. They are those of
/// the first recipe that fits the table; the assignment's presets prepare inputs and parts alike.
pub fn write_rows(file: &Path, recipes: &[Recipe], places: &[Place; 2]) -> Result<(), Failure> {
    let name = file_name(file);
    let refused = |error: ReadError| Failure::Failed(format!("'{name}' can't be used. {error}"));
    let mut reader = Reader::new(&name);
    each_piece(file, None, |piece| match piece {
        Piece::Workbook(contents) => {
            reader.declare(contents, file_size(file));
            Ok(())
        }
        Piece::Bytes(bytes) => reader.push(bytes).map_err(refused),
    })?;
    let table = reader.finish().map_err(refused)?;
    let proposal = Proposal::of(&table);
    // Where none fits, the runs themselves say why.
    let prepared = recipes.iter().find_map(|recipe| prepare(&table, &recipe.plan(&proposal).ok()?).ok());
    let Some(dataset) = prepared else { return Ok(()) };
    let parts = [&dataset.train, &dataset.test];
    places.iter().zip(parts).try_for_each(|(place, part)| place.write(lines(part, &dataset).as_bytes()))
}

/// A number's shortest digits read back as the same number.
fn lines(part: &Part, dataset: &Dataset) -> String {
    let mut text = String::new();
    for row in 0..part.rows.len() {
        for value in part.inputs.row(row) {
            // Writing to a String cannot fail.
            let _ = std::write!(text, "{value},");
        }
        match &part.targets {
            Targets::Numbers(numbers) => text += &numbers[row].to_string(),
            targets => text += &dataset.target.text(targets, row),
        }
        text.push('\n');
    }
    text
}
