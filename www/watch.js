// Notices a worker that is gone without a word: one that ends itself, or that the browser ends, says nothing. It holds a lock
// as long as it lives (worker_boot.js), so whoever asks for that lock gets it when it is gone. Where there are no locks (a page
// that came over plain HTTP) it is asked for a sign of life instead. The module knows these functions as `watch`
// (src/web/engine.rs).

/** Milliseconds between two questions, and how many may stay unanswered: much may keep a worker busy for a while. */
const BEAT = 10_000;
const MOST = 6;

/** A name for the lock of one worker. */
function lockName() {
  return `perceptab-worker-${Date.now()}-${Math.random()}`;
}

/** Calls `gone` once when the worker is, whoever ended it. The worker must have its lock. */
function over(worker, lock, gone) {
  // A browser may have locks and deny them, where it denies storage.
  if (navigator.locks) navigator.locks.request(lock, () => gone()).catch(() => ask(worker, gone));
  else ask(worker, gone);
}

function ask(worker, gone) {
  let unanswered = 0;
  worker.addEventListener('message', () => {
    unanswered = 0;
  });
  const beat = setInterval(() => {
    if (unanswered === MOST) {
      clearInterval(beat);
      gone();
      return;
    }
    unanswered += 1;
    worker.postMessage('beat');
  }, BEAT);
}

self.watch = { lockName, over };
