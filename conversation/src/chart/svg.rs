use std::fmt::Write;

use super::{Anchor, Mark, Plot, Theme};

impl Plot {
    /// The plot as one SVG document that needs no other file.
    pub fn to_svg(&self, theme: &Theme) -> String {
        let mut svg = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_svg(theme, &mut svg);
        svg
    }

    fn write_svg(&self, theme: &Theme, svg: &mut String) -> std::fmt::Result {
        let (width, height) = (round(self.width), round(self.height));
        writeln!(
            svg,
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="{}" role="img">"#,
            escaped(&theme.font)
        )?;
        if let Some(title) = &self.title {
            writeln!(svg, "<title>{}</title>", escaped(&title.text))?;
        }
        writeln!(svg, r#"<rect width="100%" height="100%" fill="{}"/>"#, escaped(&theme.surface))?;
        for mark in self.marks(None) {
            write_mark(&mark, theme, svg)?;
        }
        svg.write_str("</svg>\n")
    }
}

fn write_mark(mark: &Mark, theme: &Theme, svg: &mut String) -> std::fmt::Result {
    match mark {
        Mark::Path { points, ink, width, dash, .. } => {
            let points: Vec<String> =
                points.iter().map(|(x, y)| format!("{},{}", round(*x), round(*y))).collect();
            let dash: Vec<String> = dash.iter().map(f64::to_string).collect();
            let dashes = match dash.is_empty() {
                true => String::new(),
                false => format!(r#" stroke-dasharray="{}""#, dash.join(" ")),
            };
            writeln!(
                svg,
                r#"<polyline points="{}" fill="none" stroke="{}" stroke-width="{width}" stroke-linejoin="round"{dashes}/>"#,
                points.join(" "),
                escaped(theme.colour(*ink)),
            )
        }
        Mark::Dot { at, radius, ink, .. } => writeln!(
            svg,
            r#"<circle cx="{}" cy="{}" r="{radius}" fill="{}"/>"#,
            round(at.0),
            round(at.1),
            escaped(theme.colour(*ink))
        ),
        Mark::Words { at, text, size, anchor, ink, bold, rimmed } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let weight = if *bold { r#" font-weight="600""# } else { "" };
            let rim = match rimmed {
                true => {
                    format!(r#" stroke="{}" stroke-width="3" paint-order="stroke""#, escaped(&theme.surface))
                }
                false => String::new(),
            };
            // 0.35 of the letters' height brings the middle of digits to the place; unlike dominant-baseline every
            // viewer knows dy.
            writeln!(
                svg,
                r#"<text x="{}" y="{}" dy="0.35em" font-size="{size}" text-anchor="{anchor}" fill="{}"{weight}{rim}>{}</text>"#,
                round(at.0),
                round(at.1),
                escaped(theme.colour(*ink)),
                escaped(text)
            )
        }
    }
}

/// A hundredth of a pixel is enough.
fn round(pixel: f64) -> f64 {
    (pixel * 100.0).round() / 100.0
}

/// Text for an element or an attribute in double quotes. Characters that XML does not allow become �.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::super::{Figure, Role, Series};
    use super::*;

    #[test]
    fn text_is_escaped_and_lines_are_drawn() {
        let figure = Figure {
            title: "a < b & \"c\"".to_string(),
            series: vec![Series {
                name: "<script>".to_string(),
                role: Role::Test,
                points: vec![(0.0, 1.0), (10.0, 0.0)],
            }],
            ..Figure::default()
        };
        let plot = figure.layout_with_title(400.0, 300.0);
        let svg = plot.to_svg(&Theme::light());
        assert!(svg.contains("<title>a &lt; b &amp; &quot;c&quot;</title>"), "{svg}");
        assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"), "{svg}");
        let frame = plot.frame;
        let line = format!(
            r##"points="{},{} {},{}" fill="none" stroke="#b35300""##,
            round(frame.left),
            round(frame.top),
            round(frame.right),
            round(frame.bottom)
        );
        assert!(svg.contains(&line), "{line}\n{svg}");
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }
}
