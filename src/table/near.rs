//! The sentence about a name that is not there, with the name that may have been meant.

/// Longer names are compared by their beginnings: a file may hold names of any length, and many of them.
const COMPARED: usize = 64;
/// How much of a name stands in a sentence.
const SHOWN: usize = 60;
/// So many columns are all named.
const FEW: usize = 8;

/// "The table has no column 'x'. Did you mean 'y'?" `names`: those that it has.
pub fn unknown_column(name: &str, names: &[&str]) -> String {
    let there = match nearest(name, names) {
        Some(near) => format!("Did you mean {}?", quoted(near)),
        None if names.len() <= FEW => format!("It has {}.", listed(names)),
        None => format!("Its {} columns begin with {}.", names.len(), listed(&names[..FEW / 2])),
    };
    format!("The table has no column {}. {there}", quoted(name))
}

/// The name that is most like `name`: but for capitals and marks, then by few letters, then one that holds it.
pub fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let wanted = letters(name);
    let most = match wanted.len() {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, &str)> = None;
    for &candidate in names {
        let held = letters(candidate);
        // What is held in another name is less like it than any misspelling.
        let holds =
            wanted.len() > 2 && (candidate.contains(name) || name.contains(candidate) && held.len() > 2);
        let rank = match distance(&wanted, &held, most) {
            Some(distance) => distance,
            None if holds => most + 1 + wanted.len().abs_diff(held.len()),
            None => continue,
        };
        if best.is_none_or(|(least, _)| rank < least) {
            best = Some((rank, candidate));
        }
    }
    best.map(|(_, name)| name)
}

/// A name between quotation marks: bounded, on one line.
pub fn quoted(name: &str) -> String {
    let mut shown: String =
        name.chars().take(SHOWN).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if name.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    format!("'{shown}'")
}

/// "'a', 'b' and 'c'"
fn listed(names: &[&str]) -> String {
    match names {
        [] => "no columns".to_string(),
        [name] => quoted(name),
        [names @ .., last] => {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            format!("{} and {}", names.join(", "), quoted(last))
        }
    }
}

fn letters(name: &str) -> Vec<char> {
    let is_letter = |letter: &char| !matches!(letter, ' ' | '_' | '-' | '.');
    name.chars().filter(is_letter).map(|letter| letter.to_ascii_lowercase()).take(COMPARED).collect()
}

/// How many letters are to be changed, added, taken away or exchanged with their neighbours, if `most` at most (the
/// restricted edit distance: Boytsov, "Indexing methods for approximate dictionary searching", 2011, section 2).
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // The last rows of the table: of the letters of `a` before this one, and before the one before.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row.iter().all(|&steps| steps > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&steps| steps <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_by_hand() {
        let steps = |a: &str, b: &str| distance(&letters(a), &letters(b), 9);
        assert_eq!(steps("kitten", "sitting"), Some(3));
        assert_eq!(steps("form", "from"), Some(1));
        assert_eq!(steps("Song Name", "song_name"), Some(0));
        assert_eq!(steps("", "abc"), Some(3));
        assert_eq!(distance(&letters("kitten"), &letters("sitting"), 2), None);
    }

    #[test]
    fn the_nearest_name_is_offered() {
        let names = ["song_popularity", "song_name", "key", "tempo"];
        assert_eq!(nearest("song_popularty", &names), Some("song_popularity"));
        assert_eq!(nearest("Song Popularity", &names), Some("song_popularity"));
        assert_eq!(nearest("popularity", &names), Some("song_popularity"));
        assert_eq!(nearest("kye", &names), Some("key"));
        assert_eq!(nearest("z", &names), None);
        assert_eq!(nearest("danceability", &names), None);
    }

    #[test]
    fn where_none_is_near_there_are_the_columns() {
        assert_eq!(unknown_column("z", &["a", "b"]), "The table has no column 'z'. It has 'a' and 'b'.");
        let many: Vec<String> = (0..20).map(|column| format!("column{column}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let begin = "Its 20 columns begin with 'column0', 'column1', 'column2' and 'column3'.";
        assert_eq!(unknown_column("z", &many), format!("The table has no column 'z'. {begin}"));
    }

    #[test]
    fn a_name_of_any_length_is_bounded() {
        let long = "n".repeat(1_000_000);
        assert!(unknown_column(&long, &[&long, "a\0b"]).len() < 300);
        assert_eq!(quoted("a\0b"), "'a b'");
    }
}
