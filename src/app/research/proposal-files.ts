import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dateTime } from '../../core/market/calendar.ts';
import type { Proposal } from '../../research/hyperopt/proposal.ts';
import type { LastRun } from '../../research/hyperopt/run-schedule.ts';
import type { ProposalFile } from '../../research/port.ts';
import { NamedFiles } from './named-files.ts';

const PREFIX = 'proposal_';

/** Proposals as files, and when each strategy was re-optimised last. */
export class ProposalFiles {
  readonly #folder: string;
  readonly #files: NamedFiles;
  readonly #runFile: string;

  /** @param folder that of searches @param userFolder where last runs are kept */
  constructor(folder: string, userFolder: string) {
    this.#folder = folder;
    this.#files = new NamedFiles(folder, PREFIX);
    this.#runFile = join(userFolder, 'reoptimize.json');
  }

  list(): readonly ProposalFile[] {
    return this.#files
      .names()
      .flatMap((filename) => {
        const proposal = readProposal(join(this.#folder, filename));
        return proposal === null ? [] : [{ filename, proposal }];
      })
      .sort((a, b) => b.proposal.created_ts - a.proposal.created_ts);
  }

  /** @returns the name of its file */
  add(proposal: Proposal): string {
    mkdirSync(this.#folder, { recursive: true });
    const filename = `${PREFIX}${proposal.strategy}_${dateTime(proposal.created_ts).replace(' ', '_').replaceAll(':', '-')}.json`;
    writeFileSync(join(this.#folder, filename), JSON.stringify(proposal, null, 2));
    return filename;
  }

  /** @throws ResearchRefused where there is no such file */
  delete(filename: string): void {
    rmSync(this.#files.path(filename));
  }

  lastRun(strategy: string): LastRun | null {
    const { last_run_ts: atMs, has_failed: hasFailed } = this.#runs()[strategy] ?? {};
    return typeof atMs === 'number' ? { atMs, hasFailed: hasFailed === true } : null;
  }

  keepRun(strategy: string, { atMs, hasFailed }: LastRun): void {
    writeFileSync(this.#runFile, JSON.stringify({ ...this.#runs(), [strategy]: { last_run_ts: atMs, has_failed: hasFailed } }, null, 2));
  }

  /** What can't be read is as good as never run. */
  #runs(): Record<string, { readonly last_run_ts?: unknown; readonly has_failed?: unknown } | undefined> {
    if (!existsSync(this.#runFile)) return {};
    try {
      const runs: unknown = JSON.parse(readFileSync(this.#runFile, 'utf8'));
      return typeof runs === 'object' && runs !== null ? { ...runs } : {};
    } catch {
      return {};
    }
  }
}

function readProposal(path: string): Proposal | null {
  try {
    const proposal = JSON.parse(readFileSync(path, 'utf8')) as Partial<Proposal>;
    return typeof proposal.created_ts === 'number' && typeof proposal.search_file === 'string' ? (proposal as Proposal) : null;
  } catch {
    return null;
  }
}
