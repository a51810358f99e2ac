//! Small trainings, one of each kind.

use perceptab::chance::{Chance, Stream};
use perceptab::dataset::{Dataset, Plan, SplitRule, Task, prepare};
use perceptab::network::{Activation, Network, Waves};
use perceptab::table::{Column, Form, Kind, Table, Values};
use perceptab::training::{Loss, Rule, Schedule, Settings, Solver, Trainer, Watched, head_for};

#[derive(Clone)]
pub struct Case {
    pub name: String,
    pub task: Task,
    pub hidden: Vec<usize>,
    pub settings: Settings,
    pub plan: fn(Plan) -> Plan,
    /// Whether its numbers are seen as waves.
    pub waves: bool,
}

const ROWS: usize = 120;

/// Three numbers, a number and a class that follow from them with noise, a weight and a group.
pub fn table() -> Table {
    let mut chance = Chance::new(5, Stream::Split);
    let mut columns: Vec<Vec<f64>> = vec![vec![]; 7];
    for row in 0..ROWS {
        let [a, b, c, noise] = [0; 4].map(|_| f64::from(chance.uniform()));
        let y = a * b + 0.3 * c + 0.2 * noise;
        let class = if y < -0.2 {
            0.0
        } else if y < 0.2 {
            1.0
        } else {
            2.0
        };
        let values = [a, b, c, y, class, (row % 3) as f64, (row / 4) as f64];
        values.into_iter().zip(&mut columns).for_each(|(value, column)| column.push(value));
    }
    let names = ["a", "b", "c", "y", "class", "weight", "group"];
    let columns = columns.into_iter().zip(names).map(|(numbers, name)| Column {
        name: name.into(),
        kind: Kind::Numeric,
        reason: String::new(),
        values: Values::Numbers(numbers),
        missing: 0,
        distinct: ROWS,
        form: Form::default(),
    });
    Table { n_rows: ROWS, columns: columns.collect(), ..Table::default() }
}

impl Case {
    pub fn dataset(&self) -> Dataset {
        let target = if self.task == Task::Regression { "y" } else { "class" };
        let plan = Plan {
            test_share: 0.25,
            validation_share: self.settings.validation,
            ..Plan::new(target, self.task, &["a", "b", "c"])
        };
        prepare(&table(), &(self.plan)(plan)).unwrap()
    }

    pub fn network(&self, dataset: &Dataset) -> Network {
        let chance = &mut Chance::new(1, Stream::Weights);
        let places = if self.waves { dataset.encoder.number_places() } else { Vec::new() };
        let waves = Waves::new(places, chance);
        let inputs = dataset.encoder.width() + waves.as_ref().map_or(0, Waves::width);
        let widths = [&[inputs], &self.hidden[..], &[dataset.target.width()]].concat();
        let head = head_for(&dataset.target, Loss::SquaredError);
        Network { waves, ..Network::new(&widths, Activation::Tanh, head, None, chance) }
    }

    pub fn trainer(&self, dataset: &Dataset) -> Trainer {
        Trainer::new(self.network(dataset), dataset, self.settings)
    }
}

/// The plain training of a solver.
pub fn case(name: &str, task: Task, solver: Solver) -> Case {
    let learning_rate = match solver {
        Solver::Stochastic(Rule::Sgd { .. }) => 0.1,
        _ => 0.02,
    };
    let settings = Settings {
        solver,
        learning_rate,
        batch_size: Some(16),
        epochs: 9,
        measure_every: 4,
        ..Settings::default()
    };
    Case {
        name: format!("{name}, {task:?}"),
        task,
        hidden: vec![7, 5],
        settings,
        plan: |plan| plan,
        waves: false,
    }
}

pub fn solvers() -> Vec<(&'static str, Solver)> {
    let adam = |decay| Rule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay };
    let rules = [
        ("sgd", Rule::Sgd { momentum: 0.0, nesterov: false }),
        ("momentum", Rule::Sgd { momentum: 0.9, nesterov: false }),
        ("nesterov", Rule::Sgd { momentum: 0.9, nesterov: true }),
        ("adam", adam(0.0)),
        ("adamw", adam(0.2)),
        ("rms-prop", Rule::RmsProp { rho: 0.9, epsilon: 1e-8 }),
    ];
    let solvers = rules.into_iter().map(|(name, rule)| (name, Solver::Stochastic(rule)));
    solvers.chain([("lbfgs", Solver::Lbfgs { max_evaluations: 15_000 })]).collect()
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, solver) in solvers() {
        for task in [Task::Regression, Task::Classification] {
            of_solver(&case(name, task, solver), &mut cases);
        }
    }
    of_lbfgs(&mut cases);
    cases
}

