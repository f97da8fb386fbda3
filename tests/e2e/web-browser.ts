import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from './accessibility.ts';
import { API_PASSWORD, API_USER } from './harness.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** On CI a missing browser is a failure; on a machine without one the rest of the tests still says something. */
export const isWithoutBrowser: boolean = !existsSync(CHROMIUM) && process.env['CI'] === undefined;

/** Widths and themes every view is looked at in. */
export const SIZES = [
  [1280, 'dark'],
  [1280, 'light'],
  [360, 'dark'],
] as const;

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** A page of a server, and what the browser complains of. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string, width = 1280, colorScheme: 'dark' | 'light' = 'dark'): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width, height: 850 }, colorScheme, locale: 'en-GB' });
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

/** Logs in and waits for the heading of the first view. */
export async function logIn(page: Page, heading: RegExp, user: string = API_USER, password: string = API_PASSWORD): Promise<void> {
  await page.getByLabel('User').fill(user);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: heading }).first().waitFor();
}

/** Goes to a view without loading the page anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate', { state: {} }))`);
}

/** Whether a view is fit to be shown: accessible, and no wider than the window. */
export async function expectSound(page: Page, what: string): Promise<void> {
  expect(await axeFindings(page), what).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${what} fits its width`).toBe(true);
}
