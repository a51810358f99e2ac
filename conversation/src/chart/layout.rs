use super::number::Numbers;
use super::ticks::Step;
use super::{Figure, Line, NumberFormat, Plot, Rect, Role, Scale, Text, Tick, labels, legend, range, text};

/// Below this size there is no place for words: the lines alone are drawn.
const SMALLEST_WITH_WORDS: (f64, f64) = (140.0, 100.0);
/// Around a figure without words.
const BARE_MARGIN: f64 = 4.0;
/// Between a tick's label and the frame.
const TICK_GAP: f64 = 6.0;
/// The least distance of two ticks of the y axis, and of the ends of two labels of the x axis.
const Y_TICKS_APART: f64 = 36.0;
const X_LABELS_APART: f64 = 20.0;

/// What stands above the frame.
#[derive(Clone, Copy, PartialEq)]
enum Header {
    Nothing,
    /// The y axis's title and the legend.
    Words,
    /// The figure's title too.
    Title,
}

impl Figure {
    /// Lays the figure out for a canvas of `width` × `height` CSS pixels: frame, axes, lines, names and legend.
    pub fn layout(&self, width: f64, height: f64) -> Plot {
        self.arrange(width, height, Header::Words)
    }

    /// As [`Figure::layout`], without the y axis's title and the legend: for a page that says both in words of its own.
    pub fn layout_beside_words(&self, width: f64, height: f64) -> Plot {
        self.arrange(width, height, Header::Nothing)
    }

    /// As [`Figure::layout`], with the title on top: for a picture that stands alone.
    pub fn layout_with_title(&self, width: f64, height: f64) -> Plot {
        self.arrange(width, height, Header::Title)
    }

    fn arrange(&self, width: f64, height: f64, header: Header) -> Plot {
        let (width, height) = (usable(width), usable(height));
        let words = width >= SMALLEST_WITH_WORDS.0 && height >= SMALLEST_WITH_WORDS.1;
        let format = self.y_format;

        // From the top: title, y axis's title and legend, frame, x ticks, x axis's title.
        let title = (header == Header::Title && words)
            .then(|| words_at(&self.title, text::TITLE_SIZE, 4.0, 12.0, width));
        let title = title.flatten();
        let header_top = if title.is_some() { 26.0 } else { 2.0 };
        let y_title = if words && header != Header::Nothing {
            words_at(&self.y_title, text::SIZE, 4.0, header_top + text::LINE / 2.0, width)
        } else {
            None
        };
        let max_rows = ((height * 0.4 - header_top) / text::LINE).max(0.0) as usize;
        let taken = y_title.as_ref().map_or(0.0, |title| title.at.0 + title.width);
        let (legend, rows) = match words && header != Header::Nothing {
            true => legend::placed(&self.series, header_top, width, taken, max_rows),
            false => (Vec::new(), 0),
        };
        let mut frame = Rect {
            left: BARE_MARGIN.min(width / 2.0),
            top: BARE_MARGIN.min(height / 2.0),
            right: (width - BARE_MARGIN).max(width / 2.0),
            bottom: (height - BARE_MARGIN).max(height / 2.0),
        };
        if words {
            frame.top = header_top + rows as f64 * text::LINE + 8.0;
            frame.bottom = height - TICK_GAP - text::LINE - 20.0;
            frame.right = width - labels::margin(&self.series, width);
        }

        let (step, indices) = y_axis(range::shown(self), format, frame.height());
        let ends = (step.times(indices.0), step.times(indices.1));
        let numbers = Numbers::new(format, step, ends.0.abs().max(ends.1.abs()));
        let y = Scale { data: ends, pixels: (frame.bottom, frame.top) };
        let mut y_ticks = Vec::new();
        if words {
            y_ticks = ticks(step, indices, &y, |index| numbers.tick(index));
            // Numbers so long that they would take the figure's place: none, rather than cut ones.
            if widest(&y_ticks) > width * 0.5 {
                y_ticks.clear();
            }
            frame.left = (widest(&y_ticks) + TICK_GAP + 4.0).max(12.0);
        }

        let x = Scale { data: range::epochs(self), pixels: (frame.left, frame.right) };
        let x_ticks = if words { x_axis(&x) } else { Vec::new() };
        let x_title = if words {
            let title = text::fitted(&self.x_title, text::SIZE, width - 8.0);
            let title_width = text::width(&title, text::SIZE);
            let left = (frame.left + frame.right - title_width) / 2.0;
            words_at(&title, text::SIZE, left.clamp(4.0, width - title_width - 4.0), height - 10.0, width)
        } else {
            None
        };

        let beyond = self.beyond(&y);
        let note = if words { note(beyond, x_title.as_ref(), width, height) } else { None };
        let lines: Vec<Line> = self.series.iter().map(|series| Line::of(series, &x, &y, &frame)).collect();
        let labels = if words { labels::placed(&self.series, &lines, &frame, width) } else { Vec::new() };
        Plot {
            width,
            height,
            frame,
            x,
            y,
            x_ticks,
            y_ticks,
            lines: in_drawing_order(lines),
            labels,
            legend,
            title,
            x_title,
            y_title,
            note,
            beyond,
            epochs: self.measured_epochs(),
            series: self.series.clone(),
            numbers,
        }
    }

