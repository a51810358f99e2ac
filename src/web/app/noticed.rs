use leptos::prelude::*;

use super::the_page;
use crate::session::format::{count, counted};
use crate::table::TableSummary;

/// What was noticed about the table, each with what was done about it.
#[component]
pub fn Noticed() -> impl IntoView {
    let page = the_page();
    let sentences = Memo::new(move |_| {
        let drops = page.recipe.with(|recipe| recipe.drop_duplicates);
        page.data.with(|data| data.as_ref().map(|data| sentences(&data.summary, drops)).unwrap_or_default())
    });
    move || {
        let sentences = sentences.get();
        (!sentences.is_empty()).then(|| {
            let items = sentences.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
            view! { <ul class="noticed">{items}</ul> }
        })
    }
}

fn sentences(summary: &TableSummary, drops_duplicates: bool) -> Vec<String> {
    let mut sentences = Vec::new();
    if summary.duplicates > 0 {
        let done = if drops_duplicates { "dropped before training" } else { "kept, as set" };
        let verb = if summary.duplicates == 1 { "repeats" } else { "repeat" };
        sentences.push(format!("{} {verb} an earlier one: {done}.", counted(summary.duplicates, "row")));
    }
    let missing: usize = summary.columns.iter().map(|column| column.missing).sum();
    if missing > 0 {
        let columns = summary.columns.iter().filter(|column| column.missing > 0).count();
        let verb = if missing == 1 { "is" } else { "are" };
        let done = "a number is taken as its column's mean, a word as a category of its own";
        sentences.push(format!(
            "{} {verb} missing, in {}: {done}.",
            counted(missing, "cell"),
            counted(columns, "column")
        ));
    }
    if !summary.header && !summary.columns.is_empty() {
        sentences.push("The first row holds no names: the columns are numbered.".to_string());
    }
    if !summary.encoding.is_empty() && summary.encoding != "UTF-8" {
        sentences.push(format!("The text was read as {}.", summary.encoding));
    }
    let name = match summary.dialect.delimiter {
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => "",
    };
    if !name.is_empty() {
        let decimal = if summary.dialect.decimal == ',' { ", with decimal commas" } else { "" };
        sentences.push(format!("Cells are parted by {name}{decimal}."));
    }
    sentences
}

/// The first rows, as they were read.
#[component]
pub fn FirstRows() -> impl IntoView {
    let page = the_page();
    let table = move || {
        page.data.with(|data| {
            data.as_ref().map(|data| {
                let summary = &data.summary;
                let names = summary.columns.iter().map(|column| view! { <th scope="col">{column.name.clone()}</th> });
                let rows = summary.first_rows.iter().map(|row| {
                    let cells = row.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view();
                    view! { <tr>{cells}</tr> }
                });
                view! {
                    <table><thead><tr>{names.collect_view()}</tr></thead><tbody>{rows.collect_view()}</tbody></table>
                }
            })
        })
    };
    view! {
        <details>
            <summary>"First rows"</summary>
            <div class="scroll" tabindex="0" role="group" aria-label="First rows">{table}</div>
        </details>
    }
}

/// Cells that were not taken as they stood.
#[component]
pub fn Warnings() -> impl IntoView {
    let page = the_page();
    move || {
        page.data.with(|data| {
            let summary = &data.as_ref()?.summary;
            let items = summary.warnings.iter().map(|warning| {
                let place = match warning.column.is_empty() {
                    true => format!("Row {}", count(warning.row)),
                    false => format!("Row {}, {}", count(warning.row), warning.column),
                };
                view! { <li><b>{place}</b> " " {warning.message.clone()}</li> }
            });
            let more = summary.n_warnings.saturating_sub(summary.warnings.len());
            (summary.n_warnings > 0).then(|| {
                view! {
                    <details open=summary.n_warnings <= 3>
                        <summary>{counted(summary.n_warnings, "warning")}</summary>
                        <ul class="warnings scroll" tabindex="0" aria-label="Warnings">{items.collect_view()}</ul>
                        {(more > 0).then(|| view! { <p class="muted">"and " {count(more)} " more"</p> })}
                    </details>
                }
            })
        })
    }
}
