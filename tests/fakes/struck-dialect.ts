import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult, TransactionSettings } from 'kysely';

/** Told of every statement, those that begin and end a transaction too, before it is done and after; what it throws, the statement throws. */
export interface Strike {
  before(statement: string): Promise<void>;
  after(statement: string): Promise<void>;
}

/** A dialect whose every statement can be struck by a test. */
export function struckDialect(dialect: Dialect, strike: Strike): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (database) => dialect.createIntrospector(database),
    createDriver: () => new StruckDriver(dialect.createDriver(), strike),
  };
}

class StruckConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection;
  readonly #strike: Strike;

  constructor(inner: DatabaseConnection, strike: Strike) {
    this.inner = inner;
    this.#strike = strike;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    await this.#strike.before(query.sql);
    const result = await this.inner.executeQuery<R>(query);
    await this.#strike.after(query.sql);
    return result;
  }

  streamQuery<R>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<R>> {
    return this.inner.streamQuery<R>(query, chunkSize ?? 1);
  }
}

class StruckDriver implements Driver {
  readonly #driver: Driver;
  readonly #strike: Strike;

  constructor(driver: Driver, strike: Strike) {
    this.#driver = driver;
    this.#strike = strike;
  }

  init(): Promise<void> {
    return this.#driver.init();
  }
  async acquireConnection(): Promise<DatabaseConnection> {
    return new StruckConnection(await this.#driver.acquireConnection(), this.#strike);
  }
  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await this.#strike.before('begin');
    await this.#driver.beginTransaction(innerOf(connection), settings);
    try {
      await this.#strike.after('begin');
    } catch (error) {
      // whose beginning is not heard of ends with its connection
      await this.#driver.rollbackTransaction(innerOf(connection));
      throw error;
    }
  }
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#strike.before('commit');
    await this.#driver.commitTransaction(innerOf(connection));
    await this.#strike.after('commit');
  }
  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#driver.rollbackTransaction(innerOf(connection));
  }
  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#driver.releaseConnection(innerOf(connection));
  }
  destroy(): Promise<void> {
    return this.#driver.destroy();
  }
}

function innerOf(connection: DatabaseConnection): DatabaseConnection {
  return connection instanceof StruckConnection ? connection.inner : connection;
}
