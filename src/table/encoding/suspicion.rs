//! Whether letters look wrong: text of Eastern Europe or East Asia that is taken for windows-1252 because it is no UTF-8.
//!
//! Words are looked at, since in the West a word has few letters beyond ASCII and all of them from the alphabet of one
//! language. A word looks wrong where a byte stands for nothing in windows-1252, where a sign stands between its letters
//! (Polish `³`, `¹`, `¿`; all of DOS), where four letters beyond ASCII follow each other (Cyrillic, Greek, East Asia), where
//! no Western alphabet has all of its letters (Czech `pøíli¹`, Hungarian `mûködõ`, Turkish `düþün`), or where a capital
//! follows a small letter.

/// Counts words as they come by, whatever the chunks.
#[derive(Default)]
pub struct Suspicion {
    word: Vec<u8>,
    /// Words with a letter beyond ASCII, and those of them that look wrong.
    words: usize,
    odd: usize,
    /// How often each byte beyond ASCII stood in a word.
    counts: Vec<usize>,
    /// õ before another letter than e: hardly ever in Portuguese, and in Hungarian nearly always (ő).
    strange_o: usize,
    /// Words of two bytes and more with no letter of ASCII, or with signs at either end, that are no words to the other rules:
    /// hardly any in the West, and of East Asia's letters of two bytes each very many.
    beyond: usize,
    first: Vec<u8>,
    /// The first word with a letter that is odd only if it is there often.
    rare: Vec<u8>,
}

/// Enough words to tell by.
const ENOUGH: usize = 20_000;
/// No word is longer.
const LONGEST: usize = 64;

/// Small letters beyond ASCII, as windows-1252 has them, of languages of Western Europe.
const ALPHABETS: [&[u8]; 11] = [
    // French: àâæçèéêëîïôùûüœÿ; the last three of German and Spanish loans.
    b"\xE0\xE2\xE6\xE7\xE8\xE9\xEA\xEB\xEE\xEF\xF4\xF9\xFB\xFC\x9C\xFF\xF6\xE4\xF1",
    // German: äöüß, and é è à ç ê of loans.
    b"\xE4\xF6\xFC\xDF\xE9\xE8\xE0\xE7\xEA",
    // Spanish, Galician: áéíñóúüç.
    b"\xE1\xE9\xED\xF1\xF3\xFA\xFC\xE7\xEF",
    // Portuguese: àáâãçéêíóôõú.
    b"\xE0\xE1\xE2\xE3\xE7\xE9\xEA\xED\xF3\xF4\xF5\xFA",
    // Italian: àáèéìíîòóùú.
    b"\xE0\xE1\xE8\xE9\xEC\xED\xEE\xF2\xF3\xF9\xFA",
    // Catalan: àçèéíïòóúü.
    b"\xE0\xE7\xE8\xE9\xED\xEF\xF2\xF3\xFA\xFC",
    // Danish, Norwegian, Swedish: åäöæøéèêüáô.
    b"\xE5\xE4\xF6\xE6\xF8\xE9\xE8\xEA\xFC\xF4\xF2",
    // Icelandic: áðéíóúýþæö.
    b"\xE1\xF0\xE9\xED\xF3\xFA\xFD\xFE\xE6\xF6",
    // Faroese: áðíóúýæø.
    b"\xE1\xF0\xED\xF3\xFA\xFD\xE6\xF8",
    // Dutch: áèéêëíïóöúüç.
    b"\xE1\xE8\xE9\xEA\xEB\xED\xEF\xF3\xF6\xFA\xFC\xE7",
    // Finnish, Estonian: äåõöüšž.
    b"\xE4\xE5\xF5\xF6\xFC\x9A\x9E",
];

