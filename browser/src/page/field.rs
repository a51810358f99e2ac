use super::node::{Element, Handler, button, el};
use super::{Action, Control, Field, PageState, Switch};
use perceptab::recipe::{Choice, Recipe, Setting, Value};

/// What stands around a control.
pub struct Row {
    pub control: Control,
    pub label: &'static str,
    pub help: String,
    /// The section of the guide that explains more.
    pub section: &'static str,
    pub unit: &'static str,
    /// The preset's value as text where the recipe's differs.
    pub changed: Option<String>,
    pub problem: Option<String>,
}

impl Row {
    /// What stands around a setting.
    pub fn of(state: &PageState, setting: &'static Setting) -> Row {
        Row {
            control: Field::Setting(setting).into(),
            label: setting.label,
            help: setting.help(&state.recipe),
            section: setting.section,
            unit: setting.unit,
            changed: changed_from_preset(state, &|recipe| setting.text(recipe)),
            problem: state.problem_of(setting.name),
        }
    }

    /// A setting as a row: label, control, unit, a help on demand, and what is wrong with it.
    pub fn around(self, state: &PageState, controls: Vec<Element>) -> Element {
        let Row { control, label, help, section, unit, changed, problem } = self;
        let (id, lower) = (control.name(), label.to_ascii_lowercase());
        let open = state.about.contains(&id);
        let about = format!("{id}-help");
        let class = if changed.is_some() { "row changed" } else { "row" };
        let back = changed.map(|value| {
            let value = if value.is_empty() { "automatic" } else { &value };
            let name = format!("Put {lower} back to {value}");
            button("↺", Action::PutBack(control))
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
            .child(
                el("p")
                    .class("help")
                    .attr("id", about)
                    .flag("hidden", !open)
                    .text(help)
                    .text(" ")
                    .child(guide(section, "More in the guide", format!("More on {lower} in the guide"))),
            )
            .child(
                el("p")
                    .class("problem")
                    .attr("id", format!("{id}-problem"))
                    .attr("aria-live", "polite")
                    .text(problem.unwrap_or_default()),
            )
    }
}

/// A way to a section of the guide, which opens beside the page: a run goes on.
pub fn guide(section: &str, words: &'static str, name: String) -> Element {
    let address = if section.is_empty() { String::new() } else { format!("#{section}") };
    el("a")
        .attr("href", format!("guide/index.html{address}"))
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .attr("aria-label", name)
        .text(words)
}

/// The value that the preset has, where the recipe's differs: both as the text that `show` makes of a recipe.
pub fn changed_from_preset(state: &PageState, show: &dyn Fn(&Recipe) -> String) -> Option<String> {
    let preset = show(&state.recipe.preset.applied_to(&state.recipe));
    (preset != show(&state.recipe)).then_some(preset)
}

/// A setting as its kind wants it: typed, chosen from names, or switched on and off.
pub fn setting(state: &PageState, setting: &'static Setting) -> Element {
    match (setting.value)(&state.recipe) {
        Value::Switch(on) => switch(state, setting, on),
        Value::Choice(choice) => chosen(state, setting, choice),
        _ => typed(state, setting, None),
    }
}

/// A setting that is typed in, with something more beside the input. Text that is no value leaves the recipe as it was and is
/// explained.
pub fn typed(state: &PageState, setting: &'static Setting, more: Option<Element>) -> Element {
    let wrong = state.typed(setting).and_then(|typed| typed.problem.clone());
    let is_wrong = wrong.is_some();
    let problem = wrong.or_else(|| state.problem_of(setting.name));
    let changed = changed_from_preset(state, &|recipe| setting.text(recipe))
        .or_else(|| is_wrong.then(|| setting.text(&state.recipe)));
    let mode = match (setting.value)(&state.recipe) {
        Value::Widths(_) | Value::Activations(_) => "text",
        Value::Whole(_) | Value::WholeOrNone(_) | Value::Seed(_) => "numeric",
        _ => "decimal",
    };
    let input = el("input")
        .attr("type", "text")
        .attr("id", setting.name)
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", setting.empty)
        .attr("aria-invalid", if problem.is_some() { "true" } else { "false" })
        .attr("aria-describedby", format!("{}-problem", setting.name))
        .value(state.text(setting))
        .on(Handler::Typed(Field::Setting(setting)));
    Row { changed, problem, ..Row::of(state, setting) }
        .around(state, [Some(input), more].into_iter().flatten().collect())
}

fn chosen(state: &PageState, setting: &'static Setting, choice: &dyn Choice) -> Element {
    let options = choice.names().iter().map(|name| el("option").attr("value", name.shown).text(name.shown));
    let select = el("select")
        .attr("id", setting.name)
        .on(Handler::Chosen(Field::Setting(setting)))
        .children(options)
        .value(setting.text(&state.recipe));
    Row::of(state, setting).around(state, vec![select])
}

fn switch(state: &PageState, setting: &'static Setting, on: bool) -> Element {
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", setting.name)
        .checked(on)
        .on(Handler::Switched(Switch::Setting(setting)));
    Row { control: Control::Switch(setting), ..Row::of(state, setting) }.around(state, vec![input])
}
