use leptos::prelude::*;

use super::message::Message;
use super::pick::PickFile;
use super::the_page;
use crate::dataset::Task;
use crate::model::ModelSummary;
use crate::session::format::{count, counted};
use crate::session::{Export, Place, Prediction};

/// The model that is at hand, and rows for it to predict.
#[component]
pub fn ModelCard() -> impl IntoView {
    let page = the_page();
    let model = Memo::new(move |_| page.view.with(|view| view.model.clone()));
    let file = Memo::new(move |_| page.view.with(|view| view.model_file.clone()));
    let prediction = Memo::new(move |_| page.view.with(|view| view.prediction.clone()));
    move || {
        model.get().map(|model| {
            let title = file.get().map_or("Trained model".to_string(), |file| format!("Model of {file}"));
            view! {
                <div class="model">
                    <h3>{title}</h3>
                    <p>{sentence(&model)}</p>
                    <p class="muted small">"A CSV to predict needs: " {model.inputs.join(", ")} "."</p>
                    <Message places=&[Place::NewRows] />
                    <p class="actions">
                        <PickFile
                            label="Predict rows of a CSV"
                            accept=".csv,.tsv,.txt,text/csv,text/plain"
                            take=move |file| page.predict(file)
                        />
                        <button type="button" class="quiet" on:click=move |_| page.drop_model()>"Put model away"</button>
                    </p>
                    {move || prediction.get().map(|prediction| view! { <Predicted prediction=prediction target=model.target.clone() /> })}
                </div>
            }
        })
    }
}

fn sentence(model: &ModelSummary) -> String {
    let widths: Vec<String> = model.widths.iter().map(|width| count(*width)).collect();
    let task = match model.task {
        Task::Regression => "Predicts the number",
        Task::Classification => "Predicts the class",
    };
    format!(
        "{task} {} with {} neurons ({}) after {}.",
        model.target,
        widths.join(" → "),
        counted(model.parameters, "parameter"),
        counted(model.epochs, "epoch")
    )
}

#[component]
fn Predicted(prediction: Prediction, target: String) -> impl IntoView {
    let page = the_page();
    let rows = prediction.first.iter().map(|(row, value)| {
        view! { <tr><th scope="row">{count(*row)}</th><td>{value.clone()}</td></tr> }
    });
    let notes = prediction.notes.iter().map(|note| view! { <li>{note.clone()}</li> });
    view! {
        <p>{counted(prediction.rows, "row")} " of " <b>{prediction.file.clone()}</b> " predicted. " {prediction.score.clone()}</p>
        <ul class="noticed">{notes.collect_view()}</ul>
        <div class="scroll predicted" tabindex="0" role="group" aria-label="First predictions">
            <table>
                <thead><tr><th scope="col">"Row"</th><th scope="col">"Predicted " {target}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <button type="button" on:click=move |_| page.export(Export::NewPredictions)>"New predictions (CSV)"</button>
    }
}
