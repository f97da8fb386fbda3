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

export interface DownloadLine {
  /** @param rows that have come since the last time @param ratio of this file, 0 to 1 */
  show(label: string, rows: number, ratio: number): void;
  done(label: string): void;
  clear(): void;
}

const BAR = 24;

/** A bar over several files at once, with rows a second and the time that is left; nothing where nobody watches. */
export function downloadLine(stream: NodeJS.WriteStream, now: () => number, files: number): DownloadLine {
  if (!stream.isTTY) return { show: () => undefined, done: () => undefined, clear: () => undefined };
  const begun = now();
  const ratios = new Map<string, number>();
  let [finished, rows, shown] = [0, 0, 0];
  const draw = (label: string): void => {
    const at = now();
    if (at - shown < EVERY_MS) return;
    shown = at;
    const share = Math.min(1, (finished + [...ratios.values()].reduce((sum, ratio) => sum + ratio, 0)) / files);
    const seconds = Math.max(0.001, (at - begun) / 1000);
    const left = share > 0 ? `, ${Math.round((seconds * (1 - share)) / share)} s left` : '';
    const full = Math.round(share * BAR);
    stream.write(
      `\r\x1b[K${'━'.repeat(full)}${'╌'.repeat(BAR - full)} ${Math.round(share * 100)} % ${finished}/${files} files, ${Math.round(rows / seconds)} rows/s${left}  ${label}`,
    );
  };
  return {
    show: (label, count, ratio) => {
      rows += count;
      ratios.set(label, Math.min(1, ratio));
      draw(label);
    },
    done: (label) => {
      ratios.delete(label);
      finished++;
      if (shown > 0) stream.write('\r\x1b[K');
      shown = 0;
    },
    clear: () => {
      if (shown > 0) stream.write('\r\x1b[K');
    },
  };
}
