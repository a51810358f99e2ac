//! Whether whole numbers stand for categories.
//!
//! The rule. A number's name in English ends in what it is ("age group" is a group, "group size" a size), so the last word
//! of a column's name that is in one of the lists below decides:
//!
//! 1. a word for a quantity (`count`, `size`, `year`, `score`, …): no code, and no more is a name that begins with "number
//!    of" (one that ends with it, "phone number", goes by the word before);
//! 2. a word for keys (`zip`, `phone`, `code`, `id`, …): a code however many numbers there are;
//! 3. a word for categories (`key`, `mode`, `type`, `class`, `signature`, …): a code where there are at most 64 different
//!    numbers, which is what can become an input each;
//! 4. a word for a part of the calendar (`month`, `weekday`, `hour`, `season`, …): a code where the numbers are in its range.
//!
//! Always: no negative numbers, and on average every number stands there twice. Without such a word the numbers are
//! quantities: the ratings, counts and pixels of real tables are as few and as dense as the codes. The one sign
//! that needs no name is a leading zero: 00501 is no quantity.

/// Most different numbers of a code that has no name of a key: each becomes an input when it is taken as a category.
const MOST_CODES: usize = 64;

const QUANTITIES: &str = " count counts total sum amount size length width height depth weight age year years \
    yr score rating points price cost rate ratio share percent mean avg average max min level day days hours minutes seconds \
    duration time times area volume distance temperature temp pixel px population popularity income rooms visits calls \
    value quantity qty frequency index rank order experience ";
const KEYS: &str = " zip zipcode postcode postal plz phone telephone fax mobile fips code codes barcode ean isbn sku naics sic icd id ";
const CATEGORIES: &str = " key mode type class subclass category cat signature group cluster segment zone region sector district county \
    state province country city status gender sex race ethnicity religion marital marriage occupation profession job \
    department dept store shop branch station channel origin kind genre species breed color colour material style shape \
    brand make team division language nationality method reason cause ";
/// Each with the least and the largest number that it may be.
const CALENDAR: [(&str, f64, f64); 4] = [
    (" month mnth mo mon monat ", 1.0, 12.0),
    (" weekday dayofweek dow wday ", 0.0, 7.0),
    (" season quarter ", 0.0, 4.0),
    (" hour hr ", 0.0, 24.0),
];

/// `least` and `most` of the column's numbers, of which `distinct` are different and `n` are there.
pub fn is_code(name: &str, n: usize, distinct: usize, least: f64, most: f64) -> bool {
    if least < 0.0 || distinct < 2 || n < 2 * distinct {
        return false;
    }
    let words = words(name);
    let has = |list: &str, word: &str| list.split_ascii_whitespace().any(|listed| listed == word);
    let begins_with_count = matches!(
        words.first().map(String::as_str),
        Some("number" | "num" | "no" | "nr" | "n" | "count" | "total")
    );
    let of_week = words.ends_with(&["day".to_string(), "of".to_string(), "week".to_string()]);
    if of_week {
        return most <= 7.0;
    }
    for word in words.iter().rev() {
        if has(QUANTITIES, word) {
            return false;
        }
        if has(KEYS, word) {
            return !begins_with_count;
        }
        if has(CATEGORIES, word) || CATEGORY_ENDS.iter().any(|end| word.ends_with(end)) {
            return distinct <= MOST_CODES && !begins_with_count;
        }
        if let Some((.., least_part, most_part)) = CALENDAR.iter().find(|(list, ..)| has(list, word)) {
            return least >= *least_part && most <= *most_part && !begins_with_count;
        }
    }
    false
}

/// `pclass`, `zipcode`, `soiltype`
const CATEGORY_ENDS: [&str; 3] = ["class", "code", "type"];

/// The words of a name in small letters: `Mo_Sold` → mo, sold; `PULocationID` → pulocation, id.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for letter in name.chars() {
        let is_new = !letter.is_alphabetic() || (was_small && letter.is_ascii_uppercase());
        if is_new && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphabetic(), words.last_mut()) {
            word.push(letter.to_ascii_lowercase());
        }
        was_small = letter.is_ascii_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_codes() {
        for name in [
            "key",
            "audio_mode",
            "time_signature",
            "Pclass",
            "passengerClass",
            "MS SubClass",
            "age_group",
            "Soil_Type",
            "zip",
            "area code",
            "RatecodeID",
            "store_id",
            "Channel",
            "class",
            "phone number",
            "day_of_week",
            "sex",
            "type 2",
        ] {
            assert!(is_code(name, 100, 5, 0.0, 6.0), "{name}");
        }
        for name in [
            "children",
            "rooms",
            "age",
            "year",
            "rating",
            "song_popularity",
            "pixel_0_3",
            "group_size",
            "class count",
            "number_of_types",
            "n_classes",
            "key_length",
            "digit",
            "mode_score",
            "days",
            "day",
            "keyboard",
            "monkey",
            "previous_cancellations",
            "Bedroom_AbvGr",
            "state_population",
            "model_year",
            "",
            "7",
        ] {
            assert!(!is_code(name, 100, 5, 0.0, 6.0), "{name}");
        }
    }

    #[test]
    fn the_numbers_must_fit() {
        assert!(!is_code("key", 100, 5, -1.0, 5.0), "negative");
        assert!(!is_code("key", 9, 5, 0.0, 5.0), "hardly repeated");
        assert!(!is_code("key", 1_000, 65, 0.0, 99.0) && is_code("zip", 1_000, 65, 0.0, 99_999.0));
        assert!(is_code("hr", 1_000, 24, 0.0, 23.0) && !is_code("hour", 1_000, 50, 0.0, 60.0));
        assert!(is_code("Mo_Sold", 1_000, 12, 1.0, 12.0) && !is_code("month", 1_000, 36, 1.0, 36.0));
    }

    #[test]
    fn names_have_words() {
        assert_eq!(words("PULocationID"), ["pulocation", "id"]);
        assert_eq!(words("  Mo_Sold (2)"), ["mo", "sold"]);
        assert!(words("_1_").is_empty());
    }
}
