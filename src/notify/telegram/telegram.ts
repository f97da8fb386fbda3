import { type Context, GrammyError, InlineKeyboard, Keyboard, Bot as TelegramBot } from 'grammy';
import type { InProcessApi } from '../../api/calls/in-process.ts';
import { CallRefused } from '../../api/calls/in-process.ts';
import type { BotEvent } from '../../bot/events.ts';
import { type CommandContext, type Reply, UsageError } from './command.ts';
import { COMMANDS, isCommand, runCommand } from './commands.ts';
import { notificationText } from './notification.ts';
import { createOutbox, type Outbox, pause } from './outbox.ts';
import { escaped, parts } from './text.ts';
import { type VolumeSettings, volumeOf } from './volume.ts';

export interface TelegramSettings {
  readonly token: string;
  readonly chatId: string;
  readonly topicId: string | null;
  /** Who may command, by user id; null for everybody in the chat. */
  readonly authorizedUsers: readonly string[] | null;
  readonly volume: VolumeSettings;
  readonly allowCustomMessages: boolean;
  readonly dust: number;
  /** Rows of commands offered as buttons. */
  readonly keyboard: readonly (readonly string[])[] | null;
  /** Buttons under an answer that bring it up to date. */
  readonly hasRefresh: boolean;
  /** Where the Bot API is; null for Telegram's own. */
  readonly apiRoot: string | null;
  readonly isDry: boolean;
}

export interface TelegramOptions {
  readonly settings: TelegramSettings;
  readonly api: InProcessApi;
  readonly marketDirection: CommandContext['marketDirection'];
  readonly log: {
    info(module: string, message: string): void;
    warn(module: string, message: string): void;
    error(module: string, message: string): void;
  };
  readonly now: () => number;
}

export interface Telegram {
  tell(event: BotEvent): void;
  close(): Promise<void>;
}

const MODULE = 'rpc.telegram';
const KEYBOARD = [
  ['/daily', '/profit', '/balance'],
  ['/status', '/status table', '/performance'],
  ['/count', '/start', '/stop', '/help'],
];
const RETRY_MS = 10_000;
/** Seconds after which an unanswered request is given up; longer than Telegram holds a question for news. */
const REQUEST_TIMEOUT_S = 60;

