use super::field::{Row, setting, typed};
use super::node::{Element, Handler, button, el};
use super::roles::{SPLITS, split_column_of, split_of};
use super::shown::short;
use super::{Action, Field, PageState};
use perceptab::dataset::{TargetScale, Task};
use perceptab::recipe::settings::{SAMPLE_WEIGHT, SEED, STRATIFY, TARGET_SCALE};
use perceptab::recipe::{Setting, Shown};

/// Grouped by what they act on. A setting that nothing would come of is left out.
pub fn groups(state: &PageState) -> Vec<Element> {
    let groups = [
        ("Data", Shown::Data),
        ("Network", Shown::Network),
        ("Training", Shown::Training),
        ("Against overfitting", Shown::Overfitting),
        ("Stopping", Shown::Stopping),
    ];
    groups.into_iter().flat_map(|(name, shown)| [el("h3").text(name), group(state, shown)]).collect()
}

fn group(state: &PageState, shown: Shown) -> Element {
    let is_of = |one: &&'static Setting| {
        // How rows are put into parts is one question, whatever becomes of this part of the answer.
        one.shown == shown && (**one == STRATIFY || (one.matters)(&state.recipe, state.task()))
    };
    el("div").class("settings").children(Setting::all().filter(is_of).filter_map(|one| row(state, one)))
}

/// A setting as it is asked for: some have controls of their own.
fn row(state: &PageState, one: &'static Setting) -> Option<Element> {
    match one {
        _ if *one == STRATIFY => split_rule(state),
        _ if *one == SAMPLE_WEIGHT => sample_weight(state),
        _ if *one == TARGET_SCALE => Some(target_scale(state)),
        _ if *one == SEED => Some(typed(state, one, Some(button("New seed", Action::NewSeed).class("link")))),
        _ => Some(setting(state, one)),
    }
}

/// How rows are put into parts, and the column that it goes by.
fn split_rule(state: &PageState) -> Option<Element> {
    let data = state.view.data.as_ref()?;
    let field = Field::SplitRule;
    let is_classification = state.task() == Some(Task::Classification);
    let ways = SPLITS.iter().filter(|way| way.0 != "stratified" || is_classification);
    let select = el("select")
        .attr("id", field.name())
        .on(Handler::Chosen(field))
        .children(ways.map(|way| el("option").attr("value", way.0).text(way.1)))
        .value(split_of(&state.recipe));
    let column = split_column_of(&state.recipe).map(|column| {
        let target = state.target().map(|target| &target.name);
        let names = data.summary.columns.iter().filter(|column| Some(&column.name) != target);
        let options = names.map(|column| {
            el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned())
        });
        el("select")
            .attr("id", Field::SplitColumn.name())
            .attr("aria-label", "The column to split by")
            .on(Handler::Chosen(Field::SplitColumn))
            .children(options)
            .value(column.clone())
    });
    let row = Row {
        control: field.into(),
        label: "Rows put into parts",
        help: "Which rows are held out for the test. By groups, rows with the same value in a column are all trained on or \
               all tested on; by time, the latest rows are tested on; or a column says train, validation or test."
            .to_string(),
        section: "split",
        unit: "",
        changed: None,
        problem: ["split_column", "time", "group"].iter().find_map(|field| state.problem_of(field)),
    };
    Some(row.around(state, [Some(select), column].into_iter().flatten().collect()))
}

/// The column that says how much each row counts, or none.
fn sample_weight(state: &PageState) -> Option<Element> {
    let data = state.view.data.as_ref()?;
    let target = state.target().map(|target| &target.name);
    let numeric = data
        .proposal
        .columns
        .iter()
        .filter(|column| column.tasks.contains(&Task::Regression) && Some(&column.name) != target);
    let options = numeric
        .map(|column| el("option").attr("value", column.name.clone()).text(short(&column.name).into_owned()));
    let select = el("select")
        .attr("id", SAMPLE_WEIGHT.name)
        .on(Handler::Chosen(Field::Setting(&SAMPLE_WEIGHT)))
        .child(el("option").attr("value", "").text(SAMPLE_WEIGHT.empty))
        .children(options)
        .value(state.recipe.question.sample_weight.clone().unwrap_or_default());
    Some(Row::of(state, &SAMPLE_WEIGHT).around(state, vec![select]))
}

/// Standardised, or divided by a number.
fn target_scale(state: &PageState) -> Element {
    let divisor = match state.recipe.preparation.target_scale {
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
    Row { control: field.into(), ..Row::of(state, &TARGET_SCALE) }
        .around(state, [Some(select), input].into_iter().flatten().collect())
}
