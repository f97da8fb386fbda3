import type { Message } from '../../wire/messages.ts';
import { Encoded } from './encoded.ts';
import type { FrameForm, FramePayload } from './frames.ts';

/** Where a listener's messages go. */
export interface Outlet {
  /** Bytes handed over and not yet taken by the network. */
  waiting(): number;
  send(message: Encoded, isNumbered: boolean): void;
  sendFrame(frame: FramePayload): void;
  /** Says why, after what waits. */
  end(code: number, reason: string): void;
  /** At once, whatever waits. */
  cut(): void;
}

/** Bytes that may wait before frames are left out, and before the listener is given up. */
const DROP_FRAMES_ABOVE = 1 << 20;
const CLOSE_ABOVE = 4 << 20;
/** Where all listeners together are behind, frames are left out from here on. */
const DROP_FRAMES_ABOVE_WHEN_TIGHT = 64 << 10;

/** One client of the stream: what it wants, and a bounded queue. A frame may be left out for it, any other message never. */
export class Listener {
  topics: ReadonlySet<string> = new Set();
  form: FrameForm = { encoding: 'json', hasDeltas: false, isNumbered: false };
  /** ms between heartbeats; 0 for none. */
  heartbeat = 0;
  heartbeatAt = 0;
  /** Frame it has, by pair: which analysis (a number), and how many candles it wants. */
  readonly frames = new Map<string, { version: number; limit: number }>();
  readonly #outlet: Outlet;
  readonly #isAllowed: () => boolean;
  #left = 0;
  #isClosed = false;

  /** @param isAllowed whether what the client came with still counts */
  constructor(outlet: Outlet, isAllowed: () => boolean) {
    this.#outlet = outlet;
    this.#isAllowed = isAllowed;
  }

  get waiting(): number {
    return this.#outlet.waiting();
  }

  /** Ends the connection of a client whose login or token has ended. */
  endIfRevoked(): void {
    if (this.#isClosed || this.#isAllowed()) return;
    this.#isClosed = true;
    this.#outlet.end(1008, 'The login or token has ended');
  }

  deliver(message: Encoded): void {
    if (this.#isClosed) return;
    if (this.#outlet.waiting() > CLOSE_ABOVE) {
      this.#isClosed = true;
      this.#outlet.cut();
      return;
    }
    this.#outlet.send(message, this.form.isNumbered);
  }

  /** @returns whether the frame went out */
  deliverFrame(frame: () => FramePayload, isTight: boolean): boolean {
    if (this.#isClosed) return false;
    if (this.#outlet.waiting() > (isTight ? DROP_FRAMES_ABOVE_WHEN_TIGHT : DROP_FRAMES_ABOVE)) {
      this.#left++;
      return false;
    }
    this.#outlet.sendFrame(frame());
    return true;
  }

  /** Tells how many frames were left out, once there is room again. */
  tellLeftOut(): void {
    if (this.#left === 0 || this.#outlet.waiting() > DROP_FRAMES_ABOVE / 2) return;
    const status = `${this.#left} data frames were left out, since you read too slowly. Ask for analyzed_df to have whole frames.`;
    this.deliver(answer({ type: 'warning', status, left_out: this.#left }));
    this.#left = 0;
  }
}

/** A message to one listener. */
export function answer(message: Message): Encoded {
  return new Encoded(0, message.type, JSON.stringify(message));
}
