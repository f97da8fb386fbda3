import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a Python may be named, the first that is set counts. */
export interface PythonPlaces {
  /** `--python` or the configuration's `python`. */
  readonly named: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const NAMES = ['python3', 'python'];

/** The Python that strategies are run with; null where there is none. */
export function findPython({ named, environment }: PythonPlaces): string | null {
  if (named !== null) return named.includes('/') ? named : onPath(named, environment['PATH']);
  for (const active of [environment['VIRTUAL_ENV'], environment['CONDA_PREFIX']]) {
    if (active === undefined || active === '') continue;
    const found = NAMES.map((name) => join(active, 'bin', name)).find(isProgram);
    if (found !== undefined) return found;
  }
  return onPath('python3', environment['PATH']) ?? onPath('python', environment['PATH']);
}

/** Why strategies in Python can't run on an operating system; null where they can. */
export function systemProblem(platform: NodeJS.Platform): string | null {
  return platform === 'win32'
    ? 'Strategies in Python do not run on Windows, which lacks the named pipes that they are asked over: run freqtrade-ts in WSL or Docker, or write the strategy in TypeScript.'
    : null;
}

/** What is said where there is no Python. */
export function noPython(named: string | null): string {
  return named === null
    ? 'Strategies in Python need a Python with freqtrade installed, and there is none: name one with --python PATH, or "python" in the configuration.'
    : `There is no Python at ${named}, which --python or "python" in the configuration names.`;
}

function onPath(name: string, path = ''): string | null {
  return (
    path
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, name))
      .find(isProgram) ?? null
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
