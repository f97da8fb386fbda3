export { bollinger } from './bollinger.ts';
export { Column, Mask, type Operand } from './column.ts';
export { ema, sma } from './moving-average.ts';
export { rsi } from './rsi.ts';
