//! Models of several members: their outputs are averaged, on a table, through their file, on new rows and in exports; what cannot
//! be averaged is refused.
#![cfg(not(target_arch = "wasm32"))]

use std::sync::Arc;

use perceptab::dataset::{Dataset, Encoder, Part, Plan, TargetEncoder, Targets, Task, prepare};
use perceptab::evaluation::{self, Actual, Evaluated, Gathered};
use perceptab::matrix::Matrix;
use perceptab::model::container::{self, Section};
use perceptab::model::{
    MOST_MEMBERS, Member, Model, ModelError, NewRows, NewRowsError, Objective, Outputs, PredictSettings,
    Predictor, Report, predictions_csv,
};
use perceptab::network::{Head, Layer, Network};
use perceptab::pace::at_once;
use perceptab::table::{Column, Form, Look, Reader, Table};

fn read(text: &str) -> Table {
    let mut reader = Reader::new("t.csv");
    reader.push(text.as_bytes()).and_then(|()| reader.finish()).unwrap()
}

fn number(shift: f64, scale: f64, log: bool) -> TargetEncoder {
    let (name, form) = ("y".to_string(), Form::default());
    TargetEncoder::Number { name, log, shift, scale, whole: false, min: 0.0, max: 9.0, form }
}

fn classes(levels: &[&str]) -> TargetEncoder {
    let levels = levels.iter().map(|level| level.to_string()).collect();
    TargetEncoder::Classes { name: "y".into(), levels, written: Vec::new(), form: Form::default() }
}

/// One layer over the columns `inputs` as these rows of the table have them: all weights `weight`, and these biases.
fn member(
    table: &Table,
    rows: &[u32],
    inputs: &[&str],
    target: TargetEncoder,
    weight: f32,
    biases: &[f32],
) -> Member {
    let columns: Vec<&Column> = inputs.iter().map(|name| table.column(name).unwrap()).collect();
    let encoder = Encoder::fit(&columns, rows, &Plan::new("y", Task::Regression, &[]), table.dialect.decimal);
    let weights = Matrix::from_fn(encoder.width(), biases.len(), |input, output| {
        weight * (1.0 + input as f32 - 2.0 * output as f32)
    });
    let layer = Layer { weights, biases: Matrix::from_fn(1, biases.len(), |_, output| biases[output]) };
    let head = match (&target, biases.len()) {
        (TargetEncoder::Number { .. }, _) => Head::Identity,
        (_, 1) => Head::Sigmoid,
        _ => Head::Softmax,
    };
    let network = Network { waves: None, layers: vec![layer], activations: Vec::new(), head };
    Member { encoder, target, predictor: Predictor::Network(network), epochs: 7 }
}

/// Forty rows: x from 0 up, a town that only the second half has, and y.
fn table() -> Table {
    let row = |row: usize| {
        let town = if row < 20 { ["here", "there"][row % 2] } else { ["here", "beyond"][row % 2] };
        format!("{row},{town},{}\n", row % 5)
    };
    read(&format!("x,town,y\n{}", (0..40).map(row).collect::<String>()))
}

const ALL: [u32; 40] = {
    let mut all = [0; 40];
    let mut row = 0;
    while row < 40 {
        all[row] = row as u32;
        row += 1;
    }
    all
};

fn halves() -> (Vec<u32>, Vec<u32>) {
    (ALL[..20].to_vec(), ALL[20..].to_vec())
}

/// Two that learnt from other rows, and so have other scales, levels and widths; of numbers, one by way of a logarithm.
fn of_numbers(table: &Table) -> Vec<Member> {
    let (first, second) = halves();
    vec![
        member(table, &first, &["x", "town"], number(1.0, 2.0, false), 0.25, &[0.5]),
        member(table, &second, &["x", "town"], number(0.5, 1.5, true), -0.125, &[0.25]),
    ]
}

