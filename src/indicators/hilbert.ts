import { Column } from './column.ts';
import { firstNumber } from './moving-average.ts';

/** Ehlers' Hilbert transform indicators, as TA-Lib computes them: the first results come after 32 candles, those of the phase after 63. */

const DEGREES = 180 / Math.PI;
const SHORT_LOOKBACK = 32;
const LONG_LOOKBACK = 63;
/** Candles that go into the smoothed price alone, before the transform begins. */
const SHORT_SMOOTHING = 12;
const LONG_SMOOTHING = 37;
const PRICES_KEPT = 50;

/** One quadrature filter: remembers what it was fed for odd and even candles apart. */
class Filter {
  readonly #even = new Float64Array(3);
  readonly #odd = new Float64Array(3);
  #beforeEven = 0;
  #beforeOdd = 0;
  #inputEven = 0;
  #inputOdd = 0;

  step(input: number, isEven: boolean, at: number, scale: number): number {
    const share = 0.0962 * input;
    let value: number;
    if (isEven) {
      value = share - this.#even[at]! - this.#beforeEven;
      this.#even[at] = share;
      this.#beforeEven = 0.5769 * this.#inputEven;
      value += this.#beforeEven;
      this.#inputEven = input;
    } else {
      value = share - this.#odd[at]! - this.#beforeOdd;
      this.#odd[at] = share;
      this.#beforeOdd = 0.5769 * this.#inputOdd;
      value += this.#beforeOdd;
      this.#inputOdd = input;
    }
    return value * scale;
  }
}

/** The dominant cycle of a price, candle by candle. */
class Cycle {
  /** Length of the cycle in candles, before and after smoothing. */
  period = 0;
  smoothPeriod = 0;
  smoothed = 0;
  inPhase = 0;
  quadrature = 0;
  readonly #input: Float64Array;
  #sub = 0;
  #sum = 0;
  #gone = 0;
  #goneAt = 0;
  #at = 0;
  readonly #detrender = new Filter();
  readonly #q1 = new Filter();
  readonly #ji = new Filter();
  readonly #jq = new Filter();
  #oddPrevious2 = 0;
  #oddPrevious3 = 0;
  #evenPrevious2 = 0;
  #evenPrevious3 = 0;
  #i2Before = 0;
  #q2Before = 0;
  #real = 0;
  #imaginary = 0;

  /** @param smoothing candles that only fill the smoothed price */
  constructor(input: Float64Array, smoothing: number) {
    this.#input = input;
    for (let index = 0; index < 3; index++) {
      this.#sub += input[index]!;
      this.#sum += input[index]! * (index + 1);
    }
    for (let index = 3; index < smoothing; index++) this.#smooth(input[index]!);
  }

  step(index: number): void {
    const scale = 0.075 * this.period + 0.54;
    this.#smooth(this.#input[index]!);
    const isEven = index % 2 === 0;
    const i1 = isEven ? this.#evenPrevious3 : this.#oddPrevious3;
    const detrended = this.#detrender.step(this.smoothed, isEven, this.#at, scale);
    const q1 = this.#q1.step(detrended, isEven, this.#at, scale);
    const ji = this.#ji.step(i1, isEven, this.#at, scale);
    const jq = this.#jq.step(q1, isEven, this.#at, scale);
    const q2 = 0.2 * (q1 + ji) + 0.8 * this.#q2Before;
    const i2 = 0.2 * (i1 - jq) + 0.8 * this.#i2Before;
    if (isEven) {
      this.#at = this.#at === 2 ? 0 : this.#at + 1;
      this.#oddPrevious3 = this.#oddPrevious2;
      this.#oddPrevious2 = detrended;
    } else {
      this.#evenPrevious3 = this.#evenPrevious2;
      this.#evenPrevious2 = detrended;
    }
    this.inPhase = i1;
    this.quadrature = q1;
    this.#real = 0.2 * (i2 * this.#i2Before + q2 * this.#q2Before) + 0.8 * this.#real;
    this.#imaginary = 0.2 * (i2 * this.#q2Before - q2 * this.#i2Before) + 0.8 * this.#imaginary;
    this.#q2Before = q2;
    this.#i2Before = i2;
    const before = this.period;
    let period = before;
    if (this.#imaginary !== 0 && this.#real !== 0) period = 360 / (Math.atan(this.#imaginary / this.#real) * DEGREES);
    if (period > 1.5 * before) period = 1.5 * before;
    if (period < 0.67 * before) period = 0.67 * before;
    period = Math.min(Math.max(period, 6), 50);
    this.period = 0.2 * period + 0.8 * before;
    this.smoothPeriod = 0.33 * this.period + 0.67 * this.smoothPeriod;
  }

  #smooth(value: number): void {
    this.#sub += value - this.#gone;
    this.#sum += value * 4;
    this.#gone = this.#input[this.#goneAt++]!;
    this.smoothed = this.#sum * 0.1;
    this.#sum -= this.#sub;
  }
}

