use super::node::{Element, button, el};
use super::shown::short;
use super::{Action, PageState};
use perceptab::audit::{Concern, Finding};
use perceptab::dataset::Fill;
use perceptab::format::{count, counted, number};
use perceptab::recipe::Recipe;
use perceptab::table::TableSummary;
use perceptab_conversation::session::{DataView, Export};

/// What was noticed about the table, each with what was done about it.
pub fn noticed(state: &PageState, data: &DataView) -> Option<Element> {
    list(sentences(data, &state.recipe))
}

/// Sentences as a list; nothing where there are none.
pub fn list(sentences: Vec<String>) -> Option<Element> {
    let items = sentences.into_iter().map(|sentence| el("li").text(sentence));
    (items.len() > 0).then(|| el("ul").class("noticed").children(items))
}

fn sentences(data: &DataView, recipe: &Recipe) -> Vec<String> {
    let summary = &data.summary;
    let mut sentences = Vec::new();
    // Once the table has been looked over, it is said there what they do to the score.
    let is_found = |found: &Vec<Finding>| found.iter().any(|one| one.concern == Concern::DuplicateRows);
    if summary.duplicates > 0 && !data.findings.as_ref().is_some_and(is_found) {
        let done = match (recipe.preparation.drop_duplicates, data.findings.is_some()) {
            (true, false) => "dropped before training",
            (true, true) => "kept, since so few different values make that likely",
            (false, _) if recipe.splits_by_chance() => "kept, equal rows in one part",
            (false, _) => "kept",
        };
        let verb = if summary.duplicates == 1 { "repeats" } else { "repeat" };
        sentences.push(format!("{} {verb} an earlier one: {done}.", counted(summary.duplicates, "row")));
    }
    let missing: usize = summary.columns.iter().map(|column| column.missing).sum();
    if missing > 0 {
        let columns = summary.columns.iter().filter(|column| column.missing > 0).count();
        let verb = if missing == 1 { "is" } else { "are" };
        let done = match recipe.preparation.fill {
            Fill::Mean => "a number is taken as its column's mean, a word as a category of its own",
            Fill::Median => "a number is taken as its column's median, a word as a category of its own",
        };
        sentences.push(format!(
            "{} {verb} missing, in {}: {done}.",
            counted(missing, "cell"),
            counted(columns, "column")
        ));
    }
    if let Some(share) = recipe.reading.sample {
        sentences.push(format!("A random {} % of the file's rows was read.", number(100.0 * share, 2)));
    }
    if !summary.header && !summary.columns.is_empty() {
        sentences.push("The first row holds no names: the columns are numbered.".to_string());
    }
    if !summary.encoding.is_empty() && summary.encoding != "UTF-8" {
        sentences.push(format!("The text was read as {}.", summary.encoding));
    }
    let dialect = &summary.dialect;
    match (dialect.container.as_str(), &dialect.part) {
        ("", _) => {}
        (container, Some(part)) if dialect.parts.len() > 1 => {
            let others = dialect.parts.len() - 1;
            sentences.push(format!(
                "{container}: '{}' was read, and {} not.",
                short(part),
                counted(others, "other")
            ));
        }
        (container, _) => sentences.push(format!("It was read from {container}.")),
    }
    let name = match dialect.delimiter {
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        ' ' => "spaces",
        _ => "",
    };
    if !name.is_empty() {
        let decimal = if dialect.decimal == ',' { ", with decimal commas" } else { "" };
        sentences.push(format!("Cells are parted by {name}{decimal}."));
    }
    sentences
}

/// Every cell that was not taken as it stood, to keep.
pub fn changes() -> Element {
    el("p").child(button("All changes to cells (CSV)", Action::Export(Export::Ledger)).class("link"))
}

/// Cells that were not taken as they stood.
pub fn warnings(summary: &TableSummary) -> Option<Element> {
    if summary.n_warnings == 0 {
        return None;
    }
    let items = summary.warnings.iter().map(|warning| {
        let place = match warning.column.is_empty() {
            true => format!("Row {}", count(warning.row)),
            false => format!("Row {}, {}", count(warning.row), short(&warning.column)),
        };
        el("li").child(el("b").text(place)).text(" ").text(warning.message.clone())
    });
    let more = summary.n_warnings.saturating_sub(summary.warnings.len());
    let more = (more > 0).then(|| el("p").class("muted").text(format!("and {} more", count(more))));
    Some(
        el("details")
            .flag("open", summary.n_warnings <= 3)
            .child(el("summary").text(counted(summary.n_warnings, "warning")))
            .child(
                el("ul")
                    .class("warnings scroll")
                    .attr("tabindex", "0")
                    .attr("aria-label", "Warnings")
                    .children(items),
            )
            .child(more),
    )
}
