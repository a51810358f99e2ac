use super::class_labels;
use super::distinct::{are_expected, distinct_rows};
use super::missing_words;
use super::moment_target;
use super::plan::{MAX_BYTES, MAX_INPUTS};
use super::{Encoder, Plan, PrepareError, Repeats, Split, Statistics, TargetEncoder, Targets, Task, cells};
use crate::matrix::{LANES, Matrix};
use crate::pace::{Pace, ROWS, at_once};
use crate::table::{Column, Table, Values};

/// A table made ready for the network.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// How a row becomes inputs, learnt from training rows.
    pub encoder: Encoder,
    /// How the target becomes what is trained on, and answers values again.
    pub target: TargetEncoder,
    /// The rows to train on, those that early stopping holds back of them included.
    pub train: Part,
    /// The rows that only the scores look at.
    pub test: Part,
    /// The rows that early stopping looks at.
    pub validation: HeldBack,
    /// What is to be told of the rows.
    pub facts: Facts,
}

impl Dataset {
    /// Bytes that its rows take up.
    pub fn bytes(&self) -> usize {
        let given = match &self.validation {
            HeldBack::Given(part) => part.bytes(),
            _ => 0,
        };
        self.train.bytes() + self.test.bytes() + given
    }
}

impl Part {
    fn bytes(&self) -> usize {
        let targets = match &self.targets {
            Targets::Numbers(numbers) => size_of_val(&numbers[..]),
            Targets::Classes(classes) => size_of_val(&classes[..]),
        };
        let inputs = self.inputs.n_rows() * self.inputs.n_cols() * size_of::<f32>();
        inputs
            + targets
            + size_of_val(&self.rows[..])
            + size_of_val(&self.scaled[..])
            + size_of_val(&self.weights[..])
    }
}

/// Which rows early stopping holds back from the training.
#[derive(Clone, Debug, Default)]
pub enum HeldBack {
    /// A share of the training rows, drawn at random, of each class its own.
    #[default]
    Drawn,
    /// A share of the training rows, whole groups drawn at random: the group of each training row.
    Groups(Vec<u32>),
    /// The same, of each class its own: the groups are of rows that repeat each other.
    Together(Vec<u32>),
    /// The latest of the training rows: their places among them, the earliest first.
    Latest(Vec<u32>),
    /// These, which are not among the training rows.
    Given(Box<Part>),
}

/// The rows of one part.
#[derive(Clone, Debug)]
pub struct Part {
    /// Row numbers in the table, ascending.
    pub rows: Vec<u32>,
    /// (n_rows, encoder width)
    pub inputs: Matrix,
    /// In the target's own unit.
    pub targets: Targets,
    /// The same numbers in the scale that the network is trained in; empty for classification.
    pub scaled: Vec<f32>,
    /// How much each row counts; empty where all count alike.
    pub weights: Vec<f32>,
}

/// What happened to the rows on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Rows that repeated an earlier one in every input and the target.
    pub duplicates_dropped: usize,
    /// Rows without a target value.
    pub missing_targets: usize,
    /// Sentences on cells that did not fit.
    pub notes: Vec<String>,
}

/// The assignment's Preprocess and DataLoader: drops rows without a target and repeated rows, splits, fits the encoder
/// and turns both parts into matrices.
pub fn prepare(table: &Table, plan: &Plan) -> Result<Dataset, PrepareError> {
    at_once(async |pace| prepare_in_steps(table, plan, pace).await)
}

