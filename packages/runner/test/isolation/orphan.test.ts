import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { findWrapper } from '../../src/isolation/command.ts'
import { moduleOf, writeModules } from './harness.ts'

const PARENT = path.join(import.meta.dirname, '../fixtures/orphan-parent.ts')

it('does not outlive a runner that is killed in the middle of a loop', { timeout: 60_000 }, async () => {
  const { prefix } = await findWrapper('auto')
  if (prefix.length === 0) {
    console.warn('not tested: nothing here ties a process to the life of another')
    return
  }
  const modules = await writeModules({ 'u.mjs': moduleOf('for (;;);') })
  const script = ['--conditions=@tezgah/source', PARENT, path.join(modules.folder, 'u.mjs')]
  const parent = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] })
  const pids = JSON.parse(String(await new Promise((resolve) => parent.stdout.once('data', resolve)))) as string[]
  expect(pids.length).toBeGreaterThan(0)
  parent.kill('SIGKILL')
  // No limit of time of its own: that of the test is one, and a process that stays fails it.
  while (pids.some((pid) => !isDead(pid))) await new Promise(setImmediate)
  await modules.remove()
})

/** A process that nobody has asked about yet is dead all the same. */
const isDead = (pid: string): boolean => {
  try {
    return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return true
  }
}
