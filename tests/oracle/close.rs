use super::Layer;

/// Every weight and bias of two networks (or two sets of gradients) by name. The tolerance is relative to the value,
/// or to the largest value of its layer where that one is near zero.
#[track_caller]
pub fn assert_layers_close(ours: &[Layer], expected: &[Layer], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), expected.len(), "{what}: layers");
    for (index, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        let (values, wanted) = (ours.values(), expected.values());
        assert_eq!(values.len(), wanted.len(), "{what}: size of layer {index}");
        let floor = wanted.iter().fold(1e-9f64, |largest, value| largest.max(value.abs()));
        for (place, (value, wanted)) in values.into_iter().zip(wanted).enumerate() {
            let name = format!("{what}: layer {index} {}", expected.name(place));
            assert_close(value, wanted, tolerance, floor, &name);
        }
    }
}

#[track_caller]
pub fn assert_rows_close(ours: &[Vec<f64>], expected: &[Vec<f64>], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), expected.len(), "{what}: rows");
    for (row, (ours, expected)) in ours.iter().zip(expected).enumerate() {
        assert_eq!(ours.len(), expected.len(), "{what}: columns of row {row}");
        for (column, (&value, &wanted)) in ours.iter().zip(expected).enumerate() {
            assert_close(value, wanted, tolerance, 0.1, &format!("{what}: ({row}, {column})"));
        }
    }
}

/// |a − b| within `tolerance` of the larger of the two and of `floor`.
#[track_caller]
pub fn assert_close(a: f64, b: f64, tolerance: f64, floor: f64, what: &str) {
    let scale = a.abs().max(b.abs()).max(floor);
    assert!((a - b).abs() <= tolerance * scale, "{what}: {a:e} and {b:e} differ by {:e}", (a - b).abs());
}
