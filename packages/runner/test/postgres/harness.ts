import pg from 'pg'
import { openPostgresJobStore } from '../../src/postgres/index.ts'
import type { StoreHarness } from '../contract/store-harness.ts'
import type { Server } from './server.ts'

/** A database with the tables of a store in it, to be copied. */
export async function prepareTemplate(server: Server): Promise<string> {
  const template = await server.createDatabase()
  await openPostgresJobStore({ url: template }).then((store) => store.close())
  return template
}

/** One statement on a database, past the store. */
export async function onDatabase(url: string, sql: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** A store in a database of its own. The clock of a server cannot be moved, so all that is stored moves the other way. */
export const postgresHarness = async (server: Server, template: string): Promise<StoreHarness & { url: string }> => {
  const url = await server.createDatabase(template)
  return {
    url,
    open: (limits = {}) => openPostgresJobStore({ url, limits }),
    advance: async (ms) => {
      const by = `interval '${ms} milliseconds'`
      await onDatabase(
        url,
        `UPDATE tezgah.jobs SET created_at = created_at - ${Math.ceil(ms)};
         UPDATE tezgah_queue.job SET created_on = created_on - ${by}, start_after = start_after - ${by},
           started_on = started_on - ${by}, heartbeat_on = heartbeat_on - ${by}`,
      )
    },
    damageResults: async (damage) => {
      const flipped = 'set_byte(body, length(body) / 2, get_byte(body, length(body) / 2) # 1)'
      await onDatabase(url, `UPDATE tezgah.results SET body = ${damage === 'flip' ? flipped : "''"}`)
    },
    cleanUp: () => server.dropDatabase(url),
  }
}