fn of_solver(plain: &Case, cases: &mut Vec<Case>) {
    let is_stochastic = matches!(plain.settings.solver, Solver::Stochastic(_));
    let mut add = |name: &str, change: &dyn Fn(&mut Case)| {
        let mut case = plain.clone();
        case.name = format!("{}: {name}", plain.name);
        change(&mut case);
        cases.push(case);
    };
    add("plain", &|_| {});
    add("dropout", &|case| case.settings.dropout = 0.3);
    add("waves", &|case| case.waves = true);
    add("penalty and short gradients", &|case| {
        (case.settings.alpha, case.settings.clip) = (0.5, Some(0.1));
    });
    add("weights", &|case| case.plan = |plan| Plan { sample_weight: Some("weight".into()), ..plan });
    add("loss still for 2 epochs", &|case| {
        (case.settings.patience, case.settings.tol, case.settings.epochs) = (Some(2), 0.2, 20);
    });
    if !is_stochastic {
        return;
    }
    for schedule in [Schedule::InverseScaling, Schedule::Adaptive, Schedule::Cosine, Schedule::OneCycle] {
        add(&format!("{schedule:?}"), &|case| {
            case.settings.schedule = schedule;
            // The adaptive one falls again and again.
            (case.settings.patience, case.settings.tol, case.settings.epochs) = (Some(1), 0.05, 14);
        });
    }
    add("rows in their order", &|case| case.settings.shuffle = false);
    add("batches in parts", &|case| case.settings.batch_size = Some(1_000));
    add("batches of one", &|case| case.settings.batch_size = Some(1));
    for watched in [Watched::Score, Watched::Loss] {
        add(&format!("best epoch by {watched:?}"), &|case| {
            (case.settings.validation, case.settings.watched) = (Some(0.3), watched);
        });
        add(&format!("{watched:?} still for 2 epochs"), &|case| {
            (case.settings.validation, case.settings.watched) = (Some(0.3), watched);
            (case.settings.patience, case.settings.tol, case.settings.epochs) = (Some(2), 0.01, 30);
            case.settings.learning_rate *= 3.0;
        });
    }
    add("all at once", &|case| {
        case.settings.schedule = Schedule::Adaptive;
        (case.settings.validation, case.settings.watched) = (Some(0.3), Watched::Loss);
        (case.settings.patience, case.settings.tol, case.settings.epochs) = (Some(1), 0.05, 14);
        (case.settings.dropout, case.settings.alpha, case.settings.clip) = (0.2, 0.1, Some(0.5));
        case.plan = |plan| Plan {
            sample_weight: Some("weight".into()),
            split: SplitRule::Group("group".into()),
            ..plan
        };
    });
}

fn of_lbfgs(cases: &mut Vec<Case>) {
    let plain = case("lbfgs", Task::Regression, Solver::Lbfgs { max_evaluations: 15_000 });
    let mut add = |name: &str, settings: Settings| {
        cases.push(Case { name: format!("{}: {name}", plain.name), settings, ..plain.clone() });
    };
    let long = Settings { epochs: 400, measure_every: 50, alpha: 1.0, ..plain.settings };
    add("to its end", Settings { tol: 0.01, ..long });
    add("as low as it gets", Settings { tol: 0.0, measure_every: 1, ..long });
    add("5 evaluations", Settings { solver: Solver::Lbfgs { max_evaluations: 5 }, ..plain.settings });
    add("flat at once", Settings { tol: 1e9, ..plain.settings });
    // In 32 bits there is an end to ever lower losses; each iteration is measured before it turns out to be the last.
    for (place, hidden) in [vec![], vec![3], vec![7, 5], vec![16]].into_iter().enumerate() {
        for task in [Task::Regression, Task::Classification] {
            let settings = Settings { tol: 0.0, measure_every: 1, alpha: 10.0, ..long };
            let name = format!("lbfgs until it is stuck, network {place}, {task:?}");
            cases.push(Case { name, settings, hidden: hidden.clone(), task, ..plain.clone() });
        }
    }
    let rising = Settings {
        solver: Solver::Stochastic(Rule::Sgd { momentum: 0.0, nesterov: false }),
        learning_rate: 3e4,
        batch_size: Some(1_000),
        ..plain.settings
    };
    cases.push(Case { name: "diverges".into(), settings: rising, hidden: vec![], ..plain.clone() });
}

/// So wide that an epoch is not one piece of work.
pub fn wide_cases() -> Vec<Case> {
    let wide = |(name, solver): (&str, Solver)| {
        let plain = case(name, Task::Regression, solver);
        let settings =
            Settings { epochs: 3, measure_every: 2, dropout: 0.2, batch_size: Some(300), ..plain.settings };
        Case { hidden: vec![900, 40], settings, ..plain }
    };
    let mut cases: Vec<Case> =
        solvers().into_iter().filter(|(name, _)| ["adamw", "lbfgs"].contains(name)).map(wide).collect();
    for case in &mut cases {
        if matches!(case.settings.solver, Solver::Stochastic(_)) {
            // Several batches an epoch, so that moments, order and chance have moved on.
            (case.settings.batch_size, case.settings.validation) = (Some(16), Some(0.2));
        }
    }
    cases
}
