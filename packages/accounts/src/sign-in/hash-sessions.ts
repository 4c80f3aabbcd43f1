import { createHash } from 'node:crypto'
import type { BetterAuthOptions } from 'better-auth'
import type { kyselyAdapter } from '@better-auth/kysely-adapter'

type AdapterFactory = ReturnType<typeof kyselyAdapter>
type Adapter = ReturnType<AdapterFactory>
type Row = Record<string, unknown>
type Where = NonNullable<Parameters<Adapter['deleteMany']>[0]['where']>[number]

/**
 * Keeps the hash of a session's token where the library keeps the token: whoever reads the database, or a backup of it,
 * can sign in as nobody. The library still sees the token that came in the cookie.
 */
export function hashSessions(factory: AdapterFactory): AdapterFactory {
  return (options: BetterAuthOptions) => withHashes(factory(options))
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function withHashes(adapter: Adapter): Adapter {
  return {
    ...adapter,
    ...hashInWhere(adapter),
    async create<T extends Row, R = T>(query: Parameters<typeof adapter.create<T, R>>[0]): Promise<R> {
      if (query.model !== 'session') return adapter.create<T, R>(query)
      const { token } = query.data as { token?: unknown }
      const row = await adapter.create<T, R>({ ...query, data: hashed(query.data) })
      return { ...row, token }
    },
    async findOne<T>(query: Parameters<typeof adapter.findOne>[0]): Promise<T | null> {
      return withToken(
        await adapter.findOne<T & Row>({ ...query, where: hashedWhere(query.model, query.where) }),
        query,
      )
    },
    async update<T>(query: Parameters<typeof adapter.update>[0]): Promise<T | null> {
      const update = query.model === 'session' ? hashed(query.update) : query.update
      const where = hashedWhere(query.model, query.where)
      return withToken(await adapter.update<T & Row>({ ...query, where, update }), query)
    },
    transaction: (work) => adapter.transaction((inner) => work({ ...inner, ...withHashes(inner as Adapter) })),
  }
}

/** What only names sessions by their tokens. */
function hashInWhere(adapter: Adapter) {
  return {
    findMany: <T>(query: Parameters<typeof adapter.findMany>[0]) =>
      adapter.findMany<T>({ ...query, ...(query.where && { where: hashedWhere(query.model, query.where) }) }),
    delete: (query: Parameters<typeof adapter.delete>[0]) =>
      adapter.delete({ ...query, where: hashedWhere(query.model, query.where) }),
    deleteMany: (query: Parameters<typeof adapter.deleteMany>[0]) =>
      adapter.deleteMany({ ...query, where: hashedWhere(query.model, query.where) }),
  }
}

/** The row with the token by which it was asked for, as the library expects it back. */
function withToken<T extends Row>(row: T | null, { model, where }: { model: string; where: Where[] }): T | null {
  const token = model === 'session' ? where.find(isToken)?.value : undefined
  return row === null || token === undefined ? row : { ...row, token }
}

function isToken({ field }: Where): boolean {
  return field === 'token'
}

function hashed<Data extends object>(data: Data): Data {
  return 'token' in data && typeof data.token === 'string' ? { ...data, token: hashToken(data.token) } : data
}

function hashedWhere(model: string, where: Where[]): Where[] {
  if (model !== 'session') return where
  return where.map((each) => {
    if (!isToken(each)) return each
    const { value } = each
    if (typeof value === 'string') return { ...each, value: hashToken(value) }
    return Array.isArray(value) ? { ...each, value: value.map((token) => hashToken(String(token))) } : each
  })
}
