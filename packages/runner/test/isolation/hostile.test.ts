import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserStrategies } from '../../src/isolation/user-strategies.ts'
import { type Bench, errorOf, makeBench, moduleOf, writeModules } from './harness.ts'

const IMPORTS = [
  'node:fs',
  'fs/promises',
  'node:child_process',
  'node:worker_threads',
  'node:net',
  'dns',
  'node:module',
  'node:process',
  'node:vm',
  'node:inspector',
  'node:v8',
  'node:sqlite',
  'node:wasi',
  'node:test',
  'decimal.js',
  'file:///etc/passwd',
  '../../../../../../etc/passwd',
  './x.node',
  './other.mjs',
  'data:text/javascript,import "node:fs"',
]

/** What each strategy does at its first candle, and what its job's error says then. */
const ACTS = {
  environment: ['throw new Error(JSON.stringify(process.env))', /: \{\}$/],
  builtins: ['process.getBuiltinModule("fs")', /not a function/],
  bindings: ['process.binding("fs")', /not a function/],
  addon: ['process.dlopen({}, "x")', /not a function/],
  fetch: ['fetch("http://127.0.0.1:1")', /fetch is not defined/],
  socket: ['new WebSocket("ws://127.0.0.1:1")', /WebSocket is not defined/],
  exit: ['process.exit(0)', /not a function/],
  kill: ['process.kill(process.ppid, 9)', /not a function/],
  replaced: ['globalThis.process = 1; process.exit()', /./],
  typedArrays: ['Object.getPrototypeOf(Float64Array.prototype).slice = 1', /read only property 'slice'/],
  columnLength: ['Object.defineProperty(Float64Array.prototype, "length", {})', /not extensible/],
  columns: ['globalThis.Float64Array = Array', /read only property 'Float64Array'/],
  arrays: ['Array.prototype.map = 1', /read only property 'map'/],
  proto: ['throw JSON.parse(\'{"__proto__":{"polluted":1},"message":"x"}\')', /object Object/],
  long: ['throw new Error("x".repeat(1e7))', /^.{1000,2000}$/s],
} as const

const LOOPS = {
  loop: 'for (;;);',
  wait: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  expression: '/^(a+)+$/.test("a".repeat(40) + "!")',
  throwing: 'throw { toString() { for (;;); } }',
  heap: 'const all = []; for (;;) all.push(new Array(1000).fill(Math.random()))',
  buffers: 'const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))',
} as const

const nameSources = (name: string, body: string) => moduleOf(body).replace("name: 'u'", `name: '${name}'`)
const bodies = Object.fromEntries([
  ...Object.entries(ACTS).map(([name, [body]]) => [name, body]),
  ...Object.entries(LOOPS),
])
const oneModule = `
import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
const bodies = {${Object.entries(bodies)
  .map(([name, body]) => `${name}() { ${body} }`)
  .join(',\n')}}
export const strategies = Object.entries(bodies).map(([name, onCandle]) =>
  defineStrategy({ name, params: z.object({}), setup: () => ({ onCandle }) }))`

/** A module that says, in its description, what became of each import. */
const importing = `
import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
const tried = {}
for (const name of ${JSON.stringify(IMPORTS)}) {
  tried[name] = await import(name).then(() => 'imported', (error) => error.message.slice(0, 60))
}
export const strategies = [defineStrategy({
  name: 'imports', description: JSON.stringify(Object.values(tried)).slice(0, 1900), params: z.object({}), setup: () => ({ onCandle() {} }),
})]`

const microtasks = `${nameSources('microtasks', '')}
const again = () => Promise.resolve().then(again)
if (globalThis.process.env.nothing === undefined) await again()`

const isMemoryWatched = process.platform === 'linux'
if (!isMemoryWatched) console.warn('not tested here: memory outside the heap is watched on Linux only')

/** Processes whose parent is this one. */
const children = () =>
  readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean).length

