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
        mode: { kind: 'local' },
        operatorsFile: expect.stringMatching(/data.operators\.json$/),
        sessionIdleMs: 1_800_000,
        sessionMs: 43_200_000,
        grafanaUrl: null,
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

  it('is shared where there is a public origin', () => {
    const set = { ADMIN_TOKEN: TOKEN, PUBLIC_ORIGIN: 'https://desk.test', TRUSTED_HOPS: '2', CLIENT_CERTIFICATES: '1' }
    expect(readEnvironment({ ...set, GRAFANA_URL: 'https://desk.test/grafana/' })).toMatchObject({
      environment: {
        mode: {
          kind: 'shared',
          publicOrigin: new URL('https://desk.test'),
          trustedHops: 2,
          clientCertificates: true,
        },
        grafanaUrl: 'https://desk.test/grafana/',
      },
    })
  })

  it.each([
    ...['http://desk.test', 'https://desk.test/', 'https://Desk.test', 'https://desk.test:443', 'desk.test'].map(
      (value) => ['PUBLIC_ORIGIN', value],
    ),
    ['TRUSTED_HOPS', '0'],
    ['SESSION_IDLE_MINUTES', '721'],
    ['SESSION_HOURS', '1.5'],
    ['CLIENT_CERTIFICATES', 'yes'],
    ['CLIENT_CERTIFICATES', '1'],
    ['GRAFANA_URL', 'javascript:alert(1)'],
    ['GRAFANA_URL', 'https://me:secret@desk.test'],
  ])('refuses %s=%s', (name, value) => {
    const reading = readEnvironment({ ADMIN_TOKEN: TOKEN, [name]: value })
    expect(reading).toMatchObject({ ok: false, problems: [expect.stringMatching(`^${name} `)] })
  })
})
