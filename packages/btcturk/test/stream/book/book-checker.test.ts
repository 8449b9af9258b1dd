import { describe, expect, it } from 'vitest'
import { type BookSides, CrossCheck } from '../../../src/stream/book/book-checker.ts'

type Quantities = Readonly<Record<string, string>>

/** Both sides, best price first. */
const book = (asks: Quantities, bids: Quantities): BookSides => {
  const levels = (side: Quantities) => Object.entries(side).map(([price, quantity]) => ({ price, quantity }))
  return { asks: levels(asks), bids: levels(bids) }
}

const compare = (local: BookSides, rest: BookSides) => new CrossCheck().compare(local, rest)

describe('CrossCheck', () => {
  it('takes other spellings of a book for the same book', () => {
    const spelled = book({ '101.0': '1.50' }, { '100.00': '2.0' })
    expect(compare(book({ '101': '1.5' }, { '100': '2' }), spelled)).toEqual({ verdict: 'agrees', differences: 0 })
  })

  it('counts a level that only one has, and another quantity', () => {
    const local = book({ '101.5': '1', '102.5': '1' }, { '100.5': '1' })
    const rest = book({ '101.5': '2', '102.5': '1' }, { '100.5': '1' })
    expect(compare(local, rest).differences).toBe(1)
    expect(compare(local, book({ '102.5': '1' }, { '100.5': '1' })).differences).toBe(1)
    expect(
      compare(local, book({ '101.5': '1', '102.5': '1' }, {})).differences,
      'an empty side covers every price',
    ).toBe(1)
  })

  it('looks no further than both books reach', () => {
    const deep = book({ '101.5': '1', '102.5': '1' }, { '100.5': '1', '99.5': '1' })
    const shallow = book({ '101.5': '1' }, { '100.5': '1' })
    expect(compare(deep, shallow).differences).toBe(0)
    expect(compare(shallow, deep).differences).toBe(0)
    expect(compare(deep, book({ '101.5': '3' }, { '100.5': '3' })).differences, 'the last level itself counts').toBe(2)
  })

  it('says diverged when the same difference was seen three times in a row', () => {
    const check = new CrossCheck()
    const local = book({ '101.5': '1' }, { '100.5': '1' })
    const rest = book({ '101.5': '2' }, { '100.5': '1' })
    const verdicts = () => check.compare(local, rest).verdict
    expect([verdicts(), verdicts(), verdicts()]).toEqual(['agrees', 'suspect', 'diverged'])
    check.reset()
    expect(verdicts()).toBe('agrees')
    check.compare(local, local)
    expect(verdicts(), 'not in a row').toBe('agrees')
  })

  it('takes a difference with another quantity of ours for another difference', () => {
    const check = new CrossCheck()
    const rest = book({ '101.5': '9' }, { '100.5': '1' })
    for (const quantity of ['1', '2', '3', '4']) {
      expect(check.compare(book({ '101.5': quantity }, { '100.5': '1' }), rest).verdict).toBe('agrees')
    }
  })
})
