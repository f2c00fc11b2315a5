// Opens pages at the widths and in the colours that people have, and prints a line for each fault that axe-core or one of
// the rules below finds: node check_pages.mjs BROWSER 360:dark,1280:light PAGE…

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [browserPath, views, ...pages] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = 360;

// What axe-core does not judge; runs in the page.
function faultsOfLayout(isPhone) {
  const faults = [];
  const said = element => element.id || element.className.baseVal || element.className || element.tagName;
  if (document.documentElement.scrollWidth > innerWidth)
    faults.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
  for (const region of document.querySelectorAll(".region")) {
    const table = region.querySelector("table");
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    if (scrolls && region.tabIndex < 0) faults.push(`${said(table)} scrolls and no keyboard reaches it`);
    if (!isPhone || !scrolls) continue;
    const edge = region.getBoundingClientRect();
    const latest = table.querySelector("tbody .latest");
    if (latest && latest.getBoundingClientRect().right > edge.right + 1)
      faults.push(`${said(table)}: the latest period is out of view`);
    region.scrollLeft = 200;
    const head = table.querySelector("tbody th");
    if (head && head.getBoundingClientRect().left < edge.left - 1) faults.push(`${said(table)}: heads of rows scroll away`);
    region.scrollLeft = 0;
  }
  for (const image of document.querySelectorAll("svg")) {
    const seen = image.getBoundingClientRect();
    if (isPhone && seen.width > innerWidth) faults.push(`${said(image)} is wider than the screen`);
    if (isPhone && seen.width && image.viewBox.baseVal && seen.width < 0.9 * image.viewBox.baseVal.width)
      faults.push(`${said(image)}: letters shrink to ${Math.round((100 * seen.width) / image.viewBox.baseVal.width)}%`);
  }
  return faults;
}

async function faultsOf(page, width) {
  const isPhone = width <= PHONE;
  const folded = await page.evaluate(faultsOfLayout, isPhone);
  await page.evaluate(() => document.querySelectorAll("details").forEach(each => (each.open = true)));
  const unfolded = await page.evaluate(faultsOfLayout, isPhone);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const judged = found.violations.map(
    each => `${each.id}: ${each.help}: ${each.nodes.length} times, such as ${each.nodes[0].html.slice(0, 160)}`
  );
  return new Set([...folded, ...unfolded, ...judged]);
}

const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
let faulty = false;
for (const path of pages) {
  for (const view of views.split(",")) {
    const [width, colorScheme] = [parseInt(view), view.split(":")[1]];
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
    const page = await context.newPage();
    page.on("console", each => ["error", "warning"].includes(each.type()) && console.log(`console: ${each.text()}`));
    await page.goto(pathToFileURL(path).href);
    await page.evaluate(axe);
    for (const fault of await faultsOf(page, width)) {
      faulty = true;
      console.log(`${basename(path)} at ${width} pixels, ${colorScheme}: ${fault}`);
    }
    await context.close();
  }
}
await browser.close();
process.exitCode = faulty ? 1 : 0;