    fn beyond(&self, y: &Scale) -> usize {
        let is_beyond =
            |point: &&(f64, f64)| point.1.is_finite() && !(y.data.0..=y.data.1).contains(&point.1);
        let current = self.series.iter().filter(|series| series.role != Role::Baseline);
        current.map(|series| series.points.iter().filter(is_beyond).count()).sum()
    }
}

fn usable(size: f64) -> f64 {
    if size.is_finite() { size.max(0.0) } else { 0.0 }
}

fn words_at(words: &str, size: f64, left: f64, y: f64, width: f64) -> Option<Text> {
    let text = text::fitted(words, size, width - left);
    (!text.is_empty()).then(|| Text { at: (left, y), width: text::width(&text, size), text, role: None })
}

/// On the right of the x axis's title, where there is room.
fn note(beyond: usize, x_title: Option<&Text>, width: f64, height: f64) -> Option<Text> {
    let words = match beyond {
        0 => return None,
        1 => "1 value is off the axis".to_string(),
        _ => format!("{beyond} values are off the axis"),
    };
    let left = width - 4.0 - text::width(&words, text::SIZE);
    let taken = x_title.map_or(4.0, |title| title.at.0 + title.width + 12.0);
    if left < taken { None } else { words_at(&words, text::SIZE, left, height - 10.0, width) }
}

/// The y axis's step and its ends as indices of ticks: it reaches from tick to tick, which also keeps it still while
/// new values come in.
fn y_axis(shown: (f64, f64), format: NumberFormat, height: f64) -> (Step, (i64, i64)) {
    let intervals = ((height / Y_TICKS_APART).floor() as usize).clamp(1, 6);
    let step = Step::covering(shown.1 - shown.0, intervals);
    let (first, mut last) = step.around(shown.0, shown.1);
    if last <= first {
        last = first + 1;
    }
    // A share never passes 100 %.
    if format == NumberFormat::Percent && shown.1 <= 1.0 && step.times(last) > 1.0 && last - 1 > first {
        last -= 1;
    }
    (step, (first, last))
}

/// Ticks on round whole epochs, as many as have room for their labels.
fn x_axis(x: &Scale) -> Vec<Tick> {
    let room = x.pixels.1 - x.pixels.0;
    let spread = x.data.1 - x.data.0;
    for intervals in (1..=10).rev() {
        let mut step = Step::covering(spread, intervals);
        if step.exponent < 0 {
            step = Step { digit: 1, exponent: 0 };
        }
        let numbers = Numbers::new(NumberFormat::Plain, step, x.data.1.max(-x.data.0));
        let ticks = ticks(step, step.within(x.data.0, x.data.1), x, |index| numbers.tick(index));
        let apart = step.value() / spread * room;
        if apart >= widest(&ticks) + X_LABELS_APART || intervals == 1 {
            return ticks;
        }
    }
    Vec::new()
}

fn ticks(step: Step, indices: (i64, i64), scale: &Scale, label: impl Fn(i64) -> String) -> Vec<Tick> {
    (indices.0..=indices.1)
        .map(|index| {
            let value = step.times(index).clamp(scale.data.0, scale.data.1);
            Tick { value, at: scale.to_pixels_within(value), label: label(index) }
        })
        .collect()
}

fn widest(ticks: &[Tick]) -> f64 {
    ticks.iter().map(|tick| text::width(&tick.label, text::SIZE)).fold(0.0, f64::max)
}

/// Previous runs at the back, then the baseline, test and train.
fn in_drawing_order(lines: Vec<Line>) -> Vec<Line> {
    let order = [Role::PreviousTrain, Role::PreviousTest, Role::Baseline, Role::Train, Role::Test];
    order.into_iter().flat_map(|role| lines.iter().filter(move |line| line.role == role).cloned()).collect()
}

#[cfg(test)]
mod tests;
