use super::column_editor::column_editor;
use super::histogram::histogram;
use super::node::{Element, Handler, button, el};
use super::shown::{named, short};
use super::{Action, PageState, Switch};
use perceptab::dataset::ColumnProposal;
use perceptab::format::{count, counted, number};
use perceptab::recipe::Role;
use perceptab::table::{ColumnSummary, Kind};
use perceptab_conversation::session::DataView;

/// So many columns are shown before a person asks for all.
const FEW: usize = 100;

/// Every column: whether it is used, its name, kind and values; the figures on demand.
pub fn column_table(state: &PageState, data: &DataView) -> [Option<Element>; 3] {
    let shown = if state.all_columns { usize::MAX } else { FEW };
    let target = state.target().map(|target| target.name.as_str());
    let columns = data.summary.columns.iter().zip(&data.proposal.columns).take(shown);
    let mut rows = Vec::new();
    for (column, proposal) in columns {
        rows.push(row(state, column, proposal, target == Some(&column.name)));
        if state.edited.as_ref() == Some(&column.name) {
            rows.push(column_editor(state, column, proposal));
        }
    }
    let head = [("Used", ""), ("Column", ""), ("Values", "")]
        .into_iter()
        .chain(["Missing", "Distinct", "Least", "Mean", "Most"].map(|name| (name, "figure")));
    let head = head.map(|(name, class)| el("th").attr("scope", "col").class(class).text(name));
    let pressed = if state.figures { "true" } else { "false" };
    let title = el("div")
        .class("columns-head")
        .child(el("h3").text("Columns"))
        .child(button("Show figures", Action::Figures).class("link").attr("aria-pressed", pressed));
    let table =
        el("table").child(el("thead").child(el("tr").children(head))).child(el("tbody").children(rows));
    let class = if state.figures { "scroll columns figures" } else { "scroll columns" };
    let n_columns = data.summary.columns.len();
    let all = (n_columns > shown).then(|| {
        button(format!("Show all {}", counted(n_columns, "column")), Action::AllColumns).class("link")
    });
    [Some(title), Some(scroll(class, "Columns").child(table)), all]
}

/// A box that scrolls by itself, for the keyboard too.
pub fn scroll(class: &'static str, label: &'static str) -> Element {
    el("div").class(class).attr("tabindex", "0").attr("role", "group").attr("aria-label", label)
}

fn row(state: &PageState, column: &ColumnSummary, proposal: &ColumnProposal, is_target: bool) -> Element {
    let name = &column.name;
    let recipe = &state.recipe;
    let role = recipe.role(proposal, state.target().map_or("", |target| &target.name));
    let used = recipe.is_input(proposal, state.target().map_or("", |target| &target.name));
    let chosen = recipe.question.kinds.get(name).copied();
    let kind = kind_in_words(column, chosen);
    // "Text: too many different values …" says the kind already.
    let said = proposal.reason.to_ascii_lowercase().starts_with(&kind.to_ascii_lowercase());
    let mark = match role {
        Role::Target => "target",
        Role::Weight => "weight",
        Role::Group => "group",
        Role::Split => "split",
        _ => "",
    };
    let used_or_target = if !mark.is_empty() {
        el("span").class("is-target").text(mark)
    } else {
        el("input")
            .attr("type", "checkbox")
            .attr("aria-label", format!("Use {}", short(name)))
            .checked(used)
            .on(Handler::Switched(Switch::Column(name.clone())))
    };
    let reason = (!proposal.reason.is_empty() && chosen.is_none())
        .then(|| el("span").class("reason").flag("hidden", is_target).text(proposal.reason.clone()));
    let optional = |value: Option<f64>| value.map(|value| number(value, 4)).unwrap_or_default();
    let figures = [
        count(column.missing),
        count(column.distinct),
        optional(column.min),
        optional(column.mean),
        optional(column.max),
    ];
    let class = match (is_target, used) {
        (true, _) => "target",
        (false, false) => "unused",
        (false, true) => "",
    };
    el("tr")
        .class(class)
        .child(el("td").child(used_or_target))
        .child(
            el("th")
                .attr("scope", "row")
                .child(el("span").class("name").attr("title", name.clone()).child(named(name)))
                .text(" ")
                .child(el("span").class("kind").flag("hidden", said).text(kind))
                .text(" ")
                .child(reason)
                .text(" ")
                .child(edit(state, name)),
        )
        .child(el("td").child(values(column)))
        .children(figures.map(|figure| el("td").class("figure").text(figure)))
}

/// Opens the editor below, and closes it.
fn edit(state: &PageState, name: &str) -> Element {
    let open = state.edited.as_deref() == Some(name);
    let next = if open { None } else { Some(name.to_string()) };
    button("Change", Action::EditColumn(next))
        .class("link small")
        .attr("aria-label", format!("Change {}", short(name)))
        .attr("aria-expanded", if open { "true" } else { "false" })
}

/// `chosen`: what a person takes it as.
fn kind_in_words(column: &ColumnSummary, chosen: Option<Kind>) -> String {
    let kind = match chosen.unwrap_or(column.kind) {
        Kind::Numeric if column.whole => "whole numbers",
        Kind::Numeric => "numbers",
        Kind::Category => "category",
        Kind::Boolean => "yes or no",
        Kind::Code => "codes",
        Kind::Date => "date",
        Kind::Time => "time of day",
        Kind::Text => "text",
        Kind::Identifier => "identifier",
        Kind::Constant => "constant",
    };
    match column.missing {
        0 => kind.to_string(),
        missing => format!("{kind} · {} missing", count(missing)),
    }
}

/// A histogram of numbers, or the commonest words.
fn values(column: &ColumnSummary) -> Element {
    if !column.histogram.is_empty() {
        let (least, most) = (column.min.unwrap_or_default(), column.max.unwrap_or_default());
        let label = format!("{} from {} to {}", short(&column.name), number(least, 4), number(most, 4));
        return histogram(&column.histogram, label);
    }
    let common =
        column.commonest.iter().take(3).map(|(value, _)| short(value)).collect::<Vec<_>>().join(", ");
    let more = if column.distinct > 3 { ", …" } else { "" };
    el("span").class("common").attr("title", common.clone()).text(format!("{common}{more}"))
}
