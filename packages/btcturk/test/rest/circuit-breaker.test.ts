import { expect, test } from 'vitest'
import { CircuitBreaker } from '../../src/rest/circuit-breaker.ts'
import { FakeTime } from '../kit/fake-time.ts'

test('one failed trial opens the breaker again for the whole of the cool-down', async () => {
  const time = new FakeTime()
  const breaker = new CircuitBreaker(time, { failures: 3, coolDownMs: 1000 })
  for (let n = 0; n < 3; n++) breaker.recordFailure()
  await time.until(time.sleep(1000))
  breaker.assertClosed()
  breaker.recordFailure()

  expect(() => breaker.assertClosed()).toThrow(expect.objectContaining({ code: 'unavailable', retryAfterMs: 1000 }))
})
