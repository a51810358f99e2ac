use std::sync::Arc;

use leptos::prelude::*;

use super::histogram::Histogram;
use super::the_page;
use crate::dataset::ColumnProposal;
use crate::session::DataView;
use crate::session::format::{count, counted, number};
use crate::table::{ColumnSummary, Kind};

/// So many columns are shown before a person asks for all.
const FEW: usize = 100;

/// Every column: whether it is used, its name, kind and values; the figures on demand.
#[component]
pub fn ColumnTable() -> impl IntoView {
    let page = the_page();
    let figures = RwSignal::new(false);
    let all = RwSignal::new(false);
    let n_columns =
        Memo::new(move |_| page.data.with(|data| data.as_ref().map_or(0, |data| data.summary.columns.len())));
    let rows = move || {
        let shown = if all.get() { usize::MAX } else { FEW };
        page.data.with(|data| data.as_ref().map(|data| rows_of(data, shown)))
    };
    view! {
        <div class="columns-head">
            <h3>"Columns"</h3>
            <button type="button" class="link" aria-pressed=move || figures.get().to_string() on:click=move |_| figures.update(|on| *on = !*on)>
                "Show figures"
            </button>
        </div>
        <div class="scroll columns" class:figures=move || figures.get() tabindex="0" role="group" aria-label="Columns">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"Used"</th>
                        <th scope="col">"Column"</th>
                        <th scope="col">"Values"</th>
                        <th scope="col" class="figure">"Missing"</th>
                        <th scope="col" class="figure">"Distinct"</th>
                        <th scope="col" class="figure">"Least"</th>
                        <th scope="col" class="figure">"Mean"</th>
                        <th scope="col" class="figure">"Most"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Show when=move || { n_columns.get() > FEW && !all.get() }>
            <button type="button" class="link" on:click=move |_| all.set(true)>
                {move || format!("Show all {}", counted(n_columns.get(), "column"))}
            </button>
        </Show>
    }
}

fn rows_of(data: &Arc<DataView>, shown: usize) -> impl IntoView + use<> {
    let columns = data.summary.columns.iter().zip(&data.proposal.columns).take(shown);
    columns.map(|(column, proposal)| row(column, proposal.clone())).collect_view()
}

fn row(column: &ColumnSummary, proposal: ColumnProposal) -> impl IntoView + use<> {
    let page = the_page();
    let name = column.name.clone();
    let is_target = {
        let name = name.clone();
        Memo::new(move |_| {
            page.target.with(|target| target.as_ref().is_some_and(|target| target.name == name))
        })
    };
    let proposed = proposal.used;
    let used = {
        let name = name.clone();
        Memo::new(move |_| page.recipe.with(|recipe| recipe.columns.get(&name).copied()).unwrap_or(proposed))
    };
    let switch = {
        let name = name.clone();
        move |on: bool| {
            page.recipe.update(|recipe| {
                if on == proposed {
                    recipe.columns.remove(&name);
                } else {
                    recipe.columns.insert(name.clone(), on);
                }
            });
        }
    };
    let reason = (!proposal.reason.is_empty()).then(|| proposal.reason.clone());
    let kind = kind_in_words(column);
    // "Text: too many different values …" says the kind already.
    let said = proposal.reason.to_lowercase().starts_with(&kind.to_lowercase());
    let label = format!("Use {name}");
    let box_or_word = move || {
        if is_target.get() {
            return view! { <span class="is-target">"target"</span> }.into_any();
        }
        let (switch, label) = (switch.clone(), label.clone());
        view! {
            <input type="checkbox" aria-label=label prop:checked=used on:change=move |event| switch(event_target_checked(&event)) />
        }
        .into_any()
    };
    let optional = |value: Option<f64>| value.map(|value| number(value, 4)).unwrap_or_default();
    view! {
        <tr class:target=is_target class:unused=move || !used.get() && !is_target.get()>
            <td>{box_or_word}</td>
            <th scope="row">
                <span class="name" title=name.clone()>{name.clone()}</span>
                <span class="kind" hidden=said>{kind}</span>
                {reason.map(|reason| view! { <span class="reason" hidden=is_target>{reason}</span> })}
            </th>
            <td>{values(column)}</td>
            <td class="figure">{count(column.missing)}</td>
            <td class="figure">{count(column.distinct)}</td>
            <td class="figure">{optional(column.min)}</td>
            <td class="figure">{optional(column.mean)}</td>
            <td class="figure">{optional(column.max)}</td>
        </tr>
    }
}

fn kind_in_words(column: &ColumnSummary) -> String {
    let kind = match column.kind {
        Kind::Numeric if column.whole => "whole numbers",
        Kind::Numeric => "numbers",
        Kind::Category => "category",
        Kind::Boolean => "yes or no",
        Kind::Date => "date",
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
fn values(column: &ColumnSummary) -> AnyView {
    if !column.histogram.is_empty() {
        let (least, most) = (column.min.unwrap_or_default(), column.max.unwrap_or_default());
        let label = format!("{} from {} to {}", column.name, number(least, 4), number(most, 4));
        return view! { <Histogram counts=column.histogram.clone() label=label /> }.into_any();
    }
    let common =
        column.commonest.iter().take(3).map(|(value, _)| value.as_str()).collect::<Vec<_>>().join(", ");
    let more = if column.distinct > 3 { ", …" } else { "" };
    view! { <span class="common" title=common.clone()>{format!("{common}{more}")}</span> }.into_any()
}
