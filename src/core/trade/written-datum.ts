import type { CustomDatum, WrittenDatum } from './trade.ts';

/** freqtrade's way to keep a value of any type as text. */
export function customDataText(value: unknown): WrittenDatum {
  switch (typeof value) {
    case 'boolean':
      return { type: 'bool', text: value ? 'True' : 'False' };
    case 'number':
      return { type: Number.isInteger(value) ? 'int' : 'float', text: String(value) };
    case 'string':
      return { type: 'str', text: value };
    default:
      return {
        type: value === null || value === undefined ? 'NoneType' : Array.isArray(value) ? 'list' : 'dict',
        text: JSON.stringify(value ?? null),
      };
  }
}

/** The value of a text; the text itself where it is none that can be read, such as Python's JSON with NaN. */
export function customDataValue({ type, text }: WrittenDatum): unknown {
  switch (type) {
    case 'bool':
      return text.toLowerCase() === 'true';
    case 'int':
    case 'float':
      return Number(text);
    case 'str':
      return text;
    default:
      return jsonOr(text);
  }
}

/** A value as it was written, with how it was where that does not follow from the value. */
export function readCustomData(written: WrittenDatum): Pick<CustomDatum, 'value' | 'written'> {
  const value = customDataValue(written);
  const { type, text } = customDataText(value);
  return type === written.type && text === written.text ? { value } : { value, written };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
