use super::node::{Element, Handler, button, el};
use super::{Action, Control, Field, PageState, Switch};
use perceptab::recipe::Recipe;
use perceptab_conversation::session::{Choice, Flag, Setting};

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
        Setting::Hidden | Setting::LayerActivations => "text",
        Setting::BatchSize | Setting::Epochs | Setting::Seed | Setting::MeasureEvery => "numeric",
        Setting::MaxFun | Setting::Patience => "numeric",
        _ => "decimal",
    };
    let input = el("input")
        .attr("type", "text")
        .attr("id", setting.field())
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("placeholder", if setting.may_be_empty() { empty_means(setting) } else { "" })
        .attr("aria-invalid", if problem.is_some() { "true" } else { "false" })
        .attr("aria-describedby", format!("{}-problem", setting.field()))
        .value(state.text(setting))
        .on(Handler::Typed(Field::Setting(setting)));
    Row {
        control: Field::Setting(setting).into(),
        label: setting.label(),
        help: setting.help(),
        section: setting.section(),
        unit: setting.unit(),
        changed,
        problem,
    }
    .around(state, [Some(input), more].into_iter().flatten().collect())
}

/// What an empty field says.
fn empty_means(setting: Setting) -> &'static str {
    match setting {
        Setting::Hidden | Setting::ClipNorm | Setting::Patience => "none",
        Setting::LayerActivations => "all alike",
        _ => "automatic",
    }
}

/// A setting whose values have names.
pub fn choice(state: &PageState, choice: Choice) -> Element {
    let field = Field::Choice(choice);
    let options = choice.names().into_iter().map(|name| el("option").attr("value", name).text(name));
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .children(options)
        .value(choice.name(&state.recipe).to_string());
    Row {
        control: field.into(),
        label: choice.label(),
        help: choice.help().to_string(),
        section: choice.section(),
        unit: "",
        changed: changed_from_preset(state, &|recipe| choice.name(recipe).to_string()),
        problem: state.problem_of(field.name()),
    }
    .around(state, vec![select])
}

/// A setting that is on or off.
pub fn flag(state: &PageState, flag: Flag) -> Element {
    let control = Control::Flag(flag);
    let input = el("input")
        .attr("type", "checkbox")
        .attr("id", control.name())
        .checked(flag.is_on(&state.recipe))
        .on(Handler::Switched(Switch::Flag(flag)));
    let show = |recipe: &Recipe| if flag.is_on(recipe) { "on" } else { "off" }.to_string();
    Row {
        control,
        label: flag.label(),
        help: flag.help().to_string(),
        section: flag.section(),
        unit: "",
        changed: changed_from_preset(state, &show),
        problem: None,
    }
    .around(state, vec![input])
}
