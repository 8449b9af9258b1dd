import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makePlace, type Place, post, type Running, run, TOKEN } from './fixtures/process.ts'

describe('the process', { timeout: 60_000 }, () => {
  let place: Place
  let running: Running[]

  beforeEach(async () => {
    place = await makePlace()
    running = []
  })
  afterEach(async () => {
    for (const { child, ended } of running) {
      child.kill('SIGKILL')
      await ended
    }
    await place.remove()
  })
  const start = (changes: NodeJS.ProcessEnv = {}): Running => {
    const one = run({ ...place.env, ...changes })
    running.push(one)
    return one
  }

  it('says every problem of its environment at once and ends with 2', async () => {
    const { ended, output } = start({ PORT: 'http', CONCURRENCY: '0', ADMIN_TOKEN: 'weak-canary' })
    expect(await ended).toBe(2)
    expect(output()).toMatch(/PORT must be a whole number from 0 to 65535, was "http"/)
    expect(output()).toMatch(/CONCURRENCY must be/)
    expect(output()).toMatch(/ADMIN_TOKEN must be 16 to 512/)
    expect(output()).not.toContain('weak-canary')
    expect(output(), 'no stack trace').not.toMatch(/^\s+at /m)
  })

  it('says in one line that its port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const { ended, output } = start({ PORT: String(port) })
    expect(await ended).toBe(1)
    expect(output()).toBe(
      `executor-lite: Port ${port} is in use on 127.0.0.1. Set PORT to another, or stop what uses it.\n`,
    )
    server.close()
  })

  it('does not share its data with a second instance', async () => {
    await start().listening
    const second = start({ AUDIT_LOG: path.join(place.folder, 'other.log') })
    expect(await second.ended).toBe(1)
    expect(second.output()).toMatch(/another process has this data open/)
  })

  it('stops on SIGTERM with work in hand, and has that work at the next start', async () => {
    const first = start({ CONCURRENCY: '1' })
    const address = await first.listening
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, i) => post(address, { params: { fast: 1 + (i % 20) } })),
    )
    first.child.kill('SIGTERM')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    const again = await start().listening
    for (const id of ids) {
      const job = await (await fetch(`${again}/backtest/${id}`)).json()
      expect(['queued', 'running', 'done']).toContain(job.status)
    }
  })

  it('stops on SIGTERM within 5 s while clients watch, and they are told all there is', async () => {
    const first = start({ CONCURRENCY: '1' })
    const address = await first.listening
    const body = { dataset: 'btctry-1m-synthetic' }
    const ids = await Promise.all(Array.from({ length: 10 }, (_, seed) => post(address, { ...body, seed })))
    const streams = await Promise.all(ids.map((id) => fetch(`${address}/backtest/${id}/events`)))
    const idle = connect(Number(new URL(address).port), '127.0.0.1')
    idle.on('error', () => {})
    await once(idle, 'connect')
    const begunAt = performance.now()
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    expect(performance.now() - begunAt, 'the promise of the service').toBeLessThan(5_000)
    for (const stream of streams) expect(await stream.text()).toMatch(/^retry: 2000\n\nevent: state\nid: 0\.0\.0\n/)
  })

  it('gives the first answer to a key again after it was killed', async () => {
    const first = start()
    const send = async (address: string, body: unknown) => {
      const headers = { 'x-admin-token': TOKEN, 'content-type': 'application/json', 'idempotency-key': 'k-1' }
      const answer = await fetch(`${address}/backtest/start`, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, text: await answer.text(), replayed: answer.headers.get('idempotency-replayed') }
    }
    const answered = await send(await first.listening, { seed: 7 })
    first.child.kill('SIGKILL')
    await first.ended
    const address = await start().listening
    expect(await send(address, { seed: 7 })).toEqual({ ...answered, status: 201, replayed: 'true' })
    expect((await send(address, { seed: 8 })).status).toBe(409)
    expect((await (await fetch(`${address}/backtests`)).json()).backtests).toHaveLength(1)
  })

  it('goes on with the events of a backtest where another process has stopped', async () => {
    const first = start()
    const address = await first.listening
    const id = await post(address, {})
    const all = await (await fetch(`${address}/backtest/${id}/events`)).text()
    const last = [...all.matchAll(/^id: (.*)$/gm)].map(([, place = '']) => place)
    first.child.kill('SIGKILL')
    await first.ended
    const again = await start().listening
    const rest = await fetch(`${again}/backtest/${id}/events`, { headers: { 'last-event-id': last[0] ?? '' } })
    expect([...(await rest.text()).matchAll(/^id: (.*)$/gm)].at(-1)?.[1]).toBe(last.at(-1))
    const nothing = await fetch(`${again}/backtest/${id}/events`, { headers: { 'last-event-id': last.at(-1) ?? '' } })
    expect(nothing.status).toBe(204)
  })

  it('lets go of clients that never finish their request when it stops', async () => {
    const first = start()
    const { port } = new URL(await first.listening)
    const slow = connect(Number(port), '127.0.0.1')
    slow.write('POST /backtest/start HTTP/1.1\r\nHost: ')
    // Whether an unfinished request ends by a close or by a reset is the system's choice.
    slow.on('error', (error) => expect(error).toMatchObject({ code: 'ECONNRESET' }))
    await once(slow, 'connect')
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })

  it('reads no more headers than it has a use for', async () => {
    const { port } = new URL(await start().listening)
    const host = `Host: 127.0.0.1:${port}`
    const many = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: 1`)
    const ask = (headers: readonly string[]) =>
      raw(port, ['GET /slo HTTP/1.1', host, ...headers, 'Connection: close', '', ''])
    expect(await ask(many(62))).toMatch(/^HTTP\/1\.1 200 /)
    expect(await ask(many(63))).toMatch(/^HTTP\/1\.1 431 [\s\S]*too-many-headers/)
    expect(await ask([`X-Large: ${'x'.repeat(17_000)}`])).toMatch(/^HTTP\/1\.1 431 [\s\S]*problem\+json/)
  })

  it('refuses a token or a host that is sent twice', async () => {
    const { port } = new URL(await start().listening)
    const host = `Host: 127.0.0.1:${port}`
    const token = `X-Admin-Token: ${TOKEN}`
    const json = ['Content-Type: application/json', 'Content-Length: 2', 'Connection: close', '', '{}']
    expect(await raw(port, ['POST /backtest/start HTTP/1.1', host, token, ...json])).toMatch(/^HTTP\/1\.1 201 /)
    const twice = await raw(port, ['POST /backtest/start HTTP/1.1', host, token, token, ...json])
    expect(twice).toMatch(/^HTTP\/1\.1 401 [\s\S]*must occur exactly once/)
    expect(await raw(port, ['GET /healthz HTTP/1.1', host, host, 'Connection: close', '', ''])).toMatch(
      /^HTTP\/1\.1 (400|421) /,
    )
    expect(await raw(port, ['no http at all', '', ''])).toMatch(/^HTTP\/1\.1 400 [\s\S]*problem\+json/)
  })

  it('never lets the token out: not in answers, its log, metrics, the audit log or its data', async () => {
    const { listening, output, child, ended } = start({ LOG_LEVEL: 'trace' })
    const address = await listening
    const headers = { 'x-admin-token': TOKEN, 'content-type': 'application/json' }
    const answers = [
      await fetch(`${address}/backtest/start`, { method: 'POST', headers, body: JSON.stringify({ strategy: TOKEN }) }),
      await fetch(`${address}/backtest/start`, { method: 'POST', headers, body: `{"seed":"${TOKEN}"}` }),
      await fetch(`${address}/backtest/start`, { method: 'POST', headers, body: '{}' }),
      await fetch(`${address}/backtests?cursor=${TOKEN}`),
      await fetch(`${address}/${TOKEN}?token=${TOKEN}`, { headers }),
      await fetch(`${address}/strategies`, { headers: { 'x-admin-token': `${TOKEN}-not` } }),
      await fetch(`${address}/metrics`),
      await fetch(`${address}/backtests`),
    ]
    for (const answer of answers) {
      expect((await answer.text()) + JSON.stringify([...answer.headers])).not.toContain(TOKEN)
    }
    child.kill('SIGTERM')
    await ended
    expect(output()).toMatch(/"msg":"POST"/)
    expect(output()).not.toContain(TOKEN)
    const files = (await readdir(place.folder, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    )
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['jobs.db', 'backtest.log']))
    for (const { parentPath, name } of files) {
      expect((await readFile(path.join(parentPath, name))).includes(TOKEN), name).toBe(false)
    }
  })
})

/** Sends bytes as they are and reads until the other side closes. */
const raw = async (port: string, lines: readonly string[]): Promise<string> => {
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(lines.join('\r\n'))
  let answer = ''
  for await (const data of socket) answer += String(data)
  return answer
}
