import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EntityRef, formatId, kindOfCode } from '@bzpeer/schema'
import { openStore } from '@bzpeer/store'
import { sql } from 'kysely'
import { percentile, printFigure } from '../figure.ts'
import { listMostConnected, listSample } from './graph-samples.ts'
import { plainEdges } from './recursive-sql.ts'

/** LadybugDB, the successor of Kùzu (which is archived). It is needed for this comparison alone, so it is no dependency. */
const database = '@ladybugdb/core@0.19.1'
const asked = 60

/** As much of the library as is used here. */
interface GraphConnection {
  query(cypher: string): Promise<{ getAll(): Promise<unknown[]> }>
}
interface GraphLibrary {
  Database: new (path: string) => object
  Connection: new (database: object) => GraphConnection
}

/** The same question as the recursive query's, of an embedded graph database with the same edges. */
export async function benchGraphDatabase(databaseUrl: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-bench-'))
  try {
    const { Database, Connection } = await install(folder)
    const connection = new Connection(new Database(join(folder, 'graph')))
    const { sample, connected } = await load(databaseUrl, folder, connection)
    const usual = await timeWalks(
      connection,
      sample.filter((_, index) => index % Math.ceil(sample.length / asked) === 0),
    )
    const worst = await timeWalks(connection, connected)
    const note = `${database}: all within two steps, the 150 with the most ways; no reasons, no evidence`
    printFigure({ name: 'graph.graph-database.p50', value: percentile(usual, 0.5), unit: 'ms', note })
    printFigure({ name: 'graph.graph-database.p95', value: percentile(usual, 0.95), unit: 'ms', note })
    printFigure({ name: 'graph.graph-database.worst', value: Math.max(...worst), unit: 'ms', note })
  } catch (error) {
    console.error(`skipped: the embedded graph database ${database} did not work here: ${String(error).slice(0, 500)}`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function install(folder: string): Promise<GraphLibrary> {
  await writeFile(join(folder, 'package.json'), '{"private":true}')
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', database], {
    cwd: folder,
  })
  return createRequire(join(folder, 'package.json'))('@ladybugdb/core') as GraphLibrary
}

async function load(databaseUrl: string, folder: string, connection: GraphConnection) {
  await using store = openStore({ databaseUrl })
  const { rows } = await sql<{ from_kind: number; from_id: number; to_kind: number; to_id: number }>`
    select distinct from_kind, from_id, to_kind, to_id from (${plainEdges}) e
    where (from_kind, from_id) < (to_kind, to_id)`.execute(store.db)
  const toId = (kind: number, id: number) => formatId({ kind: kindOfCode(kind), id })
  const edges = rows.map((row) => [toId(row.from_kind, row.from_id), toId(row.to_kind, row.to_id)] as const)
  const [nodeFile, edgeFile] = [join(folder, 'nodes.csv'), join(folder, 'edges.csv')]
  await writeFile(nodeFile, [...new Set(edges.flat())].map((id) => `${id}\n`).join(''))
  await writeFile(edgeFile, edges.map((edge) => `${edge.join(',')}\n`).join(''))
  await connection.query('create node table Entity (id string primary key)')
  await connection.query('create rel table Tie (from Entity to Entity)')
  await connection.query(`copy Entity from '${nodeFile}'`)
  await connection.query(`copy Tie from '${edgeFile}'`)
  return { sample: await listSample(store), connected: await listMostConnected(store) }
}

async function timeWalks(connection: GraphConnection, entities: readonly EntityRef[]): Promise<number[]> {
  const times: number[] = []
  for (const ref of entities) {
    const started = performance.now()
    const result = await connection.query(
      `match (f:Entity {id: '${formatId(ref)}'})-[:Tie*1..2]-(n:Entity) return n.id, count(*) as ways order by ways desc, n.id limit 150`,
    )
    await result.getAll()
    times.push(performance.now() - started)
  }
  return times
}
