import { blank, fillWith, get, put } from './memory';

// Ehlers' Hilbert transform: the first results come after 32 rows, those of the phase after 63. The first row is a number.

const DEGREES: f64 = 180 / Math.PI;
/** Rows that go into the smoothed price alone, before the transform begins. */
const SHORT_SMOOTHING = 12;
const LONG_SMOOTHING = 37;
const PRICES_KEPT = 50;

/** Three values of each of four filters, for odd and for even rows. */
const KEPT: usize = memory.data(8 * 24);
const PRICES: usize = memory.data(8 * PRICES_KEPT);
/** Sine and cosine of every part of a circle, for 0 to 63 parts. */
const CIRCLES: usize = memory.data(16 * 64 * 64);
/** Sums of all prices up to each of the last rows, less what they began with. */
const SUMS: usize = memory.data(8 * 64);
/** Rows after which these sums are begun anew, so that they keep their digits. */
const AFRESH = 1024;
let areCirclesMade: bool = false;

let period: f64 = 0;
let smoothPeriod: f64 = 0;
let smoothed: f64 = 0;
let inPhase: f64 = 0;
let quadrature: f64 = 0;

let sub: f64 = 0;
let sum: f64 = 0;
let gone: f64 = 0;
let goneAt: i32 = 0;
let place: i32 = 0;
let beforeEven0: f64 = 0, beforeEven1: f64 = 0, beforeEven2: f64 = 0, beforeEven3: f64 = 0;
let beforeOdd0: f64 = 0, beforeOdd1: f64 = 0, beforeOdd2: f64 = 0, beforeOdd3: f64 = 0;
let inputEven0: f64 = 0, inputEven1: f64 = 0, inputEven2: f64 = 0, inputEven3: f64 = 0;
let inputOdd0: f64 = 0, inputOdd1: f64 = 0, inputOdd2: f64 = 0, inputOdd3: f64 = 0;
let oddPrevious2: f64 = 0, oddPrevious3: f64 = 0, evenPrevious2: f64 = 0, evenPrevious3: f64 = 0;
let i2Before: f64 = 0, q2Before: f64 = 0, real: f64 = 0, imaginary: f64 = 0;

@inline
function smooth(a: usize, value: f64): void {
  sub += value - gone;
  sum += value * 4;
  gone = get(a, goneAt++);
  smoothed = sum * 0.1;
  sum -= sub;
}

function begin(a: usize, smoothing: i32): void {
  memory.fill(KEPT, 0, 8 * 24);
  memory.fill(PRICES, 0, 8 * PRICES_KEPT);
  period = 0; smoothPeriod = 0; smoothed = 0; inPhase = 0; quadrature = 0;
  sub = 0; sum = 0; gone = 0; goneAt = 0; place = 0;
  beforeEven0 = 0; beforeEven1 = 0; beforeEven2 = 0; beforeEven3 = 0;
  beforeOdd0 = 0; beforeOdd1 = 0; beforeOdd2 = 0; beforeOdd3 = 0;
  inputEven0 = 0; inputEven1 = 0; inputEven2 = 0; inputEven3 = 0;
  inputOdd0 = 0; inputOdd1 = 0; inputOdd2 = 0; inputOdd3 = 0;
  oddPrevious2 = 0; oddPrevious3 = 0; evenPrevious2 = 0; evenPrevious3 = 0;
  i2Before = 0; q2Before = 0; real = 0; imaginary = 0;
  phase = 0; priceAt = 0;
  trend0 = 0; trend1 = 0; trend2 = 0; trendline = 0;
  for (let i = 0; i < 3; i++) {
    sub += get(a, i);
    sum += get(a, i) * <f64>(i + 1);
  }
  for (let i = 3; i < smoothing; i++) smooth(a, get(a, i));
}

/** What a filter is given now, with what it was given three times ago; it remembers. */
@inline
function exchange(filter: i32, parity: i32, value: f64): f64 {
  const p = KEPT + (<usize>((parity * 4 + filter) * 3 + place) << 3);
  const before = load<f64>(p);
  store<f64>(p, value);
  return value - before;
}

