import fc from 'fast-check'

// Frames in the exchange's own spelling: the order of the members and the padding of the captures.

const digits = (max: number) => fc.stringMatching(new RegExp(`^\\d{1,${max}}$`))

/** Decimals as sent, and now and then in a spelling that only the schema may judge. */
const decimal: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.nat(99_999_999), digits(12)).map(([whole, fraction]) => `${whole}.${fraction}`) },
  { weight: 6, arbitrary: fc.nat(99_999_999).map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '0',
      '0.0',
      '-0',
      '-0.00',
      '-12647',
      '-0.38',
      '007',
      '0.10',
      '00.5',
      '1.',
      '.5',
      '1e5',
      '1,5',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' 1', '1 ', 'NaN', '+1', '1.2.3', '9'.repeat(100), '9'.repeat(101), '١'),
  },
)

const positive: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 9_999_999 }), digits(12))
      .map(([whole, fraction]) => `${whole}.${fraction}`),
  },
  { weight: 20, arbitrary: fc.integer({ min: 1, max: 99_999_999 }).map(String) },
  { weight: 1, arbitrary: decimal },
)

const symbol: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('BTCTRY', 'ETHUSDT', '1INCHTRY') },
  { weight: 1, arbitrary: fc.string({ maxLength: 70 }) },
)

const text = (value: string): string => JSON.stringify(value)

const code = (...usual: number[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom(...usual).map(String) },
    { weight: 1, arbitrary: fc.constantFrom('2', '-1', '01', '1.0', '1.5', '"1"', 'null', '12345678901234567890') },
  )

const changeSet: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.nat().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('-1', '1.5', '0', '00', '9007199254740991', '9007199254740993', '1e3', 'null'),
  },
)

const ticker = fc
  .tuple(symbol, fc.array(decimal, { minLength: 12, maxLength: 12 }), changeSet)
  .map(([pair, values, id]) => {
    const [B, A, BA, AA, H, L, LA, O, V, AV, D, DP] = values.map(text)
    return (
      `[402,{"B":${B},"A":${A},"BA":${BA},"AA":${AA},"PS":${text(pair)},"H":${H},"L":${L},"LA":${LA},"O":${O},"V":${V},` +
      `"AV":${AV},"D":${D},"DP":${DP},"DS":"TRY","NS":"BTC","PId":${id},"channel":"ticker","event":${text(pair)},"type":402}]`
    )
  })

const trade = fc
  .tuple(symbol, digits(17), digits(45), positive, positive, code(0, 1))
  .map(
    ([pair, time, id, quantity, price, side]) =>
      `[422,{"D":${text(time)},"I":${text(id)},"A":${text(quantity)},"P":${text(price)},"PS":${text(pair)},"S":${side},` +
      `"channel":"trade","event":${text(pair)},"type":422}]`,
  )

const level = fc.tuple(positive, positive).map(([quantity, price]) => `{"A":${text(quantity)},"P":${text(price)}}`)
const change = fc
  .tuple(code(0, 1, 3), positive, positive)
  .map(([kind, price, quantity]) => `{"CP":${kind},"P":${text(price)},"A":${text(quantity)}}`)

const side = (entry: fc.Arbitrary<string>) =>
  fc.array(entry, { maxLength: 6 }).map((entries) => `[${entries.join(',')}]`)

const book = fc
  .tuple(
    changeSet,
    symbol,
    side(level),
    side(level),
    fc.constantFrom('obdiff', 'orderbook', 'obdiff', 'orderbook', 'other'),
  )
  .map(
    ([number, pair, asks, bids, channel]) =>
      `[431,{"CS":${number},"PS":${text(pair)},"AO":${asks},"BO":${bids},"channel":"${channel}","event":${text(pair)},"type":431}]`,
  )

const bookChange = fc
  .tuple(changeSet, symbol, side(change), side(change))
  .map(
    ([number, pair, asks, bids]) =>
      `[432,{"CS":${number},"PS":${text(pair)},"AO":${asks},"BO":${bids},"channel":"obdiff","event":${text(pair)},"type":432}]`,
  )

export const frameText: fc.Arbitrary<string> = fc.oneof(ticker, trade, book, bookChange)

/** A frame with up to three characters taken out, put in or changed. */
export const damagedFrameText: fc.Arbitrary<string> = fc
  .tuple(
    frameText,
    fc.array(fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom(...'0123456789.,:"{}[]-+eE \\u\tABPS\u00e9'), fc.nat(1)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([frame, edits]) =>
    edits.reduce((damaged, [place, removed, added, times]) => {
      const at = place % (damaged.length + 1)
      return damaged.slice(0, at) + added.repeat(times) + damaged.slice(at + removed)
    }, frame),
  )
