//! Bytes as text (RFC 4648, section 4): 64 characters that JSON takes as they are, three bytes in four of them.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// With `=` at the end, to a multiple of four characters.
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    append(&mut text, bytes);
    text
}

/// Adds what [`encode`] makes of these bytes. Of some that are a multiple of three more may follow, as if they came together.
pub fn append(text: &mut String, bytes: &[u8]) {
    for three in bytes.chunks(3) {
        let byte = |place: usize| three.get(place).copied().unwrap_or(0);
        let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(if place > three.len() { '=' } else { char::from(ALPHABET[digit as usize]) });
        }
    }
}

/// `None` for what [`encode`] does not write: another character, a length that is no multiple of four, a bit beyond the last
/// byte.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::new();
    for four in digits.as_bytes().chunks(4) {
        let mut bits = 0u32;
        for place in 0..4 {
            bits = 64 * bits + four.get(place).map_or(Some(0), |&digit| value(digit))?;
        }
        // Two characters are one byte, three are two, four are three.
        let [_, three @ ..] = bits.to_be_bytes();
        let (whole, beyond) = three.split_at(four.len() - 1);
        if beyond.iter().any(|&byte| byte != 0) {
            return None;
        }
        bytes.extend_from_slice(whole);
    }
    Some(bytes)
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_its_standard() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in examples {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
        let mut text = String::new();
        ["foo", "ba"].iter().for_each(|bytes| append(&mut text, bytes.as_bytes()));
        assert_eq!(text, "Zm9vYmE=");
    }

    #[test]
    fn every_byte_comes_back() {
        let bytes: Vec<u8> = (0..=255).chain((0..=255).rev()).collect();
        assert_eq!(decode(&encode(&bytes)), Some(bytes));
        assert_eq!(decode("+/+/"), Some(vec![0xFB, 0xFF, 0xBF]));
        assert_eq!(decode("-_-_"), None);
    }

    #[test]
    fn there_is_one_way_of_writing() {
        for text in [
            "Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z===", "====", "=", "==", "Zg==Zg==", "Zm 9v",
            "Zm9v\n", "Zm9ä", "Zm9vZg",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
