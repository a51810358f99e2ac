use leptos::prelude::*;

use super::the_page;
use crate::session::format::{count, counted};
use crate::session::{Outcome, RunFacts, Setting};

/// What came of a run that did not simply finish.
#[component]
pub fn OutcomeNote() -> impl IntoView {
    let page = the_page();
    let outcome =
        Memo::new(move |_| page.view.with(|view| view.run.as_ref().and_then(|run| run.outcome.clone())));
    move || match outcome.get() {
        None | Some(Outcome::Finished) => None,
        Some(Outcome::Stopped { epoch }) => {
            Some(view! { <p class="muted">"Stopped after epoch " {count(epoch)} "."</p> }.into_any())
        }
        Some(Outcome::Diverged { try_learning_rate, message, .. }) => {
            let rate = try_learning_rate.to_string();
            let apply = {
                let rate = rate.clone();
                move |_| {
                    page.recipe.update(|recipe| {
                        // The text is a number that was just written: it is taken.
                        let _ = Setting::LearningRate.set(recipe, &rate);
                    });
                    page.wrong.update(|wrong| {
                        wrong.remove(&Setting::LearningRate);
                    });
                    page.replaced.update(|count| *count += 1);
                    page.notice.set(format!("The learning rate is now {rate}."));
                }
            };
            Some(
                view! {
                    <div class="message" role="alert">
                        <p>{message}</p>
                        <button type="button" on:click=apply>{format!("Use learning rate {rate}")}</button>
                    </div>
                }
                .into_any(),
            )
        }
    }
}

/// What the table was made into, and the network's size.
#[component]
pub fn RunNotes() -> impl IntoView {
    let page = the_page();
    let facts =
        Memo::new(move |_| page.view.with(|view| view.run.as_ref().and_then(|run| run.facts.clone())));
    let hash = Memo::new(move |_| {
        page.view.with(|view| view.run.as_ref().map(|run| run.weights_hash.clone()).unwrap_or_default())
    });
    move || {
        facts.get().map(|facts| {
            let items = notes(&facts).into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
            view! {
                <details>
                    <summary>"What was trained on"</summary>
                    <ul class="noticed">
                        {items}
                        {move || (!hash.with(String::is_empty)).then(|| view! { <li>"Hash of the weights: " <code>{hash.get()}</code></li> })}
                    </ul>
                </details>
            }
        })
    }
}

fn notes(facts: &RunFacts) -> Vec<String> {
    let widths: Vec<String> = facts.widths.iter().map(|width| count(*width)).collect();
    let mut notes = vec![
        format!("{} to train on, {} held out.", counted(facts.train_rows, "row"), count(facts.test_rows)),
        format!("Neurons: {}; {}.", widths.join(" → "), counted(facts.parameters, "parameter")),
        format!("Loss: {}.", facts.loss_name),
    ];
    if facts.duplicates_dropped > 0 {
        notes.push(format!("{} dropped.", counted(facts.duplicates_dropped, "repeated row")));
    }
    if facts.missing_targets > 0 {
        notes.push(format!("{} without a target left out.", counted(facts.missing_targets, "row")));
    }
    notes.extend(facts.notes.iter().cloned());
    notes
}
