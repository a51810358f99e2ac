use super::field::{Row, changed_from_preset, text_field, text_field_with};
use super::node::{Element, Handler, button, el};
use super::{Action, Field, PageState, Switch};
use crate::dataset::{Statistics, TargetScale};
use crate::network::Activation;
use crate::recipe::Recipe;
use crate::session::{Setting, format};

pub const STATISTICS: [Statistics; 2] = [Statistics::TrainingRows, Statistics::AllRows];

/// The five settings that stay in view.
pub fn main_settings(state: &PageState) -> Element {
    settings()
        .child(text_field(state, Setting::Hidden))
        .child(activation(state))
        .child(text_field(state, Setting::LearningRate))
        .child(text_field(state, Setting::BatchSize))
        .child(text_field(state, Setting::Epochs))
}

/// The others, grouped by what they act on.
pub fn all_settings(state: &PageState) -> Element {
    let new_seed = button("New seed", Action::NewSeed).class("link");
    el("details")
        .class("all")
        .child(el("summary").text("All settings"))
        .child(el("h3").text("Data"))
        .child(
            settings()
                .child(text_field(state, Setting::TestShare))
                .child(text_field_with(state, Setting::Seed, Some(new_seed)))
                .child(duplicates(state))
                .child(statistics(state))
                .child(target_scale(state)),
        )
        .child(el("h3").text("Network"))
        .child(settings().child(text_field(state, Setting::WeightRange)))
        .child(el("h3").text("Training"))
        .child(settings().child(text_field(state, Setting::MeasureEvery)))
}

fn settings() -> Element {
    el("div").class("settings")
}

pub fn activation_name(activation: Activation) -> &'static str {
    match activation {
        Activation::Relu => "ReLU",
        Activation::Sigmoid => "Sigmoid",
        Activation::Tanh => "Tanh",
        Activation::Identity => "Identity",
    }
}

pub fn statistics_name(statistics: Statistics) -> &'static str {
    match statistics {
        Statistics::TrainingRows => "training rows",
        Statistics::AllRows => "all rows, as in the assignment",
    }
}

fn activation(state: &PageState) -> Element {
    let show = |recipe: &Recipe| activation_name(recipe.activation).to_string();
    let help = "What a hidden neuron makes of its weighted sum. ReLU: max(0, x). Sigmoid: 1 ÷ (1 + e⁻ˣ). Identity: the sum \
                itself, so that the network stays a straight line.";
    let names = Activation::ALL.map(activation_name);
    choice(state, Field::Activation, "Activation", help, &show, &names)
}

fn statistics(state: &PageState) -> Element {
    let show = |recipe: &Recipe| statistics_name(recipe.statistics).to_string();
    let help = "Rows that means and standard deviations are taken from. Over all rows, as in the assignment, the test rows \
                help to scale the inputs, so the test is no longer quite unseen; over training rows it is.";
    let names = STATISTICS.map(statistics_name);
    choice(state, Field::Statistics, "Statistics from", help, &show, &names)
}

/// A field whose values have names.
fn choice(
    state: &PageState,
    field: Field,
    label: &'static str,
    help: &str,
    show: &dyn Fn(&Recipe) -> String,
    names: &[&'static str],
) -> Element {
    let options = names.iter().map(|name| el("option").attr("value", *name).text(*name));
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .children(options)
        .value(show(&state.recipe));
    Row {
        field,
        label,
        help: help.to_string(),
        unit: "",
        changed: changed_from_preset(state, show),
        problem: None,
    }
    .around(state, vec![select])
}

fn duplicates(state: &PageState) -> Element {
    let show = |recipe: &Recipe| if recipe.drop_duplicates { "on" } else { "off" }.to_string();
    let help = "A row that repeats an earlier one in every used column and the target is left out. Kept, the same row may \
                stand in the training part and in the test part, and the test would flatter the network.";
    let field = Field::DropDuplicates;
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", field.name())
        .checked(state.recipe.drop_duplicates)
        .on(Handler::Switched(Switch::DropDuplicates));
    Row {
        field,
        label: "Drop repeated rows",
        help: help.to_string(),
        unit: "",
        changed: changed_from_preset(state, &show),
        problem: None,
    }
    .around(state, vec![input])
}

/// Standardised, or divided by a number.
fn target_scale(state: &PageState) -> Element {
    let show = |recipe: &Recipe| match recipe.target_scale {
        TargetScale::Standardise => "standardised".to_string(),
        TargetScale::DivideBy(by) => format!("divided by {}", format::number(by, 6)),
    };
    let help = "What a number to predict is turned into for training, and back for reading: standardised, (y − mean) ÷ \
                standard deviation, or divided by a number (100 in the assignment). Classes are left as they are.";
    let divisor = match state.recipe.target_scale {
        TargetScale::DivideBy(by) => Some(by),
        TargetScale::Standardise => None,
    };
    let field = Field::TargetScale;
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .child(el("option").attr("value", "standardise").text("standardised"))
        .child(el("option").attr("value", "divide").text("divided by"))
        .value(if divisor.is_some() { "divide" } else { "standardise" });
    let input = divisor.map(|by| {
        el("input")
            .attr("type", "text")
            .class("short")
            .attr("inputmode", "decimal")
            .attr("aria-label", "Target divided by")
            .value(by.to_string())
            .on(Handler::Chosen(Field::TargetDivisor))
    });
    Row {
        field,
        label: "Target scaled",
        help: help.to_string(),
        unit: "",
        changed: changed_from_preset(state, &show),
        problem: state.problem_of(field.name()),
    }
    .around(state, [Some(select), input].into_iter().flatten().collect())
}