/** One row of the transform. */
function step(a: usize, i: i32): void {
  const scale = 0.075 * period + 0.54;
  smooth(a, get(a, i));
  let detrended: f64, i1: f64, q1: f64, ji: f64, jq: f64;
  if ((i & 1) == 0) {
    i1 = evenPrevious3;
    detrended = exchange(0, 0, 0.0962 * smoothed) - beforeEven0;
    beforeEven0 = 0.5769 * inputEven0;
    detrended = (detrended + beforeEven0) * scale;
    inputEven0 = smoothed;
    q1 = exchange(1, 0, 0.0962 * detrended) - beforeEven1;
    beforeEven1 = 0.5769 * inputEven1;
    q1 = (q1 + beforeEven1) * scale;
    inputEven1 = detrended;
    ji = exchange(2, 0, 0.0962 * i1) - beforeEven2;
    beforeEven2 = 0.5769 * inputEven2;
    ji = (ji + beforeEven2) * scale;
    inputEven2 = i1;
    jq = exchange(3, 0, 0.0962 * q1) - beforeEven3;
    beforeEven3 = 0.5769 * inputEven3;
    jq = (jq + beforeEven3) * scale;
    inputEven3 = q1;
    place = place == 2 ? 0 : place + 1;
    oddPrevious3 = oddPrevious2;
    oddPrevious2 = detrended;
  } else {
    i1 = oddPrevious3;
    detrended = exchange(0, 1, 0.0962 * smoothed) - beforeOdd0;
    beforeOdd0 = 0.5769 * inputOdd0;
    detrended = (detrended + beforeOdd0) * scale;
    inputOdd0 = smoothed;
    q1 = exchange(1, 1, 0.0962 * detrended) - beforeOdd1;
    beforeOdd1 = 0.5769 * inputOdd1;
    q1 = (q1 + beforeOdd1) * scale;
    inputOdd1 = detrended;
    ji = exchange(2, 1, 0.0962 * i1) - beforeOdd2;
    beforeOdd2 = 0.5769 * inputOdd2;
    ji = (ji + beforeOdd2) * scale;
    inputOdd2 = i1;
    jq = exchange(3, 1, 0.0962 * q1) - beforeOdd3;
    beforeOdd3 = 0.5769 * inputOdd3;
    jq = (jq + beforeOdd3) * scale;
    inputOdd3 = q1;
    evenPrevious3 = evenPrevious2;
    evenPrevious2 = detrended;
  }
  const q2 = 0.2 * (q1 + ji) + 0.8 * q2Before;
  const i2 = 0.2 * (i1 - jq) + 0.8 * i2Before;
  inPhase = i1;
  quadrature = q1;
  real = 0.2 * (i2 * i2Before + q2 * q2Before) + 0.8 * real;
  imaginary = 0.2 * (i2 * q2Before - q2 * i2Before) + 0.8 * imaginary;
  q2Before = q2;
  i2Before = i2;
  const before = period;
  let now = before;
  if (imaginary != 0 && real != 0) now = 2 * Math.PI / Math.atan(imaginary / real);
  if (now > 1.5 * before) now = 1.5 * before;
  if (now < 0.67 * before) now = 0.67 * before;
  now = min(max(now, 6), 50);
  period = 0.2 * now + 0.8 * before;
  smoothPeriod = 0.33 * period + 0.67 * smoothPeriod;
}

/** Length of the dominant cycle, rows. */
export function cyclePeriod(out: usize, a: usize, n: i32): void {
  if (n <= 32) return fillWith(out, n, NaN);
  blank(out, 32);
  begin(a, SHORT_SMOOTHING);
  for (let i = SHORT_SMOOTHING; i < n; i++) {
    step(a, i);
    if (i >= 32) put(out, i, smoothPeriod);
  }
}

export function cyclePhasor(outPhase: usize, outQuadrature: usize, a: usize, n: i32): void {
  if (n <= 32) {
    fillWith(outPhase, n, NaN);
    return fillWith(outQuadrature, n, NaN);
  }
  blank(outPhase, 32);
  blank(outQuadrature, 32);
  begin(a, SHORT_SMOOTHING);
  for (let i = SHORT_SMOOTHING; i < n; i++) {
    step(a, i);
    if (i < 32) continue;
    put(outPhase, i, inPhase);
    put(outQuadrature, i, quadrature);
  }
}

let phase: f64 = 0;
let priceAt: i32 = 0;

function makeCircles(): void {
  for (let length = 1; length < 64; length++)
    for (let i = 0; i < length; i++) {
      const angle = (<f64>i * 2 * Math.PI) / <f64>length;
      const p = CIRCLES + (<usize>(length * 64 + i) << 4);
      store<f64>(p, Math.sin(angle));
      store<f64>(p, Math.cos(angle), 8);
    }
  areCirclesMade = true;
}

/** The phase of the dominant cycle after a row, degrees. */
function stepPhase(): void {
  store<f64>(PRICES + (<usize>priceAt << 3), smoothed);
  const length = <i32>Math.floor(smoothPeriod + 0.5);
  let parts = f64x2.splat(0);
  let at = priceAt;
  for (let p = CIRCLES + (<usize>(length * 64) << 4), end = p + (<usize>length << 4); p < end; p += 16) {
    parts = f64x2.add(parts, f64x2.mul(v128.load(p), v128.load64_splat(PRICES + (<usize>at << 3))));
    at = at == 0 ? PRICES_KEPT - 1 : at - 1;
  }
  const sine = f64x2.extract_lane(parts, 0), cosine = f64x2.extract_lane(parts, 1);
  if (cosine != 0) phase = Math.atan(sine / cosine) * DEGREES;
  else if (sine != 0) phase += sine < 0 ? -90 : 90;
  phase += 90 + 360 / smoothPeriod;
  if (cosine < 0) phase += 180;
  if (phase > 315) phase -= 360;
  priceAt = priceAt == PRICES_KEPT - 1 ? 0 : priceAt + 1;
}

