import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

it('has a program in the guide to audit logs that runs and prints what it says', { timeout: 60_000 }, async () => {
  const guide = await readFile(path.join(import.meta.dirname, '..', 'audit.md'), 'utf8')
  const program = /```ts\n(.*?)```/s.exec(guide)?.[1] ?? ''
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-audit-'))
  try {
    const code = program.replaceAll("'logs/", `'${folder.replaceAll('\\', '/')}/logs/`)
    const flags = ['--conditions=@tezgah/source', '--input-type=module-typescript', '--eval', code]
    const cwd = path.join(import.meta.dirname, '../../packages/audit')
    const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd })
    const promised = [...program.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, text]) => text)
    expect(promised.length).toBe(2)
    expect(stdout.trim().split('\n')).toEqual(promised)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
