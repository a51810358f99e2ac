//! Writes `data/songs.csv`: `cargo run --example songs`.
//!
//! An invented table with the columns of the assignment. No row and no name is taken from a real one; only the rough
//! shape of each column is that of audio features as streaming services publish them. Popularity follows from the
//! features to about a quarter (R² ≈ 0.25), partly not linearly; the rest is chance, so no network can do better.
//!
//! The same bytes on every machine: the generator is PCG, and only operations that IEEE 754 defines to the last bit
//! are used (no exp, ln, cos or pow, which differ between platforms).

/// Distinct rows.
pub const SONGS: usize = 15_000;
/// Rows that repeat one of them as a whole.
pub const REPEATS: usize = 3_900;
const SEED: u64 = 2_024;

/// The assignment's columns in its order.
pub const COLUMNS: [&str; 15] = [
    "song_name",
    "song_popularity",
    "song_duration_ms",
    "acousticness",
    "danceability",
    "energy",
    "instrumentalness",
    "key",
    "liveness",
    "loudness",
    "audio_mode",
    "speechiness",
    "tempo",
    "time_signature",
    "audio_valence",
];

/// The share of popularity's spread, before rounding, that the features explain is the square of this.
const EXPLAINED: f64 = 0.52;
/// √(1 − 0.52²).
const CHANCE: f64 = 0.854_166_260_162_505;

#[allow(dead_code)] // Not called where the tests take this file as a module.
fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "data/songs.csv".to_string());
    std::fs::write(path, csv(&songs()))
}

/// PCG-XSH-RR with 64 bits of state (O'Neill 2014, section 6.3).
struct Pcg(u64);

impl Pcg {
    fn next(&mut self) -> u32 {
        let state = self.0;
        self.0 = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let shifted = (((state >> 18) ^ state) >> 27) as u32;
        shifted.rotate_right((state >> 59) as u32)
    }

    /// From 0 up to, not including, 1.
    fn uniform(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_296.0
    }

    /// Mean 0, standard deviation 1: the sum of twelve uniforms less six, which is close to a normal number.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }

    fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    fn chance(&mut self, share: f64) -> bool {
        self.uniform() < share
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

/// A decimal number as it stands in the file: `digits` / 10^`places`.
#[derive(Clone, Copy, PartialEq)]
struct Decimal {
    digits: i64,
    places: u32,
}

impl Decimal {
    fn new(value: f64, places: u32) -> Decimal {
        Decimal { digits: (value * power(places)).round() as i64, places }
    }

    /// Three digits from the first that is not zero, at most eight places.
    fn three_digits(value: f64) -> Decimal {
        let mut places = 3;
        while places < 8 && value * power(places) < 100.0 {
            places += 1;
        }
        Decimal::new(value, places)
    }

    fn value(self) -> f64 {
        self.digits as f64 / power(self.places)
    }

    /// `0.5`, `-4.095`, and with an exponent below 0.0001: `2.94E-05`.
    fn text(self) -> String {
        let (mut digits, mut places) = (self.digits.abs(), self.places);
        while places > 0 && digits % 10 == 0 {
            (digits, places) = (digits / 10, places - 1);
        }
        let sign = if self.digits < 0 { "-" } else { "" };
        let written = digits.to_string();
        if digits != 0 && written.len() as u32 + 4 <= places {
            let (first, rest) = written.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            return format!("{sign}{first}{point}{rest}E-{:02}", places - rest.len() as u32);
        }
        let unit = 10i64.pow(places);
        let (whole, rest) = (digits / unit, digits % unit);
        if places == 0 {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{rest:0width$}", width = places as usize)
        }
    }
}

fn power(places: u32) -> f64 {
    10i64.pow(places) as f64
}

pub struct Song {
    pub name: String,
    pub popularity: i64,
    /// What the features say of the popularity: mean 0, standard deviation 1.
    pub signal: f64,
    duration_ms: i64,
    acousticness: Decimal,
    danceability: Decimal,
    energy: Decimal,
    instrumentalness: Decimal,
    key: usize,
    liveness: Decimal,
    loudness: Decimal,
    is_major: bool,
    speechiness: Decimal,
    tempo: Decimal,
    time_signature: usize,
    valence: Decimal,
}

/// The distinct songs.
pub fn songs() -> Vec<Song> {
    let mut chance = Pcg(SEED);
    let mut songs: Vec<Song> = (0..SONGS).map(|_| features(&mut chance)).collect();
    let n = songs.len() as f64;
    let mean = songs.iter().map(|song| song.signal).sum::<f64>() / n;
    let variance = songs.iter().map(|song| (song.signal - mean) * (song.signal - mean)).sum::<f64>() / n;
    for song in &mut songs {
        song.signal = (song.signal - mean) / variance.sqrt();
        song.popularity = popularity(song.signal, &mut chance);
    }
    songs
}

/// A song without its popularity.
fn features(chance: &mut Pcg) -> Song {
    let loud = chance.normal();
    let dance = chance.normal();
    let energy = 0.66 + 0.2 * loud;
    let loudness = 0.8 * loud + 0.6 * chance.normal();
    let loudness = -6.1 + 2.3 * loudness - if loudness < 0.0 { 1.1 * loudness * loudness } else { 0.0 };
    let acoustic = within(0.5 - 0.22 * loud + 0.19 * chance.normal(), 0.01, 0.998);
    let happy = 0.35 * dance + 0.25 * loud + 0.9 * chance.normal();
    let long = if chance.chance(0.1) { 160_000.0 * chance.uniform() } else { 0.0 };
    let duration = 208_000.0 + 40_000.0 * chance.normal() + long;
    let mut song = Song {
        name: name(chance),
        popularity: 0,
        signal: 0.0,
        duration_ms: duration.clamp(42_000.0, 900_000.0).round() as i64,
        acousticness: Decimal::three_digits(acoustic * acoustic * acoustic),
        danceability: Decimal::new(within(0.64 + 0.155 * dance, 0.06, 0.985), 3),
        energy: Decimal::new(within(energy, 0.01, 0.999), 3),
        instrumentalness: instrumentalness(chance),
        key: key(chance),
        liveness: liveness(chance),
        loudness: Decimal::new(loudness.clamp(-38.0, 0.5), 2),
        is_major: chance.chance(0.63),
        speechiness: speechiness(chance),
        tempo: Decimal::new(within(119.0 + 28.0 * chance.normal(), 48.0, 218.0), 1),
        time_signature: time_signature(chance),
        valence: Decimal::new(within(0.53 + 0.245 * happy, 0.03, 0.985), 3),
    };
    song.signal = signal(&song);
    song
}

/// Reflected at the ends, so that they are not the commonest values.
fn within(value: f64, low: f64, high: f64) -> f64 {
    let value = if value < low { low + low - value } else { value };
    let value = if value > high { high + high - value } else { value };
    value.clamp(low, high)
}

/// Two fifths have none at all, most others hardly any.
fn instrumentalness(chance: &mut Pcg) -> Decimal {
    let value = chance.uniform();
    if value < 0.38 {
        return Decimal { digits: 0, places: 0 };
    }
    if value > 0.88 {
        return Decimal::new(0.05 + 0.9 * chance.uniform(), 3);
    }
    Decimal { digits: 10 + chance.below(90) as i64, places: 3 + chance.below(5) as u32 }
}

fn liveness(chance: &mut Pcg) -> Decimal {
    let value = chance.uniform();
    let live = if chance.chance(0.06) { 0.25 + 0.35 * chance.uniform() } else { 0.0 };
    Decimal::new(0.04 + 0.08 * chance.uniform() + 0.26 * value * value * value + live, 3)
}

fn speechiness(chance: &mut Pcg) -> Decimal {
    let value = chance.uniform();
    let spoken = if chance.chance(0.27) { 0.05 + 0.35 * chance.uniform() } else { 0.0 };
    Decimal::new(0.024 + 0.05 * value * value + spoken, 3)
}

/// The keys of C, C♯, D … B are not equally common.
fn key(chance: &mut Pcg) -> usize {
    const OFTEN: [usize; 12] = [12, 11, 9, 3, 7, 8, 7, 11, 7, 9, 7, 9];
    let mut at = chance.below(OFTEN.iter().sum());
    OFTEN
        .iter()
        .position(|often| {
            at < *often || {
                at -= often;
                false
            }
        })
        .unwrap_or(0)
}

fn time_signature(chance: &mut Pcg) -> usize {
    match chance.below(1_000) {
        0..4 => 1,
        4..46 => 3,
        46..58 => 5,
        _ => 4,
    }
}

/// What makes a song popular here: loud, danceable and sung; danceable songs with energy and calm ones without; a
/// middling tempo and length; a clear mood, glad or sad.
fn signal(song: &Song) -> f64 {
    let loud = (song.loudness.value() + 7.0) / 3.4;
    let dance = (song.danceability.value() - 0.64) / 0.155;
    let energy = (song.energy.value() - 0.66) / 0.2;
    let tempo = (song.tempo.value() - 119.0) / 28.0;
    let length = (song.duration_ms as f64 - 210_000.0) / 45_000.0;
    let mood = (song.valence.value() - 0.53) / 0.245;
    let played = if song.instrumentalness.value() > 0.05 { 1.0 } else { 0.0 };
    0.4 * loud.max(-3.0) + 0.3 * dance - 0.9 * played + 0.45 * dance * energy
        - 0.4 * (tempo * tempo).min(4.0)
        - 0.3 * (length * length).min(4.0)
        + 0.25 * (mood * mood).min(4.0)
        - 0.2 * song.acousticness.value()
}

/// 0 to 100, mean 53 or so, with a longer tail below.
fn popularity(signal: f64, chance: &mut Pcg) -> i64 {
    let z = EXPLAINED * signal + CHANCE * chance.normal();
    let value = 55.5 + if z < 0.0 { 23.0 * z } else { 18.0 * z };
    let value = if value > 100.0 { 200.0 - value } else { value };
    value.round().clamp(0.0, 100.0) as i64
}

/// A name with a word that no language has.
fn name(chance: &mut Pcg) -> String {
    const THINGS: [&str; 24] = [
        "Harbour", "Lantern", "Window", "Orchard", "Signal", "Morning", "Stair", "Ferry", "Kitchen",
        "Winter", "Boat", "Letter", "Garden", "Compass", "Railway", "Teapot", "Thunder", "Mirror", "Holiday",
        "Meadow", "Pocket", "Shadow", "Island", "Clock",
    ];
    const HOW: [&str; 12] = [
        "Slow", "Paper", "Second", "Silver", "Lost", "Quiet", "Seven", "North", "Copper", "Almost",
        "Crooked", "Late",
    ];
    let (word, thing) = (word(chance), chance.pick(&THINGS));
    match chance.below(1_000) {
        0..8 => format!("Oh, {word}"),
        8..16 => format!("{word}, {} {thing}", chance.pick(&HOW)),
        16..21 => format!("{thing}, {thing}, {word}"),
        21..26 => format!("The \"{word}\" {thing}"),
        26..28 => format!("\"{word}\""),
        28..30 => format!("{word}, or \"The {thing}\""),
        30..60 => format!("{word} (Live in {})", self::word(chance)),
        60..90 => format!("{word} - {thing} Mix"),
        90..250 => format!("{} {word}", chance.pick(&HOW)),
        250..400 => format!("{word}'s {thing}"),
        400..500 => format!("{thing} of {word}"),
        500..570 => format!("{word} & {}", self::word(chance)),
        570..940 => word,
        _ => format!("{word} {thing}"),
    }
}

fn word(chance: &mut Pcg) -> String {
    const FIRST: [&str; 20] = [
        "Vel", "Mor", "Tash", "Quin", "Zor", "Lum", "Bax", "Ny", "Fen", "Gril", "Osk", "Pli", "Drav", "Ull",
        "Jex", "Sarn", "Hob", "Wim", "Kelt", "Ebb",
    ];
    const MIDDLE: [&str; 7] = ["o", "a", "i", "u", "e", "é", "ö"];
    const LAST: [&str; 18] = [
        "vun", "dun", "lix", "mora", "tish", "wem", "zel", "phe", "nok", "bry", "qual", "sta", "gud", "fay",
        "loom", "pex", "rit", "tov",
    ];
    format!("{}{}{}", chance.pick(&FIRST), chance.pick(&MIDDLE), chance.pick(&LAST))
}

/// The table as CSV with CRLF line ends: every song once, some again, in an order of chance.
pub fn csv(songs: &[Song]) -> String {
    let mut chance = Pcg(SEED + 1);
    let mut order: Vec<usize> = (0..songs.len()).collect();
    // Repeats are of a seventh of the songs, some many times over, as on albums, singles and compilations.
    for _ in 0..REPEATS {
        let share = chance.uniform();
        order.push((share * (0.2 + 0.8 * share) * (songs.len() / 7) as f64) as usize);
    }
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    let mut text = COLUMNS.join(",") + "\r\n";
    for at in order {
        text += &row(&songs[at]);
        text += "\r\n";
    }
    text
}

fn row(song: &Song) -> String {
    [
        quoted(&song.name),
        song.popularity.to_string(),
        song.duration_ms.to_string(),
        song.acousticness.text(),
        song.danceability.text(),
        song.energy.text(),
        song.instrumentalness.text(),
        song.key.to_string(),
        song.liveness.text(),
        song.loudness.text(),
        u8::from(song.is_major).to_string(),
        song.speechiness.text(),
        song.tempo.text(),
        song.time_signature.to_string(),
        song.valence.text(),
    ]
    .join(",")
}

/// Quoted only where a comma or a quotation mark needs it (RFC 4180, section 2).
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}
