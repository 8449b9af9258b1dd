import { describe, expect, it } from 'vitest'
import { readEnvironment } from '../src/environment.ts'

const TOKEN = 'a-token-long-enough-to-be-one'

describe('environment', () => {
  it('needs the token and nothing else', () => {
    expect(readEnvironment({ ADMIN_TOKEN: TOKEN })).toEqual({
      ok: true,
      environment: {
        port: 3003,
        executorUrl: new URL('http://127.0.0.1:4010'),
        adminToken: TOKEN,
        connectTimeoutMs: 2_000,
        answerTimeoutMs: 30_000,
      },
    })
  })

  it('prefers PROXY_PORT to PORT, and takes an empty variable for none', () => {
    const reading = readEnvironment({ ADMIN_TOKEN: TOKEN, PORT: '4010', PROXY_PORT: '3005', EXECUTOR_URL: '' })
    expect(reading).toMatchObject({ ok: true, environment: { port: 3005 } })
  })

  it('lists every problem at once and repeats no value', () => {
    const reading = readEnvironment({
      PORT: '99999',
      EXECUTOR_URL: 'http://user:hunter2@host/path',
      ADMIN_TOKEN: 'short secret',
      EXECUTOR_TIMEOUT_MS: '1',
    })
    const problems = reading.ok ? [] : reading.problems
    expect(problems.map((text) => text.split(' ', 1)[0])).toEqual([
      'PORT',
      'EXECUTOR_URL',
      'ADMIN_TOKEN',
      'EXECUTOR_TIMEOUT_MS',
    ])
    expect(problems.join()).not.toMatch(/hunter2|short secret|99999/)
  })

  it('says where a missing token comes from', () => {
    expect(readEnvironment({})).toMatchObject({ ok: false, problems: [expect.stringContaining('npm run executor')] })
  })
})
