//! The sentences of the rooms that page and command line share: they speak to a person at either.

use std::fs;
use std::path::{Path, PathBuf};

/// Words that only mean something on the page, in small letters.
const OF_THE_PAGE: [&str; 14] = [
    "choose a csv",
    "choose a file",
    "choose the csv",
    "choose the file",
    "choose that file",
    "choose the new file",
    "choose it again",
    "choose another file",
    "reload",
    "download",
    "browser gives",
    "on the page",
    "click",
    "this page",
];

/// Words of the parser's, of the operating system's, and counts that never agree.
const OF_NOBODY: [&str; 8] = [
    "(os error",
    "EOF while",
    "unknown field `",
    "{n} rows have",
    " 1 cells",
    " 1 rows",
    " 1 columns",
    "1 classes",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match path.is_dir() {
            true => sources(&path, found),
            false if name.ends_with(".rs") && !name.contains("tests") => found.push(path),
            false => {}
        }
    }
}

/// The texts in quotation marks of a Rust source, without its comments and its tests, each on one line.
fn texts(source: &str) -> Vec<String> {
    let tests = source.find("#[cfg(test)]\nmod ").or_else(|| source.find("#[cfg(all(test"));
    let source = &source[..tests.unwrap_or(source.len())];
    let (mut found, mut letters) = (Vec::new(), source.chars().peekable());
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                letters.by_ref().find(|&letter| letter == '\n');
            }
            // A character in its marks may be a quotation mark.
            '\'' => {
                let mut ahead = letters.clone();
                let first = ahead.next();
                let behind = if first == Some('\\') { ahead.nth(1) } else { ahead.next() };
                if behind == Some('\'') {
                    letters = ahead;
                }
            }
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => match letters.next() {
                            // The text goes on in the next line, behind its indentation.
                            Some('\n') => {
                                while letters.peek().is_some_and(|letter| letter.is_whitespace()) {
                                    letters.next();
                                }
                            }
                            other => text.extend(other),
                        },
                        letter => text.push(letter),
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

/// The texts of the shared rooms, each with its file.
fn shared() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    ["src", "kernels/src", "conversation/src", "cli/src", "workbook/src"]
        .iter()
        .for_each(|folder| sources(&root.join(folder), &mut files));
    assert!(files.len() > 100, "{} files", files.len());
    let of = |file: &PathBuf| texts(&fs::read_to_string(file).unwrap());
    files.into_iter().flat_map(|file| of(&file).into_iter().map(move |text| (file.clone(), text))).collect()
}

#[test]
fn texts_are_found_without_what_stands_around_them() {
    let source = "let a = '\"'; // \"no\"\nlet b = \"one \\\n    two \\\"three\\\"\"; fn c<'a>() {}\n\
                  #[cfg(test)]\nmod tests { \"no\" }";
    assert_eq!(texts(source), ["one two \"three\""]);
}

#[test]
fn what_both_say_is_for_both() {
    let texts = shared();
    assert!(texts.iter().any(|(_, text)| text.starts_with("The file is empty.")));
    for (file, text) in texts {
        let small = text.to_lowercase();
        let words = OF_THE_PAGE.into_iter().filter(|words| small.contains(words));
        let words: Vec<&str> = words.filter(|_| !is_of_the_page(&text)).collect();
        assert!(words.is_empty(), "{}: {words:?} in \"{text}\"", file.display());
    }
}

/// Where the page is what is meant.
fn is_of_the_page(text: &str) -> bool {
    // The help, and who gave a file that is no model, hear where else models come from.
    text.contains("Usage:") || text.contains("the model downloaded from the page") || !text.contains(' ')
}

#[test]
fn nobody_reads_what_a_library_says() {
    for (file, text) in shared() {
        let words: Vec<&str> = OF_NOBODY.into_iter().filter(|words| text.contains(words)).collect();
        assert!(words.is_empty(), "{}: {words:?} in \"{text}\"", file.display());
    }
}
