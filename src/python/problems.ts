/** What Python tells of something that failed. */
export interface Reported {
  readonly kind: string;
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
  /** The line itself. */
  readonly code?: string;
  readonly traceback?: string;
  readonly module?: string;
  readonly python?: string;
}

/** The least Python that freqtrade 2026.9 runs on. */
export const LEAST_PYTHON = '3.11';

/** A strategy in Python has failed, or could not be asked. */
export class PythonError extends Error {
  /** `STRATEGY_GONE` where there is nobody to ask any more, `UNUSABLE_ANSWER` where there is nothing to go on by. */
  readonly code: 'PYTHON_ERROR' | 'STRATEGY_GONE' | 'UNUSABLE_ANSWER';
  readonly kind: string;
  /** Python's own, for the log; empty where there is none. */
  readonly traceback: string;

  constructor(reported: Reported) {
    super(sentence(reported));
    this.code = CODES[reported.kind] ?? 'PYTHON_ERROR';
    this.kind = reported.kind;
    this.traceback = reported.traceback ?? '';
  }
}

const CODES: Readonly<Record<string, PythonError['code']>> = { gone: 'STRATEGY_GONE', unusable: 'UNUSABLE_ANSWER' };

function sentence({ kind, text, file, line, code, module, python }: Reported): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  const source = code === undefined || code === '' ? '' : ` (${code})`;
  switch (kind) {
    case 'old_python':
      return `freqtrade needs Python ${LEAST_PYTHON} or newer, and this one is ${text}: name another with --python PATH, or "python" in the configuration.`;
    case 'no_start':
      return `${python} has ended${text} before it could load anything: is it a Python? Try ${python} --version, or name another with --python PATH, or "python" in the configuration.`;
    case 'no_package':
      return `Python strategies need freqtrade as a library, and ${python} lacks the package "${text}": ${python} -m pip install freqtrade==2026.9`;
    case 'broken_package':
      return `The freqtrade of ${python} can't be used: ${text}. Install it again: ${python} -m pip install --force-reinstall freqtrade==2026.9`;
    case 'missing_import':
      return `${place}the strategy needs the package "${module}", which ${python} lacks: ${python} -m pip install ${(module ?? '').split('.')[0]}${source}`;
    default:
      return `${place}${text}${source}`;
  }
}
