use super::node::{Element, Handler, button, el};
use super::{Action, Field, PageState};
use crate::recipe::Recipe;
use crate::session::Setting;

/// What stands around a field's control.
pub struct Row {
    pub field: Field,
    pub label: &'static str,
    pub help: String,
    pub unit: &'static str,
    /// The preset's value as text where the recipe's differs.
    pub changed: Option<String>,
    pub problem: Option<String>,
}

impl Row {
    /// A setting as a row: label, control, unit, a help on demand, and what is wrong with it.
    pub fn around(self, state: &PageState, controls: Vec<Element>) -> Element {
        let Row { field, label, help, unit, changed, problem } = self;
        let (id, lower) = (field.name(), label.to_ascii_lowercase());
        let open = state.about.contains(&id);
        let about = format!("{id}-help");
        let class = if changed.is_some() { "row changed" } else { "row" };
        let back = changed.map(|value| {
            let value = if value.is_empty() { "automatic" } else { &value };
            let name = format!("Put {lower} back to {value}");
            button("↺", Action::PutBack(field))
                .class("icon")
                .attr("aria-label", name.clone())
                .attr("title", name)
        });
        let help_button = button("?", Action::About(id))
            .class("icon")
            .attr("aria-expanded", if open { "true" } else { "false" })
            .attr("aria-controls", about.clone())
            .attr("aria-label", format!("About {lower}"));
        el("div")
            .class(class)
            .child(el("label").attr("for", id).text(label))
            .child(
                el("span")
                    .class("control")
                    .children(controls)
                    .text(" ")
                    .child(el("span").class("unit").text(unit)),
            )
            .child(el("span").class("back").child(back))
            .child(help_button)
            .child(el("p").class("help").attr("id", about).flag("hidden", !open).text(help))
            .child(
                el("p")
                    .class("problem")
                    .attr("id", format!("{id}-problem"))
                    .attr("aria-live", "polite")
                    .text(problem.unwrap_or_default()),
            )
    }
}

/// The value that the preset has, where the recipe's differs: both as the text that `show` makes of a recipe.
pub fn changed_from_preset(state: &PageState, show: &dyn Fn(&Recipe) -> String) -> Option<String> {
    let preset = show(&state.recipe.preset.applied_to(&state.recipe));
    (preset != show(&state.recipe)).then_some(preset)
}

/// A setting that is typed in. Text that is no value leaves the recipe as it was and is explained.
pub fn text_field(state: &PageState, setting: Setting) -> Element {
    text_field_with(state, setting, None)
}

/// The same with something more beside the input.
pub fn text_field_with(state: &PageState, setting: Setting, more: Option<Element>) -> Element {
    let wrong = state.typed(setting).and_then(|typed| typed.problem.clone());
    let is_wrong = wrong.is_some();
    let problem = wrong.or_else(|| state.problem_of(setting.field()));
    let changed = changed_from_preset(state, &|recipe| setting.text(recipe))
        .or_else(|| is_wrong.then(|| setting.text(&state.recipe)));
    let mode = match setting {
        Setting::Hidden => "text",
        Setting::LearningRate | Setting::TestShare | Setting::WeightRange => "decimal",
        _ => "numeric",
    };
    let input = el("input")
        .attr("type", "text")
        .attr("id", setting.field())
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", if setting == Setting::WeightRange { "automatic" } else { "" })
        .attr("aria-invalid", if problem.is_some() { "true" } else { "false" })
        .attr("aria-describedby", format!("{}-problem", setting.field()))
        .value(state.text(setting))
        .on(Handler::Typed(Field::Setting(setting)));
    Row {
        field: Field::Setting(setting),
        label: setting.label(),
        help: setting.help(),
        unit: setting.unit(),
        changed,
        problem,
    }
    .around(state, [Some(input), more].into_iter().flatten().collect())
}
