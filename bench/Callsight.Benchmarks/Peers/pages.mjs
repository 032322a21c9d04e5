// How long pages take in a browser: opened anew, and reached by the menu from another one.
// node pages.mjs URL EMAIL PASSWORD; tells milliseconds by page as JSON.
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const [, , url, email, password] = process.argv;
const pages = { Overview: '/overview', Agents: '/agents', Campaigns: '/campaigns', Explore: '/explore', Calls: '/calls' };
const browser = await chromium.launch({ executablePath: process.env.CALLSIGHT_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.goto(url + 'sign-in');
await page.getByLabel('E-mail address').fill(email);
await page.getByLabel('Password').fill(password);
await page.getByRole('button', { name: 'Sign in' }).click();
await page.waitForURL(address => !address.pathname.includes('sign-in'));
const shown = async title => {
  await page.locator('h1', { hasText: title }).waitFor();
  await page.waitForFunction(() => !document.querySelector('main .skeleton') && document.querySelector('main :is(.cards, .table-frame, .chart, .empty)'));
};
const time = async act => { const started = performance.now(); await act(); return performance.now() - started; };
const told = { opened: {}, moved: {} };
for (let run = 0; run < 6; run++)
  for (const [title, path] of Object.entries(pages)) {
    const taken = await time(async () => { await page.goto(url.replace(/\/$/, '') + path, { waitUntil: 'commit' }); await shown(title); });
    if (run > 0) (told.opened[title] ??= []).push(taken);
  }
await page.waitForTimeout(1000);
for (let run = 0; run < 6; run++)
  for (const title of Object.keys(pages)) {
    const link = page.locator('.rail').getByRole('link', { name: title, exact: true });
    const taken = await time(async () => { await link.click(); await shown(title); });
    if (run > 0) (told.moved[title] ??= []).push(taken);
  }
console.log(JSON.stringify(told));
await browser.close();