impl Suspicion {
    pub fn push(&mut self, bytes: &[u8]) {
        if self.words >= ENOUGH {
            return;
        }
        // Of most chunks of most files only the words that they cut are of interest.
        let is_inside = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
        let end = bytes.iter().position(|byte| !is_inside(byte)).unwrap_or(bytes.len());
        let (first, rest) = bytes.split_at(end);
        self.take(first);
        if rest.is_ascii() {
            let start = rest.iter().rposition(|byte| !is_inside(byte)).unwrap_or(0);
            self.take(rest.get(..1).unwrap_or_default());
            self.take(&rest[start..]);
        } else {
            self.take(rest);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte.is_ascii_alphabetic() || (byte >= 0x80 && !is_joint(byte)) {
                if self.word.len() < LONGEST {
                    self.word.push(byte);
                }
            } else if !self.word.is_empty() {
                self.end_word();
            }
        }
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        let is_edge = |byte: &u8| *byte >= 0x80 && !is_letter(*byte) && !is_nothing(*byte);
        let start = word.iter().take_while(|byte| is_edge(byte)).count();
        // Signs that no Western word ends with are letters of others.
        let is_end =
            |byte: &u8| is_edge(byte) && !matches!(byte, 0xA6 | 0xA8 | 0xB1 | 0xB6 | 0xB9 | 0xBC..=0xBF);
        let end = word.len() - word[start..].iter().rev().take_while(|byte| is_end(byte)).count();
        let core = &word[start.min(end)..end];
        let has_signs = start > 0 && end < word.len();
        let is_beyond = word.iter().all(|&byte| byte >= 0x80) && word.iter().any(|&byte| byte != word[0]);
        if word.len() >= 2 && (is_beyond || has_signs && core.is_ascii()) {
            self.beyond += 1;
            self.words += usize::from(core.is_ascii());
            if self.first.is_empty() {
                self.first = word.clone();
            }
        }
        if !core.is_ascii() {
            self.words += 1;
            self.counts.resize(256, 0);
            core.iter().for_each(|&byte| self.counts[usize::from(small(byte))] += 1);
            let next = |place: usize| core.get(place + 1).copied().unwrap_or(b'.');
            let odd_o =
                |(place, byte): (usize, &u8)| small(*byte) == 0xF5 && !matches!(next(place), b'e' | b'E');
            let strange_o = core.iter().enumerate().filter(|pair| odd_o(*pair)).count();
            self.strange_o += strange_o;
            if self.rare.is_empty() && (strange_o > 0 || core.iter().any(|&byte| is_slavic(small(byte)))) {
                self.rare = core.to_vec();
            }
            // Of East Asia's letters of two bytes each some are signs.
            let is_all_beyond =
                word.len() >= 4 && word.iter().all(|&byte| byte >= 0x80) && core.len() < word.len();
            if is_all_beyond || looks_wrong(core) {
                self.odd += 1;
                if self.first.is_empty() {
                    self.first = core.to_vec();
                }
            }
        }
        self.word = word;
        self.word.clear();
    }

    /// A word that looks wrong, where enough of them do.
    #[inline(never)]
    pub fn word(&mut self) -> Option<&[u8]> {
        if !self.word.is_empty() {
            self.end_word();
        }
        if self.words == 0 {
            return None;
        }
        self.counts.resize(256, 0);
        let count =
            |letters: &[u8]| letters.iter().map(|&letter| self.counts[usize::from(letter)]).sum::<usize>();
        let all: usize = self.counts[0x80..].iter().sum();
        // š and ž without ä and ö: Slavic, or Baltic.
        let slavic = count(b"\x9A\x9E");
        let looks_slavic = slavic >= 5 && slavic * 8 > all && count(b"\xE4\xF6\xF5\xFC") < slavic;
        let (strange_o, acute) = (self.strange_o, count(b"\xE1\xED\xF3\xFA"));
        let looks_hungarian =
            strange_o >= 3 && strange_o * 12 > all && acute > strange_o && count(b"\xE3") < strange_o;
        let is_beyond = self.beyond >= 2 && self.beyond * 4 >= self.words;
        if self.odd >= 2 && self.odd * 25 >= self.words || self.odd == self.words || is_beyond {
            return Some(&self.first);
        }
        let word = if self.first.is_empty() { &self.rare } else { &self.first };
        (looks_slavic || looks_hungarian).then_some(word)
    }
}

/// What stands between two words: the quotation marks and apostrophes, dashes and dots of Western texts.
fn is_joint(byte: u8) -> bool {
    matches!(byte, 0x85 | 0x91..=0x97 | 0xA0 | 0xAB | 0xAD | 0xB4 | 0xB5 | 0xB7 | 0xBB)
}

/// Bytes that stand for no letter and no sign.
fn is_nothing(byte: u8) -> bool {
    matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D)
}

/// š and ž.
fn is_slavic(byte: u8) -> bool {
    matches!(byte, 0x9A | 0x9E)
}

fn is_letter(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | 0x8A | 0x8C | 0x8E | 0x9A | 0x9C | 0x9E | 0x9F)
        || (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7)
}

fn is_capital(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | 0x8A | 0x8C | 0x8E | 0x9F | 0xC0..=0xD6 | 0xD8..=0xDE)
}

