use super::column_editor::column_editor;
use super::histogram::histogram;
use super::node::{Element, Handler, button, el};
use super::shown::{named, short};
use super::{Action, Field, PageState, Switch};
use perceptab::dataset::ColumnProposal;
use perceptab::format::{count, counted, number};
use perceptab::recipe::Role;
use perceptab::table::{ColumnSummary, Kind};
use perceptab_conversation::session::DataView;

/// So many rows are made at a time, and the height of one in CSS pixels (style.css).
const WINDOW: usize = 80;
pub const ROW: usize = 28;

/// Whether a name has these letters in it, in capitals or not. (The library's search for texts would be downloaded for this alone.)
fn holds(name: &str, wanted: &str) -> bool {
    let mut parts = name.as_bytes().windows(wanted.len().max(1));
    wanted.is_empty() || parts.any(|part| part.eq_ignore_ascii_case(wanted.as_bytes()))
}

/// Every column on a line: whether it is used, its name, kind and values. Of many only those near the ones in sight are made.
pub fn column_table(state: &PageState, data: &DataView) -> [Element; 2] {
    let target = state.target().map(|target| target.name.as_str());
    let is_found = |column: &&ColumnSummary| holds(&column.name, &state.search);
    let found = data.summary.columns.iter().filter(is_found).count();
    // Whole windows, so that scrolling a little makes nothing anew.
    let first = (state.first_column / (WINDOW / 4) * (WINDOW / 4)).saturating_sub(WINDOW / 4);
    let columns = data.summary.columns.iter().zip(&data.proposal.columns);
    let shown = columns.filter(|(column, _)| is_found(column)).skip(first).take(WINDOW);
    let mut rows = vec![space(first)];
    for (column, proposal) in shown {
        rows.push(row(state, column, proposal, target == Some(&column.name)));
        if state.edited.as_ref() == Some(&column.name) {
            rows.push(column_editor(state, column, proposal));
        }
    }
    rows.push(space(found.saturating_sub(first + WINDOW)));
    let head = ["Used", "Column", "Values", "Change"].map(|name| el("th").attr("scope", "col").text(name));
    let search = el("input")
        .attr("type", "text")
        .attr("id", Field::Search.name())
        .attr("placeholder", "Search")
        .attr("aria-label", "Search the columns")
        .on(Handler::Typed(Field::Search))
        .value(state.search.clone());
    let n_columns = counted(data.summary.columns.len(), "column");
    let title = el("div").class("columns-head").child(el("h3").text(n_columns)).child(search);
    let table = el("table")
        .child(el("thead").class("visually-hidden").child(el("tr").children(head)))
        .child(el("tbody").children(rows));
    [title, scroll("scroll columns", "Columns").on(Handler::ColumnsScrolled).child(table)]
}

/// Takes the place of rows that are not made.
fn space(rows: usize) -> Element {
    let cell = el("td").attr("colspan", "4").attr("height", (rows * ROW).to_string());
    el("tr").class("space").flag("hidden", rows == 0).attr("aria-hidden", "true").child(cell)
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
    let missing = match column.missing {
        0 => String::new(),
        missing => format!(" · {} missing", count(missing)),
    };
    let kind = kind_in_words(column, chosen) + &missing;
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
        .then(|| el("span").class("visually-hidden").flag("hidden", is_target).text(proposal.reason.clone()));
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
                .child(reason),
        )
        .child(el("td").child(values(column)))
        .child(el("td").child(edit(state, name)))
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

impl PageState {
    /// Opens the editor of a column, and has it among those that are made.
    pub(super) fn find_column(&mut self, name: String) {
        let columns = self.view.data.iter().flat_map(|data| &data.summary.columns);
        self.search.clear();
        self.first_column = columns.take_while(|column| column.name != name).count();
        self.edited = Some(name);
    }
}

/// `chosen`: what a person takes it as.
pub fn kind_in_words(column: &ColumnSummary, chosen: Option<Kind>) -> String {
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
    kind.to_string()
}

/// A histogram of numbers, or the commonest words.
pub fn values(column: &ColumnSummary) -> Element {
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
