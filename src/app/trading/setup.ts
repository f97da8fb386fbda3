import type { RawConfig } from '../../config/raw.ts';

/** What a bot is started with, as the command line and the configuration say. */
export interface TradeSetup {
  readonly config: RawConfig;
  readonly warnings: readonly string[];
  /** The first file of the configuration, for messages. */
  readonly configFile: string;
  readonly userFolder: string;
  readonly dataFolder: string;
  readonly strategyName: string;
  readonly strategyFolders: readonly string[];
  /** `--python`; null where it is not given. */
  readonly python: string | null;
}

export interface TradeOptions {
  /** Reads the configuration, anew each time. @throws ConfigurationError */
  readonly read: () => TradeSetup;
  /** Null where there is none. */
  readonly logFile: (config: RawConfig) => string | null;
  readonly isVerbose: boolean;
  /** Whether the command line asks for systemd to be notified. */
  readonly notifiesSystemd: boolean;
}
