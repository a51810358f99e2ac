/// Makes one space of each run of spaces between cells, and none of those at a line's ends: what programs align with
/// spaces has then one delimiter between two cells.
pub struct Spaces {
    quote: Option<u8>,
    place: Place,
    /// A cell has ended: a space is due if another follows.
    due: bool,
    text: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Between,
    Cell,
    Quoted,
    /// Behind a quote inside quotes: it ends the cell unless another follows.
    QuoteEnd,
}

/// What becomes of a byte.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// A space that may be one of many.
    Skip,
    /// It begins another cell of the same record.
    Begin,
    Keep,
}

impl Spaces {
    pub fn new(quote: Option<u8>) -> Spaces {
        Spaces { quote, place: Place::Between, due: false, text: Vec::new() }
    }

    /// The next piece of the text.
    #[inline(never)]
    pub fn squeeze(&mut self, text: &[u8]) -> &[u8] {
        self.text.clear();
        for &byte in text {
            match self.step(byte) {
                Step::Skip => continue,
                Step::Begin => self.text.push(b' '),
                Step::Keep => {}
            }
            self.text.push(byte);
        }
        &self.text
    }

    fn step(&mut self, byte: u8) -> Step {
        let is_quote = Some(byte) == self.quote;
        match (self.place, byte) {
            (Place::Quoted, _) => {
                self.place = if is_quote { Place::QuoteEnd } else { Place::Quoted };
            }
            (Place::QuoteEnd, _) if is_quote => self.place = Place::Quoted,
            (_, b' ') => {
                self.due |= self.place != Place::Between;
                self.place = Place::Between;
                return Step::Skip;
            }
            (_, b'\n' | b'\r') => {
                self.due = false;
                self.place = Place::Between;
            }
            (Place::Between, _) => {
                self.place = if is_quote { Place::Quoted } else { Place::Cell };
                if std::mem::take(&mut self.due) {
                    return Step::Begin;
                }
            }
            (_, _) => self.place = Place::Cell,
        }
        Step::Keep
    }

    /// Where each cell of a record ends in its own text. For one record: begin anew for the next.
    pub fn cell_ends(&mut self, record: &[u8]) -> Vec<usize> {
        let (mut ends, mut end) = (Vec::new(), 0);
        for (place, &byte) in record.iter().enumerate() {
            match self.step(byte) {
                Step::Skip => continue,
                Step::Begin => ends.push(end),
                Step::Keep => {}
            }
            end = place + 1;
        }
        ends.push(end);
        ends
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_become_one_and_quotes_keep_theirs() {
        let text = b"  a   b \n1  \"x  \"\"  y\"   2\n \n";
        for chunk in 1..=text.len() {
            let mut spaces = Spaces::new(Some(b'"'));
            let squeezed: Vec<u8> =
                text.chunks(chunk).flat_map(|part| spaces.squeeze(part).to_vec()).collect();
            assert_eq!(String::from_utf8_lossy(&squeezed), "a b\n1 \"x  \"\"  y\" 2\n\n");
        }
    }
}
