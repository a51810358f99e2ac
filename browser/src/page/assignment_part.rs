//! The assignment as a guided part of the page: its eight runs, what came of them, and what that means.

use super::column_table::scroll;
use super::field::guide;
use super::node::{Element, Node, button, el};
use super::shown::short;
use super::{Action, PageState};
use perceptab::format::{count, counted, duration, r_squared, share, size};
use perceptab::recipe::{Choice, Recipe};
use perceptab::study::Question;
use perceptab_conversation::assignment::{EXPERIMENTS, Experiment, Line, Section, Share, reading};
use perceptab_conversation::chart::{Figure, Theme};
use perceptab_conversation::session::{Outcome, PooledRun, Runs, Stage, figures};

/// CSS pixels of a figure among the others, and of one that is enlarged.
const SMALL: (f64, f64) = (360.0, 240.0);
const LARGE: (f64, f64) = (960.0, 480.0);

impl PageState {
    fn pooled(&self, experiment: &Experiment) -> Option<&PooledRun> {
        let runs = self.pool.as_ref().filter(|_| self.question() == Question::Recipes)?.runs();
        runs.iter().find(|run| run.view.recipe.preset == experiment.preset)
    }

    /// What the report is made of.
    pub(super) fn assignment_runs(&self, archive: bool) -> Runs {
        let summary = self.view.data.as_ref().map(|data| &data.summary);
        let runs = EXPERIMENTS.iter().filter_map(|experiment| self.pooled(experiment));
        Runs {
            archive,
            table: summary.map(|summary| summary.name.clone()).unwrap_or_default(),
            rows: summary.map_or(0, |summary| summary.rows),
            target: self.target().map(|target| target.name.clone()).unwrap_or_default(),
            seed: self.recipe.question.seed,
            runs: runs.filter(|run| run.stage == Stage::Ended).map(|run| run.view.clone()).collect(),
        }
    }

    fn lines(&self) -> Vec<Line> {
        let line = |experiment: &Experiment| Line::of(experiment, &self.pooled(experiment)?.view);
        EXPERIMENTS.iter().filter_map(line).collect()
    }
}

/// While it is open.
pub fn assignment_part(state: &PageState) -> Node {
    let lines = state.lines();
    el("section")
        .class("part assignment")
        .attr("id", "assignment")
        .attr("aria-labelledby", "assignment-title")
        .child(head())
        .child(introduction(state))
        .child(controls(state))
        .child(table(state, &lines))
        .child(figures_of(state))
        .child(meaning(state, &lines))
        .into()
}

fn head() -> Element {
    el("div")
        .class("columns-head")
        .child(el("h2").attr("id", "assignment-title").text("The assignment"))
        .child(button("Put away", Action::OpenAssignment(false)).class("quiet"))
}

fn introduction(state: &PageState) -> Element {
    let rows = state.view.data.as_ref().map_or(0, |data| data.summary.rows);
    let target = state.target().map(|target| short(&target.name)).unwrap_or_default();
    let own = "The assignment’s figures are those that it reports on its own file of 18,835 songs. ";
    el("p")
        .text(format!(
            "Eight networks predict {target} from the {} of this table: two written by hand for regression, \
             scikit-learn’s four, and the two with a softmax. {own}",
            counted(rows, "row")
        ))
        .child(guide(
            "assignment",
            "The protocol in the guide",
            "The assignment’s protocol in the guide".to_string(),
        ))
}

