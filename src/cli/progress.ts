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

/** Where nobody watches, a line of its own so often, ms. */
const SELDOM_MS = 30_000;

/** How far a download of several files is, with rows a second and the time that is left: a bar on a terminal, a line now and then elsewhere. */
export function downloadLine(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>, now: () => number, files: number): DownloadLine {
  const begun = now();
  const ratios = new Map<string, number>();
  let [finished, rows] = [0, 0];
  // a short download needs no line of its own
  let shown = stream.isTTY ? 0 : begun;
  const draw = (label: string): void => {
    const at = now();
    if (at - shown < (stream.isTTY ? EVERY_MS : SELDOM_MS)) return;
    shown = at;
    const share = Math.min(1, (finished + [...ratios.values()].reduce((sum, ratio) => sum + ratio, 0)) / files);
    const seconds = Math.max(0.001, (at - begun) / 1000);
    const left = share > 0 ? `, ${timeText((seconds * (1 - share)) / share)} left` : '';
    const full = Math.round(share * BAR);
    const text = `${Math.round(share * 100)} % ${finished}/${files} files, ${rows} rows, ${Math.round(rows / seconds)} rows/s${left}  ${label}`;
    stream.write(stream.isTTY ? `\r\x1b[K${'━'.repeat(full)}${'╌'.repeat(BAR - full)} ${text}` : `${text}\n`);
  };
  const wipe = (): void => {
    if (stream.isTTY && shown > 0) stream.write('\r\x1b[K');
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
      wipe();
      if (stream.isTTY) shown = 0;
    },
    clear: wipe,
  };
}

function timeText(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
