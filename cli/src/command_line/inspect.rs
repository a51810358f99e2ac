use perceptab::audit::Finding;
use perceptab::dataset::Proposal;
use perceptab::format::{count, counted, number};
use perceptab::recipe::Recipe;
use perceptab::table::{ColumnSummary, Dialect, Kind, TableSummary};
use perceptab_conversation::session::{Command, Event, Export, Purpose};
use serde::Serialize;
use serde_json::json;

use super::arguments::InspectWish;
use super::driver::{Driver, file_name};
use super::output::Outputs;
use super::table_options::check;
use super::text::{aligned, short};
use super::{Failure, print, print_json};

const WARNINGS_SHOWN: usize = 20;

/// `perceptab inspect FILE …`: read as the page reads it, and looked over as the page does.
pub fn inspect(wish: &InspectWish) -> Result<(), Failure> {
    let name = file_name(&wish.file);
    let mut outputs = Outputs::beside([wish.file.as_path()])?;
    let changes = wish.changes.as_ref().map(|path| outputs.claim(path, "--changes")).transpose()?;
    let mut recipe = Recipe::default().with(|it| it.question.target = wish.target.clone());
    wish.table.apply(&mut recipe)?;
    let mut driver = Driver::for_looking();
    driver.tell(Command::ReadAs(Box::new(recipe.reading.clone())))?;
    let (mut summary, proposal) = match driver.read(Purpose::Open, &wish.file, name)? {
        Event::TableRead { summary, proposal } => (*summary, *proposal),
        _ => {
            let name = wish.file.display();
            return Err(Failure::Failed(format!(
                "'{name}' is a recipe or a model, not a table. Give a CSV."
            )));
        }
    };
    check(&recipe, &proposal)?;
    summary.warnings = driver.warnings();
    let mut findings = Vec::new();
    for event in driver.tell(Command::Audit { recipe: Box::new(recipe) })? {
        if let Event::Audited(found) = event {
            findings = *found;
        }
    }
    let saved = match &changes {
        Some(place) => driver.export(Export::Ledger).and_then(|ledger| place.write(&ledger)),
        None => Ok(()),
    };
    let inspected = Inspected { summary: &summary, proposal: &proposal, audit: &findings };
    if wish.json {
        print_json(&inspected)?;
    } else {
        print(&as_text(&inspected))?;
    }
    saved
}

/// What `--json` prints: the summary with every warning that was kept, what the table proposes, and the audit.
#[derive(Serialize)]
struct Inspected<'a> {
    #[serde(flatten)]
    summary: &'a TableSummary,
    proposal: &'a Proposal,
    audit: &'a [Finding],
}

fn as_text(inspected: &Inspected) -> String {
    let Inspected { summary, audit, .. } = inspected;
    let mut text = format!(
        "{}: {}, {}, {}\n{}, decimal mark '{}', {}\n\n",
        summary.name,
        counted(summary.rows, "row"),
        counted(summary.columns.len(), "column"),
        counted(summary.duplicates, "repeated row"),
        form(summary),
        summary.dialect.decimal,
        if summary.header { "names in the first row" } else { "no names: they were made up" },
    );
    let head = ["column", "kind", "missing", "distinct", "values"].map(String::from).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(summary.columns.iter().map(column)).collect();
    text += &aligned(&rows, &[2, 3]);
    text += &warnings(summary);
    for finding in audit.iter() {
        text += &format!("\n* {}\n", finding.sentence);
    }
    text
}

/// How cells stand in the file; what has no delimiters is told by its name.
fn form(summary: &TableSummary) -> String {
    let Dialect { delimiter, container, part, .. } = &summary.dialect;
    let inside = match (container.as_str(), part) {
        ("", _) => String::new(),
        (container, None) => format!("{container}, "),
        (container, Some(part)) => format!("{container} ('{}'), ", short(part, 40)),
    };
    match delimiter {
        '\0' => format!("{inside}{}", summary.encoding),
        '\t' => format!("{inside}{}, delimiter tab", summary.encoding),
        delimiter => format!("{inside}{}, delimiter '{delimiter}'", summary.encoding),
    }
}

fn column(column: &ColumnSummary) -> Vec<String> {
    let values = match (column.kind, column.min, column.max, column.mean) {
        (Kind::Numeric, Some(min), Some(max), Some(mean)) => {
            format!("{} to {}, mean {}", number(min, 4), number(max, 4), number(mean, 4))
        }
        (Kind::Category | Kind::Boolean | Kind::Constant, ..) if !column.commonest.is_empty() => {
            let commonest =
                column.commonest.iter().map(|(value, n)| format!("{} ({})", short(value, 20), count(*n)));
            let more = if column.distinct > column.commonest.len() { ", …" } else { "" };
            commonest.collect::<Vec<_>>().join(", ") + more
        }
        _ => column.reason.clone(),
    };
    let kind = json!(column.kind).as_str().unwrap_or_default().to_string();
    vec![short(&column.name, 32), kind, count(column.missing), count(column.distinct), values]
}

fn warnings(summary: &TableSummary) -> String {
    if summary.n_warnings == 0 {
        return String::new();
    }
    let mut text = format!("\n{}:\n", counted(summary.n_warnings, "warning"));
    for warning in summary.warnings.iter().take(WARNINGS_SHOWN) {
        text += &format!("  {}\n", warning.message);
    }
    if summary.n_warnings > WARNINGS_SHOWN {
        text += &format!("  … and {} more (--json lists them)\n", count(summary.n_warnings - WARNINGS_SHOWN));
    }
    text
}
