import * as node from '@tezgah/guardrails/node'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/guardrails/node and no other', () => {
  expect(Object.keys(node).sort()).toEqual([
    'StoreError',
    'initialiseGate',
    'initialiseOverrides',
    'initialiseTradingState',
    'isStoreError',
    'openGate',
    'openOverrides',
    'openTradingState',
  ])
})
