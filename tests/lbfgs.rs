//! L-BFGS against SciPy's, point by point, on functions that lead its line search through all its cases:
//! `golden/make_paths.py` wrote the numbers.

mod oracle;

use oracle::assert_close;
use oracle::golden::{self, Path, Paths};
use perceptab::training::{Lbfgs, LbfgsStep};

#[test]
fn it_looks_where_scipys_looks() {
    let Paths { gtol, paths } = golden::read("paths.json");
    assert!(paths.len() > 20);
    for (index, Path { function, start, ending, iterations, values }) in paths.into_iter().enumerate() {
        let what = format!("path {index}, {function}");
        let mut lbfgs = Lbfgs::new(start, gtol);
        let mut iterated = 0;
        for (asked, expected) in values.iter().enumerate() {
            let (value, gradient) = evaluate(&function, lbfgs.point());
            assert_close(value, *expected, 1e-8, 1.0, &format!("{what}: value {asked}"));
            let told = lbfgs.tell(value, &gradient);
            iterated += usize::from(told != LbfgsStep::TryNext);
            let is_last = asked + 1 == values.len();
            match told {
                LbfgsStep::TryNext => assert!(!is_last, "{what}: goes on"),
                LbfgsStep::Iterated => {
                    assert!(!is_last, "{what}: goes on");
                    assert_eq!(lbfgs.go_on(), LbfgsStep::TryNext, "{what}");
                }
                LbfgsStep::Flat => assert_eq!((is_last, ending.as_str()), (true, "flat"), "{what}: {asked}"),
                LbfgsStep::Still => {
                    assert_eq!((is_last, ending.as_str()), (true, "still"), "{what}: {asked}")
                }
                LbfgsStep::Stuck => panic!("{what}: stuck"),
            }
        }
        assert_eq!(iterated, iterations, "{what}");
    }
}

/// Value and gradient of a function of `make_paths.py`.
fn evaluate(function: &str, x: &[f64]) -> (f64, Vec<f64>) {
    if function == "rosenbrock" {
        return rosenbrock(x);
    }
    let of_one = |(place, &x): (usize, &f64)| match function {
        "bumpy" => (x * x / 8.0 + (3.0 * x).sin(), x / 4.0 + 3.0 * (3.0 * x).cos()),
        "plain" => ((x * x).ln_1p(), 2.0 * x / (1.0 + x * x)),
        "walls" => (x.powi(6) / 6.0 - x, x.powi(5) - 1.0),
        "waves" => {
            let (root, angle) = ((1.0 + x * x).sqrt(), 2.0 * x + place as f64);
            (root + angle.cos(), x / root - 2.0 * angle.sin())
        }
        "ripples" => {
            let root = (1.0 + x * x).sqrt();
            (root + (20.0 * x).sin() / 10.0, x / root + 2.0 * (20.0 * x).cos())
        }
        "holes" => {
            let hole = (-(x - 1.0) * (x - 1.0)).exp();
            (x * x / 500.0 - hole, x / 250.0 + 2.0 * (x - 1.0) * hole)
        }
        other => panic!("unknown function {other}"),
    };
    let (values, slopes): (Vec<f64>, Vec<f64>) = x.iter().enumerate().map(of_one).unzip();
    (values.iter().sum(), slopes)
}

fn rosenbrock(x: &[f64]) -> (f64, Vec<f64>) {
    let (mut value, mut gradient) = (0.0, vec![0.0; x.len()]);
    for place in 0..x.len() - 1 {
        let (away, off) = (1.0 - x[place], x[place + 1] - x[place] * x[place]);
        value += 100.0 * off * off + away * away;
        gradient[place] += -400.0 * x[place] * off - 2.0 * away;
        gradient[place + 1] += 200.0 * off;
    }
    (value, gradient)
}
