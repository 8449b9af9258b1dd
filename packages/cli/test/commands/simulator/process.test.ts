import path from 'node:path'
import { createClient } from '@tezgah/btcturk'
import { createStream } from '@tezgah/btcturk/stream'
import { afterEach, describe, expect, it } from 'vitest'
import { root, runMain } from '../../run-main.ts'
import { RunningSimulator, type Started } from './running.ts'

const SYNTHETIC = path.join(root, 'examples/data/btctry-1m-synthetic.csv')

const running: RunningSimulator[] = []

function run(...args: string[]): RunningSimulator {
  const simulator = new RunningSimulator(args)
  running.push(simulator)
  return simulator
}

afterEach(() => {
  for (const simulator of running.splice(0)) simulator.kill()
})

const connect = ({ restUrl, graphUrl, key }: Started) =>
  createClient({ apiUrl: restUrl, graphUrl, credentials: { publicKey: key.publicKey, secret: key.secret } })

/** Statuses of one request after the other; 0 for a connection that was reset. */
async function statuses({ restUrl }: Started, count: number): Promise<number[]> {
  const found: number[] = []
  for (let index = 0; index < count; index += 1) {
    const status = await fetch(`${restUrl}/api/v2/server/ping`).then(
      (response) => response.status,
      () => 0,
    )
    found.push(status)
  }
  return found
}

describe('tezgah simulator', { timeout: 60_000 }, () => {
  it('serves an order over real sockets, tells of it with --log, and counts it at the end', async () => {
    const simulator = run('--json', '--log', '--seed', '7', '--balance', 'TRY=500000', '--balance', 'btc=0.25')
    const started = await simulator.started()
    expect(started.key).toMatchObject({ onlyForSimulator: true, balances: { TRY: '500000', BTC: '0.25' } })
    const client = connect(started)
    const stream = createStream({ url: started.wsUrl, credentials: started.key })
    const filled = new Promise((resolve) => stream.on('userTrade', resolve))
    const loggedIn = new Promise((resolve) => stream.on('login', resolve))
    stream.open()
    expect(await loggedIn).toMatchObject({ state: 'loggedIn' })
    const { id } = await client.submit({ symbol: 'BTCTRY', side: 'buy', method: 'market', spend: '1000' })
    expect(await filled).toMatchObject({ orderId: id, symbol: 'BTCTRY', side: 'buy' })
    stream.close()
    client.close()
    const { code, stdout, stderr } = await simulator.end()
    const counts = JSON.parse(stdout.trimEnd().split('\n')[1]!)
    expect({ code, lines: stdout.trimEnd().split('\n').length }).toEqual({ code: 0, lines: 2 })
    expect(counts).toMatchObject({ orders: 1, fills: 1, faults: {} })
    expect(counts.requests).toBeGreaterThan(1)
    expect(stderr).toMatch(/^\d{4}-\d\d-\d\dT\S+ request rest POST \/api\/v1\/order 200$/m)
    expect(stderr).toMatch(new RegExp(`^\\S+ fill ${id} BTCTRY buy market \\S+ at \\d+, fee \\S+, tax \\S+$`, 'm'))
  })

  it('says where it is, whose key it has and how to reach it, and is quiet until SIGTERM', async () => {
    const simulator = run('--seed', '7')
    await simulator.said('candles     tezgah')
    const { code, signal, stdout, stderr } = await simulator.end('SIGTERM')
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' })
    for (const text of [
      /REST +http:\/\/127\.0\.0\.1:\d+\n/,
      /graph +http:\/\/127\.0\.0\.1:\d+\n/,
      /WebSocket +ws:\/\/127\.0\.0\.1:\d+\n/,
      'Key for this simulator only',
      "Node        createClient({ apiUrl: 'http://127.0.0.1:",
      "curl        curl 'http://127.0.0.1:",
      /tezgah candles download --symbol BTCTRY --interval 1m --from \S+ --out \S+ --api-url http:/,
      /\n0 requests, 0 orders, 0 fills, 0 faults\n$/,
    ]) {
      expect(stdout).toMatch(text)
    }
  })

  it('ends by Ctrl-C with a connection open, and gives its ports back', async () => {
    const first = run('--json')
    const { restUrl, key } = await first.started()
    await fetch(`${restUrl}/api/v2/server/ping`)
    expect(await first.end('SIGINT')).toMatchObject({ code: 0, signal: null })
    const second = run('--json', '--rest-port', new URL(restUrl).port)
    expect(await second.started()).toMatchObject({ restUrl, key })
    const third = runMain(['simulator', '--rest-port', new URL(restUrl).port])
    expect(third).toMatchObject({ code: 1, stdout: '' })
    expect(third.stderr).toBe(
      `tezgah: --rest-port: port ${new URL(restUrl).port} of 127.0.0.1 is already in use; give another, or 0 for a free one\n`,
    )
    await second.end()
  })

  it('meets the same chaos again from the same seed, and another from another', async () => {
    const chaos = ['--json', '--chaos', 'http.serverError=0.2,http.forbidden=0.2,http.reset=0.1']
    const faced = async (seed: string) => {
      const simulator = run(...chaos, '--seed', seed)
      const found = await statuses(await simulator.started(), 60)
      const { stdout } = await simulator.end()
      return { found, faults: JSON.parse(stdout.split('\n')[1]!).faults }
    }
    const first = await faced('11')
    expect(new Set(first.found)).toEqual(new Set([200, 500, 403, 0]))
    expect(first.faults).toEqual({
      'http.serverError': first.found.filter((status) => status === 500).length,
      'http.forbidden': first.found.filter((status) => status === 403).length,
      'http.reset': first.found.filter((status) => status === 0).length,
    })
    expect(await faced('11')).toEqual(first)
    expect((await faced('12')).found).not.toEqual(first.found)
  })

  it('plays recorded candles from --start, with what lies before as history', async () => {
    const at = Date.UTC(2024, 0, 2)
    const simulator = run('--json', '--candles', SYNTHETIC, '--start', '2024-01-02', '--speed', '1000')
    const started = await simulator.started()
    const client = connect(started)
    const { serverTime } = (await (await fetch(`${started.restUrl}/api/v2/server/time`)).json()) as {
      serverTime: number
    }
    expect(serverTime).toBeGreaterThanOrEqual(at)
    const { time } = await client.klines({ symbol: 'BTCTRY', resolution: 1, from: at - 3_600_000, to: at - 60_000 })
    expect(time.length).toBeGreaterThan(50)
    client.close()
    await simulator.end()
  })
})
