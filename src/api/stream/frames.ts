import type { Analysis } from '../../bot/port.ts';
import { arrowFrame, changedRows, type FrameHead, frameHead, jsonFrame } from '../present/frames.ts';

/** How a listener wants its frames. */
export interface FrameForm {
  readonly encoding: 'json' | 'arrow';
  /** Only candles that are new or have other values than in the frame it has. */
  readonly hasDeltas: boolean;
  readonly isNumbered: boolean;
}

export interface FramePayload {
  readonly bytes: Buffer;
  readonly isBinary: boolean;
}

/** Encodes frames once for all listeners that want them in the same form; remembers the frame before, to tell what has changed. */
export class Frames {
  #timeframe: string;
  readonly #candleType: 'spot' | 'futures';
  readonly #versions = new WeakMap<Analysis, number>();
  #lastVersion = 0;
  readonly #made = new Map<string, { analysis: Analysis; payloads: Map<string, FramePayload> }>();
  readonly #before = new Map<string, Analysis>();

  constructor(timeframe: string, candleType: 'spot' | 'futures') {
    this.#timeframe = timeframe;
    this.#candleType = candleType;
  }

  /** Frames are of that timeframe from now on; nobody is sent how they differ from those of another. */
  useTimeframe(timeframe: string): void {
    if (timeframe === this.#timeframe) return;
    this.#timeframe = timeframe;
    this.#made.clear();
    this.#before.clear();
  }

  version(analysis: Analysis): number {
    const known = this.#versions.get(analysis);
    if (known !== undefined) return known;
    this.#versions.set(analysis, ++this.#lastVersion);
    return this.#lastVersion;
  }

  /** The last candles of a frame. */
  whole(pair: string, analysis: Analysis, limit: number, form: FrameForm, sequence: number): FramePayload {
    return this.#once(pair, analysis, `whole/${limit}/${form.encoding}/${form.isNumbered ? sequence : ''}`, () =>
      this.#encode(pair, analysis, lastRows(analysis, limit), form, sequence, null),
    );
  }

  /** What is new for somebody who has the frame of `version`; the whole where that is not the one before. */
  news(pair: string, analysis: Analysis, has: { version: number; limit: number }, form: FrameForm, sequence: number): FramePayload {
    const before = this.#before.get(pair);
    if (before === undefined || this.version(before) !== has.version) return this.whole(pair, analysis, has.limit, form, sequence);
    return this.#once(pair, analysis, `delta/${has.limit}/${form.encoding}/${form.isNumbered ? sequence : ''}`, () => {
      const rows = changedRows(before.frame, analysis.frame);
      if (rows === null) return this.whole(pair, analysis, has.limit, form, sequence);
      const start = Math.max(0, analysis.frame.length - has.limit);
      const delta = { start: analysis.frame.time[start] ?? 0, rows: analysis.frame.length - start };
      const wanted = rows.filter((row) => row >= start);
      return this.#encode(pair, analysis, wanted, form, sequence, delta);
    });
  }

  /** An analysis has been sent to everybody: the next differences are those from it. */
  sent(pair: string, analysis: Analysis): void {
    this.#before.set(pair, analysis);
  }

  /** Somebody has this analysis, and wants to know how the next one differs. */
  keep(pair: string, analysis: Analysis): void {
    if (!this.#before.has(pair)) this.#before.set(pair, analysis);
  }

  /** Nobody asks for differences. */
  forget(pair: string): void {
    this.#before.delete(pair);
  }

  #once(pair: string, analysis: Analysis, form: string, make: () => FramePayload): FramePayload {
    let made = this.#made.get(pair);
    if (made?.analysis !== analysis) {
      made = { analysis, payloads: new Map() };
      this.#made.set(pair, made);
    }
    let payload = made.payloads.get(form);
    if (payload === undefined) {
      payload = make();
      // forms are chosen by clients, so that their number has to be bounded
      if (made.payloads.size >= FORM_LIMIT) made.payloads.clear();
      made.payloads.set(form, payload);
    }
    return payload;
  }

  #encode(
    pair: string,
    analysis: Analysis,
    rows: readonly number[],
    form: FrameForm,
    sequence: number,
    delta: FrameHead['delta'] | null,
  ): FramePayload {
    const head = frameHead(analysis, pair, this.#timeframe, this.#candleType, delta);
    const numbered = form.isNumbered ? { seq: sequence } : {};
    if (form.encoding === 'arrow')
      return { bytes: Buffer.from(arrowFrame(analysis.frame, rows, { type: 'analyzed_df', data: head, ...numbered })), isBinary: true };
    const message = { type: 'analyzed_df', data: { ...head, df: jsonFrame(analysis.frame, rows) }, ...numbered };
    return { bytes: Buffer.from(JSON.stringify(message)), isBinary: false };
  }
}

const FORM_LIMIT = 16;

function lastRows({ frame }: Analysis, limit: number): number[] {
  const start = Math.max(0, frame.length - limit);
  return Array.from({ length: frame.length - start }, (_row, index) => start + index);
}
