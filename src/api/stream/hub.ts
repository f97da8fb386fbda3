import { randomBytes } from 'node:crypto';
import { type Analysis, type BotEvent, type BotService, followedPairs, wholeAnalysis } from '../../bot/port.ts';
import { guarded } from '../../core/guarded.ts';
import { reasonWithStack } from '../../core/reason.ts';
import type { ResearchService } from '../../research/port.ts';
import type { SysInfo } from '../../wire/answers/info.ts';
import type { SystemNews } from '../../wire/messages.ts';
import type { LogLine } from '../calls/log-line.ts';
import { readiness } from '../calls/readiness.ts';
import { presentEvent } from '../present/event.ts';
import { presentHealth } from '../present/health.ts';
import { Encoded } from './encoded.ts';
import { Frames } from './frames.ts';
import { History } from './history.ts';
import { JobStream } from './job-news.ts';
import { answer, type Listener } from './listener.ts';
import { OpenTradeNews } from './open-trades.ts';

const TICK_MS = 1000;
/** How often listeners hear how machine and bot fare, ticks. */
const SYSTEM_TICKS = 5;
/** How far back the first lines of the log reach that a listener is sent. */
const LOG_OVERLAP_MS = 5000;
/** Bytes that may wait for all listeners together before frames are left out for those that are behind. */
const TIGHT_ABOVE = 128 << 20;
/** Different troubles that are remembered as reported. */
const TROUBLES_KEPT = 100;
/** Candles of a frame where a listener names no other number, and at most. */
export const DEFAULT_FRAME_LIMIT = 1500;

/** Gives every message of the bot a position in the stream and hands it to whoever wants it. */
export interface Hub {
  /** Name of this stream; another one after every start. */
  readonly stream: string;
  /** Position of the newest message. */
  sequence(): number;
  add(listener: Listener): void;
  remove(listener: Listener): void;
  /** Sends a listener the frames of a pair, or of every pair that is followed. */
  sendFrames(listener: Listener, pair: string | null, limit: number): void;
  sendWhitelist(listener: Listener): void;
  /** Sends what came after a position, as far as the listener wants it. */
  resume(listener: Listener, stream: string, after: number): void;
  /** Ends the clients whose login or token has ended. */
  dropRevoked(): void;
  /** Says that a call has changed something. @param what last word of its path, without what was asked for */
  tellChanged(what: string): void;
  close(): void;
}

export interface HubOptions {
  readonly bot: () => BotService | null;
  readonly research: ResearchService | null;
  /** All lines that are kept, oldest first. */
  readonly logLines: () => readonly LogLine[];
  readonly machine: () => SysInfo;
  readonly now: () => number;
  readonly log: { error(module: string, message: string): void };
}

