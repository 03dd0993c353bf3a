/** What a browser may complain about while a page is open: errors in the console, exceptions, refused requests, breaches of the page's content security policy.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>} grows while the page is open */
export async function watchPage(page) {
  /** @type {string[]} */
  const complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  page.on('requestfailed', (request) => {
    // What a page no longer wants when it is left is no failure.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`);
  });
  await page.exposeFunction('tellBreach', (/** @type {string} */ text) => complaints.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener(
      'securitypolicyviolation',
      (event) => {
        const tell = Reflect.get(window, 'tellBreach');
        tell(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`.trim());
      },
      true,
    );
  });
  return complaints;
}
