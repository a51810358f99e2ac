//! The table in windows: what is asked of the worker, what stands there, and where.

use super::node::{Element, Node};
use super::visit::Visit;
use super::{Action, Attribute, Effect, PageState};
use perceptab::dataset::Proposal;
use perceptab::table::{ColumnSummary, Kind, TableSummary};
use perceptab_conversation::session::{Command, Event};

/// A page with a table of so many rows and columns, whose worker a test plays.
fn large(rows: usize, columns: usize) -> PageState {
    let mut state = PageState::default();
    state.hear(vec![Event::Ready { build: "test".to_string() }]);
    let column = |place: usize| ColumnSummary {
        name: format!("c{place}"),
        kind: Kind::Numeric,
        reason: String::new(),
        missing: 0,
        distinct: 9,
        min: Some(0.0),
        max: Some(1.0),
        mean: None,
        standard_deviation: None,
        whole: false,
        commonest: Vec::new(),
        histogram: vec![1; 16],
    };
    let columns: Vec<ColumnSummary> = (0..columns).map(column).collect();
    let summary =
        TableSummary { name: "large.csv".into(), rows, columns, header: true, ..TableSummary::default() };
    state.hear(vec![Event::TableRead { summary: Box::new(summary), proposal: Box::<Proposal>::default() }]);
    answer(&mut state);
    state
}

fn answer(state: &mut PageState) {
    state.hear(vec![Event::RowsRead(Box::default())]);
}

type Asked = (std::ops::Range<usize>, std::ops::Range<usize>);

fn asked(effects: &[Effect]) -> Option<Asked> {
    effects.iter().find_map(|effect| match effect {
        Effect::Tell(Command::ReadRows { rows, columns }) => Some((rows.clone(), columns.clone())),
        _ => None,
    })
}

fn nodes(node: &Node) -> usize {
    match node {
        Node::Element(element) => 1 + element.parts().children.iter().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

/// The height of the space above the rows that are made, the first and the last of them, and the space below.
fn places(state: &PageState) -> (usize, usize, usize, usize) {
    let data = state.view.data.as_ref().unwrap();
    let sheet: Node = super::sheet::sheet(state, data).into();
    let body = sheet.find(&|element| element.parts().tag == "tbody").unwrap();
    let number = |node: &Node, tag: &str, name: &str| {
        let has = |element: &Element| element.parts().tag == tag && element.attribute(name).is_some();
        match node.find(&has).and_then(|element| element.attribute(name)) {
            Some(Attribute::Text(text)) => text.parse::<usize>().unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let rows = &body.parts().children;
    let row = |place: usize| number(&rows[place], "tr", "aria-rowindex") - 2;
    let last = rows.len() - 1;
    (number(&rows[0], "td", "height"), row(1), row(last - 1), number(&rows[last], "td", "height"))
}

#[test]
fn rows_stand_as_they_were_read_and_what_was_changed_says_so() {
    let mut visit = Visit::new();
    let effects = visit.open("t.csv", "name,price,y\nx,$3.50,1\nNA,4,2\nz,5,3\n");
    assert_eq!(asked(&effects), Some((0..3, 0..3)));
    visit.tell(effects);
    let words = visit.words();
    assert!(words.contains("3.5 was '$3.50': currency"), "{words}");
    assert!(words.contains("– was 'NA': missing marker"), "{words}");
    let noted = |element: &Element| element.attribute("data-note").is_some();
    assert_eq!(
        visit.shown().find(&noted).and_then(|cell| cell.attribute("tabindex")),
        Some(&Attribute::Text("0".into()))
    );
}

#[test]
fn scrolling_asks_for_the_next_rows_and_columns_once() {
    let mut state = large(10_000, 500);
    let scroll = |top: usize, left: usize| Action::ScrollSheet { top, left, height: 560 + 84 };
    assert_eq!(asked(&state.act(scroll(28, 0))), None, "they are there");
    // The thousandth row and the fiftieth column are the first in sight.
    assert_eq!(asked(&state.act(scroll(28 * 1_000, 128 * 50))), Some((976..1_056, 44..64)));
    assert_eq!(asked(&state.act(scroll(28 * 2_000, 0))), None, "one window is on its way at a time");
    state.hear(vec![Event::RowsRead(Box::default())]);
    assert_eq!(places(&state), (28 * 1_984, 1_984, 2_063, 28 * (10_000 - 2_064)));
}

#[test]
fn a_tall_and_wide_table_has_few_nodes_and_its_last_row_is_reached() {
    let mut state = large(1_000_000, 5_000);
    let data = state.view.data.clone().unwrap();
    let count = nodes(&super::sheet::sheet(&state, &data).into());
    assert!(count < 6_000, "{count} nodes");
    state.act(Action::ScrollSheet { top: 8_000_000 - 560, left: 0, height: 560 + 84 });
    let (above, first, last, below) = places(&state);
    assert_eq!(last, 999_999);
    assert_eq!(
        above + 28 * (last + 1 - first) + below,
        above + 28 * (last + 1 - first),
        "nothing stands below the last row"
    );
    // Half way down is half of the rows, and they stand where they are seen.
    state.act(Action::ScrollSheet { top: 4_000_000 - 280, left: 0, height: 560 + 84 });
    let (above, first, last, _) = places(&state);
    assert!((499_960..500_000).contains(&first) && last > 500_010, "{first} to {last}");
    assert!(above < 4_000_000 - 280 && above + 28 * (last - first) > 4_000_000 + 280);
}

#[test]
fn a_head_opens_its_columns_editor_wherever_it_stands_in_the_list() {
    let columns: Vec<String> = (0..300).map(|place| format!("c{place}")).collect();
    let mut state =
        Visit::with_table("wide.csv", &columns.iter().map(String::as_str).collect::<Vec<_>>()).state;
    state.act(Action::FindColumn("c250".to_string()));
    let shown: Node = super::node::el("body").children(super::page(&state, super::Fresh::All)).into();
    let editor = |element: &Element| element.attribute("class") == Some(&Attribute::Text("editing".into()));
    assert!(shown.find(&editor).is_some(), "it is among the columns that are made");
}
