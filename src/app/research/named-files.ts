import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ResearchRefused } from '../../research/port.ts';

/** Files of one kind that lie beside others: `<prefix>….json` in a folder, which need not be there. */
export class NamedFiles {
  readonly #folder: string;
  readonly #prefix: string;

  constructor(folder: string, prefix: string) {
    this.#folder = folder;
    this.#prefix = prefix;
  }

  names(): readonly string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => this.#isOne(name)) : [];
  }

  /** @throws ResearchRefused for what is none of them, or is not there */
  path(filename: string): string {
    const path = join(this.#folder, filename);
    if (basename(filename) !== filename || !this.#isOne(filename) || !existsSync(path))
      throw new ResearchRefused('missing', 'File not found.');
    return path;
  }

  #isOne(name: string): boolean {
    return name.startsWith(this.#prefix) && name.endsWith('.json');
  }
}
