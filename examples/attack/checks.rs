//! What must not be, whatever the program was given.

use serde_json::Value;

use crate::case::{Case, Ran};

/// A sentence for each thing that is wrong.
pub fn wrong(case: &Case, ran: &Ran) -> Vec<String> {
    let mut wrong = Vec::new();
    let errors = String::from_utf8_lossy(&ran.stderr);
    if errors.contains("panicked at") {
        wrong.push("panic".to_string());
    }
    match ran.code {
        _ if ran.timed_out => wrong.push("hang".to_string()),
        None => wrong.push("ended by a signal: abort, or more time or memory than it may have".to_string()),
        Some(0..=3) => {}
        Some(code) => wrong.push(format!("exit code {code}, which is not documented")),
    }
    if ran.code.is_some_and(|code| code > 0) && !has_sentence(&errors) {
        wrong.push("a failure without a sentence".to_string());
    }
    wrong.extend(ran.changed.iter().map(|name| format!("the input {name} changed")));
    wrong.extend(left(case, ran).map(|name| format!("the file {name} was left")));
    wrong.extend(control_character(case, ran));
    if ran.code == Some(0) {
        wrong.extend(not_finite(case, ran));
        wrong.extend(
            case.copied()
                .and_then(|input| changed_copy(input, ran.predicted.as_ref().unwrap_or(&ran.stdout))),
        );
    }
    wrong
}

/// "perceptab: …" with some words and an end.
fn has_sentence(errors: &str) -> bool {
    let Some(place) = errors.find("perceptab: ") else { return false };
    let sentence = errors[place + "perceptab: ".len()..].trim();
    let mut ends = sentence.lines().map(|line| line.trim_end().ends_with(['.', '?', ')']));
    sentence.len() > 10 && ends.any(|ends| ends)
}

fn left<'a>(case: &'a Case, ran: &'a Ran) -> impl Iterator<Item = &'a String> {
    ran.names.iter().filter(|name| {
        let is_output = |output: &String| *name == output || name.starts_with(&format!("{output}/"));
        let is_input = case.files.iter().any(|(input, _)| *name == input);
        name.contains(".perceptab-") || !(is_input || case.outputs.iter().any(is_output))
    })
}

/// A prediction copies what it was given; everything else is for people, or JSON.
fn control_character(case: &Case, ran: &Ran) -> Option<String> {
    let is_control = |&&byte: &&u8| byte < 0x20 && byte != b'\n' && byte != b'\r' || byte == 0x7F;
    let printed = if case.arguments[0] == "predict" { &[][..] } else { &ran.stdout };
    let found = printed.iter().chain(&ran.stderr).find(is_control)?;
    Some(format!("the control character {found} was printed"))
}

/// A number that is none where a number must be.
fn not_finite(case: &Case, ran: &Ran) -> Option<String> {
    if case.arguments.iter().any(|argument| argument == "--json") {
        return match serde_json::from_slice::<Value>(&ran.stdout) {
            // The scores of a run always are; a column need not have a mean.
            Ok(value) => null_number(&value, "").filter(|_| case.arguments[0] != "inspect"),
            Err(error) => Some(format!("the JSON that was printed can't be read: {error}")),
        };
    }
    let text = String::from_utf8_lossy(ran.predicted.as_ref().unwrap_or(&ran.stdout));
    let is_none = |word: &str| matches!(word, "NaN" | "inf" | "-inf");
    if case.arguments[0] == "inspect" {
        // A column may hold such a word; its numbers stand in phrases.
        let phrases = ["NaN to", "inf to", "to NaN", "to inf", "mean NaN", "mean inf", "mean -inf"];
        return phrases
            .iter()
            .find(|phrase| text.contains(*phrase))
            .map(|phrase| format!("{phrase:?} was printed"));
    }
    // Where the input has such a word it may be a name, a label or a cell that is copied, and what is packed can't be seen.
    let packed =
        |(name, _): &(String, Vec<u8>)| [".gz", ".zip", ".xlsx"].iter().any(|end| name.ends_with(end));
    if case.files.iter().any(packed)
        || case.files.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).split(is_border).any(is_none))
    {
        return None;
    }
    text.split(is_border).find(|word| is_none(word)).map(|word| format!("{word} was printed"))
}

fn is_border(letter: char) -> bool {
    !(letter.is_alphanumeric() || letter == '-')
}

/// Null where a number always is: JSON has no other way to write one that is not finite.
fn null_number(value: &Value, name: &str) -> Option<String> {
    const ALWAYS: [&str; 7] =
        ["loss", "train_loss", "test_loss", "standard_deviation", "seconds", "folds", "loss_curve"];
    match value {
        Value::Null if ALWAYS.contains(&name) => Some(format!("null was printed where '{name}' is a number")),
        Value::Array(values) => values.iter().find_map(|value| null_number(value, name)),
        Value::Object(map) => map.iter().find_map(|(name, value)| null_number(value, name)),
        _ => None,
    }
}

/// Each line of a plain file stands in its line of the prediction, byte for byte, with what was added in one place: after
/// the columns, and so before surplus cells. Files that are no plain text of lines, or have quotes, in which lines end, are
/// left to other tests.
fn changed_copy(input: &[u8], output: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(input).ok()?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let is_plain = !text.contains(['"', '\'', '\0'])
        && !text.starts_with(['{', '['])
        && !text.replace("\r\n", "\n").contains('\r');
    if !is_plain {
        return None;
    }
    let output = String::from_utf8_lossy(output);
    let output = output.strip_prefix('\u{FEFF}').unwrap_or(&output);
    let mut predicted = output.lines();
    for (number, line) in text.lines().enumerate() {
        match predicted.next() {
            Some(copy) if is_within(line, copy) => {}
            Some(copy) => {
                return Some(format!("line {} was not copied: {line:?} became {copy:?}", number + 1));
            }
            None => return Some(format!("line {} and those after it are not there", number + 1)),
        }
    }
    predicted.next().map(|line| format!("there is a line more: {line:?}"))
}

fn is_within(line: &str, copy: &str) -> bool {
    let same = |(a, b): &(u8, u8)| a == b;
    let before = line.bytes().zip(copy.bytes()).take_while(same).count();
    let after = line.bytes().rev().zip(copy.bytes().rev()).take_while(same).count();
    before + after >= line.len() && copy.len() >= line.len()
}
