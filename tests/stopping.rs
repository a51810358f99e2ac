//! Runs that end by themselves, against scikit-learn's: `golden/make_stopping.py` wrote the numbers.

mod oracle;

use oracle::engine;
use oracle::golden::{self, Heads, Settings, Stopped, Stopping};
use oracle::{Descent, assert_close};
use perceptab::training::{Ending, Lbfgs, LbfgsStep, Patience, Trainer};

/// More than any run takes.
const MOST_EPOCHS: usize = 1_000;

#[test]
fn patience_counts_scikit_learns_losses_as_it_does() {
    for (name, golden) in read().loss {
        for Stopped { n_iter, loss_curve, best_loss } in [golden.float64, golden.float32] {
            let best = hear_all(&golden.settings, &loss_curve, n_iter, &name, |patience, loss| {
                patience.hear_loss(loss);
            });
            assert_eq!(best, best_loss, "{name}");
        }
    }
}

#[test]
fn patience_counts_scikit_learns_scores_as_it_does() {
    for (name, golden) in read().score {
        let mut best_of_all = f64::NEG_INFINITY;
        let scores = &golden.validation_scores;
        let best = hear_all(&golden.settings, scores, golden.n_iter, &name, |patience, score| {
            // The weights that are kept are those of the highest score, the first of equals.
            assert_eq!(patience.hear_score(score), score > best_of_all, "{name}");
            best_of_all = best_of_all.max(score);
        });
        assert_eq!(best, golden.best_validation_score, "{name}");
    }
}

#[test]
fn the_oracle_stops_where_scikit_learn_stops() {
    let Heads { heads, .. } = golden::read("heads.json");
    for (name, golden) in read().loss {
        let head = &heads[&golden.head];
        let (mut network, targets) =
            (head.network(&golden.head, &golden.activation), head.targets(&golden.head));
        let mut descent = Descent::new(golden.settings.course(), &network);
        let expected = &golden.float64;
        for epoch in 1..=expected.n_iter {
            let (loss, is_over) = descent.epoch(&mut network, &head.x, &targets, &vec![1.0; head.x.len()]);
            assert_eq!(is_over, epoch == expected.n_iter, "{name}: epoch {epoch}");
            assert_close(loss, expected.loss_curve[epoch - 1], 1e-9, 0.1, &format!("{name}: epoch {epoch}"));
        }
    }
}

#[test]
fn the_trainer_stops_where_scikit_learn_stops() {
    for (name, golden) in read().loss {
        let trainer = train(&golden.head, &golden.activation, &golden.settings);
        let expected = &golden.float32;
        assert_eq!(trainer.epoch(), expected.n_iter, "{name}");
        let epochs = golden.settings.n_iter_no_change;
        assert_eq!(trainer.ending(), Some(Ending::LossStill { epochs }), "{name}");
        for (epoch, (loss, expected)) in trainer.loss_curve().iter().zip(&expected.loss_curve).enumerate() {
            assert_close(*loss, *expected, 1e-4, 0.1, &format!("{name}: loss of epoch {}", epoch + 1));
        }
    }
}