fn controls(state: &PageState) -> Element {
    let fitting = state.assignment_recipes().len();
    let go = match state.is_pooling() {
        true => button("Cancel all", Action::CancelPool),
        false => {
            let words = match fitting {
                8 => "Run all eight".to_string(),
                fitting => format!("Run the {fitting} that fit"),
            };
            button(words, Action::RunAssignment).flag("disabled", !state.has_worker() || fitting == 0)
        }
    };
    let at_a_time = match state.cores {
        0 | 1 => "one after the other".to_string(),
        cores => format!("{} at a time", count(cores.min(fitting.max(1)))),
    };
    let has_result = state.question() == Question::Recipes
        && state.pool.as_ref().is_some_and(|pool| pool.runs().iter().any(|run| run.stage == Stage::Ended));
    let save = |words, action| button(words, action).flag("disabled", !has_result);
    el("div")
        .class("controls")
        .child(go)
        .child(el("span").class("muted").text(at_a_time))
        .child(save("Report (HTML)", Action::SaveAssignment { archive: false }))
        .child(save("Everything (ZIP)", Action::SaveAssignment { archive: true }))
}

fn table(state: &PageState, lines: &[Line]) -> Element {
    let head = ["Run", "Progress", "Train", "reported", "Test", "reported", "Baseline", "± SE", "R²", "Time"];
    let head = head.map(|name| el("th").attr("scope", "col").text(name));
    let sections = Section::ALL.map(|section| {
        let title = el("tr").child(
            el("th").attr("scope", "rowgroup").attr("colspan", "11").class("group").text(section.title()),
        );
        let rows = section.experiments().map(|experiment| {
            let line = lines.iter().find(|line| line.experiment.preset == experiment.preset);
            row(state, experiment, line)
        });
        el("tbody").child(title).children(rows)
    });
    let table =
        el("table").child(el("thead").child(el("tr").children(head).child(el("td")))).children(sections);
    scroll("scroll runs", "The assignment’s runs").child(table)
}

fn row(state: &PageState, experiment: &Experiment, line: Option<&Line>) -> Element {
    let run = state.pooled(experiment);
    let recipe =
        run.map(|run| run.view.recipe.clone()).or_else(|| Some(state.recipe_of(experiment)?.into_recipe()));
    let settings = recipe.as_ref().map(summary).unwrap_or_default();
    let title = experiment.title;
    let name = el("th")
        .attr("scope", "row")
        .child(el("span").text(title))
        .child(el("span").class("muted small").text(settings));
    let state_of = match run {
        Some(run) => progress(run, title),
        None if recipe.is_none() => el("span").class("muted").text("does not fit the target"),
        None => el("span").class("muted").text("–"),
    };
    let (train, test) = match experiment.reported {
        Some(reported) => (format!("{:.2} %", reported.train), format!("{:.2} %", reported.test)),
        None => Default::default(),
    };
    let ours = |part: Option<Share>| part.map(|part| share(part.value(), part.rows)).unwrap_or_default();
    let cells = [
        ours(line.and_then(|line| line.train)),
        train,
        ours(line.and_then(|line| line.test)),
        test,
        ours(line.and_then(|line| line.baseline)),
        line.and_then(|line| line.test).map(error).unwrap_or_default(),
        line.and_then(|line| line.r2).map(|r2| r_squared(Some(r2))).unwrap_or_default(),
        run.filter(|run| run.view.seconds > 0.0).map(|run| duration(run.view.seconds)).unwrap_or_default(),
    ];
    let cells = cells.into_iter().enumerate().map(|(index, text)| {
        let class = if matches!(index, 1 | 3) { "numbers muted" } else { "numbers" };
        el("td").class(class).text(text)
    });
    let cancel = run.filter(|run| !run.is_over()).map(|run| {
        button("Cancel", Action::CancelPooled(run.view.id))
            .class("link")
            .attr("aria-label", format!("Cancel {title}"))
    });
    el("tr").child(name).child(el("td").child(state_of)).children(cells).child(el("td").child(cancel))
}

/// How far the test accuracy strays by chance, in points.
fn error(test: Share) -> String {
    format!("± {:.2}", 100.0 * test.standard_error())
}

