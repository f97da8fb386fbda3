/** One thing wrong with a configuration, and what would be right. */
export interface ConfigProblem {
  readonly file: string;
  /** Dotted path; empty for the file itself. */
  readonly key: string;
  readonly found: string;
  readonly allowed: string;
}

/** The configuration can't be used. Lists every problem at once. */
export class ConfigurationError extends Error {
  readonly code = 'CONFIGURATION_ERROR';
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(
      ({ file, key, found, allowed }) => `  ${file}: ${key === '' ? '' : `${key}: `}found ${found}; allowed: ${allowed}`,
    );
    super(
      `${problems.length === 1 ? 'The configuration has a problem' : `The configuration has ${problems.length} problems`}:\n${lines.join('\n')}`,
    );
    this.problems = problems;
  }
}
