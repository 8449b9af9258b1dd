import { describe, expect, it } from 'vitest'
import { readSettings } from '../settings.ts'

describe('settings', () => {
  it('are the two known ports when nothing is said', () => {
    expect(readSettings({}, [])).toEqual({ executorPort: 4010, proxyPort: 3003, demo: false })
  })

  it('prefer PROXY_PORT to PORT, and take an empty variable for none', () => {
    const variables = { PORT: '3005', PROXY_PORT: '3006', EXECUTOR_PORT: '' }
    expect(readSettings(variables, ['--demo'])).toEqual({ executorPort: 4010, proxyPort: 3006, demo: true })
  })

  it.each([
    [{ PORT: '0' }, [], 'PORT must be a whole number from 1 to 65535, received "0"'],
    [{ EXECUTOR_PORT: 'x' }, [], 'EXECUTOR_PORT must be a whole number from 1 to 65535, received "x"'],
    [{ PORT: '4010' }, [], 'EXECUTOR_PORT and PROXY_PORT must differ, both are 4010'],
    [{}, ['--fast'], 'unknown flag "--fast"; the only one is --demo'],
  ])('%o with %o are refused', (variables, flags, message) => {
    expect(() => readSettings(variables, flags)).toThrow(message)
  })
})
