/** Waits until a page of the shell has settled: fonts are there, and everything that is on the screen is drawn. Throws with what is still missing.
 * @param {import('playwright-core').Page} page
 * @param {{ timeout?: number }} [options] */
export async function settled(page, { timeout = 20_000 } = {}) {
  const end = Date.now() + timeout;
  // Twice in a row: what comes lazily may not have begun to load the first time.
  for (let quiet = 0; ; ) {
    const missing = await page.evaluate(unsettled);
    quiet = missing.length === 0 ? quiet + 1 : 0;
    if (quiet === 2) return;
    if (missing.length > 0 && Date.now() > end) throw new Error(`after ${timeout} ms not settled: ${missing.join(', ')}`);
    await page.waitForTimeout(60);
  }
}

/** Runs in the page: what is not drawn yet.
 * @returns {Promise<string[]>} */
async function unsettled() {
  /** @type {string[]} */
  const missing = [];
  // Two frames: what was drawn last is measured, and asks for more if it must.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  if (document.fonts.status !== 'loaded') missing.push('fonts');
  const shell = document.querySelector('ioc-shell')?.shadowRoot;
  const body = shell?.querySelector('ioc-page-view, .message, .broken');
  if (!body) missing.push('the page');
  if (document.getAnimations().some(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity))
    missing.push('a motion');

  for (const element of visible(shell)) {
    if (element.localName === 'ioc-frame' && !element.firstElementChild) missing.push(`the widget of ${Reflect.get(element, 'heading')}`);
    if (element.getAttribute('aria-busy') === 'true') missing.push(`${element.localName} ${element.className}`.trim());
  }
  return missing;

  /** Every element on the screen, in shadow trees too.
   * @param {ParentNode | null | undefined} root
   * @returns {Element[]} */
  function visible(root) {
    return [...(root?.querySelectorAll('*') ?? [])].flatMap((element) => {
      const { top, bottom, width, height } = element.getBoundingClientRect();
      const isSeen = width > 0 && height > 0 && bottom > 0 && top < innerHeight;
      return [...(isSeen ? [element] : []), ...visible(element.shadowRoot)];
    });
  }
}
