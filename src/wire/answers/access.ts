import { type Static, Type } from 'typebox';
import { nullable, shape } from '../shape.ts';

/** What a credential allows: reading, reading and trading, everything. */
export const Scope = Type.Enum(['read', 'trade', 'admin']);
export type Scope = Static<typeof Scope>;

/** What this server offers beside freqtrade's calls, and what the caller may do. */
export const Features = shape('Features', {
  user: Type.String(),
  scope: Scope,
  research: Type.Boolean({ description: 'Whether research is served: backtests, data, analyses', examples: [false] }),
  streams_prices: Type.Boolean({ description: 'Whether the message stream tells what open trades are worth', examples: [true] }),
  selects_trades: Type.Boolean({ description: 'Whether closed trades can be searched and sorted', examples: [true] }),
  passes_calls: Type.Boolean({ description: 'Whether other bots are kept, and calls passed on to them', examples: [false] }),
});
export type Features = Static<typeof Features>;

/** Another bot, without its password. */
export const OtherBot = shape('OtherBot', {
  bot_id: Type.String(),
  name: Type.String(),
  url: Type.String(),
  colour: nullable(Type.String()),
});
export type OtherBot = Static<typeof OtherBot>;

export const OtherBots = shape('OtherBots', { bots: Type.Array(OtherBot) });
export type OtherBots = Static<typeof OtherBots>;

export const Session = shape('Session', {
  session_id: Type.String(),
  created_at: Type.String(),
  last_used: Type.String(),
  expires: Type.String(),
  address: Type.String(),
  user_agent: Type.String(),
  is_current: Type.Boolean(),
});
export type Session = Static<typeof Session>;

export const Sessions = shape('Sessions', { sessions: Type.Array(Session) });
export type Sessions = Static<typeof Sessions>;

export const ApiToken = shape('ApiToken', {
  token_id: Type.String(),
  name: Type.String(),
  scope: Scope,
  created_at: Type.String(),
  last_used: nullable(Type.String()),
  expires: nullable(Type.String()),
});
export type ApiToken = Static<typeof ApiToken>;

export const ApiTokens = shape('ApiTokens', { tokens: Type.Array(ApiToken) });
export type ApiTokens = Static<typeof ApiTokens>;

export const NewApiToken = shape('NewApiToken', { token: Type.String(), token_id: Type.String() });
export type NewApiToken = Static<typeof NewApiToken>;

export const AuditEntry = shape('AuditEntry', {
  at: Type.Integer(),
  who: Type.String(),
  address: Type.String(),
  http_method: Type.String(),
  path: Type.String(),
  request_body: nullable(Type.String()),
  http_status: Type.Integer(),
});
export type AuditEntry = Static<typeof AuditEntry>;

export const Audit = shape('Audit', { audit: Type.Array(AuditEntry) });
export type Audit = Static<typeof Audit>;

export const Readiness = shape('Readiness', { ready: Type.Boolean(), problems: Type.Array(Type.String()) });
export type Readiness = Static<typeof Readiness>;