// Each run starts a process, on a machine that may be busy.
describe('a hostile strategy in a process of its own', { timeout: 60_000 }, () => {
  let modules: Awaited<ReturnType<typeof writeModules>>
  let users: UserStrategies
  let bench: Bench
  const run = (strategy: string, timeoutMs = 20_000, signal?: AbortSignal) => {
    const strategiesVersion = users.strategies.get(strategy)?.codeSha256 ?? ''
    return bench.run({ strategy, strategiesVersion }, { timeoutMs, ...(signal === undefined ? {} : { signal }) })
  }

  beforeAll(async () => {
    modules = await writeModules({ 'acts.mjs': oneModule, 'imports.mjs': importing, 'other.txt': 'x' })
    users = await UserStrategies.open({ folder: modules.folder }, { memoryMb: 192 })
    bench = await makeBench(users)
  }, 60_000)
  afterAll(async () => {
    await bench.close()
    await modules.remove()
  })

  it('imports nothing but its own files, the engine, zod and harmless builtins', () => {
    const outcomes: string[] = JSON.parse(users.strategies.get('imports')?.description ?? '[]')
    expect(outcomes).toHaveLength(IMPORTS.length)
    for (const [index, outcome] of outcomes.entries())
      expect(outcome, IMPORTS[index]).toMatch(/must import only|failed|not/)
    expect(outcomes).not.toContain('imported')
  })

  it.each(Object.entries(ACTS))('%s: fails its job, in words', async (name, [, message]) => {
    const error = errorOf(await run(name))
    expect(error).toMatchObject({ code: 'strategy_failed', message: expect.stringMatching(message) })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it.each(['loop', 'wait', 'expression', 'throwing'])('%s: is killed at its limit of time', async (name) => {
    expect(errorOf(await run(name, 700))).toMatchObject({ code: 'timeout', message: /exceeded runTimeoutMs: 700 ms/ })
    if (process.platform === 'linux') expect(children(), 'no process is left').toBe(0)
  })

  it.each(isMemoryWatched ? ['heap', 'buffers'] : ['heap'])('%s: is killed at its limit of memory', async (name) => {
    const error = errorOf(await run(name))
    expect(error).toMatchObject({ code: 'memory_exceeded', message: /exceeded memoryMb: 192 MiB/ })
    if (process.platform === 'linux') expect(children()).toBe(0)
  })

  it('is gone, in the middle of a loop, when its run is cancelled', async () => {
    const stop = new AbortController()
    const running = run('loop', 20_000, stop.signal)
    if (process.platform === 'linux') while (children() === 0) await new Promise(setImmediate)
    stop.abort()
    expect(await running).toEqual({ type: 'release', reason: 'shutdown' })
    if (process.platform === 'linux') expect(children()).toBe(0)
  })

  it('is refused, with a reason, while it is only imported', async () => {
    const opened = async (source: string) => {
      const own = await writeModules({ 'u.mjs': source })
      await UserStrategies.open({ folder: own.folder }).finally(own.remove)
    }
    await expect(opened('export const strategies = []')).rejects.toThrow(/u\.mjs.*one strategy or more/)
    await expect(opened('throw new Error("no")')).rejects.toMatchObject({ code: 'invalid_strategies' })
    await expect(opened(nameSources('__proto__', ''))).rejects.toThrow(/must be 1 to 64/)
    await expect(opened(moduleOf('').replace('z.object({})', 'z.object({ odd: z.any() })'))).resolves.toBeUndefined()
  })

  it('is not run when its code is not what it was', async () => {
    expect(errorOf(await bench.run({ strategy: 'loop', strategiesVersion: 'ab' }))).toMatchObject({
      code: 'unknown_strategy',
      message: /not what it was/,
    })
  })
})

it('a row of microtasks that never ends is ended while its module is imported', { timeout: 60_000 }, async () => {
  const own = await writeModules({ 'u.mjs': microtasks })
  const opened = UserStrategies.open({ folder: own.folder }, { describeMs: 1_000 })
  await expect(opened.finally(own.remove)).rejects.toThrow(/ended with "timeout"/)
})
