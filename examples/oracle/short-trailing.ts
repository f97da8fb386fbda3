import { Short } from './short.ts';

export class ShortTrailing extends Short {
  override stoploss = -0.12;
  override trailingStop = true;
  override trailingStopPositive = 0.03;
  override trailingStopPositiveOffset = 0.05;
  override trailingOnlyOffsetIsReached = true;
}
