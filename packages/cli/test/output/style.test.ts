import { describe, expect, it } from 'vitest'
import { styleFor } from '../../src/output/style.ts'
import { fakeIo } from '../fake-io.ts'

const bold = (terminal: boolean, env: Record<string, string>) => styleFor(fakeIo({ terminal }).stdout, env).bold('x')

describe('styleFor', () => {
  it('has colour on a terminal', () => {
    expect(bold(true, {})).toBe('\u001B[1mx\u001B[0m')
    expect(bold(true, { NO_COLOR: '' })).toBe('\u001B[1mx\u001B[0m')
  })

  it.each([
    [false, {}],
    [true, { NO_COLOR: '1' }],
    [true, { TERM: 'dumb' }],
  ])('has none with terminal %s and %o', (terminal, env) => {
    expect(bold(terminal, env)).toBe('x')
  })
})
