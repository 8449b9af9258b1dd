import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameReader, frameHeader } from '../../src/isolation/frames.ts'
import { type ProcessOptions, runProcess } from '../../src/isolation/supervisor.ts'

const LIMITS = { message: 1_000, bytes: 2_000 }
/** Writes frames as a process would that knows how; then does what the test says. */
const PRELUDE = `
const fs = require('fs')
const frame = (kind, body) => { const b = Buffer.from(body); const h = Buffer.alloc(5); h[0] = kind; h.writeUInt32LE(b.length, 1); fs.writeSync(3, Buffer.concat([h, b])) }
const say = (message) => frame(0, JSON.stringify(message))
const progress = { type: 'progress', progress: { position: 1, length: 2, equity: { time: [], equity: [] } } }
const stay = () => setInterval(() => {}, 1e6)
`
const run = (script: string, options: Partial<ProcessOptions> = {}) =>
  runProcess({
    command: [process.execPath, '-e', PRELUDE + script],
    request: [],
    limits: LIMITS,
    timeoutMs: 20_000,
    memoryMb: 512,
    ...options,
  })

describe('runProcess', { timeout: 60_000 }, () => {
  it('passes progress on and ends with the last word, and the bytes before it', async () => {
    const seen: number[] = []
    const script = "say(progress); frame(1, 'abc'); say({ type: 'ran', runMs: 5 }); stay()"
    const end = await run(script, { onProgress: ({ position }) => void seen.push(position) })
    expect(end).toEqual({ type: 'replied', message: { type: 'ran', runMs: 5 }, bytes: new TextEncoder().encode('abc') })
    expect(seen).toEqual([1])
  })

  it.each([
    [
      'a kind that does not exist',
      'fs.writeSync(3, Buffer.from([9, 0, 0, 0, 0])); stay()',
      /kind of a frame must be 0 or 1/,
    ],
    [
      'a message too long to read',
      'fs.writeSync(3, Buffer.from([0, 255, 255, 255, 255])); stay()',
      /at most 1000 bytes, received 4294967295/,
    ],
    [
      'a result too large',
      'fs.writeSync(3, Buffer.from([1, 0, 0, 1, 0])); stay()',
      /at most 2000 bytes, received 65536/,
    ],
    ['two results', "frame(1, 'a'); frame(1, 'b'); stay()", /at most one result/],
    ['no JSON', "frame(0, '{'); stay()", /JSON/],
    ['bytes that are no text', 'frame(0, Buffer.from([34, 255, 34])); stay()', /./],
    ['an unknown message', "say({ type: 'NODE_HANDLE' }); stay()", /Invalid/],
    ['a key too many', "say({ type: 'ran', runMs: 1, toString: 1 }); stay()", /unrecognized/i],
    ['a prototype', `frame(0, '{"type":"ran","runMs":1,"__proto__":{"polluted":1}}'); stay()`, /unrecognized/i],
    ['a time that is none', "say({ type: 'ran', runMs: -1 }); stay()", /too small|>=0/i],
    [
      'a code of its own',
      "say({ type: 'refused', error: { code: 'queue_full', message: '', field: null } }); stay()",
      /Invalid/,
    ],
    ['a curve with loose ends', 'progress.progress.equity.time.push(1); say(progress); stay()', /equal length/],
    ['a flood', 'for (;;) say(progress)', /at most 50 messages a second/],
    ['a torrent', 'for (;;) fs.writeSync(3, Buffer.alloc(65536, 7))', /kind of a frame must be 0 or 1/],
  ])('kills one that says %s', async (_name, script, reason) => {
    expect(await run(script)).toEqual({ type: 'misbehaved', reason: expect.stringMatching(reason) })
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it.each([
    ['process.exit(7)', /code 7/],
    ['', /code 0/],
    ["process.kill(process.pid, 'SIGKILL')", /SIGKILL/],
  ])('reports how it ended: %s', async (script, how) => {
    expect(await run(script)).toEqual({ type: 'exited', how: expect.stringMatching(how) })
  })

  it('gives it no environment', async () => {
    const script =
      "say({ type: 'refused', error: { code: 'strategy_failed', message: JSON.stringify(process.env), field: null } })"
    expect(await run(script)).toMatchObject({ message: { error: { message: '{}' } } })
  })

  it('says why it could not start', async () => {
    expect(await run('', { command: ['/nowhere/node'] })).toEqual({
      type: 'exited',
      how: expect.stringMatching(/ENOENT/),
    })
  })

  it('does not read what it prints', async () => {
    const script =
      "const line = 'x'.repeat(1e6); for (let i = 0; i < 500; i++) { fs.writeSync(1, line); fs.writeSync(2, line) } say({ type: 'ran', runMs: 1 })"
    expect(await run(script)).toMatchObject({ type: 'replied' })
  })

  it('does not wait for one that does not read', async () => {
    const request = Array.from({ length: 64 }, () => new Uint8Array(1e6))
    expect(await run("say({ type: 'ran', runMs: 1 }); stay()", { request })).toMatchObject({ type: 'replied' })
  })

  it('does not start for what is cancelled already', async () => {
    expect(await run('', { signal: AbortSignal.abort() })).toEqual({ type: 'aborted' })
  })
})

it('takes frames apart wherever the stream is cut', () => {
  const body = fc.tuple(fc.constantFrom('message' as const, 'bytes' as const), fc.uint8Array({ maxLength: 40 }))
  fc.assert(
    fc.property(fc.array(body), fc.infiniteStream(fc.integer({ min: 1, max: 9 })), (frames, cuts) => {
      const stream = frames.flatMap(([kind, bytes]) => [...frameHeader(kind, bytes.length), ...bytes])
      const reader = new FrameReader(LIMITS)
      const found = []
      for (let at = 0; at < stream.length; ) {
        const count = cuts.next().value ?? 1
        found.push(...reader.push(Uint8Array.from(stream.slice(at, at + count))))
        at += count
      }
      expect(found.map(({ kind, body: bytes }) => [kind, [...bytes]])).toEqual(
        frames.map(([kind, bytes]) => [kind, [...bytes]]),
      )
    }),
  )
})
