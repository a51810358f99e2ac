//! The whole training loop against the oracle: the same rows in the same order, interrupted as often as it can be.

mod oracle;

use oracle::{Chance, Rows, assert_close, assert_layers_close};
use perceptab::chance::{self, Stream};
use perceptab::dataset::{Dataset, Part, Proposal, Targets, Task, prepare};
use perceptab::recipe::{Recipe, SolverName};
use perceptab::table::{Column, Kind, Table, Values};
use perceptab::training::{Batches, Schedule, Step, Trainer};

const EPOCHS: usize = 4;

#[test]
fn training_takes_the_oracles_path() {
    for activation in perceptab::network::Activation::ALL {
        // 299 train rows of 374, more than one chunk of a measurement: batches of 8 leave one of 3, batches of 32 one of 11.
        for (task, classes, batch_size) in
            [(Task::Regression, 0, 8), (Task::Classification, 2, 32), (Task::Classification, 5, 8)]
        {
            let recipe = Recipe::default().with(|it| {
                it.question.target = Some("y".into());
                it.question.task = Some(task);
                it.network.activation = activation;
                it.network.hidden = vec![9, 4];
                it.training.learning_rate = 0.1;
                it.preparation.bins = 0;
                it.network.waves = false;
                it.training.batch_size = Some(batch_size);
                it.training.epochs = EPOCHS;
                it.training.measure_every = 3;
                // The oracle's own way: plain descent.
                it.training.solver = SolverName::Sgd;
                it.training.schedule = Schedule::Constant;
                it.network.dropout = 0.0;
                it.training.early_stopping = false;
            });
            compare(&recipe, &table(classes));
        }
    }
}

fn compare(recipe: &Recipe, table: &Table) {
    let recipe = recipe.clone().checked().unwrap();
    let dataset = prepare(table, &recipe.plan(&Proposal::of(table)).unwrap()).unwrap();
    let network = recipe.network(&dataset, recipe.question.seed);
    let what = format!("{:?} {:?}", recipe.network.activation, network.head);
    let mut oracle = oracle::engine::oracle(&network);
    let mut trainer = Trainer::new(network, &dataset, recipe.training(recipe.question.seed));
    train(&mut trainer, &dataset);

    let (x, targets) = rows(&dataset.train, oracle.head);
    assert_eq!(x.len(), 299);
    let mut batches = Batches::new(x.len(), recipe.training.batch_size.unwrap());
    let mut order = chance::Chance::new(recipe.question.seed, Stream::Batches);
    let mut losses = vec![(0.0, 0.0)];
    let test = rows(&dataset.test, oracle.head);
    for epoch in 1..=EPOCHS {
        batches.reshuffle(&mut order);
        let mut loss = 0.0;
        while let Some(batch) = batches.next_batch() {
            let take = |from: &Rows| batch.iter().map(|&row| from[row as usize].clone()).collect::<Rows>();
            let all = batch.len();
            let rate = f64::from(recipe.training.learning_rate);
            loss += oracle.train_epoch(&take(&x), &take(&targets), all, rate) * all as f64;
        }
        let name = format!("{what}: loss of epoch {epoch}");
        assert_close(trainer.loss_curve()[epoch - 1], loss / x.len() as f64, 1e-5, 0.1, &name);
        losses.push((oracle.loss(&x, &targets), oracle.loss(&test.0, &test.1)));
    }
    assert_layers_close(
        &oracle::engine::layers(&trainer.network.layers),
        &oracle.layers,
        1e-4,
        &format!("{what}: last weights"),
    );
    // Every third epoch and the last.
    let history = trainer.history();
    assert_eq!(history.iter().map(|record| record.epoch).collect::<Vec<_>>(), [3, 4]);
    for record in history {
        let (train, test) = losses[record.epoch];
        assert_close(record.train_loss, train, 1e-5, 0.1, &format!("{what}: train loss"));
        assert_close(record.test_loss, test, 1e-5, 0.1, &format!("{what}: test loss"));
    }
}

/// Says "stop here" whenever it is asked.
fn train(trainer: &mut Trainer, dataset: &Dataset) {
    for _ in 0..10_000 {
        match trainer.work(dataset, &mut || false) {
            Step::Finished => return,
            Step::EpochEnded | Step::Interrupted => {}
            Step::Diverged { epoch } => panic!("diverged at {epoch}"),
        }
    }
    panic!("the training does not end");
}

/// A part's inputs and targets as the oracle takes them.
fn rows(part: &Part, head: oracle::Head) -> (Rows, Rows) {
    let targets = match (&part.targets, head) {
        (Targets::Numbers(_), _) => part.scaled.iter().map(|&value| vec![f64::from(value)]).collect(),
        (Targets::Classes(classes), oracle::Head::Sigmoid) => {
            classes.iter().map(|&class| vec![f64::from(class)]).collect()
        }
        (Targets::Classes(classes), _) => {
            classes.iter().map(|&class| oracle::one_hot(class as usize, 5)).collect()
        }
    };
    (oracle::engine::rows(&part.inputs), targets)
}

/// 374 rows: five numbers, and a `y` that follows from them; whole from 0 where `classes` are wanted.
fn table(classes: usize) -> Table {
    let mut chance = Chance::new(5);
    let x = chance.rows(374, 5, 2.0);
    let y = x.iter().map(|x| x[0] - 0.5 * x[1] * x[2] + 0.1 * x[3]).map(|y| match classes {
        0 => y,
        n => (y + 1.0).clamp(0.0, (n - 1) as f64).round(),
    });
    let column = |name: &str, numbers: Vec<f64>| Column {
        name: name.to_string(),
        kind: Kind::Numeric,
        reason: String::new(),
        distinct: 374,
        form: perceptab::table::Form::default(),
        missing: 0,
        values: Values::Numbers(numbers),
    };
    let y = column("y", y.collect());
    let inputs = (0..5).map(|j| column(&format!("x{j}"), x.iter().map(|x| x[j]).collect()));
    Table { n_rows: 374, columns: inputs.chain([y]).collect(), ..Table::default() }
}
