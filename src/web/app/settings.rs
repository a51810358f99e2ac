use leptos::prelude::*;

use super::field::{Row, TextField, changed_from_preset};
use super::the_page;
use crate::dataset::{Statistics, TargetScale};
use crate::network::Activation;
use crate::session::{Setting, format};

/// The five settings that stay in view.
#[component]
pub fn MainSettings() -> impl IntoView {
    view! {
        <div class="settings">
            <TextField setting=Setting::Hidden />
            <ActivationField />
            <TextField setting=Setting::LearningRate />
            <TextField setting=Setting::BatchSize />
            <TextField setting=Setting::Epochs />
        </div>
    }
}

/// The others, grouped by what they act on.
#[component]
pub fn AllSettings() -> impl IntoView {
    let page = the_page();
    let new_seed = move |_| {
        if let Ok(seed) = getrandom::u32() {
            // Short enough to be read out to somebody.
            page.recipe.update(|recipe| recipe.seed = u64::from(seed % 1_000_000));
            page.wrong.update(|wrong| {
                wrong.remove(&Setting::Seed);
            });
            page.replaced.update(|count| *count += 1);
        }
    };
    view! {
        <details class="all">
            <summary>"All settings"</summary>
            <h3>"Data"</h3>
            <div class="settings">
                <TextField setting=Setting::TestShare />
                <TextField setting=Setting::Seed>
                    <button type="button" class="link" on:click=new_seed>"New seed"</button>
                </TextField>
                <DuplicatesField />
                <StatisticsField />
                <TargetScaleField />
            </div>
            <h3>"Network"</h3>
            <div class="settings"><TextField setting=Setting::WeightRange /></div>
            <h3>"Training"</h3>
            <div class="settings"><TextField setting=Setting::MeasureEvery /></div>
        </details>
    }
}

fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "ReLU",
        Activation::Sigmoid => "Sigmoid",
        Activation::Tanh => "Tanh",
        Activation::Identity => "Identity",
    }
}

#[component]
fn ActivationField() -> impl IntoView {
    let page = the_page();
    let current = Memo::new(move |_| page.recipe.with(|recipe| recipe.activation));
    let changed = changed_from_preset(|recipe| activation_name(recipe.activation).to_string());
    let set = move |activation| page.recipe.update(|recipe| recipe.activation = activation);
    let put_back =
        move || set(page.recipe.with_untracked(|recipe| recipe.preset.applied_to(recipe).activation));
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some(activation) =
            Activation::ALL.into_iter().find(|activation| activation_name(*activation) == chosen)
        {
            set(activation);
        }
    };
    let options = Activation::ALL.map(|activation| {
        let name = activation_name(activation);
        view! { <option value=name prop:selected=move || current.get() == activation>{name}</option> }
    });
    let help = "What a hidden neuron makes of its weighted sum. ReLU: max(0, x). Sigmoid: 1 ÷ (1 + e⁻ˣ). Identity: the sum \
                itself, so that the network stays a straight line.";
    view! {
        <Row id="activation" label="Activation" help=help changed=changed put_back=put_back problem=Signal::stored(None::<String>)>
            <select id="activation" on:change=choose>{options}</select>
        </Row>
    }
}

#[component]
fn DuplicatesField() -> impl IntoView {
    let page = the_page();
    let current = Memo::new(move |_| page.recipe.with(|recipe| recipe.drop_duplicates));
    let changed = changed_from_preset(|recipe| if recipe.drop_duplicates { "on" } else { "off" }.to_string());
    let set = move |on| page.recipe.update(|recipe| recipe.drop_duplicates = on);
    let put_back =
        move || set(page.recipe.with_untracked(|recipe| recipe.preset.applied_to(recipe).drop_duplicates));
    let help = "A row that repeats an earlier one in every used column and the target is left out. Kept, the same row may \
                stand in the training part and in the test part, and the test would flatter the network.";
    view! {
        <Row id="drop_duplicates" label="Drop repeated rows" help=help changed=changed put_back=put_back problem=Signal::stored(None::<String>)>
            <input type="checkbox" id="drop_duplicates" prop:checked=current on:change=move |event| set(event_target_checked(&event)) />
        </Row>
    }
}

#[component]
fn StatisticsField() -> impl IntoView {
    let page = the_page();
    let current = Memo::new(move |_| page.recipe.with(|recipe| recipe.statistics));
    let name = |statistics: Statistics| match statistics {
        Statistics::TrainingRows => "training rows",
        Statistics::AllRows => "all rows, as in the assignment",
    };
    let changed = changed_from_preset(move |recipe| name(recipe.statistics).to_string());
    let set = move |statistics| page.recipe.update(|recipe| recipe.statistics = statistics);
    let put_back =
        move || set(page.recipe.with_untracked(|recipe| recipe.preset.applied_to(recipe).statistics));
    let all = [Statistics::TrainingRows, Statistics::AllRows];
    let choose = move |event| {
        let chosen = event_target_value(&event);
        if let Some(statistics) = all.into_iter().find(|statistics| name(*statistics) == chosen) {
            set(statistics);
        }
    };
    let options = all.map(|statistics| {
        let name = name(statistics);
        view! { <option value=name prop:selected=move || current.get() == statistics>{name}</option> }
    });
    let help = "Rows that means and standard deviations are taken from. Over all rows, as in the assignment, the test rows \
                help to scale the inputs, so the test is no longer quite unseen; over training rows it is.";
    view! {
        <Row id="statistics" label="Statistics from" help=help changed=changed put_back=put_back problem=Signal::stored(None::<String>)>
            <select id="statistics" on:change=choose>{options}</select>
        </Row>
    }
}

/// Standardised, or divided by a number.
#[component]
fn TargetScaleField() -> impl IntoView {
    let page = the_page();
    let current = Memo::new(move |_| page.recipe.with(|recipe| recipe.target_scale));
    let divides = Memo::new(move |_| matches!(current.get(), TargetScale::DivideBy(_)));
    let text = |scale: TargetScale| match scale {
        TargetScale::Standardise => "standardised".to_string(),
        TargetScale::DivideBy(by) => format!("divided by {}", format::number(by, 6)),
    };
    let changed = changed_from_preset(move |recipe| text(recipe.target_scale));
    let problem = super::field::problem_of("target_scale");
    let set = move |scale| page.recipe.update(|recipe| recipe.target_scale = scale);
    let put_back =
        move || set(page.recipe.with_untracked(|recipe| recipe.preset.applied_to(recipe).target_scale));
    let choose = move |event| match event_target_value(&event).as_str() {
        "divide" => set(TargetScale::DivideBy(100.0)),
        _ => set(TargetScale::Standardise),
    };
    let type_in = move |event| {
        if let Ok(by) = event_target_value(&event).trim().parse() {
            set(TargetScale::DivideBy(by));
        }
    };
    let by = move || match current.get() {
        TargetScale::DivideBy(by) => by.to_string(),
        TargetScale::Standardise => String::new(),
    };
    let help = "What a number to predict is turned into for training, and back for reading: standardised, (y − mean) ÷ \
                standard deviation, or divided by a number (100 in the assignment). Classes are left as they are.";
    view! {
        <Row id="target_scale" label="Target scaled" help=help changed=changed put_back=put_back problem=problem>
            <select id="target_scale" on:change=choose>
                <option value="standardise" prop:selected=move || !divides.get()>"standardised"</option>
                <option value="divide" prop:selected=divides>"divided by"</option>
            </select>
            <Show when=move || divides.get()>
                <input type="text" class="short" inputmode="decimal" aria-label="Target divided by" prop:value=by on:change=type_in />
            </Show>
        </Row>
    }
}
