import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { takeCredentials } from './credentials.ts'
import { probe } from './probe.ts'
import { serviceOf } from './services.ts'
import { findSupervisor } from './supervisor.ts'

/** How long to wait between two looks at a service that starts. */
const LOOK_MS = 100
const HTTP_OK = 200
const BAD_USAGE = 2

/**
 * Runs one service in this process and tells PM2 or systemd when it is ready and, where there is a watchdog, for as
 * long as it answers. `TEZGAH_SERVICE` names it where a process manager has no place for an argument.
 */
async function launch(): Promise<void> {
  takeCredentials(process.env)
  const service = serviceOf(process.argv[2] ?? process.env['TEZGAH_SERVICE'], process.env)
  const supervisor = findSupervisor(process.env, process)
  await import(pathToFileURL(path.join(import.meta.dirname, '../../..', service.main)).href)
  // A service that cannot start sets this and lets the process end.
  while (process.exitCode === undefined && (await probe(service.port, service.readyPath)) !== HTTP_OK) {
    await pause(LOOK_MS, undefined, { ref: false })
  }
  if (process.exitCode !== undefined) return
  supervisor.ready()
  if (supervisor.everyMs === null) return
  setInterval(async () => {
    if ((await probe(service.port, service.alivePath)) !== null) supervisor.alive()
  }, supervisor.everyMs).unref()
}

launch().catch((error: unknown) => {
  console.error(`launch: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = BAD_USAGE
})
