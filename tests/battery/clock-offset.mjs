import { readFileSync } from 'node:fs';

/** Preloaded into a bot: its calendar is as many ms off as the file named in TEST_CLOCK_FILE says. The monotonic clock stays. */
const file = process.env['TEST_CLOCK_FILE'];
const RealDate = Date;
let offset = 0;
if (file !== undefined) {
  const read = () => {
    try {
      offset = Number(readFileSync(file, 'utf8')) || 0;
    } catch {
      // as it was
    }
  };
  read();
  setInterval(read, 50).unref();
  const now = () => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, values, self) => Reflect.construct(target, values.length === 0 ? [now()] : values, self),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, self) => (name === 'now' ? now : Reflect.get(target, name, self)),
  });
}
