//! A training that is put down and taken up comes to the bits that it would have come to: every solver, schedule and stopping
//! rule, put down wherever it can be, taken up by a trainer made anew, and once by a process made anew.
#![cfg(not(target_arch = "wasm32"))]

mod cases;
mod refusals;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

use cases::{Case, cases, wide_cases};
use perceptab::dataset::Dataset;
use perceptab::training::{Progress, Step, Trainer};

/// All that a run comes to, floats by their shortest digits, which say every bit of one that is a number.
#[derive(Debug, PartialEq)]
struct Outcome {
    step: Step,
    hash: String,
    text: String,
}

impl Outcome {
    /// Trains to the end.
    fn of(mut trainer: Trainer, dataset: &Dataset) -> Outcome {
        let step = loop {
            match trainer.work(dataset, &mut || true) {
                Step::EpochEnded | Step::Interrupted => {}
                step => break step,
            }
        };
        // Diverged: back to the last whole epoch, as whoever drives it does.
        if step != Step::Finished {
            trainer.stop(dataset);
        }
        let answers = trainer.take_answers(dataset);
        let text = format!(
            "{answers:?}\n{:?}\n{:?} after {} epochs, {} rows; best {:?} of {:?}\n{:?}",
            trainer.history(),
            trainer.ending(),
            trainer.epoch(),
            trainer.rows_done(),
            trainer.best_epoch(),
            trainer.validation_scores(),
            trainer.loss_curve(),
        );
        Outcome { step, hash: trainer.network.weights_hash(), text }
    }
}

/// Every different block that a run can be put down as: asked for wherever it looks at the clock, from before its first epoch to
/// after its end.
fn put_down(case: &Case, dataset: &Dataset) -> Vec<Vec<u8>> {
    let mut trainer = case.trainer(dataset);
    let mut blocks = vec![trainer.progress().to_bytes()];
    loop {
        let step = trainer.work(dataset, &mut || false);
        let block = trainer.progress().to_bytes();
        if blocks.last() != Some(&block) {
            blocks.push(block);
        }
        if matches!(step, Step::Finished | Step::Diverged { .. }) {
            return blocks;
        }
    }
}

fn take_up(case: &Case, dataset: &Dataset, block: &[u8]) -> Trainer {
    let progress = Progress::from_bytes(block).unwrap();
    Trainer::resume(dataset, case.settings, progress).unwrap()
}

/// Long runs are taken up at some of their epochs, and at all of the last ones.
fn is_tried(place: usize, all: usize) -> bool {
    all < 60 || place.is_multiple_of(7) || place + 12 > all
}

#[test]
fn whatever_trains_comes_to_the_same_bits_wherever_it_is_put_down() {
    let mut endings = BTreeSet::new();
    for case in cases() {
        let dataset = case.dataset();
        let expected = Outcome::of(case.trainer(&dataset), &dataset);
        let blocks = put_down(&case, &dataset);
        for (place, block) in blocks.iter().enumerate().filter(|(place, _)| is_tried(*place, blocks.len())) {
            let trainer = take_up(&case, &dataset, block);
            assert_eq!(
                trainer.progress().to_bytes(),
                *block,
                "{}: block {place} as it is taken up",
                case.name
            );
            let name = format!("{}: put down as block {place}, at epoch {}", case.name, trainer.epoch());
            assert_eq!(Outcome::of(trainer, &dataset), expected, "{name}");
        }
        let mut trainer = case.trainer(&dataset);
        while matches!(trainer.work(&dataset, &mut || true), Step::EpochEnded | Step::Interrupted) {}
        let ending = format!("{:?}", trainer.ending());
        let is_earlier = trainer.best_epoch().map(|best| best < trainer.epoch());
        endings.insert((ending.split(' ').next().unwrap_or_default().to_string(), is_earlier));
    }
    // Otherwise the cases would not lead where they are meant to.
    let all = [
        ("None", None),
        ("Some(Converged)", None),
        ("Some(Epochs)", None),
        ("Some(Epochs)", Some(true)),
        ("Some(Evaluations)", None),
        ("Some(LossStill", None),
        ("Some(ScoreStill", Some(true)),
        ("Some(Stuck)", None),
        ("Some(ValidationLossStill", Some(true)),
    ];
    for (ending, best) in all {
        assert!(endings.contains(&(ending.to_string(), best)), "{ending} {best:?}: {endings:?}");
    }
}

