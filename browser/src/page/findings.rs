//! What the audit says of the table before training, with what can be done about it by one click.

use super::node::{Element, button, el};
use super::shown::short;
use super::{Action, PageState};
use perceptab::audit::{Finding, Remedy};
use perceptab::format::{count, counted};
use perceptab::table::Kind;

/// So many findings stand there before a person asks for the others.
const FEW: usize = 3;

/// So many columns have a button of their own.
const MOST_BUTTONS: usize = 4;

/// Nothing where there is nothing to say.
pub fn findings(state: &PageState) -> Option<Element> {
    let found = state.view.data.as_ref()?.findings.as_ref()?;
    if found.is_empty() { None } else { Some(listed(state, found)) }
}

fn listed(state: &PageState, found: &[Finding]) -> Element {
    let shown = if state.all_findings { found.len() } else { FEW };
    let items = found.iter().take(shown).map(|finding| item(state, finding));
    let more = found.len().saturating_sub(shown);
    let more = (more > 0)
        .then(|| button(format!("Show {} more", counted(more, "remark")), Action::AllFindings).class("link"));
    el("section")
        .class("findings")
        .attr("aria-labelledby", "findings-title")
        .child(el("h3").attr("id", "findings-title").text("Before you train"))
        .child(el("ul").children(items))
        .child(more)
}

fn item(state: &PageState, finding: &Finding) -> Element {
    let remedies = &finding.remedies;
    let buttons: Vec<Element> = match all_at_once(remedies) {
        Some(all) => {
            std::iter::once(all).chain(remedies.iter().take(MOST_BUTTONS).map(one_of_many)).collect()
        }
        None => remedies.iter().map(|remedy| one(state, remedy)).collect(),
    };
    let remedies = (!buttons.is_empty()).then(|| el("p").class("remedies").children(buttons));
    el("li").child(el("p").text(finding.sentence.clone())).child(remedies)
}

fn one(state: &PageState, remedy: &Remedy) -> Element {
    let waits = matches!(remedy, Remedy::MeasureDuplicates | Remedy::CrossValidate(_))
        && (state.is_pooling() || !state.has_worker());
    button(words(remedy), Action::Remedy(remedy.clone())).flag("disabled", waits)
}

/// Where many columns have the same remedy: all of them by one click.
fn all_at_once(remedies: &[Remedy]) -> Option<Element> {
    let n = count(remedies.len());
    let words = match remedies {
        [_] => return None,
        [Remedy::LeaveOut(_), ..] => format!("Leave out all {n}"),
        [Remedy::TakeAs(_, Kind::Category), ..] => format!("Take all {n} as categories"),
        _ => return None,
    };
    Some(button(words, Action::Remedies(remedies.to_vec())))
}

/// The same for one of them, which goes by its name.
fn one_of_many(remedy: &Remedy) -> Element {
    let name = match remedy {
        Remedy::LeaveOut(name) | Remedy::TakeAs(name, _) => short(name),
        _ => "".into(),
    };
    button(format!("only {name}"), Action::Remedy(remedy.clone()))
        .class("link")
        .attr("aria-label", words(remedy))
}

fn words(remedy: &Remedy) -> String {
    match remedy {
        Remedy::LeaveOut(column) => format!("Leave out {}", short(column)),
        Remedy::DropDuplicates => "Drop repeated rows".to_string(),
        Remedy::MeasureDuplicates => "Measure what they do".to_string(),
        Remedy::SplitByTime(column) => format!("Split by {}", short(column)),
        Remedy::SplitByGroup(column) => format!("Keep each {} in one part", short(column)),
        Remedy::Stratify => "Give each class its share".to_string(),
        Remedy::BalanceClasses => "Balance the classes".to_string(),
        Remedy::TakeAs(column, kind) => match kind {
            Kind::Category => format!("Take {} as categories", short(column)),
            Kind::Numeric => format!("Take {} as numbers", short(column)),
            _ => format!("Change the kind of {}", short(column)),
        },
        Remedy::LogTarget => "Train on its logarithm".to_string(),
        Remedy::CrossValidate(folds) => format!("Cross-validate with {folds} folds"),
    }
}