fn of_classes(table: &Table) -> Vec<Member> {
    let (first, second) = halves();
    let target = || classes(&["0", "1", "2"]);
    vec![
        member(table, &first, &["town", "x"], target(), 0.5, &[0.0, 1.0, 0.5]),
        member(table, &second, &["x", "town"], target(), -0.25, &[0.75, 0.0, 0.125]),
        member(table, &first, &["x"], target(), 0.125, &[0.0, 0.0, 1.0]),
    ]
}

fn inputs(member: &Member, table: &Table) -> Matrix {
    member.encoder.encode(table, &ALL).unwrap().inputs
}

/// The file of new rows with its answers, and what is told of it.
fn predict(model: &Model, text: &str, settings: PredictSettings) -> Result<(String, Report), NewRowsError> {
    let mut rows = NewRows::new(Arc::new(model.clone()), "new.csv", settings);
    rows.push(text.as_bytes())?;
    let mut written = rows.take_written();
    let (last, report) = rows.finish()?;
    written.extend(last);
    Ok((String::from_utf8(written).unwrap(), report))
}

fn numbers(answers: &Targets) -> Vec<f64> {
    let Targets::Numbers(numbers) = answers else { panic!("numbers") };
    numbers.clone()
}

fn file(model: &Model) -> Vec<u8> {
    model.to_file(None).unwrap()
}

fn open(file: &[u8]) -> Result<Model, ModelError> {
    Model::from_sections(&container::read(file)?)
}

/// Weights of 0, so that the biases alone are answered, whatever the row.
#[test]
fn by_hand() {
    let table = table();
    let constant = |target, biases: &[f32]| member(&table, &ALL, &["x"], target, 0.0, biases);
    let answer = |members| {
        let predicted = Model::average(members).unwrap().predict(&table, &[0]).unwrap();
        (predicted.answers, predicted.probabilities)
    };
    // 0.5 · 2 + 1 = 2 and 0.25 · 4 + 10 = 11: their mean is 6.5.
    let linear = [(1.0, 2.0, 0.5), (10.0, 4.0, 0.25)]
        .map(|(shift, scale, bias)| constant(number(shift, scale, false), &[bias]));
    assert_eq!(answer(linear.to_vec()), (Targets::Numbers(vec![6.5]), vec![]));
    // e^(1 · 2 + 0) − 1 = 6.389056… and e^(0 · 2 + 0) − 1 = 0: the mean of the numbers, not e^1 − 1 of the mean logarithm.
    let logarithms = [1.0, 0.0].map(|bias| constant(number(0.0, 2.0, true), &[bias]));
    let mean = numbers(&answer(logarithms.to_vec()).0)[0];
    assert!((mean - 6.389_056_098_930_65 / 2.0).abs() < 1e-12, "{mean}");
    // 1 / (1 + e^−ln 3) = 0.75 and 1 / (1 + e^ln 7) = 0.125 for the second class: 0.4375, so that the first has 0.5625.
    let two = [3f32.ln(), -(7f32.ln())].map(|bias| constant(classes(&["no", "yes"]), &[bias]));
    let (class, probability) = answer(two.to_vec());
    assert_eq!(class, Targets::Classes(vec![0]));
    assert!((probability[0] - 0.5625).abs() < 1e-6, "{probability:?}");
    // (0.6, 0.3, 0.1), (0, 0.45, 0.55) and (0.1, 0.6, 0.3): (0.7, 1.35, 0.95) / 3. The class that only one calls the likeliest wins.
    let logs =
        |shares: [f32; 3]| constant(classes(&["a", "b", "c"]), &shares.map(|share| share.max(1e-30).ln()));
    let (class, probability) =
        answer([[0.6, 0.3, 0.1], [0.0, 0.45, 0.55], [0.1, 0.6, 0.3]].map(logs).to_vec());
    assert_eq!(class, Targets::Classes(vec![1]));
    assert!((probability[0] - 0.45).abs() < 1e-6, "{probability:?}");
}

