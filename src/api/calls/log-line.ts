/** Date, ms since epoch, module, level, text. */
export type LogLine = readonly [string, number, string, string, string];
