// What was hinted at is not forgotten when fetching it fails: it is asked for again, ever more rarely.
const SOON = 2000;
const SELDOM = 30000;

/** Two calls: `failed()` has `call` made again later, `came()` says that it need not be. */
export function again(call) {
  let wait = SOON;
  let timer;
  return {
    failed() {
      clearTimeout(timer);
      timer = setTimeout(call, wait);
      wait = Math.min(wait * 2, SELDOM);
    },
    came() {
      clearTimeout(timer);
      wait = SOON;
    },
  };
}