/// Each encodes the rows as it learnt to; the sums are f64 and in the order of the members.
#[test]
fn a_tables_rows() {
    let table = table();
    let members = of_numbers(&table);
    let alone = members.clone().map_outputs(&table, |outputs| numbers(outputs.answers()));
    let mean: Vec<f64> = (0..40).map(|row| (alone[0][row] + alone[1][row]) / 2.0).collect();
    let model = Model::average(members).unwrap();
    assert_eq!(numbers(&model.predict(&table, &ALL).unwrap().answers), mean);
    assert_eq!(numbers(model.outputs(&table, &ALL).unwrap().unwrap().answers()), mean);

    let members = of_classes(&table);
    let alone = members.clone().map_outputs(&table, Clone::clone);
    let outputs = Model::average(members).unwrap().outputs(&table, &ALL).unwrap().unwrap();
    for row in 0..40 {
        for class in 0..3 {
            let [a, b, c] = [0, 1, 2].map(|member: usize| alone[member].probabilities(row)[class]);
            assert_eq!(outputs.probabilities(row)[class].to_bits(), ((a + b + c) / 3.0).to_bits());
        }
    }
    let lacking = read("x\n1\n2\n");
    let model = Model::average(of_numbers(&table)).unwrap();
    assert_eq!(model.predict(&lacking, &[0]), Err(vec!["town".to_string()]));
}

/// 84,000 rows of 101 classes are more than is held: they are taken chunk by chunk.
#[test]
fn outputs_of_many_rows_are_not_held() {
    let table = table();
    let levels: Vec<String> = (0..101).map(|level| level.to_string()).collect();
    let target = || classes(&levels.iter().map(String::as_str).collect::<Vec<_>>());
    let of = |weight| member(&table, &ALL, &["x"], target(), weight, &[0.0; 101]);
    let model = Model::average(vec![of(0.5), of(0.25)]).unwrap();
    let rows: Vec<u32> = (0..84_000).map(|row| row % 40).collect();
    assert_eq!(model.outputs(&table, &rows), Ok(None));
    assert!(model.outputs(&table, &ALL).unwrap().is_some());
    let predicted = model.predict(&table, &rows).unwrap();
    let first = model.predict(&table, &ALL).unwrap();
    assert_eq!((predicted.answers.len(), predicted.probabilities.len()), (84_000, 84_000));
    assert_eq!(predicted.probabilities[83_960..], first.probabilities);
    let mut most = 0;
    let take = &mut |outputs: &Outputs| most = most.max(outputs.n_rows());
    at_once(async |pace| model.outputs_in_steps(&table, &rows, pace, take).await).unwrap();
    assert_eq!(most, 256);
}

trait MapOutputs {
    fn map_outputs<T>(self, table: &Table, of: impl Fn(&Outputs) -> T) -> Vec<T>;
}

impl MapOutputs for Vec<Member> {
    fn map_outputs<T>(self, table: &Table, of: impl Fn(&Outputs) -> T) -> Vec<T> {
        self.iter().map(|member| of(&member.outputs(&inputs(member, table)).unwrap())).collect()
    }
}

#[test]
fn one_member_alone_answers_as_it_does_itself() {
    let table = table();
    for member in of_numbers(&table).into_iter().chain(of_classes(&table)) {
        let itself = member.predict(&inputs(&member, &table));
        assert_eq!(Model::from(member.clone()).predict(&table, &ALL).unwrap(), itself);
        assert_eq!(Model::average(vec![member.clone()]).unwrap(), Model::from(member));
    }
}

#[test]
fn through_its_file_and_on_new_rows() {
    let table = table();
    let text: String = std::iter::once("x,town,y\n".to_string())
        .chain((0..40).map(|row| {
            let town = table.column("town").unwrap().text(row);
            format!("{row},{town},{}\n", row % 3)
        }))
        .collect();
    for members in [of_numbers(&table), of_classes(&table)] {
        let model = Model::average(members).unwrap();
        let opened = open(&file(&model)).unwrap();
        assert_eq!(opened, model);
        assert_eq!(file(&opened), file(&model));
        let expected = model.predict(&table, &ALL).unwrap();
        let (written, report) = predict(&opened, &text, PredictSettings::default()).unwrap();
        for (row, line) in written.lines().skip(1).enumerate() {
            let cells: Vec<&str> = line.split(',').skip(3).collect();
            match &expected.answers {
                Targets::Numbers(numbers) => assert_eq!(cells, [numbers[row].to_string()]),
                Targets::Classes(classes) => {
                    assert_eq!(cells[0], classes[row].to_string());
                    assert_eq!(cells[1].parse::<f64>().unwrap(), expected.probabilities[row]);
                }
            }
        }
        // What one of them has seen is not odd.
        assert_eq!((report.rows, report.notes), (40, Vec::<String>::new()));
    }
}

