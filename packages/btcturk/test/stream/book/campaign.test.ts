import { expect, it } from 'vitest'
import { runBookCampaign } from './campaign.ts'
import { FAULTS } from './faulty-feed.ts'

it.each([1, 2, 3])(
  'is the source or not live through 2,500 changes, one in twenty faulty, seed %i',
  (seed) => {
    const result = runBookCampaign(seed, 2500, 0.05)
    for (const fault of FAULTS) expect(result.faults[fault], fault).toBeGreaterThan(5)
    expect(result.currentShare).toBeGreaterThan(0.8)
    expect(result.longestOutage).toBeLessThan(25)
  },
  60_000,
)

it('gives the same campaign from the same seed', () => {
  expect(runBookCampaign(7, 300, 0.05)).toEqual(runBookCampaign(7, 300, 0.05))
})

it('is current after every change on a line without faults', () => {
  expect(runBookCampaign(4, 500, 0)).toMatchObject({
    resyncs: 0,
    unknownRemovals: 0,
    longestOutage: 1,
    currentShare: 499 / 500,
  })
})
