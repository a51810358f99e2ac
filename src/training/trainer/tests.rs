use super::*;
use crate::chance::{Chance, Stream, shuffle};
use crate::dataset::{Plan, Task, prepare};
use crate::network::{Activation, Gradients, Head, Pass, TargetBatch};
use crate::table::{Column, Kind, Table, Values};
use crate::training::{Optimiser, Rule};

/// y = x0 · x1 + 0.3 · x2 over 400 rows.
fn table(shuffled: bool) -> Table {
    let mut chance = Chance::new(5, Stream::Split);
    let mut columns: Vec<Vec<f64>> = vec![vec![]; 4];
    for _ in 0..400 {
        let x = [0, 1, 2].map(|_| f64::from(chance.uniform()));
        (0..3).for_each(|column| columns[column].push(x[column]));
        columns[3].push(x[0] * x[1] + 0.3 * x[2]);
    }
    if shuffled {
        shuffle(&mut columns[3], &mut chance);
    }
    let columns = columns.into_iter().zip(["a", "b", "c", "y"]).map(|(numbers, name)| Column {
        name: name.into(),
        kind: Kind::Numeric,
        reason: String::new(),
        values: Values::Numbers(numbers),
        missing: 0,
        distinct: 400,
        form: crate::table::Form::default(),
    });
    Table { n_rows: 400, columns: columns.collect(), ..Table::default() }
}

fn dataset(shuffled: bool) -> Dataset {
    let plan = Plan { test_share: 0.25, ..Plan::new("y", Task::Regression, &["a", "b", "c"]) };
    prepare(&table(shuffled), &plan).unwrap()
}

fn trainer(dataset: &Dataset, epochs: usize, learning_rate: f64) -> Trainer {
    let mut chance = Chance::new(1, Stream::Weights);
    let network = Network::new(&[3, 16, 1], Activation::Tanh, Head::Identity, None, &mut chance);
    let settings = Settings { learning_rate, batch_size: Some(16), epochs, ..Settings::default() };
    Trainer::new(network, dataset, settings)
}

fn finish(trainer: &mut Trainer, dataset: &Dataset) -> Step {
    loop {
        match trainer.work(dataset, &mut || true) {
            Step::EpochEnded | Step::Interrupted => {}
            progress => return progress,
        }
    }
}

#[test]
fn it_learns_what_is_there_and_nothing_from_shuffled_targets() {
    let last_r2 = |shuffled| {
        let dataset = dataset(shuffled);
        let mut trainer = trainer(&dataset, 150, 0.1);
        assert_eq!(finish(&mut trainer, &dataset), Step::Finished);
        trainer.history().last().and_then(|record| record.test_r2).unwrap()
    };
    assert!(last_r2(false) > 0.9, "{}", last_r2(false));
    assert!(last_r2(true) < 0.1, "{}", last_r2(true));
}

#[test]
fn it_measures_when_due_when_asked_and_at_the_end() {
    let dataset = dataset(false);
    let mut trainer = trainer(&dataset, 23, 0.1);
    trainer.work(&dataset, &mut || true);
    trainer.measure_next();
    finish(&mut trainer, &dataset);
    let epochs: Vec<usize> = trainer.history().iter().map(|record| record.epoch).collect();
    assert_eq!(epochs, [2, 10, 20, 23]);
    assert_eq!(trainer.loss_curve().len(), 23);
    assert_eq!(trainer.rows_done(), 23 * 300);
}

/// One epoch with all 300 rows as one batch, in parts of 256 and 44, against one pass over them all.
#[test]
fn a_batch_in_parts_makes_one_update_with_the_mean_over_all_of_it() {
    let dataset = dataset(false);
    let settings = Settings { batch_size: Some(1_000), epochs: 1, ..trainer(&dataset, 1, 0.5).settings };
    let mut trainer = Trainer::new(trainer(&dataset, 1, 0.5).network, &dataset, settings);
    let mut at_once = trainer.network.clone();
    let (mut pass, mut gradients) = (Pass::new(&at_once, 300), Gradients::new(&at_once));
    let targets = TargetBatch::Numbers(&dataset.train.scaled);
    let loss = at_once.back_propagate(&dataset.train.inputs, targets, &mut pass, &mut gradients);
    Optimiser::new(Rule::Sgd { momentum: 0.0, nesterov: false }, &at_once).step(
        &mut at_once,
        &gradients,
        0.5,
    );
    finish(&mut trainer, &dataset);
    assert!((trainer.loss_curve()[0] - loss / 300.0).abs() < 1e-6);
    for (ours, expected) in trainer.network.layers.iter().zip(&at_once.layers) {
        let ours = ours.weights.values().chain(ours.biases.values());
        let expected = expected.weights.values().chain(expected.biases.values());
        ours.zip(expected).for_each(|(ours, expected)| assert!((ours - expected).abs() < 1e-6));
    }
}