#[test]
fn a_run_of_them_is_exported() {
    let table = table();
    let plan = Plan { drop_duplicates: false, ..Plan::new("y", Task::Classification, &["x", "town"]) };
    let dataset: Dataset = prepare(&table, &plan).unwrap();
    let (first, second) = halves();
    let of = |rows: &[u32], weight: f32| {
        member(&table, rows, &["x", "town"], dataset.target.clone(), weight, &[0.0, 0.5, 0.25, 1.0, 0.125])
    };
    let model = Model::average(vec![of(&first, 0.5), of(&second, -0.25)]).unwrap();
    let csv = at_once(async |pace| {
        let outputs = async |part: &Part, take: &mut dyn FnMut(&Outputs)| {
            model.outputs_in_steps(&table, &part.rows, pace, take).await.unwrap();
        };
        predictions_csv(&dataset, table.first_row(), outputs, pace).await
    });
    let expected = model.predict(&table, &ALL).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv.lines().next(), Some("row,part,actual,predicted,exact,probability"));
    let Targets::Classes(classes) = expected.answers else { panic!("classes") };
    for (row, line) in csv.lines().skip(1).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let (actual, class) = ((row % 5).to_string(), classes[row].to_string());
        assert_eq!(cells[0], (row + 2).to_string());
        assert_eq!(cells[2..5], [&*actual, &class, &(actual == class).to_string()]);
        assert_eq!(cells[5].parse::<f64>().unwrap(), expected.probabilities[row]);
    }
    assert_eq!(csv.lines().count(), 41);
}

/// What is read of them is what is read of any outputs.
#[test]
fn their_scores_are_read_as_those_of_one() {
    let table = table();
    let plan = Plan { drop_duplicates: false, ..Plan::new("y", Task::Classification, &["x", "town"]) };
    let dataset = prepare(&table, &plan).unwrap();
    let (first, second) = halves();
    let of = |rows: &[u32], weight: f32| {
        member(&table, rows, &["x", "town"], dataset.target.clone(), weight, &[0.0, 0.5, 0.25, 1.0, 0.125])
    };
    let model = Model::average(vec![of(&first, 0.5), of(&second, -0.25)]).unwrap();
    let outputs =
        [&dataset.train, &dataset.test].map(|part| model.outputs(&table, &part.rows).unwrap().unwrap());
    let objective = Objective::new(&dataset.target, Head::Softmax);
    let actual = [&dataset.train, &dataset.test].map(Actual::from);
    let [train, test] = [0, 1].map(|part: usize| Evaluated::of(&outputs[part], actual[part], objective));
    let mut gathered = Gathered::new(&dataset.target, actual[1].values);
    gathered.add(&outputs[1]);
    let report =
        at_once(async |pace| evaluation::Report::in_steps(objective, train, test, gathered, pace).await);
    let (Targets::Classes(answers), Targets::Classes(actual)) = (outputs[1].answers(), actual[1].values)
    else {
        panic!("classes")
    };
    let right = answers.iter().zip(actual).filter(|(answer, actual)| answer == actual).count();
    let loss = |row: usize| -outputs[1].probabilities(row)[actual[row] as usize].ln();
    let loss = (0..actual.len()).map(loss).sum::<f64>() / actual.len() as f64;
    assert_eq!((report.test.rows, report.test.correct), (8, Some(right)));
    assert!((report.test.loss - loss).abs() < 1e-12 && report.ordinal.is_some());
    assert_eq!(report.test_metrics.f1_micro, report.test.accuracy);
    assert!(report.test_metrics.brier.is_some() && report.train_metrics.brier.is_none());
    assert!(report.sentence.contains("of the 8 test rows"), "{}", report.sentence);
}

