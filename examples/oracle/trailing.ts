import { Base } from './oracle-base.ts';

export class Trailing extends Base {
  override stoploss = -0.03;
  override trailingStop = true;
}
