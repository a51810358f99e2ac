//! Holds the guide (`www/guide/index.html`) to the sources that it names: read as text, every function that it says
//! computes a formula must stand in the file that it names, and every link must lead somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sections that the page's settings link to, in their order.
const SECTIONS: [&str; 28] = [
    "data",
    "reading",
    "audit",
    "split",
    "standardise",
    "missing",
    "one-hot",
    "forward",
    "activations",
    "initialiser",
    "losses",
    "backpropagation",
    "sgd",
    "momentum",
    "adam",
    "lbfgs",
    "schedules",
    "alpha",
    "dropout",
    "clipping",
    "stopping",
    "tiers",
    "weights",
    "scores",
    "new-rows",
    "seed",
    "assignment",
    "words",
];

/// The guide's own policy: only its style sheet, the app's theme script and its icon are loaded.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'";

#[test]
fn every_function_named_stands_in_its_file() {
    let guide = guide();
    let mut wrong = Vec::new();
    let mut named = 0;
    for code in elements(&guide, "code").filter(|code| attribute(code.tag, "data-source").is_some()) {
        named += 1;
        if let Err(problem) = stands_in_its_file(code) {
            wrong.push(problem);
        }
    }
    assert!(named > SECTIONS.len(), "only {named} functions are named");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the file has the function, and the type that stands before it where there is one.
fn stands_in_its_file(code: Element) -> Result<(), String> {
    let shown = code.content;
    let (Some(source), Some(function)) =
        (attribute(code.tag, "data-source"), attribute(code.tag, "data-function"))
    else {
        return Err(format!("{shown}: data-source and data-function belong together"));
    };
    let (owner, name) = shown.rsplit_once("::").unwrap_or(("", shown));
    if name != function {
        return Err(format!("{shown} is marked up as {function}"));
    }
    if !["src/", "kernels/src/"].iter().any(|folder| source.starts_with(folder)) {
        return Err(format!("{shown}: {source} is not the engine's source"));
    }
    let text =
        fs::read_to_string(root().join(source)).map_err(|_| format!("{shown}: there is no file {source}"))?;
    if !has_words(&text, &format!("fn {function}")) {
        return Err(format!("{source} has no `fn {function}`"));
    }
    if !owner.is_empty() && !has_words(&text, owner) {
        return Err(format!("{source} does not know `{owner}`"));
    }
    Ok(())
}

/// Whether the text has these words, as wholes and in a row.
fn has_words(text: &str, words: &str) -> bool {
    let in_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(words).any(|(start, found)| {
        !text[..start].ends_with(in_word) && !text[start + found.len()..].starts_with(in_word)
    })
}

#[test]
fn every_section_is_there_in_order_and_names_its_source() {
    let guide = guide();
    let sections: Vec<Element> = elements(&guide, "section").collect();
    let ids: Vec<&str> = sections.iter().filter_map(|section| attribute(section.tag, "id")).collect();
    assert_eq!(ids, SECTIONS);
    for (section, id) in sections.iter().zip(ids) {
        assert!(
            id == "words" || section.content.contains(r#"<p class="source">In the source: "#),
            "{id} names no source"
        );
    }
}

#[test]
fn every_link_leads_somewhere() {
    let guide = guide();
    let ids: Vec<&str> = tags(&guide).filter_map(|tag| attribute(tag, "id")).collect();
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(distinct.len(), ids.len(), "an id stands twice");
    let folder = root().join("www/guide");
    let mut linked = BTreeSet::new();
    for link in tags(&guide).flat_map(|tag| [attribute(tag, "href"), attribute(tag, "src")]).flatten() {
        match link.strip_prefix('#') {
            Some(id) => {
                assert!(distinct.contains(id), "{link} leads nowhere");
                linked.insert(id);
            }
            // The app itself is its folder's page.
            None if link.ends_with('/') => assert!(folder.join(link).join("index.html").exists(), "{link}"),
            None => assert!(folder.join(link).is_file(), "{link} is not there"),
        }
    }
    let unlinked: Vec<&&str> = SECTIONS.iter().filter(|id| !linked.contains(**id)).collect();
    assert!(unlinked.is_empty(), "not in the contents: {unlinked:?}");
}

#[test]
fn nothing_comes_from_elsewhere_and_nothing_is_inline() {
    let guide = guide();
    let style = fs::read_to_string(root().join("www/guide/guide.css")).unwrap();
    for outside in ["http:", "https:", "//", "data:", "@import"] {
        assert!(!guide.contains(outside), "{outside} in the guide");
        assert!(!style.contains(outside), "{outside} in its style sheet");
    }
    let policies: Vec<&str> = tags(&guide)
        .filter(|tag| attribute(tag, "http-equiv") == Some("Content-Security-Policy"))
        .filter_map(|tag| attribute(tag, "content"))
        .collect();
    assert_eq!(policies, [POLICY]);
    assert_eq!(elements(&guide, "style").count(), 0);
    for script in elements(&guide, "script") {
        assert!(attribute(script.tag, "src").is_some() && script.content.is_empty());
    }
    for tag in tags(&guide) {
        let names = tag.split(['"', ' ']).filter_map(|part| part.strip_suffix('='));
        for name in names {
            assert!(name != "style" && !name.starts_with("on"), "{name} is inline in {tag}");
        }
    }
}

#[test]
fn headings_go_down_one_level_at_a_time() {
    let guide = guide();
    let levels: Vec<u32> = tags(&guide)
        .filter_map(|tag| tag.strip_prefix("<h")?.strip_suffix('>')?.chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn the_build_takes_the_guide_along() {
    let page = fs::read_to_string(root().join("www/index.html")).unwrap();
    let copies =
        |tag: &str| attribute(tag, "rel") == Some("copy-dir") && attribute(tag, "href") == Some("guide");
    assert!(tags(&page).any(copies));
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn guide() -> String {
    fs::read_to_string(root().join("www/guide/index.html")).unwrap()
}

#[derive(Clone, Copy)]
struct Element<'h> {
    /// The opening tag, `<` and `>` included.
    tag: &'h str,
    content: &'h str,
}

/// Every element of this name, up to its first closing tag: none of those asked for holds another of its kind.
fn elements<'h>(html: &'h str, name: &'h str) -> impl Iterator<Item = Element<'h>> {
    let closing = format!("</{name}>");
    tags(html).filter(move |tag| tag[1..].split([' ', '>']).next() == Some(name)).map(move |tag| {
        let rest = &html[tag.as_ptr() as usize - html.as_ptr() as usize + tag.len()..];
        let end = rest.find(&closing).unwrap_or_else(|| panic!("{tag} is not closed"));
        Element { tag, content: &rest[..end] }
    })
}

/// Every opening tag. The guide writes < and > as signs only in tags.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter(|rest| !rest.starts_with(['/', '!'])).map(|rest| {
        let start = rest.as_ptr() as usize - html.as_ptr() as usize - 1;
        let end = rest.find('>').unwrap_or_else(|| panic!("<{rest} is not closed"));
        &html[start..start + end + 2]
    })
}

/// The value of an attribute in double quotes.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// What the tests above rest on.
mod the_reading_itself {
    use super::*;

    fn code(source: &str, function: &str, shown: &str) -> Result<(), String> {
        let html = format!(r#"<code data-source="{source}" data-function="{function}">{shown}</code>"#);
        stands_in_its_file(elements(&html, "code").next().unwrap())
    }

    #[test]
    fn a_function_that_is_not_there_is_caught() {
        assert_eq!(code("src/dataset/split.rs", "split", "split"), Ok(()));
        assert_eq!(code("src/dataset/encoder.rs", "fit", "Encoder::fit"), Ok(()));
        assert!(code("src/dataset/split.rs", "spli", "spli").is_err());
        assert!(code("src/dataset/split.rs", "split", "divide").is_err());
        assert!(code("src/dataset/encoder.rs", "fit", "Split::fit").is_err());
        assert!(code("src/dataset/nowhere.rs", "split", "split").is_err());
        assert!(code("www/index.html", "split", "split").is_err());
    }

    #[test]
    fn tags_and_attributes_are_found() {
        let html = r#"<!doctype html><p id="a" class="b c">x &lt; y</p><math><mi>z</mi></math><p>z</p>"#;
        assert_eq!(tags(html).collect::<Vec<_>>(), [r#"<p id="a" class="b c">"#, "<math>", "<mi>", "<p>"]);
        let paragraphs: Vec<&str> = elements(html, "p").map(|paragraph| paragraph.content).collect();
        assert_eq!(paragraphs, ["x &lt; y", "z"]);
        let tag = tags(html).next().unwrap();
        assert_eq!((attribute(tag, "class"), attribute(tag, "href")), (Some("b c"), None));
    }
}
