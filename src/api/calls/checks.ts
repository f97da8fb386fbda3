import { Ajv, type ValidateFunction } from 'ajv';
import { type KindsOfValues, readBody, readTexts } from './readings.ts';

/** A complaint of the schema compiler. */
export interface Complaint {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Record<string, unknown>;
  readonly message?: string | undefined;
}

/** One entry of freqtrade's 422 answers. */
interface Detail {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
  ctx?: Record<string, unknown>;
}

/** A request whose content is wrong, answered in freqtrade's form. */
export class UnprocessableError extends Error {
  readonly statusCode = 422;
  readonly detail: readonly Detail[];
  constructor(detail: readonly Detail[]) {
    super('Unprocessable request');
    this.detail = detail;
  }
}

const PLACES: Readonly<Record<string, string>> = { querystring: 'query', query: 'query', body: 'body', params: 'path' };

/** Turns the schema compiler's complaints into the details that freqtrade's clients know. Source: tests/golden/trade-mode.json.gz. */
export function unprocessable(
  errors: readonly Complaint[],
  context: string,
  given: { readonly body: unknown; readonly params: unknown; readonly query: unknown },
): UnprocessableError {
  const place = PLACES[context] ?? context;
  const raw: unknown = context === 'body' ? given.body : context === 'params' ? given.params : given.query;
  const seen = new Map<string, Detail>();
  for (const error of errors) {
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const detail = toDetail(error, place, path, raw);
    if (detail === null) continue;
    const key = detail.loc.join('/');
    const before = seen.get(key);
    if (before === undefined || (before.type === 'none' && detail.type !== 'none')) seen.set(key, detail);
  }
  return new UnprocessableError([...seen.values()]);
}

const strict = new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true, strict: false, validateFormats: false });
const coercing = new Ajv({
  allErrors: true,
  useDefaults: true,
  allowUnionTypes: true,
  strict: false,
  validateFormats: false,
  coerceTypes: 'array',
});

/** Queries and paths are text, so their types are read from it. Bodies have types: null stays null and never becomes 0. */
export function compileValidator(schema: object, isBody: boolean): ValidateFunction {
  const validate = (isBody ? strict : coercing).compile(schema);
  const afterReading = (data: unknown): boolean => {
    const endless = isBody ? endlessList(data) : null;
    if (endless !== null) {
      afterReading.errors = [endless];
      return false;
    }
    if (isBody) readBody(data, schema as KindsOfValues);
    else readTexts(data, schema as KindsOfValues);
    const isValid = validate(data);
    afterReading.errors = validate.errors ?? null;
    return isValid;
  };
  afterReading.errors = null as ValidateFunction['errors'];
  return afterReading as ValidateFunction;
}

/** Elements of one list: thousands of complaints would take a while to find and to tell. */
const MOST_ELEMENTS = 5000;

function endlessList(data: unknown): NonNullable<ValidateFunction['errors']>[number] | null {
  const lists = Array.isArray(data)
    ? [['', data] as const]
    : Object.entries((data ?? {}) as object).map(([name, value]) => [`/${name}`, value] as const);
  const endless = lists.find(([, list]) => Array.isArray(list) && list.length > MOST_ELEMENTS);
  if (endless === undefined) return null;
  return { keyword: 'maxItems', instancePath: endless[0], schemaPath: '', params: { limit: MOST_ELEMENTS } };
}

/** Sends a 422 for one field. */
export function fieldError(
  loc: (string | number)[],
  type: string,
  msg: string,
  input: unknown,
  ctx?: Record<string, unknown>,
): UnprocessableError {
  return new UnprocessableError([{ type, loc, msg, input, ...(ctx === undefined ? {} : { ctx }) }]);
}

/** Sends a 422 for a list that has more elements than it may have. */
export function checkLength(loc: (string | number)[], list: readonly unknown[], limit: number): void {
  if (list.length > limit) throw new UnprocessableError([tooLong(loc, list.length, limit)]);
}

function tooLong(loc: (string | number)[], length: number, limit: number): Detail {
  return {
    type: 'too_long',
    loc,
    msg: `List should have at most ${limit} items, not ${length}`,
    input: length,
    ctx: { max_length: limit },
  };
}