#[test]
fn interruptions_do_not_change_a_bit() {
    // Wide enough that the clock is looked at several times an epoch.
    let dataset = dataset(false);
    let network = Network::new(
        &[3, 600, 40, 1],
        Activation::Relu,
        Head::Identity,
        None,
        &mut Chance::new(1, Stream::Weights),
    );
    // 1,000 is all 300 rows, in two parts.
    for batch_size in [32, 1_000] {
        let settings =
            Settings { batch_size: Some(batch_size), epochs: 3, measure_every: 1, ..Settings::default() };
        let mut at_once = Trainer::new(network.clone(), &dataset, settings);
        finish(&mut at_once, &dataset);
        let mut in_slices = Trainer::new(network.clone(), &dataset, settings);
        let mut interruptions = 0;
        loop {
            match in_slices.work(&dataset, &mut || false) {
                Step::Finished => break,
                Step::Interrupted => interruptions += 1,
                _ => {}
            }
        }
        assert!(interruptions > 6, "{interruptions}");
        assert_eq!(at_once.network.weights_hash(), in_slices.network.weights_hash());
        assert_eq!(at_once.history(), in_slices.history());
    }
}

/// Early stopping scores 150 held-back rows after each epoch and measures 150 and 100: none of it at once.
#[test]
fn measuring_can_be_put_down_at_every_chunk_and_ends_with_the_kept_weights() {
    const EPOCHS: usize = 30;
    // Of what is not there the last epochs learn less than nothing.
    let dataset = dataset(true);
    let settings = Settings {
        epochs: EPOCHS,
        measure_every: 1,
        learning_rate: 0.3,
        validation: Some(0.5),
        ..trainer(&dataset, 1, 0.1).settings
    };
    let mut trainer = Trainer::new(trainer(&dataset, 1, 0.1).network, &dataset, settings);
    let mut looks = 0;
    let mut told = Vec::new();
    loop {
        match trainer.work(&dataset, &mut || false) {
            Step::Interrupted => looks += 1,
            Step::EpochEnded => {}
            progress => break assert_eq!(progress, Step::Finished),
        }
        told.extend(trainer.measured(&dataset));
    }
    // 300 training rows are two chunks, 100 test rows and 150 validation rows one each.
    assert!(looks >= EPOCHS * 3, "{looks}");
    assert!(told.contains(&(0, 150)) && told.contains(&(256, 400)) && told.contains(&(300, 400)), "{told:?}");
    let best = trainer.best_epoch().unwrap();
    assert!(best < EPOCHS, "so that another network than the last is kept");
    let epochs: Vec<usize> = trainer.history().iter().map(|record| record.epoch).collect();
    assert_eq!(epochs, (1..=EPOCHS).collect::<Vec<_>>(), "what is measured of it is no record of its own");
    let [(train, loss), (test, _)] = trainer.take_answers(&dataset);
    let of = |part: &crate::dataset::Part| {
        crate::training::answer_all(&trainer.network, &dataset.target, &part.inputs, Some(part))
    };
    assert_eq!((train, loss), (of(&dataset.train).answers, of(&dataset.train).mean_loss()));
    assert_eq!(test, of(&dataset.test).answers);
}

/// In batches of 16 of their own order, so that whole batches do not count.
#[test]
fn rows_that_do_not_count_move_nothing() {
    let mut dataset = dataset(false);
    let n_rows = dataset.train.rows.len();
    dataset.train.weights = (0..n_rows).map(|row| if row < 40 { 0.0 } else { 1.0 }).collect();
    let settings =
        Settings { batch_size: Some(16), epochs: 2, shuffle: false, alpha: 0.1, ..Settings::default() };
    let mut trainer = Trainer::new(trainer(&dataset, 2, 0.1).network, &dataset, settings);
    assert_eq!(finish(&mut trainer, &dataset), Step::Finished);
    let of_some = trainer.network.weights_hash();
    dataset.train.scaled[..40].fill(1e6);
    let mut other = Trainer::new(self::trainer(&dataset, 2, 0.1).network, &dataset, settings);
    assert_eq!(finish(&mut other, &dataset), Step::Finished);
    assert_eq!(other.network.weights_hash(), of_some);
}

#[test]
fn divergence_keeps_the_last_finite_network() {
    let dataset = dataset(false);
    let mut trainer = trainer(&dataset, 50, 1e9);
    let first = trainer.network.weights_hash();
    assert_eq!(finish(&mut trainer, &dataset), Step::Diverged { epoch: 1 });
    assert_eq!(trainer.network.weights_hash(), first);
    trainer.stop(&dataset);
    assert!(trainer.history().last().is_some_and(|record| record.epoch == 0 && record.test_loss.is_finite()));
}