/// The small letter of a capital.
fn small(byte: u8) -> u8 {
    match byte {
        0x8A | 0x8C | 0x8E => byte + 0x10,
        0x9F => 0xFF,
        _ if is_capital(byte) => byte + 0x20,
        _ => byte,
    }
}

/// A word without signs at its ends, and with a letter beyond ASCII.
fn looks_wrong(word: &[u8]) -> bool {
    let is_sign = |byte: &u8| *byte >= 0x80 && !is_letter(*byte);
    let is_unit = word.len() <= 5 && word.iter().any(|byte| matches!(byte, 0xB2 | 0xB3 | 0xB0));
    if word.iter().any(|&byte| is_nothing(byte)) || (word.iter().any(is_sign) && !is_unit) {
        return true;
    }
    let longest = word.split(u8::is_ascii).map(<[u8]>::len).max().unwrap_or(0);
    let capital_inside =
        word.windows(2).any(|pair| pair[1] >= 0x80 && is_capital(pair[1]) && pair[0].is_ascii_lowercase());
    let has_all = |alphabet: &&[u8]| {
        word.iter()
            .filter(|&&byte| byte >= 0x80 && is_letter(byte))
            .all(|&byte| alphabet.contains(&small(byte)))
    };
    // Czech ří: in Faroese, whose letters these are as well, no vowel with an accent follows ø.
    let has_ri = word.windows(2).any(|pair| {
        small(pair[0]) == 0xF8 && matches!(small(pair[1]), 0xE1 | 0xE9 | 0xED | 0xF3 | 0xFA | 0xFD)
    });
    longest >= 4 || capital_inside || has_ri || !ALPHABETS.iter().any(has_all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::Encoding;

    /// Whether text in that encoding is told, in chunks of any size.
    fn is_told(name: &str, text: &str) -> bool {
        let (bytes, _, lost) = Encoding::for_label(name.as_bytes()).unwrap().encode(text);
        assert!(!lost, "{name} lacks letters of {text}");
        let told = |chunk: usize| {
            let mut suspicion = Suspicion::default();
            bytes.chunks(chunk).for_each(|chunk| suspicion.push(chunk));
            suspicion.word().map(<[u8]>::to_vec)
        };
        let whole = told(bytes.len());
        assert!([1, 3, 7].iter().all(|&chunk| told(chunk).is_some() == whole.is_some()));
        whole.is_some()
    }

    #[test]
    fn western_texts_are_believed() {
        for text in [
            "L’élève a reçu une lettre très brève où l’on parlait déjà de Noël, du cœur et de la forêt ; «ça coûte 12 €», naïve créée",
            "Die Straße über die Brücke führt später nach Köln; größere Äpfel, ÖLPREISE, Übermut, 20 °C, 3 m², §5",
            "El niño comió piñas mañana; ¿qué pasó en España?, ¡según él, la cigüeña voló! Nº 1ª, café",
            "As ações do coração não são em vão; às três horas, lições, avô, avó, você, pôr, não, põe, município",
            "Så åt han smörgåsar på ön; Å, älven; blåbær, rødgrød med fløde, æøå, Ærø, Ålesund, Malmö, Göteborg",
            "Però la città è più bella così; perché non può? Lunedì, virtù, caffè",
            "Één oliën, coördinatie, reünie, financiële, ideeën, privé, crèche",
            "Það er gott að búa á Íslandi; þýðing, áðan, fjörður, Þórður, úr ösku",
            "Hyvää päivää; äiti söi leipää, yö, työ, öljy, Åbo; õpilane sõi jäätist, kõik, põhi",
            "És una col·lecció; què és això? L’àvia, pingüí, cançó, raïm",
            "Müller; José; Søren; François; João; Ñandú; Zoë; Åsa; Ægir; Łódź excepted"
                .split(';')
                .next()
                .unwrap(),
            "Müller; José; Søren; François; João; Zoë; Åsa; Brontë; Strauß; Ibáñez",
            "Fuglafjørður, Tórshavn, Klaksvík, Sørvágur, Miðvágur, Tvøroyri, Vágur, Skopun",
            "öö, öö, kõik, jäätist; Åå; ½, ¾, §§, ¿Qué?, ¡Sí!",
            // Of a language with š there would be more, and with õ no ã.
            "Šibenik; café, élève, très brève",
            "Gyõr, Gyõr, Gyõr, út, híd, ház, úr; São, não, mão",
            "price €; £12; 5 µm; ±3; ½ cup; 25°; ™; ©2024; “so” – he said; W/m²K; 3×4",
        ] {
            assert!(!is_told("windows-1252", text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_told() {
        for (names, text) in [
            (
                &["windows-1250", "iso-8859-2"][..],
                "Zażółć gęślą jaźń; Łódź, Kraków, Wrocław, część, wiek, płeć",
            ),
            (
                &["windows-1250", "iso-8859-2"],
                "Příliš žluťoučký kůň úpěl ďábelské ódy; město, Plzeň, Brno, věk",
            ),
            (
                &["windows-1250", "iso-8859-2"],
                "Árvíztűrő tükörfúrógép; működő, erdő, nő, idő, fővárosi, gyűjtő",
            ),
            (
                &["windows-1250", "iso-8859-2"],
                "Čovjek je kućanski; žena, šuma, džep, čaša, đak, noć, riječi, žaba, ključ",
            ),
            (&["windows-1250"], "Vďaka, ľúbim; kôň, mäso, šťastie, žiačka, dĺžka"),
            (&["iso-8859-2"], "Bucureşti, oraşul; ţară, maşină, învăţător, după, şi"),
            (
                &["windows-1251", "koi8-r", "iso-8859-5", "ibm866"],
                "Москва, возраст, пол; женщина, мужчина, да, нет",
            ),
            (&["windows-1253", "iso-8859-7"], "Αθήνα, ηλικία, φύλο; γυναίκα, άνδρας"),
            (&["windows-1254"], "çalışma, yaşındaki, güneş, İstanbul, düşünce, öğrenci, ağaç, büyük"),
            (&["windows-1257"], "žmonės, šį, čia, ąžuolas, Vilniaus, ūkis, gražiausių, žvėris"),
            (&["windows-1255"], "שלום, גיל, עיר, אישה, איש"),
            (&["windows-1256"], "مدينة, عمر, رجل, امرأة"),
            (&["windows-874"], "เมือง, อายุ, ชาย, หญิง"),
            (&["shift_jis", "euc-jp"], "東京,年齢,性別;女性,男性,カタカナ"),
            (&["gbk", "gb18030"], "北京,年龄,性别;女,男,上海"),
            (&["big5"], "臺北市,年齡,性別;女性,男性,高雄市;臺灣的中文資料表格,價格,數量,日期"),
            (&["euc-kr"], "서울,나이,성별;여자,남자"),
            (&["euc-kr"], "서울,12\n부산,13\n서울,14\n부산,15"),
            (&["euc-kr"], "남,1\n여,2\n남,3\n여,4"),
            (&["big5"], "台北,1\n高雄,2\n臺中,3\n台北,4"),
            (&["big5"], "台北,1\n台北,2\n台北,3"),
            (&["gbk", "shift_jis"], "男,1\n女,2\n男,3"),
            (&["macintosh"], "café, élève, très, niño, Müller"),
        ] {
            for name in names {
                assert!(is_told(name, text), "{name}: {text}");
            }
        }
    }

    #[test]
    fn letters_that_are_there_too_often_are_shown_in_a_word() {
        for (text, word) in [("Šibenik Žminj ", "Šibenik"), ("Győr város út híd ház ", "Gyõr")] {
            let (bytes, _, lost) = encoding_rs::WINDOWS_1250.encode(text);
            assert!(!lost);
            let mut suspicion = Suspicion::default();
            (0..20).for_each(|_| suspicion.push(&bytes));
            let (shown, _, _) = encoding_rs::WINDOWS_1252.decode(suspicion.word().unwrap());
            assert_eq!(shown, word);
        }
    }

    #[test]
    fn one_odd_word_among_many_is_none() {
        let (mut bytes, mut suspicion) = ("Größe über Köln ".repeat(20).into_bytes(), Suspicion::default());
        bytes = encoding_rs::WINDOWS_1252.encode(std::str::from_utf8(&bytes).unwrap()).0.into_owned();
        bytes.extend_from_slice(b"p\xF8\xEDli\xB9 ");
        suspicion.push(&bytes);
        assert_eq!(suspicion.word(), None);
        bytes.truncate(bytes.len() / 8);
        bytes.extend_from_slice(b" p\xF8\xEDli\xB9 p\xF8\xEDtel ");
        let mut suspicion = Suspicion::default();
        suspicion.push(&bytes);
        assert_eq!(suspicion.word(), Some(&b"p\xF8\xEDli\xB9"[..]));
    }
}
