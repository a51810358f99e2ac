//! The ceiling: how fast a matrix product can get in WebAssembly's simd128 when nothing else is in the way.
//!
//! A · B for A: (48, 64) and B: (64, 48), 24 kB each way, so that everything stays in the first-level cache. Sums stay
//! in registers over the whole inner index (Goto and van de Geijn 2008, section 4: the micro-kernel). Several
//! block shapes are tried, since the best one depends on the browser's compiler. No packing, no bias, no activation.
//! Built by `scripts/bench.sh` with rustc alone.

use core::arch::wasm32::{f32x4_add, f32x4_mul, f32x4_splat, v128, v128_load, v128_store};

const M: usize = 48;
const K: usize = 64;
const N: usize = 48;

static mut A: [f32; M * K] = [0.5; M * K];
static mut B: [f32; K * N] = [0.25; K * N];
static mut C: [f32; M * N] = [0.0; M * N];

/// Multiplications and additions of one product.
#[unsafe(no_mangle)]
pub extern "C" fn operations() -> f64 {
    (2 * M * K * N) as f64
}

/// C = A · B `times` times by a block of 4 rows × 8 columns: 8 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_4x8(times: u32) -> f32 {
    product::<4, 2>(times)
}

/// 6 rows × 8 columns: 12 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_6x8(times: u32) -> f32 {
    product::<6, 2>(times)
}

/// 4 rows × 12 columns: 12 vectors of sums.
#[unsafe(no_mangle)]
pub extern "C" fn block_4x12(times: u32) -> f32 {
    product::<4, 3>(times)
}

#[inline(always)]
fn product<const ROWS: usize, const VECTORS: usize>(times: u32) -> f32 {
    for _ in 0..times {
        for i in (0..M).step_by(ROWS) {
            for j in (0..N).step_by(4 * VECTORS) {
                // SAFETY: the module has one thread, and ROWS and 4 · VECTORS divide M and N.
                unsafe { block::<ROWS, VECTORS>(i, j) }
            }
        }
    }
    // SAFETY: as above.
    unsafe { (&raw const C).cast::<f32>().add(M * N - 1).read() }
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
