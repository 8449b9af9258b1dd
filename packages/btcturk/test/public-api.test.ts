import * as api from '@tezgah/btcturk'
import { expect, it } from 'vitest'

it('exports these names from @tezgah/btcturk and no other', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "BtcturkError",
      "Client",
      "DEFAULT_RATE_LIMITS",
      "KLINE_RESOLUTIONS",
      "PublicClient",
      "RateLimiter",
      "ServerClock",
      "Signer",
      "StampGenerator",
      "allMarketRules",
      "createClient",
      "createPublicClient",
      "isBtcturkError",
      "marketRules",
      "parseJson",
      "prepareOrder",
      "systemPorts",
      "toDecimalText",
    ]
  `)
})
