import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SentMessage {
  readonly method: string;
  readonly chat_id: string;
  readonly text: string;
  readonly message_thread_id?: number;
  readonly disable_notification?: boolean;
  readonly reply_markup?: { inline_keyboard?: { text: string; callback_data: string }[][]; keyboard?: { text: string }[][] };
}

/** Telegram's Bot API as far as a bot needs it: keeps what is sent, hands out what a user types. */
export class TelegramServer {
  readonly sent: SentMessage[] = [];
  /** Answer every call with this status. */
  failing: number | null = null;
  readonly tokens = new Set<string>();
  readonly #server: Server;
  #updates: { update_id: number }[] = [];
  #next = 1;
  #wake: () => void = () => undefined;

  constructor() {
    this.#server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => {
        text += part.toString();
      });
      request.on('end', () => {
        const [, token = '', method = ''] = /^\/bot([^/]+)\/(\w+)/.exec(request.url ?? '') ?? [];
        this.tokens.add(token);
        const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
        void this.#answer(method, body).then(({ status, result }) => {
          const content = status === 200 ? { ok: true, result } : { ok: false, error_code: status, description: 'as the test wants' };
          response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
        });
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Somebody types into the chat. */
  types(text: string, chat: number, user = 7): void {
    const message = {
      message_id: this.#next,
      date: 1,
      chat: { id: chat, type: 'private' },
      from: { id: user, is_bot: false, first_name: 'U' },
      text,
    };
    this.#push({ message });
  }

  presses(data: string, chat: number, user = 7): void {
    const message = { message_id: 5, date: 1, chat: { id: chat, type: 'private' }, text: 'before' };
    const from = { id: user, is_bot: false, first_name: 'U' };
    this.#push({ callback_query: { id: String(this.#next), from, message, chat_instance: '1', data } });
  }

  async close(): Promise<void> {
    this.#wake();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #push(update: object): void {
    this.#updates.push({ update_id: this.#next++, ...update });
    this.#wake();
  }

  async #answer(method: string, body: Record<string, unknown>): Promise<{ status: number; result?: unknown }> {
    if (this.failing !== null) return { status: this.failing };
    switch (method) {
      case 'getMe':
        return { status: 200, result: { id: 1, is_bot: true, first_name: 'Bot', username: 'tested_bot' } };
      case 'getUpdates': {
        const offset = Number(body['offset'] ?? 0);
        this.#updates = this.#updates.filter((update) => update.update_id >= offset);
        if (this.#updates.length === 0) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
            setTimeout(resolve, 500);
          });
        }
        return { status: 200, result: this.#updates };
      }
      case 'sendMessage':
      case 'editMessageText':
        this.sent.push({ method, ...body } as unknown as SentMessage);
        return { status: 200, result: { message_id: this.sent.length, date: 1, chat: { id: 1, type: 'private' }, text: body['text'] } };
      default:
        return { status: 200, result: true };
    }
  }
}
