use super::changes::Changes;
use super::rule::Rule;

/// The cells of a column that hold a word which was taken as missing (NA, none, …): in a column of labels it may be one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MissingWords {
    /// How many such cells there are.
    pub cells: usize,
    /// The first [`MissingWords::SHOWN`] different ones, as they stand; fewer where no more were kept.
    pub words: Vec<String>,
}

impl MissingWords {
    /// How many words are named.
    pub const SHOWN: usize = 3;

    /// Of the column that is being read.
    pub(in crate::table) fn of(changes: &Changes) -> MissingWords {
        let (cells, kept) = changes.open(Rule::MissingMarker);
        let mut words: Vec<&str> = Vec::new();
        for word in kept {
            if words.len() < MissingWords::SHOWN && !words.contains(&word) {
                words.push(word);
            }
        }
        MissingWords { cells, words: words.into_iter().map(String::from).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cells_are_counted_and_a_few_words_are_kept() {
        let mut changes = Changes::default();
        assert_eq!(MissingWords::of(&changes), MissingWords::default());
        changes.note(0, Rule::MissingMarker, "null");
        changes.close("before");
        let markers = ["NA", "none", "NA", "-", "?"];
        markers.iter().enumerate().for_each(|(row, word)| changes.note(row, Rule::MissingMarker, word));
        changes.note(9, Rule::Unit, "3 km");
        let words = ["NA", "none", "-"].map(String::from).to_vec();
        assert_eq!(MissingWords::of(&changes), MissingWords { cells: 5, words });
    }
}
