//! How much is tried: one network, or a mix of many trainings; what that takes, and how far it is.

use super::beside::mix_of;
use super::field::setting;
use super::node::{Element, Handler, button, el};
use super::{Action, PageState, Switch};
use perceptab::format::{count, duration, time_left};
use perceptab::recipe::settings::{NETWORKS_ONLY, TIER, WAYS};
use perceptab::recipe::{Setting, Tier};
use perceptab::study::{Question, Shape};
use perceptab_conversation::session::{PooledRun, Stage};

/// A training of a mix takes about as long as one network's run, or next to nothing: half of it on average.
const SHARE_OF_A_RUN: f64 = 0.5;

/// The first thing in the network's drawer.
pub fn tier_part(state: &PageState) -> Element {
    let cards = Tier::ALL.into_iter().map(|tier| card(state, tier));
    let ways: Option<&'static Setting> = (state.recipe.tier == Tier::Best).then_some(&WAYS);
    let only: Option<&'static Setting> = (state.recipe.tier != Tier::Quick).then_some(&NETWORKS_ONLY);
    let settings = ways.into_iter().chain(only).map(|one| setting(state, one)).collect::<Vec<_>>();
    el("fieldset")
        .class("presets tiers")
        .child(el("legend").text(TIER.label))
        .children(cards)
        .child((!settings.is_empty()).then(|| el("div").class("settings").children(settings)))
}

fn card(state: &PageState, tier: Tier) -> Element {
    let (id, title, about) = match tier {
        Tier::Quick => ("tier-quick", "Quick", "the one network of these settings".to_string()),
        Tier::Good => ("tier-good", "Good", takes(state, tier)),
        Tier::Best => ("tier-best", "Best", takes(state, tier)),
    };
    let input = el("input")
        .attr("type", "radio")
        .attr("name", "tier")
        .attr("aria-label", title)
        .attr("aria-describedby", id)
        .checked(state.recipe.tier == tier)
        .on(Handler::Switched(Switch::Tier(tier)));
    el("label")
        .class("card")
        .child(input)
        .child(el("span").class("card-title").attr("aria-hidden", "true").text(title))
        .text(" ")
        .child(el("span").class("muted").attr("id", id).text(about))
}

/// What a tier will do, and how long that takes here as far as it is known.
fn takes(state: &PageState, tier: Tier) -> String {
    let what = match tier {
        Tier::Best => "more of these, of which the best are mixed",
        _ if state.recipe.networks_only => "networks and a line on folds of the training rows, mixed",
        _ => "networks, boosted trees and a line on folds of the training rows, mixed",
    };
    let recipe = state.recipe.clone();
    let study =
        state.view.data.as_ref().and_then(|data| {
            mix_of(&recipe.with(|it| it.tier = tier), Shape::of(&data.summary, &state.recipe))
        });
    let Some(trainings) = study.map(|study| study.trials.len()) else { return what.to_string() };
    let times = trainings as f64 * SHARE_OF_A_RUN / state.cores.max(1) as f64;
    let time = match state.view.run().filter(|run| run.report.is_some() && !state.is_of_other_table()) {
        Some(run) => format!("about {} here", duration((run.seconds * times).max(1.0))),
        None => format!("about {} times as long as one network", count(times.ceil().max(1.0) as usize)),
    };
    format!("{what}: {} trainings, {time}", count(trainings))
}

/// How far a mix is, and the way out of it.
pub fn mixing(state: &PageState) -> Option<Element> {
    let pool = state.pool.as_ref().filter(|_| state.is_pooling())?;
    let Question::Mixed(_) = state.question() else { return None };
    let (runs, done) = (pool.runs(), pool.runs().iter().filter(|run| run.is_over()).count());
    let first = state.view.runs.iter().find(|run| Some(run.id) == state.mixed_run);
    let left = seconds_left(runs, first.map_or(0.0, |run| run.seconds), state.cores);
    let left = Some(time_left(left)).filter(|left| !left.is_empty());
    let best = runs.iter().any(|run| run.trial.recipe.tier == Tier::Best);
    let words = format!("Networks and trees: {} of {} trained", count(done), count(runs.len()));
    Some(
        el("p")
            .class("job")
            .child(el("span").text(left.map_or(words.clone(), |left| format!("{words} · {left}"))))
            .text(" ")
            .child(button(if best { "Stop and mix" } else { "Cancel" }, Action::CancelPool).class("quiet")),
    )
}

/// By what the same kind has taken, or all kinds, or one network.
fn seconds_left(runs: &[PooledRun], one: f64, cores: usize) -> f64 {
    let ended = || runs.iter().filter(|run| run.stage == Stage::Ended);
    let mean = |of: &dyn Fn(&&PooledRun) -> bool| {
        let seconds: Vec<f64> = ended().filter(of).map(|run| run.view.seconds).collect();
        (!seconds.is_empty()).then(|| seconds.iter().sum::<f64>() / seconds.len() as f64)
    };
    let all = mean(&|_| true).unwrap_or(one);
    let of = |run: &PooledRun| mean(&|other| other.trial.kind() == run.trial.kind()).unwrap_or(all);
    runs.iter().filter(|run| !run.is_over()).map(of).sum::<f64>() / cores.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use perceptab::study::{Study, Trial};
    use perceptab_conversation::session::{Pool, RunId};

    fn pooled(trial: &Trial, stage: Stage, seconds: f64) -> PooledRun {
        let mut pool = Pool::new(1, "a.csv");
        pool.add([(RunId(1), trial.clone())]);
        let mut run = pool.runs()[0].clone();
        (run.stage, run.view.seconds) = (stage, seconds);
        run
    }

    #[test]
    fn the_time_left_goes_by_what_the_same_kind_took() {
        let recipe = perceptab::recipe::Recipe::default();
        let shape = Shape { rows: 5_000, groups: None };
        let trials = Study::mixed(&recipe.checked().unwrap(), shape).unwrap().trials;
        let (network, trees) = (&trials[0], &trials[12]);
        assert_eq!((network.kind(), trees.kind()), ("network with waves", "boosted trees"));
        let waiting = |trial| pooled(trial, Stage::Waiting, 0.0);
        assert_eq!(seconds_left(&[waiting(network), waiting(trees)], 3.0, 2), 3.0);
        let ended = pooled(network, Stage::Ended, 8.0);
        assert_eq!(seconds_left(&[ended.clone(), waiting(network), waiting(trees)], 3.0, 2), 8.0);
        let quick = pooled(trees, Stage::Ended, 2.0);
        assert_eq!(seconds_left(&[ended, quick, waiting(network), waiting(trees)], 3.0, 2), 5.0);
    }
}
