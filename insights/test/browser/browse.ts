import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { hangMs } from '../../../test/time/hangMs.ts';
import { findChromium } from './findChromium.ts';

const executablePath = findChromium();

/** Ends a test's name where there is no browser, so that what is skipped says why. */
export const noBrowser = executablePath === undefined ? ' (skipped: there is no Chromium)' : '';

/** Screenshots are kept here; CI uploads them. */
const screens = join(import.meta.dirname, '../../../dist/screens');

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 390, height: 844 };

/** A browser for a test file. Whatever a page complains of (a script refused by the policy, an error) fails the test. */
export function useBrowser({ receiverMayBeGone = false, mayBeRefused = false } = {}) {
  let browser: Browser | undefined;
  let complaints: string[] = [];
  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox'],
      timeout: hangMs(60_000),
    });
    await mkdir(screens, { recursive: true });
  });
  afterEach(async () => {
    const found = complaints;
    complaints = [];
    for (const context of browser?.contexts() ?? []) await context.close();
    expect(found).toEqual([]);
  });
  afterAll(() => browser?.close());
  return {
    /** Opens a page; with `bypassCSP` only for what is injected by a test itself. */
    async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
      if (browser === undefined) throw new Error('there is no browser');
      const context = await browser.newContext({
        viewport: desktop,
        timezoneId: 'Europe/Helsinki',
        locale: 'en-GB',
        ...options,
      });
      context.setDefaultTimeout(hangMs(30_000));
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${error}`));
      page.on('console', (message) => {
        // A model that fails is passed on as it is.
        if (message.type() !== 'error' || /status of 502/.test(message.text())) return;
        if (mayBeRefused && /status of 400/.test(message.text())) return;
        if (receiverMayBeGone && /ERR_|Failed to load/.test(message.text())) return;
        complaints.push(message.text());
      });
      await page.goto(url);
      return page;
    },
  };
}

/** What axe finds serious on a page, by these rules or all: rule and elements. */
export async function seriousViolations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe.source);
  const options = JSON.stringify(rules ? { runOnly: rules } : {});
  const found = (await page.evaluate(`axe.run(${options})`)) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** Keeps a picture of the page. */
export async function keepScreen(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screens, `${name}.png`) });
}
