import { Base } from './oracle-base.ts';

export class TrailingPositive extends Base {
  override stoploss = -0.04;
  override trailingStop = true;
  override trailingStopPositive = 0.01;
}
