//! One column's role and kind, and what they mean for the network.

use super::node::{Element, Handler, button, el};
use super::shown::{short, whole};
use super::{Action, Field, PageState};
use perceptab::dataset::ColumnProposal;
use perceptab::format::{count, counted, number};
use perceptab::recipe::Role;
use perceptab::table::{ColumnSummary, Kind};

/// Kinds that a person may choose.
const KINDS: [(Kind, &str, &str); 6] = [
    (Kind::Numeric, "numeric", "numbers"),
    (Kind::Category, "category", "categories"),
    (Kind::Date, "date", "dates"),
    (Kind::Time, "time", "times of day"),
    (Kind::Text, "text", "text"),
    (Kind::Identifier, "identifier", "an identifier"),
];

/// The kind of a select's value; `None`: as detected.
pub fn kind_of(value: &str) -> Option<Kind> {
    KINDS.iter().find(|kind| kind.1 == value).map(|kind| kind.0)
}

/// The role of a select's value.
pub fn role_of(value: &str) -> Option<Role> {
    Role::ALL.into_iter().find(|role| role.id() == value)
}

/// A row below the column's own.
pub fn column_editor(state: &PageState, column: &ColumnSummary, proposal: &ColumnProposal) -> Element {
    let target = state.target().map(|target| target.name.clone()).unwrap_or_default();
    let role = state.recipe.role(proposal, &target);
    let chosen = state.recipe.question.kinds.get(&column.name).copied();
    let kind = chosen.unwrap_or(column.kind);
    let name = &column.name;
    // What is predicted has no other part in it: another column becomes the target first.
    let fits = |wanted: &Role| match role {
        Role::Target => *wanted == Role::Target,
        _ => is_possible(*wanted, column, proposal),
    };
    let roles = Role::ALL.into_iter().filter(fits);
    let roles = roles.map(|role| el("option").attr("value", role.id()).text(role_name(role)));
    let detected = format!("as detected: {}", kind_name(column.kind));
    let kinds = KINDS.iter().filter(|kind| can_be(column, kind.0));
    let kinds = kinds.map(|kind| el("option").attr("value", kind.1).text(kind.2));
    let value =
        chosen.and_then(|chosen| KINDS.iter().find(|kind| kind.0 == chosen)).map_or("", |kind| kind.1);
    let choose = |label: &'static str, field: Field, select: Element| {
        el("p")
            .child(el("label").attr("for", field.name()).text(label))
            .text(" ")
            .child(select.attr("id", field.name()).on(Handler::Chosen(field)))
    };
    let controls = el("div")
        .class("editor")
        .child(choose("Role", Field::ColumnRole, el("select").children(roles).value(role.id())))
        .child(choose(
            "Kind",
            Field::ColumnKind,
            el("select").child(el("option").attr("value", "").text(detected)).children(kinds).value(value),
        ))
        .child(el("p").class("muted").text(meaning(column, kind, role)))
        .child(el("p").class("muted small").text(figures(column)))
        .child(why(column))
        .child(
            button("Done", Action::EditColumn(None))
                .class("link")
                .attr("aria-label", format!("Done with {}", short(name))),
        )
        .child(whole(name));
    el("tr").class("editing").child(el("td").attr("colspan", "4").child(controls))
}

/// What its values are as a whole.
fn figures(column: &ColumnSummary) -> String {
    let text = |value: Option<f64>| value.map_or("–".to_string(), |value| number(value, 4));
    let distinct = counted(column.distinct, "different value");
    match column.histogram.is_empty() || matches!(column.kind, Kind::Date | Kind::Time) {
        true => format!("{distinct}."),
        false => {
            let ends = [column.min, column.mean, column.max].map(text);
            format!("{distinct}; least {}, mean {}, most {}.", ends[0], ends[1], ends[2])
        }
    }
}

fn why(column: &ColumnSummary) -> Option<Element> {
    let words = format!("Detected as {}: {}.", kind_name(column.kind), column.reason);
    (!column.reason.is_empty()).then(|| el("p").class("muted small").text(words))
}

fn is_possible(role: Role, column: &ColumnSummary, proposal: &ColumnProposal) -> bool {
    let is_number = column.min.is_some();
    match role {
        Role::Target => !proposal.tasks.is_empty(),
        Role::Weight | Role::Time => is_number,
        Role::Input | Role::LeftOut | Role::Group | Role::Split => true,
    }
}

fn can_be(column: &ColumnSummary, kind: Kind) -> bool {
    match kind {
        // A date is a number already, and words are read for theirs.
        Kind::Date | Kind::Time => column.kind == kind || column.min.is_none(),
        _ => true,
    }
}

pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Input => "input",
        Role::LeftOut => "left out",
        Role::Target => "column to predict",
        Role::Weight => "weight of the rows",
        Role::Group => "group: kept in one part",
        Role::Time => "time: the latest rows are tested on",
        Role::Split => "says train, validation or test",
    }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "numbers",
        Kind::Code => "codes",
        Kind::Category => "categories",
        Kind::Boolean => "yes or no",
        Kind::Date => "dates",
        Kind::Time => "times of day",
        Kind::Text => "text",
        Kind::Identifier => "an identifier",
        Kind::Constant => "constant",
    }
}

/// What becomes of the column, in a sentence.
fn meaning(column: &ColumnSummary, kind: Kind, role: Role) -> String {
    let missing = match column.missing {
        0 => String::new(),
        missing => format!(" {} missing.", counted(missing, "cell")),
    };
    let words = match role {
        Role::LeftOut => "The network does not see it.".to_string(),
        Role::Target => "The network learns to predict it from the inputs.".to_string(),
        Role::Weight => "A row with a 2 counts as much as two rows with a 1. It is no input.".to_string(),
        Role::Group => {
            "Rows with the same value are all trained on or all tested on, never both. It is no input."
                .to_string()
        }
        Role::Time => {
            "The test rows are the latest, so the score says how well the future is predicted.".to_string()
        }
        Role::Split => {
            "Each row's cell says its part: train, validation or test. It is no input.".to_string()
        }
        Role::Input => match kind {
            Kind::Numeric | Kind::Code => {
                "One input, brought to the scale of the others; what is missing is taken as the middle."
                    .to_string()
            }
            Kind::Category | Kind::Boolean | Kind::Text | Kind::Identifier | Kind::Constant => format!(
                "One input for each of its {} (at most 64; rarer ones share one). What training has not seen counts as other.",
                match column.distinct {
                    1 => "values".to_string(),
                    distinct => format!("{} values", count(distinct)),
                }
            ),
            Kind::Date => "Inputs for the time that has passed, the month, the day of the week and the hour."
                .to_string(),
            Kind::Time => "Two inputs that go round with the clock, so that 23:59 is near 00:00.".to_string(),
        },
    };
    words + &missing
}
