import path from 'node:path'
import { EnvironmentError } from '@tezgah-examples/service-kit/environment'
import { describe, expect, it } from 'vitest'
import { REPOSITORY, readEnvironment } from '../src/environment.ts'

const problemsOf = (variables: Record<string, string>): readonly string[] => {
  try {
    readEnvironment(variables)
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems
    throw error
  }
  return []
}

describe('readEnvironment', () => {
  it('has a default for everything', () => {
    expect(readEnvironment({})).toMatchObject({
      adminToken: null,
      port: 4010,
      dataDir: path.join(REPOSITORY, 'data', 'executor'),
      auditLog: path.join(REPOSITORY, 'logs', 'audit', 'backtest.log'),
      rateLimitPerMinute: 60,
      auditCheckpointMs: 10_000,
      spotSource: 'off',
      spotSymbol: 'BTCTRY',
      logLevel: 'info',
    })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ PORT: '', ADMIN_TOKEN: '' })).toMatchObject({ port: 4010, adminToken: null })
  })

  it('reads what is set', () => {
    const environment = readEnvironment({
      ADMIN_TOKEN: 'q7Zp-2mXv-9TkL-4sRd',
      PORT: '0',
      CONCURRENCY: '3',
      LOG_LEVEL: 'debug',
    })
    expect(environment).toMatchObject({ adminToken: 'q7Zp-2mXv-9TkL-4sRd', port: 0, concurrency: 3, logLevel: 'debug' })
  })

  it('takes in without running where a database is shared, and nowhere else', () => {
    const shared = { DATABASE_URL: 'postgres://tezgah:canary-password@db.example/tezgah', CONCURRENCY: '0' }
    expect(readEnvironment(shared)).toMatchObject({ databaseUrl: shared.DATABASE_URL, concurrency: 0 })
    expect(readEnvironment({ ...shared, CONCURRENCY: '' }).concurrency).toBeGreaterThan(0)
    const [problem] = problemsOf({ CONCURRENCY: '0' })
    expect(problem).toBe('CONCURRENCY must be a whole number from 1 to 256, was "0"')
  })

  it.each([
    'mysql://tezgah:canary-password@db',
    'canary-password',
    'postgres://',
    'postgres://a:canary-password@b:port/c',
  ])('refuses the database %j and does not repeat it', (url) => {
    const problems = problemsOf({ DATABASE_URL: url })
    expect(problems).toEqual(['DATABASE_URL must be an address such as postgres://user:password@host:5432/database'])
  })

  it('lists every problem at once', () => {
    const problems = problemsOf({ PORT: '70000', RATE_LIMIT_PER_MINUTE: 'many', LOG_LEVEL: 'loud', CONCURRENCY: '0' })
    expect(problems).toHaveLength(4)
    expect(problems).toContainEqual('PORT must be a whole number from 0 to 65535, was "70000"')
    expect(problems).toContainEqual('RATE_LIMIT_PER_MINUTE must be a whole number from 1 to 100000, was "many"')
  })

  it('knows where a spot price may come from, and how a pair is spelt', () => {
    expect(readEnvironment({ SPOT_SOURCE: 'auto', SPOT_SYMBOL: 'ETHUSDT' })).toMatchObject({ spotSymbol: 'ETHUSDT' })
    const problems = problemsOf({ SPOT_SOURCE: 'binance', SPOT_SYMBOL: 'btc/try' })
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual(['SPOT_SOURCE', 'SPOT_SYMBOL'])
    expect(problems[1]).toContain('such as BTCTRY, was "btc/try"')
  })

  it.each(['short', 'fifteen-chars-x', 'has a space in it ok', 'line\nbreak-0123456789', 'ünïcödé-0123456789'])(
    'refuses the token %j and does not repeat it',
    (token) => {
      const problems = problemsOf({ ADMIN_TOKEN: token })
      expect(problems).toEqual(['ADMIN_TOKEN must be 16 to 512 visible ASCII characters without spaces'])
    },
  )
})
