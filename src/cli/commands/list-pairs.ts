import type { CliCommand } from '../command.ts';
import { listMarkets, MARKET_OPTIONS } from './list-markets.ts';

export const command: CliCommand = {
  summary: 'List the pairs of an exchange that can be traded.',
  options: MARKET_OPTIONS,
  run: (options) => listMarkets(options, true),
};
