//! The model file, from the outside: what opens, and what is refused with which sentence.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::sync::OnceLock;

use perceptab::dataset::Targets;
use perceptab::model::container::{self, Section};
use perceptab::model::{Model, OldModel};
use perceptab::recipe::Recipe;
use perceptab::table::Reader;
use perceptab_conversation::session::{Command, Event, Export, ModelSource, Purpose, RunId, Session};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Models that version 0.1 trained on `rows.csv` and saved, each with another kind of target, scale and input (their recipes are
/// in them), beside their answers for `new.csv`: the bits of each number, or each class and the bits of its probability.
const OLD: [&str; 7] =
    ["standard", "log", "two_classes", "many_classes", "quantile", "without_indicators", "counts"];

fn stored(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/model_files/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn open_in(session: &mut Session, file: &[u8]) -> Event {
    let name = "m.json".to_string();
    session.handle(Command::Read { purpose: Purpose::Open, name, bytes: file.len() as u64 });
    // Pieces as a slow disk gives them.
    for chunk in file.chunks(1_000) {
        if let Some(failed @ Event::Failed(_)) = session.push_bytes(chunk).into_iter().last() {
            return failed;
        }
    }
    session.finish_bytes().into_iter().last().unwrap()
}

fn open(file: &[u8]) -> Event {
    open_in(&mut Session::new("test"), file)
}

fn opens(file: &[u8]) -> bool {
    matches!(open(file), Event::ModelReady { .. })
}

/// Kind and sentence.
fn refusal(file: &[u8]) -> (String, String) {
    match open(file) {
        Event::Failed(failure) => (failure.kind, failure.message),
        other => panic!("not refused: {other:?}"),
    }
}

fn export(session: &mut Session) -> Vec<u8> {
    let mut events = session.handle(Command::Export { export: Export::Model, run: None });
    while session.has_work() {
        events = session.work(&|| 0.0, 1.0);
    }
    match events.into_iter().find(|event| matches!(event, Event::File { .. })) {
        Some(Event::File { bytes, .. }) => bytes,
        other => panic!("no file: {other:?}"),
    }
}

/// A file of today, small: one of the old ones, saved again.
fn file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| again("counts"))
}

/// An old model as it is saved today.
fn again(name: &str) -> Vec<u8> {
    let mut session = Session::new("test");
    assert!(matches!(open_in(&mut session, &stored(&format!("{name}.json"))), Event::ModelReady { .. }));
    export(&mut session)
}

/// The answers for `new.csv`, a line a row, to the last bit.
fn bits(model: &Model) -> String {
    let mut reader = Reader::new("new.csv");
    reader.push(&stored("new.csv")).unwrap();
    let table = reader.finish().unwrap();
    let rows: Vec<u32> = (0..table.n_rows as u32).collect();
    let predicted = model.predict(&table, &rows).unwrap();
    let line = |row: usize| match &predicted.answers {
        Targets::Numbers(numbers) => format!("{:016x}\n", numbers[row].to_bits()),
        Targets::Classes(classes) => {
            format!("{} {:08x}\n", classes[row], (predicted.probabilities[row] as f32).to_bits())
        }
    };
    (0..table.n_rows).map(line).collect()
}

