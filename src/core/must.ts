/** What must be there, by our own rules. @param what its name, for the error @throws Error where it is not: a fault of the program */
export function must<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`There is no ${what}, though there must be.`);
  return value;
}
