use wasm_bindgen::JsValue;
use web_sys::Blob;

use perceptab_conversation::session::Purpose;

/// The most bytes that are taken at a time.
const MOST: f64 = 4_194_304.0;

/// The fewest, and those of new rows at first: how long a model takes over them is seen when it has.
const FEWEST: f64 = 4_096.0;
const FIRST: f64 = 65_536.0;

/// Seconds that a piece of new rows should take at most: between two pieces Cancel gets in.
const LONGEST: f64 = 0.05;

/// A file, cut into pieces of which each is soon done with.
pub struct Slices {
    blob: Blob,
    size: f64,
    /// Where the piece begins that was handed out last, and where it ends.
    from: f64,
    to: f64,
    length: f64,
    purpose: Purpose,
}

impl Slices {
    pub fn new(blob: &Blob, purpose: Purpose) -> Slices {
        let length = match purpose {
            Purpose::Open => MOST,
            Purpose::Predict => FIRST,
        };
        Slices { blob: blob.clone(), size: blob.size(), from: 0.0, to: 0.0, length, purpose }
    }

    /// The next piece.
    pub fn next(&mut self) -> Option<Result<Blob, JsValue>> {
        self.from = self.to;
        self.to = (self.from + self.length).min(self.size);
        (self.from < self.size).then(|| self.blob.slice_with_f64_and_f64(self.from, self.to))
    }

    /// As much of the file as a piece may have at most, from its first byte.
    pub fn beginning(&self) -> Result<Blob, JsValue> {
        self.blob.slice_with_f64_and_f64(0.0, self.size.min(MOST))
    }

    pub fn is_first(&self) -> bool {
        self.from == 0.0
    }

    pub fn is_last(&self) -> bool {
        self.to >= self.size
    }

    /// The last piece took so long: those to come are cut after that.
    pub fn took(&mut self, seconds: f64) {
        if self.purpose == Purpose::Predict {
            let length = if seconds > LONGEST { self.length / 2.0 } else { self.length * 2.0 };
            self.length = length.clamp(FEWEST, MOST);
        }
    }
}
