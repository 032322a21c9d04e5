// How long pages take in a browser: opened anew, and reached by the menu from another one. Taken inside the browser, from the
// navigation's start or the click until the page with its figures was drawn, so that steering the browser is not counted.
// node pages.mjs URL EMAIL PASSWORD; tells milliseconds by page as JSON.
import { createRequire } from 'node:module';

const { chromium } = createRequire(process.cwd() + '/')('playwright-core');
const [, , url, email, password] = process.argv;
const pages = { Overview: '/overview', Agents: '/agents', Campaigns: '/campaigns', Explore: '/explore', Calls: '/calls' };
const browser = await chromium.launch({ executablePath: process.env.CALLSIGHT_TEST_CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage();
await page.addInitScript(() => {
  const isShown = title => document.querySelector('h1')?.textContent.trim() === title && !document.querySelector('main .skeleton, main .stale')
    && document.querySelector('main :is(.cards, .table-frame, .empty)');
  // Looked at before each frame; the frame after that has been drawn.
  window.shown = title => new Promise(done => {
    const look = () => isShown(title) ? requestAnimationFrame(() => done(performance.now())) : requestAnimationFrame(look);
    look();
  });
  window.move = async title => {
    const link = [...document.querySelectorAll('.rail a')].find(a => a.textContent.trim() === title);
    const clicked = performance.now();
    link.click();
    return await window.shown(title) - clicked;
  };
});
await page.goto(url + 'sign-in');
await page.getByLabel('E-mail address').fill(email);
await page.getByLabel('Password').fill(password);
await page.getByRole('button', { name: 'Sign in' }).click();
await page.waitForURL(address => !address.pathname.includes('sign-in'));
const told = { opened: {}, moved: {} };
for (let run = 0; run < 6; run++)
  for (const [title, path] of Object.entries(pages)) {
    await page.goto(url.replace(/\/$/, '') + path, { waitUntil: 'commit' });
    const taken = await page.evaluate(title => window.shown(title), title);
    await page.waitForLoadState('networkidle');
    if (run > 0) (told.opened[title] ??= []).push(taken);
  }
for (let run = 0; run < 6; run++)
  for (const title of Object.keys(pages)) {
    const taken = await page.evaluate(title => window.move(title), title);
    await page.waitForTimeout(500); // Charts are drawn and the live line is opened; nobody clicks as fast.
    if (run > 0) (told.moved[title] ??= []).push(taken);
  }
console.log(JSON.stringify(told));
await browser.close();