/** The phase of the dominant cycle, degrees. */
class Phase {
  value = 0;
  readonly #prices = new Float64Array(PRICES_KEPT);
  #at = 0;

  step({ smoothed, smoothPeriod }: Cycle): void {
    this.#prices[this.#at] = smoothed;
    const length = Math.floor(smoothPeriod + 0.5);
    let real = 0;
    let imaginary = 0;
    let at = this.#at;
    for (let index = 0; index < length; index++) {
      const angle = (index * 2 * Math.PI) / length;
      real += Math.sin(angle) * this.#prices[at]!;
      imaginary += Math.cos(angle) * this.#prices[at]!;
      at = at === 0 ? PRICES_KEPT - 1 : at - 1;
    }
    if (imaginary !== 0) this.value = Math.atan(real / imaginary) * DEGREES;
    else if (real !== 0) this.value += real < 0 ? -90 : 90;
    this.value += 90 + 360 / smoothPeriod;
    if (imaginary < 0) this.value += 180;
    if (this.value > 315) this.value -= 360;
    this.#at = this.#at === PRICES_KEPT - 1 ? 0 : this.#at + 1;
  }
}

/** The trend left when the dominant cycle is averaged away. */
class Trendline {
  value = 0;
  readonly #input: Float64Array;
  #before: readonly [number, number, number] = [0, 0, 0];

  constructor(input: Float64Array) {
    this.#input = input;
  }

  step(index: number, { smoothPeriod }: Cycle): void {
    const length = Math.floor(smoothPeriod + 0.5);
    let average = 0;
    for (let back = 0; back < length; back++) average += this.#input[index - back]!;
    if (length > 0) average /= length;
    const [first, second, third] = this.#before;
    this.value = (4 * average + 3 * first + 2 * second + third) / 10;
    this.#before = [average, first, second];
  }
}

/** Walks over the candles from the first number on. @param show told every candle that has a result: its row, and its place in the input */
function walk(
  column: Column,
  lookback: number,
  each: (cycle: Cycle, index: number, input: Float64Array) => void,
  show: (row: number) => void,
): void {
  const first = firstNumber(column.values);
  const input = column.values.subarray(first);
  if (input.length <= lookback) return;
  const smoothing = lookback === SHORT_LOOKBACK ? SHORT_SMOOTHING : LONG_SMOOTHING;
  const cycle = new Cycle(input, smoothing);
  for (let index = smoothing; index < input.length; index++) {
    cycle.step(index);
    each(cycle, index, input);
    if (index >= lookback) show(first + index);
  }
}

function empty(column: Column): Float64Array {
  return new Float64Array(column.length).fill(Number.NaN);
}

/** Length of the dominant cycle, candles. Source: TA-Lib HT_DCPERIOD. */
export function cyclePeriod(column: Column): Column {
  const output = empty(column);
  let current: Cycle | null = null;
  walk(
    column,
    SHORT_LOOKBACK,
    (cycle) => {
      current = cycle;
    },
    (row) => {
      output[row] = current!.smoothPeriod;
    },
  );
  return new Column(output);
}