fn notes(model: &Model, rows: &str) -> Vec<String> {
    let settings = PredictSettings { remarks: true, ..PredictSettings::default() };
    predict(model, rows, settings).unwrap().1.notes
}

/// Member 1 knows x from 0 to 19 and the towns here and there, member 2 from 20 to 39, here and beyond.
#[test]
fn what_is_odd_to_all_of_them_is_told_once() {
    let model = Model::average(of_numbers(&table())).unwrap();
    assert_eq!(notes(&model, "x,town\n3,here\n30,beyond\n19.5,there\n"), Vec::<String>::new());
    let found = notes(&model, "x,town\n-5,here\n77,nowhere\n3,nowhere\nabc,there\n");
    assert_eq!(found.len(), 3, "{found:?}");
    let of_x: Vec<&String> = found.iter().filter(|note| note.contains("Column 'x'")).collect();
    assert!(
        of_x.iter().any(|note| note.contains("2 values lie") && note.contains("of 0 to 39")),
        "{found:?}"
    );
    assert!(
        of_x.iter().any(|note| note.contains("'abc'") && note.contains("what each network learnt to take")),
        "{found:?}"
    );
    assert!(found[2].contains("2 values are new (the first is 'nowhere' in row 3)"), "{found:?}");
}

#[test]
fn a_column_that_one_of_them_needs_is_needed() {
    let table = table();
    let (first, second) = halves();
    let model = Model::average(vec![
        member(&table, &first, &["x"], number(0.0, 1.0, false), 1.0, &[0.0]),
        member(&table, &second, &["town", "x"], number(0.0, 1.0, false), 1.0, &[0.0]),
    ])
    .unwrap();
    assert_eq!(model.input_names().collect::<Vec<_>>(), ["x", "town"]);
    let lacking = predict(&model, "x\n1\n2\n", PredictSettings::default()).unwrap_err();
    assert!(lacking.to_string().contains("lacks the column 'town'"), "{lacking}");
}

#[test]
fn members_that_differ_in_what_they_predict_are_refused() {
    let table = table();
    let with = |target: TargetEncoder| {
        let biases = vec![0.0; target.width()];
        member(&table, &ALL, &["x"], target, 1.0, &biases)
    };
    let refused = |one: TargetEncoder, other: TargetEncoder| {
        let same = Model::average(vec![with(one.clone()), with(one.clone())]);
        assert!(same.is_ok());
        match Model::average(vec![with(one.clone()), with(one), with(other)]) {
            Err(error @ ModelError::Mixed { member: 3, .. }) => error.fault(),
            other => panic!("not refused: {other:?}"),
        }
    };
    let changed = |change: &dyn Fn(&mut TargetEncoder)| {
        let mut target = number(0.0, 1.0, false);
        change(&mut target);
        refused(number(0.0, 1.0, false), target)
    };
    let renamed = |target: &mut TargetEncoder| {
        let TargetEncoder::Number { name, .. } = target else { return };
        *name = "z".to_string();
    };
    let rounded = |target: &mut TargetEncoder| {
        let TargetEncoder::Number { whole, .. } = target else { return };
        *whole = true;
    };
    let in_metres = |target: &mut TargetEncoder| {
        let TargetEncoder::Number { form, .. } = target else { return };
        *form = Form { unit: "m".into(), ..Form::of(Look::Numbers) };
    };
    assert!(changed(&renamed).contains("network 3 predicts another column"));
    assert!(changed(&rounded).contains("whole numbers"));
    assert!(changed(&in_metres).contains("reads the column that is predicted otherwise"));
    let abc = classes(&["a", "b", "c"]);
    assert!(refused(number(0.0, 1.0, false), abc.clone()).contains("predicts classes where the first"));
    assert!(refused(abc.clone(), classes(&["a", "c", "b"])).contains("other classes, or in another order"));
    // One that never saw a class still has to have it: there is no telling what its others mean otherwise.
    assert!(refused(abc.clone(), classes(&["a", "b"])).contains("other classes"));
    let mut written = abc.clone();
    if let TargetEncoder::Classes { written, .. } = &mut written {
        *written = ["0a", "0b", "0c"].map(String::from).into();
    }
    assert!(refused(abc, written).contains("writes the classes otherwise"));

    let mut other = with(number(0.0, 1.0, false));
    other.encoder.columns[0].form.unit = "cm".into();
    let mixed = Model::average(vec![with(number(0.0, 1.0, false)), other]);
    assert!(mixed.unwrap_err().fault().contains("network 2 reads the column 'x' otherwise"));
    assert!(Model::average(vec![]).unwrap_err().fault().contains("no network"));
    let many = vec![with(number(0.0, 1.0, false)); MOST_MEMBERS + 1];
    assert!(Model::average(many.clone()).unwrap_err().fault().contains("51 networks"));
    let most = Model::average(many[1..].to_vec()).unwrap();
    assert_eq!(open(&file(&most)).unwrap(), most);
}