export function createHub({ bot, research, logLines, machine, now, log }: HubOptions): Hub {
  /** One and the same trouble is reported once: it would come again every second. */
  const reported = new Set<string>();
  const onTrouble = (error: unknown): void => {
    const text = reasonWithStack(error);
    if (reported.has(text)) return;
    if (reported.size < TROUBLES_KEPT) reported.add(text);
    log.error('rpc.api_server.ws', `A message could not be sent: ${text}`);
  };
  const stream = randomBytes(6).toString('hex');
  const listeners = new Set<Listener>();
  const history = new History();
  let frames: Frames | null = null;
  let news: OpenTradeNews | null = null;
  let sequence = 0;
  let isTight = false;
  let lastLine: LogLine | null = null;
  let unsubscribe: (() => void) | null = null;

  function attach(): void {
    const service = bot();
    if (unsubscribe !== null || service === null) return;
    frames = new Frames(service.settings.timeframe, service.settings.isFutures ? 'futures' : 'spot');
    news = new OpenTradeNews(service);
    unsubscribe = service.onEvent(guarded((event: BotEvent) => broadcast(event, service), onTrouble));
  }

  const isWanted = (topic: string): boolean => [...listeners].some(({ topics }) => topics.has(topic));

  /** Gives a message to all who want its kind. */
  function hand(message: Encoded): void {
    for (const listener of listeners) if (listener.topics.has(message.type)) listener.deliver(message);
  }

  function broadcast(event: BotEvent, service: BotService): void {
    sequence++;
    if (event.kind === 'analyzed') {
      broadcastFrame(service, event.pair);
      return;
    }
    const message = presentEvent(event);
    const encoded = new Encoded(sequence, message.type, JSON.stringify(message));
    history.add(encoded);
    hand(encoded);
  }

  /** Sees to it that all columns of a frame are here before it is sent. */
  function withFrame(service: BotService, pair: string, send: (analysis: Analysis) => void): void {
    const analysis = service.state.analyses.get(pair);
    if (analysis === undefined) return;
    if (analysis.frame.isWhole) {
      send(analysis);
      return;
    }
    wholeAnalysis(service.state, pair)
      .then((whole) => whole !== null && send(whole))
      .catch(onTrouble);
  }

  function broadcastFrame(service: BotService, pair: string): void {
    if (isWanted('analyzed_df')) withFrame(service, pair, (analysis) => deliverFrame(service, pair, analysis));
    else frames?.forget(pair);
  }

  function deliverFrame(service: BotService, pair: string, analysis: Analysis): void {
    if (frames === null) return;
    const made = frames;
    made.useTimeframe(service.settings.timeframe);
    let isAnyDelta = false;
    for (const listener of listeners) {
      isAnyDelta ||= listener.form.hasDeltas;
      if (!listener.topics.has('analyzed_df')) continue;
      if (!listener.form.hasDeltas) {
        // freqtrade sends the newest candle, and the rest when asked
        listener.deliverFrame(() => made.whole(pair, analysis, 1, listener.form, sequence), isTight);
        continue;
      }
      const has = listener.frames.get(pair) ?? { version: 0, limit: DEFAULT_FRAME_LIMIT };
      if (listener.deliverFrame(() => made.news(pair, analysis, has, listener.form, sequence), isTight))
        listener.frames.set(pair, { version: made.version(analysis), limit: has.limit });
    }
    if (isAnyDelta) made.sent(pair, analysis);
    else made.forget(pair);
  }

  const dropRevoked = (): void => {
    for (const listener of listeners) listener.endIfRevoked();
  };

  /** Nothing is computed where nobody listens. */
  function tellOpenTrades(): void {
    const message = isWanted('open_trades') ? (news?.next() ?? null) : null;
    if (message !== null) hand(message);
  }

  function tellLog(): void {
    if (!isWanted('log')) {
      lastLine = null;
      return;
    }
    const lines = logLines();
    // who has just come knows what was there a moment ago, and can tell what it has already
    const known = lastLine === null ? lines.findLastIndex(([, at]) => at < now() - LOG_OVERLAP_MS) : lines.lastIndexOf(lastLine);
    const fresh = lines.slice(known + 1);
    lastLine = lines.at(-1) ?? null;
    if (fresh.length > 0) hand(answer({ type: 'log', data: fresh.map((line) => [...line]) }));
  }

  let ticks = 0;
  function tellSystem(): void {
    if (ticks++ % SYSTEM_TICKS !== 0 || !isWanted('system')) return;
    const service = bot();
    const data: SystemNews = {
      sysinfo: machine(),
      health: service === null ? null : presentHealth(service),
      ready: readiness(service, now()),
    };
    hand(answer({ type: 'system', data }));
  }

  const jobs = research === null ? null : new JobStream(research, { isWanted: () => isWanted('jobs'), hand, onTrouble });
  function tellBeat(): void {
    const at = now();
    let waiting = 0;
    for (const listener of listeners) {
      waiting += listener.waiting;
      listener.tellLeftOut();
      if (listener.heartbeat === 0 || at - listener.heartbeatAt < listener.heartbeat) continue;
      listener.heartbeatAt = at;
      listener.deliver(answer({ type: 'heartbeat', data: { stream, seq: sequence, time: at } }));
    }
    isTight = waiting > TIGHT_ABOVE;
  }
  // each for itself: one that fails costs none of the others
  const tasks = [attach, dropRevoked, tellOpenTrades, tellLog, tellSystem, tellBeat].map((task) => guarded(task, onTrouble));
  const tick = (): void => {
    for (const task of tasks) task();
  };
  const timer = setInterval(guarded(tick, onTrouble), TICK_MS);

  return {
    stream,
    sequence: () => sequence,
    add: (listener) => {
      listeners.add(listener);
      attach();
    },
    remove: (listener) => listeners.delete(listener),
    sendFrames: (listener, pair, limit) => {
      attach();
      const service = bot();
      if (service === null || frames === null) return;
      const made = frames;
      made.useTimeframe(service.settings.timeframe);
      for (const name of pair === null ? followedPairs(service) : [pair])
        withFrame(service, name, (analysis) => {
          const isSent = listener.deliverFrame(() => made.whole(name, analysis, limit, listener.form, sequence), isTight);
          if (!isSent || !listener.form.hasDeltas) return;
          listener.frames.set(name, { version: made.version(analysis), limit });
          made.keep(name, analysis);
        });
    },
    sendWhitelist: (listener) => {
      const service = bot();
      listener.deliver(answer({ type: 'whitelist', data: service === null ? [] : followedPairs(service) }));
    },
    resume: (listener, of, after) => {
      const missed = of === stream && after <= sequence ? history.after(after) : null;
      for (const message of missed ?? []) if (listener.topics.has(message.type)) listener.deliver(message);
      // without everything in between, a listener has to read the state anew
      listener.deliver(answer({ type: 'resumed', data: { stream, seq: sequence, complete: missed !== null } }));
    },
    dropRevoked,
    tellChanged: (what) => hand(answer({ type: 'changed', data: what })),
    close: () => {
      clearInterval(timer);
      jobs?.close();
      unsubscribe?.();
    },
  };
}
