/// PCG-XSH-RR with 64 bits of state (O'Neill 2014, section 6.3): the same numbers on every machine.
pub struct Chance(u64);

const FACTOR: u64 = 6_364_136_223_846_793_005;
const STEP: u64 = 1_442_695_040_888_963_407;

impl Chance {
    /// Each case of each seed has numbers of its own.
    pub fn new(seed: u64, case: u64) -> Chance {
        let mut chance =
            Chance(seed.wrapping_mul(FACTOR) ^ case.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for _ in 0..4 {
            chance.next();
        }
        chance
    }

    fn next(&mut self) -> u32 {
        let state = self.0;
        self.0 = state.wrapping_mul(FACTOR).wrapping_add(STEP);
        let shifted = (((state >> 18) ^ state) >> 27) as u32;
        shifted.rotate_right((state >> 59) as u32)
    }

    /// From 0 up to, not including, `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    /// Once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    pub fn one<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A few mostly, seldom many, `most` at most.
    pub fn few(&mut self, most: usize) -> usize {
        let most = if self.once_in(4) { most } else { most.min(8) };
        1 + self.below(most.max(1))
    }
}