/// The file of today taken apart, changed, and closed with the checksum that it then has.
fn changed(name: &str, change: impl FnOnce(&mut Vec<Section<'static>>)) -> Vec<u8> {
    altered(&again(name), change)
}

fn altered(file: &[u8], change: impl FnOnce(&mut Vec<Section<'static>>)) -> Vec<u8> {
    let read = container::read(file).unwrap();
    let owned = |section: Section| Section {
        name: section.name.into_owned().into(),
        required: section.required,
        content: section.content.into_owned().into(),
    };
    let mut sections: Vec<Section> = read.into_iter().map(owned).collect();
    change(&mut sections);
    container::write(&sections).unwrap()
}

/// The same with one value of its member changed.
fn with_member(name: &str, path: &str, value: Value) -> Vec<u8> {
    changed(name, |sections| {
        let section = sections.iter_mut().find(|section| section.name == container::MEMBERS).unwrap();
        let mut members: Value = serde_json::from_str(&section.content).unwrap();
        *members[0].pointer_mut(path).expect(path) = value;
        section.content = members.to_string().into();
    })
}

fn with_section(name: &str, required: bool, content: &str) -> Vec<u8> {
    let section = Section { name: name.to_string().into(), required, content: content.to_string().into() };
    changed("counts", |sections| {
        sections.retain(|section| section.name != name);
        sections.push(section);
    })
}

#[test]
fn models_of_version_1_open_and_answer_with_the_same_bits() {
    #[derive(serde::Deserialize)]
    struct Old {
        model: OldModel,
    }
    for name in OLD {
        let old = stored(&format!("{name}.json"));
        let old: Old = serde_json::from_slice(&old).unwrap();
        let old = Model::try_from(old.model).unwrap();
        let expected = String::from_utf8(stored(&format!("{name}.bits"))).unwrap();
        assert_eq!(bits(&old), expected, "{name}");
        // And so they do when they were saved again.
        let file = again(name);
        let new = Model::from_sections(&container::read(&file).unwrap()).unwrap();
        assert_eq!(new, old);
        assert_eq!(bits(&new), expected, "{name}");
    }
}

#[test]
fn a_model_comes_back_with_its_recipe_and_the_same_model_has_the_same_bytes() {
    let mut session = Session::new("test");
    let Event::ModelReady { model, from: ModelSource::File(_) } = open_in(&mut session, file()) else {
        panic!()
    };
    assert_eq!((model.target.as_str(), model.epochs), ("count", 30));
    assert_eq!(export(&mut session), file());
    let old: Value = serde_json::from_slice(&stored("counts.json")).unwrap();
    let new: Value = serde_json::from_slice(file()).unwrap();
    let recipe =
        new["sections"].as_array().unwrap().iter().find(|section| section["name"] == "recipe").unwrap();
    let recipe_of = |value: &Value| Recipe::read(value.to_string().as_bytes()).unwrap();
    assert_eq!(recipe_of(&recipe["content"]), recipe_of(&old["recipe"]));
    assert_eq!(file().iter().filter(|&&byte| byte == b'\n' || byte == b'\r').count(), 0);
    assert!(file().len() < stored("counts.json").len(), "binary weights are shorter");
}

#[test]
fn a_file_that_differs_by_one_bit_is_refused() {
    let mut session = Session::new("test");
    let mut file = file().to_vec();
    for place in 0..file.len() {
        for bit in 0..8 {
            file[place] ^= 1 << bit;
            let opened = open_in(&mut session, &file);
            assert!(
                !matches!(opened, Event::ModelReady { .. }),
                "bit {bit} of byte {place} makes no difference"
            );
            file[place] ^= 1 << bit;
        }
    }
    assert!(opens(&file));
}

#[test]
fn a_file_that_was_cut_or_added_to_is_refused() {
    for length in 0..file().len() {
        assert!(!opens(&file()[..length]), "{length} bytes");
    }
    let short = refusal(&file()[..file().len() - 1]);
    assert_eq!(short.0, "altered-model");
    assert!(short.1.contains("cut short") && short.1.contains("save the model again"), "{}", short.1);
    for added in ["}", "\0", "x", "{\"a\":1}", "\u{feff}", "\n{}"] {
        let (kind, sentence) = refusal(&[file(), added.as_bytes()].concat());
        assert_eq!(kind, "altered-model", "{added:?}: {sentence}");
    }
    // What editors put around a text is no part of it.
    assert!(opens(&[b"\xEF\xBB\xBF", file(), b" \r\n\t\n"].concat()));
    assert!(opens(&[b"\xEF\xBB\xBF", &stored("counts.json")[..], b"\n"].concat()));
}

#[test]
fn one_altered_weight_is_noticed() {
    let text = String::from_utf8(file().to_vec()).unwrap();
    let place = text.find("\"weights\",").unwrap() + 60;
    let other = if text.as_bytes()[place] == b'A' { "B" } else { "A" };
    let mut altered = text.clone();
    altered.replace_range(place..=place, other);
    let (kind, sentence) = refusal(altered.as_bytes());
    assert_eq!(kind, "altered-model");
    assert!(sentence.starts_with("'m.json' was changed after it was saved"), "{sentence}");
    // Put in order by an editor, all of it is there, and none of it as it was.
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(refusal(serde_json::to_string_pretty(&value).unwrap().as_bytes()).0, "altered-model");
}

#[test]
fn newer_files_say_what_to_do() {
    let text = String::from_utf8(file().to_vec()).unwrap();
    let old = String::from_utf8(stored("log.json")).unwrap();
    let newer = [
        text.replacen("\"version\":2", "\"version\":3", 1),
        old.replacen("\"version\":1", "\"version\":99", 1),
        r#"{"format": "perceptab-model", "version": 18446744073709551615}"#.to_string(),
    ];
    for file in newer {
        let (kind, sentence) = refusal(file.as_bytes());
        assert_eq!(kind, "newer-model", "{sentence}");
        assert!(sentence.contains("newer version") && sentence.contains("newest Perceptab"), "{sentence}");
    }
    for version in ["0", "-1", "1.5", "\"2\"", "null"] {
        let file = old.replacen("\"version\":1", &format!("\"version\":{version}"), 1);
        assert!(!opens(file.as_bytes()), "version {version}");
    }
    assert_eq!(refusal(old.replacen("\"version\":1,", "", 1).as_bytes()).0, "bad-model");
    let (kind, sentence) = refusal(&with_section("trees", true, "[]"));
    assert_eq!(kind, "newer-model");
    assert!(sentence.contains("'trees'") && sentence.contains("newest Perceptab"), "{sentence}");
    let (kind, sentence) = refusal(&changed("counts", |sections| {
        let section = sections.iter_mut().find(|section| section.name == container::MEMBERS).unwrap();
        let mut members: Vec<Value> = serde_json::from_str(&section.content).unwrap();
        let member = members[0].clone();
        members.resize(51, member);
        section.content = json!(members).to_string().into();
    }));
    assert_eq!(kind, "newer-model");
    assert!(sentence.contains("holds 51 networks") && sentence.contains("newest Perceptab"), "{sentence}");
}

#[test]
fn a_field_that_is_not_known_is_refused_by_name() {
    // Otherwise an answer could mean something else than its writer meant, without a word.
    for path in [
        "",
        "/encoder",
        "/encoder/columns/0",
        "/encoder/columns/1/encoding/robust",
        "/target/number",
        "/predictor/network",
    ] {
        let member: Value = serde_json::from_str(&section(file(), container::MEMBERS)).unwrap();
        let mut object = member[0].pointer(path).unwrap_or_else(|| panic!("no {path} in {member}")).clone();
        object["since"] = json!("later");
        let (kind, sentence) = refusal(&with_member("counts", path, object));
        assert_eq!(kind, "bad-model");
        assert!(
            sentence.contains("a field 'since' that is not known here")
                && sentence.contains("newer Perceptab"),
            "{path}: {sentence}"
        );
        assert!(!sentence.contains("expected"), "{sentence}");
    }
}

fn section(file: &[u8], name: &str) -> String {
    let sections = container::read(file).unwrap();
    container::optional(&sections, name).unwrap().to_string()
}

#[test]
fn sections_that_are_not_needed_are_passed_over() {
    assert!(opens(&with_section("notes", false, r#"{"any":["thing",1e300,null]}"#)));
    assert!(opens(&changed("counts", |sections| sections.reverse())));
    assert!(opens(
        &changed("counts", |sections| sections.retain(|section| section.name != container::RECIPE))
    ));
    for name in [container::MEMBERS, container::WEIGHTS] {
        let (kind, sentence) =
            refusal(&changed("counts", |sections| sections.retain(|section| section.name != name)));
        assert_eq!(kind, "bad-model");
        assert!(sentence.contains(&format!("lacks its section '{name}'")), "{sentence}");
    }
}

#[test]
fn what_stands_twice_is_refused() {
    let (_, sentence) = refusal(&changed("counts", |sections| sections.push(sections[0].clone())));
    assert!(sentence.contains("section 'recipe' is there twice"), "{sentence}");
    for content in [r#"{"a":1,"b":2,"a":1}"#, r#"[[{"x":{"b":1,"\u0062":2}}]]"#] {
        let (_, sentence) = refusal(&with_section("notes", false, content));
        assert!(sentence.contains("stands twice"), "{sentence}");
    }
    let old = String::from_utf8(stored("standard.json")).unwrap();
    let twice = "\"columns\": {\"a\": true, \"a\": false},";
    let (kind, sentence) = refusal(old.replacen("\"columns\": {},", twice, 1).as_bytes());
    assert_eq!(kind, "bad-model");
    assert!(sentence.contains("stands twice"), "{sentence}");
    let (_, sentence) = refusal(&changed("counts", |sections| {
        (0..100).for_each(|i| {
            sections.push(Section { name: format!("s{i}").into(), required: false, content: "0".into() });
        });
    }));
    assert!(sentence.contains("too many sections"), "{sentence}");
}

#[test]
fn depth_and_strange_bytes_end_in_a_sentence() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (kind, sentence) = refusal(&with_section("notes", false, &deep));
    assert_eq!(kind, "bad-model");
    assert!(sentence.len() < 400, "{sentence}");
    let old = String::from_utf8(stored("log.json")).unwrap();
    for value in [deep.as_str(), &"{\"a\":".repeat(100_000), "\"\0\"", "\u{feff}"] {
        assert!(
            !refusal(old.replacen("\"version\":1", &format!("\"version\":1,\"x\":{value}"), 1).as_bytes())
                .1
                .is_empty()
        );
    }
    for bytes in
        [&b"{\"format\":\"perceptab-model\",\"version\":1,\xff"[..], b"\0", b"\xEF\xBB\xBF", b"{}", b"null"]
    {
        assert!(!refusal(bytes).1.is_empty());
    }
}

#[test]
fn the_recipe_inside_is_checked_as_recipes_are() {
    let with_recipe = |change: &dyn Fn(&mut Value)| {
        let mut recipe: Value = serde_json::from_str(&section(file(), container::RECIPE)).unwrap();
        change(&mut recipe);
        with_section(container::RECIPE, false, &recipe.to_string())
    };
    let (kind, sentence) = refusal(&with_recipe(&|recipe| {
        recipe["epochs"] = json!(0);
        recipe["dropout"] = json!(2);
    }));
    assert_eq!(kind, "bad-model");
    assert!(sentence.contains("number of epochs") && sentence.contains("Dropout"), "{sentence}");
    let (_, sentence) = refusal(&with_recipe(&|recipe| recipe["teacher"] = json!("best")));
    assert!(sentence.contains("teacher") && sentence.contains("newer Perceptab"), "{sentence}");
    let mut old: Value = serde_json::from_slice(&stored("counts.json")).unwrap();
    old["recipe"]["batch_size"] = json!(0);
    assert!(refusal(old.to_string().as_bytes()).1.contains("batch size"));
}

/// Model, path in its member, value, and a part of the sentence.
type Case = (&'static str, &'static str, Value, &'static str);

#[test]
fn every_number_of_encoder_and_target_is_checked() {
    let at = |column: usize, path: &str| format!("/encoder/columns/{column}/{path}");
    let member: Value = serde_json::from_str(&section(&again("standard"), container::MEMBERS)).unwrap();
    let columns = member[0]["encoder"]["columns"].as_array().unwrap();
    let place = |name: &str| columns.iter().position(|column| column["name"] == name).unwrap();
    let (day, kind, size) = (place("day"), place("kind"), place("size"));
    let standard = at(size, "encoding/standard");
    let moments = at(day, "encoding/moments");
    let cases: Vec<(&str, String, Value, &str)> = vec![
        ("standard", format!("{standard}/standard_deviation"), json!(0), "column 'size' has a scale"),
        ("standard", format!("{standard}/standard_deviation"), json!(-1), "column 'size' has a scale"),
        ("standard", format!("{standard}/standard_deviation"), json!(null), "not a finite number"),
        ("standard", format!("{standard}/mean"), json!("1"), "not a finite number"),
        ("standard", format!("{moments}/standard_deviation"), json!(0), "column 'day' has a scale"),
        (
            "standard",
            format!("{moments}/cycles"),
            json!(["month", "month"]),
            "column 'day' has a cycle twice",
        ),
        ("standard", format!("{moments}/cycles"), json!(["year"]), "it says 'year', which is not known here"),
        ("standard", format!("{moments}/dated"), json!(false), "column 'day' has times without a date"),
        (
            "standard",
            at(kind, "encoding/one-hot/levels"),
            json!(["a", "b", "a", "c"]),
            "column 'kind' has a category twice",
        ),
        ("standard", at(size, "name"), json!("kind"), "column 'kind' is there twice"),
        ("standard", at(size, "name"), json!("value"), "among its inputs"),
        (
            "standard",
            at(size, "encoding"),
            json!({"robust": {"median": 1, "factor": -1}}),
            "column 'size' has a factor",
        ),
        ("standard", at(size, "encoding"), json!({"log": {}}), "it says 'log', which is not known here"),
        (
            "quantile",
            at(size, "encoding/quantile/references"),
            json!([1, 3, 2]),
            "column 'size' has quantiles that do not ascend",
        ),
        ("standard", "/target/number/scale".into(), json!(0), "column 'value' has a scale"),
        ("standard", "/target/number/shift".into(), json!("x"), "not a finite number"),
        ("standard", "/target/number/min".into(), json!(1e9), "column 'value' has a smallest"),
        ("log", "/target/number/min".into(), json!(-1), "column 'price' has values below 0"),
        (
            "many_classes",
            "/target/classes/levels".into(),
            json!(["A", "B", "C", "D", "A"]),
            "column 'grade' has a class twice",
        ),
        ("many_classes", "/target/classes/levels".into(), json!(["A"]), "column 'grade' has fewer classes"),
        (
            "two_classes",
            "/target/classes/levels".into(),
            json!(["no", "yes", "or"]),
            "last layer does not fit",
        ),
        ("two_classes", "/predictor/network/head".into(), json!("softmax"), "output is not one"),
        ("standard", "/predictor/network/head".into(), json!("sigmoid"), "output is not one"),
        ("standard", "/predictor/network/activations".into(), json!(["relu"]), "activations are not as many"),
        (
            "standard",
            "/predictor/network/activations/0".into(),
            json!("swish"),
            "it says 'swish', which is not known here",
        ),
        ("standard", "/predictor/network/widths".into(), json!([]), "no layer"),
        ("standard", "/predictor/network/widths/1".into(), json!(0), "no neuron"),
        ("standard", "/predictor/network/widths/1".into(), json!(6), "not as many as its layers have"),
        (
            "standard",
            "/predictor/network/widths/0".into(),
            json!(1_000_000_000_000u64),
            "not as many as its layers have",
        ),
        (
            "standard",
            "/predictor/network/widths".into(),
            json!([u64::MAX, u64::MAX]),
            "more neurons than 65,536",
        ),
        (
            "standard",
            "/predictor/network/widths".into(),
            json!([u64::MAX, 65_536]),
            "not as many as its layers have",
        ),
        ("standard", "/predictor/network/widths".into(), json!(vec![1; 66]), "more layers than 64"),
        ("standard", "/predictor".into(), json!({"forest": []}), "it says 'forest', which is not known here"),
        ("standard", "/predictor".into(), json!({"trees": []}), "it has another value than belongs there"),
        ("standard", "/epochs".into(), json!(-1), "it has another value than belongs there"),
    ];
    for (name, path, value, part) in cases {
        let (kind, sentence) = refusal(&with_member(name, &path, value.clone()));
        assert!(kind == "bad-model" && sentence.contains(part), "{name} {path} {value}: {kind} {sentence}");
        assert!(sentence.contains("save the model again"), "{sentence}");
    }
}

#[test]
fn what_a_float_cannot_hold_is_refused() {
    let old = String::from_utf8(stored("standard.json")).unwrap();
    let number = |key: &str| {
        let from = old.find(&format!("\"{key}\":")).unwrap() + key.len() + 3;
        let to = from + old[from..].find([',', '}', ']']).unwrap();
        (from, to)
    };
    for key in ["mean", "standard_deviation", "shift", "scale", "min", "max"] {
        let (from, to) = match key {
            // The recipe has one too, a word.
            "scale" => (old.rfind("\"scale\":").unwrap() + 8, 0),
            _ => number(key),
        };
        let to = if to == 0 { from + old[from..].find([',', '}']).unwrap() } else { to };
        for huge in ["1e999", "-1e999"] {
            let mut file = old.clone();
            file.replace_range(from..to, huge);
            let sentence = refusal(file.as_bytes()).1;
            assert!(sentence.contains("a number beyond all range"), "{key}: {sentence}");
        }
    }
    // A weight that a 64-bit float could hold, and a 32-bit float cannot.
    let from = old.find("\"weights\":[").unwrap() + 11;
    let to = from + old[from..].find(',').unwrap();
    let mut file = old.clone();
    file.replace_range(from..to, "1e39");
    assert!(refusal(file.as_bytes()).1.contains("not a finite number"));
}

#[test]
fn weights_are_whole_and_finite() {
    let with_weights = |change: &dyn Fn(&mut Vec<f32>)| {
        let text = section(file(), container::WEIGHTS);
        let mut weights = decoded(text.trim_matches('"'));
        change(&mut weights);
        with_section(container::WEIGHTS, true, &format!("\"{}\"", encoded(&weights)))
    };
    assert_eq!(with_weights(&|_| {}), changed("counts", |_| {}));
    for strange in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let (kind, sentence) = refusal(&with_weights(&|weights| weights[0] = strange));
        assert_eq!(kind, "bad-model");
        assert!(sentence.contains("a weight of its layer 1 is not a finite number"), "{sentence}");
        let sentence = refusal(&with_weights(&|weights| *weights.last_mut().unwrap() = strange)).1;
        assert!(sentence.contains("a weight of its layer 3 is not a finite number"), "{sentence}");
    }
    for change in [
        |weights: &mut Vec<f32>| weights.push(0.0),
        |weights: &mut Vec<f32>| weights.truncate(weights.len() - 1),
    ] {
        assert!(refusal(&with_weights(&change)).1.contains("not as many as its layers have"));
    }
    for content in ["\"AAA\"", "\"A A=\"", "[1,2]", "null", "\"", "5"] {
        assert_eq!(refusal(&with_section(container::WEIGHTS, true, content)).0, "bad-model", "{content}");
    }
    // Weights that no training leaves: sums that overflow, whatever the rows.
    let (kind, sentence) = refusal(&with_weights(&|weights| {
        weights.iter_mut().for_each(|weight| *weight = 3e38_f32.copysign(*weight));
    }));
    assert_eq!(kind, "bad-model");
    assert!(sentence.contains("answers are not finite numbers"), "{sentence}");
}

#[test]
fn waves_come_back_and_are_checked() {
    let file = trained_with_every_field();
    let mut session = Session::new("test");
    assert!(matches!(open_in(&mut session, &file), Event::ModelReady { .. }));
    assert_eq!(section(&export(&mut session), container::WEIGHTS), section(&file, container::WEIGHTS));
    let with = |waves: Value| {
        altered(&file, |sections| {
            let section = sections.iter_mut().find(|section| section.name == container::MEMBERS).unwrap();
            let mut members: Value = serde_json::from_str(&section.content).unwrap();
            members[0]["predictor"]["network"]["waves"] = waves;
            section.content = members.to_string().into();
        })
    };
    let members: Value = serde_json::from_str(&section(&file, container::MEMBERS)).unwrap();
    let places = &members[0]["predictor"]["network"]["waves"];
    assert!(opens(&with(places.clone())));
    let places: Vec<usize> = serde_json::from_value(places.clone()).unwrap();
    assert_eq!((places.len(), places[0]), (3, 0), "length, day and code are numbers");
    // The next input is a bin of the first column's, or what says that it is missing.
    for (waves, part) in [
        (json!([]), "not as many as its layers have"),
        (json!(places[..2]), "not as many as its layers have"),
        (json!([places[0], places[2], places[1]]), "or of one twice"),
        (json!([places[0], places[0], places[1]]), "or of one twice"),
        (json!([places[0], places[1], 1_000_000]), "inputs that it lacks"),
        (json!([1, places[1], places[2]]), "an input that is no number"),
    ] {
        let (kind, sentence) = refusal(&with(waves.clone()));
        assert!(kind == "bad-model" && sentence.contains(part), "{waves}: {sentence}");
    }
    let not_finite = altered(&file, |sections| {
        let section = sections.iter_mut().find(|section| section.name == container::WEIGHTS).unwrap();
        let mut weights = decoded(section.content.trim_matches('"'));
        weights[0] = f32::NAN;
        section.content = format!("\"{}\"", encoded(&weights)).into();
    });
    assert!(refusal(&not_finite).1.contains("a number of its waves is not finite"));
}

fn decoded(text: &str) -> Vec<f32> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = text.trim_end_matches('=').chars().flat_map(|digit| {
        let value = DIGITS.find(digit).unwrap();
        (0..6).rev().map(move |bit| (value >> bit & 1) as u8)
    });
    let bits: Vec<u8> = bits.collect();
    let bytes: Vec<u8> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect()
}

fn encoded(weights: &[f32]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = weights.iter().flat_map(|weight| weight.to_le_bytes()).collect();
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let digit = |six: &[u8]| {
        let value = six.iter().fold(0, |value, bit| value << 1 | bit) << (6 - six.len());
        char::from(DIGITS[usize::from(value)])
    };
    let mut text: String = bits.chunks(6).map(digit).collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn old_files_are_checked_as_new_ones_are() {
    let old = |name: &str, path: &str, value: Value| {
        let mut file: Value = serde_json::from_slice(&stored(&format!("{name}.json"))).unwrap();
        *file["model"].pointer_mut(path).unwrap() = value;
        refusal(file.to_string().as_bytes()).1
    };
    let cases: [Case; 7] = [
        ("standard", "/target/number/scale", json!(0), "column 'value' has a scale"),
        ("standard", "/layers/0/n_in", json!(1_000_000_000_000u64), "not as many as its layers have"),
        ("standard", "/layers/0/n_out", json!(0), "no neuron"),
        ("standard", "/layers/1/biases", json!([]), "not as many as its layers have"),
        ("standard", "/layers/1/biases/0", json!("1"), "not a finite number"),
        ("standard", "/layers", json!([]), "no layer"),
        ("many_classes", "/activations", json!(["relu"]), "activations are not as many"),
    ];
    for (name, path, value, part) in cases {
        let sentence = old(name, path, value);
        assert!(sentence.contains(part) && sentence.contains("save the model again"), "{path}: {sentence}");
    }
    // Rows of nothing: quickly refused, not counted through.
    let empty = json!([{"n_in": 1_000_000_000_000u64, "n_out": 0, "weights": [], "biases": []}]);
    assert!(old("standard", "/layers", empty).contains("no neuron"));
    let mut file: Value = serde_json::from_slice(&stored("counts.json")).unwrap();
    for layer in file["model"]["layers"].as_array_mut().unwrap() {
        layer["weights"].as_array_mut().unwrap().iter_mut().for_each(|weight| *weight = json!(3e38));
    }
    assert!(refusal(file.to_string().as_bytes()).1.contains("answers are not finite numbers"));
}

#[test]
fn the_document_has_every_field_and_its_example_opens() {
    let document = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/model-file.md")).unwrap();
    let example = document.split("```json\n").nth(1).unwrap().split("\n```").next().unwrap();
    let mut session = Session::new("test");
    assert!(matches!(open_in(&mut session, example.as_bytes()), Event::ModelReady { .. }));
    assert_eq!(export(&mut session), example.as_bytes());
    let rows = b"x\n10\n-3\n2.5\n";
    session.handle(Command::Read {
        purpose: Purpose::Predict,
        name: "n.csv".into(),
        bytes: rows.len() as u64,
    });
    session.push_bytes(rows);
    let Some(Event::Predicted(prediction)) = session.finish_bytes().into_iter().last() else { panic!() };
    let answers: Vec<&str> = prediction.first.iter().map(|(_, answer)| answer.as_str()).collect();
    assert_eq!(answers, ["5", "-1.5", "1.25"]);
    let today = trained_with_every_field();
    let columns = section(&today, container::MEMBERS);
    for field in [
        "rare",
        "bins",
        "waves",
        "min",
        "max",
        "look",
        "decimal",
        "unit",
        "day_first",
        "order_decided",
        "missing",
    ] {
        assert!(columns.contains(&format!("\"{field}\":")), "the test lacks {field}: {columns}");
    }
    for file in OLD.into_iter().map(again).chain([today.clone()]) {
        let members = section(&file, container::MEMBERS);
        let mut fields = Vec::new();
        keys(&serde_json::from_str(&members).unwrap(), &mut fields);
        for field in fields {
            assert!(
                document.contains(&format!("`{field}`")) || document.contains(&format!("\"{field}\"")),
                "{field}"
            );
        }
    }
}

/// A model trained here whose columns have what is left out where it is empty.
fn trained_with_every_field() -> Vec<u8> {
    let mut session = Session::new("test");
    let mut rows = "length;day;town;code;y\n".to_string();
    for i in 0..180 {
        let town = if i % 30 == 7 { format!("rare {i}") } else { ["here", "there"][i % 2].to_string() };
        let length = if i % 30 == 3 { "gone".to_string() } else { format!("{},5 cm", i) };
        rows.push_str(&format!("{length};{:02}/03/2021;{town};{:03};{},5\n", i % 28 + 1, i * 7 % 90, i % 17));
    }
    session.handle(Command::Read { purpose: Purpose::Open, name: "r.csv".into(), bytes: rows.len() as u64 });
    session.push_bytes(rows.as_bytes());
    session.finish_bytes();
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some("y".into());
        it.network.hidden = vec![3];
        it.preparation.bins = 2;
        it.training.epochs = 2;
    });
    session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    while session.is_training() {
        session.work(&|| 0.0, 1.0);
    }
    export(&mut session)
}

fn keys(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| keys(value, found)),
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            found.push(key.clone());
            keys(value, found);
        }),
        _ => {}
    }
}

