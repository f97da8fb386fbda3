import { checkArguments, type Parameter } from '../indicators/check-arguments.ts';
import { ArgumentError } from '../indicators/method-arguments.ts';

/** Parameters of methods, by their names. */
export type MethodParameters<T> = Readonly<Partial<Record<keyof T, readonly Parameter[]>>>;

/** The same object, whose methods look at what they are handed: the types of strategies are stripped before they run. @param name of the object, as strategies write it @param others names that its members have elsewhere */
export function lookedAt<T extends object>(
  name: string,
  object: T,
  methods: MethodParameters<T>,
  others: Readonly<Record<string, keyof T>> = {},
): T {
  const found: T = { ...object };
  for (const [method, parameters] of Object.entries(methods) as [keyof T & string, readonly Parameter[]][]) {
    const of: unknown = object[method];
    if (typeof of !== 'function') continue;
    const call = (...values: unknown[]): unknown => {
      checkArguments(`${name}.${method}`, parameters, values);
      return Reflect.apply(of, object, values);
    };
    Reflect.set(found, method, call);
  }
  for (const [other, ours] of Object.entries(others)) {
    const get = (): never => {
      throw new ArgumentError(`There is no ${name}.${other} here: it is ${name}.${String(ours)}.`);
    };
    Object.defineProperty(found, other, { get });
  }
  return found;
}
