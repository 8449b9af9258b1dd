import { request } from 'node:http'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { messageOf } from '@tezgah/core/describe'
import { takeCredentials } from './credentials.ts'
import { serviceOf } from './services.ts'
import { findSupervisor } from './supervisor.ts'

/** How long to wait between two probes of a service that starts. */
const POLL_MS = 100
const PROBE_TIMEOUT_MS = 2_000
const HTTP_OK = 200
const BAD_USAGE = 2

/**
 * Runs one service in this process and notifies PM2 or systemd when it is ready and, where there is a watchdog, for as
 * long as it answers. `TEZGAH_SERVICE` names it where a process manager has no place for an argument.
 */
async function launch(): Promise<void> {
  takeCredentials(process.env)
  const service = serviceOf(process.argv[2] ?? process.env['TEZGAH_SERVICE'], process.env)
  const supervisor = findSupervisor(process.env, process)
  await import(pathToFileURL(path.join(import.meta.dirname, '../../..', service.main)).href)
  // A service that cannot start sets this and lets the process end.
  while (process.exitCode === undefined && (await probe(service.port, service.readyPath)) !== HTTP_OK) {
    await pause(POLL_MS, undefined, { ref: false })
  }
  if (process.exitCode !== undefined) return
  supervisor.ready()
  if (supervisor.watchdogIntervalMs === null) return
  setInterval(async () => {
    if ((await probe(service.port, service.alivePath)) !== null) supervisor.keepAlive()
  }, supervisor.watchdogIntervalMs).unref()
}

/** The status of an answer, or `null` when there was none within two seconds. */
function probe(port: number, path: string): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false, timeout: PROBE_TIMEOUT_MS })
    asked.once('response', (response) => {
      response.resume()
      resolve(response.statusCode ?? null)
    })
    asked.once('timeout', () => asked.destroy(new Error('no answer in time')))
    asked.once('error', () => resolve(null))
    asked.end()
  })
}

launch().catch((error: unknown) => {
  console.error(`launch: ${messageOf(error)}`)
  process.exitCode = BAD_USAGE
})
