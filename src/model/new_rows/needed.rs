use crate::order;

/// Which cells of a row are needed.
pub struct Needed {
    /// Where each stands in a row.
    pub places: Vec<usize>,
    /// The indices of `places`, ascending by place.
    order: Vec<usize>,
}

impl Needed {
    pub fn new(places: Vec<usize>) -> Needed {
        let order = order::places(places.len(), &mut |one, other| places[one].cmp(&places[other]));
        Needed { places, order }
    }

    /// How many cells of each row.
    pub fn count(&self) -> usize {
        self.places.len()
    }

    /// The needed cells of a row with their index; those that it lacks are empty.
    pub fn pick<'c>(&self, cells: impl Iterator<Item = &'c [u8]>, mut take: impl FnMut(usize, &'c [u8])) {
        let mut cells = cells.enumerate();
        let mut last: Option<(usize, &[u8])> = None;
        for &index in &self.order {
            let place = self.places[index];
            if last.is_none_or(|last| last.0 != place) {
                last = cells.find(|cell| cell.0 == place);
            }
            take(index, last.map_or(&[], |last| last.1));
        }
    }
}
