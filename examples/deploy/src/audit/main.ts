import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { replaceFileSync } from '@tezgah/core/node/durable-file'
import { renderVerification } from './verification.ts'

const [log, target] = process.argv.slice(2)
const TEZGAH = path.join(import.meta.dirname, '../../../../packages/cli/src/main.ts')

if (log === undefined || target === undefined) {
  console.error('usage: node --conditions=@tezgah/source examples/deploy/src/audit/main.ts <audit log> <file.prom>')
  process.exitCode = 2
} else {
  const { status } = spawnSync(process.execPath, ['--conditions=@tezgah/source', TEZGAH, 'audit', 'verify', log], {
    stdio: 'inherit',
  })
  // Whole or not at all: the collector must never read half of it.
  replaceFileSync(target, renderVerification({ exitCode: status, at: Math.floor(Date.now() / 1_000) }), { mode: 0o644 })
  process.exitCode = status ?? 2
}