/// [`prepare`] in steps.
pub async fn prepare_in_steps(table: &Table, plan: &Plan, pace: &Pace) -> Result<Dataset, PrepareError> {
    let target_column = table
        .column(&plan.target)
        .ok_or_else(|| PrepareError::UnknownColumn { name: plan.target.clone() })?;
    let found = table.columns_named(plan.inputs.iter()).into_iter().zip(&plan.inputs);
    let unknown = |name: &String| PrepareError::UnknownColumn { name: name.clone() };
    let inputs: Vec<&Column> =
        found.map(|(column, name)| column.ok_or_else(|| unknown(name))).collect::<Result<_, _>>()?;
    if inputs.is_empty() {
        return Err(PrepareError::NoInputs);
    }
    // Before anything is made of the rows; how many inputs a word becomes is known later.
    check_size(table, inputs.len())?;
    let decimal = table.dialect.decimal;
    let target_column = cells::taken(target_column, plan.kinds.get(&plan.target).copied(), decimal);
    let (rows, mut facts) = usable_rows(table, plan, &target_column, &inputs, pace).await?;
    // Where repeated rows were dropped there are none.
    let repeats = match facts.duplicates_dropped {
        0 => Repeats::among(&inputs, &target_column, &rows, pace).await,
        _ => None,
    };
    let parts = Split::of_in_steps(table, plan, &target_column, &rows, repeats.as_ref(), pace).await?;
    let Split { train, validation, test, held_back, note, repeats, .. } = parts;
    facts.notes.extend(repeats);
    facts.notes.extend(note);
    let used = [&train[..], &validation, &test].concat();
    let fitted_rows = match plan.statistics {
        Statistics::TrainingRows => &train,
        Statistics::AllRows => &rows,
    };
    // The target is divided or standardised by training rows in either case: only the attributes leak in the
    // assignment.
    let target = TargetEncoder::fit_in_steps(&target_column, plan, &train, &used, pace).await?;
    let target = target.divided_by(plan.target_divisor);
    facts.notes.extend(missing_words::note(&target_column));
    facts.notes.extend(moment_target::note(&target));
    facts.notes.extend(class_labels::note(&target_column, &target));
    let encoder = Encoder::fit_in_steps(&inputs, fitted_rows, plan, decimal, pace).await;
    if encoder.width() > MAX_INPUTS {
        return Err(PrepareError::TooWide { inputs: encoder.width() });
    }
    check_size(table, encoder.width())?;
    let weights = Weights::of(table, plan)?;
    let parts =
        Parts { table, plan, encoder: &encoder, target: &target, target_column: &target_column, weights };
    let mut train = parts.part(train, "training", &mut facts, pace).await?;
    let mut test = parts.part(test, "test", &mut facts, pace).await?;
    let mut given = match validation.is_empty() {
        true => None,
        false => Some(parts.part(validation, "validation", &mut facts, pace).await?),
    };
    if plan.balance_classes && target.task() == Task::Classification {
        let factors = balanced(&train, target.width().max(2));
        for part in [&mut train, &mut test].into_iter().chain(&mut given) {
            part.weigh_classes(&factors);
        }
    }
    let validation = given.map_or(held_back, |part| HeldBack::Given(Box::new(part)));
    Ok(Dataset { encoder, target, train, test, validation, facts })
}

/// What the rows of a part become numbers by.
struct Parts<'a> {
    table: &'a Table,
    plan: &'a Plan,
    encoder: &'a Encoder,
    target: &'a TargetEncoder,
    target_column: &'a Column,
    weights: Weights<'a>,
}

impl Parts<'_> {
    async fn part(
        &self,
        rows: Vec<u32>,
        name: &str,
        facts: &mut Facts,
        pace: &Pace,
    ) -> Result<Part, PrepareError> {
        let Parts { table, plan, encoder, target, target_column, weights } = self;
        let encoded =
            encoder.encode_in_steps(table, &rows, pace).await.map_err(|_| PrepareError::NoInputs)?;
        for note in encoded.notes {
            facts.notes.push(format!("In the {name} rows: {note}"));
        }
        let targets = target.read_in_steps(target_column, &rows, pace).await;
        let targets = targets
            .ok_or_else(|| PrepareError::TargetIsEmpty { name: plan.target.clone(), aside: String::new() })?;
        let mut scaled = Vec::new();
        if let Targets::Numbers(numbers) = &targets {
            scaled.reserve_exact(numbers.len());
            for some in numbers.chunks(ROWS) {
                if let (true, Some(&value)) = (plan.from_zero, some.iter().find(|&&number| number < 0.0)) {
                    return Err(PrepareError::TargetBelowZero { name: plan.target.clone(), value });
                }
                scaled.extend(some.iter().map(|&number| target.scaled(number)));
                pace.after(some.len()).await;
            }
        }
        let weights = weights.of_rows(&rows)?;
        pace.after(weights.len()).await;
        Ok(Part { rows, inputs: encoded.inputs, targets, scaled, weights })
    }
}

/// The column that says how much each row counts, if there is one.
struct Weights<'a> {
    name: &'a str,
    numbers: Option<&'a [f64]>,
}