/// The clock is looked at in the middle of an epoch, and of an iteration's line search: what is put down there is the last whole
/// epoch.
#[test]
fn in_the_middle_of_an_epoch_the_last_whole_one_is_put_down() {
    for case in wide_cases() {
        let dataset = case.dataset();
        let expected = Outcome::of(case.trainer(&dataset), &dataset);
        let mut trainer = case.trainer(&dataset);
        let (mut at_the_end, mut within) = (trainer.progress().to_bytes(), 0);
        let mut blocks = vec![at_the_end.clone()];
        loop {
            let (epoch, rows) = (trainer.epoch(), trainer.rows_done());
            let step = trainer.work(&dataset, &mut || false);
            let block = trainer.progress().to_bytes();
            if trainer.epoch() == epoch && trainer.rows_done() > rows {
                assert_eq!(block, at_the_end, "{}: within epoch {}", case.name, epoch + 1);
                within += 1;
            } else if trainer.epoch() > epoch {
                blocks.push(block.clone());
            }
            at_the_end = block;
            if step == Step::Finished {
                break;
            }
        }
        assert!(within >= 3, "{}: {within}", case.name);
        for block in blocks {
            assert_eq!(Outcome::of(take_up(&case, &dataset, &block), &dataset), expected, "{}", case.name);
        }
    }
}

/// The history has the epoch already; the answers to the rows it has not.
#[test]
fn what_is_taken_up_and_stopped_at_once_has_answers() {
    for case in cases().iter().filter(|case| case.name.ends_with(": plain")) {
        let dataset = case.dataset();
        let mut trainer = case.trainer(&dataset);
        while trainer.history().is_empty() {
            trainer.work(&dataset, &mut || true);
        }
        let mut resumed = take_up(case, &dataset, &trainer.progress().to_bytes());
        trainer.stop(&dataset);
        resumed.stop(&dataset);
        assert_eq!(resumed.history(), trainer.history(), "{}", case.name);
        let answers = trainer.take_answers(&dataset);
        assert_eq!(answers[0].0.len(), dataset.train.rows.len());
        assert_eq!(resumed.take_answers(&dataset), answers, "{}", case.name);
    }
}

/// Where the other process finds what it takes up, one file a case, and leaves what came of it.
const FOLDER: &str = "PERCEPTAB_RESUMED_FOLDER";

#[test]
fn a_fresh_process_goes_on_to_the_same_bits() {
    let file =
        |folder: &str, place: usize, ending: &str| PathBuf::from(folder).join(format!("{place}.{ending}"));
    if let Ok(folder) = std::env::var(FOLDER) {
        for (place, case) in cases().iter().enumerate() {
            let dataset = case.dataset();
            let block = std::fs::read(file(&folder, place, "progress")).unwrap();
            let outcome = Outcome::of(take_up(case, &dataset, &block), &dataset);
            std::fs::write(file(&folder, place, "outcome"), format!("{outcome:?}")).unwrap();
        }
        return;
    }
    let folder = std::env::temp_dir().join(format!("perceptab-resumed-{}", std::process::id()));
    let folder = folder.to_str().unwrap();
    std::fs::create_dir_all(folder).unwrap();
    let mut expected = Vec::new();
    for (place, case) in cases().iter().enumerate() {
        let dataset = case.dataset();
        expected.push(format!("{:?}", Outcome::of(case.trainer(&dataset), &dataset)));
        let blocks = put_down(case, &dataset);
        std::fs::write(file(folder, place, "progress"), &blocks[blocks.len() / 2]).unwrap();
    }
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "a_fresh_process_goes_on_to_the_same_bits"])
        .env(FOLDER, folder)
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stdout));
    for (place, (case, expected)) in cases().iter().zip(expected).enumerate() {
        let outcome = std::fs::read_to_string(file(folder, place, "outcome")).unwrap();
        assert_eq!(outcome, expected, "{}", case.name);
    }
    std::fs::remove_dir_all(folder).unwrap();
}