#[test]
fn lbfgs_ends_where_scipys_ends() {
    let Heads { heads, .. } = golden::read("heads.json");
    let (mut ended, mut trained) = (0, 0);
    for (name, golden) in read().lbfgs {
        let settings = &golden.settings;
        let evaluations = golden.run.evaluations.unwrap();
        if golden.ending != "evaluations" {
            // The oracle's loss and gradients; the number of evaluations is the trainer's to watch.
            let head = &heads[&golden.head];
            let mut network = head.network(&golden.head, &golden.activation);
            let (targets, alike) = (head.targets(&golden.head), vec![1.0; head.x.len()]);
            let first: Vec<f64> = network.layers.iter().flat_map(|layer| layer.values()).collect();
            let mut lbfgs = Lbfgs::new(first, settings.tol);
            let mut losses = vec![];
            let told = loop {
                let mut point = lbfgs.point().iter();
                network
                    .layers
                    .iter_mut()
                    .for_each(|layer| layer.for_each(|value| *value = *point.next().unwrap()));
                let loss = network.weighted_loss(&head.x, &targets, &alike, settings.alpha);
                let gradients = network.weighted_gradients(&head.x, &targets, &alike, settings.alpha);
                let gradients: Vec<f64> = gradients.iter().flat_map(|layer| layer.values()).collect();
                let told = lbfgs.tell(loss, &gradients);
                // The first point is not yet an iteration.
                if told != LbfgsStep::TryNext && lbfgs.evaluations() > 1 {
                    losses.push(loss);
                }
                if told == LbfgsStep::Iterated {
                    lbfgs.go_on();
                } else if told != LbfgsStep::TryNext {
                    break told;
                }
            };
            let expected = if golden.ending == "flat" { LbfgsStep::Flat } else { LbfgsStep::Still };
            assert_eq!(
                (told, losses.len(), lbfgs.evaluations()),
                (expected, golden.n_iter, evaluations),
                "{name}"
            );
            for (loss, expected) in losses.iter().zip(&golden.run.loss_curve) {
                assert_close(*loss, *expected, 1e-9, 0.01, &name);
            }
            ended += 1;
        }
        // In f32 a loss stands still earlier than in f64.
        if golden.ending != "still" {
            let trainer = train(&golden.head, &golden.activation, settings);
            let expected = if golden.ending == "flat" { Ending::Converged } else { Ending::Evaluations };
            assert_eq!((trainer.ending(), trainer.epoch()), (Some(expected), golden.n_iter), "{name}");
            assert_eq!(trainer.history().last().map(|record| record.epoch), Some(golden.n_iter), "{name}");
            assert_eq!(trainer.loss_curve().len(), golden.n_iter, "{name}");
            assert_eq!(trainer.rows_done(), (evaluations * heads[&golden.head].x.len()) as u64, "{name}");
            for (loss, expected) in trainer.loss_curve().iter().zip(&golden.run.loss_curve) {
                assert_close(*loss, *expected, 1e-4, 0.01, &name);
            }
            let last = engine::layers(&trainer.network.layers);
            oracle::assert_layers_close(&last, &golden.run.last, 1e-3, &name);
            trained += 1;
        }
    }
    assert!(ended >= 3 && trained >= 3, "{ended} {trained}");
}

/// In f32 a search for ever lower losses ends in rounding, with no step that lowers the loss: what was tried last counts
/// for nothing.
#[test]
fn lbfgs_that_is_stuck_keeps_its_last_iteration() {
    let mut stuck = 0;
    for head in ["identity", "poisson", "sigmoid", "softmax"] {
        for activation in ["identity", "sigmoid", "tanh", "relu"] {
            let settings = Settings { solver: "lbfgs".into(), tol: 0.0, alpha: 1.0, ..Settings::default() };
            let trainer = train(head, activation, &settings);
            let losses = trainer.loss_curve();
            assert!(losses.is_sorted_by(|before, after| before >= after), "{head} {activation}: {losses:?}");
            assert_eq!(losses.len(), trainer.epoch(), "{head} {activation}");
            let epochs: Vec<usize> = trainer.history().iter().map(|record| record.epoch).collect();
            assert_eq!(epochs, [trainer.epoch()], "{head} {activation}");
            stuck += usize::from(trainer.ending() == Some(Ending::Stuck));
        }
    }
    assert!(stuck > 0);
}

fn read() -> Stopping {
    let stopping: Stopping = golden::read("stopping.json");
    assert!(stopping.loss.len() >= 6 && stopping.lbfgs.len() >= 6 && stopping.score.len() >= 4);
    stopping
}

/// Feeds a run's losses or scores to a [`Patience`], with the adaptive rate that they bring about: it must be over after
/// `n_iter` and not before. Returns the best of them.
fn hear_all(
    settings: &Settings,
    values: &[f64],
    n_iter: usize,
    name: &str,
    mut hear: impl FnMut(&mut Patience, f64),
) -> f64 {
    assert_eq!(values.len(), n_iter, "{name}");
    let mut patience = Patience::new(settings.tol, settings.n_iter_no_change);
    let mut rate = settings.learning_rate_init;
    for (epoch, &value) in values.iter().enumerate() {
        hear(&mut patience, value);
        if settings.learning_rate == "adaptive" && rate > 1e-6 && patience.is_over() {
            rate /= 5.0;
            patience.begin_again();
        }
        assert_eq!(patience.is_over(), epoch + 1 == n_iter, "{name}: epoch {}", epoch + 1);
    }
    patience.best().unwrap()
}

fn train(head_name: &str, activation: &str, settings: &Settings) -> Trainer {
    let Heads { heads, .. } = golden::read("heads.json");
    let head = &heads[head_name];
    let network = head.network(head_name, activation);
    let dataset = engine::dataset(&network, &head.x, &head.targets(head_name), &[]);
    engine::train(engine::network(&network), &dataset, engine::settings(settings, MOST_EPOCHS))
}
