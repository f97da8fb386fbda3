/** Reads what `../nowhere/file.ts` says, and not tests/tidy.test.ts. Source: golden/nowhere. */
export const first = 1;
/** Source: tests/golden/nowhere.json. */
export const second = 2;
/** Source: TA-Lib NOSUCH. */
export const third = 3;
/** Source: TA-Lib RSI. */
export const fourth = 4;

const names = new Map<number, string>();
const list = ['a'];
export const casts = ['5' as never, first as unknown as Date, names.get(first)!, list[0]!, list.at(-1)!];
