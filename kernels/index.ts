// What the compiled module offers. Columns are addresses, `n` is their length.
export { fillWith, firstNumber, isWhole } from './memory';
export * from './elementwise';
export * from './mask';
export * from './average';
export * from './window';
export * from './functions';
export * from './price';
export * from './volatility';
export * from './momentum';
export * from './volume';
export * from './hilbert';
export * from './statistics';
export * from './candlestick';
export * from './unpack';
export * from './pack';
export * from './traded';

/** First byte that the module does not use itself. */
export const heap: usize = __heap_base;
