//! What was measured, as lines and as a page.

use perceptab::chance::{Chance, Stream};

use super::Measured;
use super::run::Run;

pub fn mean(of: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = of.fold((0.0, 0), |(sum, n), one| (sum + one, n + 1));
    sum / f64::from(n.max(1))
}

/// Over the tables, of their means over the seeds.
pub fn average(all: &[Measured]) -> f64 {
    mean(all.iter().map(|one| one.mean(|run| run.scaled)))
}

impl Measured {
    fn mean(&self, of: impl Fn(&Run) -> f64) -> f64 {
        mean(self.ours.iter().map(of))
    }

    /// As multiples of the second specification's in the same run.
    fn seconds(&self) -> Option<f64> {
        Some(self.mean(|run| run.seconds) / self.specification.as_ref()?.seconds)
    }
}

/// For the terminal.
pub fn line(one: &Measured) -> String {
    let scores: Vec<String> = one.ours.iter().map(|run| format!("{:.4}", run.score)).collect();
    let kept: Vec<String> = one.ours.iter().map(|run| run.kept.to_string()).collect();
    format!(
        "{:12} {:.3}  {}  kept {}  {:.2} s, {:.2e} multiply-adds{}",
        one.table.name,
        one.mean(|run| run.scaled),
        scores.join(" "),
        kept.join(" "),
        one.mean(|run| run.seconds),
        one.mean(|run| run.multiply_adds),
        one.seconds().map_or(String::new(), |times| format!(", {times:.2} times the specification's"))
    )
}

/// docs/quality.md.
pub fn page(seeds: &[u64], sets: &[(String, Vec<Measured>)]) -> String {
    let averages = |of: fn(&Measured) -> &[Run]| {
        let one = |(name, all): &(String, Vec<Measured>)| {
            format!(
                "**{:.3}** on `{name}`",
                mean(all.iter().map(|one| mean(of(one).iter().map(|run| run.scaled))))
            )
        };
        sets.iter().map(one).collect::<Vec<_>>().join(" and ")
    };
    let linear = |(name, all): &(String, Vec<Measured>)| {
        let scaled = |one: &Measured| one.table.reference.scaled(one.table.reference.linear());
        format!("{:.3} on `{name}`", mean(all.iter().map(scaled)))
    };
    let catboost = |(name, all): &(String, Vec<Measured>)| {
        let scaled = |one: &Measured| one.table.reference.scaled(one.table.reference.catboost());
        format!("{:.3} on `{name}`", mean(all.iter().map(scaled)))
    };
    let above = |of: fn(&Measured) -> &[Run]| {
        let is_above = |one: &&Measured| {
            let reference = one.table.reference;
            mean(of(one).iter().map(|run| run.scaled)) > reference.scaled(reference.catboost())
        };
        sets.iter().flat_map(|(_, all)| all).filter(is_above).count()
    };
    let seeds: Vec<String> = seeds.iter().map(u64::to_string).collect();
    let mut text = format!(
        "# How good the tiers are\n\n\
         `perceptab train --tier quick` and `--tier good` on {} real tables with the train and test rows that are given with \
         them, seeds {}. The scale goes from 0, what an answer that looks at no input gets, to 1, the best of linear or logistic \
         regression, scikit-learn's MLP, random forest, LightGBM and CatBoost.\n\n\
         - **Good** (networks, boosted trees and a line on folds of the training rows, mixed by what they say of the rows left out) \
         reaches {}; above CatBoost on {}.\n\
         - **Quick** (one network that keeps its best epoch by validation loss, its numbers with bins and waves) reaches {}.\n\
         - CatBoost reaches {}, linear models {}. All figures of other methods are those that came with the tables (mean of three seeds \
         on `tabular`, one run on `tabular2`).\n",
        sets.iter().map(|(_, all)| all.len()).sum::<usize>(),
        seeds.join(", "),
        averages(|one| &one.good),
        above(|one| &one.good),
        averages(|one| &one.ours),
        sets.iter().map(catboost).collect::<Vec<_>>().join(" and "),
        sets.iter().map(linear).collect::<Vec<_>>().join(" and "),
    );
    for (name, all) in sets {
        text += &set(name, all);
    }
    text += &intervals(sets);
    text += &calibration(sets);
    text += &cost(sets);
    text += "\n## How it was chosen\n\n";
    text += include_str!("choice.md");
    text += "\nAgain: `make quality` (`scripts/quality.sh`), with the tables in `../shared/data/` or under `PERCEPTAB_SHARED`. \
             The scores are the same to the last digit on every machine; the seconds are not.\n";
    text
}

