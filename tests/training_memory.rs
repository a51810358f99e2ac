//! The training loop takes no memory: what is allocated is counted. The only test of its program: all threads are counted.
#![cfg(not(target_arch = "wasm32"))]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perceptab::chance::{Chance, Stream};
use perceptab::dataset::{Plan, Task, prepare};
use perceptab::network::{Activation, Head, Network};
use perceptab::table::{ReadSettings, Reader};
use perceptab::training::{Rule, Settings, Solver, Step, Trainer};

struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static COUNTING: Counting = Counting;

// Safety: the system's allocator does the work.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        unsafe { System.dealloc(place, layout) }
    }
}

#[test]
fn an_epoch_takes_no_memory() {
    let rows: String = (0..300).map(|row| format!("{}.5,{},{}\n", row % 17, row % 5, row % 13)).collect();
    let mut reader = Reader::with_settings("test.csv", ReadSettings::default());
    reader.push(format!("a,b,y\n{rows}").as_bytes()).unwrap();
    let plan = Plan { drop_duplicates: false, ..Plan::new("y", Task::Regression, &["a", "b"]) };
    let dataset = prepare(&reader.finish().unwrap(), &plan).unwrap();
    let rules = [
        Rule::Sgd { momentum: 0.9, nesterov: true },
        Rule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay: 0.1 },
    ];
    for rule in rules {
        let widths = [dataset.encoder.width(), 20, 10, 1];
        let mut chance = Chance::new(1, Stream::Weights);
        let network = Network::new(&widths, Activation::Relu, Head::Identity, None, &mut chance);
        let settings = Settings {
            solver: Solver::Stochastic(rule),
            learning_rate: 0.001,
            epochs: 20,
            measure_every: 100,
            dropout: 0.1,
            alpha: 0.1,
            clip: Some(1.0),
            ..Settings::default()
        };
        let mut trainer = Trainer::new(network, &dataset, settings);
        let before = TAKEN.load(Relaxed);
        for _ in 0..19 {
            assert_eq!(trainer.work(&dataset, &mut || true), Step::EpochEnded);
        }
        assert_eq!(TAKEN.load(Relaxed), before, "{rule:?}");
    }
}
