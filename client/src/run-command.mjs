import { CALLS } from './calls.mjs';
import { COMMANDS } from './commands.mjs';
import { UsageError } from './errors.mjs';

/**
 * Makes the call of a command.
 * @param {import('./library.d.mts').Api} api
 * @param {string} name @param {Record<string, unknown>} values by parameter name
 * @returns {Promise<unknown>} the bot's answer
 */
export async function runCommand(api, name, values = {}) {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UsageError(`Command ${name} not defined`);
  /** @type {Record<string, unknown>} */
  const input = {};
  let call = name;
  for (const { name: wanted, field, required, help, unset, call: other } of command.parameters) {
    const value = values[wanted] ?? unset;
    if (required && value === undefined) throw new UsageError(`${name} needs ${wanted}: ${help}.`);
    if (value === undefined) continue;
    input[field] = value;
    call = other ?? call;
  }
  const calls = /** @type {Record<string, (input: unknown) => Promise<unknown>>} */ (/** @type {unknown} */ (api));
  const isList = CALLS[call]?.[3] === 'whole';
  return /** @type {(input: unknown) => Promise<unknown>} */ (calls[call])(isList ? [input] : input);
}

/** The text of `help`. */
export function helpText() {
  const parts = Object.entries(COMMANDS).map(([name, { help, parameters }]) => {
    const lines = parameters.map((parameter) => `\t    ${parameter.name}${parameter.required ? ' (required)' : ''}: ${parameter.help}`);
    return [name, `\t${help}`, ...lines].join('\n');
  });
  return `Possible commands:\n\n${parts.join('\n\n')}\n`;
}
