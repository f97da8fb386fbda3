import { Type } from 'typebox';
import { FIELD_NOTES } from './field-notes.ts';

/** A value, or null. Plain types become `type: [T, "null"]`, which serializes without trying each alternative. */
export function nullable<T extends Type.TSchema>(schema: T): Type.TUnsafe<Type.Static<T> | null> {
  const { type, ...rest } = schema as { type?: string };
  if (type === undefined || type === 'object' || type === 'array') return Type.Unsafe({ anyOf: [schema, { type: 'null' }] });
  return Type.Unsafe({ ...rest, type: [type, 'null'] });
}

/** Every named shape, for the OpenAPI document. */
const NAMED = new Map<object, string>();

/** The name of a shape made with `shape`, or null. */
export function shapeName(schema: object): string | null {
  return NAMED.get(schema) ?? null;
}

/**
 * An object on the wire. Its fields get what `field-notes.ts` says of their names, so that the OpenAPI document explains each;
 * a field that means something else here brings its own description and examples.
 * @throws Error for a field without a note
 */
export function shape<T extends Type.TProperties>(name: string, fields: T, description?: string): Type.TObject<T> {
  const described = Object.fromEntries(
    Object.entries(fields).map(([field, schema]) => {
      if ('description' in schema && 'examples' in schema) return [field, schema];
      const note = FIELD_NOTES[field];
      if (note === undefined) throw new Error(`${name}.${field} has no note in wire/field-notes.ts.`);
      // a copy, since a shape may stand in several places; TypeBox keeps what it needs in hidden properties
      const copy = NAMED.has(schema) ? schema : Object.create(null, Object.getOwnPropertyDescriptors(schema));
      if (copy !== schema) Object.assign(copy, { description: note[0], examples: [note[1]] });
      return [field, copy];
    }),
  ) as T;
  const object = Type.Object(described, description === undefined ? {} : { description });
  NAMED.set(object, name);
  return object;
}
