/** The bot answered with an error; `status` is the HTTP status, `body` what it said. */
export class ApiError extends Error {
  /** @param {number} status @param {unknown} body */
  constructor(status, body) {
    const answer = /** @type {{ detail?: unknown, error?: unknown }} */ (body ?? {});
    const reason = answer.error ?? answer.detail ?? body;
    super(`${status}: ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`);
    this.status = status;
    this.body = body;
  }
}

/** The bot could not be reached. */
export class ConnectionError extends Error {}

/** The command or its parameters are wrong. */
export class UsageError extends Error {}
