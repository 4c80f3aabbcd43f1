import { type PGlite, parse, protocol, type Results } from '@electric-sql/pglite'

const { serialize } = protocol
const preparedAtMost = 300

interface Statement {
  readonly name: string
  /** Of its parameters. */
  readonly types: readonly number[]
}

/**
 * Runs statements under names made up for their texts, so that each is parsed once and planned a few times, and not at every
 * turn: planning takes an embedded database longer than most of what it plans. Otherwise the steps of PGlite's own `query`.
 */
export class PreparedStatements {
  readonly #db: PGlite
  readonly #known = new Map<string, Statement>()

  constructor(db: PGlite) {
    this.#db = db
  }

  async query<Row>(sql: string, parameters: readonly unknown[]): Promise<Results<Row> | undefined> {
    return this.#db.runExclusive(async () => {
      const messages: Messages = []
      try {
        const { name, types } = await this.#prepare(sql)
        const values = parameters.map((value, index) => this.#toText(value, types[index] ?? 0))
        messages.push(...(await this.#send(serialize.bind({ statement: name, values }))))
        messages.push(...(await this.#send(serialize.describe({ type: 'P' }))))
        messages.push(...(await this.#send(serialize.execute({}))))
      } finally {
        messages.push(...(await this.#send(serialize.sync())))
      }
      await this.#db.syncToFs()
      return parse.parseResults(messages, this.#db.parsers)[0] as Results<Row> | undefined
    })
  }

  async #prepare(sql: string): Promise<Statement> {
    const known = this.#known.get(sql)
    if (known !== undefined) return known
    const name = this.#known.size < preparedAtMost ? `s${this.#known.size}` : ''
    await this.#send(serialize.parse({ name, text: sql }))
    const types = parse.parseDescribeStatementResults(await this.#send(serialize.describe({ type: 'S', name })))
    const statement = { name, types }
    if (name !== '') this.#known.set(sql, statement)
    return statement
  }

  async #send(message: Uint8Array): Promise<Messages> {
    return this.#db.execProtocolStream(message, { syncToFs: false })
  }

  #toText(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null
    const toText = this.#db.serializers[type] ?? String
    return toText(value)
  }
}

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>
