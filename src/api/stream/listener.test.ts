import { describe, expect, it } from 'vitest';
import { Encoded } from './encoded.ts';
import { History } from './history.ts';
import { Listener, type Outlet } from './listener.ts';

const textOf = (frame: Buffer) => frame.subarray(frame.indexOf('{')).toString();

const MB = 1 << 20;

function client() {
  const seen: string[] = [];
  const network = { waiting: 0 };
  const outlet: Outlet = {
    waiting: () => network.waiting,
    send: (message, isNumbered) => seen.push(textOf(isNumbered ? message.numbered() : message.plain())),
    sendFrame: () => seen.push('frame'),
    end: (code) => seen.push(`end ${code}`),
    cut: () => seen.push('cut'),
  };
  let isAllowed = true;
  const listener = new Listener(outlet, () => isAllowed);
  return {
    listener,
    seen,
    network,
    revoke: () => {
      isAllowed = false;
    },
  };
}
const frame = () => ({ bytes: Buffer.from('x'), isBinary: false });
const message = (sequence: number) => new Encoded(sequence, 'status', `{"type":"status","status":"${sequence}"}`);

describe('a listener that reads too slowly', () => {
  it('goes without frames, is told how many once there is room, and loses no message', () => {
    const { listener, seen, network } = client();
    network.waiting = MB + 1;
    expect([listener.deliverFrame(frame, false), listener.deliverFrame(frame, false)]).toEqual([false, false]);
    listener.deliver(message(1));
    listener.tellLeftOut();
    expect(seen).toEqual(['{"type":"status","status":"1"}']);
    network.waiting = 0;
    listener.tellLeftOut();
    listener.tellLeftOut();
    expect(seen.slice(1).map((text) => JSON.parse(text))).toEqual([
      { type: 'warning', status: expect.stringContaining('2 data frames were left out'), left_out: 2 },
    ]);
    expect(listener.deliverFrame(frame, false)).toBe(true);
  });

  it('goes without frames earlier where all together are behind', () => {
    const { listener, network } = client();
    network.waiting = MB / 2;
    expect([listener.deliverFrame(frame, false), listener.deliverFrame(frame, true)]).toEqual([true, false]);
  });

  it('is given up where even messages pile up, and hears nothing more', () => {
    const { listener, seen, network } = client();
    network.waiting = 4 * MB + 1;
    listener.deliver(message(1));
    network.waiting = 0;
    listener.deliver(message(2));
    expect([seen, listener.deliverFrame(frame, false)]).toEqual([['cut'], false]);
  });

  it('is ended once when its login has ended', () => {
    const { listener, seen, revoke } = client();
    listener.endIfRevoked();
    revoke();
    listener.endIfRevoked();
    listener.endIfRevoked();
    listener.deliver(message(1));
    expect(seen).toEqual(['end 1008']);
  });
});

describe('the last messages', () => {
  it('are kept for those who come back, as many as there is room for', () => {
    const history = new History();
    for (let sequence = 1; sequence <= 2000; sequence++) history.add(message(sequence));
    expect(history.after(0)).toHaveLength(2000);
    history.add(message(2001));
    expect(history.after(0)).toBeNull();
    expect(history.after(1)).toHaveLength(2000);
    expect(history.after(2001)).toEqual([]);
  });

  it('of more than 4 MB in all, only the newest', () => {
    const history = new History();
    const large = (sequence: number) => new Encoded(sequence, 'status', `{"x":"${'y'.repeat(3 * MB)}"}`);
    history.add(large(1));
    history.add(large(2));
    expect([history.after(0), history.after(1)?.length]).toEqual([null, 1]);
  });
});