/// Rounding keeps an answer within what all of them were trained on.
#[test]
fn the_range_of_a_number_is_that_of_all() {
    let table = table();
    let with = |least: f64, most: f64| {
        let mut target = number(0.0, 1.0, false);
        if let TargetEncoder::Number { min, max, .. } = &mut target {
            (*min, *max) = (least, most);
        }
        member(&table, &ALL, &["x"], target, 1.0, &[0.0])
    };
    let model = Model::average(vec![with(1.0, 5.0), with(-2.0, 4.0), with(2.0, 6.0)]).unwrap();
    assert_eq!(model.target().range(), Some((-2.0, 6.0)));
}

#[test]
fn the_summary_counts_them() {
    let table = table();
    let members = of_numbers(&table);
    let parameters: usize = members.iter().map(|member| member.predictor.n_parameters()).sum();
    let model = Model::average(members).unwrap();
    let summary = model.summary();
    assert_eq!((summary.members, summary.parameters, summary.epochs), (2, parameters, 7));
    assert_eq!((summary.inputs.len(), summary.widths.len()), (2, 2));
    let uneven = Model::average(of_classes(&table)).unwrap().summary();
    assert_eq!((uneven.members, uneven.widths.len()), (3, 0));
    // One over all of them, in their order.
    assert_eq!(uneven.weights_hash.len(), 16);
    let mut turned = of_classes(&table);
    turned.reverse();
    assert_ne!(Model::average(turned).unwrap().summary().weights_hash, uneven.weights_hash);
}

mod the_file {
    use super::*;
    use perceptab_conversation::session::{Command, Event, Export, Purpose, Session};

    /// As a person opens it and saves it again.
    #[test]
    fn a_session_opens_it() {
        let file = file(&Model::average(of_numbers(&table())).unwrap());
        let mut session = Session::new("test");
        let (purpose, name) = (Purpose::Open, "m.json".to_string());
        session.handle(Command::Read { purpose, name, bytes: file.len() as u64 });
        session.push_bytes(&file);
        let Some(Event::ModelReady { model, .. }) = session.finish_bytes().into_iter().last() else {
            panic!()
        };
        assert_eq!((model.members, model.inputs.len()), (2, 2));
        let Some(Event::File { bytes, .. }) =
            session.handle(Command::Export { export: Export::Model, run: None }).into_iter().last()
        else {
            panic!()
        };
        assert_eq!(bytes, file);
    }

