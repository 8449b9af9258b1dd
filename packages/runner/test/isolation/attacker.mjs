/** Tries every way out of a process that it knows, and says on descriptor 3 what became of each. */
import child from 'node:child_process'
import dns from 'node:dns/promises'
import fs from 'node:fs'
import inspector from 'node:inspector'
import net from 'node:net'
import { WASI } from 'node:wasi'
import { Worker } from 'node:worker_threads'

const [port = '1', parent = String(process.ppid)] = process.argv.slice(2)
const outcomes = { environment: JSON.stringify(process.env) }

const attempt = async (name, act) => {
  try {
    await act()
    outcomes[name] = 'done'
  } catch (error) {
    outcomes[name] = error.code ?? error.message
  }
}

await attempt('read', () => fs.readFileSync('/etc/hostname'))
await attempt('list', () => fs.readdirSync('/'))
await attempt('write', () => fs.writeFileSync('/tmp/tezgah-attack', ''))
await attempt('link', () => fs.symlinkSync('/etc/passwd', '/tmp/tezgah-link'))
await attempt('spawn', () => child.spawnSync('/bin/true'))
await attempt('fork', () => child.fork('/nowhere.mjs'))
await attempt('thread', () => new Worker('', { eval: true }))
await attempt('addon', () => process.dlopen({ exports: {} }, '/tmp/x.node'))
await attempt('binding', () => process.binding('fs'))
await attempt('wasi', () => new WASI({ version: 'preview1' }))
await attempt('inspector', () => inspector.open(0))
await attempt('parent', () => process.kill(Number(parent), 0))
await attempt('name', () => dns.lookup('localhost.example'))
await attempt(
  'connect',
  () =>
    new Promise((resolve, reject) => {
      net.connect(Number(port), '127.0.0.1').on('connect', resolve).on('error', reject)
    }),
)
fs.writeSync(3, JSON.stringify(outcomes))
process.exit(0)
