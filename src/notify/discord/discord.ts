import { presentEvent } from '../../api/present/event.ts';
import { createSender } from '../webhook/sender.ts';
import { fillTemplate, TemplateError } from '../webhook/template.ts';
import type { Hook, HookLog } from '../webhook/webhook.ts';

export interface DiscordSettings {
  readonly url: string;
  /** Per type of message: fields, each a label and a template. */
  readonly fields: Readonly<Record<string, readonly Readonly<Record<string, string>>[] | undefined>>;
  /** Given to every message, as it is then. */
  readonly about: () => Readonly<Record<string, unknown>>;
}

const GREEN = 0x00ff00;
const RED = 0xff0000;
const BLUE = 0x0000ff;
const RETRIES = 3;

/** Entries and exits as Discord embeds. */
export function createDiscord(settings: DiscordSettings, log: HookLog): Hook {
  const sender = createSender({
    retries: RETRIES,
    retryDelayMs: 1000,
    timeoutMs: 10_000,
    onFailure: (message) => log.warn('rpc.discord', `Discord: ${message}.`),
  });
  return {
    tell: (event) => {
      const message = presentEvent(event);
      const fields = settings.fields[message.type];
      if (fields === undefined || fields.length === 0) return;
      try {
        const values = { ...settings.about(), ...message };
        const color = 'profit' in event ? (event.profit > 0 ? GREEN : RED) : BLUE;
        const embed = {
          title: `Trade: ${'pair' in event ? event.pair : ''} ${message.type}`,
          color,
          fields: fields.flatMap((field) =>
            Object.entries(field).map(([name, template]) => ({ name, value: fillTemplate(String(template), values), inline: true })),
          ),
        };
        sender.send({ url: settings.url, contentType: 'application/json', body: JSON.stringify({ embeds: [embed] }) });
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error;
        log.warn('rpc.discord', `The Discord template for "${message.type}" can't be filled: ${error.message}.`);
      }
    },
    close: () => sender.close(),
  };
}
