use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlCanvasElement, ResizeObserver};

use super::the_page;
use crate::chart::{Figure, Role, Theme};
use crate::web::canvas::draw;

/// A figure on a canvas, with a cross-hair for mouse, finger and arrow keys and its reading as text.
#[component]
pub fn ChartView(#[prop(into)] figure: Signal<Figure>, canvas: NodeRef<Canvas>) -> impl IntoView {
    let page = the_page();
    let size = RwSignal::new(0_u32);
    let plot = StoredValue::new(Figure::default().layout_beside_words(0.0, 0.0));

    Effect::new(move || {
        let (_, _) = (size.get(), page.theme.get());
        let (figure, cursor) = (figure.get(), page.cursor.get());
        if let Some(canvas) = canvas.get() {
            plot.set_value(draw(&canvas, &figure, &Theme::of(&canvas), cursor));
        }
    });
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            redraw_at_new_sizes(&canvas, move || size.update(|changes| *changes += 1));
        }
    });

    let point = move |event: ev::PointerEvent| {
        if let Some(read_out) = plot.with_value(|plot| plot.read_out_at(f64::from(event.offset_x()))) {
            page.cursor.set(Some(read_out.epoch));
        }
    };
    let leave = move || page.cursor.set(None);
    let key = move |event: ev::KeyboardEvent| {
        let from = page.cursor.get_untracked();
        let next = |from, direction| plot.with_value(|plot| plot.next_epoch(from, direction));
        let epoch = match event.key().as_str() {
            "ArrowRight" => next(from, 1),
            "ArrowLeft" => next(from, -1),
            "Home" => next(None, 1),
            "End" => next(None, -1),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        page.cursor.set(epoch);
    };
    let title = Memo::new(move |_| figure.with(|figure| figure.title.clone()));
    let y_title = Memo::new(move |_| figure.with(|figure| figure.y_title.clone()));
    let reading = move || {
        let _ = figure.with(|figure| figure.series.len());
        let epoch = page.cursor.get()?;
        let read_out = plot.with_value(|plot| plot.read_out(epoch))?;
        let values = read_out.values.iter().filter(|value| value.role != Role::Baseline);
        let values: Vec<String> =
            values.map(|value| format!("{} {}", value.name.to_lowercase(), value.text)).collect();
        Some(format!("Epoch {}: {}", read_out.epoch_text, values.join(" · ")))
    };
    view! {
        <figure class="chart">
            <figcaption>
                <span class="chart-title">{y_title}</span>
                <span class="reading-out" aria-live="polite">{reading}</span>
            </figcaption>
            <canvas
                node_ref=canvas
                tabindex="0"
                role="img"
                aria-label=move || format!("{}. Read the values at an epoch with the arrow keys.", title.get())
                on:pointermove=point
                on:pointerdown=point
                on:pointerleave=move |_| leave()
                on:keydown=key
                on:blur=move |_| leave()
            ></canvas>
        </figure>
    }
}

fn redraw_at_new_sizes(canvas: &HtmlCanvasElement, redraw: impl FnMut() + 'static) {
    let changed = Closure::<dyn FnMut()>::new(redraw).into_js_value();
    if let Ok(observer) = ResizeObserver::new(changed.unchecked_ref()) {
        observer.observe(canvas);
    }
}

/// Which line is which, in words beside a piece of it.
#[component]
pub fn Legend() -> impl IntoView {
    let page = the_page();
    let baseline = Memo::new(move |_| {
        page.view.with(|view| {
            let facts = view.run.as_ref()?.facts.as_ref()?;
            Some(facts.baseline_name.clone())
        })
    });
    let has_previous = Memo::new(move |_| page.view.with(|view| view.previous.is_some()));
    view! {
        <div class="legend">
            <span>{sample("train", "")} "train"</span>
            <span>{sample("test", "6 4")} "test"</span>
            {move || baseline.get().map(|name| view! { <span>{sample("base", "1.5 3")} {name}</span> })}
            <Show when=move || has_previous.get()>
                <span>{sample("previous", "")} "previous run"</span>
                <button type="button" class="link" on:click=move |_| page.dismiss_previous()>"Dismiss previous run"</button>
            </Show>
        </div>
    }
}

fn sample(class: &'static str, dash: &'static str) -> impl IntoView {
    view! {
        <svg class=format!("line {class}") viewBox="0 0 24 8" width="24" height="8" aria-hidden="true">
            <line x1="0" y1="4" x2="24" y2="4" stroke-dasharray=dash></line>
        </svg>
    }
}
