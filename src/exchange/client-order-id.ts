/**
 * How a client order id is written for an exchange. Ours is `ftts-e-`, `ftts-x-` or `ftts-s-` and 24 hexadecimal digits; exchanges differ in what
 * they take. Every form can be read back, so that an order found belongs to an intent only if its id says so.
 * - `as_is`: ours;
 * - `letters`: 27 lower-case letters and digits;
 * - `uuid`: a UUID of version 4;
 * - `hex`: `0x` and 32 hexadecimal digits.
 */
export type IdForm = 'as_is' | 'letters' | 'uuid' | 'hex';

const OURS = /^ftts-([exs])-([0-9a-f]{24})$/;
/** What the longer forms begin with, so that ours are known among others. */
const MARK = 'f77e5';
const KINDS = { e: 'e', x: 'f', s: 'd' } as const;
type Kind = keyof typeof KINDS;

/** @param id ours; one of another form (an older bot's) is sent as it is */
export function toWire(form: IdForm, id: string): string {
  const [, kind, digits] = OURS.exec(id) ?? [];
  if (form === 'as_is' || kind === undefined || digits === undefined) return id;
  if (form === 'letters') return `ft${kind}${digits}`;
  const all = `${MARK}${KINDS[kind as Kind]}${digits}`;
  if (form === 'hex') return `0x${all}00`;
  // version and variant stand between
  const marked = `${all.slice(0, 12)}4${all.slice(12, 15)}8${all.slice(15)}`;
  return [marked.slice(0, 8), marked.slice(8, 12), marked.slice(12, 16), marked.slice(16, 20), marked.slice(20)].join('-');
}

/** What an exchange tells as a client order id, in our form where it is ours. @param prefix put before every id by the exchange or its client */
export function fromWire(form: IdForm, wireId: string, prefix = ''): string {
  const id = wireId.startsWith(prefix) ? wireId.slice(prefix.length) : wireId;
  switch (form) {
    case 'as_is':
      return id;
    case 'letters': {
      const [, kind, digits] = /^ft([exs])([0-9a-f]{24})$/.exec(id) ?? [];
      return kind === undefined ? id : `ftts-${kind}-${digits}`;
    }
    case 'hex':
      return unmarked(/^0x([0-9a-f]{30})00$/.exec(id.toLowerCase())?.[1]) ?? id;
    case 'uuid': {
      const digits = id.toLowerCase().replaceAll('-', '');
      return unmarked(/^[0-9a-f]{32}$/.test(digits) ? digits.slice(0, 12) + digits.slice(13, 16) + digits.slice(17) : undefined) ?? id;
    }
  }
}

function unmarked(all: string | undefined): string | null {
  if (all === undefined || !all.startsWith(MARK)) return null;
  const kind = (Object.keys(KINDS) as Kind[]).find((letter) => KINDS[letter] === all[MARK.length]);
  if (kind === undefined) return null;
  return `ftts-${kind}-${all.slice(MARK.length + 1)}`;
}