impl<'a> Weights<'a> {
    fn of(table: &'a Table, plan: &'a Plan) -> Result<Weights<'a>, PrepareError> {
        let Some(name) = &plan.sample_weight else { return Ok(Weights { name: "", numbers: None }) };
        let column = table.column(name).ok_or_else(|| PrepareError::UnknownColumn { name: name.clone() })?;
        match &column.values {
            Values::Numbers(numbers) => Ok(Weights { name, numbers: Some(numbers) }),
            Values::Labels(_) => Err(PrepareError::BadWeight { name: name.clone(), row: 1 }),
        }
    }

    fn of_rows(&self, rows: &[u32]) -> Result<Vec<f32>, PrepareError> {
        let Some(numbers) = self.numbers else { return Ok(Vec::new()) };
        let bad = |row: u32| PrepareError::BadWeight { name: self.name.to_string(), row: row as usize + 1 };
        let weight = |&row: &u32| {
            let weight = numbers[row as usize];
            // Not a number is not at least 0 either.
            if weight >= 0.0 && weight < f64::from(f32::MAX) { Ok(weight as f32) } else { Err(bad(row)) }
        };
        let weights: Vec<f32> = rows.iter().map(weight).collect::<Result<_, _>>()?;
        if weights.iter().all(|&weight| weight == 0.0) {
            return Err(bad(rows.first().copied().unwrap_or(0)));
        }
        Ok(weights)
    }
}

/// rows / (classes · rows of the class), over the training rows: what scikit-learn calls balanced. A class without rows
/// counts nothing.
fn balanced(train: &Part, n_classes: usize) -> Vec<f32> {
    let Targets::Classes(classes) = &train.targets else { return Vec::new() };
    let mut counts = vec![0usize; n_classes];
    classes.iter().for_each(|&class| counts[class as usize] += 1);
    let present = counts.iter().filter(|&&count| count > 0).count();
    let factor = |count: &usize| classes.len() as f32 / (present * (*count).max(1)) as f32;
    counts.iter().map(factor).collect()
}

impl Part {
    fn weigh_classes(&mut self, factors: &[f32]) {
        let Targets::Classes(classes) = &self.targets else { return };
        self.weights.resize(classes.len(), 1.0);
        for (weight, &class) in self.weights.iter_mut().zip(classes) {
            *weight *= factors[class as usize];
        }
    }
}

/// The rows with a target, without repeated ones if so planned.
async fn usable_rows(
    table: &Table,
    plan: &Plan,
    target: &Column,
    inputs: &[&Column],
    pace: &Pace,
) -> Result<(Vec<u32>, Facts), PrepareError> {
    let mut with_target = Vec::with_capacity(table.n_rows);
    for first in (0..table.n_rows).step_by(ROWS) {
        let some = first..table.n_rows.min(first + ROWS);
        pace.after(some.len()).await;
        with_target.extend(some.filter(|&row| !target.is_missing(row)).map(|row| row as u32));
    }
    if with_target.is_empty() {
        let aside = missing_words::aside(target);
        return Err(PrepareError::TargetIsEmpty { name: plan.target.clone(), aside });
    }
    let mut facts = Facts { missing_targets: table.n_rows - with_target.len(), ..Facts::default() };
    let mut rows = with_target;
    if plan.drop_duplicates {
        let columns: Vec<&Column> = inputs.iter().copied().chain([target]).collect();
        let distinct = distinct_rows(&columns, &rows, pace).await;
        let repeated = rows.len() - distinct.len();
        if are_expected(&columns, rows.len(), repeated) {
            facts.notes.push(
                "Repeated rows are not dropped: the columns have so few different values that equal rows may be different \
                 cases."
                    .to_string(),
            );
        } else {
            facts.duplicates_dropped = repeated;
            facts.notes.extend(match repeated {
                0 => None,
                1 => Some("1 row that repeats an earlier one was dropped.".to_string()),
                n => Some(format!("{n} rows that repeat an earlier one were dropped.")),
            });
            rows = distinct;
        }
    }
    if rows.len() < 4 {
        return Err(PrepareError::TooFewRows { rows: rows.len() });
    }
    Ok((rows, facts))
}

/// Bytes of a row beside its cells and inputs: hashes that find repeated rows, places in the parts, targets, answers.
const ROW_BYTES: u64 = 48;

