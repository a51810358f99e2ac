//! How the file was taken apart, and what a person sets against it.

use super::node::{Element, Handler, button, el};
use super::{Action, Field, Fold, PageState};
use perceptab::recipe::{NO_MARK, ReadSetting, settings};
use perceptab::table::{ReadSettings, TableSummary};
use perceptab_conversation::session::DataView;

/// The id of its control.
fn id(setting: &ReadSetting) -> String {
    format!("read-{}", setting.flag())
}

/// What the file was read with.
fn used(setting: &ReadSetting, summary: &TableSummary) -> String {
    let dialect = &summary.dialect;
    let mark = |mark: Option<char>| mark.map_or(NO_MARK.to_string(), String::from);
    match setting.name {
        "part" => dialect.part.clone().unwrap_or_default(),
        "encoding" => summary.encoding.clone(),
        "delimiter" => dialect.delimiter.to_string(),
        "quote" => mark(dialect.quote),
        "decimal" => dialect.decimal.to_string(),
        "header" => if summary.header { "yes" } else { "no" }.to_string(),
        "comment" => mark(dialect.comment),
        _ => String::new(),
    }
}

/// Whether the file has something of it to set.
fn applies(setting: &ReadSetting, summary: &TableSummary) -> bool {
    let is_text = summary.dialect.delimiter != '\0';
    match setting.name {
        "part" => summary.dialect.parts.len() > 1,
        "missing" | "not_missing" => true,
        "decimal" => is_text || summary.dialect.container == "JSON lines",
        // Offered where a file is too large.
        "sample" => false,
        _ => is_text,
    }
}

/// Folded: what was detected, each with a way to set it, and the rows that come of it.
pub fn reading_part(state: &PageState, data: &DataView) -> Element {
    let details = el("details")
        .class("how-read")
        .on(Handler::Opened(Fold::Reading))
        .child(el("summary").text("How the file was read"));
    if state.reading_listed { details.children(listed(state, &data.summary)) } else { details }
}

fn listed(state: &PageState, summary: &TableSummary) -> Vec<Element> {
    let settings = &state.recipe.reading;
    let rows = ReadSetting::all()
        .filter(|setting| applies(setting, summary))
        .map(|setting| row(settings, summary, setting));
    let anew = (*settings != ReadSettings::default())
        .then(|| button("Detect everything again", Action::ReadAsDetected).class("link"));
    let problem = el("p")
        .class("problem")
        .attr("id", "read-problem")
        .attr("aria-live", "polite")
        .text(state.read_problem.map_or(String::new(), |needs| format!("Write {needs}.")));
    let mut parts = vec![el("div").class("settings reading-settings").children(rows), problem];
    parts.extend(anew.map(|anew| el("p").child(anew)));
    parts
}

fn row(settings: &ReadSettings, summary: &TableSummary, setting: &'static ReadSetting) -> Element {
    let id = id(setting);
    let value = setting.text(settings);
    let control = match (setting.names, setting == &settings::PART) {
        (_, true) => {
            let options = summary.dialect.parts.iter().map(|part| option(part.clone(), part.clone()));
            el("select").children(options).value(used(setting, summary))
        }
        ([], _) => el("input")
            .attr("type", "text")
            .attr("placeholder", setting.hint)
            .attr("aria-describedby", "read-problem")
            .value(value.clone()),
        (names, _) => {
            let detected = match value.is_empty() {
                true => format!("automatic: {}", setting.shown(&used(setting, summary))),
                false => "automatic".to_string(),
            };
            let options = names.iter().map(|(value, name)| option(*value, *name));
            el("select").child(option("", detected)).children(options).value(value.clone())
        }
    };
    let label = match summary.dialect.container == "ZIP" && setting == &settings::PART {
        true => "File in the archive",
        false => setting.label,
    };
    let class = if value.is_empty() { "row" } else { "row changed" };
    let control = control.attr("id", id.clone()).on(Handler::Chosen(Field::Reading(setting)));
    el("div")
        .class(class)
        .child(el("label").attr("for", id).text(label))
        .child(el("span").class("control").child(control))
}

fn option(
    value: impl Into<std::borrow::Cow<'static, str>>,
    name: impl Into<std::borrow::Cow<'static, str>>,
) -> Element {
    el("option").attr("value", value).text(name)
}