    /// The file of three members with its sections changed.
    fn with(change: impl FnOnce(&mut Vec<Section<'static>>)) -> Result<Model, ModelError> {
        let file = file(&Model::average(of_classes(&table())).unwrap());
        let owned = |section: Section| Section {
            name: section.name.into_owned().into(),
            required: section.required,
            content: section.content.into_owned().into(),
        };
        let mut sections: Vec<Section> = container::read(&file)?.into_iter().map(owned).collect();
        change(&mut sections);
        open(&container::write(&sections)?)
    }

    fn named<'s>(sections: &'s mut [Section<'static>], name: &str) -> &'s mut Section<'static> {
        sections.iter_mut().find(|section| section.name == name).unwrap()
    }

    /// A program that knows only files of one network, with these sections, refuses to go on without the others.
    #[test]
    fn an_older_program_refuses_it() {
        let file = file(&Model::average(of_numbers(&table())).unwrap());
        let sections = container::read(&file).unwrap();
        let names: Vec<(&str, bool)> =
            sections.iter().map(|section| (&*section.name, section.required)).collect();
        assert_eq!(names, [("members", true), ("combine", true), ("weights-1", true), ("weights-2", true)]);
    }

    #[test]
    fn of_one_network_has_the_sections_that_it_had() {
        let file = file(&of_numbers(&table()).remove(0).into());
        let sections = container::read(&file).unwrap();
        assert_eq!(sections.iter().map(|section| &*section.name).collect::<Vec<_>>(), ["members", "weights"]);
    }

    #[test]
    fn what_is_missing_or_too_much_is_said() {
        let fault = |opened: Result<Model, ModelError>| opened.unwrap_err().fault();
        for name in ["combine", "weights-1", "weights-3", "members"] {
            let without = with(|sections| sections.retain(|section| section.name != name));
            assert_eq!(fault(without), format!("it lacks its section '{name}'"));
        }
        for name in ["weights-4", "weights"] {
            let more = with(|sections| {
                let section = named(sections, "weights-1").clone();
                sections.push(Section { name: name.to_string().into(), ..section });
            });
            assert_eq!(fault(more), format!("its section '{name}' does not belong to a model of 3 networks"));
        }
        let fewer = with(|sections| cut(sections, 2));
        assert_eq!(fault(fewer), "its section 'weights-3' does not belong to a model of 2 networks");
        let one = with(|sections| cut(sections, 1));
        assert_eq!(fault(one), "its section 'combine' does not belong to a model of 1 network");
        assert!(fault(with(|sections| cut(sections, 0))).contains("it has no network"));
        let other = with(|sections| named(sections, "combine").content = "\"median\"".into());
        assert!(fault(other).contains("in its section 'combine': it says 'median', which is not known here"));
        assert!(with(|_| {}).is_ok());
    }

    /// Leaves so many members.
    fn cut(sections: &mut [Section<'static>], count: usize) {
        members(sections, |members| members.truncate(count));
    }

    fn members(sections: &mut [Section<'static>], change: impl FnOnce(&mut Vec<serde_json::Value>)) {
        let section = named(sections, "members");
        let mut members: Vec<serde_json::Value> = serde_json::from_str(&section.content).unwrap();
        change(&mut members);
        section.content = serde_json::to_string(&members).unwrap().into();
    }

    #[test]
    fn each_member_is_checked() {
        let fault = |change: &dyn Fn(&mut Vec<Section<'static>>)| with(change).unwrap_err().fault();
        let swapped = fault(&|sections| {
            let first = named(sections, "weights-1").content.clone();
            named(sections, "weights-3").content = first;
        });
        assert_eq!(swapped, "in its network 3: its weights are not as many as its layers have");
        let epochs = fault(&|sections| {
            members(sections, |members| {
                members[1]["target"]["classes"]["levels"] = serde_json::json!(["0", "1", "1"]);
            });
        });
        assert!(epochs.starts_with("in its network 2: its column 'y' has a class twice"), "{epochs}");
        let mixed = fault(&|sections| {
            members(sections, |members| {
                members[1]["target"]["classes"]["levels"] = serde_json::json!(["0", "2", "1"]);
            });
        });
        assert!(mixed.starts_with("its network 2 has other classes"), "{mixed}");
        let not_finite = fault(&|sections| {
            let section = named(sections, "weights-2");
            let text = section.content.trim_matches('"').to_string();
            section.content = format!("\"AADAfw{}\"", &text[6..]).into();
        });
        assert_eq!(not_finite, "in its network 2: a weight of its layer 1 is not a finite number");
    }
}
