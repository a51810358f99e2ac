//! A row that a person fills in, and the rows of the table that lack what is predicted.

use super::node::{Element, Node};
use super::visit::{Visit, file, recipe};
use super::{Action, Attribute, Effect, Field, Tab};
use perceptab::recipe::Recipe;
use perceptab_conversation::session::{Command, Event, Export, Purpose, RowPredicted};

/// Where the colour is red y is larger; two rows lack it.
fn table() -> String {
    let mut csv = "size,colour,y\n".to_string();
    for row in 0..40 {
        let (size, colour) = (row % 7, if row % 3 == 0 { "red" } else { "blue" });
        let y = if row % 20 == 5 { String::new() } else { format!("{}.5", size + 10 * (row % 3)) };
        csv += &format!("{size},{colour},{y}\n");
    }
    csv
}

fn trained(recipe: Recipe) -> Visit {
    let mut visit = Visit::new();
    visit.open("t.csv", &table());
    visit.state.recipe = recipe.with(|it| it.question.target = Some("y".to_string()));
    visit.train();
    visit.act(Action::Open(Tab::Predict));
    visit
}

fn set(visit: &mut Visit, field: Field, text: &str) {
    visit.act(Action::Set(field, text.to_string()));
}

fn answer(visit: &Visit) -> RowPredicted {
    visit.state.row.answer.clone().expect("an answer")
}

/// The file of predictions, as lines.
fn predictions(visit: &mut Visit) -> Vec<String> {
    let effects = visit.act(Action::Export(Export::NewPredictions));
    let bytes = effects.into_iter().find_map(|effect| match effect {
        Effect::Save { bytes, .. } => Some(bytes),
        _ => None,
    });
    String::from_utf8(bytes.unwrap()).unwrap().lines().map(str::to_string).collect()
}

/// The worker reads what it is told to.
fn predict(visit: &mut Visit, effects: Vec<Effect>, name: &str, text: &str) {
    for effect in visit.tell(effects) {
        if let Effect::Read(_, purpose) = effect {
            assert_eq!(purpose, Purpose::Predict);
            let read = Command::Read { purpose, name: name.into(), bytes: text.len() as u64 };
            let mut events = visit.session.handle(read);
            events.extend(visit.session.push_bytes(text.as_bytes()));
            events.extend(visit.session.finish_bytes());
            visit.hear(events);
        }
    }
}

#[test]
fn the_form_begins_with_the_middle_and_the_commonest_and_is_answered() {
    let visit = trained(recipe());
    // The median of the training rows, which stands a little below that of all.
    assert_eq!(visit.state.row.cells, ["2", "blue"]);
    assert!(answer(&visit).number.is_some());
    let words = visit.words();
    assert!(words.contains("The middle or the commonest value of each column."), "{words}");
    assert!(words.contains("0 to 6"), "the range of the training");
}

#[test]
fn nothing_is_asked_before_the_tab_is_seen() {
    let mut visit = Visit::new();
    visit.open("t.csv", &table());
    visit.state.recipe = recipe();
    visit.train();
    assert!(visit.state.row.answer.is_none());
}

#[test]
fn a_value_that_moves_moves_the_answer_and_says_by_how_much() {
    let mut visit = trained(recipe());
    let first = answer(&visit);
    set(&mut visit, Field::Cell(1), "red");
    assert_ne!(answer(&visit).number, first.number);
    assert_eq!(visit.state.row.first.as_ref().unwrap().0, first.number);
    assert!(visit.words().contains("One value differs from that: "), "{}", visit.words());
    set(&mut visit, Field::Cell(0), "99");
    assert!(visit.words().contains("outside of the training's range"), "{}", visit.words());
    visit.act(Action::BeginRow);
    assert_eq!(answer(&visit).number, first.number);
}

