import { spawnSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { renderVerification } from './verification.ts'

const [log, target] = process.argv.slice(2)
const TEZGAH = path.join(import.meta.dirname, '../../../../packages/cli/src/main.ts')

if (log === undefined || target === undefined) {
  console.error('usage: node examples/deploy/src/audit/main.ts <audit log> <file.prom>')
  process.exitCode = 2
} else {
  const { status } = spawnSync(process.execPath, ['--conditions=@tezgah/source', TEZGAH, 'audit', 'verify', log], {
    stdio: 'inherit',
  })
  // Renamed into place: the collector must never read half of it.
  const draft = `${target}.${process.pid}`
  writeFileSync(draft, renderVerification({ exitCode: status, at: Math.floor(Date.now() / 1_000) }), { mode: 0o644 })
  renameSync(draft, target)
  process.exitCode = status ?? 2
}
