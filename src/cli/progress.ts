const EVERY_MS = 200;

export interface Progress {
  /** @param ratio 0 to 1 */
  show(phase: string, ratio: number): void;
  /** Takes the line away. */
  clear(): void;
}

/** A line that tells how far a long run is and how long it will take; nothing where nobody watches. */
export function progressLine(stream: NodeJS.WriteStream, now: () => number): Progress {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
  let phase = '';
  let begun = 0;
  let shown = 0;
  return {
    show: (name, ratio) => {
      const at = now();
      if (name !== phase) {
        phase = name;
        begun = at;
        shown = 0;
      }
      if (at - shown < EVERY_MS) return;
      shown = at;
      const left = ratio > 0 ? Math.round(((at - begun) * (1 - ratio)) / ratio / 1000) : null;
      stream.write(`\r\x1b[K${name} ${Math.round(ratio * 100)} %${left === null ? '' : `, ${left} s left`}`);
    },
    clear: () => {
      if (shown > 0) stream.write('\r\x1b[K');
    },
  };
}