#[test]
fn one_question_is_on_its_way_and_the_latest_value_wins() {
    let mut visit = trained(recipe());
    let asked = |effects: &[Effect]| {
        effects.iter().filter(|effect| matches!(effect, Effect::Tell(Command::PredictRow { .. }))).count()
    };
    let first = visit.state.act(Action::Set(Field::Cell(0), "1".to_string()));
    let second = visit.state.act(Action::Set(Field::Cell(0), "2".to_string()));
    let third = visit.state.act(Action::Set(Field::Cell(0), "5".to_string()));
    assert_eq!((asked(&first), asked(&second), asked(&third)), (1, 0, 0));
    visit.tell(first);
    let of_five = visit.session.handle(Command::PredictRow {
        asked: 0,
        row: None,
        cells: visit.state.row.cells.clone(),
    });
    let [Event::RowPredicted(told)] = &of_five[..] else { panic!("{of_five:?}") };
    assert_eq!(answer(&visit).number, told.number);
    visit.hear(vec![Event::RowPredicted(Box::new(RowPredicted { number: Some(-1.0), ..*told.clone() }))]);
    assert_eq!(answer(&visit).number, told.number, "an answer to another question is dropped");
}

#[test]
fn a_row_of_the_table_is_filled_in_by_its_number() {
    let mut visit = trained(recipe());
    // The seventh row stands in line 8 and is red.
    set(&mut visit, Field::TableRow, "8");
    assert_eq!(visit.state.row.cells, ["6", "red"]);
    assert!(visit.words().contains("Row 8, where it was 6.5."), "{}", visit.words());
    let by_row = answer(&visit).number;
    visit.act(Action::BeginRow);
    set(&mut visit, Field::Cell(0), "6");
    set(&mut visit, Field::Cell(1), "red");
    assert_eq!(answer(&visit).number, by_row);
    set(&mut visit, Field::TableRow, "1");
    set(&mut visit, Field::TableRow, "42");
    assert_eq!(answer(&visit).number, by_row, "there is no such row");
}

#[test]
fn classes_stand_with_their_probabilities() {
    let mut visit = trained(recipe().with(|it| it.question.task = None));
    visit.state.recipe.question.target = Some("colour".to_string());
    visit.act(Action::GoOn);
    visit.work();
    visit.act(Action::Open(Tab::Predict));
    let answer = answer(&visit);
    assert_eq!(answer.classes.len(), 2);
    let shown = visit.shown();
    let is_row = |element: &Element| {
        element.parts().tag == "table"
            && element.attribute("class") == Some(&Attribute::Text("classes".into()))
    };
    let words = shown
        .find(&is_row)
        .map(|table| table.parts().children.iter().map(Node::words).collect::<String>())
        .unwrap();
    for (class, probability) in &answer.classes {
        assert!(words.contains(&format!("{class}{:.1} %", 100.0 * probability)), "{words}");
    }
}

#[test]
fn the_rows_without_a_target_are_predicted_as_a_file_of_them_would_be() {
    let mut visit = trained(recipe());
    let lacking: Vec<String> =
        table().lines().filter(|line| line.ends_with(',')).map(str::to_string).collect();
    let text = format!("size,colour,y\n{}\n", lacking.join("\n"));
    assert!(visit.shown().button("Predict the 2 rows without y").is_some(), "{}", visit.words());
    let effects = visit.state.act(Action::PredictGaps);
    predict(&mut visit, effects, "t.csv", &table());
    let of_gaps = predictions(&mut visit);
    assert_eq!(of_gaps.len(), 3, "the names and two rows");
    let effects = visit.state.act(Action::PredictFile(file("new.csv")));
    predict(&mut visit, effects, "new.csv", &text);
    assert_eq!(predictions(&mut visit), of_gaps);
}

#[test]
fn what_is_filled_in_stays_when_another_model_of_the_same_columns_comes() {
    let mut visit = trained(recipe());
    set(&mut visit, Field::Cell(0), "5");
    let before = answer(&visit).asked;
    let again = visit.state.act(Action::ShowRun(visit.state.view.runs[0].id));
    visit.tell(again);
    visit.act(Action::Open(Tab::Predict));
    assert_eq!(visit.state.row.cells[0], "5");
    assert!(answer(&visit).asked > before, "the other model is asked");
}
