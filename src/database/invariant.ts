import { ChangeRefused } from './errors.ts';

/** What must be so whenever something is written; a change that breaks it is not written, and says so. @throws ChangeRefused */
export function mustHold(isSo: boolean, text: () => string): asserts isSo {
  if (!isSo) throw new ChangeRefused(`${text()}. This is a fault of the bot, please report it; the change is not written.`);
}
