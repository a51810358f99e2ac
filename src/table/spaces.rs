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

impl Spaces {
    pub fn new(quote: Option<u8>) -> Spaces {
        Spaces { quote, place: Place::Between, due: false, text: Vec::new() }
    }

    /// The next piece of the text.
    #[inline(never)]
    pub fn squeeze(&mut self, text: &[u8]) -> &[u8] {
        self.text.clear();
        for &byte in text {
            let is_quote = Some(byte) == self.quote;
            match (self.place, byte) {
                (Place::Quoted, _) => {
                    self.place = if is_quote { Place::QuoteEnd } else { Place::Quoted };
                }
                (Place::QuoteEnd, _) if is_quote => self.place = Place::Quoted,
                (_, b' ') => {
                    self.due |= self.place != Place::Between;
                    self.place = Place::Between;
                    continue;
                }
                (_, b'\n' | b'\r') => {
                    self.due = false;
                    self.place = Place::Between;
                }
                (Place::Between, _) => {
                    if std::mem::take(&mut self.due) {
                        self.text.push(b' ');
                    }
                    self.place = if is_quote { Place::Quoted } else { Place::Cell };
                }
                (_, _) => self.place = Place::Cell,
            }
            self.text.push(byte);
        }
        &self.text
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
