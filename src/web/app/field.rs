use leptos::prelude::*;

use super::the_page;
use crate::recipe::Recipe;
use crate::session::Setting;

/// A setting as a row: label, control, unit, a help on demand, and what is wrong with it.
/// `changed`: the preset's value as text where the recipe's differs.
#[component]
pub fn Row(
    id: &'static str,
    label: &'static str,
    #[prop(into)] help: String,
    #[prop(default = "")] unit: &'static str,
    #[prop(into)] changed: Signal<Option<String>>,
    put_back: impl Fn() + Copy + Send + Sync + 'static,
    #[prop(into)] problem: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let about = format!("{id}-help");
    let restore = move || {
        changed.get().map(|value| {
            let name = format!("Put {} back to {}", label.to_lowercase(), if value.is_empty() { "automatic" } else { &value });
            view! {
                <button type="button" class="icon" aria-label=name.clone() title=name on:click=move |_| put_back()>"↺"</button>
            }
        })
    };
    view! {
        <div class="row" class:changed=move || changed.with(Option::is_some)>
            <label for=id>{label}</label>
            <span class="control">{children()} <span class="unit">{unit}</span></span>
            <span class="back">{restore}</span>
            <button
                type="button"
                class="icon"
                aria-expanded=move || open.get().to_string()
                aria-controls=about.clone()
                aria-label=format!("About {}", label.to_lowercase())
                on:click=move |_| open.update(|open| *open = !*open)
            >
                "?"
            </button>
            <p class="help" id=about hidden=move || !open.get()>{help}</p>
            <p class="problem" id=format!("{id}-problem") aria-live="polite">{move || problem.get()}</p>
        </div>
    }
}

/// What is wrong with a field of the recipe.
pub fn problem_of(field: &'static str) -> Memo<Option<String>> {
    let page = the_page();
    Memo::new(move |_| {
        let problems = page.recipe.with(Recipe::problems);
        problems.into_iter().find(|problem| problem.field == field).map(|problem| problem.message)
    })
}

/// The value that the preset has, where the recipe's differs: both as the text that `show` makes of a recipe.
pub fn changed_from_preset(
    show: impl Fn(&Recipe) -> String + Send + Sync + Copy + 'static,
) -> Memo<Option<String>> {
    let page = the_page();
    Memo::new(move |_| {
        page.recipe.with(|recipe| {
            let preset = show(&recipe.preset.applied_to(recipe));
            (preset != show(recipe)).then_some(preset)
        })
    })
}

/// A setting that is typed in. Text that is no value leaves the recipe as it was and is explained.
#[component]
pub fn TextField(setting: Setting, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let page = the_page();
    let value = Memo::new(move |_| page.recipe.with(|recipe| setting.text(recipe)));
    let text = RwSignal::new(value.get_untracked());
    // A recipe that came as a whole is shown as it is; otherwise "0.010" stays as it was typed.
    Effect::new(move |seen: Option<u32>| {
        let (value, replaced) = (value.get(), page.replaced.get());
        let typed = text.get_untracked();
        let mut recipe = page.recipe.get_untracked();
        let stands = setting.set(&mut recipe, &typed).is_ok() && setting.text(&recipe) == value;
        let is_wrong = page.wrong.with_untracked(|wrong| wrong.contains_key(&setting));
        if !stands && (!is_wrong || seen != Some(replaced)) {
            text.set(value);
        }
        replaced
    });
    let take = move |typed: String| {
        let mut recipe = page.recipe.get_untracked();
        match setting.set(&mut recipe, &typed) {
            Ok(()) => {
                page.wrong.update(|wrong| {
                    wrong.remove(&setting);
                });
                text.set(typed);
                page.recipe.set(recipe);
            }
            Err(message) => {
                text.set(typed);
                page.wrong.update(|wrong| {
                    wrong.insert(setting, message);
                });
            }
        }
    };
    let out_of_range = problem_of(setting.field());
    let problem = Memo::new(move |_| {
        page.wrong.with(|wrong| wrong.get(&setting).cloned()).or_else(|| out_of_range.get())
    });
    let differs = changed_from_preset(move |recipe| setting.text(recipe));
    let is_wrong = Memo::new(move |_| page.wrong.with(|wrong| wrong.contains_key(&setting)));
    let changed = Memo::new(move |_| differs.get().or_else(|| is_wrong.get().then(|| value.get())));
    let put_back = move || {
        let value = page.recipe.with_untracked(|recipe| setting.text(&recipe.preset.applied_to(recipe)));
        take(value);
    };
    let field = setting.field();
    let mode = match setting {
        Setting::Hidden => "text",
        Setting::LearningRate | Setting::TestShare | Setting::WeightRange => "decimal",
        _ => "numeric",
    };
    view! {
        <Row id=field label=setting.label() help=setting.help() unit=setting.unit() changed=changed put_back=put_back problem=problem>
            <input
                type="text"
                id=field
                inputmode=mode
                autocomplete="off"
                spellcheck="false"
                placeholder=if setting == Setting::WeightRange { "automatic" } else { "" }
                aria-invalid=move || problem.with(Option::is_some).to_string()
                aria-describedby=format!("{field}-problem")
                prop:value=text
                on:input=move |event| take(event_target_value(&event))
            />
            {children.map(|children| children())}
        </Row>
    }
}
