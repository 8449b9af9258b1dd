import * as api from '@tezgah/btcturk'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/btcturk and no other', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "BtcturkError",
      "Signer",
      "isBtcturkError",
      "systemPorts",
    ]
  `)
})