/** In-phase and quadrature part of the price. Source: TA-Lib HT_PHASOR. */
export function cyclePhasor(column: Column): { inPhase: Column; quadrature: Column } {
  const [inPhase, quadrature] = [empty(column), empty(column)];
  let current: Cycle | null = null;
  walk(
    column,
    SHORT_LOOKBACK,
    (cycle) => {
      current = cycle;
    },
    (row) => {
      inPhase[row] = current!.inPhase;
      quadrature[row] = current!.quadrature;
    },
  );
  return { inPhase: new Column(inPhase), quadrature: new Column(quadrature) };
}

/** Phase of the dominant cycle, degrees. Source: TA-Lib HT_DCPHASE. */
export function cyclePhase(column: Column): Column {
  const output = empty(column);
  const phase = new Phase();
  walk(
    column,
    LONG_LOOKBACK,
    (cycle) => phase.step(cycle),
    (row) => {
      output[row] = phase.value;
    },
  );
  return new Column(output);
}

/** Sine of the phase, and of the phase 45 degrees ahead. Source: TA-Lib HT_SINE. */
export function cycleSine(column: Column): { sine: Column; lead: Column } {
  const phase = cyclePhase(column).values;
  return {
    sine: new Column(phase.map((value) => Math.sin(value / DEGREES))),
    lead: new Column(phase.map((value) => Math.sin((value + 45) / DEGREES))),
  };
}

/** The price without its dominant cycle. Source: TA-Lib HT_TRENDLINE. */
export function cycleTrendline(column: Column): Column {
  const output = empty(column);
  const line = new Trendline(column.values.subarray(firstNumber(column.values)));
  walk(
    column,
    LONG_LOOKBACK,
    (cycle, index) => line.step(index, cycle),
    (row) => {
      output[row] = line.value;
    },
  );
  return new Column(output);
}

/** 1 where the price trends, 0 where it cycles; 0 too before the first result. Source: TA-Lib HT_TRENDMODE. */
export function trendMode(column: Column): Column {
  const output = new Float64Array(column.length);
  const phase = new Phase();
  const line = new Trendline(column.values.subarray(firstNumber(column.values)));
  let [sine, lead, days, trend] = [0, 0, 0, 0];
  walk(
    column,
    LONG_LOOKBACK,
    (cycle, index) => {
      const before = { phase: phase.value, sine, lead };
      phase.step(cycle);
      line.step(index, cycle);
      sine = Math.sin(phase.value / DEGREES);
      lead = Math.sin((phase.value + 45) / DEGREES);
      trend = 1;
      if ((sine > lead && before.sine <= before.lead) || (sine < lead && before.sine >= before.lead)) {
        days = 0;
        trend = 0;
      }
      days++;
      const { smoothPeriod, smoothed } = cycle;
      if (days < 0.5 * smoothPeriod) trend = 0;
      const turned = phase.value - before.phase;
      if (smoothPeriod !== 0 && turned > (0.67 * 360) / smoothPeriod && turned < (1.5 * 360) / smoothPeriod) trend = 0;
      if (line.value !== 0 && Math.abs((smoothed - line.value) / line.value) >= 0.015) trend = 1;
    },
    (row) => {
      output[row] = trend;
    },
  );
  return new Column(output);
}

/** MESA adaptive moving average and the one that follows it. Source: TA-Lib MAMA. */
export function mama(column: Column, fastLimit = 0.5, slowLimit = 0.05): { mama: Column; fama: Column } {
  const [quick, calm] = [empty(column), empty(column)];
  let [lead, follow, before] = [0, 0, 0];
  walk(
    column,
    SHORT_LOOKBACK,
    ({ inPhase, quadrature }, index, input) => {
      const phase = inPhase === 0 ? 0 : Math.atan(quadrature / inPhase) * DEGREES;
      const turned = Math.max(before - phase, 1);
      before = phase;
      const weight = turned > 1 ? Math.max(fastLimit / turned, slowLimit) : fastLimit;
      lead = weight * input[index]! + (1 - weight) * lead;
      follow = (weight / 2) * lead + (1 - weight / 2) * follow;
    },
    (row) => {
      quick[row] = lead;
      calm[row] = follow;
    },
  );
  return { mama: new Column(quick), fama: new Column(calm) };
}
