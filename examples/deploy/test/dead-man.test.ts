import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from './support/free-port.ts'
import { isInstalled } from './support/programs.ts'

/** Of the system; other distributions call it `alertmanager`. */
const ALERTMANAGER = 'prometheus-alertmanager'
const CONFIG = path.join(import.meta.dirname, '../alertmanager/alertmanager.yml')
const here = isInstalled(ALERTMANAGER, '--version', 'a message of the dead-man switch from a real Alertmanager')

test.runIf(here)('the watchdog reaches the dead-man switch alone', { timeout: 60_000 }, async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const hook = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-alertmanager-'))
  const file = path.join(folder, 'alertmanager.yml')
  writeFileSync(file, readFileSync(CONFIG, 'utf8').replaceAll(/https:\/\/[a-z.-]+\.invalid/g, hook))
  const port = await freePort()
  const listen = ['--cluster.listen-address=', `--web.listen-address=127.0.0.1:${port}`]
  const child = spawn(ALERTMANAGER, [`--config.file=${file}`, `--storage.path=${folder}`, ...listen], {
    stdio: 'ignore',
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  const arrived = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>
  const labels = { alertname: 'Watchdog', severity: 'none' }
  await expect.poll(() => post(`http://127.0.0.1:${port}/api/v2/alerts`, [{ labels }]), { timeout: 30_000 }).toBe(200)
  const [message, answer] = await arrived
  expect(message.url).toBe('/ping/tezgah')
  answer.end()
})

/** The status of the answer; 0 while there is no answer. */
async function post(address: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => null)
  return answer?.status ?? 0
}
