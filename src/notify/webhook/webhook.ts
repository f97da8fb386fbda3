import { presentEvent } from '../../api/present/event.ts';
import type { BotEvent } from '../../bot/events.ts';
import { createSender, type Sender } from './sender.ts';
import { fillTemplate, TemplateError, type TemplateValues } from './template.ts';

/** Hears every event and sends those it has templates for. */
export interface Hook {
  tell(event: BotEvent): void;
  close(): Promise<void>;
}

export interface WebhookSettings {
  readonly url: string;
  readonly format: 'form' | 'json' | 'raw';
  readonly retries: number;
  readonly retryDelayMs: number;
  readonly timeoutMs: number;
  readonly allowCustomMessages: boolean;
  /** Templates by type of message. */
  readonly templates: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

export interface HookLog {
  warn(module: string, message: string): void;
}

/** Names that templates had before freqtrade spoke of entries and exits. */
const OLD_NAMES: Readonly<Record<string, readonly string[]>> = {
  entry: ['webhookentry', 'webhookbuy'],
  entry_cancel: ['webhookentrycancel', 'webhookbuycancel'],
  entry_fill: ['webhookentryfill', 'webhookbuyfill'],
  exit: ['webhookexit', 'webhooksell'],
  exit_cancel: ['webhookexitcancel', 'webhooksellcancel'],
  exit_fill: ['webhookexitfill', 'webhooksellfill'],
  status: ['webhookstatus'],
};
/** All of these use the templates of `status` where they have none of their own. */
const LIKE_STATUS = new Set(['startup', 'warning', 'exception', 'status']);

export function createWebhook(settings: WebhookSettings, log: HookLog): Hook {
  const sender: Sender = createSender({
    retries: settings.retries,
    retryDelayMs: settings.retryDelayMs,
    timeoutMs: settings.timeoutMs,
    onFailure: (message) => log.warn('rpc.webhook', `Webhook: ${message}.`),
  });
  const templatesOf = (type: string) => {
    const names = [type, ...(OLD_NAMES[type] ?? []), ...(LIKE_STATUS.has(type) ? ['status', 'webhookstatus'] : [])];
    return names.map((name) => settings.templates[name]).find((found) => found !== undefined);
  };
  return {
    tell: (event) => {
      if (event.kind === 'strategy_message' && !settings.allowCustomMessages) return;
      const message = presentEvent(event);
      const templates = templatesOf(message.type);
      if (templates === undefined) return;
      try {
        const filled = fillAll(templates, message) as Record<string, unknown>;
        sender.send({ url: settings.url, ...encoded(filled, settings.format) });
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        log.warn('rpc.webhook', `The webhook template for "${message.type}" can't be filled: ${error.message}.`);
      }
    },
    close: () => sender.close(),
  };
}

function fillAll(template: unknown, values: TemplateValues): unknown {
  if (typeof template === 'string') return fillTemplate(template, values);
  if (Array.isArray(template)) return template.map((part) => fillAll(part, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([name, part]) => [name, fillAll(part, values)]));
}

function encoded(filled: Record<string, unknown>, format: WebhookSettings['format']): { contentType: string; body: string } {
  switch (format) {
    case 'json':
      return { contentType: 'application/json', body: JSON.stringify(filled) };
    case 'raw':
      return { contentType: 'text/plain', body: String(filled['data'] ?? '') };
    default:
      return {
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams(Object.entries(filled).map(([name, value]): [string, string] => [name, String(value)])).toString(),
      };
  }
}