/// Whether table and inputs fit into memory together.
fn check_size(table: &Table, inputs: usize) -> Result<(), PrepareError> {
    let cell = |column: &Column| match &column.values {
        Values::Numbers(_) => size_of::<f64>() as u64,
        Values::Labels(_) => size_of::<u32>() as u64,
    };
    let row = table.columns.iter().map(cell).sum::<u64>()
        + (inputs.next_multiple_of(LANES) * size_of::<f32>()) as u64
        + ROW_BYTES;
    let fit = (MAX_BYTES / row) as usize;
    if table.n_rows > fit {
        return Err(PrepareError::TooLarge { rows: table.n_rows, inputs, rows_that_fit: fit });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_beyond_memory_is_refused_before_anything_is_made_of_it() {
        // 11 columns of numbers, 10 of them inputs: 88 + 64 + 48 bytes a row, of which 16,000,000 fit.
        let column = |name: &str| Column {
            name: name.into(),
            kind: crate::table::Kind::Numeric,
            reason: String::new(),
            values: Values::Numbers(Vec::new()),
            missing: 0,
            distinct: 0,
            form: crate::table::Form::default(),
        };
        let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"].map(column).to_vec();
        let table = |n_rows| Table { n_rows, columns: columns.clone(), ..Table::default() };
        assert_eq!(check_size(&table(16_000_000), 10), Ok(()));
        let too_large = PrepareError::TooLarge { rows: 16_000_001, inputs: 10, rows_that_fit: 16_000_000 };
        assert_eq!(check_size(&table(16_000_001), 10), Err(too_large));
    }
    use crate::dataset::Task;
    use crate::table::{Kind, Values};

    fn table(columns: &[(&str, &[f64])]) -> Table {
        let columns = columns.iter().map(|(name, numbers)| Column {
            name: name.to_string(),
            kind: Kind::Numeric,
            reason: String::new(),
            values: Values::Numbers(numbers.to_vec()),
            missing: 0,
            distinct: 9,
            form: crate::table::Form::default(),
        });
        let columns: Vec<Column> = columns.collect();
        let n_rows = match &columns[0].values {
            Values::Numbers(numbers) => numbers.len(),
            Values::Labels(_) => 0,
        };
        Table { n_rows, columns, ..Table::default() }
    }

    fn plan() -> Plan {
        Plan::new("y", Task::Regression, &["x"])
    }

    const X: [f64; 10] = [1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 100.0];
    const Y: [f64; 10] = [1.0, 1.0, f64::NAN, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0];

    #[test]
    fn rows_weigh_as_their_column_and_their_class_say() {
        let weights = [1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0];
        let columns = table(&[("x", &X), ("y", &Y), ("w", &weights)]);
        let weighed = Plan { sample_weight: Some("w".into()), ..plan() };
        let dataset = prepare(&columns, &weighed).unwrap();
        let expected: Vec<f32> = dataset.train.rows.iter().map(|&row| weights[row as usize] as f32).collect();
        assert_eq!(dataset.train.weights, expected);
        // Missing in y, and so no weight.
        let bad =
            Plan { sample_weight: Some("y".into()), target: "x".into(), inputs: vec!["w".into()], ..plan() };
        assert_eq!(prepare(&columns, &bad).unwrap_err().kind(), "bad-weight");

        let classes = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
        let labels = table(&[("x", &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0]), ("y", &classes)]);
        let balanced = Plan { task: Task::Classification, balance_classes: true, ..plan() };
        let train = prepare(&labels, &balanced).unwrap().train;
        let Targets::Classes(of_row) = &train.targets else { panic!("classes") };
        for class in [0, 1] {
            let of_class = of_row.iter().zip(&train.weights).filter(|(row, _)| **row == class);
            let sum: f32 = of_class.map(|(_, weight)| weight).sum();
            assert!((sum - 4.0).abs() < 1e-5 || sum == 0.0 || (sum - 8.0).abs() < 1e-5, "{class}: {sum}");
        }
    }

    #[test]
    fn a_divisor_stretches_the_scale_of_the_target() {
        let columns = table(&[("x", &X), ("y", &Y)]);
        let plain = prepare(&columns, &plan()).unwrap().train.scaled;
        let halved = prepare(&columns, &Plan { target_divisor: 2.0, ..plan() }).unwrap().train.scaled;
        plain.iter().zip(&halved).for_each(|(plain, halved)| assert!((plain - 2.0 * halved).abs() < 1e-6));
    }

    #[test]
    fn a_loss_for_counts_wants_no_number_below_zero() {
        let below = table(&[("x", &X), ("y", &[1.0, -2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0])]);
        let plan = Plan { from_zero: true, ..plan() };
        assert_eq!(prepare(&below, &plan).unwrap_err().kind(), "target-below-zero");
    }

    #[test]
    fn rows_are_counted_on_the_way() {
        let dataset = prepare(&table(&[("x", &X), ("y", &Y)]), &plan()).unwrap();
        assert_eq!((dataset.facts.missing_targets, dataset.facts.duplicates_dropped), (1, 1));
        // 8 rows are left; ceil(0.2 · 8) = 2 are held out.
        assert_eq!((dataset.train.rows.len(), dataset.test.rows.len()), (6, 2));
    }

    #[test]
    fn honest_statistics_are_those_of_the_training_rows_alone() {
        let table = table(&[("x", &X), ("y", &Y)]);
        let mean = |statistics| {
            let dataset = prepare(&table, &Plan { statistics, ..plan() }).unwrap();
            let of = |part: &Part| part.inputs.values().map(f64::from).sum::<f64>();
            (of(&dataset.train), of(&dataset.train) + of(&dataset.test))
        };
        let (train, all) = mean(Statistics::TrainingRows);
        assert!(train.abs() < 1e-5 && all.abs() > 1e-2);
        let (train, all) = mean(Statistics::AllRows);
        assert!(train.abs() > 1e-2 && all.abs() < 1e-5);
    }

    #[test]
    fn each_impossible_plan_has_its_kind() {
        let table = table(&[("x", &X), ("y", &Y), ("nothing", &[f64::NAN; 10]), ("same", &[2.0; 10])]);
        let kind = |plan: Plan| prepare(&table, &plan).unwrap_err().kind();
        assert_eq!(kind(Plan { target: "z".into(), ..plan() }), "unknown-column");
        assert_eq!(kind(Plan { inputs: vec![], ..plan() }), "no-inputs");
        assert_eq!(kind(Plan { target: "nothing".into(), ..plan() }), "target-is-empty");
        assert_eq!(kind(Plan { target: "same".into(), ..plan() }), "constant-target");
        assert_eq!(kind(Plan { test_share: 1.0, ..plan() }), "empty-part");
        let few = self::table(&[("x", &[1.0, 2.0, 3.0]), ("y", &[1.0, 2.0, 3.0])]);
        assert_eq!(prepare(&few, &plan()).unwrap_err().kind(), "too-few-rows");
    }

    /// However many rows there are, a step does no more than so many operations, and all cells are counted.
    #[test]
    fn no_step_is_long_whatever_is_planned() {
        const N: usize = 150_000;
        let numbers = |of: &dyn Fn(usize) -> f64| (0..N).map(of).collect::<Vec<f64>>();
        let x = numbers(&|row| (row * 7_919 % 100_003) as f64 * 0.5);
        let y = numbers(&|row| (row % 97) as f64);
        let day = numbers(&|row| (row % 5_000) as f64 * 86_400.0);
        let mut table = table(&[("x", &x), ("y", &y), ("day", &day)]);
        table.columns[2].kind = Kind::Date;
        let plan = Plan { missing_indicators: true, ..Plan::new("y", Task::Regression, &["x", "day"]) };
        let plans = [
            Plan { scale: crate::dataset::Scale::Quantile, fill: crate::dataset::Fill::Mean, ..plan.clone() },
            Plan { split: crate::dataset::SplitRule::Time("day".into()), log_target: true, ..plan.clone() },
            Plan {
                split: crate::dataset::SplitRule::Group("y".into()),
                target: "x".into(),
                inputs: vec!["day".into()],
                ..plan.clone()
            },
            Plan {
                task: Task::Classification,
                split: crate::dataset::SplitRule::Stratified,
                kinds: [("x".to_string(), Kind::Category)].into(),
                ..plan
            },
        ];
        for plan in plans {
            let (held, asked) = (std::rc::Rc::new(table.clone()), plan.clone());
            let mut steps =
                crate::pace::Steps::new(async move |pace| prepare_in_steps(&held, &asked, &pace).await);
            let (mut before, mut most) = (0, 0);
            let dataset = loop {
                let dataset = steps.advance();
                most = most.max(steps.done() - before);
                before = steps.done();
                if let Some(dataset) = dataset {
                    break dataset.unwrap();
                }
            };
            assert!(most < crate::pace::STEP + 4 * ROWS + 1, "{plan:?}: {most}");
            // Each cell of the table is taken to find repeated rows, and each input to learn and to encode it.
            assert!(before > N * (3 + 2 * plan.inputs.len()), "{plan:?}: {before}");
            let at_once = prepare(&table, &plan).unwrap();
            assert_eq!((&dataset.train.rows, &dataset.encoder), (&at_once.train.rows, &at_once.encoder));
        }
    }
}
