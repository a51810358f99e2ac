use super::TargetEncoder;
use crate::table::{Cell, CellReader, Column, Form, Look, Manner, Map};

/// What the cells of each class are written like where that is not the level itself (`00501`, `1.50`, `50%`), in the levels'
/// order; empty where all of a class do not agree. An empty list: no class has such cells. And how many do not agree.
pub fn written(levels: &[String], form: &Form) -> (Vec<String>, usize) {
    let mut found: Vec<Option<String>> = vec![None; levels.len()];
    let mut mixed = 0;
    if form.look != Look::Numbers || form.spellings.is_empty() {
        return (Vec::new(), 0);
    }
    let places: Map<&str, usize> =
        levels.iter().enumerate().map(|(place, level)| (level.as_str(), place)).collect();
    let reader = CellReader::new(form, Manner::of(form));
    for cell in form.spellings.lines() {
        let (Cell::Number(number) | Cell::Taken(number, _)) = reader.read(cell) else { continue };
        let level = (number + 0.0).to_string();
        let Some(place) = places.get(level.as_str()).and_then(|&place| found.get_mut(place)) else {
            continue;
        };
        match place {
            Some(known) => {
                mixed += usize::from(!known.is_empty());
                known.clear();
            }
            None => *place = Some(cell.to_string()),
        }
    }
    let written: Vec<String> = found.into_iter().map(Option::unwrap_or_default).collect();
    (if written.iter().all(String::is_empty) { Vec::new() } else { written }, mixed)
}

/// What is to be told of labels that are not written as they were.
pub fn note(column: &Column, target: &TargetEncoder) -> Option<String> {
    let TargetEncoder::Classes { name, levels, written: known, .. } = target else { return None };
    let form = &column.form;
    let mixed = written(levels, form).1;
    let is_lost =
        form.look == Look::Numbers && known.is_empty() && (form.leading_zeros || !form.unit.is_empty());
    match mixed {
        0 if is_lost => Some(format!(
            "The classes of '{name}' are predicted as plain numbers, without the zeros or units that some of its cells have."
        )),
        0 => None,
        1 => Some(format!(
            "One class of '{name}' is written in several ways, as 01 and 1: it is predicted as a plain number."
        )),
        _ => Some(format!(
            "{mixed} classes of '{name}' are written in several ways, as 01 and 1: they are predicted as plain numbers."
        )),
    }
}
