use leptos::prelude::*;

use super::column_table::ColumnTable;
use super::message::Message;
use super::noticed::{FirstRows, Noticed, Warnings};
use super::pick::PickFile;
use super::reading::ReadingProgress;
use super::the_page;
use crate::dataset::Task;
use crate::session::{Place, Sample, format};

/// What the file picker shows first.
pub const TABLES: &str = ".csv,.tsv,.txt,.json,text/csv,text/plain,application/json";

const SAMPLES: [(Sample, &str, &str); 3] = [
    (Sample::Songs, "Songs", "popularity of 15,000 invented songs"),
    (Sample::Penguins, "Penguins", "species of 344 real penguins"),
    (Sample::Diamonds, "Diamonds", "price of 10,000 real diamonds"),
];

#[component]
pub fn DataPart() -> impl IntoView {
    let page = the_page();
    let has_data = Memo::new(move |_| page.data.with(Option::is_some));
    view! {
        <section class="part data" aria-labelledby="data-title">
            <h2 id="data-title"><span class="number" aria-hidden="true">"1"</span>"Data"</h2>
            <Message places=&[Place::File] />
            <ReadingProgress />
            <Show when=move || has_data.get() fallback=EmptyData>
                <FileFacts />
                <Choice />
                <Noticed />
                <ColumnTable />
                <FirstRows />
                <Warnings />
            </Show>
        </section>
    }
}

/// The same words stand in the static shell of `index.html`.
#[component]
fn EmptyData() -> impl IntoView {
    let page = the_page();
    let samples = SAMPLES.map(|(sample, name, about)| {
        let id = format!("about-{}", name.to_lowercase());
        view! {
            <li>
                <button type="button" aria-describedby=id.clone() on:click=move |_| page.open_sample(sample)>{name}</button>
                <span id=id>{about}</span>
            </li>
        }
    });
    view! {
        <div class="drop">
            <p class="big">"Drop a CSV anywhere"</p>
            <p class="muted">"or " <PickFile label="open a file" accept=TABLES class="link" take=move |file| page.open(file) /></p>
        </div>
        <h3>"Try it with a sample"</h3>
        <ul class="samples">{samples}</ul>
    }
}

#[component]
fn FileFacts() -> impl IntoView {
    let page = the_page();
    let facts = move || {
        page.data.with(|data| {
            data.as_ref().map(|data| {
                let summary = &data.summary;
                let numbers = format!(
                    "{} · {} · {}",
                    format::counted(summary.rows, "row"),
                    format::counted(summary.columns.len(), "column"),
                    format::size(summary.bytes)
                );
                (summary.name.clone(), numbers)
            })
        })
    };
    let samples = SAMPLES.map(|(sample, name, _)| {
        view! { <button type="button" class="link" on:click=move |_| page.open_sample(sample)>{name}</button> }
    });
    view! {
        <div class="file">
            {move || facts().map(|(name, numbers)| view! { <h3 class="file-name">{name}</h3> <p class="numbers">{numbers}</p> })}
            <p class="others">
                <PickFile label="Choose another CSV" accept=TABLES class="link" take=move |file| page.open(file) />
                {samples}
            </p>
        </div>
    }
}

/// The target and the task.
#[component]
fn Choice() -> impl IntoView {
    let page = the_page();
    let target = move || page.target.with(|target| target.as_ref().map(|target| target.name.clone()));
    let options = move || {
        page.data.with(|data| {
            let columns =
                data.iter().flat_map(|data| &data.proposal.columns).filter(|column| !column.tasks.is_empty());
            columns
                .map(|column| {
                    let name = column.name.clone();
                    let selected = target().as_deref() == Some(&name);
                    view! { <option value=name.clone() selected=selected>{name.clone()}</option> }
                })
                .collect_view()
        })
    };
    let choose = move |event| {
        page.recipe.update(|recipe| {
            recipe.target = Some(event_target_value(&event));
            recipe.task = None;
        });
    };
    let task = move |task: Task, label: &'static str, about: &'static str| {
        let allowed = move || {
            page.target.with(|target| target.as_ref().is_some_and(|target| target.tasks.contains(&task)))
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="task"
                    prop:checked=move || page.task.get() == Some(task)
                    prop:disabled=move || !allowed()
                    on:change=move |_| page.recipe.update(|recipe| recipe.task = Some(task))
                />
                <span>{label}</span>
                <span class="muted">{about}</span>
            </label>
        }
    };
    view! {
        <div class="choose">
            <label for="target">"Column to predict"</label>
            <select id="target" on:change=choose>{options}</select>
        </div>
        <fieldset class="tasks">
            <legend class="visually-hidden">"Task"</legend>
            {task(Task::Regression, "Regression", "predict a number")}
            {task(Task::Classification, "Classification", "predict one of its values")}
        </fieldset>
    }
}
