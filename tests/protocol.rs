//! What crosses between page and worker comes out as it went in, in a real browser.
#![cfg(target_arch = "wasm32")]

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};

use perceptab::dataset::{TargetScale, Task};
use perceptab::model::PredictSettings;
use perceptab::recipe::{Preset, Recipe};
use perceptab::table::{Packed, Reader, Table};
use perceptab::training::EpochRecord;
use perceptab_browser::web::block::Block;
use perceptab_browser::web::message::{
    adopted_block, pack_adoption, pack_command, pack_events, pack_shared_table, shared_block, unpack_command,
    unpack_events,
};
use perceptab_conversation::session::{
    Command, Event, Export, Failure, JobId, JobKind, Place, Purpose, RunFacts, RunId, Sample,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Blob, File};

wasm_bindgen_test_configure!(run_in_browser);

fn recipe() -> Recipe {
    Preset::Spec2Softmax.recipe().with(|it| {
        it.question.target = Some("länge, cm".to_string());
        it.question.task = Some(Task::Classification);
        it.question.columns = BTreeMap::from([("a".to_string(), true), ("b".to_string(), false)]);
        it.preparation.target_scale = TargetScale::DivideBy(100.0);
        // More than a JS number holds.
        it.question.seed = u64::MAX - 1;
        it.network.weight_range = Some(0.1);
        it.training.learning_rate = 1e9;
        it.network.hidden = vec![];
    })
}

#[wasm_bindgen_test]
fn commands_cross_whole() {
    let recipe = Box::new(recipe());
    for command in [
        Command::Read { purpose: Purpose::Predict, name: "a.csv".to_string(), bytes: 5_000_000_000 },
        Command::ReadSample { sample: Sample::Diamonds, purpose: Purpose::Predict },
        Command::ShareTable,
        Command::AdoptTable,
        Command::CancelReading,
        Command::Cancel(JobId(u32::MAX)),
        Command::Train { run: RunId(7), recipe: recipe.clone() },
        Command::StartPaused { run: RunId(u32::MAX), recipe },
        Command::Pause,
        Command::Export { export: Export::NewPredictions, run: None },
        Command::PredictAs(Box::new(PredictSettings { remarks: true, ..PredictSettings::default() })),
    ] {
        let (crossed, file) = unpack_command(&pack_command(&command, None).unwrap()).unwrap();
        assert_eq!(crossed, command);
        assert!(file.is_none());
    }
}

#[wasm_bindgen_test]
fn a_file_crosses_beside_its_command() {
    let parts = js_sys::Array::of1(&JsValue::from_str("a,b\n1,2\n"));
    let file = File::new_with_str_sequence(&parts, "a.csv").unwrap();
    let command = Command::Read { purpose: Purpose::Open, name: file.name(), bytes: 8 };
    let (_, crossed) = unpack_command(&pack_command(&command, Some(&file)).unwrap()).unwrap();
    let crossed = crossed.unwrap();
    assert_eq!((crossed.name(), crossed.unchecked_ref::<Blob>().size()), ("a.csv".to_string(), 8.0));
}

#[wasm_bindgen_test]
fn events_cross_whole() {
    let record = EpochRecord {
        epoch: 10,
        train_accuracy: None,
        test_accuracy: Some(0.1 + 0.2),
        train_loss: f64::MIN_POSITIVE,
        test_loss: f64::INFINITY,
        ..EpochRecord::default()
    };
    let facts = RunFacts { widths: vec![13, 64, 1], baseline_name: "ø".to_string(), ..RunFacts::default() };
    let failure = Failure {
        place: Place::File,
        kind: "empty-file".to_string(),
        message: "…".to_string(),
        problems: vec![],
        sample: Some(0.5),
    };
    let events = vec![
        Event::Ready { build: "b".to_string() },
        Event::Reading { purpose: Purpose::Open, name: "n".to_string(), bytes: u64::from(u32::MAX) + 1 },
        Event::RecipeRead { name: "r.json".to_string(), recipe: Box::new(recipe()) },
        Event::Failed(failure),
        Event::Started { run: RunId(1), facts: Box::new(facts) },
        Event::Progress {
            run: RunId(1),
            epoch: 10,
            epochs: 200,
            seconds: 0.25,
            rows_per_second: 1.5e6,
            records: vec![record],
        },
        Event::TableShared { bytes: 5_000_000_000 },
        Event::TableAdopted { rows: 18_835, memory: Some(1 << 33) },
        Event::Job {
            id: JobId(1),
            kind: JobKind::Export(Export::Split),
            done: 1,
            of: 5_000_000,
            seconds: 0.5,
        },
        Event::JobEnded { id: JobId(1) },
        Event::WasReset,
        Event::File {
            name: "m.json".to_string(),
            media_type: "application/json".to_string(),
            bytes: vec![0, 255],
            asked: Some((Export::Model, Some(RunId(3)))),
        },
    ];
    assert_eq!(unpack_events(&pack_events(&events).unwrap()).unwrap(), events);
}

