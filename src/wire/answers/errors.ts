import { type Static, Type } from 'typebox';
import { shape } from '../shape.ts';

export const Refusal = shape('Refusal', { detail: Type.String() }, 'What is wrong, in words');
export type Refusal = Static<typeof Refusal>;

export const CommandError = shape('CommandError', { error: Type.String() }, 'Why the bot did not do it');
export type CommandError = Static<typeof CommandError>;

export const ValidationDetail = shape(
  'ValidationDetail',
  {
    type: Type.String(),
    loc: Type.Array(Type.Union([Type.String(), Type.Integer()])),
    msg: Type.String(),
    input: Type.Unknown(),
    ctx: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  'One value that is wrong',
);

export const Unprocessable = shape('Unprocessable', { detail: Type.Array(ValidationDetail) }, 'Every value that is wrong');
export type Unprocessable = Static<typeof Unprocessable>;