fn set(name: &str, all: &[Measured]) -> String {
    let mut text = format!(
        "\n## {name}\n\n| table | training rows | measure | Good, each seed | Quick, each seed | linear | CatBoost | \
         best reference | Good, 0 … 1 | Quick, 0 … 1 |\n|---|---|---|---|---|---|---|---|---|---|\n"
    );
    let scores =
        |runs: &[Run]| runs.iter().map(|run| format!("{:.3}", run.score)).collect::<Vec<_>>().join(", ");
    let scaled = |runs: &[Run]| mean(runs.iter().map(|run| run.scaled));
    for one in all {
        let reference = one.table.reference;
        text += &format!(
            "| {} | {} | {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} |\n",
            one.table.name,
            one.ours.first().map_or(0, |run| run.train_rows),
            if reference.is_r2() { "R²" } else { "log loss" },
            scores(&one.good),
            scores(&one.ours),
            reference.linear(),
            reference.catboost(),
            reference.best(),
            scaled(&one.good),
            scaled(&one.ours),
        );
    }
    let all_of =
        |of: fn(&Measured) -> &[Run]| mean(all.iter().map(|one| mean(of(one).iter().map(|run| run.scaled))));
    text + &format!(
        "| **all** | | | | | | | | **{:.3}** | **{:.3}** |\n",
        all_of(|one| &one.good),
        all_of(|one| &one.ours)
    )
}

/// How far an average would stray with other tables of their kind: the percentile bootstrap over the tables (Efron 1979).
fn intervals(sets: &[(String, Vec<Measured>)]) -> String {
    const DRAWS: usize = 10_000;
    let interval = |all: &[Measured], of: fn(&Measured) -> &[Run]| {
        let scaled: Vec<f64> = all.iter().map(|one| mean(of(one).iter().map(|run| run.scaled))).collect();
        let mut chance = Chance::new(1, Stream::Ways);
        let mut draw = || mean(scaled.iter().map(|_| scaled[chance.below(scaled.len() as u32) as usize]));
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| draw()).collect();
        draws.sort_by(f64::total_cmp);
        format!("{:.3} to {:.3}", draws[DRAWS / 40], draws[DRAWS - 1 - DRAWS / 40])
    };
    let mut text = "\n## How sure the averages are\n\n95 % intervals of the average over the tables, by the bootstrap over the tables (10,000 \
                    draws): how far it would stray with other tables of their kind.\n\n| set | Good | Quick |\n|---|---|---|\n"
        .to_string();
    for (name, all) in sets.iter().filter(|(_, all)| !all.is_empty()) {
        text += &format!(
            "| {name} | {} | {} |\n",
            interval(all, |one| &one.good),
            interval(all, |one| &one.ours)
        );
    }
    text
}

/// How far probabilities are from shares.
fn calibration(sets: &[(String, Vec<Measured>)]) -> String {
    let mut text = "\n## Calibration\n\nExpected calibration error on the test rows (Guo et al. 2017, equation 3: how far the highest \
                    probability is from the share that is right, over 15 bins of equal width). Good's probabilities are brought to one \
                    temperature, which is chosen on rows left out of folds and never makes their log loss worse.\n\n\
                    | table | test rows | Good | Quick |\n|---|---|---|---|\n"
        .to_string();
    for one in sets.iter().flat_map(|(_, all)| all) {
        let of = |runs: &[Run]| {
            let errors: Vec<f64> = runs.iter().filter_map(|run| run.calibration).collect();
            (!errors.is_empty()).then(|| format!("{:.3}", mean(errors.into_iter())))
        };
        if let (Some(good), Some(quick)) = (of(&one.good), of(&one.ours)) {
            let rows = one.ours.first().map_or(0, |run| run.test_rows);
            text += &format!("| {} | {rows} | {good} | {quick} |\n", one.table.name);
        }
    }
    text
}

/// Beside the second specification on the same rows.
fn cost(sets: &[(String, Vec<Measured>)]) -> String {
    let times = |one: &Measured, runs: &[Run]| {
        let of_specification = one.specification.as_ref()?.seconds;
        Some(mean(runs.iter().map(|run| run.seconds)) / of_specification)
    };
    let all = || sets.iter().flat_map(|(_, all)| all);
    let words = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        let median = all.get(all.len() / 2).copied().unwrap_or(0.0);
        format!("{median:.1} times (median) and {:.1} times (most)", all.last().copied().unwrap_or(0.0))
    };
    let mut text = format!(
        "\n## What it costs\n\nSeconds of one core beside the assignment's second specification (64 and 32 neurons, 200 epochs, \
         `spec2-regression`; for classes its softmax) on the same rows in the same run: Good takes {}, Quick {}. Good trains \
         on as many cores as there are.\n\n\
         | table | the specification | Good | times | Quick | times |\n|---|---|---|---|---|---|\n",
        words(all().filter_map(|one| times(one, &one.good)).collect()),
        words(all().filter_map(|one| times(one, &one.ours)).collect()),
    );
    for one in all() {
        let Some(specification) = &one.specification else { continue };
        let seconds = |runs: &[Run]| mean(runs.iter().map(|run| run.seconds));
        text += &format!(
            "| {} | {:.2} s | {:.1} s | {:.1} | {:.2} s | {:.1} |\n",
            one.table.name,
            specification.seconds,
            seconds(&one.good),
            times(one, &one.good).unwrap_or(0.0),
            seconds(&one.ours),
            times(one, &one.ours).unwrap_or(0.0),
        );
    }
    text
}
