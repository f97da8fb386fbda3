interface Parameter {
  readonly type: 'number' | 'boolean' | 'string' | 'list' | 'option';
  readonly default: number | boolean | string | null;
  readonly description: string;
  readonly help: string;
}

const number = (value: number, description: string, help: string): Parameter => ({ type: 'number', default: value, description, help });

/** What can be chosen of each handler, for forms. Names and defaults are freqtrade's. */
export const HANDLER_FACTS = [
  {
    name: 'FullTradesFilter',
    description: 'No pairs while every trade slot is taken.',
    is_pairlist_generator: false,
    params: {},
  },
  {
    name: 'OffsetFilter',
    description: 'Leaves out the first pairs, and keeps a number of those after them.',
    is_pairlist_generator: false,
    params: {
      offset: number(0, 'Offset', 'How many pairs to leave out at the front.'),
      number_assets: number(0, 'Number of assets', 'How many pairs to keep; 0 for all.'),
    },
  },
  {
    name: 'ProducerPairList',
    description: 'Pairs of another bot that this one listens to.',
    is_pairlist_generator: true,
    params: {
      number_assets: number(0, 'Number of assets', 'How many pairs to take; 0 for all.'),
      producer_name: {
        type: 'string',
        default: 'default',
        description: 'Producer name',
        help: 'Name of that bot in external_message_consumer.',
      },
    },
  },
  {
    name: 'ShuffleFilter',
    description: 'Puts the pairs into random order.',
    is_pairlist_generator: false,
    params: { seed: { type: 'number', default: null, description: 'Random seed', help: 'The same seed gives the same order.' } },
  },
  {
    name: 'StaticPairList',
    description: 'The pairs of the configuration.',
    is_pairlist_generator: true,
    params: {
      allow_inactive: {
        type: 'boolean',
        default: false,
        description: 'Allow inactive pairs',
        help: 'Also pairs that are not traded at present.',
      },
    },
  },
] as const satisfies readonly {
  readonly name: string;
  readonly description: string;
  readonly is_pairlist_generator: boolean;
  readonly params: Readonly<Record<string, Parameter>>;
}[];
