//! The ceiling: how fast multiplications and additions can get in WebAssembly's simd128 when nothing is in the way.
//!
//! Two probes. `chains_…`: multiply-adds in registers alone, no memory, so many chains at a time that none waits for
//! another. `block_…`: a matrix product, the fastest that what the engine does could be.
//!
//! A · B for A: (48, 64) and B: (64, 48), 24 kB each way, so that everything stays in the first-level cache. Sums stay
//! in registers over the whole inner index (Goto and van de Geijn 2008, section 4: the micro-kernel). Several
//! block shapes are tried, since the best one depends on the browser's compiler. No packing, no bias, no activation.
//! Built by `scripts/bench.sh` with rustc alone.

use core::arch::wasm32::{f32x4_add, f32x4_mul, f32x4_splat, v128, v128_load, v128_store};
use core::hint::black_box;

const M: usize = 48;
const K: usize = 64;
const N: usize = 48;

static mut A: [f32; M * K] = [0.5; M * K];
static mut B: [f32; K * N] = [0.25; K * N];
static mut C: [f32; M * N] = [0.0; M * N];

/// C = A · B `times` times, and the number of multiplications and additions that this was, by a block of 4 rows × 8 columns: 8 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_4x8(times: u32) -> f64 {
    product::<4, 2>(times)
}

/// 6 rows × 8 columns: 12 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_6x8(times: u32) -> f64 {
    product::<6, 2>(times)
}

/// 4 rows × 12 columns: 12 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_4x12(times: u32) -> f64 {
    product::<4, 3>(times)
}

/// Multiply-adds in registers, `times` × 100 times in 4 chains of four numbers; returns as above.
#[unsafe(no_mangle)]
pub extern "C" fn chains_4(times: u32) -> f64 {
    chains::<4>(times)
}

/// In 5 chains: more hide more of the time that one step takes, until the registers run out.
#[unsafe(no_mangle)]
pub extern "C" fn chains_5(times: u32) -> f64 {
    chains::<5>(times)
}

/// In 6 chains.
#[unsafe(no_mangle)]
pub extern "C" fn chains_6(times: u32) -> f64 {
    chains::<6>(times)
}

/// In 7 chains.
#[unsafe(no_mangle)]
pub extern "C" fn chains_7(times: u32) -> f64 {
    chains::<7>(times)
}

/// Geometric series: sum ← sum + term, term ← term · ratio. No step waits for more than one other.
#[inline(always)]
fn chains<const CHAINS: usize>(times: u32) -> f64 {
    const STEPS: u32 = 100;
    const UNROLLED: u32 = 10;
    // Just below 1: no number gets so small or so large that it would be slow.
    let ratio = f32x4_splat(1.0 - f32::EPSILON / 2.0);
    let mut terms = [f32x4_splat(0.5); CHAINS];
    let mut sums = [f32x4_splat(0.0); CHAINS];
    for _ in 0..times * STEPS / UNROLLED {
        for _ in 0..UNROLLED {
            for (sum, term) in sums.iter_mut().zip(&mut terms) {
                *sum = f32x4_add(*sum, *term);
                *term = f32x4_mul(*term, ratio);
            }
        }
    }
    black_box((sums, terms));
    f64::from(times * STEPS) * (2 * 4 * CHAINS) as f64
}

#[inline(always)]
fn product<const ROWS: usize, const VECTORS: usize>(times: u32) -> f64 {
    for _ in 0..times {
        for i in (0..M).step_by(ROWS) {
            for j in (0..N).step_by(4 * VECTORS) {
                // SAFETY: the module has one thread, and ROWS and 4 · VECTORS divide M and N.
                unsafe { block::<ROWS, VECTORS>(i, j) }
            }
        }
    }
    // Seen from outside, or the compiler would leave it all out.
    black_box(&raw const C);
    f64::from(times) * (2 * M * K * N) as f64
}

#[inline(always)]
unsafe fn block<const ROWS: usize, const VECTORS: usize>(i: usize, j: usize) {
    // SAFETY: the caller keeps i + ROWS within M and j + 4 · VECTORS within N.
    unsafe {
        let a = (&raw const A).cast::<f32>().add(i * K);
        let b = (&raw const B).cast::<f32>().add(j);
        let c = (&raw mut C).cast::<f32>().add(i * N + j);
        let mut sums = [[f32x4_splat(0.0); VECTORS]; ROWS];
        for k in 0..K {
            let mut right = [f32x4_splat(0.0); VECTORS];
            for (vector, right) in right.iter_mut().enumerate() {
                *right = v128_load(b.add(k * N + 4 * vector).cast::<v128>());
            }
            for (row, sums) in sums.iter_mut().enumerate() {
                let left = f32x4_splat(a.add(row * K + k).read());
                for (sum, right) in sums.iter_mut().zip(right) {
                    *sum = f32x4_add(*sum, f32x4_mul(left, right));
                }
            }
        }
        for (row, sums) in sums.into_iter().enumerate() {
            for (vector, sum) in sums.into_iter().enumerate() {
                v128_store(c.add(row * N + 4 * vector).cast::<v128>(), sum);
            }
        }
    }
}
