use leptos::prelude::*;

/// Bars over equal steps, as high as the fullest one allows; 64 × 20 CSS pixels.
#[component]
pub fn Histogram(counts: Vec<usize>, label: String) -> impl IntoView {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let width = 64.0 / counts.len().max(1) as f64;
    let bars = counts.iter().enumerate().filter(|(_, count)| **count > 0).map(|(at, count)| {
        // A single row is still seen.
        let height = (20.0 * *count as f64 / most).max(1.0);
        view! {
            <rect
                x=format!("{:.2}", at as f64 * width)
                y=format!("{:.2}", 20.0 - height)
                width=format!("{:.2}", (width - 0.5).max(0.5))
                height=format!("{height:.2}")
            ></rect>
        }
    });
    view! {
        <svg class="histogram" viewBox="0 0 64 20" width="64" height="20" role="img" aria-label=label>
            {bars.collect_view()}
        </svg>
    }
}