/** Phase of the dominant cycle, degrees. */
export function cyclePhase(out: usize, a: usize, n: i32): void {
  if (n <= 63) return fillWith(out, n, NaN);
  if (!areCirclesMade) makeCircles();
  blank(out, 63);
  begin(a, LONG_SMOOTHING);
  for (let i = LONG_SMOOTHING; i < n; i++) {
    step(a, i);
    stepPhase();
    if (i >= 63) put(out, i, phase);
  }
}

let trend0: f64 = 0, trend1: f64 = 0, trend2: f64 = 0, trendline: f64 = 0;

@inline
function sumAt(i: i32): usize {
  return SUMS + (<usize>(i & 63) << 3);
}

/** Sums up to the rows before `end`. */
function sumUp(a: usize, end: i32): void {
  let sum: f64 = 0;
  for (let i = max(0, end - 63); i < end; i++) {
    sum += get(a, i);
    store<f64>(sumAt(i), sum);
  }
}

function stepTrendline(a: usize, i: i32): void {
  if (i % AFRESH == 0) sumUp(a, i);
  const sum = load<f64>(sumAt(i - 1)) + get(a, i);
  store<f64>(sumAt(i), sum);
  const length = <i32>Math.floor(smoothPeriod + 0.5);
  const average = length > 0 ? (sum - load<f64>(sumAt(i - length))) / <f64>length : 0;
  trendline = (4 * average + 3 * trend0 + 2 * trend1 + trend2) / 10;
  trend2 = trend1;
  trend1 = trend0;
  trend0 = average;
}

/** The price without its dominant cycle. */
export function cycleTrendline(out: usize, a: usize, n: i32): void {
  if (n <= 63) return fillWith(out, n, NaN);
  blank(out, 63);
  begin(a, LONG_SMOOTHING);
  sumUp(a, LONG_SMOOTHING);
  for (let i = LONG_SMOOTHING; i < n; i++) {
    step(a, i);
    stepTrendline(a, i);
    if (i >= 63) put(out, i, trendline);
  }
}

/** 1 where the price trends, 0 where it cycles; 0 too before the first result. */
export function trendMode(out: usize, a: usize, n: i32): void {
  fillWith(out, min(n, 63), 0);
  if (n <= 63) return;
  if (!areCirclesMade) makeCircles();
  begin(a, LONG_SMOOTHING);
  sumUp(a, LONG_SMOOTHING);
  let sine: f64 = 0, lead: f64 = 0;
  let days: f64 = 0;
  for (let i = LONG_SMOOTHING; i < n; i++) {
    step(a, i);
    const beforePhase = phase, beforeSine = sine, beforeLead = lead;
    stepPhase();
    stepTrendline(a, i);
    sine = Math.sin(phase / DEGREES);
    lead = Math.sin((phase + 45) / DEGREES);
    let trend: f64 = 1;
    if ((sine > lead && beforeSine <= beforeLead) || (sine < lead && beforeSine >= beforeLead)) {
      days = 0;
      trend = 0;
    }
    days++;
    if (days < 0.5 * smoothPeriod) trend = 0;
    const turned = phase - beforePhase;
    if (smoothPeriod != 0 && turned > (0.67 * 360) / smoothPeriod && turned < (1.5 * 360) / smoothPeriod) trend = 0;
    if (trendline != 0 && abs((smoothed - trendline) / trendline) >= 0.015) trend = 1;
    if (i >= 63) put(out, i, trend);
  }
}

/** MESA adaptive moving average and the one that follows it. */
export function adaptiveAverage(outLead: usize, outFollow: usize, a: usize, n: i32, fastLimit: f64, slowLimit: f64): void {
  if (n <= 32) {
    fillWith(outLead, n, NaN);
    return fillWith(outFollow, n, NaN);
  }
  blank(outLead, 32);
  blank(outFollow, 32);
  begin(a, SHORT_SMOOTHING);
  let lead: f64 = 0, follow: f64 = 0, before: f64 = 0;
  for (let i = SHORT_SMOOTHING; i < n; i++) {
    step(a, i);
    const now = inPhase == 0 ? 0 : Math.atan(quadrature / inPhase) * DEGREES;
    const turned = max(before - now, 1);
    before = now;
    const weight = turned > 1 ? max(fastLimit / turned, slowLimit) : fastLimit;
    lead = weight * get(a, i) + (1 - weight) * lead;
    follow = (weight / 2) * lead + (1 - weight / 2) * follow;
    if (i < 32) continue;
    put(outLead, i, lead);
    put(outFollow, i, follow);
  }
}
