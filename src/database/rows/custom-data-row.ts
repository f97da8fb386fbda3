/** freqtrade's way to keep a value of any type as text. */
export function customDataText(value: unknown): { type: string; text: string } {
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

export function customDataValue(type: string, text: string): unknown {
  switch (type) {
    case 'bool':
      return text.toLowerCase() === 'true';
    case 'int':
    case 'float':
      return Number(text);
    case 'str':
      return text;
    default:
      return JSON.parse(text) as unknown;
  }
}
