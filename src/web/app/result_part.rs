use leptos::html::Canvas;
use leptos::prelude::*;

use super::chart_view::{ChartView, Legend};
use super::downloads::Downloads;
use super::history_table::HistoryTable;
use super::message::Message;
use super::model_card::ModelCard;
use super::run_notes::{OutcomeNote, RunNotes};
use super::scores::{Headline, ScoreTable};
use super::the_page;
use crate::session::{Place, figures};

#[component]
pub fn ResultPart() -> impl IntoView {
    let page = the_page();
    let epochs = Memo::new(move |_| page.recipe.with(|recipe| recipe.epochs));
    let accuracy = Signal::derive(move || {
        page.view.with(|view| figures::accuracy(view.run.as_ref(), view.previous.as_ref(), epochs.get()))
    });
    let loss = Signal::derive(move || {
        page.view.with(|view| figures::loss(view.run.as_ref(), view.previous.as_ref(), epochs.get()))
    });
    let (upper, lower) = (NodeRef::<Canvas>::new(), NodeRef::<Canvas>::new());
    view! {
        <section class="part result" aria-labelledby="result-title">
            <h2 id="result-title"><span class="number" aria-hidden="true">"3"</span>"Result"</h2>
            <Message places=&[Place::Training, Place::Export] />
            <Headline />
            <OutcomeNote />
            <Legend />
            <ChartView figure=accuracy canvas=upper />
            <ChartView figure=loss canvas=lower />
            <ScoreTable />
            <HistoryTable />
            <RunNotes />
            <Downloads accuracy=accuracy loss=loss canvas=upper />
            <ModelCard />
        </section>
    }
}
