import { expect, it } from 'vitest'
import { CAMPAIGN_FAULTS, FAULTS_AFTER, runOrderCampaign, runSocketCampaign } from './campaign.ts'

it.each([1, 2])(
  'no order is doubled, lost or left unknown, and the books agree, in 300 orders while half of all requests fail, seed %i',
  async (seed) => {
    const result = await runOrderCampaign(seed, 300, 0.5)
    for (const fault of CAMPAIGN_FAULTS) expect(result.faults[`http.${fault}`], fault).toBeGreaterThan(20)
    expect(result.faultShare).toBeGreaterThan(0.4)
    expect(result.foundAccepted).toBeGreaterThan(30)
    expect(result.foundAbsent).toBeGreaterThan(30)
    expect(result.cancels).toBeGreaterThan(30)
    expect(result.fills).toBeGreaterThan(30)
  },
  60_000,
)

it('gives the same campaign from the same seed', { timeout: 60_000 }, async () => {
  expect(await runOrderCampaign(7, 60, 0.5)).toEqual(await runOrderCampaign(7, 60, 0.5))
})

it('sends each order once where nothing goes wrong', { timeout: 60_000 }, async () => {
  expect(await runOrderCampaign(4, 100, 0)).toMatchObject({ submissions: 100, answered: 100, unknown: 0, faults: {} })
})

it('holds over real sockets, where answers to 500 orders are lost or never come', { timeout: 60_000 }, async () => {
  const result = await runSocketCampaign(3, 500, 0.3)
  for (const fault of FAULTS_AFTER) expect(result.faults[`http.${fault}`], fault).toBeGreaterThan(20)
  expect(result.foundAccepted).toBeGreaterThan(50)
})
