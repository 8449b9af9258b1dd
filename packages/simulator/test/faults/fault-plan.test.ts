import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultInjector } from '../../src/faults/fault-injector.ts'
import { CHAOS_PLANS, chaosPlan, HTTP_FAULTS, parseChaos, SOCKET_FAULTS } from '../../src/faults/fault-plan.ts'
import { seededRandom } from '../../src/random.ts'

describe('a plan from the command line', () => {
  it('is a name, one rate for everything, or a list', () => {
    expect(parseChaos('mild')).toEqual(CHAOS_PLANS.mild)
    expect(parseChaos('0.01')).toEqual(chaosPlan(0.01))
    expect(parseChaos('latency=50, jitter=200,skew=-3000,http.serverErrorAfter=0.05,socket.drop=0.01')).toEqual({
      latencyMs: 50,
      jitterMs: 200,
      clockSkewMs: -3000,
      stallMs: 2000,
      lateMs: 6000,
      http: { serverErrorAfter: 0.05 },
      socket: { drop: 0.01 },
    })
  })

  it.each([
    ['2', 'chaos must be a probability from 0 to 1, received 2'],
    [
      'drop=0.1',
      'chaos must be mild, wild, a rate from 0 to 1, or name=value of latency, jitter, skew, stall, late, http.reset,',
    ],
    ['drop=0.1', 'received "drop"'],
    ['', 'received ""'],
    ['toString=1', 'received "toString"'],
    ['socket.drop', 'chaos: socket.drop must be a number, received ""'],
    ['latency=5ms', 'chaos: latency must be a number, received "5ms"'],
    ['socket.drop=2', 'faults.socket.drop must be a probability from 0 to 1, received 2'],
    ['latency=-1', 'faults.latencyMs must be 0 to 3600000 milliseconds, received -1'],
    ['socket.drop=0.6,socket.duplicate=0.6', 'faults.socket must be at most 1 together, received 1.2'],
  ])('refuses %s: %s', (text, message) => {
    expect(() => parseChaos(text)).toThrow(message)
  })

  it('is refused with every name that there is', () => {
    const reject = () => parseChaos('http.nope=0.1')
    for (const name of HTTP_FAULTS) expect(reject).toThrow(`http.${name}`)
    for (const name of SOCKET_FAULTS) expect(reject).toThrow(`socket.${name}`)
  })
})

it('reports every fault as it is injected, until the listener is removed', () => {
  const faults = new FaultInjector({ http: { reset: 1 } }, 1, () => 5)
  const heard: unknown[] = []
  const end = faults.listen((fault) => heard.push(fault))
  faults.ofRequest('GET', '/api/v2/ticker')
  end()
  faults.ofRequest('GET', '/api/v2/ticker')
  expect(heard).toEqual([{ at: 5, where: 'http', fault: 'reset', target: 'GET /api/v2/ticker' }])
})

it('injects as often as it is planned', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0.01, max: 0.5, noNaN: true }), (seed, rate) => {
      const faults = new FaultInjector({ socket: { drop: rate, duplicate: rate } }, seed, () => 0)
      const random = seededRandom(seed, 'connection 1')
      for (let frame = 0; frame < 4000; frame += 1) faults.ofFrame(422, 1, random)
      for (const name of ['socket.drop', 'socket.duplicate']) {
        const share = (faults.counts.get(name) ?? 0) / 4000
        // Six standard deviations.
        expect(Math.abs(share - rate)).toBeLessThan(6 * Math.sqrt((rate * (1 - rate)) / 4000))
      }
      expect(faults.log.length).toBeLessThanOrEqual(2000)
    }),
    { numRuns: 30 },
  )
})
