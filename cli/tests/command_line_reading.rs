//! Files at the edge of what is read, as the command line meets them.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use perceptab::recipe::Recipe;

/// A file of this test run, removed at the end of the test.
struct TestFile(PathBuf);

impl TestFile {
    fn new(name: &str, content: impl AsRef<[u8]>) -> TestFile {
        let path =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-reading-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        TestFile(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for TestFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn perceptab(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_perceptab")).args(arguments).output().unwrap()
}

/// What `inspect` prints for people.
fn inspected(file: &TestFile) -> String {
    let output = perceptab(&["inspect", file.path()]);
    let (out, error) = (output.stdout, output.stderr);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&error));
    assert!(
        out.iter().chain(&error).all(|&byte| byte == b'\n' || byte >= b' '),
        "{:?}",
        String::from_utf8_lossy(&out)
    );
    String::from_utf8(out).unwrap()
}

#[test]
fn one_row_is_looked_at() {
    assert!(inspected(&TestFile::new("one.csv", "a,b\n1,2\n")).contains("1 row, 2 columns"));
    assert!(inspected(&TestFile::new("bare.csv", "1,2,3\n")).contains("1 row, 3 columns"));
    // Nothing can be learnt from it.
    let file = TestFile::new("learn.csv", "a,b\n1,2\n");
    let output = perceptab(&["train", file.path(), "--target", "b"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("only one row"));
}

#[test]
fn what_has_no_delimiter_prints_none() {
    let rows = TestFile::new("rows.jsonl", "{\"a\": 1, \"b\": \"x\"}\n{\"a\": 2, \"b\": \"y\"}\n");
    assert!(inspected(&rows).contains("\nJSON lines, UTF-8, decimal mark"), "{}", inspected(&rows));
    let table = TestFile::new("table.csv", "a\tb\n1\t2\n3\t4\n");
    assert!(inspected(&table).contains("\nUTF-8, delimiter tab, decimal mark"));
}

#[test]
fn names_give_no_orders_to_the_terminal() {
    let rows = "2,a word\n3,another word\n".repeat(20);
    let text = format!("a name\u{1b}[31m,b\u{7}\u{9b}\n1\u{1b}[2J,x\u{8}\n{rows}");
    let names = TestFile::new("names.csv", text);
    inspected(&names);
    let output = perceptab(&["train", names.path(), "--target", "no\u{1b}[2Jne"]);
    assert!(output.stderr.iter().all(|&byte| byte == b'\n' || byte >= b' '));
}

/// Forty Poles in windows-1250: name, city (miasto), height.
fn poles() -> Vec<u8> {
    let rows = b"Micha\xB3,\xA3\xF3d\x9F,180\nMa\xB3gorzata,Gda\xF1sk,165\nJ\xEAdrzej,Pozna\xF1,175\nGra\xBFyna,Krak\xF3w,170\n";
    [&b"imi\xEA,miasto,wzrost\n"[..], &rows.repeat(10)].concat()
}

#[test]
fn an_encoding_that_is_not_read_is_told_and_asked_to_be_converted() {
    let file = TestFile::new("poles.csv", poles());
    let told = inspected(&file);
    assert!(told.contains("The letters may be wrong") && told.contains("Micha\u{b3}"), "{told}");
    let train = |extra: &[&str]| perceptab(&[&["train", file.path(), "--target", "wzrost"], extra].concat());
    let output = train(&["--epochs", "1"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("The letters may be wrong"));
    // Where it is named, what to do is said.
    let output = train(&["--encoding", "cp1250"]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(error.contains("iconv -f WINDOWS-1250 -t UTF-8"), "{error}");
    // By a recipe too; and what was converted since is read with the same one.
    let mut recipe = Recipe::default().with(|it| {
        it.question.target = Some("wzrost".to_string());
        it.training.epochs = 1;
    });
    recipe.reading.encoding = Some("windows-1250".to_string());
    let recipe = TestFile::new("poles.json", serde_json::to_string(&recipe).unwrap());
    let output = perceptab(&["train", file.path(), "--recipe", recipe.path()]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("iconv -f WINDOWS-1250"));
    let converted = TestFile::new(
        "converted.csv",
        "imi\u{119},miasto,wzrost\nMicha\u{142},\u{141}\u{f3}d\u{17a},180\nEwa,Gda\u{144}sk,165\n"
            .to_string()
            + &"Ola,Lublin,170\nJan,Sopot,171\n".repeat(9),
    );
    let output = perceptab(&["train", converted.path(), "--recipe", recipe.path()]);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && !error.contains("letters"), "{error}");
    // An encoding that nobody knows.
    let output = train(&["--encoding", "EBCDIC"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("Choose UTF-8"));
}

#[test]
fn json_with_a_byte_order_mark_is_read() {
    let rows = TestFile::new("mark.json", "\u{FEFF}[{\"a\": 1, \"b\": 2}, {\"a\": 3, \"b\": 4}]\n");
    assert!(inspected(&rows).contains("2 rows, 2 columns"));
    let table = TestFile::new("mark.csv", "a,b\n1,2\n3,4\n5,6\n7,8\n9,10\n11,12\n");
    let recipe = Recipe::default().with(|it| {
        it.question.target = Some("b".to_string());
        it.training.epochs = 1;
    });
    let json = format!("\u{FEFF}{}", serde_json::to_string(&recipe).unwrap());
    let recipe = TestFile::new("mark-recipe.json", json);
    let output = perceptab(&["train", table.path(), "--recipe", recipe.path()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
