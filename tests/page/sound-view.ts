import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from './accessibility.ts';

/** Whether a view is fit to be shown: accessible, and no wider than the window. */
export async function expectSound(page: Page, what: string): Promise<void> {
  expect(await axeFindings(page), what).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), `${what} fits its width`).toBe(true);
}