/** freqtrade's Telegram bot: says what happens, takes commands from one chat. */
export function createTelegram({ settings, api, marketDirection, log, now }: TelegramOptions): Telegram {
  const root = settings.apiRoot === null ? {} : { apiRoot: settings.apiRoot };
  const bot = new TelegramBot(settings.token, { client: { timeoutSeconds: REQUEST_TIMEOUT_S, ...root } });
  const ending = new AbortController();
  const keyboard = keyboardOf(settings.keyboard ?? KEYBOARD, log);
  const outbox: Outbox = createOutbox({ signal: ending.signal, onTrouble: (text) => log.warn(MODULE, text) });
  const topic = settings.topicId === null ? {} : { message_thread_id: Number(settings.topicId) };

  function say(reply: Reply, isSilent: boolean, line: string | null): void {
    const messages = parts(reply.text);
    messages.forEach((text, index) => {
      const isLast = index === messages.length - 1;
      const markup = isLast ? (inlineOf(reply, settings.hasRefresh ? line : null) ?? keyboard) : keyboard;
      outbox.put(async (signal) => {
        await bot.api.sendMessage(
          settings.chatId,
          text,
          {
            ...topic,
            parse_mode: 'HTML',
            disable_notification: isSilent,
            reply_markup: markup,
            link_preview_options: { is_disabled: true },
          },
          signal as never,
        );
      });
    });
  }

  const mayCommand = (context: Context): boolean => {
    const { chat, from } = context;
    if (String(chat?.id) !== settings.chatId) {
      log.info(MODULE, `A message from chat ${chat?.id} was left unanswered: it is not telegram.chat_id.`);
      return false;
    }
    if (settings.topicId !== null && String(context.msg?.message_thread_id ?? '') !== settings.topicId) return false;
    if (settings.authorizedUsers === null || settings.authorizedUsers.includes(String(from?.id))) return true;
    log.info(MODULE, `A message from user ${from?.id} was left unanswered: telegram.authorized_users does not have them.`);
    return false;
  };

  async function answer(line: string, context: Context): Promise<Reply> {
    const chat = {
      chat: String(context.chat?.id),
      topic: context.msg?.message_thread_id === undefined ? null : String(context.msg.message_thread_id),
      user: String(context.from?.id),
    };
    log.info(MODULE, `Command "${line.slice(0, 100)}" from user ${chat.user}.`);
    try {
      return await runCommand(line, { call: api.call, now: now(), dust: settings.dust, marketDirection, chat });
    } catch (error) {
      if (error instanceof UsageError || error instanceof CallRefused) return { text: escaped(error.message) };
      log.error(MODULE, `Command "${line.slice(0, 100)}" failed: ${(error as Error).stack ?? String(error)}`);
      return { text: 'That failed by a bug of the bot. The log has the details.' };
    }
  }

  bot.on('message:text', async (context) => {
    const line = context.msg.text;
    if (!line.startsWith('/') || !mayCommand(context)) return;
    say(await answer(line, context), false, line);
  });
  bot.on('callback_query:data', async (context) => {
    if (!mayCommand(context)) return;
    const [kind, line] = splitOnce(context.callbackQuery.data);
    await context.answerCallbackQuery().catch(() => undefined);
    if (kind === 'refresh') {
      const reply = await answer(line, context);
      const markup = inlineOf(reply, line);
      await context
        .editMessageText(`${parts(reply.text)[0]!}\nUpdated: ${new Date(now()).toISOString().slice(11, 19)}`, {
          parse_mode: 'HTML',
          ...(markup === null ? {} : { reply_markup: markup }),
        })
        // the same text once more is refused
        .catch((error: unknown) => error instanceof GrammyError || Promise.reject(error));
      return;
    }
    const reply = line === 'cancel' ? { text: 'Nothing was done.' } : await answer(line, context);
    await context.editMessageText(parts(reply.text)[0]!, { parse_mode: 'HTML' });
  });
  bot.catch(({ error }) => log.warn(MODULE, `An answer could not be sent: ${(error as Error).message}`));

  async function listen(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await bot.api.setMyCommands(COMMANDS.map(({ names, help }) => ({ command: names[0], description: help.slice(0, 256) })));
        // commands given while the bot was away are not carried out late
        await bot.start({
          drop_pending_updates: true,
          allowed_updates: ['message', 'callback_query'],
          onStart: () => log.info(MODULE, `Telegram is listening to ${COMMANDS.length} commands.`),
        });
      } catch (error) {
        if (ending.signal.aborted) return;
        if (error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404)) {
          log.error(MODULE, 'Telegram does not know telegram.token. Take it from @BotFather and reload the configuration.');
          outbox.stop();
          return;
        }
        log.warn(MODULE, `Telegram can't be reached, trying again in ${RETRY_MS / 1000} s: ${(error as Error).message}`);
        await pause(RETRY_MS, ending.signal);
      }
    }
  }
  const listening = listen();

  return {
    tell: (event) => {
      if (event.kind === 'strategy_message' && !settings.allowCustomMessages) return;
      const volume = volumeOf(event, settings.volume);
      const text = volume === 'off' ? null : notificationText(event, settings.isDry);
      if (text !== null) say({ text }, volume === 'silent', null);
    },
    close: async () => {
      // what was sent last, such as that the bot ends, still goes out if that is quick
      await outbox.drain(CLOSING_MS);
      ending.abort();
      await bot.stop().catch(() => undefined);
      await listening;
    },
  };
}

const CLOSING_MS = 1000;

function splitOnce(data: string): [string, string] {
  const at = data.indexOf(' ');
  return [data.slice(0, at), data.slice(at + 1)];
}

/** Buttons of a reply: its own, or one to bring it up to date. */
function inlineOf(reply: Reply, line: string | null): InlineKeyboard | null {
  if (reply.buttons !== undefined)
    return InlineKeyboard.from(reply.buttons.map((row) => row.map(({ label, runs }) => InlineKeyboard.text(label, `run ${runs}`))));
  if (reply.isRefreshable !== true || line === null) return null;
  const data = `refresh ${line}`;
  // Telegram takes 64 bytes
  return Buffer.byteLength(data) > 64 ? null : InlineKeyboard.from([[InlineKeyboard.text('Refresh', data)]]);
}

function keyboardOf(rows: readonly (readonly string[])[], log: TelegramOptions['log']): Keyboard {
  const unknown = rows.flat().filter((line) => !isCommand(line));
  if (unknown.length > 0)
    log.warn(MODULE, `telegram.keyboard has commands that do not exist: ${unknown.join(', ')}. The usual keyboard is used.`);
  const used = unknown.length > 0 ? KEYBOARD : rows;
  return Keyboard.from(used.map((row) => row.map((line) => Keyboard.text(line)))).resized();
}
