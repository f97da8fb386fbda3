import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { API_PASSWORD, API_USER } from '../process/harness.ts';

/** Debian's package, where nothing else is named. */
export const CHROMIUM: string = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

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

/** What the browser complains of from now on: errors and warnings in its console, and what no code has caught. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** A page of a server, and what the browser complains of. */
export interface OpenPage {
  readonly page: Page;
  readonly complaints: string[];
}

export async function openPage(browser: Browser, url: string, width = 1280, colorScheme: 'dark' | 'light' = 'dark'): Promise<OpenPage> {
  const page = await browser.newPage({ viewport: { width, height: 850 }, colorScheme, locale: 'en-GB' });
  // other programs have their share of the machine
  page.setDefaultTimeout(60_000);
  const complaints = complaintsOf(page);
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
