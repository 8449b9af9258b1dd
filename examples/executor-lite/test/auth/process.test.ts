import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makePlace, type Place, type Running, run, TOKEN } from '../fixtures/process.ts'
import { type Name, PEOPLE, tokenOf, writeOperators } from '../guardrails/people.ts'

const SECRETS = [TOKEN, ...Object.keys(PEOPLE).map((name) => tokenOf(name as Name))]
/** What would look like a line of its own in a log that copies text. */
const FORGED = '\r\n{"level":60,"msg":"forged"}\n'

describe('a service under attack', { timeout: 60_000 }, () => {
  let place: Place
  let running: Running[]

  beforeEach(async () => {
    place = await makePlace({ LOG_LEVEL: 'debug' })
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
    const one = run({ ...place.env, OPERATORS_FILE: writeOperators(place.folder), ...changes })
    running.push(one)
    return one
  }
  const records = () => {
    const text = readFileSync(path.join(place.folder, 'audit', 'backtest.log'), 'utf8')
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }

  it('keeps the halt through a kill -9', async () => {
    const first = start()
    const address = await first.listening
    expect((await send(address, '/risk/kill', { token: tokenOf('ayse'), body: { reason: 'feed lost' } })).status).toBe(
      200,
    )
    first.child.kill('SIGKILL')
    await first.ended
    const again = await start().listening
    const answer = await send(again, '/backtest/start', { token: tokenOf('deniz'), body: {} })
    expect([answer.status, JSON.parse(answer.text).detail]).toEqual([409, expect.stringContaining('feed lost')])
  })

  it('rings once for six wrong tokens, and still knows the right one', async () => {
    const service = start()
    const address = await service.listening
    for (let i = 0; i < 30; i++) await send(address, '/backtests', { method: 'GET', token: `wrong-${i}` })
    expect((await send(address, '/backtests', { method: 'GET', token: 'wrong' })).status).toBe(429)
    expect((await send(address, '/risk', { method: 'GET', token: tokenOf('vera') })).status).toBe(200)
    expect(records().filter(({ action }) => action === 'auth.alarm')).toMatchObject([
      { details: { failures: 6, alarm: true } },
    ])
    expect(records().filter(({ action }) => action === 'auth.failed').length, 'no more than are looked into').toBe(20)
    expect(service.output().match(/failures of authentication within a minute/g)?.length).toBe(1)
  })

  it('shows no token anywhere, and no line that somebody else wrote', async () => {
    const service = start()
    const address = await service.listening
    const answers: Answer[] = []
    for (const token of SECRETS) {
      const body = { strategy: token, params: { [token]: token }, note: FORGED }
      for (const to of ['/backtest/start', '/risk/kill', '/proposals', '/overrides']) {
        answers.push(await send(address, to, { token, body }))
        answers.push(await send(address, to, { token, body: `{"${token}` }))
      }
      const escaped = encodeURIComponent(`${token}${FORGED}`)
      for (const to of [
        `/${escaped}`,
        `/backtest/${escaped}`,
        `/backtests?cursor=${escaped}&${escaped}=1`,
        `/risk/rearm/${escaped}/approve`,
      ])
        answers.push(await send(address, to, { token, method: to.endsWith('approve') ? 'POST' : 'GET', client: token }))
      answers.push(await send(address, '/backtest/start', { token, body: { seed: 1 }, client: token }))
      answers.push(
        await send(address, '/proposals', {
          token,
          body: { target: { strategies: {}, limits: { maxDrawdownPct: 9 } }, reason: `use ${token}` },
        }),
      )
    }
    for (const to of ['/metrics', '/__routes', '/openapi.json', '/backtests', '/audit', '/proposals', '/risk'])
      answers.push(await send(address, to, { method: 'GET', token: tokenOf('root') }))
    service.child.kill('SIGTERM')
    await service.ended
    for (const secret of SECRETS) {
      expect(answers.filter(({ text, headers }) => (text + headers).includes(secret))).toEqual([])
      expect(service.output()).not.toContain(secret)
      expect(filesHolding(place.folder, secret)).toEqual([])
    }
    for (const line of service.output().trimEnd().split('\n')) {
      if (line.startsWith('{')) expect(JSON.parse(line).msg).not.toBe('forged')
      else expect(line).toMatch(/^executor-lite /)
    }
    expect(records().length, 'every record is a line of JSON').toBeGreaterThan(10)
  })

  it.each([
    ['a weak token', { ADMIN_TOKEN: 'abcdefghijklmnopqrstuvwxyz' }, /ADMIN_TOKEN can be guessed/],
    ['an address beyond this machine', { HOST: '0.0.0.0' }, /HOST is not of this machine only/],
  ])('does not start with %s', async (_name, changes, told) => {
    const { ended, output } = start(changes)
    expect(await ended).toBe(2)
    expect(output()).toMatch(told)
    expect(output()).not.toContain('abcdefghijklmnopqrstuvwxyz')
  })

  it('serves no file, whatever the path says', async () => {
    const address = await start().listening
    const climbs = ['..', '%2e%2e', '..%2f..', '.%2e', '%252e%252e', '..%5c..', '....//', '..;']
    for (const climb of climbs) {
      for (const base of ['/', '/backtest/', '/datasets/', '/proposals/', '/overrides/']) {
        const to = `${base}${`${climb}/`.repeat(6)}etc/passwd`
        const { status, text } = await send(address, to, { method: 'GET', token: tokenOf('root') })
        expect([to, status]).toEqual([to, expect.toSatisfy((code: number) => [400, 404, 405, 414].includes(code))])
        expect(text).not.toContain('root:')
      }
    }
  })
})

type Answer = { readonly status: number; readonly text: string; readonly headers: string }

type Sent = { readonly token: string; readonly method?: string; readonly body?: unknown; readonly client?: string }

/** The path as it is given: `fetch` would tidy it. */
function send(address: string, to: string, { token, method = 'POST', body, client }: Sent): Promise<Answer> {
  const headers = {
    'x-admin-token': token,
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    ...(client === undefined ? {} : { 'x-tezgah-client': client }),
  }
  const { hostname, port } = new URL(address)
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: to, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, headers: JSON.stringify(answer.headers) }))
    })
    sent.on('error', reject)
    sent.end(method === 'POST' ? (typeof body === 'string' ? body : JSON.stringify(body ?? {})) : undefined)
  })
}

function filesHolding(folder: string, secret: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(secret))
}