#[wasm_bindgen_test]
fn a_file_s_bytes_are_one_block() {
    let bytes = vec![7; 1_000_000];
    let event = Event::File { name: String::new(), media_type: String::new(), bytes, asked: None };
    let message = js_sys::Array::from(&pack_events(&[event]).unwrap());
    // A number for each byte would take several times as much, and as many JS values.
    let block: js_sys::Uint8Array = message.get(0).unchecked_into();
    assert_eq!(message.length(), 1);
    assert!((1_000_000..1_000_100).contains(&block.length()), "{}", block.length());
}

#[wasm_bindgen_test]
fn a_table_crosses_beside_its_event_and_its_command() {
    let block = js_sys::Uint8Array::from(&[1, 2, 3][..]);
    let (message, transfer) = pack_shared_table(&block).unwrap();
    assert_eq!(unpack_events(&message).unwrap(), [Event::TableShared { bytes: 3 }]);
    assert_eq!(transfer.get(0), JsValue::from(block.buffer()));
    let crossed = shared_block(&message).unwrap();
    let message = pack_adoption(&crossed).unwrap();
    assert_eq!(unpack_command(&message).unwrap().0, Command::AdoptTable);
    assert_eq!(adopted_block(&message).unwrap().to_vec(), [1, 2, 3]);
    assert!(shared_block(&pack_events(&[Event::WasReset]).unwrap()).is_none());
    assert!(adopted_block(&pack_command(&Command::AdoptTable, None).unwrap()).is_none());
}

#[wasm_bindgen_test]
fn a_table_is_packed_into_a_block_and_unpacked_from_it() {
    let mut reader = Reader::new("t.csv");
    let mut csv = "größe,word\n".to_string();
    (0..500).for_each(|row| csv += &format!("{}.5,é{}\n", row % 7, row % 5));
    reader.push(csv.as_bytes()).unwrap();
    let table = reader.finish().unwrap();

    let packed = Packed::of(&table);
    // A buffer smaller than the columns and larger than the words.
    let mut out = BufWriter::with_capacity(64, Block::writing(packed.bytes()).unwrap());
    packed.write(&mut out).unwrap();
    let array = out.into_inner().unwrap().into_array();
    assert_eq!(u64::from(array.length()), packed.bytes());
    let again = Table::unpack(Block::reading(array.clone()), packed.bytes()).unwrap();
    assert_eq!(format!("{:?}", again.columns), format!("{:?}", table.columns));

    assert!(Table::unpack(Block::reading(array.subarray(0, 100)), packed.bytes()).is_err());
    let mut full = Block::writing(3).unwrap();
    assert_eq!(full.write(&[1, 2, 3, 4]).unwrap(), 3);
    assert!(full.write(&[4]).is_err());
    // More than any browser has: refused, and the worker lives on.
    assert!(Block::writing(1 << 52).is_err());
}

#[wasm_bindgen_test]
fn what_is_no_message_is_an_error() {
    assert!(unpack_events(&JsValue::from_f64(1.0)).is_err());
    assert!(unpack_events(&js_sys::Array::of1(&"Nonsense".into())).is_err());
    assert!(unpack_command(&JsValue::NULL).is_err());
    assert!(unpack_command(&js_sys::Array::of1(&"Nonsense".into())).is_err());
}
