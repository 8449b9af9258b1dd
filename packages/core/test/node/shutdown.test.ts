import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { onShutdown } from '@tezgah/core/node/shutdown'
import { workerEntry, workerEnvironment } from '@tezgah/core/node/worker-entry'
import { describe, expect, it, vi } from 'vitest'

const PROGRAM = path.join(import.meta.dirname, '../fixtures/shutdown-program.ts')

type Program = { readonly child: ChildProcess; readonly output: () => string; readonly ended: Promise<unknown[]> }

async function start(...options: string[]): Promise<Program> {
  const child = fork(PROGRAM, options, { execArgv: ['--conditions=@tezgah/source'], silent: true })
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = once(child, 'exit')
  await expect.poll(() => output, { timeout: 20_000 }).toContain('ready')
  return { child, output: () => output, ended }
}

const stopped = ({ output }: Program, reason: string) =>
  expect.poll(output, { timeout: 20_000 }).toContain(`stop: ${reason}`)

// Windows delivers no signals between processes.
describe.skipIf(process.platform === 'win32')('signals', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s asks once, the second one ends the process', async (signal) => {
    const program = await start()
    program.child.kill(signal)
    await stopped(program, signal)
    program.child.kill(signal)
    expect(await program.ended).toEqual([null, signal])
    expect(program.output().match(/stop/g)).toHaveLength(1)
  })

  it('does not end the process with the second one where that is to be ignored', async () => {
    const program = await start('ignore')
    program.child.kill('SIGTERM')
    await stopped(program, 'SIGTERM')
    program.child.kill('SIGINT')
    program.child.send('exit')
    expect(await program.ended).toEqual([0, null])
    expect(program.output().match(/stop/g)).toHaveLength(1)
  })

  it('does not hear a parent that it was not asked to hear', async () => {
    const program = await start()
    program.child.send('shutdown')
    program.child.send('exit')
    expect(await program.ended).toEqual([0, null])
    expect(program.output()).not.toContain('stop')
  })
})

describe('a parent', { timeout: 60_000 }, () => {
  it('asks by a message', async () => {
    const program = await start('parent')
    program.child.send('something else')
    program.child.send('shutdown')
    await stopped(program, 'shutdown message')
    program.child.send('exit')
    expect(await program.ended).toEqual([0, null])
  })

  it('asks by ending', async () => {
    const program = await start('parent', 'exit-on-stop')
    program.child.disconnect()
    await stopped(program, 'parent ended')
    expect(await program.ended).toEqual([0, null])
  })
})

it('removes its listeners when it is cancelled', () => {
  const count = () => process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')
  const before = count()
  const cancel = onShutdown(() => undefined)
  expect(count()).toBe(before + 2)
  cancel()
  cancel()
  expect(count()).toBe(before)
})

it('gives a worker the source in a checkout and the built file in a package', () => {
  expect(workerEntry('file:///x/src/pool.ts', './worker.ts', './workers/worker.js')).toEqual({
    url: new URL('file:///x/src/worker.ts'),
    execArgv: ['--conditions=@tezgah/source'],
  })
  expect(workerEntry('file:///x/dist/index.js', './worker.ts', './workers/worker.js')).toEqual({
    url: new URL('file:///x/dist/workers/worker.js'),
    execArgv: undefined,
  })
})

it.each([
  [undefined, {}],
  ['/cache', { NODE_COMPILE_CACHE: '/cache' }],
])('gives a worker nothing of the environment but the compile cache %s', (folder, expected) => {
  vi.stubEnv('NODE_COMPILE_CACHE', folder)
  vi.stubEnv('ADMIN_TOKEN', 'canary')
  expect(workerEnvironment()).toEqual(expected)
  vi.unstubAllEnvs()
})