/// What a run is, in a few words: "32 Sigmoid, SGD 0.01, batches of 32, 200 epochs".
fn summary(recipe: &Recipe) -> String {
    let widths = recipe.network.hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(" · ");
    let momentum = if recipe.training.momentum > 0.0 {
        format!(", momentum {}", recipe.training.momentum)
    } else {
        String::new()
    };
    format!(
        "{widths} {}, rate {}{momentum}, {}",
        recipe.network.activation.name().shown,
        recipe.training.learning_rate,
        counted(recipe.training.epochs, "epoch")
    )
}

fn progress(run: &PooledRun, title: &'static str) -> Element {
    let words = match (&run.stage, &run.view.outcome) {
        (Stage::Waiting, _) => "waits".to_string(),
        (Stage::Training { .. }, _) => {
            return el("progress")
                .attr("aria-label", format!("Epochs of {title}"))
                .attr("max", run.view.recipe.training.epochs.max(1).to_string())
                .attr("value", run.view.epoch.to_string());
        }
        (Stage::Ended, Some(Outcome::Diverged { epoch, .. })) => format!("diverged at epoch {epoch}"),
        (Stage::Ended, _) => counted(run.view.epoch, "epoch"),
        (Stage::Failed(failure), _) => failure.message.clone(),
        (Stage::Cancelled, _) => "cancelled".to_string(),
    };
    el("span").text(words)
}

/// Every run's curve; one at a time may be enlarged.
fn figures_of(state: &PageState) -> Option<Element> {
    let drawn = |experiment: &Experiment| {
        let run = state.pooled(experiment).filter(|run| !run.view.history.is_empty())?;
        Some(picture(state, experiment, run))
    };
    let drawn: Vec<Element> = EXPERIMENTS.iter().filter_map(drawn).collect();
    (!drawn.is_empty()).then(|| el("ul").class("figures").children(drawn))
}

fn picture(state: &PageState, experiment: &Experiment, run: &PooledRun) -> Element {
    let is_large = state.enlarged == Some(experiment.preset);
    let (width, height) = if is_large { LARGE } else { SMALL };
    let figure = figures::accuracy(Some(&run.view), &[], run.view.recipe.training.epochs);
    let what = figure.title.clone();
    let figure = Figure { title: experiment.title.to_string(), ..figure };
    let theme = if state.dark { Theme::dark() } else { Theme::light() };
    let svg = figure.layout_with_title(width, height).to_svg(&theme);
    let about = format!("{}: {}", experiment.title, what);
    let image = el("img")
        .attr("src", data_address(&svg))
        .attr("width", width.to_string())
        .attr("height", height.to_string())
        .attr("alt", about.clone());
    let name = if is_large { format!("{about}, make small") } else { format!("{about}, enlarge") };
    el("li").class(if is_large { "large" } else { "" }).child(
        button("", Action::Enlarge((!is_large).then_some(experiment.preset)))
            .class("figure")
            .attr("aria-label", name)
            .attr("aria-pressed", if is_large { "true" } else { "false" })
            .child(image),
    )
}

/// An SVG as an address of its own.
fn data_address(svg: &str) -> String {
    let mut address = String::from("data:image/svg+xml,");
    for c in svg.chars() {
        match c {
            '%' => address.push_str("%25"),
            '#' => address.push_str("%23"),
            '\n' => {}
            c => address.push(c),
        }
    }
    address
}

/// The honest reading, once nothing runs any more.
fn meaning(state: &PageState, lines: &[Line]) -> Option<Element> {
    let is_done = state.pool.is_some() && !state.is_pooling() && lines.iter().any(|line| line.has_ended);
    let sentences = reading(lines);
    let memory = state.pool.iter().flat_map(|pool| pool.runs()).filter_map(|run| run.view.memory).max();
    let memory = memory
        .map(|bytes| el("p").class("muted small").text(format!("A worker held at most {}.", size(bytes))));
    (is_done && !sentences.is_empty()).then(|| {
        let items = sentences.into_iter().map(|sentence| el("li").text(sentence));
        el("div")
            .class("meaning")
            .child(el("h3").text("What this says"))
            .child(el("ul").class("plain").children(items))
            .child(memory)
    })
}