#[test]
fn what_was_trained_here_opens() {
    let mut session = Session::new("test");
    let rows = stored("rows.csv");
    session.handle(Command::Read {
        purpose: Purpose::Open,
        name: "rows.csv".into(),
        bytes: rows.len() as u64,
    });
    session.push_bytes(&rows);
    session.finish_bytes();
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some("value".into());
        it.network.hidden = vec![3];
        it.training.epochs = 2;
    });
    session.handle(Command::Train { run: RunId(1), recipe: Box::new(recipe) });
    while session.is_training() {
        session.work(&|| 0.0, 1.0);
    }
    let file = export(&mut session);
    assert!(opens(&file));
    let sum = &file[file.len() - 66..file.len() - 2];
    assert!(sum.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        open(&bytes);
        let begun = [&file()[..52], &bytes].concat();
        open(&begun);
        prop_assert!(container::read(&begun).is_err());
    }

    /// What a careless or hostile writer makes, with a checksum that fits.
    #[test]
    fn any_change_inside_is_opened_or_refused(
        name in prop::sample::select(&OLD[..]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
    ) {
        static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
        let files = FILES.get_or_init(|| OLD.iter().map(|name| again(name)).collect());
        let file = &files[OLD.iter().position(|old| *old == name).unwrap()];
        for part in [container::MEMBERS, container::WEIGHTS, container::RECIPE] {
            let mut bytes = section(file, part).into_bytes();
            for (place, byte) in &changes {
                let place = place.index(bytes.len());
                bytes[place] = *byte;
            }
            let whole = String::from_utf8_lossy(&bytes).into_owned();
            let shorter: String = whole.chars().take(cut.index(whole.len())).collect();
            for content in [whole, shorter] {
                let sections: Vec<Section> = container::read(file).unwrap().into_iter().map(|section| match &*section.name {
                    name if name == part => Section { content: content.clone().into(), ..section },
                    _ => section,
                }).collect();
                let made = container::write(&sections).unwrap();
                if let Event::ModelReady { .. } = open(&made) {
                    let model = Model::from_sections(&container::read(&made).unwrap()).unwrap();
                    prop_assert!(model.check().is_ok());
                }
            }
        }
    }

    #[test]
    fn any_change_of_an_old_file_is_opened_or_refused(
        name in prop::sample::select(&OLD[..]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut file = stored(&format!("{name}.json"));
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        open(&file);
    }
}
