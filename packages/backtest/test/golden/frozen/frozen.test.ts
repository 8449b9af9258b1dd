import { describe, expect, it } from 'vitest'
import { frozenRuns, play, readFrozen } from './runs.ts'

const frozen = readFrozen()
const runs = frozenRuns()

describe('what a result is made of stays as it is, to the byte', () => {
  it('in as many runs as are written down', () => {
    expect(runs.map(([name]) => name)).toEqual(Object.keys(frozen))
  })

  it.each(runs)('%s', (name, options) => {
    expect(play(options)).toEqual(frozen[name])
  })
})