function toDetail(error: Complaint, place: string, path: (string | number)[], raw: unknown): Detail | null {
  if (place === 'body' && path.length === 0 && raw === undefined && error.keyword === 'type') {
    return { type: 'missing', loc: ['body'], msg: 'Field required', input: null };
  }
  const input = path.reduce<unknown>((node, part) => (node as Record<string | number, unknown> | undefined)?.[part], raw);
  const loc = [place, ...path];
  const isText = typeof input === 'string';
  switch (error.keyword) {
    case 'required': {
      const missing = String(error.params['missingProperty']);
      return { type: 'missing', loc: [...loc, missing], msg: 'Field required', input: place === 'query' ? null : (input ?? null) };
    }
    case 'minimum':
    case 'maximum':
      return boundDetail(error, loc, place === 'body' ? input : String(input));
    case 'enum': {
      const values = (error.params['allowedValues'] as unknown[]).map((value) => `'${String(value)}'`);
      const expected = values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
      return { type: 'enum', loc, msg: `Input should be ${expected}`, input, ctx: { expected } };
    }
    case 'type':
      // of a value that may be null, what else it may be
      return typeDetail(String(error.params['type']).split(',')[0] ?? '', loc, input, isText);
    case 'anyOf':
      return null;
    case 'maxLength': {
      const limit = error.params['limit'];
      return { type: 'string_too_long', loc, msg: `String should have at most ${limit} characters`, input, ctx: { max_length: limit } };
    }
    case 'maxItems': {
      const limit = Number(error.params['limit']);
      const { length } = input as unknown[];
      return tooLong(loc, length, limit);
    }
    case 'minLength': {
      const limit = error.params['limit'];
      return {
        type: 'string_too_short',
        loc,
        msg: `String should have at least ${limit} character${limit === 1 ? '' : 's'}`,
        input,
        ctx: { min_length: limit },
      };
    }
    case 'pattern':
      return {
        type: 'string_pattern_mismatch',
        loc,
        msg: `String should match pattern '${error.params['pattern']}'`,
        input,
        ctx: { pattern: error.params['pattern'] },
      };
    default:
      return { type: 'value_error', loc, msg: error.message ?? 'Input is not valid', input: input ?? null };
  }
}

/** A number that is too small or too large. */
function boundDetail({ keyword, params }: Complaint, loc: (string | number)[], input: unknown): Detail {
  const { limit } = params;
  return keyword === 'minimum'
    ? { type: 'greater_than_equal', loc, msg: `Input should be greater than or equal to ${limit}`, input, ctx: { ge: limit } }
    : { type: 'less_than_equal', loc, msg: `Input should be less than or equal to ${limit}`, input, ctx: { le: limit } };
}

function typeDetail(type: string, loc: (string | number)[], input: unknown, isText: boolean): Detail | null {
  switch (type) {
    case 'integer':
      if (typeof input === 'number')
        return { type: 'int_from_float', loc, msg: 'Input should be a valid integer, got a number with a fractional part', input };
      return isText
        ? { type: 'int_parsing', loc, msg: 'Input should be a valid integer, unable to parse string as an integer', input }
        : { type: 'int_type', loc, msg: 'Input should be a valid integer', input };
    case 'number':
      return isText
        ? { type: 'float_parsing', loc, msg: 'Input should be a valid number, unable to parse string as a number', input }
        : { type: 'float_type', loc, msg: 'Input should be a valid number', input };
    case 'boolean':
      if (!isText && !Number.isInteger(input)) return { type: 'bool_type', loc, msg: 'Input should be a valid boolean', input };
      return { type: 'bool_parsing', loc, msg: 'Input should be a valid boolean, unable to interpret input', input };
    case 'array':
      return { type: 'list_type', loc, msg: 'Input should be a valid list', input };
    case 'object':
      return { type: 'model_attributes_type', loc, msg: 'Input should be a valid dictionary or object to extract fields from', input };
    case 'null':
      return null;
    default:
      return { type: 'string_type', loc, msg: 'Input should be a valid string', input };
  }
}
